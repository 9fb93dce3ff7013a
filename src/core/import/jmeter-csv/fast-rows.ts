import { NO_ENTRY, type ByteDictionary } from '../byte-dictionary.ts';
import { MAX_RECORD_BYTES, MAX_TEXT_BYTES } from '../importer.ts';
import { ELAPSED, LABEL, NONE, STARTED_AT, TOO_MANY } from '../jmeter/row-places.ts';
import { ADDRESS, SKIP, STEADY, SUCCESS, TIME, VARIED, WHOLE, type RowPlan } from './row-plan.ts';
import {
  firstDigits,
  firstMark,
  fourDigits,
  fourTimes,
  markNonDigits,
  markZeros,
  WORD_FALS,
  WORD_NULL,
  WORD_TEXT,
  WORD_TRUE,
} from './four-bytes.ts';
import { BLOCK_ROWS } from '../jmeter/row-block.ts';
import type { RowSink } from './row-sink.ts';
import { HASH_FACTOR, hashText } from './text-hash.ts';
import { EPOCH_MILLISECONDS, type TimeStampReader } from '../jmeter/time-stamp.ts';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const ZERO = 48;
const NINE = 57;
const LETTER_E = 101;

/** No cell is looked at beyond this many bytes without a check that they are there. */
const MARGIN = 48;

/** Digits of the longest date with fraction and zone, and some more. */
const MAX_STAMP_BYTES = 40;

/** Places per column for texts that were met lately: 4,096. */
const SLOT_BITS = 12;

/** Larger whole numbers are left to the careful reader: these fit 32 bits. */
const MAX_WHOLE = 999_999_999;

/**
 * Reads rows as JMeter writes them: 5 to 6 million a second. Whatever is not quite regular (cells with doubled quotes or
 * line breaks, odd numbers, wrong column counts, the last row of a piece) it leaves alone, for `CarefulRow` to read,
 * judge and report. So this accepts nothing that the careful reader would not accept with the same result.
 *
 * How it is fast: bytes are read four at a time; delimiters and digits are found with arithmetic on those words; texts
 * are first compared with the one that is expected, and only hashed when they differ; no object is made per row. The
 * loop over the cells makes few calls, and methods are small, so that V8 compiles their calls away.
 */
export class FastRows {
  /** Rows that ended in CR LF. */
  crlfRows = 0;
  private readonly plan: RowPlan;
  private readonly dictionaries: readonly (ByteDictionary | null)[];
  private readonly sink: RowSink;
  private readonly stamps: TimeStampReader;
  /** Per column: entry of the last text in plain and in quoted cells. */
  private readonly lastPlain: Int32Array;
  private readonly lastQuoted: Int32Array;
  /** Entries by column and what {@link findRecent} makes of their texts. */
  private readonly recent: Int32Array;
  private addressOfLabel = new Int32Array(1024).fill(NONE);
  /** First eight digits of the last epoch, and what they are worth in ms: they change every 100 seconds. */
  private stampWord1 = 0;
  private stampWord2 = 0;
  private stampBaseMs = 0;
  /** What the last call of {@link plainText} or {@link quotedText} read. */
  private entry = NONE;
  private slot = 0;
  private generation = 0;
  /** Columns of the sink's block, per column of the file. */
  private readonly numberColumns: readonly Float64Array[];
  private readonly textColumns: readonly Int32Array[];
  private readonly labels: Int32Array;
  private readonly starts: Float64Array;
  private readonly stampCodes: Uint8Array;

  constructor(
    plan: RowPlan,
    dictionaries: readonly (ByteDictionary | null)[],
    sink: RowSink,
    stamps: TimeStampReader,
  ) {
    this.plan = plan;
    this.dictionaries = dictionaries;
    this.sink = sink;
    this.stamps = stamps;
    const { numbers, texts, stampCodes } = sink.block;
    // Columns of the other kind are never looked up: any array will do for them.
    this.numberColumns = Array.from(plan.places, (place, column) =>
      plan.holdsText(column) ? numbers[0]! : numbers[place]!,
    );
    this.textColumns = Array.from(plan.places, (place, column) =>
      plan.holdsText(column) ? texts[place]! : texts[0]!,
    );
    this.labels = texts[LABEL]!;
    this.starts = numbers[STARTED_AT]!;
    this.stampCodes = stampCodes;
    this.lastPlain = new Int32Array(plan.width).fill(NONE);
    this.lastQuoted = new Int32Array(plan.width).fill(NONE);
    this.recent = new Int32Array(plan.width << SLOT_BITS).fill(NONE);
  }

