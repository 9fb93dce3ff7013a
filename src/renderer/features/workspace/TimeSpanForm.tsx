import './time-span-form.css';
import { useState, type SyntheticEvent, type ReactNode } from 'react';
import type { TimeSpan } from '#shared/model/filter.ts';
import { Button } from '../../ui/Button.tsx';
import { formatElapsed, formatSpan } from '../../ui/duration-format.ts';
import { parseElapsed } from '../../ui/elapsed-input.ts';
import { TextField } from '../../ui/TextField.tsx';

interface TimeSpanFormProps {
  readonly span: TimeSpan | null;
  readonly durationMs: number;
  readonly onChange: (span: TimeSpan | null) => void;
  /** One more span beside those that are selected. */
  readonly onAdd: (span: TimeSpan) => void;
}

/** The brush for the keyboard: exact times instead of pixels. */
export function TimeSpanForm({ span, durationMs, onChange, onAdd }: TimeSpanFormProps): ReactNode {
  const [from, setFrom] = useState(() => formatElapsed(span?.fromMs ?? 0));
  const [to, setTo] = useState(() => formatElapsed(span?.toMs ?? durationMs));
  const fromMs = parseElapsed(from);
  const toMs = parseElapsed(to);
  const problem = problemOf(fromMs, toMs);

  function apply(event: SyntheticEvent): void {
    event.preventDefault();
    if (problem === null && fromMs !== null && toMs !== null) onChange({ fromMs, toMs });
  }

  return (
    <form className="time-span-form" onSubmit={apply}>
      <label>
        From
        <TextField label="From" size="small" value={from} onChange={setFrom} />
      </label>
      <label>
        To
        <TextField label="To" size="small" value={to} onChange={setTo} />
      </label>
      <p className={problem === null ? 'text-3' : 'bad'} role="status">
        {problem ?? (fromMs !== null && toMs !== null ? formatSpan(toMs - fromMs) : '')}
      </p>
      <div>
        <Button size="small" variant="ghost" disabled={span === null} onClick={() => onChange(null)}>
          Whole run
        </Button>
        <Button
          size="small"
          disabled={span === null || problem !== null}
          onClick={() => {
            if (fromMs !== null && toMs !== null) onAdd({ fromMs, toMs });
          }}
        >
          Add
        </Button>
        <Button size="small" variant="primary" type="submit" disabled={problem !== null}>
          Select
        </Button>
      </div>
    </form>
  );
}

function problemOf(fromMs: number | null, toMs: number | null): string | null {
  if (fromMs === null || toMs === null) return 'Write times as 16:52, 1:16:52 or 90 s.';
  return toMs <= fromMs ? 'The end must lie after the beginning.' : null;
}
