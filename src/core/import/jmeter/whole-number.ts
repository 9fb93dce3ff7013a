const ZERO = 48;
const NINE = 57;
const DASH = 45;

/** What a cell is that should hold a whole number. */
export type WholeNumberKind = 'whole' | 'empty' | 'fraction' | 'too-large' | 'text';

/** Reads a whole number out of a cell; the result stands in the fields: no object is made per cell. */
export class WholeNumberCell {
  value = 0;

  read(bytes: Uint8Array, start: number, end: number): WholeNumberKind {
    if (start === end) return 'empty';
    const negative = bytes[start] === DASH;
    const first = negative ? start + 1 : start;
    if (first === end) return 'text';
    let value = 0;
    for (let at = first; at < end; at++) {
      const byte = bytes[at]!;
      if (byte < ZERO || byte > NINE) return isFraction(bytes, at, end, first) ? 'fraction' : 'text';
      value = value * 10 + (byte - ZERO);
    }
    this.value = negative && value > 0 ? -value : value;
    return value > Number.MAX_SAFE_INTEGER ? 'too-large' : 'whole';
  }
}

/** Whether `12.5` or `12,5` stands there; `at` is the byte behind the whole digits. */
function isFraction(bytes: Uint8Array, at: number, end: number, first: number): boolean {
  const mark = bytes[at];
  if (at === first || at + 1 === end || (mark !== 46 && mark !== 44)) return false;
  for (let i = at + 1; i < end; i++) if (bytes[i]! < ZERO || bytes[i]! > NINE) return false;
  return true;
}
