import type { Batch, BatchColumn } from '../batch.ts';
import { ByteDictionary, type IdAllocator, type NewTexts } from '../byte-dictionary.ts';
import { isMissing, type Int32ColumnBuilder } from '../column-builder.ts';
import type { ImportEmitter } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';
import { inUtf8 } from './cell-text.ts';
import {
  ALL_THREADS,
  CODE,
  CONNECT,
  ELAPSED,
  FAILURE,
  FIRST_TAG,
  GROUP_THREADS,
  IDLE,
  LABEL,
  LATENCY,
  MESSAGE,
  NONE,
  OK,
  RECEIVED_BYTES,
  RowCells,
  SENT_BYTES,
  STARTED_AT,
  THREAD,
  TOO_MANY,
  URL,
  type RowPlan,
} from './row-plan.ts';
import { putDouble, putInt32, putWide, SampleColumns } from './sample-columns.ts';
import { SubResultFinder } from './sub-results.ts';
import { TagSets } from './tag-sets.ts';
import type { TimeStampReader } from './time-stamp.ts';
import { CONTROLLER, REQUEST, SUB_RESULT, TransactionTable } from './transaction-table.ts';

/** `TransactionController.java`: the response message of its rows; JMeter's dashboard knows them by it, too. */
const CONTROLLER_MESSAGE = new TextEncoder().encode('Number of samples in transaction');
const EMPTY_CONTROLLER_MESSAGE = new TextEncoder().encode('Number of samples in transaction : 0');
/** Besides the kinds of transactions. */
const EMPTY_CONTROLLER = -1;
const FIRST_OF_MESSAGE = CONTROLLER_MESSAGE[0]!;

/** Stamps in whole seconds: a sub-result may seem to end up to a second after its parent. */
const SECOND_MS = 1000;

/** Dictionaries of the columns whose texts go to the workspace. Labels are elsewhere: they become transactions. */
export interface TextColumns {
  readonly code: ByteDictionary;
  readonly message: ByteDictionary;
  readonly failure: ByteDictionary;
  readonly thread: ByteDictionary;
  readonly url: ByteDictionary;
}

/** Takes rows as the readers leave them in {@link RowCells}, works out what each one is, and sends batches. */
export class RowSink {
  rows = 0;
  controllerRows = 0;
  subResultRows = 0;
  /** Rows of controllers in which nothing ran: no samples. */
  emptyControllerRows = 0;
  zeroTimeStampRows = 0;
  droppedTagRows = 0;
  moreLabelsRows = 0;
  /** Earliest and latest time stamp as written, µs; infinite before the first one. */
  firstUs = Number.POSITIVE_INFINITY;
  lastUs = Number.NEGATIVE_INFINITY;
  readonly transactions = new TransactionTable();
  readonly texts: TextColumns;
  /** Changes with the plan. */
  cells = new RowCells(0);
  private plan: RowPlan | null = null;
  private tagSets: TagSets | null = null;
  private readonly emit: ImportEmitter;
  private readonly tagSetIds: IdAllocator;
  private readonly stamps: TimeStampReader;
  private readonly warnings: WarningLog;
  private columns: SampleColumns | null = null;
  private readonly subResults = new SubResultFinder();
  private readonly threadPairs = new Map<number, number>();
  private threadGeneration = 0;

  constructor(
    emit: ImportEmitter,
    textIds: IdAllocator,
    tagSetIds: IdAllocator,
    stamps: TimeStampReader,
    warnings: WarningLog,
  ) {
    this.emit = emit;
    this.tagSetIds = tagSetIds;
    this.stamps = stamps;
    this.warnings = warnings;
    this.texts = {
      code: new ByteDictionary(textIds),
      message: new ByteDictionary(textIds),
      failure: new ByteDictionary(textIds),
      thread: new ByteDictionary(textIds),
      url: new ByteDictionary(textIds),
    };
  }

