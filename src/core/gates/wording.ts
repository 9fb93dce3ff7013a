import type { TimeSpan } from '#shared/model/filter.ts';
import { baseValue, dimensionOf, quantityText, type Quantity } from './quantity.ts';

/** Figures as sentences of gates print them: a point as decimal sign, a blank before the unit. */

// Formats are slow to make, and a run may have a hundred thousand figures to word.
const exactFormat = new Intl.NumberFormat('en', { maximumSignificantDigits: 15, maximumFractionDigits: 15 });
const countFormat = new Intl.NumberFormat('en');

/** Three digits, and more where the figure would look like the limit without being it. */
function digits(value: number, limit: number): string {
  // What equals its limit is shown in full, as the limit is.
  if (value === 0 || value === limit) return grouped(value);
  for (let precision = 3; precision < 15; precision++) {
    const rounded = Number(value.toPrecision(precision));
    if (rounded !== limit) return grouped(rounded);
  }
  return grouped(value);
}

function grouped(value: number): string {
  return exactFormat.format(value);
}

/** @param limit in ms, when the time is shown beside one */
export function timeText(ms: number, limit = NaN): string {
  return Math.abs(ms) >= 1000 ? `${digits(ms / 1000, limit / 1000)} s` : `${digits(ms, limit)} ms`;
}

export function shareText(share: number, limit = NaN): string {
  // A product with 100 has digits that nobody measured.
  return `${digits(Number((share * 100).toPrecision(14)), Number((limit * 100).toPrecision(14)))} %`;
}

export function rateText(perSec: number, limit = NaN): string {
  return `${digits(perSec, limit)}/s`;
}

export function numberText(value: number, limit = NaN): string {
  return digits(value, limit);
}

export function countText(count: number): string {
  return countFormat.format(count);
}

/** `1 sample`, `5,120 samples`. */
export function countOf(count: number, noun: string): string {
  return `${countText(count)} ${count === 1 ? noun : `${noun}s`}`;
}

/** `< 200 ms`: a limit in words of the same kind as the figure. */
export function limitWords(operator: string, quantity: Quantity): string {
  const value = baseValue(quantity);
  switch (dimensionOf(quantity)) {
    case 'time':
      return `${operator} ${timeText(value, value)}`;
    case 'share':
      return `${operator} ${numberText(quantity.value, quantity.value)} %`;
    case 'rate':
    case 'factor':
      return `${operator} ${quantityText(quantity)}`;
    case 'size':
      return `${operator} ${numberText(quantity.value, quantity.value)} ${quantity.unit}`;
    case 'number':
      return `${operator} ${numberText(value, value)}`;
  }
}

/** `2:05`, `1:02:05`: time since the start of the run. */
export function clockText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export function spanText({ fromMs, toMs }: TimeSpan): string {
  return `${clockText(fromMs)} to ${clockText(toMs)}`;
}

/** The first few of a list, in quotes. */
export function someOf(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${countText(more)} more` : '');
}
