import { MAX_RECORD_BYTES } from '../importer.ts';

/** Coder bytes behind the bytes of a string, as the JVM has them. */
const LATIN1 = 0;
const UTF16 = 1;

export type StringOutcome = 'read' | 'more' | 'bad-length' | 'bad-coder';

/** Reads one string: i32 length in bytes, the bytes, one coder byte; of an empty string the length only. */
export class LogString {
  text = '';
  /** The byte behind it. */
  end = 0;

  /** @param hasCoder false for the drafts of the format: UTF-8 without a coder byte */
  read(words: DataView, at: number, length: number, hasCoder = true): StringOutcome {
    if (at + 4 > length) return 'more';
    const size = words.getInt32(at);
    if (size < 0 || size > MAX_RECORD_BYTES) return 'bad-length';
    const start = at + 4;
    const behind = start + size;
    if (size === 0 || !hasCoder) {
      if (behind > length) return 'more';
      this.text = size === 0 ? '' : buffer(words, start, size).toString('utf8');
      this.end = behind;
      return 'read';
    }
    if (behind + 1 > length) return 'more';
    const coder = words.getUint8(behind);
    // UTF-16 is written in the byte order of the machine, which is little-endian on all that Gatling runs on today.
    if (coder === LATIN1) this.text = buffer(words, start, size).toString('latin1');
    else if (coder === UTF16 && size % 2 === 0) this.text = buffer(words, start, size).toString('utf16le');
    else return 'bad-coder';
    this.end = behind + 1;
    return 'read';
  }
}

/** The same memory as a Buffer: its `latin1` is ISO-8859-1, that of TextDecoder is not. */
function buffer(words: DataView, start: number, size: number): Buffer {
  return Buffer.from(words.buffer, words.byteOffset + start, size);
}

/** Gatling writes texts as they are, and reads line ends and tabs as spaces. */
export function withoutLineEnds(text: string): string {
  return text.replace(/[\r\n\t]/gu, ' ');
}
