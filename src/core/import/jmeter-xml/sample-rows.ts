import type { Batch, BatchColumn } from '../batch.ts';
import { ByteDictionary, DEFAULT_LIMITS, IdAllocator, NO_ENTRY, type NewTexts } from '../byte-dictionary.ts';
import { isMissing } from '../column-builder.ts';
import { MAX_TEXT_BYTES, type ReaderContext } from '../importer.ts';
import { cutEnd, decodeText, inUtf8 } from '../jmeter-csv/cell-text.ts';
import { hashText } from '../jmeter-csv/text-hash.ts';
import { EMPTY_CONTROLLER_MESSAGE, MessageKinds } from '../jmeter/message-kinds.ts';
import { PerfmonPoints } from '../jmeter/perfmon-points.ts';
import { PerfmonRows } from '../jmeter/perfmon-rows.ts';
import { BLOCK_ROWS, RowBlock } from '../jmeter/row-block.ts';
import {
  CODE,
  FAILURE,
  FIRST_TAG,
  LABEL,
  MESSAGE,
  NONE,
  NOT_WRITTEN,
  NUMBER_PLACES,
  STARTED_AT,
  THREAD,
  TOO_MANY,
  URL,
} from '../jmeter/row-places.ts';
import { SampleColumns } from '../jmeter/sample-columns.ts';
import { TagSets } from '../jmeter/tag-sets.ts';
import { TimeStampCounts } from '../jmeter/time-stamp.ts';
import { CONTROLLER, REQUEST, SUB_RESULT, TransactionTable } from '../jmeter/transaction-table.ts';
import type { WarningLog } from '../warning-log.ts';
import { FIRST_VARIABLE, ownTags } from './attributes.ts';
import { HeldWarnings } from './held-warnings.ts';

/** Entries of the block must last until the block is taken. */
const LIMITS = { ...DEFAULT_LIMITS, whenFull: 'forget-later' } as const;

/** More variables than anybody saves: the columns of a file that is not what it seems. */
const MAX_VARIABLES = 200;

/** When no sample is open, the block is taken from so many rows on: then none has to stay behind. */
const ENOUGH_ROWS = BLOCK_ROWS - 256;

/** A row that was rejected: nothing can be added to it. */
export const NO_ROW = -1;

/** A row that is no sample and leaves the block: an empty controller or a reading of PerfMon. */
const DROPPED = 3;

const textPlaces = [CODE, MESSAGE, FAILURE, THREAD, URL] as const;

/**
 * Takes samples in the order of their start tags, which is the order of JMeter's CSV: parents before their sub-results.
 * What stands behind the sub-results of a sample (its URL) is added to its row as long as the sample is open.
 */
export class SampleRows {
  /** Samples that were taken out of the block. */
  taken = 0;
  zeroTimeStampRows = 0;
  controllerRows = 0;
  subResultRows = 0;
  emptyControllerRows = 0;
  moreLabelsRows = 0;
  droppedTagRows = 0;
  /** Texts that were not UTF-8. */
  repairedTexts = 0;
  /** Earliest and latest time stamp as written, µs; infinite before the first one. */
  firstUs = Number.POSITIVE_INFINITY;
  lastUs = Number.NEGATIVE_INFINITY;
  readonly stampCounts = new TimeStampCounts();
  readonly block = new RowBlock(ownTags.length);
  readonly points: PerfmonPoints;
  readonly perfmon: PerfmonRows;
  /** Names of variables, in the order in which they were met. */
  readonly variables: string[] = [];
  /** Rows of the block whose samples are open, outermost first; {@link NO_ROW} for rejected ones. */
  readonly openRows: number[] = [];
  /** Goes up when a dictionary forgot its texts. */
  generation = 0;
  /** About the texts of the sample that is being read. */
  readonly held: HeldWarnings;
  private readonly transactions = new TransactionTable();
  /** By place in the block; labels become transactions, the others texts of the workspace. */
  private readonly texts: readonly ByteDictionary[];
  private readonly messageKinds: MessageKinds;
  private readonly tagSets: TagSets;
  private readonly variableNames: ByteDictionary;
  private readonly columns: SampleColumns;
  private readonly kinds = new Uint8Array(BLOCK_ROWS);
  private readonly kept = new Int32Array(BLOCK_ROWS);
  private readonly transactionIds = new Int32Array(BLOCK_ROWS);
  private readonly tagSetIds = new Int32Array(BLOCK_ROWS);
  private readonly context: ReaderContext;

  constructor(context: ReaderContext, warnings: WarningLog) {
    this.context = context;
    this.held = new HeldWarnings(warnings);
    const { textIds } = context;
    const { labels } = this.transactions;
    this.texts = [
      labels,
      ...Array.from({ length: FIRST_TAG - 1 }, () => new ByteDictionary(textIds, LIMITS)),
    ];
    const messages = this.texts[MESSAGE]!;
    this.messageKinds = new MessageKinds(messages);
    this.points = new PerfmonPoints(context, warnings);
    this.perfmon = new PerfmonRows(this.points, labels, messages, false);
    this.tagSets = new TagSets(ownTags, context.tagSetIds);
    this.variableNames = new ByteDictionary(new IdAllocator(0), {
      entries: MAX_VARIABLES,
      bytes: 1 << 20,
      whenFull: 'refuse',
    });
    this.columns = new SampleColumns(
      {
        numbers: new Set(Array.from({ length: NUMBER_PLACES }, (_, place) => place)),
        texts: new Set(textPlaces),
        success: true,
        tags: true,
      },
      this.texts,
      (batch) => this.send(batch),
      context.arrays,
    );
  }

