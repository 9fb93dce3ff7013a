import { samplesTable, type Batch, type BatchColumn, type SampleColumn } from '../batch.ts';
import { ByteDictionary, hashBytes } from '../byte-dictionary.ts';
import { BatchBuilder, isMissing, type ColumnBuilder } from '../column-builder.ts';
import { MAX_TEXT_BYTES, type NewTransaction, type ReaderContext } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';
import { inUtf8 } from './utf8-texts.ts';

/** Stands for a missing text. */
export const NO_TEXT = -1;

/**
 * Rows of tools that write one line per HTTP request. Columns that a format never has are not named; one that has no value
 * in a batch is not sent.
 */
export class SampleWriter<C extends SampleColumn> {
  readonly columns: Readonly<Record<C, ColumnBuilder>>;
  /** Rows so far. */
  rows = 0;
  private readonly context: ReaderContext;
  private readonly warnings: WarningLog;
  private readonly builder: BatchBuilder<C>;
  private readonly texts: ByteDictionary;
  private readonly fresh: NewTransaction[] = [];
  private transactions = 0;

  constructor(context: ReaderContext, warnings: WarningLog, names: readonly C[]) {
    this.context = context;
    this.warnings = warnings;
    this.texts = new ByteDictionary(context.textIds);
    this.builder = new BatchBuilder(
      'samples',
      samplesTable,
      names,
      (batch) => this.send(batch),
      undefined,
      context.arrays,
    );
    this.columns = this.builder.columns;
  }

  /** Row that is being filled. */
  get row(): number {
    return this.builder.row;
  }

  /** Number of the text `bytes[start..end)`; {@link NO_TEXT} for an empty one. */
  textId(bytes: Uint8Array, start: number, end: number): number {
    if (start >= end) return NO_TEXT;
    const stop = this.cut(bytes, start, end);
    return this.texts.idOf(bytes, start, stop, hashBytes(bytes, start, stop));
  }

  /** A transaction that was not there before. @returns its `localId` */
  addTransaction(name: string, method: string | null): number {
    const localId = this.transactions;
    this.transactions += 1;
    this.fresh.push({ localId, name, kind: 'request', method });
    return localId;
  }

  /** @param id of a text or tag set; negative: none */
  setId(column: ColumnBuilder, id: number): void {
    if (id < 0) column.setNull(this.row);
    else column.set(this.row, id);
  }

  /** @param value not a number: none */
  setNumber(column: ColumnBuilder, value: number): void {
    if (value !== value) column.setNull(this.row);
    else column.set(this.row, value);
  }

  /** The same for sizes. */
  setSize(column: ColumnBuilder, value: number): void {
    if (value !== value) column.setNull(this.row);
    else column.setWide(this.row, value);
  }

  /** The row is complete. */
  next(): void {
    this.rows += 1;
    this.builder.next();
  }

  /** To be called now and then, so that names do not pile up while batches fill slowly. */
  sendNames(): void {
    const { emit } = this.context;
    if (this.fresh.length > 0) emit.transactions(this.fresh.splice(0));
    for (const texts of this.texts.takeNew()) emit.texts(inUtf8(texts));
  }

  finish(): void {
    this.builder.flush();
    this.sendNames();
  }

  /** Where a text ends that is kept: never inside a character. */
  private cut(bytes: Uint8Array, start: number, end: number): number {
    if (end - start <= MAX_TEXT_BYTES) return end;
    this.warnings.add('text-cut', `Texts longer than ${MAX_TEXT_BYTES >> 10} KiB were cut.`);
    let stop = start + MAX_TEXT_BYTES;
    while (stop > start + MAX_TEXT_BYTES - 4 && (bytes[stop]! & 0xc0) === 0x80) stop -= 1;
    return stop;
  }

  private send(batch: Batch): void {
    this.sendNames();
    const columns: Record<string, BatchColumn> = {};
    for (const [name, column] of Object.entries(batch.columns)) {
      // A column without a single value would only cost room.
      if (isMissing(column, batch.rows)) this.context.arrays.give(column.values.buffer);
      else columns[name] = column;
    }
    this.context.emit.batch({ ...batch, columns });
  }
}
