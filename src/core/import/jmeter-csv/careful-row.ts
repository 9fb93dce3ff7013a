import { NO_ENTRY, type ByteDictionary } from '../byte-dictionary.ts';
import { MAX_RECORD_BYTES, MAX_TEXT_BYTES } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';
import { cutEnd, decodeText } from './cell-text.ts';
import type { TextCell } from './delimited-text.ts';
import { layoutOfNames, type Layout } from './layout.ts';
import {
  ALL_THREADS,
  CONNECT,
  ELAPSED,
  GROUP_THREADS,
  IDLE,
  LATENCY,
  NONE,
  STARTED_AT,
  TOO_MANY,
} from '../jmeter/row-places.ts';
import { ADDRESS, SKIP, SUCCESS, TIME, WHOLE, type RowPlan } from './row-plan.ts';
import type { RowSink } from './row-sink.ts';
import type { RowStarts } from './row-starts.ts';
import { ESCAPED, PLAIN, RowSplitter, type SplitOutcome } from './row-splitter.ts';
import { hashText } from './text-hash.ts';
import { NO_TIME_STAMP, type TimeStampReader } from '../jmeter/time-stamp.ts';
import { WholeNumberCell } from '../jmeter/whole-number.ts';

const QUOTE = 34;
const NS_PER_MS = 1_000_000;
const MAX_INT32 = 2_147_483_647;
/** Characters of a cell that a reason quotes. */
const QUOTED_CHARACTERS = 40;
const MAX_HEADER_BYTES = 16 << 10;
const CUT_OFF = 'cut off at the end of the file';
const ZERO_BYTES = 'zero bytes: the file was not written to its end';

/**
 * - accepted: the row was added to the sink
 * - blank: a line with nothing on it
 * - header: names of columns, in {@link CarefulRow.header}
 * - rejected: a row from start to end, but not a good one
 * - damaged: it cannot be told where the row ends
 * - unfinished: more bytes are needed
 */
export type RowOutcome = 'accepted' | 'blank' | 'header' | 'rejected' | 'damaged' | 'unfinished';

export type Damage = Exclude<SplitOutcome, 'row' | 'unfinished'>;

/** @param followed rows go on behind the damage: a quote that is open until there was not cut off, but never closed */
export function describeDamage(damage: Damage, followed: boolean): string {
  switch (damage) {
    case 'open-quote':
      return followed ? 'a quote is never closed' : `${CUT_OFF}, inside quotes`;
    case 'stray-quote':
      return 'text behind a closing quote';
    case 'hole':
      return ZERO_BYTES;
    case 'too-long':
      return `longer than ${MAX_RECORD_BYTES >> 20} MB`;
  }
}

/**
 * Reads one row of any kind: judges it, and says what is wrong with it. About ten times slower than `FastRows`, which
 * leaves only the unusual rows to it.
 */
export class CarefulRow {
  /** Byte behind the row. */
  end = 0;
  /** Line ends in the row, with the one at its end. */
  lineEnds = 0;
  /** It has a line end, and which one. */
  ended = false;
  endsInCrLf = false;
  /** Why it was rejected, for a person. */
  reason = '';
  damage: Damage = 'open-quote';
  header: Layout | null = null;
  private readonly plan: RowPlan;
  private readonly dictionaries: readonly (ByteDictionary | null)[];
  private readonly sink: RowSink;
  private readonly stamps: TimeStampReader;
  private readonly warnings: WarningLog;
  private readonly splitter: RowSplitter;
  private readonly number = new WholeNumberCell();
  /** Content of the present cell; differs from the file where quotes were doubled. */
  private text: Uint8Array = new Uint8Array(0);
  private textWords: DataView = new DataView(new ArrayBuffer(0));
  private textStart = 0;
  private textEnd = 0;
  private unescaped = new Uint8Array(256);
  private unescapedWords = new DataView(this.unescaped.buffer);

  constructor(
    plan: RowPlan,
    dictionaries: readonly (ByteDictionary | null)[],
    sink: RowSink,
    stamps: TimeStampReader,
    rowStarts: RowStarts,
    warnings: WarningLog,
  ) {
    this.plan = plan;
    this.dictionaries = dictionaries;
    this.sink = sink;
    this.stamps = stamps;
    this.warnings = warnings;
    this.splitter = new RowSplitter(plan.delimiter, plan.width, rowStarts);
  }

