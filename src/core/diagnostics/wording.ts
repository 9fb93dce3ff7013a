/** Figures within the sentences of diagnostics. */

/** `12 %`, `0.4 %`, `+12 %` where the sign matters. */
export function percentInWords(ratio: number, signed = false): string {
  const percent = ratio * 100;
  const text = Math.abs(percent).toFixed(Math.abs(percent) < 9.95 ? 1 : 0);
  const sign = percent < 0 && Number(text) !== 0 ? '−' : signed && Number(text) !== 0 ? '+' : '';
  return `${sign}${text} %`;
}

/** `45 s`, `2 min 30 s`, `1 h 5 min`. */
export function millisecondsInWords(ms: number): string {
  if (ms < 10_000) return `${Number((ms / 1000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const [large, small, unit, rest] =
    seconds < 3600
      ? ([Math.floor(seconds / 60), seconds % 60, 'min', 's'] as const)
      : ([Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), 'h', 'min'] as const);
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${rest}`;
}

/** A number of users, requests or samples, of as many digits as one reads. */
export function countInWords(value: number): string {
  return value >= 100 || Number.isInteger(value)
    ? String(Math.round(value))
    : String(Number(value.toPrecision(2)));
}
