import { StringTable } from '../model/string-table.ts';
import type { ByteCursor } from './byte-cursor.ts';

const [QUOTE, COMMA, BACKSLASH, CLOSE] = [34, 44, 92, 93];

export interface StringsRead {
  readonly strings: StringTable;
  readonly how: 'closed' | 'cut' | 'bad';
}

/**
 * Reads a JSON array of strings, the cursor being behind its `[`.
 * @param expectedBytes how much may follow; the table starts with so much room
 */
export async function readStrings(cursor: ByteCursor, expectedBytes: number): Promise<StringsRead> {
  let bytes = new Uint8Array(Math.max(1 << 16, Math.min(expectedBytes, 2 ** 32)));
  let used = 0;
  let starts: Uint32Array | Float64Array = new Uint32Array(1 << 16);
  let count = 0;
  let inside = false;
  let escaped = false;
  const finish = (how: StringsRead['how']): StringsRead => {
    starts[count] = used;
    return { strings: new StringTable(bytes, starts, count), how };
  };
  for (;;) {
    const { bytes: piece, at: from, end } = cursor;
    let at = from;
    // The whole piece is kept, marks and all: one copy instead of one per string.
    const length = end - from;
    if (used + length + 1 > bytes.length) bytes = grown(bytes, used, length);
    bytes.set(piece.subarray(from, end), used);
    const shift = used - from;
    while (at < end) {
      if (inside) {
        if (escaped) {
          escaped = false;
          at += 1;
          continue;
        }
        let byte = 0;
        while (at < end && (byte = piece[at]!) !== QUOTE && byte !== BACKSLASH) at += 1;
        if (at === end) break;
        inside = byte !== QUOTE;
        escaped = byte === BACKSLASH;
        at += 1;
        continue;
      }
      const byte = piece[at++]!;
      if (byte === QUOTE) {
        inside = true;
        if (count + 2 > starts.length) starts = moreStarts(starts, at + shift);
        else if (at + shift > 0xffff_ffff && starts instanceof Uint32Array)
          starts = Float64Array.from(starts);
        starts[count++] = at + shift;
      } else if (byte === CLOSE) {
        cursor.at = at;
        used = at + shift;
        return finish('closed');
      } else if (byte !== COMMA && byte > 32) {
        cursor.at = at - 1;
        used = at - 1 + shift;
        return finish('bad');
      }
    }
    used += length;
    cursor.at = end;
    if (!(await cursor.next())) return finish('cut');
  }
}

function grown(bytes: Uint8Array<ArrayBuffer>, used: number, more: number): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(Math.max(bytes.length * 2, used + more + 1));
  next.set(bytes.subarray(0, used));
  return next;
}

function moreStarts(starts: Uint32Array | Float64Array, place: number): Uint32Array | Float64Array {
  const length = starts.length * 2;
  const next =
    place > 0xffff_ffff || starts instanceof Float64Array
      ? new Float64Array(length)
      : new Uint32Array(length);
  next.set(starts);
  return next;
}