  /** @param words shows the same memory as `bytes`; `final`: no bytes follow behind `length` */
  read(bytes: Uint8Array, words: DataView, from: number, length: number, final: boolean): RowOutcome {
    const { splitter } = this;
    const outcome = splitter.split(bytes, from, length, final);
    this.end = splitter.end;
    this.lineEnds = splitter.lineEnds;
    this.ended = splitter.ended;
    this.endsInCrLf = splitter.endsInCrLf;
    if (outcome === 'unfinished') return 'unfinished';
    if (outcome !== 'row') {
      this.damage = outcome;
      return 'damaged';
    }
    if (splitter.count === 1 && splitter.ends[0] === splitter.starts[0] && splitter.styles[0] === PLAIN)
      return 'blank';
    const problem = this.readCells(bytes, words);
    if (problem === null) {
      this.sink.addRow();
      return 'accepted';
    }
    this.header = this.readHeader(bytes, from);
    if (this.header !== null) return 'header';
    this.reason = bytes[from] === 0 ? ZERO_BYTES : problem;
    return 'rejected';
  }

  /** @returns what is wrong with the row; null when it is good and its cells stand in the sink */
  private readCells(bytes: Uint8Array, words: DataView): string | null {
    const { plan, splitter } = this;
    const { count } = splitter;
    if (count !== plan.width) {
      if (!splitter.ended && count < plan.width) return CUT_OFF;
      return `${count} ${count === 1 ? 'column' : 'columns'}, ${plan.width} expected`;
    }
    const last = count - 1;
    const lastIsEmpty = splitter.starts[last] === splitter.ends[last] && splitter.styles[last] === PLAIN;
    // JMeter leaves no number out: the cell was about to be written.
    if (!splitter.ended && lastIsEmpty && plan.actions[last] === WHOLE) return CUT_OFF;
    this.stamps.code = NO_TIME_STAMP;
    for (let column = 0; column < count; column++) {
      this.openCell(bytes, words, column);
      const problem = this.readCell(column);
      if (problem !== null) return problem;
    }
    const { block } = this.sink;
    block.stampCodes[block.rows] = this.stamps.code;
    // A time cannot be negative; a reading of PerfMon, which stands in its place, can.
    if (block.numbers[ELAPSED]![block.rows]! < 0 && !this.sink.endsWithPerfmonRow)
      return 'elapsed is negative';
    if (this.stamps.inNanoseconds) this.scaleDurations();
    return null;
  }

  private readCell(column: number): string | null {
    const { plan } = this;
    const place = plan.places[column]!;
    switch (plan.actions[column]) {
      case SKIP:
        return null;
      case TIME:
        return this.readTimeStamp();
      case WHOLE:
        if (place === ELAPSED) return this.readElapsed();
        this.readNumber(column, place);
        return null;
      case SUCCESS:
        this.readSuccess();
        return null;
      default:
        this.readText(column, place);
        return null;
    }
  }

  /** Makes the content of a cell the present one. */
  private openCell(bytes: Uint8Array, words: DataView, column: number): void {
    const { splitter } = this;
    const start = splitter.starts[column]!;
    const end = splitter.ends[column]!;
    if (splitter.styles[column] !== ESCAPED) {
      this.text = bytes;
      this.textWords = words;
      this.textStart = start;
      this.textEnd = end;
      return;
    }
    if (end - start > this.unescaped.length) {
      this.unescaped = new Uint8Array(2 * (end - start));
      this.unescapedWords = new DataView(this.unescaped.buffer);
    }
    const { unescaped } = this;
    let to = 0;
    for (let at = start; at < end; at++) {
      unescaped[to] = bytes[at]!;
      to += 1;
      if (bytes[at] === QUOTE) at += 1;
    }
    this.text = unescaped;
    this.textWords = this.unescapedWords;
    this.textStart = 0;
    this.textEnd = to;
  }

  private readTimeStamp(): string | null {
    if (this.textStart === this.textEnd) {
      this.put(STARTED_AT, Number.NaN);
      return null;
    }
    const us = this.stamps.read(this.text, this.textStart, this.textEnd);
    if (us !== us) {
      return this.stamps.problem === 'impossible'
        ? `timeStamp ${this.quote()} is an impossible date`
        : `timeStamp ${this.quote()} is neither a number nor a date in a known pattern`;
    }
    this.put(STARTED_AT, us);
    return null;
  }

