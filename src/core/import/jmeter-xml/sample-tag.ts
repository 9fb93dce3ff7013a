import type { ByteDictionary } from '../byte-dictionary.ts';
import { decodeText } from '../jmeter-csv/cell-text.ts';
import {
  firstDigits,
  firstMark,
  fourDigits,
  fourTimes,
  markNonDigits,
  markZeros,
  WORD_FALS,
  WORD_TRUE,
} from '../jmeter-csv/four-bytes.ts';
import { hashText } from '../jmeter-csv/text-hash.ts';
import { OK_UNKNOWN } from '../jmeter/row-block.ts';
import {
  ALL_THREADS,
  CONNECT,
  ELAPSED,
  FAILURE,
  GROUP_THREADS,
  IDLE,
  LATENCY,
  NONE,
  NOT_WRITTEN,
  STARTED_AT,
  URL,
} from '../jmeter/row-places.ts';
import { EPOCH_MILLISECONDS, NO_TIME_STAMP, type TimeStampReader } from '../jmeter/time-stamp.ts';
import { WholeNumberCell } from '../jmeter/whole-number.ts';
import { MAX_TEXT_BYTES } from '../importer.ts';
import {
  codeOf,
  FILE_TAG,
  FIRST_VARIABLE,
  sampleAttributes,
  shortNameCodes,
  SKIP,
  SUCCESS,
  TEXT,
  TIME,
  UNKNOWN,
  WHOLE,
} from './attributes.ts';
import type { SampleRows } from './sample-rows.ts';
import { XmlText } from './xml-text.ts';

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const AMPERSAND = 38;
const APOSTROPHE = 39;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const LESS_THAN = 60;
const EQUALS = 61;
const GREATER_THAN = 62;
const LETTER_E = 101;

const QUOTES = fourTimes(QUOTE);
const AMPERSANDS = fourTimes(AMPERSAND);
const LESS_THANS = fourTimes(LESS_THAN);
const SPACES = fourTimes(SPACE);
const HIGH_BITS = 0x80808080 | 0;

/** `sby`, the only name of three letters. */
const WORD_SBY = 0x796273;

const NS_PER_MS = 1_000_000;
const MAX_INT32 = 2_147_483_647;
/** Larger whole numbers are left to the careful reader: these fit 32 bits. */
const MAX_WHOLE = 999_999_999;
/** Characters of a value that a reason quotes. */
const QUOTED_CHARACTERS = 40;

/** Answers of {@link SampleTag.read}: the tag goes on behind the limit, or it is no tag. */
export const MORE_BYTES = -1;
export const BROKEN = -2;

const allCodes = sampleAttributes.map((_, code) => code);
const codesWith = (action: number): readonly number[] =>
  allCodes.filter((code) => sampleAttributes[code]!.action === action);
const ELAPSED_CODE = codeOf('t');
const TIME_CODE = codeOf('ts');
const SUCCESS_CODE = codeOf('s');
const CODE_CODE = codeOf('rc');
const OLD_CODE_CODE = codeOf('rs');
const THREAD_CODE = codeOf('tn');

/**
 * Reads the attributes of a `sample` or `httpSample` into the row at the end of the block. A tag is read as JMeter writes it,
 * four bytes at a time and with the texts of the tag before as expectation; an attribute that is not quite so (other
 * quotes, references, odd numbers) is read again by {@link careful}.
 *
 * Behind the limit, 64 bytes must be there to be read, whatever they are.
 */
export class SampleTag {
  /** It ended in `/>`. */
  selfClosing = false;
  /** Why the sample is no good one; null when it is. The tag itself was read to its end. */
  problem: string | null = null;
  /** Where and why the tag is no tag, after {@link BROKEN}. */
  brokenAt = 0;
  brokenBecause = '';
  /** References that XML does not know, in the tags so far. */
  unknownReferences = 0;
  /** Codes of all attributes that were met, one bit each. */
  everSeen = 0;
  private readonly rows: SampleRows;
  private readonly stamps: TimeStampReader;
  private readonly text = new XmlText();
  private readonly number = new WholeNumberCell();
  private readonly codes = shortNameCodes();
  private readonly actions = Uint8Array.from(sampleAttributes, ({ action }) => action);
  private readonly places = Uint16Array.from(sampleAttributes, ({ place }) => place);
  /** By code; those of the other kind are never looked up. */
  private readonly numberColumns: readonly Float64Array[];
  private readonly textColumns: readonly Int32Array[];
  private readonly dictionaries: readonly ByteDictionary[];
  private readonly numberCodes = codesWith(WHOLE);
  private readonly textCodes = codesWith(TEXT).filter((code) => code !== OLD_CODE_CODE);
  private readonly textMask: number;
  private readonly numberMask: number;
  /** By code: entry of the last text that stood in plain bytes and double quotes. */
  private readonly lastPlain = new Int32Array(sampleAttributes.length).fill(NONE);
  private generation = 0;
  /** Attributes of the present tag, one bit each. */
  private seen = 0;
  /** Time stamp of the present tag; see `EPOCH_MILLISECONDS`. */
  private stampCode = NO_TIME_STAMP;
  /** First eight digits of the last epoch, and what they are worth in ms: they change every 100 seconds. */
  private stampWord1 = 0;
  private stampWord2 = 0;
  private stampBaseMs = 0;

