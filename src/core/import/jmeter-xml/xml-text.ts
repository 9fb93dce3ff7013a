/** Character data of XML as UTF-8 bytes: references are resolved, line ends and white space made what XML says. */

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const HASH = 35;
const AMPERSAND = 38;
const SEMICOLON = 59;
const LETTER_X = 120;

const REPLACEMENT_CHARACTER = 0xfffd;
const MAX_CODE_POINT = 0x10ffff;

/** Bytes from `&` to `;` of the longest reference that is known: `&#x0010FFFF;` and a few zeros more. */
export const MAX_REFERENCE_BYTES = 16;

const NO_REFERENCE = -1;

const named: readonly (readonly [name: Uint8Array, character: number])[] = (
  [
    ['amp', 38],
    ['lt', 60],
    ['gt', 62],
    ['quot', 34],
    ['apos', 39],
  ] as const
).map(([name, character]) => [new TextEncoder().encode(name), character]);

/** Decodes texts into a buffer of its own, which is used again for the next one. */
export class XmlText {
  /** The text that was decoded last: `bytes[0..length)`, and room behind it to be read as words. */
  bytes = new Uint8Array(256);
  words: DataView = new DataView(this.bytes.buffer);
  length = 0;
  /** References that XML does not know, so far; they were left as they stand. */
  unknownReferences = 0;
  private referenceEnd = 0;

  /** @param isAttribute its line ends and tabs are blanks */
  decode(source: Uint8Array, start: number, end: number, isAttribute: boolean): void {
    this.length = 0;
    this.append(source, start, end, isAttribute);
  }

  /** Decodes more, behind what is there. A text never becomes longer by decoding. */
  append(source: Uint8Array, start: number, end: number, isAttribute: boolean): void {
    this.ensureRoom(this.length + end - start);
    const { bytes } = this;
    let to = this.length;
    for (let at = start; at < end;) {
      const byte = source[at]!;
      if (byte === AMPERSAND) {
        const character = this.reference(source, at, end);
        if (character === NO_REFERENCE) {
          this.unknownReferences += 1;
          bytes[to] = byte;
          to += 1;
          at += 1;
        } else {
          to = writeCharacter(bytes, to, character);
          at = this.referenceEnd;
        }
      } else if (byte === CR) {
        bytes[to] = isAttribute ? SPACE : LF;
        to += 1;
        at += source[at + 1] === LF && at + 1 < end ? 2 : 1;
      } else {
        bytes[to] = isAttribute && (byte === LF || byte === TAB) ? SPACE : byte;
        to += 1;
        at += 1;
      }
    }
    this.length = to;
  }

  /** As it stands, but for line ends: the content of CDATA. */
  appendVerbatim(source: Uint8Array, start: number, end: number): void {
    this.ensureRoom(this.length + end - start);
    const { bytes } = this;
    let to = this.length;
    for (let at = start; at < end; at++) {
      const byte = source[at]!;
      if (byte === CR && at + 1 < end && source[at + 1] === LF) continue;
      bytes[to] = byte === CR ? LF : byte;
      to += 1;
    }
    this.length = to;
  }

  /** @returns the character that `&…;` stands for */
  private reference(source: Uint8Array, ampersand: number, end: number): number {
    const first = ampersand + 1;
    const last = Math.min(end, ampersand + MAX_REFERENCE_BYTES);
    let semicolon = first;
    while (semicolon < last && source[semicolon] !== SEMICOLON) semicolon += 1;
    if (semicolon === last) return NO_REFERENCE;
    this.referenceEnd = semicolon + 1;
    if (source[first] === HASH) return numberedCharacter(source, first + 1, semicolon);
    for (const [name, character] of named) {
      if (name.length === semicolon - first && name.every((byte, i) => source[first + i] === byte))
        return character;
    }
    return NO_REFERENCE;
  }

  private ensureRoom(length: number): void {
    // Eight more: words that reach over the end of a text are read as a whole.
    if (length + 8 <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, length + 8));
    larger.set(this.bytes);
    this.bytes = larger;
    this.words = new DataView(larger.buffer);
  }
}

function numberedCharacter(source: Uint8Array, start: number, end: number): number {
  const isHex = source[start] === LETTER_X;
  const first = isHex ? start + 1 : start;
  if (first === end) return NO_REFERENCE;
  let character = 0;
  for (let at = first; at < end; at++) {
    const digit = digitOf(source[at]!, isHex);
    if (digit < 0) return NO_REFERENCE;
    character = Math.min(character * (isHex ? 16 : 10) + digit, MAX_CODE_POINT + 1);
  }
  const isSurrogate = character >= 0xd800 && character <= 0xdfff;
  return isSurrogate || character > MAX_CODE_POINT ? REPLACEMENT_CHARACTER : character;
}

function digitOf(byte: number, isHex: boolean): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  if (!isHex) return -1;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** Writes a character as UTF-8. @returns the place behind it */
export function writeCharacter(bytes: Uint8Array, at: number, character: number): number {
  if (character < 0x80) {
    bytes[at] = character;
    return at + 1;
  }
  if (character < 0x800) {
    bytes[at] = 0xc0 | (character >> 6);
    bytes[at + 1] = 0x80 | (character & 0x3f);
    return at + 2;
  }
  if (character < 0x10000) {
    bytes[at] = 0xe0 | (character >> 12);
    bytes[at + 1] = 0x80 | ((character >> 6) & 0x3f);
    bytes[at + 2] = 0x80 | (character & 0x3f);
    return at + 3;
  }
  bytes[at] = 0xf0 | (character >> 18);
  bytes[at + 1] = 0x80 | ((character >> 12) & 0x3f);
  bytes[at + 2] = 0x80 | ((character >> 6) & 0x3f);
  bytes[at + 3] = 0x80 | (character & 0x3f);
  return at + 4;
}
