/** A 64-bit number that names a constant: a number where it is exact, else text. */
export type ConstantKey = number | string;

/** Bytes end inside a value, or a value makes no sense. */
export class JfrOutOfBytes extends Error {
  override readonly name = 'JfrOutOfBytes';
}

const TWO_TO_32 = 4_294_967_296;
const EXACT_HIGH = 1 << 21;
const LONGEST_TEXT = 1 << 24;

/** Reads the values of a chunk. Integers are LEB128 of at most nine bytes where the chunk says so, else big-endian. */
export class JfrCursor {
  at: number;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly end: number;
  private readonly compressed: boolean;
  private high = 0;
  private low = 0;

  constructor(bytes: Uint8Array, at: number, end: number, compressed: boolean) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
    this.end = end;
    this.compressed = compressed;
  }

  byte(): number {
    this.need(1);
    return this.bytes[this.at++]!;
  }

  /** @param width bytes that it takes where integers are not compressed */
  skipInteger(width: number): void {
    if (this.compressed) this.varint();
    else this.forward(width);
  }

  /** A number below 2³²: a size, a count, a place. */
  int(): number {
    if (!this.compressed) {
      this.need(4);
      const value = this.view.getUint32(this.at);
      this.at += 4;
      return value;
    }
    this.varint();
    if (this.high !== 0) throw new JfrOutOfBytes();
    return this.low;
  }

  /** A signed 64-bit number; beyond 2⁵³ the last digits are lost. */
  long(): number {
    this.longParts(8);
    return (this.high | 0) * TWO_TO_32 + this.low;
  }

  /** @param width as {@link skipInteger} */
  integer(width: number): number {
    this.longParts(width);
    return (this.high | 0) * TWO_TO_32 + this.low;
  }

  key(): ConstantKey {
    this.longParts(8);
    return this.high < EXACT_HIGH ? this.high * TWO_TO_32 + this.low : `${this.high}:${this.low}`;
  }

  forward(count: number): void {
    this.need(count);
    this.at += count;
  }

  double(): number {
    this.need(8);
    this.at += 8;
    return this.view.getFloat64(this.at - 8);
  }

  float(): number {
    this.need(4);
    this.at += 4;
    return this.view.getFloat32(this.at - 4);
  }

  /** A text, or the key of one in the pool of texts; null where there is none. */
  text(): string | { readonly key: ConstantKey } | null {
    const form = this.byte();
    switch (form) {
      case 0:
        return null;
      case 1:
        return '';
      case 2:
        return { key: this.key() };
      case 3:
        return this.encoded('utf-8');
      case 4: {
        const units = this.textLength();
        let text = '';
        for (let i = 0; i < units; i++) text += String.fromCharCode(this.integer(2) & 0xffff);
        return text;
      }
      case 5:
        return this.encoded('latin1');
      default:
        throw new JfrOutOfBytes();
    }
  }

  private encoded(encoding: 'utf-8' | 'latin1'): string {
    const length = this.textLength();
    const start = this.at;
    this.forward(length);
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, length).toString(
      encoding === 'latin1' ? 'latin1' : 'utf8',
    );
  }

  private textLength(): number {
    const length = this.int();
    if (length > LONGEST_TEXT) throw new JfrOutOfBytes();
    return length;
  }

  private need(count: number): void {
    if (this.at + count > this.end) throw new JfrOutOfBytes();
  }

  private longParts(width: number): void {
    if (this.compressed) {
      this.varint();
      return;
    }
    this.need(width);
    if (width === 8) {
      this.high = this.view.getUint32(this.at);
      this.low = this.view.getUint32(this.at + 4);
    } else {
      const value = width === 4 ? this.view.getInt32(this.at) : this.view.getInt16(this.at);
      this.high = value < 0 ? 0xffffffff : 0;
      this.low = value >>> 0;
    }
    this.at += width;
  }

  private varint(): void {
    const { bytes, end } = this;
    let low = 0;
    let high = 0;
    let at = this.at;
    for (let i = 0; ; i++) {
      if (at >= end) throw new JfrOutOfBytes();
      const byte = bytes[at++]!;
      // The ninth byte has no mark and gives all of its bits.
      const part = i === 8 ? byte : byte & 0x7f;
      const shift = i * 7;
      if (shift < 28) low |= part << shift;
      else if (shift === 28) {
        low |= part << 28;
        high |= part >>> 4;
      } else high |= part << (shift - 32);
      if (i === 8 || byte < 0x80) break;
    }
    this.at = at;
    this.low = low >>> 0;
    this.high = high >>> 0;
  }
}