  constructor(rows: SampleRows, stamps: TimeStampReader) {
    this.rows = rows;
    this.stamps = stamps;
    const { numbers, texts } = rows.block;
    this.numberColumns = sampleAttributes.map(({ action, place }) => numbers[action === TEXT ? 0 : place]!);
    this.textColumns = sampleAttributes.map(({ action, place }) => texts[action === TEXT ? place : 0]!);
    this.dictionaries = sampleAttributes.map(({ action, place }) =>
      rows.dictionaryOf(action === TEXT ? place : 0),
    );
    this.numberMask = maskOf(this.numberCodes);
    this.textMask = maskOf(this.textCodes);
  }

  /**
   * @param words shows the same memory as `bytes`
   * @param from byte behind the name
   * @returns the byte behind the tag; {@link MORE_BYTES}; {@link BROKEN}
   */
  read(bytes: Uint8Array, words: DataView, from: number, limit: number): number {
    // Results of calls are made integers with `| 0`: else V8 keeps places as tagged values and untags them at every use.
    const { codes, actions, numberColumns, textColumns, dictionaries, lastPlain } = this;
    const { block } = this.rows;
    const { rows: row, ok } = block;
    let at = from | 0;
    this.startRow(row);
    for (;;) {
      if (at >= limit) return MORE_BYTES;
      const first = bytes[at]!;
      if (first === SPACE) {
        at += 1;
        continue;
      }
      if (first === GREATER_THAN) {
        this.selfClosing = false;
        at += 1;
        break;
      }
      const name = words.getInt32(at, true);
      let code = UNKNOWN;
      let value = at;
      if (((name >> 16) & 0xff) === EQUALS) {
        code = codes[name & 0xffff]!;
        value += 3;
      } else if (((name >> 8) & 0xff) === EQUALS) {
        code = codes[name & 0xff]!;
        value += 2;
      } else if (name >>> 24 === EQUALS && (name & 0xffffff) === WORD_SBY) {
        code = SBY_CODE;
        value += 4;
      }
      if (code !== UNKNOWN && bytes[value] === QUOTE && (this.seen & (1 << code)) === 0) {
        value += 1;
        let end = -1;
        switch (actions[code]) {
          case WHOLE: {
            const word = words.getInt32(value, true);
            const noDigits = markNonDigits(word);
            let number = 0;
            if (noDigits === 0) {
              number = fourDigits(word);
              value += 4;
              for (;;) {
                const byte = bytes[value]!;
                if (byte < ZERO || byte > NINE || number > MAX_WHOLE) break;
                number = number * 10 + (byte - ZERO);
                value += 1;
              }
            } else {
              const digits = firstMark(noDigits);
              if (digits === 0) break;
              number = firstDigits(word, digits);
              value += digits;
            }
            if (bytes[value] !== QUOTE || number > MAX_WHOLE) break;
            numberColumns[code]![row] = number;
            end = value;
            break;
          }
          case TIME:
            if (this.epoch(bytes, words, value, row)) end = value + 13;
            break;
          case SUCCESS: {
            const word = words.getInt32(value, true);
            if (word === WORD_TRUE && bytes[value + 4] === QUOTE) {
              ok[row] = 1;
              end = value + 4;
            } else if (word === WORD_FALS && bytes[value + 4] === LETTER_E && bytes[value + 5] === QUOTE) {
              ok[row] = 0;
              end = value + 5;
            }
            break;
          }
          case SKIP:
            end = plainEnd(words, value, limit) | 0;
            break;
          default: {
            const guess = lastPlain[code]!;
            const dictionary = dictionaries[code]!;
            if (guess >= 0) {
              const behind = value + dictionary.lengthAt(guess);
              if (behind < limit && bytes[behind] === QUOTE && dictionary.matches(guess, words, value)) {
                textColumns[code]![row] = guess;
                end = behind;
                break;
              }
            }
            end = plainEnd(words, value, limit) | 0;
            if (end < 0 || end >= limit) break;
            if (end === value) textColumns[code]![row] = NONE;
            else if (end - value > MAX_TEXT_BYTES) end = -1;
            else {
              const entry = dictionary.entryOf(bytes, words, value, end, hashText(words, value, end)) | 0;
              if (entry < 0) end = -1;
              else {
                textColumns[code]![row] = entry;
                lastPlain[code] = entry;
              }
            }
          }
        }
        if (end >= 0 && bytes[end] === QUOTE) {
          this.seen |= 1 << code;
          at = end + 1;
          continue;
        }
      }
      if (first === SLASH) {
        if (at + 1 >= limit) return MORE_BYTES;
        if (bytes[at + 1] !== GREATER_THAN) return this.broken(at + 1, 'a "/" in the middle of the tag');
        this.selfClosing = true;
        at += 2;
        break;
      }
      if (first === LF || first === CR || first === TAB) {
        at += 1;
        continue;
      }
      at = this.careful(bytes, words, at, limit) | 0;
      if (at < 0) return at;
    }
    if (at > limit) return MORE_BYTES;
    this.endRow(row);
    return at;
  }

