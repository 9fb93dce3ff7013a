import type { ArrayPool } from '../array-pool.ts';
import { samplesTable, type Batch, type BatchColumn, type SampleColumn } from '../batch.ts';
import {
  BATCH_ROWS,
  BatchBuilder,
  BoolColumnBuilder,
  Float64ColumnBuilder,
  Int32ColumnBuilder,
  isMissing,
  type ColumnBuilder,
} from '../column-builder.ts';

/** Stands for no text and no tags. */
export const NO_ID = -1;

const columns = ['transaction_id', 'started_at', 'elapsed_ms', 'ok', 'message_id', 'tag_set_id'] as const;

/** Fills the rows of samples. One call a row, and no object: this is where millions of requests pass. */
export class SampleRows {
  private readonly builder: BatchBuilder<SampleColumn>;
  private readonly transactions: Int32ColumnBuilder;
  private readonly starts: ColumnBuilder;
  private readonly elapsed: Float64ColumnBuilder;
  private readonly ok: BoolColumnBuilder;
  private readonly messages: Int32ColumnBuilder;
  private readonly tagSets: Int32ColumnBuilder;

  constructor(emit: (batch: Batch) => void, arrays: ArrayPool) {
    this.builder = new BatchBuilder<SampleColumn>(
      'samples',
      samplesTable,
      columns,
      (batch) => emit(withoutMissing(batch)),
      BATCH_ROWS,
      arrays,
    );
    const own = this.builder.columns;
    this.transactions = as(own.transaction_id, Int32ColumnBuilder);
    this.starts = own.started_at;
    this.elapsed = as(own.elapsed_ms, Float64ColumnBuilder);
    this.ok = as(own.ok, BoolColumnBuilder);
    this.messages = as(own.message_id, Int32ColumnBuilder);
    this.tagSets = as(own.tag_set_id, Int32ColumnBuilder);
  }

  /**
   * @param startMs, @param endMs since 1970. An end before the start says that there is no duration
   * @param messageId, @param tagSetId or {@link NO_ID}
   */
  add(
    transactionId: number,
    tagSetId: number,
    startMs: number,
    endMs: number,
    ok: boolean,
    messageId: number,
  ): void {
    const { row } = this.builder;
    this.transactions.values[row] = transactionId;
    this.starts.setWide(row, startMs * 1000);
    if (endMs >= startMs) this.elapsed.values[row] = endMs - startMs;
    else {
      // Not left as it is: the array may hold an old value that would make the column a wide one.
      this.elapsed.values[row] = 0;
      this.elapsed.setNull(row);
    }
    this.ok.values[row] = ok ? 1 : 0;
    if (messageId === NO_ID) this.messages.setNull(row);
    else this.messages.values[row] = messageId;
    if (tagSetId === NO_ID) this.tagSets.setNull(row);
    else this.tagSets.values[row] = tagSetId;
    this.builder.next();
  }

  flush(): void {
    this.builder.flush();
  }
}

/** A column without a single value would only cost room. */
function withoutMissing(batch: Batch): Batch {
  const kept: Record<string, BatchColumn> = {};
  for (const [name, column] of Object.entries(batch.columns)) {
    if (!isMissing(column, batch.rows)) kept[name] = column;
  }
  return { ...batch, columns: kept };
}

function as<T extends ColumnBuilder>(column: ColumnBuilder, type: abstract new (...args: never[]) => T): T {
  if (column instanceof type) return column;
  throw new Error(`A column of ${samplesTable.table} has another type than expected`);
}
