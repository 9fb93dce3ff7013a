import { useId, useState, type ReactNode, type SyntheticEvent } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import type { Source } from '#shared/model/run.ts';
import { offsetInput, offsetText, parseOffset, type OffsetUnit } from '../../panels/clocks/clock-offset.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { TextField } from '../../ui/TextField.tsx';

const UNITS = [
  { value: 'ms', label: 'ms' },
  { value: 's', label: 's' },
] as const;

interface ClockOffsetProps {
  readonly source: Source;
  readonly onSet: (sourceId: number, offsetMs: number) => Promise<WireError | null>;
}

/** How far ahead the clock of a source's machine was, and what follows. Give it a `key` of the source and its offset. */
export function ClockOffset({ source, onSet }: ClockOffsetProps): ReactNode {
  const [start] = useState(() => offsetInput(source.clockOffsetMs));
  const [text, setText] = useState(start.text);
  const [unit, setUnit] = useState<OffsetUnit>(start.unit);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<WireError | null>(null);
  const explained = useId();
  const offsetMs = parseOffset(text, unit);

  if (source.firstInstantUs === null) {
    return <p className="text-2">There are no time stamps in the file that a clock could have put wrong.</p>;
  }

  async function set(next: number): Promise<void> {
    setBusy(true);
    setError(null);
    const failure = await onSet(source.id, next);
    setBusy(false);
    setError(failure);
  }

  function apply(event: SyntheticEvent): void {
    event.preventDefault();
    if (offsetMs !== null && !busy) void set(offsetMs);
  }

  return (
    <>
      <form className="clock-offset" onSubmit={apply}>
        <span>Clock offset</span>
        <TextField
          label="Clock offset"
          size="small"
          inputMode="decimal"
          value={text}
          problem={offsetMs === null ? 'A number, with a minus if the clock was behind' : null}
          aria-describedby={explained}
          onChange={setText}
        />
        <Segmented label="Unit of the offset" value={unit} options={UNITS} onChange={setUnit} />
        <Button
          size="small"
          type="submit"
          disabled={offsetMs === null || offsetMs === source.clockOffsetMs || busy}
        >
          Apply
        </Button>
        {source.clockOffsetMs !== 0 && (
          <Button size="small" variant="ghost" disabled={busy} onClick={() => void set(0)}>
            Remove
          </Button>
        )}
      </form>
      <p id={explained} className={offsetMs === null ? 'bad' : 'text-2'} role="status">
        {offsetMs === null
          ? 'Write how far ahead the clock was as a number; with a minus if it was behind.'
          : offsetText(offsetMs)}
      </p>
      {error !== null && <ErrorNote title="The clock could not be set right" error={error} />}
    </>
  );
}