  /**
   * Reads as many rows as are regular.
   * @param words shows the same memory as `bytes`
   * @param from start of a row
   * @returns start of the first row that was not read
   */
  read(bytes: Uint8Array, words: DataView, from: number, length: number): number {
    // Results of calls are made integers with `| 0`: else V8 keeps places as tagged values and untags them at every use.
    const { actions, places, width, delimiter } = this.plan;
    const { dictionaries, lastPlain, sink } = this;
    const { numberColumns, textColumns, labels } = this;
    const { block } = sink;
    const { ok, gaps } = block;
    const lastColumn = width - 1;
    const safe = length - MARGIN;
    let at = from | 0;
    let lineEnd = LF;
    let row = block.rows;
    this.dropStaleGuesses();

    for (;;) {
      const rowStart = at;
      for (let column = 0; column < width; column++) {
        if (at > safe) return rowStart;
        const action = actions[column]!;
        switch (action) {
          case WHOLE: {
            const word = words.getInt32(at, true);
            const noDigits = markNonDigits(word);
            let value: number;
            if (noDigits === 0) {
              value = fourDigits(word);
              at += 4;
              for (;;) {
                const byte = bytes[at]!;
                if (byte < ZERO || byte > NINE) break;
                value = value * 10 + (byte - ZERO);
                at += 1;
                if (value > MAX_WHOLE) return rowStart;
              }
            } else {
              const digits = firstMark(noDigits);
              if (digits === 0) {
                if (places[column] === ELAPSED) return rowStart;
                value = Number.NaN;
                gaps[places[column]!] = 1;
              } else {
                value = firstDigits(word, digits);
                at += digits;
              }
            }
            numberColumns[column]![row] = value;
            break;
          }
          case TIME: {
            at = this.timeStamp(bytes, words, at, row) | 0;
            if (at < 0) return rowStart;
            break;
          }
          case SUCCESS: {
            const word = words.getInt32(at, true);
            if (word === WORD_TRUE) {
              ok[row] = 1;
              at += 4;
            } else if (word === WORD_FALS && bytes[at + 4] === LETTER_E) {
              ok[row] = 0;
              at += 5;
            } else return rowStart;
            break;
          }
          case SKIP: {
            if (words.getInt32(at, true) === WORD_TEXT) at += 4;
            else if (bytes[at] === QUOTE) return rowStart;
            while (at <= safe && bytes[at] !== delimiter && bytes[at] !== LF && bytes[at] !== CR) at += 1;
            break;
          }
          default: {
            const first = bytes[at]!;
            const entries = textColumns[column]!;
            if (isCellEnd(first, delimiter)) {
              entries[row] = NONE;
              break;
            }
            if (first === QUOTE) {
              at = this.quotedText(column, bytes, words, at, safe) | 0;
              if (at < 0) return rowStart;
              entries[row] = this.entry;
              break;
            }
            const dictionary = dictionaries[column]!;
            if (action !== VARIED) {
              if (
                action === ADDRESS &&
                words.getInt32(at, true) === WORD_NULL &&
                isCellEnd(bytes[at + 4]!, delimiter)
              ) {
                entries[row] = NONE;
                at += 4;
                break;
              }
              const guess = action === STEADY ? lastPlain[column]! : this.addressGuess(labels[row]!);
              if (guess >= 0 && guess < dictionary.count) {
                const end = at + dictionary.lengthAt(guess);
                const behind = column < lastColumn ? delimiter : lineEnd;
                // A text that came out of quotes may hold delimiters; guesses never do.
                if (end <= safe && bytes[end] === behind && dictionary.matches(guess, words, at)) {
                  entries[row] = guess;
                  at = end;
                  break;
                }
              }
            }
            at = this.plainText(column, bytes, words, at, safe) | 0;
            if (at < 0) return rowStart;
            entries[row] = this.entry;
            if (action === STEADY) lastPlain[column] = this.entry;
            else if (action === ADDRESS) this.rememberAddress(labels[row]!, this.entry);
          }
        }

        const end = bytes[at]!;
        if (column < lastColumn) {
          if (end !== delimiter) return rowStart;
          at += 1;
        } else if (end === LF) at += 1;
        else if (end === CR && bytes[at + 1] === LF) {
          at += 2;
          lineEnd = CR;
          this.crlfRows += 1;
        } else return rowStart;
      }
      if (at - rowStart > MAX_RECORD_BYTES) return rowStart;
      row += 1;
      block.rows = row;
      if (row === BLOCK_ROWS) {
        sink.takeBlock();
        this.dropStaleGuesses();
        row = 0;
      }
    }
  }

