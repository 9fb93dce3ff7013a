import { numberFormat } from '../../ui/number-format.ts';

/** As much as the engine takes: over three years. */
export const MAX_OFFSET_MS = 1e11;

export type OffsetUnit = 'ms' | 's';

const perMs: Readonly<Record<OffsetUnit, number>> = { ms: 1, s: 1000 };

/**
 * Reads an offset as people write it: `1500`, `-1.5`, `−1,5`.
 * @returns milliseconds, or null when it is no number or beyond {@link MAX_OFFSET_MS}
 */
export function parseOffset(text: string, unit: OffsetUnit): number | null {
  const plain = text.trim().replace('−', '-').replace(',', '.');
  if (!/^[+-]?\d+(\.\d+)?$/.test(plain)) return null;
  // Through microseconds, which is what is stored: 1.1 s are 1100 ms and not 1100.0000000000002.
  const ms = Math.round(Number(plain) * perMs[unit] * 1000) / 1000;
  return Math.abs(ms) > MAX_OFFSET_MS ? null : ms;
}

/** Whole seconds are written in seconds. */
export function offsetInput(ms: number): { readonly text: string; readonly unit: OffsetUnit } {
  return ms !== 0 && ms % 1000 === 0
    ? { text: String(ms / 1000), unit: 's' }
    : { text: String(ms), unit: 'ms' };
}

/** What an offset does to a source, in a sentence. */
export function offsetText(offsetMs: number): string {
  if (offsetMs === 0) return 'Its samples stand where its file puts them.';
  const size = Math.abs(offsetMs);
  const length = `${numberFormat.fixed(size, Number.isInteger(size) ? 0 : 3)} ms`;
  return offsetMs > 0
    ? `Its machine’s clock was ${length} ahead: its samples are moved back by that.`
    : `Its machine’s clock was ${length} behind: its samples are moved forward by that.`;
}
