import { ByteDictionary, IdAllocator, NO_ENTRY } from '../byte-dictionary.ts';
import { decodeText } from '../jmeter-csv/cell-text.ts';
import { firstMark, fourTimes, markZeros } from '../jmeter-csv/four-bytes.ts';
import { HASH_FACTOR, hashText } from '../jmeter-csv/text-hash.ts';

const TABS = fourTimes(9);

/** Answer of {@link TextColumn.read} for a text without a number. */
export const NOT_KNOWN = -2;

/** Entries by what {@link slotOf} makes of their texts. */
const SLOT_BITS = 12;

/** Bounds the memory to about 100 MB; texts beyond are worked out again each time. */
const LIMITS = { entries: 1_000_000, bytes: 64 << 20, whenFull: 'refuse' } as const;

/**
 * A column whose cells come again and again, and the numbers that stand for them. A cell is compared as bytes; only a new
 * text becomes a string.
 */
export class TextColumn {
  /** The tab behind the cell that {@link read} read. */
  end = 0;
  private readonly dictionary = new ByteDictionary(new IdAllocator(0), LIMITS);
  private readonly recent = new Int32Array(1 << SLOT_BITS).fill(NO_ENTRY);
  private numbers = new Int32Array(1024).fill(NOT_KNOWN);
  private readonly numberOf: (text: string) => number;

  /** @param numberOf works out the number (0 or higher, or -1) of a text that was not met before */
  constructor(numberOf: (text: string) => number) {
    this.numberOf = numberOf;
  }

  /**
   * Reads the cell at `start`, which ends in a tab, if its text is known: a new one gets its number when the careful
   * reader has found that the whole line is good.
   * @param safe no cell may reach beyond it: so that whole words can be read
   * @returns its number, or {@link NOT_KNOWN}
   */
  read(words: DataView, start: number, safe: number): number {
    let at = start;
    for (;;) {
      if (at > safe) return NOT_KNOWN;
      const tabs = markZeros(words.getInt32(at, true) ^ TABS);
      if (tabs !== 0) {
        at += firstMark(tabs);
        break;
      }
      at += 4;
    }
    this.end = at;
    const { dictionary } = this;
    const size = at - start;
    const slot = slotOf(words, start, at);
    const entry = this.recent[slot]!;
    if (entry >= 0 && dictionary.lengthAt(entry) === size && dictionary.matches(entry, words, start)) {
      return this.numbers[entry]!;
    }
    const found = dictionary.find(words, start, at, hashText(words, start, at));
    if (found === NO_ENTRY) return NOT_KNOWN;
    this.recent[slot] = found;
    return this.numbers[found]!;
  }

  /** Number of the text `bytes[start..end)`, a new one if need be. */
  numberFor(bytes: Uint8Array, words: DataView, start: number, end: number): number {
    const entry = this.dictionary.entryOf(bytes, words, start, end, hashText(words, start, end));
    if (entry === NO_ENTRY) return this.numberOf(decodeText(bytes.subarray(start, end)));
    return this.numberAt(entry);
  }

  private numberAt(entry: number): number {
    if (entry >= this.numbers.length) {
      const larger = new Int32Array(Math.max(this.numbers.length * 2, entry + 1)).fill(NOT_KNOWN);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    let number = this.numbers[entry]!;
    if (number === NOT_KNOWN) {
      number = this.numberOf(decodeText(this.dictionary.textAt(entry)));
      this.numbers[entry] = number;
    }
    return number;
  }
}

/** The columns whose texts come again and again. */
export interface TextColumns {
  readonly names: TextColumn;
  readonly groups: TextColumn;
  readonly scenarios: TextColumn;
}

/** Where a text probably stands among the recent ones: three of its words say so. */
function slotOf(words: DataView, start: number, end: number): number {
  const size = end - start;
  const first = words.getInt32(start, true);
  if (size < 4) return mixed(size === 0 ? 0 : first << (32 - 8 * size), size, size);
  return mixed(first, words.getInt32(start + ((size - 4) >> 1), true), words.getInt32(end - 4, true) + size);
}

function mixed(a: number, b: number, c: number): number {
  const word = Math.imul(a ^ Math.imul(b, 0x01000193) ^ Math.imul(c, 0x85ebca6b), HASH_FACTOR);
  return word >>> (32 - SLOT_BITS);
}
