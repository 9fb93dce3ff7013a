import type { ArrayPool } from '../array-pool.ts';
import type { Batch, BatchColumn } from '../batch.ts';
import { ByteDictionary, DEFAULT_LIMITS, type IdAllocator, type NewTexts } from '../byte-dictionary.ts';
import { isMissing } from '../column-builder.ts';
import type { ImportEmitter, ReaderContext } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';
import { inUtf8 } from './cell-text.ts';
import { BLOCK_ROWS, RowBlock, type BlockArrays } from '../jmeter/row-block.ts';
import { PerfmonPoints } from '../jmeter/perfmon-points.ts';
import { PerfmonRows } from '../jmeter/perfmon-rows.ts';
import { RowKinds } from './row-kinds.ts';
import { FIRST_TAG, MESSAGE, STARTED_AT, THREAD } from '../jmeter/row-places.ts';
import type { RowPlan } from './row-plan.ts';
import { SampleColumns } from '../jmeter/sample-columns.ts';
import { TagSets } from '../jmeter/tag-sets.ts';
import { TimeStampCounts } from '../jmeter/time-stamp.ts';
import { TransactionTable } from '../jmeter/transaction-table.ts';

/** Entries of the block must last until the block is taken. */
const LIMITS = { ...DEFAULT_LIMITS, whenFull: 'forget-later' } as const;

/** Takes the rows that the readers write into {@link block}, works out what each one is, and sends batches. */
export class RowSink {
  /** Samples that were taken out of blocks. */
  rows = 0;
  zeroTimeStampRows = 0;
  droppedTagRows = 0;
  /** Earliest and latest time stamp as written, µs; infinite before the first one. */
  firstUs = Number.POSITIVE_INFINITY;
  lastUs = Number.NEGATIVE_INFINITY;
  readonly stampCounts = new TimeStampCounts();
  readonly kinds: RowKinds;
  /** Readings of the PerfMon plugin among the rows. */
  readonly points: PerfmonPoints;
  readonly perfmon: PerfmonRows;
  /** Where the next rows are written; another one for every plan. */
  block = new RowBlock(0);
  /** Goes up when a dictionary forgot its texts. */
  generation = 0;
  private taken = 0;
  private readonly transactions = new TransactionTable();
  /** By place in the block; labels become transactions, the others texts of the workspace. */
  private readonly texts: readonly ByteDictionary[];
  private plan: RowPlan | null = null;
  private tagSets: TagSets | null = null;
  private columns: SampleColumns | null = null;
  private readonly tagSetIdOfRow = new Int32Array(BLOCK_ROWS);
  private readonly emit: ImportEmitter;
  private readonly tagSetIds: IdAllocator;
  private readonly arrays: ArrayPool;
  private readonly warnings: WarningLog;

  /** @param perfmonByLabel the file is known to be of PerfMon: labels of the plugin are enough to tell its rows */
  constructor(
    context: Pick<ReaderContext, 'emit' | 'textIds' | 'tagSetIds' | 'arrays'>,
    warnings: WarningLog,
    perfmonByLabel = false,
  ) {
    const { emit, textIds, tagSetIds, arrays } = context;
    this.emit = emit;
    this.tagSetIds = tagSetIds;
    this.arrays = arrays;
    this.warnings = warnings;
    const texts = Array.from({ length: FIRST_TAG - 1 }, () => new ByteDictionary(textIds, LIMITS));
    this.texts = [this.transactions.labels, ...texts];
    const { labels } = this.transactions;
    const messages = this.texts[MESSAGE]!;
    this.points = new PerfmonPoints(context, warnings);
    this.perfmon = new PerfmonRows(this.points, labels, messages, perfmonByLabel);
    this.kinds = new RowKinds(this.transactions, messages, this.perfmon);
  }

  /** Good rows so far, with those that are no samples. */
  get acceptedRows(): number {
    return this.taken + this.block.rows;
  }

  /**
   * Rows will come in this plan from now on.
   * @param arrays make the columns of the next {@link block}
   * @returns by column of the file: its dictionary if it holds texts
   */
  use(plan: RowPlan, arrays: BlockArrays): (ByteDictionary | null)[] {
    this.takeBlock();
    this.columns?.flush();
    this.takeTags();
    this.plan = plan;
    this.block = new RowBlock(plan.tagColumns.length, arrays);
    this.tagSets = plan.tagColumns.length === 0 ? null : new TagSets(plan.tagColumns, this.tagSetIds);
    this.columns = new SampleColumns(plan.content(), this.texts, (batch) => this.send(batch), this.arrays);
    const dictionaries = [...this.texts, ...(this.tagSets?.values ?? [])];
    return Array.from(plan.places, (place, column) => (plan.holdsText(column) ? dictionaries[place]! : null));
  }

  /** Whether the row at the end of the block is none of a sample, but of PerfMon. */
  get endsWithPerfmonRow(): boolean {
    const { block, plan, perfmon } = this;
    const kind = perfmon.kindOf(block, block.rows, plan?.has('threadName') ?? false);
    return kind === 'reading' || kind === 'error';
  }

  /** A good row stands at the end of the block. */
  addRow(): void {
    this.block.rows += 1;
    if (this.block.rows === BLOCK_ROWS) this.takeBlock();
  }

  /** Empties the block. */
  takeBlock(): void {
    const { block, columns, plan } = this;
    if (block.rows === 0 || columns === null || plan === null) return;
    this.taken += block.rows;
    this.stampCounts.add(block.stampCodes, block.rows);
    this.noteInstants(block);
    this.kinds.classify(
      block,
      plan.hostTag < 0 ? null : block.texts[FIRST_TAG + plan.hostTag]!,
      plan.has('threadName'),
    );
    this.tagSets?.idsOf(block.texts, FIRST_TAG, block.rows, this.tagSetIdOfRow);
    columns.append(block, this.kinds.transactionIds, this.tagSetIdOfRow);
    this.rows += block.rows;
    block.clear();
    this.boundDictionaries();
  }

  /** Sends the texts and tag sets that are new. */
  sendTexts(): void {
    for (const dictionary of this.texts) {
      if (dictionary === this.transactions.labels) continue;
      for (const texts of dictionary.takeNew()) this.sendInUtf8(texts);
    }
    this.takeTags();
  }

  finish(): void {
    this.takeBlock();
    this.columns?.flush();
    this.points.finish();
    this.sendTexts();
  }

  private noteInstants(block: RowBlock): void {
    const starts = block.numbers[STARTED_AT]!;
    let { firstUs, lastUs } = this;
    let zeros = 0;
    for (let row = 0; row < block.rows; row++) {
      const start = starts[row]!;
      if (start < firstUs) firstUs = start;
      if (start > lastUs) lastUs = start;
      if (start === 0) zeros += 1;
    }
    this.firstUs = firstUs;
    this.lastUs = lastUs;
    this.zeroTimeStampRows += zeros;
  }

  private boundDictionaries(): void {
    for (const [place, dictionary] of this.texts.entries()) {
      if (dictionary === this.transactions.labels || !dictionary.forgetIfFull()) continue;
      this.generation += 1;
      if (place === MESSAGE) this.kinds.forgetMessages();
      if (place === THREAD) this.kinds.forgetThreads();
    }
  }

  private send(batch: Batch): void {
    const transactions = this.transactions.takeNew();
    if (transactions.length > 0) this.emit.transactions(transactions);
    const columns: Record<string, BatchColumn> = {};
    for (const [name, column] of Object.entries(batch.columns)) {
      // A column without a single value would only cost room.
      if (isMissing(column, batch.rows)) this.arrays.give(column.values.buffer);
      else columns[name] = column;
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