  private startRow(row: number): void {
    const { texts } = this.rows.block;
    this.rows.held.drop();
    this.text.unknownReferences = this.unknownReferences;
    this.seen = 0;
    this.problem = null;
    this.stampCode = NO_TIME_STAMP;
    texts[FAILURE]![row] = NONE;
    texts[URL]![row] = NONE;
    texts[FILE_TAG]![row] = NONE;
    for (let place = FIRST_VARIABLE; place < texts.length; place++) texts[place]![row] = NONE;
    if (this.generation === this.rows.generation) return;
    this.generation = this.rows.generation;
    this.lastPlain.fill(NONE);
  }

  /** Empties what has no attribute. */
  private endRow(row: number): void {
    const { block } = this.rows;
    const { seen } = this;
    this.everSeen |= seen;
    this.rows.held.keep();
    this.unknownReferences = this.text.unknownReferences;
    if ((this.numberMask & ~seen) !== 0) {
      for (const code of this.numberCodes) {
        if ((seen & (1 << code)) !== 0) continue;
        this.numberColumns[code]![row] = Number.NaN;
        block.gaps[this.places[code]!] = 1;
      }
    }
    if ((seen & (1 << TIME_CODE)) === 0) block.numbers[STARTED_AT]![row] = Number.NaN;
    if ((seen & (1 << SUCCESS_CODE)) === 0) {
      block.ok[row] = OK_UNKNOWN;
      block.okGaps = true;
    }
    if ((this.textMask & ~seen) !== 0) {
      for (const code of this.textCodes) {
        if ((seen & (1 << code)) !== 0) continue;
        if (code === CODE_CODE && (seen & (1 << OLD_CODE_CODE)) !== 0) continue;
        this.textColumns[code]![row] = code === THREAD_CODE ? NOT_WRITTEN : NONE;
      }
    }
    block.stampCodes[row] = this.stampCode;
    // A time cannot be negative; a reading of PerfMon, which stands in its place, can.
    if (block.numbers[ELAPSED]![row]! < 0 && !this.rows.endsWithPerfmonRow)
      this.problem ??= `${titleOf(ELAPSED_CODE)} is negative`;
    if (this.stampCode !== NO_TIME_STAMP && this.stamps.inNanoseconds) {
      for (const place of [ELAPSED, LATENCY, IDLE, CONNECT])
        block.numbers[place]![row] = block.numbers[place]![row]! / NS_PER_MS;
    }
  }

