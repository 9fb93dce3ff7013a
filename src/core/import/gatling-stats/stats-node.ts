import { z } from 'zod';
import type { ReportedFigures } from '../aggregates.ts';
import { figureSchema, isCount } from './figure.ts';

/**
 * Figures of a request or group in a report of Gatling (`StatsJsTemplate`, `GlobalStatsJsonTemplate` of
 * gatling-charts). Times in whole ms. In `stats.js` all numbers are texts, and `-` says that there is none; old JSON has
 * -1 there, later JSON 0.
 */

const numberInText = z
  .string()
  .regex(/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/u, 'is no number')
  .transform((text) => {
    const value = Number(text);
    return Number.isFinite(value) ? value : null;
  });

/** Nothing in a report is below 0 but the -1 that stands for no figure. */
const figure = z
  .union([figureSchema, numberInText])
  .transform((value) => (value !== null && value < 0 ? null : value));

const count = figure.refine((value) => value === null || isCount(value), 'is no whole number');

const share = z.object({ total: figure, ok: figure.optional(), ko: figure.optional() });

/** How many answers were in a range of response times; bounds are configurable and stand in the name. */
const range = z.object({ name: z.string(), count });

export const statsSchema = z.object({
  name: z.string().optional(),
  numberOfRequests: z.object({ total: count, ok: count.optional(), ko: count.optional() }),
  minResponseTime: share.optional(),
  maxResponseTime: share.optional(),
  meanResponseTime: share.optional(),
  standardDeviation: share.optional(),
  percentiles1: share.optional(),
  percentiles2: share.optional(),
  percentiles3: share.optional(),
  percentiles4: share.optional(),
  group1: range.optional().catch(undefined),
  group2: range.optional().catch(undefined),
  group3: range.optional().catch(undefined),
  group4: range.optional().catch(undefined),
  meanNumberOfRequestsPerSecond: share.optional(),
});

export type Stats = z.infer<typeof statsSchema>;

/** `gatling.charting.indicators.percentile1..4`, if nobody changed them. */
const DEFAULT_PERCENTILES = [50, 75, 95, 99] as const;
/** The same in 2.0, which had two. */
const TWO_PERCENTILES = [95, 99] as const;

/** Which percentiles the figures of a report are taken for. */
export function percentilesOf(stats: Stats): readonly number[] {
  const hasFour = stats.percentiles3 !== undefined || stats.percentiles4 !== undefined;
  return hasFour ? DEFAULT_PERCENTILES : TWO_PERCENTILES;
}

export function figuresOf(stats: Stats): ReportedFigures {
  const samples = stats.numberOfRequests.total;
  // Later JSON has 0 where there is nothing to compute from.
  const time = (value: z.infer<typeof share> | undefined): number | null =>
    samples === 0 ? null : (value?.total ?? null);
  const values = [stats.percentiles1, stats.percentiles2, stats.percentiles3, stats.percentiles4].map(time);
  const percentilesMs = percentilesOf(stats).flatMap((percentile, i): (readonly [number, number])[] => {
    const value = values[i] ?? null;
    return value === null ? [] : [[percentile, value]];
  });
  return {
    samples,
    failures: failuresOf(stats.numberOfRequests),
    minMs: time(stats.minResponseTime),
    meanMs: time(stats.meanResponseTime),
    maxMs: time(stats.maxResponseTime),
    stdDevMs: time(stats.standardDeviation),
    percentilesMs,
    throughputPerSec: stats.meanNumberOfRequestsPerSecond?.total ?? null,
    receivedBytes: null,
    sentBytes: null,
  };
}

/** A page has `-` for no failures; then all were good, if it says so. */
function failuresOf({ total, ok, ko }: Stats['numberOfRequests']): number | null {
  if (ko != null) return ko;
  return total !== null && ok === total ? 0 : null;
}

/** Answers by range of response time, in the words of the report. */
export function rangesOf(stats: Stats): [name: string, count: number][] {
  return [stats.group1, stats.group2, stats.group3, stats.group4].flatMap((entry): [string, number][] =>
    entry?.count == null ? [] : [[entry.name, entry.count]],
  );
}

/**
 * A name as it was before it went into the report: quotes and backslashes, and nothing else, are replaced there
 * (`JsHelper` of gatling-charts).
 */
export function nameOf(written: string): string {
  return written.replaceAll('&quot;', '"').replaceAll('&#92;', '\\');
}
