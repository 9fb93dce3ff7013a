import { z } from 'zod';
import { NO_FIGURES, type NewAggregate, type ReportedFigures } from '../aggregates.ts';
import { httpOutcomes } from '../reports/http-outcomes.ts';
import { counts, figure, instantOf } from '../reports/lenient.ts';
import { PERIOD_MS, type FoundReport } from './found-report.ts';

const count = z.number().int().nonnegative();

/** Of a version without answers, `latency` has nulls. */
const latency = z.object({ min: figure, max: figure, median: figure, p95: figure, p99: figure });

/** Artillery 1: one of `aggregate` and of every member of `intermediate`. Times in ms. */
export const firstGeneration = z
  .object({
    timestamp: z.unknown(),
    scenariosCreated: count,
    scenariosCompleted: count,
    requestsCompleted: count,
    latency,
    rps: z.object({ count: figure, mean: figure }).nullish().catch(null),
    errors: counts,
    codes: counts,
    scenariosAvoided: figure,
    latencies: z.array(z.unknown()).nullish().catch(null),
  })
  .transform((stats) => ({ ...stats, generation: 1 as const }));
type Stats = z.infer<typeof firstGeneration>;

export function readFirstGeneration(aggregate: Stats, periods: readonly Stats[]): FoundReport {
  const outcomes = httpOutcomes(aggregate.codes, aggregate.errors);
  const aggregates: NewAggregate[] = [{ transaction: null, interval: null, figures: figuresOf(aggregate) }];
  let firstUs: number | null = null;
  let lastUs: number | null = instantOf(aggregate.timestamp);
  let beforeUs: number | null = null;
  for (const period of periods) {
    // The time stamp is when the period was reported: its end.
    const endUs = instantOf(period.timestamp);
    if (endUs === null) continue;
    const startUs: number =
      beforeUs !== null && beforeUs < endUs && endUs - beforeUs <= 2 * PERIOD_MS * 1000
        ? beforeUs
        : endUs - PERIOD_MS * 1000;
    const interval = { startUs, durationMs: (endUs - startUs) / 1000, activeUsers: null };
    aggregates.push({ transaction: null, interval, figures: figuresOf(period) });
    firstUs = Math.min(firstUs ?? startUs, startUs);
    lastUs = Math.max(lastUs ?? endUs, endUs);
    beforeUs = endUs;
  }
  const listed = periods.reduce((sum, { latencies }) => sum + (latencies?.length ?? 0), 0);
  const statuses = outcomes.errors.filter(({ code }) => code !== null);
  return {
    report: { aggregates, errors: outcomes.errors },
    transactions: [],
    metrics: [],
    countedTwice: statuses.length > 0 && statuses.length < outcomes.errors.length ? outcomes.failures : 0,
    properties: {
      'scenarios created': String(aggregate.scenariosCreated),
      'scenarios completed': String(aggregate.scenariosCompleted),
      ...(aggregate.scenariosAvoided === null
        ? {}
        : { 'scenarios avoided': String(aggregate.scenariosAvoided) }),
      ...(listed === 0 ? {} : { 'response times listed without their instants': String(listed) }),
    },
    firstInstantUs: firstUs,
    lastInstantUs: lastUs,
  };
}

function figuresOf({ requestsCompleted, latency: times, rps, codes, errors }: Stats): ReportedFigures {
  const { failures } = httpOutcomes(codes, errors);
  const unanswered = errors.reduce((sum, [, of]) => sum + of, 0);
  const percentiles: [number, number | null][] = [
    [50, times.median],
    [95, times.p95],
    [99, times.p99],
  ];
  const hasTimes = requestsCompleted > 0;
  return {
    ...NO_FIGURES,
    // What was sent: completed requests are those with an answer.
    samples: rps?.count ?? requestsCompleted + unanswered,
    failures,
    minMs: hasTimes ? times.min : null,
    maxMs: hasTimes ? times.max : null,
    percentilesMs: hasTimes
      ? percentiles.filter((entry): entry is [number, number] => entry[1] !== null)
      : [],
    throughputPerSec: rps?.mean ?? null,
  };
}
