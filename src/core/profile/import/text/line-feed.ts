const NEWLINE = 0x0a;
const RETURN = 0x0d;
/** A longer line is given up: no tool writes one. */
const MAX_LINE_BYTES = 8 << 20;

/** Lines out of bytes that come in pieces, each a text of its own: parts of one large text would keep all of it alive. */
export class LineFeed {
  private readonly line: (text: string, number: number) => void;
  private readonly tooLong: (number: number) => void;
  private number = 0;
  /** Inside a line that is given up. */
  private skipping = false;

  /**
   * @param line hears of each line, without its end, and its number from 1
   * @param tooLong hears of the number of a line that was given up
   */
  constructor(line: (text: string, number: number) => void, tooLong: (number: number) => void) {
    this.line = line;
    this.tooLong = tooLong;
  }

  /** @returns how many bytes are done with */
  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, length);
    let at = 0;
    for (;;) {
      const found = view.indexOf(NEWLINE, at);
      const end = found >= 0 ? found : final && at < length ? length : -1;
      if (end < 0) break;
      if (this.skipping) this.skipping = false;
      else {
        this.number++;
        this.line(
          view.toString('utf8', at, end > at && view[end - 1] === RETURN ? end - 1 : end),
          this.number,
        );
      }
      at = Math.min(end + 1, length);
    }
    if (length - at <= MAX_LINE_BYTES) return at;
    if (!this.skipping) {
      this.skipping = true;
      this.number++;
      this.tooLong(this.number);
    }
    return length;
  }
}
