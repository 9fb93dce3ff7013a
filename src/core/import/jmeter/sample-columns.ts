import type { ArrayPool } from '../array-pool.ts';
import { samplesTable, type Batch, type BatchColumn, type ColumnType, type SampleColumn } from '../batch.ts';
import type { ByteDictionary } from '../byte-dictionary.ts';
import {
  BatchBuilder,
  BoolColumnBuilder,
  Float64ColumnBuilder,
  Int32ColumnBuilder,
  WideColumnBuilder,
  type ColumnBuilder,
} from '../column-builder.ts';
import { NONE, STARTED_AT } from './row-places.ts';
import { OK_UNKNOWN, type RowBlock } from './row-block.ts';

/**
 * Takes the values of one column out of a block: rows `from` to `to` are written at row `at` of the batch.
 * @returns false when one of them does not fit the narrow type of the column
 */
type Copy = (block: RowBlock, from: number, to: number, at: number) => boolean;

/** Halves of 64-bit integers have so many values. */
const LOW_RANGE = 4_294_967_296;

const numberColumns: readonly SampleColumn[] = [
  'started_at',
  'elapsed_ms',
  'received_bytes',
  'sent_bytes',
  'group_threads',
  'all_threads',
  'latency_ms',
  'idle_ms',
  'connect_ms',
];

const textColumns: readonly (SampleColumn | null)[] = [
  null,
  'code_id',
  'message_id',
  'failure_id',
  'thread_id',
  'url_id',
];

/** Which columns of the block a file can fill. */
export interface RowContent {
  /** Places of numbers, and of texts. */
  readonly numbers: ReadonlySet<number>;
  readonly texts: ReadonlySet<number>;
  readonly success: boolean;
  readonly tags: boolean;
}

/**
 * The batches that blocks of rows are gathered in. Columns that the file does not have are not in them. Columns of numbers
 * are as narrow as they can be: nearly all are whole and small, and copying them again costs more than looking here. From
 * the first batch on in which a value does not fit, its column is as wide as the table says.
 */
export class SampleColumns {
  private builder: BatchBuilder<SampleColumn>;
  private copies: readonly Copy[];
  private readonly content: RowContent;
  private readonly dictionaries: readonly ByteDictionary[];
  private readonly emit: (batch: Batch) => void;
  private readonly arrays: ArrayPool;
  /** Numbers that all fitted 32 bits so far. */
  private readonly narrow: Set<SampleColumn>;
  private narrowOfBatch: ReadonlySet<string>;

  /** @param dictionaries by place: of the texts in a block */
  constructor(
    content: RowContent,
    dictionaries: readonly ByteDictionary[],
    emit: (batch: Batch) => void,
    arrays: ArrayPool,
  ) {
    this.content = content;
    this.dictionaries = dictionaries;
    this.emit = emit;
    this.arrays = arrays;
    this.narrow = new Set(numberColumns.filter(canBeNarrow));
    this.narrowOfBatch = new Set(this.narrow);
    this.builder = this.newBuilder();
    this.copies = this.newCopies();
  }

  /** Per row: `transactionIds`, and `tagSetIds` with {@link NONE} for no tags. */
  append(block: RowBlock, transactionIds: Int32Array, tagSetIds: Int32Array): void {
    for (let from = 0; from < block.rows;) {
      const at = this.builder.row;
      const to = Math.min(block.rows, from + this.builder.capacity - at);
      let fits = true;
      for (const copy of this.copies) if (!copy(block, from, to, at)) fits = false;
      if (!fits) {
        this.widen();
        continue;
      }
      const { builder } = this;
      as(builder.columns.transaction_id, Int32ColumnBuilder).values.set(
        transactionIds.subarray(from, to),
        at,
      );
      if (this.content.tags) {
        copyIds(as(builder.columns.tag_set_id, Int32ColumnBuilder), tagSetIds, from, to, at);
      }
      builder.advance(to - from);
      from = to;
    }
  }

  flush(): void {
    this.builder.flush();
  }

