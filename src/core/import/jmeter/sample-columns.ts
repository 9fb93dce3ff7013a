import type { ArrayPool } from '../array-pool.ts';
import { samplesTable, type Batch, type SampleColumn } from '../batch.ts';
import type { ByteDictionary } from '../byte-dictionary.ts';
import {
  BatchBuilder,
  BoolColumnBuilder,
  Float64ColumnBuilder,
  Int32ColumnBuilder,
  WideColumnBuilder,
  type ColumnBuilder,
} from '../column-builder.ts';
import { LABEL, NONE, STARTED_AT } from './row-places.ts';
import { OK_UNKNOWN, type RowBlock } from './row-block.ts';

/** Takes the values of one column out of a block: rows `from` to `to` are written at row `at` of the batch. */
type Copy = (block: RowBlock, from: number, to: number, at: number) => void;

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

/** The batches that blocks of rows are gathered in. Columns that the file does not have are not in them. */
export class SampleColumns {
  private readonly builder: BatchBuilder<SampleColumn>;
  private readonly transactions: Int32ColumnBuilder;
  private readonly tagSets: Int32ColumnBuilder | null;
  private readonly copies: Copy[] = [];

  /** @param dictionaries by place: of the texts in a block */
  constructor(
    content: RowContent,
    dictionaries: readonly ByteDictionary[],
    emit: (batch: Batch) => void,
    arrays: ArrayPool,
  ) {
    const numbers = numberColumns
      .map((name, place) => ({ name, place }))
      .filter(({ place }) => content.numbers.has(place));
    const texts = textColumns.flatMap((name, place) =>
      name === null || place === LABEL || !content.texts.has(place) ? [] : [{ name, place }],
    );
    const names: SampleColumn[] = [
      'transaction_id',
      ...numbers.map(({ name }) => name),
      ...texts.map(({ name }) => name),
    ];
    if (content.success) names.push('ok');
    if (content.tags) names.push('tag_set_id');
    const builder = new BatchBuilder<SampleColumn>('samples', samplesTable, names, emit, undefined, arrays);
    this.builder = builder;
    this.transactions = as(builder.columns.transaction_id, Int32ColumnBuilder);
    this.tagSets = content.tags ? as(builder.columns.tag_set_id, Int32ColumnBuilder) : null;
    for (const { name, place } of numbers) this.copies.push(numberCopy(builder.columns[name], place));
    if (content.success) this.copies.push(flagCopy(as(builder.columns.ok, BoolColumnBuilder)));
    for (const { name, place } of texts) {
      this.copies.push(textCopy(as(builder.columns[name], Int32ColumnBuilder), place, dictionaries[place]!));
    }
  }

  /** Per row: `transactionIds`, and `tagSetIds` with {@link NONE} for no tags. */
  append(block: RowBlock, transactionIds: Int32Array, tagSetIds: Int32Array): void {
    const { builder, transactions, tagSets } = this;
    for (let from = 0; from < block.rows;) {
      const at = builder.row;
      const to = Math.min(block.rows, from + builder.capacity - at);
      transactions.values.set(transactionIds.subarray(from, to), at);
      for (const copy of this.copies) copy(block, from, to, at);
      if (tagSets !== null) copyIds(tagSets, tagSetIds, from, to, at);
      builder.advance(to - from);
      from = to;
    }
  }

  flush(): void {
    this.builder.flush();
  }
}

function numberCopy(column: ColumnBuilder, place: number): Copy {
  if (place === STARTED_AT) {
    const target = as(column, WideColumnBuilder);
    return (block, from, to, at) => copyInstants(target, block.numbers[place]!, from, to, at);
  }
  if (column instanceof Float64ColumnBuilder) {
    return (block, from, to, at) => {
      const source = block.numbers[place]!;
      if (block.gaps[place] === 0) column.values.set(source.subarray(from, to), at);
      else copyDoubles(column, source, from, to, at);
    };
  }
  if (column instanceof WideColumnBuilder) {
    return (block, from, to, at) => copyWide(column, block.numbers[place]!, from, to, at);
  }
  const target = as(column, Int32ColumnBuilder);
  return (block, from, to, at) => copyInt32(target, block.numbers[place]!, from, to, at);
}

function flagCopy(column: BoolColumnBuilder): Copy {
  return (block, from, to, at) => {
    column.values.set(block.ok.subarray(from, to), at);
    if (block.okGaps) markUnknown(column, block.ok, from, to, at);
  };
}

function textCopy(column: Int32ColumnBuilder, place: number, dictionary: ByteDictionary): Copy {
  return (block, from, to, at) => copyTexts(column, block.texts[place]!, dictionary, from, to, at);
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

function copyInt32(
  column: Int32ColumnBuilder,
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
  for (let row = from; row < to; row++) {
    const value = source[row]!;
    if (value > 0) column.setWide(at + row - from, value);
    else column.setNull(at + row - from);
  }
}

function copyTexts(
  column: Int32ColumnBuilder,
  source: Int32Array,
  dictionary: ByteDictionary,
  from: number,
  to: number,
  at: number,
): void {
  const { values } = column;
  for (let row = from; row < to; row++) {
    const entry = source[row]!;
    if (entry >= 0) values[at + row - from] = dictionary.idAt(entry);
    else column.setNull(at + row - from);
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