  /** @returns the byte behind the cell; -1 when the careful reader has to look at it */
  private timeStamp(bytes: Uint8Array, words: DataView, start: number, row: number): number {
    const { starts, stampCodes } = this;
    const word3 = words.getInt32(start + 8, true);
    const digit13 = bytes[start + 12]! - ZERO;
    const behind = bytes[start + 13]!;
    const thirteen =
      markNonDigits(word3) === 0 && digit13 >= 0 && digit13 <= 9 && (behind < ZERO || behind > NINE);
    if (thirteen && this.knowsStart(words.getInt32(start, true), words.getInt32(start + 4, true))) {
      starts[row] = (this.stampBaseMs + fourDigits(word3) * 10 + digit13) * 1000;
      stampCodes[row] = EPOCH_MILLISECONDS;
      return start + 13;
    }
    const { delimiter } = this.plan;
    let end = start;
    while (bytes[end] !== delimiter && bytes[end] !== LF && bytes[end] !== CR && bytes[end] !== QUOTE) {
      end += 1;
      if (end - start > MAX_STAMP_BYTES) return -1;
    }
    if (end === start) return -1;
    const us = this.stamps.read(bytes, start, end);
    if (us !== us || this.stamps.inNanoseconds) return -1;
    starts[row] = us;
    stampCodes[row] = this.stamps.code;
    return end;
  }

  /** Whether these are eight digits; they are worked out when they differ from those before. */
  private knowsStart(word1: number, word2: number): boolean {
    if (word1 === this.stampWord1 && word2 === this.stampWord2) return true;
    if (markNonDigits(word1) !== 0 || markNonDigits(word2) !== 0) return false;
    this.stampWord1 = word1;
    this.stampWord2 = word2;
    this.stampBaseMs = (fourDigits(word1) * 10_000 + fourDigits(word2)) * 100_000;
    return true;
  }

  /**
   * A cell that does not start with a quote; leaves its entry in {@link entry}.
   * @returns the byte behind it; -1 when the careful reader has to look at it
   */
  private plainText(column: number, bytes: Uint8Array, words: DataView, start: number, safe: number): number {
    const { plan } = this;
    const inLastColumn = column === plan.width - 1;
    const stops = fourTimes(inLastColumn ? LF : plan.delimiter);
    let at = start;
    for (;;) {
      if (at > safe) return -1;
      const ends = markZeros(words.getInt32(at, true) ^ stops);
      if (ends !== 0) {
        at += firstMark(ends);
        break;
      }
      at += 4;
    }
    if (bytes[at - 1] === CR) {
      if (bytes[at] !== LF) return -1;
      at -= 1;
    }
    const known = this.findRecent(column, words, start, at);
    // A known text that once stood in quotes may hold what ends the cell: then it is more than one cell here.
    if (known && plan.wild[column] !== 0 && holds(bytes, start, at, inLastColumn ? plan.delimiter : LF))
      return -1;
    return known || this.lookUp(column, bytes, words, start, at) ? at : -1;
  }

