import { numberFormat, type NumberFormat } from './number-format.ts';

export type DurationUnit = 'µs' | 'ms' | 's';

/** How all durations of one column or axis are written: one unit, and no more digits than the clock gave. */
export interface DurationScale {
  readonly unit: DurationUnit;
  /** Multiply milliseconds by this. */
  readonly perMs: number;
  /** Most digits after the point that mean anything at the clock's resolution. */
  readonly maxDecimals: number;
}

const perMs: Readonly<Record<DurationUnit, number>> = { µs: 1000, ms: 1, s: 0.001 };

export function durationScale(unit: DurationUnit, clockTickMs: number): DurationScale {
  const tick = clockTickMs * perMs[unit];
  // 1e-9 keeps 0.001 from counting as four decimals by rounding error.
  const maxDecimals = tick >= 1 ? 0 : Math.min(6, Math.ceil(-Math.log10(tick) - 1e-9));
  return { unit, perMs: perMs[unit], maxDecimals };
}

/**
 * One unit for a set of values: seconds where even the median takes ten of them, microseconds where nothing reaches
 * a millisecond, milliseconds in between, because that is what the tools print and people remember.
 */
export function chooseDurationScale(valuesMs: Iterable<number | null>, clockTickMs: number): DurationScale {
  const values: number[] = [];
  for (const value of valuesMs) if (value !== null && Number.isFinite(value)) values.push(value);
  values.sort((a, b) => a - b);
  const median = values[Math.floor(values.length / 2)] ?? 1;
  const max = values.at(-1) ?? 1;
  if (max > 0 && max < 1 && clockTickMs < 1) return durationScale('µs', clockTickMs);
  if (median >= 10_000) return durationScale('s', clockTickMs);
  return durationScale('ms', clockTickMs);
}

/** Without unit: the column's header names it. */
export function formatDuration(
  ms: number,
  scale: DurationScale,
  format: NumberFormat = numberFormat,
): string {
  // Zero is exact whatever the clock: digits behind it would say that it was measured to them.
  if (ms === 0) return format.fixed(0, 0);
  const value = ms * scale.perMs;
  const size = Math.abs(value);
  const wanted = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
  return format.fixed(value, Math.min(wanted, scale.maxDecimals));
}

/** With unit, for a sentence: the unit is chosen for this one value. */
export function formatDurationWithUnit(
  ms: number,
  clockTickMs: number,
  format: NumberFormat = numberFormat,
): string {
  const scale = chooseDurationScale([ms], clockTickMs);
  return `${formatDuration(ms, scale, format)} ${scale.unit}`;
}

/** Lengths of runs and selections in words: `350 ms`, `4.2 s`, `42 s`, `4 m 10 s`, `8 h 05 m`. */
export function formatSpan(ms: number, format: NumberFormat = numberFormat): string {
  if (ms < 1000) return `${format.fixed(ms, 0)} ms`;
  if (ms < 9950) return `${format.fixed(ms / 1000, 1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${pad(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  return `${format.count(hours)} h ${pad(minutes % 60)} m`;
}

/** What is left of a job: coarse on purpose, since it is an estimate. */
export function formatRemaining(ms: number): string {
  if (ms < 1000) return 'under 1 s';
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds} s` : formatSpan(seconds * 1000);
}

/**
 * Time since the start of a run for axes and labels: `mm:ss`, from one hour on `h:mm:ss`.
 * @param stepMs distance of neighbouring labels; below a second the fraction is written too
 */
export function formatElapsed(ms: number, stepMs = 1000): string {
  const sign = ms < 0 ? '−' : '';
  const decimals = stepMs >= 1000 ? 0 : Math.min(3, Math.ceil(-Math.log10(stepMs / 1000)));
  const unit = 10 ** decimals;
  const units = Math.round((Math.abs(ms) / 1000) * unit);
  const seconds = Math.floor(units / unit);
  const fraction = decimals === 0 ? '' : `.${String(units % unit).padStart(decimals, '0')}`;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = `${pad(minutes)}:${pad(seconds % 60)}${fraction}`;
  return hours === 0 ? `${sign}${tail}` : `${sign}${hours}:${tail}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
