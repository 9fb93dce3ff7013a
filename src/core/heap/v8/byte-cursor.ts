import { cancelledError } from '#shared/contract/errors.ts';
import type { ByteFeed } from '#core/io/unpack.ts';

/** Bytes that are asked for at a time. Small enough that a cancel is heard of at once. */
const PIECE_BYTES = 1 << 20;

/** The bytes of a file piece by piece; the next piece is read while this one is looked at. */
export class ByteCursor {
  readonly #feed: ByteFeed;
  readonly #signal: AbortSignal;
  #spare = new Uint8Array(PIECE_BYTES + 1);
  #ahead: Promise<number>;
  /** The current piece: bytes `at..end` are still to be looked at; `bytes[end]` is there and 0, so a loop may run into it. */
  bytes = new Uint8Array(PIECE_BYTES + 1);
  at = 0;
  end = 0;
  /** Place of `bytes[0]` in the unpacked file. */
  offset = 0;

  constructor(feed: ByteFeed, signal: AbortSignal) {
    this.#feed = feed;
    this.#signal = signal;
    this.#ahead = this.#readAhead();
  }

  /** Place in the unpacked file. */
  get place(): number {
    return this.offset + this.at;
  }

  /**
   * Goes on to the next piece; to be called when all of this one was looked at.
   * @returns false at the end of the file
   * @throws {AppError} `cancelled`
   */
  async next(): Promise<boolean> {
    this.#heedCancel();
    this.offset += this.end;
    this.at = 0;
    this.end = 0;
    const count = await this.#ahead;
    this.#heedCancel();
    if (count === 0) return false;
    [this.bytes, this.#spare] = [this.#spare, this.bytes];
    this.end = count;
    this.bytes[count] = 0;
    this.#ahead = this.#readAhead();
    return true;
  }

  /** The next byte that is not white space, left in place; -1 at the end of the file. */
  async peek(): Promise<number> {
    for (;;) {
      while (this.at < this.end) {
        const byte = this.bytes[this.at]!;
        if (byte > 32) return byte;
        this.at += 1;
      }
      if (!(await this.next())) return -1;
    }
  }

  /** Waits for the read that is under way: the feed may be closed then. */
  async settle(): Promise<void> {
    await this.#ahead.catch(() => 0);
  }

  #heedCancel(): void {
    if (this.#signal.aborted) throw cancelledError('Reading the snapshot');
  }

  #readAhead(): Promise<number> {
    const reading = this.#feed.read(this.#spare.subarray(0, PIECE_BYTES));
    // Whoever waits for it hears of a failure; if nobody does, it is not one of the process.
    reading.catch(() => undefined);
    return reading;
  }
}
