/** Figures within sentences: English, as all texts of the engine. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const threeDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

export function count(value: number): string {
  return whole.format(value);
}

/** `1 sample`, `2,000 samples`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A ratio 0..1 in percent, with three significant digits; never a 0 or 100 that is none. */
export function percent(ratio: number): string {
  if (ratio > 0 && ratio < 0.0001) return 'under 0.01 %';
  if (ratio < 1 && ratio > 0.999) return `${(Math.floor(ratio * 10_000) / 100).toFixed(2)} %`;
  return `${threeDigits.format(ratio * 100)} %`;
}

export function number(value: number): string {
  return Math.abs(value) >= 1000 ? whole.format(value) : threeDigits.format(value);
}

/** Milliseconds in a unit that reads well. */
export function duration(ms: number): string {
  if (ms !== 0 && Math.abs(ms) < 0.001) return `${threeDigits.format(ms * 1e6)} ns`;
  if (ms !== 0 && Math.abs(ms) < 1) return `${threeDigits.format(ms * 1000)} µs`;
  if (Math.abs(ms) < 10_000) return `${number(ms)} ms`;
  if (Math.abs(ms) < 120_000) return `${threeDigits.format(ms / 1000)} s`;
  return `${threeDigits.format(ms / 60_000)} min`;
}

/** Instant of a run as `m:ss` since its start. */
export function offset(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