  /** Ends the batch before the rows that do not fit. */
  private widen(): void {
    this.builder.flush();
    this.narrowOfBatch = new Set(this.narrow);
    this.builder = this.newBuilder();
    this.copies = this.newCopies();
  }

  private newBuilder(): BatchBuilder<SampleColumn> {
    const { content } = this;
    const names: SampleColumn[] = ['transaction_id'];
    numberColumns.forEach((name, place) => {
      if (content.numbers.has(place)) names.push(name);
    });
    textColumns.forEach((name, place) => {
      if (name !== null && content.texts.has(place)) names.push(name);
    });
    if (content.success) names.push('ok');
    if (content.tags) names.push('tag_set_id');
    const types: Record<string, ColumnType> = { ...samplesTable.columns };
    for (const name of this.narrowOfBatch) types[name] = 'i32';
    const spec = { table: samplesTable.table, columns: types };
    const emit = (batch: Batch): void => this.send(batch);
    return new BatchBuilder<SampleColumn>('samples', spec, names, emit, undefined, this.arrays);
  }

  private newCopies(): Copy[] {
    const { content, dictionaries } = this;
    const { columns } = this.builder;
    const copies: Copy[] = [];
    numberColumns.forEach((name, place) => {
      if (content.numbers.has(place)) copies.push(this.numberCopy(name, place));
    });
    if (content.success) copies.push(flagCopy(as(columns.ok, BoolColumnBuilder)));
    textColumns.forEach((name, place) => {
      if (name === null || !content.texts.has(place)) return;
      copies.push(textCopy(as(columns[name], Int32ColumnBuilder), place, dictionaries[place]!));
    });
    return copies;
  }

  private numberCopy(name: SampleColumn, place: number): Copy {
    const column = this.builder.columns[name];
    if (place === STARTED_AT) return instantCopy(as(column, WideColumnBuilder));
    if (column instanceof Float64ColumnBuilder) return doubleCopy(column, place);
    if (column instanceof WideColumnBuilder) return wideCopy(column, place);
    const target = as(column, Int32ColumnBuilder);
    return (block, from, to, at) => {
      const fits =
        block.gaps[place] === 0
          ? copyWhole(target.values, block, place, from, to, at)
          : copyInt32(target, block.numbers[place]!, from, to, at);
      if (!fits) this.narrow.delete(name);
      return fits;
    };
  }

  private send(batch: Batch): void {
    const columns: Record<string, BatchColumn> = {};
    for (const [name, column] of Object.entries(batch.columns)) {
      columns[name] = this.narrowOfBatch.has(name) ? { ...column, type: 'i32' } : column;
    }
    this.emit({ ...batch, columns });
  }
}

function canBeNarrow(name: SampleColumn): boolean {
  const type = samplesTable.columns[name];
  return type === 'f64' || type === 'i64';
}

function instantCopy(column: WideColumnBuilder): Copy {
  return (block, from, to, at) => {
    copyInstants(column, block.numbers[STARTED_AT]!, from, to, at);
    return true;
  };
}

function doubleCopy(column: Float64ColumnBuilder, place: number): Copy {
  return (block, from, to, at) => {
    const source = block.numbers[place]!;
    if (block.gaps[place] === 0) column.values.set(source.subarray(from, to), at);
    else copyDoubles(column, source, from, to, at);
    return true;
  };
}

function wideCopy(column: WideColumnBuilder, place: number): Copy {
  return (block, from, to, at) => {
    copyWide(column, block.numbers[place]!, from, to, at);
    return true;
  };
}

function flagCopy(column: BoolColumnBuilder): Copy {
  return (block, from, to, at) => {
    column.values.set(block.ok.subarray(from, to), at);
    if (block.okGaps) markUnknown(column, block.ok, from, to, at);
    return true;
  };
}

function textCopy(column: Int32ColumnBuilder, place: number, dictionary: ByteDictionary): Copy {
  return (block, from, to, at) => {
    copyTexts(column, block, place, dictionary, from, to, at);
    return true;
  };
}

function as<T extends ColumnBuilder>(column: ColumnBuilder, type: abstract new (...args: never[]) => T): T {
  if (column instanceof type) return column;
  throw new Error(`A column of ${samplesTable.table} has another type than expected`);
}