  /**
   * A quoted cell without doubled quotes and line breaks; leaves its entry in {@link entry}.
   * @returns the byte behind the closing quote; -1 when the careful reader has to look at it
   */
  private quotedText(
    column: number,
    bytes: Uint8Array,
    words: DataView,
    quote: number,
    safe: number,
  ): number {
    const dictionary = this.dictionaries[column]!;
    const { delimiter } = this.plan;
    const start = quote + 1;
    const guess = this.lastQuoted[column]!;
    if (guess >= 0 && guess < dictionary.count) {
      const end = start + dictionary.lengthAt(guess);
      if (
        end < safe &&
        bytes[end] === QUOTE &&
        bytes[end + 1] === delimiter &&
        dictionary.matches(guess, words, start)
      ) {
        this.entry = guess;
        return end + 1;
      }
    }
    const quotes = fourTimes(QUOTE);
    const lineFeeds = fourTimes(LF);
    let at = start;
    for (;;) {
      if (at > safe) return -1;
      const word = words.getInt32(at, true);
      const ends = markZeros(word ^ quotes) | markZeros(word ^ lineFeeds);
      if (ends !== 0) {
        at += firstMark(ends);
        break;
      }
      at += 4;
    }
    if (bytes[at] !== QUOTE || bytes[at + 1] === QUOTE || at === start) return -1;
    if (at - start === 4 && words.getInt32(start, true) === WORD_NULL) return -1;
    if (!this.findRecent(column, words, start, at) && !this.lookUp(column, bytes, words, start, at))
      return -1;
    this.lastQuoted[column] = this.entry;
    return at + 1;
  }

  /** A dictionary that forgot its texts gives their entries to others: also to texts with delimiters in them. */
  private dropStaleGuesses(): void {
    if (this.generation === this.sink.generation) return;
    this.generation = this.sink.generation;
    this.lastPlain.fill(NONE);
    this.lastQuoted.fill(NONE);
    this.recent.fill(NONE);
    this.addressOfLabel.fill(NONE);
  }

  /** Three words of a text say which of the recent ones it probably is; leaves it in {@link entry} when it is so. */
  private findRecent(column: number, words: DataView, start: number, end: number): boolean {
    const dictionary = this.dictionaries[column]!;
    const size = end - start;
    const first = words.getInt32(start, true);
    const slot =
      (column << SLOT_BITS) |
      (size < 4
        ? slotOf(first, size, size)
        : slotOf(
            first,
            words.getInt32(start + ((size - 4) >> 1), true),
            words.getInt32(end - 4, true) + size,
          ));
    const entry = this.recent[slot]!;
    this.slot = slot;
    this.entry = entry;
    return (
      entry >= 0 &&
      entry < dictionary.count &&
      dictionary.lengthAt(entry) === size &&
      dictionary.matches(entry, words, start)
    );
  }

  /**
   * Asks the dictionary for a text that {@link findRecent} did not know; leaves the answer in {@link entry}.
   * @returns false when the careful reader has to look at the text
   */
  private lookUp(column: number, bytes: Uint8Array, words: DataView, start: number, end: number): boolean {
    // What ends the cell was looked for, but not what must not be in it: a line end, or a delimiter in the last column.
    // The careful reader takes note of quoted texts that have one and so would end elsewhere without their quotes.
    const other = column < this.plan.width - 1 ? LF : this.plan.delimiter;
    if (end - start > MAX_TEXT_BYTES || holds(bytes, start, end, other)) return false;
    const entry = this.dictionaries[column]!.entryOf(bytes, words, start, end, hashText(words, start, end));
    this.recent[this.slot] = entry;
    this.entry = entry === NO_ENTRY ? TOO_MANY : entry;
    return true;
  }

  private addressGuess(label: number): number {
    return label >= 0 && label < this.addressOfLabel.length ? this.addressOfLabel[label]! : NONE;
  }

  private rememberAddress(label: number, entry: number): void {
    if (label < 0) return;
    if (label >= this.addressOfLabel.length) {
      const larger = new Int32Array(Math.max(label + 1, this.addressOfLabel.length * 2)).fill(NONE);
      larger.set(this.addressOfLabel);
      this.addressOfLabel = larger;
    }
    this.addressOfLabel[label] = entry;
  }
}

/** Or what may be the end of the row. */
function isCellEnd(byte: number, delimiter: number): boolean {
  return byte === delimiter || byte === LF || byte === CR;
}

/** Mixes three numbers into the place of a text among those of its column. */
function slotOf(a: number, b: number, c: number): number {
  const mixed = Math.imul(a ^ Math.imul(b, 0x01000193) ^ Math.imul(c, 0x85ebca6b), HASH_FACTOR);
  return mixed >>> (32 - SLOT_BITS);
}

/** Whether a byte of that value, or a zero byte, is among them. */
function holds(bytes: Uint8Array, start: number, end: number, value: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === value || bytes[at] === 0) return true;
  return false;
}