  private readElapsed(): string | null {
    const kind = this.number.read(this.text, this.textStart, this.textEnd);
    switch (kind) {
      case 'whole':
        this.put(ELAPSED, this.number.value);
        return null;
      case 'empty':
        return 'elapsed is empty';
      case 'fraction':
        return `elapsed is not a whole number: ${this.quote()}`;
      case 'too-large':
        return `elapsed is too large: ${this.quote()}`;
      case 'text':
        return `elapsed is not a number: ${this.quote()}`;
    }
  }

  /** Numbers beside the response time: where one is wrong, the row is still worth having. */
  private readNumber(column: number, place: number): void {
    const kind = this.number.read(this.text, this.textStart, this.textEnd);
    const { value } = this.number;
    const limit = place === GROUP_THREADS || place === ALL_THREADS ? MAX_INT32 : Number.MAX_SAFE_INTEGER;
    const good = kind === 'whole' && value >= 0 && value <= limit;
    this.put(place, good ? value : Number.NaN);
    if (!good && kind !== 'empty') {
      const name = this.plan.nameOf(column);
      this.warnings.add(
        `no-number-${name}`,
        `Cells of ${name} are not whole numbers from 0 on; they were left empty.`,
      );
    }
  }

  private readSuccess(): void {
    const text = decodeText(this.text.subarray(this.textStart, Math.min(this.textEnd, this.textStart + 8)))
      .trim()
      .toLowerCase();
    const { block } = this.sink;
    block.ok[block.rows] = text === 'true' ? 1 : 0;
    if (text !== 'true' && text !== 'false') {
      this.warnings.add(
        'odd-success',
        'Rows whose success is neither true nor false were counted as failed.',
      );
    }
  }

  private readText(column: number, place: number): void {
    const { block } = this.sink;
    const entries = block.texts[place]!;
    const dictionary = this.dictionaries[column]!;
    const { text, textWords, textStart } = this;
    let { textEnd } = this;
    if (textStart === textEnd || (this.plan.actions[column] === ADDRESS && this.isNull())) {
      entries[block.rows] = NONE;
      return;
    }
    if (textEnd - textStart > MAX_TEXT_BYTES) {
      textEnd = cutEnd(text, textStart);
      this.warnings.add(
        'text-cut',
        `Texts longer than ${MAX_TEXT_BYTES >> 10} kB were cut (${this.plan.nameOf(column)} first).`,
      );
    }
    const entry = dictionary.entryOf(
      text,
      textWords,
      textStart,
      textEnd,
      hashText(textWords, textStart, textEnd),
    );
    entries[block.rows] = entry === NO_ENTRY ? TOO_MANY : entry;
  }

  /** Writes a number of the row; the row counts once it is complete. */
  private put(place: number, value: number): void {
    const { block } = this.sink;
    block.numbers[place]![block.rows] = value;
    if (Number.isNaN(value)) block.gaps[place] = 1;
  }

  /** JMeter's word for a sampler without a URL. */
  private isNull(): boolean {
    return this.textEnd - this.textStart === 4 && this.cellText(4) === 'null';
  }

  private scaleDurations(): void {
    const { numbers, rows } = this.sink.block;
    for (const place of [ELAPSED, LATENCY, IDLE, CONNECT])
      numbers[place]![rows] = numbers[place]![rows]! / NS_PER_MS;
  }

  /** A bad row may be a header in the middle: of a second file that was written behind the first one. */
  private readHeader(bytes: Uint8Array, from: number): Layout | null {
    const { splitter, plan } = this;
    const first = splitter.styles[0] === PLAIN ? from : from + 1;
    if (!isLetter(bytes[first]!) || splitter.count < 2 || splitter.count > splitter.starts.length)
      return null;
    if (this.end - from > MAX_HEADER_BYTES) return null;
    const cells: TextCell[] = [];
    for (let column = 0; column < splitter.count; column++) {
      const text = decodeText(bytes.subarray(splitter.starts[column], splitter.ends[column]));
      cells.push({ text: text.replaceAll('""', '"'), quoted: splitter.styles[column] !== PLAIN });
    }
    return layoutOfNames(cells, plan.layout.delimiter);
  }

  private quote(): string {
    const text = this.cellText(QUOTED_CHARACTERS * 4);
    return `"${text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}…` : text}"`;
  }

  private cellText(maxBytes: number): string {
    return decodeText(this.text.subarray(this.textStart, Math.min(this.textEnd, this.textStart + maxBytes)));
  }
}

function isLetter(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}