  get coveredRequestRows(): number {
    return this.subResults.coveredRequests;
  }

  /** Rows that were good, with those that are no samples. */
  get acceptedRows(): number {
    return this.rows + this.emptyControllerRows;
  }

  /** @returns the dictionaries of the columns of the file; null where a column has no text */
  use(plan: RowPlan): (ByteDictionary | null)[] {
    this.columns?.builder.flush();
    this.takeTags();
    this.plan = plan;
    this.columns = new SampleColumns(plan, (batch) => this.send(batch));
    this.cells = new RowCells(plan.tagColumns.length);
    this.tagSets = plan.tagColumns.length === 0 ? null : new TagSets(plan.tagColumns, this.tagSetIds);
    return this.dictionariesOf(plan);
  }

  /** The cells hold a good row. */
  add(): void {
    const { columns } = this;
    if (columns === null) return;
    const { numbers, texts } = this.cells;
    const { row } = columns.builder;
    const startedAt = numbers[STARTED_AT]!;
    const elapsed = numbers[ELAPSED]!;
    const message = texts[MESSAGE]!;
    let kind = REQUEST;
    if (message >= 0 && this.texts.message.firstByteAt(message) === FIRST_OF_MESSAGE) kind = this.kindOf(message);
    this.stamps.countRow();
    if (startedAt < this.firstUs) this.firstUs = startedAt;
    if (startedAt > this.lastUs) this.lastUs = startedAt;
    if (kind === EMPTY_CONTROLLER) {
      this.emptyControllerRows += 1;
      return;
    }
    const label = texts[LABEL]! >= 0 ? texts[LABEL]! : this.unusualLabel(texts[LABEL]!);
    if (kind === CONTROLLER) this.controllerRows += 1;
    else if (startedAt > 0 && this.isSubResult(label, startedAt / 1000, elapsed)) {
      kind = SUB_RESULT;
      this.subResultRows += 1;
    }

    columns.transaction.values[row] = this.transactions.localIdOf(label, kind);
    if (columns.startedAt !== null) {
      if (startedAt > 0) columns.startedAt.setWide(row, startedAt);
      else {
        columns.startedAt.setNull(row);
        if (startedAt === 0) this.zeroTimeStampRows += 1;
      }
    }
    putDouble(columns.elapsed, row, elapsed);
    if (columns.ok !== null) columns.ok.values[row] = numbers[OK]!;
    putText(columns.code, row, this.texts.code, texts[CODE]!);
    putText(columns.message, row, this.texts.message, message);
    putText(columns.failure, row, this.texts.failure, texts[FAILURE]!);
    putText(columns.thread, row, this.texts.thread, texts[THREAD]!);
    putText(columns.url, row, this.texts.url, texts[URL]!);
    putWide(columns.receivedBytes, row, numbers[RECEIVED_BYTES]!);
    putWide(columns.sentBytes, row, numbers[SENT_BYTES]!);
    putInt32(columns.groupThreads, row, numbers[GROUP_THREADS]!);
    putInt32(columns.allThreads, row, numbers[ALL_THREADS]!);
    putDouble(columns.latency, row, numbers[LATENCY]!);
    putDouble(columns.idle, row, numbers[IDLE]!);
    putDouble(columns.connect, row, numbers[CONNECT]!);
    if (columns.tagSet !== null) this.putTags(columns.tagSet, row, texts);

    this.rows += 1;
    columns.builder.next();
  }

  /** Sends the texts and tag sets that are new. */
  sendTexts(): void {
    for (const dictionary of Object.values(this.texts) as ByteDictionary[]) {
      for (const texts of dictionary.takeNew()) this.sendInUtf8(texts);
    }
    this.takeTags();
  }

  finish(): void {
    this.columns?.builder.flush();
    this.sendTexts();
  }