  /** Good rows so far, with those that will turn out to be no samples. */
  get rows(): number {
    return this.taken + this.block.rows;
  }

  dictionaryOf(place: number): ByteDictionary {
    return place < FIRST_TAG ? this.texts[place]! : this.tagSets.values[place - FIRST_TAG]!;
  }

  /** The place of a variable's values; null when there are too many. A new one gets a place. */
  placeOfVariable(bytes: Uint8Array, words: DataView, start: number, end: number): number | null {
    const entry = this.variableNames.entryOf(bytes, words, start, end, hashText(words, start, end));
    if (entry === NO_ENTRY) {
      this.held.add('many-variables', `More than ${MAX_VARIABLES} variables: the others were left out.`);
      return null;
    }
    if (entry === this.variables.length) {
      const name = decodeText(bytes.subarray(start, end));
      this.variables.push(name);
      this.tagSets.addColumn({ key: this.freeKey(name), omit: null });
      this.block.addTag();
    }
    return FIRST_VARIABLE + entry;
  }

  /** Entry of a text for a column of the block. @param name for the warning when it is too long */
  entryOf(
    place: number,
    bytes: Uint8Array,
    words: DataView,
    start: number,
    end: number,
    name: string,
  ): number {
    if (start === end) return NONE;
    let textEnd = end;
    if (end - start > MAX_TEXT_BYTES) {
      textEnd = cutEnd(bytes, start);
      this.held.add('text-cut', `Texts longer than ${MAX_TEXT_BYTES >> 10} kB were cut (${name} first).`);
    }
    const dictionary = this.dictionaryOf(place);
    const entry = dictionary.entryOf(bytes, words, start, textEnd, hashText(words, start, textEnd));
    return entry === NO_ENTRY ? TOO_MANY : entry;
  }

  /** Makes sure that there is room for one more row. */
  reserve(): void {
    if (this.block.rows === BLOCK_ROWS) this.makeRoom();
  }

  /** What a sample is that stands in another one. @param parent kind of that one, or null */
  kindOf(message: number, parent: number | null): number {
    if (this.messageKinds.kindOf(message) !== 0) return CONTROLLER;
    // What a controller holds are requests of their own ("generate parent sample"). All else is part of its parent.
    return parent === null || parent === CONTROLLER ? REQUEST : SUB_RESULT;
  }

  /** The row at the end of the block is a good one. */
  add(kind: number): void {
    const { block } = this;
    this.kinds[block.rows] = kind;
    block.rows += 1;
  }

  open(row: number): void {
    this.openRows.push(row);
  }

  close(): void {
    this.openRows.pop();
    this.takeIfEnough();
  }

  takeIfEnough(): void {
    if (this.openRows.length === 0 && this.block.rows >= ENOUGH_ROWS) this.take(this.block.rows);
  }

  /** Sends the texts and tag sets that are new. */
  sendTexts(): void {
    for (const dictionary of this.texts) {
      if (dictionary === this.transactions.labels) continue;
      for (const texts of dictionary.takeNew()) this.sendInUtf8(texts);
    }
    const sets = this.tagSets.takeNew();
    if (sets.length > 0) this.context.emit.tagSets(sets);
    this.droppedTagRows += this.tagSets.droppedRows;
    this.tagSets.droppedRows = 0;
  }

  finish(): void {
    this.openRows.length = 0;
    this.take(this.block.rows);
    this.columns.flush();
    this.points.finish();
    this.sendTexts();
  }

  /** Takes the rows of samples that are closed; those that are open stay, at the start of the block. */
  private makeRoom(): void {
    const { block, openRows } = this;
    const open = new Set(openRows.filter((row) => row !== NO_ROW));
    const firstOpen = Math.min(block.rows, ...open);
    if (firstOpen >= BLOCK_ROWS / 2) {
      this.take(firstOpen);
      return;
    }
    // A sample with very many sub-results: it comes after the first of them.
    const all = Array.from({ length: block.rows }, (_, row) => row);
    const closed = all.filter((row) => !open.has(row));
    const order = Int32Array.from([...closed, ...open]);
    block.arrange(order);
    const kinds = this.kinds.slice();
    order.forEach((old, row) => (this.kinds[row] = kinds[old]!));
    let place = closed.length;
    for (let i = 0; i < openRows.length; i++) if (openRows[i] !== NO_ROW) openRows[i] = place++;
    this.take(closed.length);
  }