// One function per kind of column, so that each loop meets one kind of array only. NaN is no number.

function copyDoubles(
  column: Float64ColumnBuilder,
  source: Float64Array,
  from: number,
  to: number,
  at: number,
): void {
  const { values } = column;
  for (let row = from; row < to; row++) {
    const value = source[row]!;
    if (value === value) values[at + row - from] = value;
    else column.setNull(at + row - from);
  }
}

/** @returns false when a value is not a whole number of 32 bits */
function copyWhole(
  values: Int32Array,
  block: RowBlock,
  place: number,
  from: number,
  to: number,
  at: number,
): boolean {
  const source = block.numbers[place]!;
  if (block.work !== null) {
    const whole = block.work.wholeNumbers(source, from, to);
    if (whole !== null) values.set(whole, at);
    return whole !== null;
  }
  for (let row = from; row < to; row++) {
    const value = source[row]!;
    const whole = value | 0;
    values[at + row - from] = whole;
    if (whole !== value) return false;
  }
  return true;
}

/** The same, with values that are missing. */
function copyInt32(
  column: Int32ColumnBuilder,
  source: Float64Array,
  from: number,
  to: number,
  at: number,
): boolean {
  const { values } = column;
  for (let row = from; row < to; row++) {
    const value = source[row]!;
    const whole = value | 0;
    if (whole === value) values[at + row - from] = whole;
    else if (value === value) return false;
    else column.setNull(at + row - from);
  }
  return true;
}

function copyWide(
  column: WideColumnBuilder,
  source: Float64Array,
  from: number,
  to: number,
  at: number,
): void {
  const { values } = column;
  for (let row = from; row < to; row++) {
    const value = source[row]!;
    const small = value | 0;
    const place = 2 * (at + row - from);
    if (small === value) {
      values[place] = small;
      values[place + 1] = small >> 31;
    } else if (value === value) column.setWide(at + row - from, value);
    else column.setNull(at + row - from);
  }
}

function markUnknown(column: BoolColumnBuilder, ok: Uint8Array, from: number, to: number, at: number): void {
  for (let row = from; row < to; row++) {
    if (ok[row] !== OK_UNKNOWN) continue;
    column.values[at + row - from] = 0;
    column.setNull(at + row - from);
  }
}

/** The time stamp 0 stands for no time: samplers that never ran have it. */
function copyInstants(
  column: WideColumnBuilder,
  source: Float64Array,
  from: number,
  to: number,
  at: number,
): void {
  const { values } = column;
  // The upper half changes every 72 minutes.
  let high = 0;
  let highUs = 0;
  for (let row = from; row < to; row++) {
    const value = source[row]!;
    const place = 2 * (at + row - from);
    if (!(value > 0)) {
      column.setNull(at + row - from);
      continue;
    }
    if (value < highUs || value >= highUs + LOW_RANGE) {
      high = Math.floor(value / LOW_RANGE);
      highUs = high * LOW_RANGE;
    }
    values[place] = value - highUs;
    values[place + 1] = high;
  }
}

function copyTexts(
  column: Int32ColumnBuilder,
  block: RowBlock,
  place: number,
  dictionary: ByteDictionary,
  from: number,
  to: number,
  at: number,
): void {
  const source = block.texts[place]!;
  const numbers = block.work?.numbersOf(source, dictionary, from, to) ?? null;
  if (numbers !== null) column.values.set(numbers, at);
  const missing =
    numbers === null ? dictionary.idsAt(source, from, to, column.values, at) : block.work!.missing;
  if (missing === to - from) column.setNulls(at, missing);
  else if (missing > 0) {
    for (let row = from; row < to; row++) if (source[row]! < 0) column.setNull(at + row - from);
  }
}

function copyIds(column: Int32ColumnBuilder, source: Int32Array, from: number, to: number, at: number): void {
  const { values } = column;
  for (let row = from; row < to; row++) {
    const id = source[row]!;
    if (id !== NONE) values[at + row - from] = id;
    else column.setNull(at + row - from);
  }
}
