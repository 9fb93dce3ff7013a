import type { ByteCursor } from './byte-cursor.ts';

const [QUOTE, COMMA, BACKSLASH, CLOSE] = [34, 44, 92, 93];

/** The strings of a snapshot as the bytes of the file; a string is decoded when it is asked for. */
export class StringTable {
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array | Float64Array;
  readonly count: number;

  /** @param starts where the text behind the opening quote begins; one more at the end: where the bytes end */
  constructor(bytes: Uint8Array, starts: Uint32Array | Float64Array, count: number) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.count = count;
  }

  /** First byte of a string as it stands in the file; 34 (a quote) of an empty one, -1 where there is no such string. */
  firstByte(index: number): number {
    return index < this.count ? (this.#bytes[this.#starts[index]!] ?? -1) : -1;
  }

  /**
   * @param maxChars the rest is left out
   * @returns a note in brackets where the file has no such string
   */
  get(index: number, maxChars = 10_000): string {
    if (!(index < this.count)) return '(name missing in the file)';
    const start = this.#starts[index]!;
    const end = this.#endOf(index);
    // A character is at most six bytes here (\uXXXX).
    const limit = Math.min(end, start + maxChars * 6);
    const raw = Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + start, limit - start).toString(
      'utf8',
    );
    return (raw.includes('\\') ? unescape(raw) : raw).slice(0, maxChars);
  }

  /** Index of a string that is exactly this plain text; -1 if there is none. */
  indexOf(text: string): number {
    const wanted = new TextEncoder().encode(text);
    const first = wanted[0] ?? QUOTE;
    for (let index = 0; index < this.count; index++) {
      const start = this.#starts[index]!;
      if (this.#bytes[start] !== first || this.#bytes[start + wanted.length] !== QUOTE) continue;
      if (wanted.every((byte, k) => this.#bytes[start + k] === byte)) return index;
    }
    return -1;
  }

  #endOf(index: number): number {
    const bytes = this.#bytes;
    const stop = this.#starts[index + 1]!;
    let at = this.#starts[index]!;
    while (at < stop && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    return Math.min(at, stop);
  }
}

/** JSON's escapes; a broken one at a cut stays as it is. */
function unescape(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gsu, (_, code: string | undefined, letter: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return ESCAPES[letter] ?? letter;
  });
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

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
