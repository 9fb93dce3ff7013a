import { AppError } from '#shared/contract/errors.ts';
import { EMPTY_TABLE, numbersToColumn, textsToColumn } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { LatencyCurve, LatencySeries, LatencySummary } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import type { Statistics } from '#shared/model/statistics.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';

/** A report of two transactions: no failures, rates, deviations or bytes in it, and of percentiles p50, p75 and p95. */
export const REPORTED: Partial<Run> = {
  name: 'Nightly summary',
  tool: 'k6',
  toolVersion: '1.8.1',
  format: 'k6-summary',
  granularity: 'aggregated',
  startedAtUs: null,
  endedAtUs: null,
  durationMs: 0,
  samples: 1000,
  failures: 0,
  clockTickMs: 1e-6,
};

const rows = [
  { id: 1, label: 'Add to cart', samples: 900, times: { 50: 24, 75: 26, 95: 28 }, minMs: 0, maxMs: 29 },
  {
    id: 2,
    label: 'Checkout: place order',
    samples: 100,
    times: { 50: 300, 75: 310, 95: 330 },
    minMs: 290,
    maxMs: 340,
  },
] as const;
const total = { samples: 1000, times: { 50: 24.5, 75: 27, 95: 305 }, minMs: 0, maxMs: 340 } as const;

/** An engine that answers as the real one does about reports: nothing about samples, and no cube. */
export function fakeReportHandlers(series: LatencySeries | null = null): FakeHandlers {
  return {
    'runs.transactions': () => rows.map(({ id, label }) => ({ id, label, kind: 'request' as const })),
    'latency.summary': ({ filter, percentiles }) => summary(filter, percentiles),
    'latency.series': ({ filter }) => {
      refuse(filter);
      return series ?? { bucketMs: 1000, multiples: {}, table: EMPTY_TABLE };
    },
    'latency.curve': ({ filter }) => curve(filter),
    'latency.cube': () => {
      throw new AppError('bad-request', 'A report has no samples.');
    },
    'latency.errors': () => [],
    'diagnostics.honesty': () => [],
    'k6.checks': () => [{ name: 'status is 200', group: '', passed: 990, failed: 10 }],
    'k6.thresholds': () => [
      { metric: 'http_req_duration', expression: 'p(95)<200', passed: false, value: null },
    ],
    'k6.metrics': () => [],
  };
}

function refuse({ time, outcome }: SampleFilter): void {
  if (time !== null || outcome !== 'all') throw new AppError('bad-request', 'A report has no samples.');
}

type Reported = (typeof rows)[number] | typeof total;

/** Null: percentiles of several transactions. */
function reportedOf({ transactions }: SampleFilter): Reported | null {
  if (transactions === null) return total;
  return transactions.length === 1 ? (rows.find(({ id }) => id === transactions[0]) ?? null) : null;
}

function percentilesOf(of: Reported | null, percentiles: readonly number[]): Record<string, number | null> {
  const times = (of?.times ?? {}) as Readonly<Record<string, number>>;
  return Object.fromEntries(percentiles.map((percentile) => [String(percentile), times[percentile] ?? null]));
}

function summary(filter: SampleFilter, percentiles: readonly number[]): LatencySummary {
  refuse(filter);
  const listed = rows.filter(({ id }) => filter.transactions?.includes(id) !== false);
  const one = reportedOf(filter);
  const overall: Statistics = {
    samples: one?.samples ?? listed.reduce((sum, row) => sum + row.samples, 0),
    failures: null,
    errorRate: null,
    minMs: one?.minMs ?? 0,
    meanMs: null,
    maxMs: one?.maxMs ?? 340,
    stdDevMs: null,
    percentilesMs: percentilesOf(one, percentiles),
    throughputPerSec: null,
    receivedBytes: null,
    sentBytes: null,
    apdex: null,
  };
  const nothing = numbersToColumn(listed.map(() => null));
  return {
    overall,
    jmeterOverall: null,
    percentiles,
    transactions: {
      rowCount: listed.length,
      columns: {
        id: numbersToColumn(listed.map(({ id }) => id)),
        label: textsToColumn(listed.map(({ label }) => label)),
        kind: textsToColumn(listed.map(() => 'request')),
        samples: numbersToColumn(listed.map(({ samples }) => samples)),
        minMs: numbersToColumn(listed.map(({ minMs }) => minMs)),
        maxMs: numbersToColumn(listed.map(({ maxMs }) => maxMs)),
        ...Object.fromEntries(
          ['failures', 'meanMs', 'stdDevMs', 'throughputPerSec', 'receivedBytes'].map((name) => [
            name,
            nothing,
          ]),
        ),
        ...Object.fromEntries(
          percentiles.map((percentile) => [
            `p:${percentile}`,
            numbersToColumn(listed.map((row) => percentilesOf(row, percentiles)[String(percentile)] ?? null)),
          ]),
        ),
      },
    },
  };
}

function curve(filter: SampleFilter): LatencyCurve {
  refuse(filter);
  const one = reportedOf(filter);
  const points: readonly (readonly [number, number])[] = [
    [0, one?.minMs ?? 0],
    ...Object.entries(one?.times ?? {}).map(([percentile, value]) => [Number(percentile), value] as const),
    [100, one?.maxMs ?? 340],
  ];
  return {
    samples: one?.samples ?? 0,
    table: {
      rowCount: points.length,
      columns: {
        percentile: numbersToColumn(points.map(([percentile]) => percentile)),
        valueMs: numbersToColumn(points.map(([, value]) => value)),
      },
    },
  };
}
