import type { DocumentEncoding } from './document-encoding.ts';
import { writeCharacter } from './xml-text.ts';

/** UTF-8 bytes of one byte, or of two that are half of UTF-16. */
const MAX_GROWTH = 3;

const REPLACEMENT_CHARACTER = 0xfffd;

/** Turns a document of another encoding into UTF-8, piece by piece, and knows from where in the file each byte came. */
export class ToUtf8 {
  /** Not read yet: `bytes[0..length)`. */
  bytes = new Uint8Array(1 << 16);
  length = 0;
  private readonly encoding: DocumentEncoding;
  /** Offset in the file of the first of {@link bytes}. */
  private startPlace: number;

  constructor(encoding: DocumentEncoding) {
    this.encoding = encoding;
    this.startPlace = encoding.kind === 'unknown' ? 0 : encoding.markBytes;
  }

  /**
   * Adds what `source[from..length)` holds.
   * @returns how far it came: a character that goes on behind `length` is left
   */
  add(source: Uint8Array, from: number, length: number, final: boolean): number {
    this.ensureRoom(this.length + MAX_GROWTH * (length - from));
    return this.encoding.kind === 'utf-16'
      ? this.addUtf16(source, from, length, final, this.encoding.littleEndian)
      : this.addOneByte(source, from, length);
  }

  /** The first bytes were read. */
  drop(count: number): void {
    this.startPlace = this.placeOf(count);
    this.bytes.copyWithin(0, count, this.length);
    this.length -= count;
  }

  /** Offset in the file of the character that `bytes[at]` starts. */
  placeOf(at: number): number {
    const { bytes } = this;
    const isUtf16 = this.encoding.kind === 'utf-16';
    let place = this.startPlace;
    for (let i = 0; i < at; i++) {
      const byte = bytes[i]!;
      if ((byte & 0xc0) === 0x80) continue;
      place += !isUtf16 ? 1 : byte >= 0xf0 ? 4 : 2;
    }
    return place;
  }

  private addOneByte(source: Uint8Array, from: number, length: number): number {
    if (this.encoding.kind !== 'one-byte') return length;
    const { characters } = this.encoding;
    const { bytes } = this;
    let to = this.length;
    for (let at = from; at < length; at++) {
      const byte = source[at]!;
      if (byte < 0x80) {
        bytes[to] = byte;
        to += 1;
      } else to = writeCharacter(bytes, to, characters[byte]!);
    }
    this.length = to;
    return length;
  }

  private addUtf16(
    source: Uint8Array,
    from: number,
    length: number,
    final: boolean,
    littleEndian: boolean,
  ): number {
    const { bytes } = this;
    const unitAt = (at: number): number =>
      littleEndian ? source[at]! | (source[at + 1]! << 8) : (source[at]! << 8) | source[at + 1]!;
    let to = this.length;
    let at = from;
    while (at + 1 < length) {
      let character = unitAt(at);
      let size = 2;
      if (character >= 0xd800 && character <= 0xdfff) {
        if (character < 0xdc00 && at + 3 >= length && !final) break;
        const low = character < 0xdc00 && at + 3 < length ? unitAt(at + 2) : 0;
        if (low >= 0xdc00 && low <= 0xdfff) {
          character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00);
          size = 4;
        } else character = REPLACEMENT_CHARACTER;
      }
      to = writeCharacter(bytes, to, character);
      at += size;
    }
    this.length = to;
    return final ? length : at;
  }

  private ensureRoom(length: number): void {
    if (length <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(length, 2 * this.bytes.length));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
