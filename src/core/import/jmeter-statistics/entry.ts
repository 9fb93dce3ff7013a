import { z } from 'zod';
import type { ReportedFigures } from '../aggregates.ts';
import { countSchema, figureSchema } from '../gatling-stats/figure.ts';

/**
 * One label of `statistics.json` (`org.apache.jmeter.report.processor.SamplingStatistic`). Times in ms, rates per
 * second, 1 KB is 1,024 bytes, `errorPct` 0..100. Where a label has no samples figures are the text `NaN`.
 */
export const entrySchema = z.object({
  transaction: z.string().optional(),
  sampleCount: countSchema,
  errorCount: countSchema.optional(),
  meanResTime: figureSchema.optional(),
  /** Not in files of older versions. */
  medianResTime: figureSchema.optional(),
  minResTime: figureSchema.optional(),
  maxResTime: figureSchema.optional(),
  pct1ResTime: figureSchema.optional(),
  pct2ResTime: figureSchema.optional(),
  pct3ResTime: figureSchema.optional(),
  throughput: figureSchema.optional(),
  receivedKBytesPerSec: figureSchema.optional(),
  sentKBytesPerSec: figureSchema.optional(),
});

export type Entry = z.infer<typeof entrySchema>;

/** `aggregate_rpt_pct1..3` of `jmeter.properties`, if nobody changed them. */
const DEFAULT_PERCENTILES = [90, 95, 99] as const;

/** The least and the greatest of no values: `Long.MAX_VALUE` and its counterpart. No test takes so many milliseconds. */
const NO_EXTREME_MS = 2 ** 63;

export function figuresOf(entry: Entry): ReportedFigures {
  // Without samples the rest is what an empty sum or extreme is made of, and no figure.
  const time = (value: number | null | undefined): number | null =>
    value == null || entry.sampleCount === 0 || Math.abs(value) >= NO_EXTREME_MS ? null : value;
  const values = [
    [50, time(entry.medianResTime)],
    [DEFAULT_PERCENTILES[0], time(entry.pct1ResTime)],
    [DEFAULT_PERCENTILES[1], time(entry.pct2ResTime)],
    [DEFAULT_PERCENTILES[2], time(entry.pct3ResTime)],
  ] as const;
  return {
    samples: entry.sampleCount,
    failures: entry.errorCount ?? null,
    minMs: time(entry.minResTime),
    meanMs: time(entry.meanResTime),
    maxMs: time(entry.maxResTime),
    stdDevMs: null,
    percentilesMs: values.flatMap(([percentile, value]) =>
      value === null ? [] : [[percentile, value] as const],
    ),
    throughputPerSec: entry.throughput ?? null,
    // The file has rates and no duration.
    receivedBytes: null,
    sentBytes: null,
  };
}