  /** Takes the first rows out of the block. */
  private take(count: number): void {
    const { block, kinds, openRows } = this;
    if (count === 0) return;
    const total = block.rows;
    block.rows = count;
    this.stampCounts.add(block.stampCodes, count);
    this.noteInstants();
    this.classify();
    this.tagSets.idsOf(block.texts, FIRST_TAG, block.rows, this.tagSetIds);
    this.columns.append(block, this.transactionIds, this.tagSetIds);
    this.taken += block.rows;
    block.keepFrom(count, total);
    kinds.copyWithin(0, count, total);
    for (let i = 0; i < openRows.length; i++) if (openRows[i] !== NO_ROW) openRows[i]! -= count;
    this.boundDictionaries();
  }

  private noteInstants(): void {
    const { block } = this;
    const starts = block.numbers[STARTED_AT]!;
    for (let row = 0; row < block.rows; row++) {
      const start = starts[row]!;
      if (start < this.firstUs) this.firstUs = start;
      if (start > this.lastUs) this.lastUs = start;
      if (start === 0) this.zeroTimeStampRows += 1;
    }
  }

  /** Finds the transactions, and takes out what is no sample. */
  private classify(): void {
    const { block, kinds, kept, transactions, transactionIds } = this;
    const messages = block.texts[MESSAGE]!;
    const threads = block.texts[THREAD]!;
    const labels = block.texts[LABEL]!;
    const messageKinds = this.messageKinds.table();
    let count = 0;
    for (let row = 0; row < block.rows; row++) {
      const message = messages[row]!;
      if (message >= 0 && messageKinds[message] === EMPTY_CONTROLLER_MESSAGE) {
        this.emptyControllerRows += 1;
        kinds[row] = DROPPED;
      } else if (threads[row]! < 0 && this.isReading(row)) kinds[row] = DROPPED;
      else {
        kept[count] = row;
        count += 1;
      }
    }
    if (count < block.rows) {
      for (let to = 0; to < count; to++) kinds[to] = kinds[kept[to]!]!;
      block.keepOnly(kept, count);
    }
    for (let row = 0; row < count; row++) {
      const kind = kinds[row]!;
      let label = labels[row]!;
      if (label < 0) {
        if (label === TOO_MANY) this.moreLabelsRows += 1;
        label = transactions.labelFor(label === TOO_MANY);
      }
      if (kind === CONTROLLER) this.controllerRows += 1;
      else if (kind === SUB_RESULT) this.subResultRows += 1;
      transactionIds[row] = transactions.localIdOf(label, kind);
    }
  }

  private isReading(row: number): boolean {
    const { block, perfmon } = this;
    const kind = perfmon.kindOf(block, row, block.texts[THREAD]![row] !== NOT_WRITTEN);
    if (kind === 'perhaps') perfmon.doubtfulRows += 1;
    if (kind === 'no' || kind === 'perhaps') return false;
    perfmon.take(block, row, kind);
    return true;
  }

  /** Whether the row at the end of the block is none of a sample, but of PerfMon. */
  get endsWithPerfmonRow(): boolean {
    const { block, perfmon } = this;
    const kind = perfmon.kindOf(block, block.rows, block.texts[THREAD]![block.rows] !== NOT_WRITTEN);
    return kind === 'reading' || kind === 'error';
  }

  private boundDictionaries(): void {
    for (const place of textPlaces) {
      const dictionary = this.texts[place]!;
      const column = this.block.texts[place]!.subarray(0, this.block.rows);
      // Rows that stay in the block keep their texts, under new entries.
      const held = new Map<number, Uint8Array>();
      for (const entry of column) {
        if (entry >= 0 && !held.has(entry)) held.set(entry, dictionary.textAt(entry).slice());
      }
      if (!dictionary.forgetIfFull()) continue;
      this.generation += 1;
      if (place === MESSAGE) this.messageKinds.forget();
      const entries = new Map([...held].map(([entry, text]) => [entry, enter(dictionary, text)]));
      column.forEach((entry, row) => (column[row] = entries.get(entry) ?? entry));
    }
  }

  private freeKey(name: string): string {
    const taken = (key: string): boolean =>
      ownTags.some((tag) => tag.key === key) || this.variables.slice(0, -1).includes(key);
    let key = name;
    for (let copy = 2; taken(key); copy++) key = `${name} (${copy})`;
    return key;
  }

  private send(batch: Batch): void {
    const transactions = this.transactions.takeNew();
    if (transactions.length > 0) this.context.emit.transactions(transactions);
    const columns: Record<string, BatchColumn> = {};
    for (const [name, column] of Object.entries(batch.columns)) {
      // A column without a single value would only cost room.
      if (isMissing(column, batch.rows)) this.context.arrays.give(column.values.buffer);
      else columns[name] = column;
    }
    this.context.emit.batch({ ...batch, columns });
  }

  private sendInUtf8(texts: NewTexts): void {
    const result = inUtf8(texts);
    this.repairedTexts += result.repaired;
    this.context.emit.texts(result.texts);
  }
}

function enter(dictionary: ByteDictionary, text: Uint8Array): number {
  // Words that reach over the end of the text are read as a whole.
  const padded = new Uint8Array(text.length + 8);
  padded.set(text);
  const words = new DataView(padded.buffer);
  return dictionary.entryOf(padded, words, 0, text.length, hashText(words, 0, text.length));
}
