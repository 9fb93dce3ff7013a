/** Figures as text, with as many digits as they deserve. */

const NONE = '–';

export function seconds(ms: number): string {
  if (Number.isNaN(ms)) return NONE;
  const value = ms / 1000;
  return `${value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 3)} s`;
}

export function milliseconds(ms: number): string {
  if (Number.isNaN(ms)) return NONE;
  return `${ms.toFixed(ms >= 100 ? 0 : ms >= 10 ? 1 : 2)} ms`;
}

export function megabytes(bytes: number): string {
  return Number.isNaN(bytes) ? NONE : `${(bytes / 1e6).toFixed(bytes >= 1e7 ? 0 : 1)} MB`;
}

export function times(ratio: number): string {
  return Number.isNaN(ratio) ? NONE : `${ratio.toFixed(2)} ×`;
}

export function millions(count: number): string {
  return Number.isNaN(count) ? NONE : `${(count / 1e6).toFixed(2)} M`;
}

export function count(value: number): string {
  return value.toLocaleString('en');
}