  /** An epoch of 13 digits and the closing quote. @returns whether there is one */
  private epoch(bytes: Uint8Array, words: DataView, start: number, row: number): boolean {
    const word1 = words.getInt32(start, true);
    const word2 = words.getInt32(start + 4, true);
    const word3 = words.getInt32(start + 8, true);
    const digit13 = bytes[start + 12]! - ZERO;
    if (bytes[start + 13] !== QUOTE || digit13 < 0 || digit13 > 9 || markNonDigits(word3) !== 0) return false;
    if (word1 !== this.stampWord1 || word2 !== this.stampWord2) {
      if (markNonDigits(word1) !== 0 || markNonDigits(word2) !== 0) return false;
      this.stampWord1 = word1;
      this.stampWord2 = word2;
      this.stampBaseMs = (fourDigits(word1) * 10_000 + fourDigits(word2)) * 100_000;
    }
    this.rows.block.numbers[STARTED_AT]![row] = (this.stampBaseMs + fourDigits(word3) * 10 + digit13) * 1000;
    this.stampCode = EPOCH_MILLISECONDS;
    this.stamps.code = EPOCH_MILLISECONDS;
    return true;
  }

  /** Any attribute at all. @returns the byte behind it */
  private careful(bytes: Uint8Array, words: DataView, nameStart: number, limit: number): number {
    let at = nameStart;
    while (at < limit && isNameByte(bytes[at]!)) at += 1;
    const nameEnd = at;
    while (at < limit && isSpace(bytes[at]!)) at += 1;
    if (at >= limit) return MORE_BYTES;
    if (nameEnd === nameStart) {
      return this.broken(nameStart, bytes[nameStart] === 0 ? ZERO_BYTES : strayReason(bytes[nameStart]!));
    }
    const name = (): string =>
      decodeText(bytes.subarray(nameStart, Math.min(nameEnd, nameStart + QUOTED_CHARACTERS)));
    if (bytes[at] !== EQUALS) return this.broken(at, `attribute ${name()} has no value`);
    at += 1;
    while (at < limit && isSpace(bytes[at]!)) at += 1;
    if (at >= limit) return MORE_BYTES;
    const quote = bytes[at]!;
    if (quote !== QUOTE && quote !== APOSTROPHE)
      return this.broken(at, `the value of ${name()} is not in quotes`);
    const start = at + 1;
    let isPlain = true;
    for (at = start; at < limit && bytes[at] !== quote; at++) {
      const byte = bytes[at]!;
      if (byte === LESS_THAN)
        return this.broken(at, `"<" in the value of ${name()}, or its quote is never closed`);
      if (byte === 0) return this.broken(at, ZERO_BYTES);
      if (byte === AMPERSAND || byte < SPACE) isPlain = false;
    }
    if (at >= limit) return MORE_BYTES;
    if (isPlain) this.assign(bytes, words, nameStart, nameEnd, bytes, words, start, at);
    else {
      this.text.decode(bytes, start, at, true);
      const { text } = this;
      this.assign(bytes, words, nameStart, nameEnd, text.bytes, text.words, 0, text.length);
    }
    return at + 1;
  }

  private assign(
    nameBytes: Uint8Array,
    nameWords: DataView,
    nameStart: number,
    nameEnd: number,
    bytes: Uint8Array,
    words: DataView,
    start: number,
    end: number,
  ): void {
    const { rows } = this;
    const { block } = rows;
    const row = block.rows;
    const code =
      nameEnd - nameStart > 3 ? UNKNOWN : codeOf(decodeText(nameBytes.subarray(nameStart, nameEnd)));
    if (code === UNKNOWN) {
      const place = rows.placeOfVariable(nameBytes, nameWords, nameStart, nameEnd);
      if (place === null) return;
      const column = block.texts[place]!;
      if (column[row] !== NONE)
        this.problem ??= `attribute ${rows.variables[place - FIRST_VARIABLE]!} stands twice`;
      column[row] = rows.entryOf(place, bytes, words, start, end, rows.variables[place - FIRST_VARIABLE]!);
      return;
    }
    if ((this.seen & (1 << code)) !== 0)
      this.problem ??= `attribute ${sampleAttributes[code]!.name} stands twice`;
    switch (this.actions[code]) {
      case SKIP:
        break;
      case WHOLE:
        this.readNumber(code, row, bytes, start, end);
        break;
      case TIME:
        this.readTime(row, bytes, start, end);
        break;
      case SUCCESS:
        this.readSuccess(row, bytes, start, end);
        break;
      default: {
        // The old name of the response code counts where the present one is missing.
        if (code === OLD_CODE_CODE && (this.seen & (1 << CODE_CODE)) !== 0) break;
        const place = this.places[code]!;
        block.texts[place]![row] = rows.entryOf(place, bytes, words, start, end, titleOf(code));
        break;
      }
    }
    this.seen |= 1 << code;
  }

