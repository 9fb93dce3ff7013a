import type { TextLimit } from '../k6/text-limit.ts';
import { WrittenMetric, WrittenMetrics, type NewWrittenMetric } from '../k6/written-metrics.ts';

const QUOTE = 34;
const COMMA = 44;

/** A name of a metric as it is written, with its comma. */
export class MetricName extends WrittenMetric<MetricName> {
  readonly head: DataView<ArrayBuffer>;

  constructor(written: NewWrittenMetric<MetricName>) {
    super(written);
    const { nameBytes } = written;
    const head = new Uint8Array(nameBytes.length + 1);
    head.set(nameBytes);
    head[nameBytes.length] = COMMA;
    this.head = new DataView(head.buffer);
  }
}

export type MetricNames = WrittenMetrics<MetricName>;

/** Names have a comma behind them; those in quotes are no plain bytes. */
export function metricNames(limit: TextLimit): MetricNames {
  return new WrittenMetrics(limit, [QUOTE], (written) => new MetricName(written));
}
