import type { ByteFeed } from '#core/io/unpack.ts';

const BUFFER_BYTES = 1 << 20;

/** Big-endian values of a file, read ahead by buffers. What is read synchronously must have been asked for by `ensure`. */
export class HprofCursor {
  readonly #feed: ByteFeed;
  readonly #refilled: (place: number) => Promise<void>;
  #bytes = new Uint8Array(BUFFER_BYTES);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;
  #end = 0;
  /** Place in the unpacked file of the start of the buffer. */
  #offset = 0;
  idBytes = 4;

  /** @param refilled waited for after each piece that was read: progress, cancel */
  constructor(feed: ByteFeed, refilled: (place: number) => Promise<void>) {
    this.#feed = feed;
    this.#refilled = refilled;
  }

  get place(): number {
    return this.#offset + this.#at;
  }

  /** Can `count` bytes be read at once? No await needed then. */
  has(count: number): boolean {
    return this.#end - this.#at >= count;
  }

  /** @returns false where the file ends before */
  async ensure(count: number): Promise<boolean> {
    if (this.has(count)) return true;
    this.#offset += this.#at;
    const rest = this.#bytes.subarray(this.#at, this.#end);
    if (count > this.#bytes.length) {
      const larger = new Uint8Array(count + BUFFER_BYTES);
      larger.set(rest);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    } else {
      this.#bytes.copyWithin(0, this.#at, this.#end);
    }
    this.#end = rest.length;
    this.#at = 0;
    while (this.#end < count) {
      const got = await this.#feed.read(this.#bytes.subarray(this.#end));
      if (got === 0) return false;
      this.#end += got;
      await this.#refilled(this.#offset);
    }
    return true;
  }

  /** Skips bytes without holding them. @returns false where the file ends before */
  async skip(count: number): Promise<boolean> {
    let left = count;
    while (left > this.#end - this.#at) {
      left -= this.#end - this.#at;
      this.#at = this.#end;
      if (!(await this.ensure(1))) return false;
    }
    this.#at += left;
    return true;
  }

  u8(): number {
    return this.#bytes[this.#at++]!;
  }

  /** The next byte, left in place. */
  peek(): number {
    return this.#bytes[this.#at]!;
  }

  /** Four bytes further on, left in place; they must be there. */
  peekU32(ahead: number): number {
    return this.#view.getUint32(this.#at + ahead);
  }

  u16(): number {
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2);
  }

  u32(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4);
  }

  /** Of eight bytes the low 53 bits: addresses have fewer. */
  id(): number {
    if (this.idBytes === 4) return this.u32();
    const high = this.u32() & 0x1f_ffff;
    return high * 2 ** 32 + this.u32();
  }

  /** Bytes that stay valid until the next `ensure` or `skip`. */
  take(count: number): Uint8Array {
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  jump(count: number): void {
    this.#at += count;
  }
}
