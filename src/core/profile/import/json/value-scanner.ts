const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** The value goes on behind the bytes at hand. */
export const UNFINISHED = -1;

/**
 * Finds where one JSON value ends without understanding it, and can go on where the bytes ended. The end of a number or a
 * word is the byte behind it, so at the end of a file such a value is unfinished until {@link finishes} is asked.
 */
export class ValueScanner {
  private depth = 0;
  private inString = false;
  private escaped = false;
  private started = false;

  reset(): void {
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
    this.started = false;
  }

  /** Whether what was seen stands as a value when nothing follows: a bare number or word. */
  get finishes(): boolean {
    return this.started && this.depth === 0 && !this.inString;
  }

  /**
   * Goes on from `at`.
   * @returns the place behind the value, or {@link UNFINISHED} when it reaches `end`
   */
  scan(bytes: Uint8Array, at: number, end: number): number {
    let { depth, inString, escaped } = this;
    let i = at;
    for (; i < end; i++) {
      const byte = bytes[i]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) {
          inString = false;
          if (depth === 0) return i + 1;
        }
      } else if (byte === QUOTE) {
        inString = true;
        // Most strings end soon: this loop leaves out the questions above.
        let j = i + 1;
        while (j < end && bytes[j] !== QUOTE && bytes[j] !== BACKSLASH) j++;
        i = j - 1;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        depth++;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        // Belongs to what is around a bare value.
        if (depth === 0) return i;
        depth--;
        if (depth === 0) return i + 1;
      } else if (depth === 0 && (byte === COMMA || byte <= 0x20)) {
        return i;
      }
    }
    this.depth = depth;
    this.inString = inString;
    this.escaped = escaped;
    this.started ||= i > at;
    return UNFINISHED;
  }
}
