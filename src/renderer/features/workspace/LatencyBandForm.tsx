import './time-span-form.css';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import type { LatencyBand } from '#shared/model/filter.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';

interface LatencyBandFormProps {
  readonly band: LatencyBand | null;
  readonly onChange: (band: LatencyBand | null) => void;
}

/** The band of response times for the keyboard: exact edges instead of pixels. */
export function LatencyBandForm({ band, onChange }: LatencyBandFormProps): ReactNode {
  const [from, setFrom] = useState(() => (band === null ? '' : String(band.fromMs)));
  const [to, setTo] = useState(() => (band?.toMs == null ? '' : String(band.toMs)));
  const fromMs = from.trim() === '' ? 0 : parseMs(from);
  const toMs = to.trim() === '' ? null : parseMs(to);
  const unreadable = fromMs === null || (toMs === null && to.trim() !== '');
  const problem = unreadable
    ? 'Write milliseconds as 250, or with a unit: 1.5 s, 800 µs.'
    : toMs !== null && toMs <= fromMs
      ? 'The upper end must lie above the lower one.'
      : null;
  const empty = fromMs === 0 && toMs === null;

  function apply(event: SyntheticEvent): void {
    event.preventDefault();
    if (problem === null && fromMs !== null) onChange(empty ? null : { fromMs, toMs });
  }

  return (
    <form className="time-span-form" onSubmit={apply}>
      <label>
        From, ms
        <TextField label="From, ms" size="small" placeholder="0" autoFocus value={from} onChange={setFrom} />
      </label>
      <label>
        To, ms
        <TextField label="To, ms" size="small" placeholder="no end" value={to} onChange={setTo} />
      </label>
      <p className={problem === null ? 'text-3' : 'bad'} role="status">
        {problem ?? 'From this on, and below that.'}
      </p>
      <div>
        <Button size="small" variant="ghost" disabled={band === null} onClick={() => onChange(null)}>
          All response times
        </Button>
        <Button size="small" variant="primary" type="submit" disabled={problem !== null || empty}>
          Select
        </Button>
      </div>
    </form>
  );
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, µs: 0.001, us: 0.001 };

/** @returns milliseconds, or null for what is no time */
export function parseMs(text: string): number | null {
  const match = /^(\d+(?:[.,]\d+)?)\s*(ms|s|µs|us)?$/.exec(text.trim().toLowerCase().replace('μ', 'µ'));
  if (match === null) return null;
  const [, value = '', unit = 'ms'] = match;
  return Number((Number(value.replace(',', '.')) * (unitMs[unit] ?? 1)).toPrecision(12));
}