  private readNumber(code: number, row: number, bytes: Uint8Array, start: number, end: number): void {
    const { block } = this.rows;
    const place = this.places[code]!;
    const kind = this.number.read(bytes, start, end);
    const { value } = this.number;
    let good = kind === 'whole';
    if (code === ELAPSED_CODE) {
      const title = titleOf(code);
      if (kind === 'empty') this.problem ??= `${title} is empty`;
      else if (kind === 'fraction')
        this.problem ??= `${title} is not a whole number: ${quoted(bytes, start, end)}`;
      else if (kind === 'too-large') this.problem ??= `${title} is too large: ${quoted(bytes, start, end)}`;
      else if (kind === 'text') this.problem ??= `${title} is not a number: ${quoted(bytes, start, end)}`;
    } else {
      // Numbers beside the response time: where one is wrong, the sample is still worth having.
      const limit = place === GROUP_THREADS || place === ALL_THREADS ? MAX_INT32 : Number.MAX_SAFE_INTEGER;
      good &&= value >= 0 && value <= limit;
      if (!good && kind !== 'empty') {
        const { column } = sampleAttributes[code]!;
        this.rows.held.add(
          `no-number-${column}`,
          `Values of ${titleOf(code)} are not whole numbers from 0 on; they were left empty.`,
        );
      }
    }
    block.numbers[place]![row] = good ? value : Number.NaN;
    if (!good) block.gaps[place] = 1;
  }

  private readTime(row: number, bytes: Uint8Array, start: number, end: number): void {
    const { stamps } = this;
    const starts = this.rows.block.numbers[STARTED_AT]!;
    starts[row] = Number.NaN;
    if (start === end) return;
    const us = stamps.read(bytes, start, end);
    if (Number.isNaN(us)) {
      this.problem ??=
        stamps.problem === 'impossible'
          ? `${titleOf(TIME_CODE)} ${quoted(bytes, start, end)} is an impossible date`
          : `${titleOf(TIME_CODE)} ${quoted(bytes, start, end)} is neither a number nor a date in a known pattern`;
      return;
    }
    starts[row] = us;
    this.stampCode = stamps.code;
  }

  private readSuccess(row: number, bytes: Uint8Array, start: number, end: number): void {
    const text = decodeText(bytes.subarray(start, Math.min(end, start + 8)))
      .trim()
      .toLowerCase();
    this.rows.block.ok[row] = text === 'true' ? 1 : 0;
    if (text !== 'true' && text !== 'false') {
      this.rows.held.add(
        'odd-success',
        'Samples whose success is neither true nor false were counted as failed.',
      );
    }
  }

  private broken(at: number, because: string): number {
    this.brokenAt = at;
    this.brokenBecause = because;
    return BROKEN;
  }
}

const SBY_CODE = codeOf('sby');

export const ZERO_BYTES = 'zero bytes: the file was not written to its end';

function maskOf(codes: readonly number[]): number {
  return codes.reduce((mask, code) => mask | (1 << code), 0);
}

/**
 * The end of a value that needs no decoding: the place of the first quote, reference, `<` or control character, or one
 * at or behind the limit.
 */
function plainEnd(words: DataView, start: number, limit: number): number {
  let at = start;
  while (at < limit) {
    const word = words.getInt32(at, true);
    const stops =
      markZeros(word ^ QUOTES) |
      markZeros(word ^ AMPERSANDS) |
      markZeros(word ^ LESS_THANS) |
      ((word - SPACES) & ~word & HIGH_BITS);
    if (stops !== 0) return at + firstMark(stops);
    at += 4;
  }
  return at;
}

/** Attribute and column, for a person: `t (elapsed)`. */
function titleOf(code: number): string {
  const { name, column } = sampleAttributes[code]!;
  return `${name} (${column})`;
}

function quoted(bytes: Uint8Array, start: number, end: number): string {
  const text = decodeText(bytes.subarray(start, Math.min(end, start + QUOTED_CHARACTERS * 4)));
  return `"${text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}…` : text}"`;
}

function strayReason(byte: number): string {
  return byte === LESS_THAN ? 'the tag is never closed' : `"${String.fromCharCode(byte)}" between attributes`;
}

export function isSpace(byte: number): boolean {
  return byte === SPACE || byte === LF || byte === CR || byte === TAB;
}

/** Bytes that names of elements and attributes can have, seen generously. */
export function isNameByte(byte: number): boolean {
  switch (byte) {
    case QUOTE:
    case APOSTROPHE:
    case SLASH:
    case LESS_THAN:
    case EQUALS:
    case GREATER_THAN:
      return false;
    default:
      return byte > SPACE;
  }
}
