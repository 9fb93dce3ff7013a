import type { TextLimit } from '../k6/text-limit.ts';
import { WrittenMetric, WrittenMetrics, type NewWrittenMetric } from '../k6/written-metrics.ts';

const QUOTE = 34;
const BACKSLASH = 92;

/** A name of a metric as it is written, with the bytes around it in the two usual layouts. */
export class MetricText extends WrittenMetric<MetricText> {
  /** `{"metric":"NAME","type":"Point","data":{"time":"`: what stands before the time stamp in newer files. */
  readonly head: DataView;
  /** `},"metric":"NAME"}`: what stands behind the tags in older files. */
  readonly tail: DataView;

  constructor(written: NewWrittenMetric<MetricText>) {
    super(written);
    const { nameBytes } = written;
    this.head = viewOf('{"metric":"', nameBytes, '","type":"Point","data":{"time":"');
    this.tail = viewOf('},"metric":"', nameBytes, '"}');
  }
}

export type MetricTexts = WrittenMetrics<MetricText>;

/** Names stand between quotes; those with escapes are no plain bytes. */
export function metricTexts(limit: TextLimit): MetricTexts {
  return new WrittenMetrics(limit, [QUOTE, BACKSLASH], (written) => new MetricText(written));
}

function viewOf(before: string, nameBytes: Uint8Array, behind: string): DataView {
  const encoder = new TextEncoder();
  const parts = [encoder.encode(before), nameBytes, encoder.encode(behind)];
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new DataView(whole.buffer);
}
