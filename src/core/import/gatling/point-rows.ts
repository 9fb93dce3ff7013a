import type { ArrayPool } from '../array-pool.ts';
import { pointsTable, type Batch } from '../batch.ts';
import { BATCH_ROWS, BatchBuilder } from '../column-builder.ts';
import type { ImportEmitter, NewMetric } from '../importer.ts';
import { NO_ID } from './sample-rows.ts';

const columns = ['metric_id', 'at', 'value', 'tag_set_id'] as const;

/** The metrics that are made of a log, in words of their own: Gatling has no names for them. */
export const gatlingMetrics = {
  activeUsers: { name: 'active users', kind: 'gauge', contains: 'default' },
  cumulatedResponseTime: { name: 'cumulated response time', kind: 'trend', contains: 'time' },
  errors: { name: 'errors', kind: 'counter', contains: 'default' },
} as const satisfies Record<string, Pick<NewMetric, 'name' | 'kind' | 'contains'>>;

/** Fills the readings of metrics. A metric is made known with its first reading. */
export class PointRows {
  private builder: BatchBuilder<(typeof columns)[number]> | null = null;
  private readonly emit: ImportEmitter;
  private readonly send: (batch: Batch) => void;
  private readonly arrays: ArrayPool;
  private readonly localIds = new Map<keyof typeof gatlingMetrics, number>();

  /** @param send takes the batches: what they refer to must go out before them */
  constructor(emit: ImportEmitter, send: (batch: Batch) => void, arrays: ArrayPool) {
    this.emit = emit;
    this.send = send;
    this.arrays = arrays;
  }

  /** @param tagSetId or {@link NO_ID} */
  add(metric: keyof typeof gatlingMetrics, atMs: number, value: number, tagSetId: number): void {
    this.builder ??= new BatchBuilder('points', pointsTable, columns, this.send, BATCH_ROWS, this.arrays);
    const { row, columns: own } = this.builder;
    own.metric_id.set(row, this.localIds.get(metric) ?? this.define(metric));
    own.at.setWide(row, atMs * 1000);
    own.value.set(row, value);
    if (tagSetId === NO_ID) own.tag_set_id.setNull(row);
    else own.tag_set_id.set(row, tagSetId);
    this.builder.next();
  }

  flush(): void {
    this.builder?.flush();
  }

  private define(metric: keyof typeof gatlingMetrics): number {
    const localId = this.localIds.size;
    this.localIds.set(metric, localId);
    this.emit.metrics([{ localId, thresholds: [], ...gatlingMetrics[metric] }]);
    return localId;
  }
}
