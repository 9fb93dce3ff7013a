/** Reading Protocol Buffers (wire format) from bytes at hand: https://protobuf.dev/programming-guides/encoding. */

const TWO_TO_32 = 4_294_967_296;

/** Bytes end inside a value. */
export class OutOfBytes extends Error {
  override readonly name = 'OutOfBytes';
}

/** The bytes are no Protocol Buffers. */
export class BadWire extends Error {
  override readonly name = 'BadWire';
}

export class WireCursor {
  at: number;
  end: number;
  private readonly bytes: Uint8Array;
  private low = 0;
  private high = 0;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get more(): boolean {
    return this.at < this.end;
  }

  /** Tag of the next field: number times 8 plus wire type. */
  tag(): number {
    this.varint();
    if (this.high !== 0 || this.low < 8) throw new BadWire();
    return this.low;
  }

  /** An unsigned number; beyond 2⁵³ the last digits are lost. */
  unsigned(): number {
    this.varint();
    return this.high * TWO_TO_32 + this.low;
  }

  /** An int64: negative numbers are written in two's complement. */
  signed(): number {
    this.varint();
    return (this.high | 0) * TWO_TO_32 + this.low;
  }

  /** Eight bytes; beyond 2⁵³ the last digits are lost. */
  fixed64(): number {
    const { bytes, at } = this;
    this.forward(8);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    return view.getUint32(at + 4, true) * TWO_TO_32 + view.getUint32(at, true);
  }

  /** Begins a field with a length. @returns where it ends */
  length(): number {
    this.varint();
    const end = this.at + this.low;
    if (this.high !== 0 || end > this.end) throw new OutOfBytes();
    return end;
  }

  skip(wireType: number): void {
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.forward(8);
    else if (wireType === 2) this.at = this.length();
    else if (wireType === 5) this.forward(4);
    else throw new BadWire();
  }

  private forward(count: number): void {
    if (this.at + count > this.end) throw new OutOfBytes();
    this.at += count;
  }

  private varint(): void {
    const { bytes, end } = this;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= end) throw new OutOfBytes();
      const byte = bytes[this.at++]!;
      const part = byte & 0x7f;
      if (shift < 28) low |= part << shift;
      else if (shift === 28) {
        low |= part << 28;
        high = part >>> 4;
      } else high |= part << (shift - 32);
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw new BadWire();
  }
}
