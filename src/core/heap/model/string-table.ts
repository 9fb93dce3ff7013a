import type { NumberColumn } from './heap-graph.ts';

const [QUOTE, BACKSLASH] = [34, 92];

/** The strings of a snapshot as the bytes of the file; a string is decoded when it is asked for. */
export class StringTable {
  readonly #bytes: Uint8Array;
  readonly #starts: NumberColumn;
  readonly count: number;

  /** @param starts where the text behind the opening quote begins; one more at the end: where the bytes end */
  constructor(bytes: Uint8Array, starts: NumberColumn, count: number) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.count = count;
  }

  /** A table of texts that come from elsewhere. */
  static of(texts: readonly string[]): StringTable {
    const starts = new Float64Array(texts.length + 1);
    const pieces: Uint8Array[] = [];
    let length = 0;
    const encoder = new TextEncoder();
    for (const [index, text] of texts.entries()) {
      const piece = encoder.encode(`${JSON.stringify(text)},`);
      starts[index] = length + 1;
      length += piece.length;
      pieces.push(piece);
    }
    starts[texts.length] = length;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return new StringTable(bytes, starts, texts.length);
  }

  /** What the constructor takes, without the room that was left over. */
  get columns(): { readonly bytes: Uint8Array; readonly starts: NumberColumn } {
    const starts = this.#starts.subarray(0, this.count + 1);
    return { bytes: this.#bytes.subarray(0, starts[this.count]), starts };
  }

  /** A byte of a string as it stands in the file; 34 (a quote) at its end, -1 behind all strings or where there is no such one. */
  byteAt(index: number, place: number): number {
    return index < this.count ? (this.#bytes[this.#starts[index]! + place] ?? -1) : -1;
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
