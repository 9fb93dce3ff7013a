const LF = 10;
const FOUR_LFS = 0x0a0a0a0a;
const LOW_SEVEN_BITS = 0x7f7f7f7f;

/**
 * Tells the line of a place. Lines are counted when somebody asks, and at the end of a piece, four bytes at a time: not
 * byte by byte on the way.
 */
export class LineCount {
  private line = 1;
  private counted = 0;

  /** Line of `at`, from 1. Places come in ascending order. */
  lineAt(bytes: Uint8Array, at: number): number {
    if (at > this.counted) {
      this.line += countLineFeeds(bytes, this.counted, at);
      this.counted = at;
    }
    return this.line;
  }

  /** The bytes before `at` are done with: the next piece begins there. */
  leave(bytes: Uint8Array, at: number): void {
    this.lineAt(bytes, at);
    this.counted -= at;
  }
}

function countLineFeeds(bytes: Uint8Array, start: number, end: number): number {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const other = words.getInt32(at, true) ^ FOUR_LFS;
    // The high bit of a byte stays clear just where the byte is zero: no carry crosses from one to the next.
    let marks = ~(((other & LOW_SEVEN_BITS) + LOW_SEVEN_BITS) | other | LOW_SEVEN_BITS);
    while (marks !== 0) {
      count += 1;
      marks &= marks - 1;
    }
  }
  for (; at < end; at++) if (bytes[at] === LF) count += 1;
  return count;
}