  /** A controller, an empty one, or a request whose message happens to start like one. */
  private kindOf(message: number): number {
    const text = this.texts.message.textAt(message);
    if (!startsWith(text, CONTROLLER_MESSAGE)) return REQUEST;
    return startsWith(text, EMPTY_CONTROLLER_MESSAGE) ? EMPTY_CONTROLLER : CONTROLLER;
  }

  private putTags(column: Int32ColumnBuilder, row: number, texts: Int32Array): void {
    const tagSet = this.tagSets === null ? NONE : this.tagSets.idOf(texts, FIRST_TAG);
    if (tagSet === NONE) column.setNull(row);
    else column.values[row] = tagSet;
  }

  private unusualLabel(code: number): number {
    if (code === TOO_MANY) this.moreLabelsRows += 1;
    return this.transactions.labelFor(NONE, code === TOO_MANY);
  }

  private isSubResult(label: number, startMs: number, elapsed: number): boolean {
    if (this.threadGeneration !== this.texts.thread.generation) {
      this.threadGeneration = this.texts.thread.generation;
      this.threadPairs.clear();
      this.subResults.forgetThreads();
    }
    const elapsedMs = elapsed === elapsed ? elapsed : 0;
    const parent = this.transactions.parentOf(label);
    const tolerance = this.stamps.inWholeSeconds ? SECOND_MS : 0;
    return this.subResults.isSubResult(this.thread(), label, parent, startMs, startMs + elapsedMs, tolerance);
  }

  /** A number for the thread of the row. Load generators of one test name their threads alike. */
  private thread(): number {
    const { texts } = this.cells;
    const thread = texts[THREAD]! + 1;
    const hostTag = this.plan?.hostTag ?? -1;
    const host = hostTag < 0 ? NONE : texts[FIRST_TAG + hostTag]!;
    if (host <= 0) return 2 * thread;
    const key = host * 2 ** 24 + thread;
    let pair = this.threadPairs.get(key);
    if (pair === undefined) {
      pair = this.threadPairs.size;
      this.threadPairs.set(key, pair);
    }
    return 2 * pair + 1;
  }

  private dictionariesOf(plan: RowPlan): (ByteDictionary | null)[] {
    const byPlace: readonly ByteDictionary[] = [
      this.transactions.labels,
      this.texts.code,
      this.texts.message,
      this.texts.failure,
      this.texts.thread,
      this.texts.url,
      ...(this.tagSets?.values ?? []),
    ];
    return Array.from(plan.places, (place, column) => (plan.holdsText(column) ? byPlace[place]! : null));
  }

  private send(batch: Batch): void {
    const transactions = this.transactions.takeNew();
    if (transactions.length > 0) this.emit.transactions(transactions);
    const columns: Record<string, BatchColumn> = {};
    for (const [name, column] of Object.entries(batch.columns)) {
      // A column without a single value would only cost room.
      if (!isMissing(column, batch.rows)) columns[name] = column;
    }
    this.emit.batch({ ...batch, columns });
  }

  private sendInUtf8(texts: NewTexts): void {
    const result = inUtf8(texts);
    if (result.repaired > 0) {
      this.warnings.add(
        'not-utf8',
        'Texts are not valid UTF-8 and were read as Latin-1: characters of other scripts are wrong.',
        result.repaired,
      );
    }
    this.emit.texts(result.texts);
  }

  private takeTags(): void {
    if (this.tagSets === null) return;
    const sets = this.tagSets.takeNew();
    if (sets.length > 0) this.emit.tagSets(sets);
    this.droppedTagRows += this.tagSets.droppedRows;
    this.tagSets.droppedRows = 0;
  }
}

function putText(column: Int32ColumnBuilder | null, row: number, dictionary: ByteDictionary, entry: number): void {
  if (column === null) return;
  if (entry >= 0) column.values[row] = dictionary.idAt(entry);
  else column.setNull(row);
}

function startsWith(text: Uint8Array, prefix: Uint8Array): boolean {
  if (text.length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (text[i] !== prefix[i]) return false;
  return true;
}
