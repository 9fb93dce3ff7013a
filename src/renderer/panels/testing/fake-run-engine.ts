import { DEFAULT_APDEX_SETTINGS } from '#shared/model/apdex.ts';
import { numbersToColumn, textsToColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { EngineParams } from '#shared/contract/engine.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import { DEFAULT_FINDING_SETTINGS } from '#shared/model/finding.ts';
import { bucketOf, chooseScheme } from '#shared/model/latency-buckets.ts';
import type { LatencyCube, LatencyCurve, LatencySeries, LatencySummary } from '#shared/model/latency.ts';
import type { Statistics } from '#shared/model/statistics.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';
import { fakeDiagnostics } from './fake-diagnostics.ts';
import { fakeDrillDown } from './fake-drill-down.ts';
import { fakeGates } from './fake-gates.ts';

interface Sample {
  readonly atMs: number;
  readonly transaction: 1 | 2;
  readonly ms: number;
  readonly failed: boolean;
}

export const RUN_MS = 100_000;
const BIN_MS = 1000;
const LABELS = { 1: 'Add to cart', 2: 'Checkout: place order' } as const;

/**
 * A run of 100 s with ten samples each second: nine of "Add to cart" at 20 to 28 ms and one of "Checkout" at 300 ms,
 * which fails in the second minute's first ten seconds.
 */
const samples: readonly Sample[] = Array.from({ length: 1000 }, (_, i) => {
  const atMs = i * 100;
  const checkout = i % 10 === 9;
  return {
    atMs,
    transaction: checkout ? 2 : 1,
    ms: checkout ? 300 : 20 + (i % 9),
    failed: checkout && atMs >= 60_000 && atMs < 70_000,
  };
});

/** An engine that computes exactly, slowly and simply what the window asks about that run. */
export function fakeRunHandlers(): FakeHandlers {
  return {
    'runs.transactions': () =>
      ([1, 2] as const).map((id) => ({ id, label: LABELS[id], kind: 'request' as const })),
    'latency.summary': summary,
    'latency.series': series,
    'latency.curve': curve,
    'latency.cube': cube,
    'latency.errors': ({ filter }) => {
      const count = select({ ...filter, outcome: 'failed' }).length;
      return count === 0
        ? []
        : [
            {
              transaction: LABELS[2],
              code: '503',
              message: 'No healthy upstream',
              count,
              firstMs: 60_900,
              lastMs: 69_900,
            },
          ];
    },
    ...fakeDiagnostics(RUN_MS),
    ...fakeGates(),
    'findings.list': () => ({ findings: [], notMeasured: [], settings: DEFAULT_FINDING_SETTINGS }),
    ...fakeDrillDown((filter) =>
      select(filter).map((sample) => ({ ...sample, label: LABELS[sample.transaction] })),
    ),
    'k6.checks': () => [{ name: 'status is 200', group: '', passed: 990, failed: 10 }],
    'k6.thresholds': () => [
      { metric: 'http_req_duration', expression: 'p(95)<200', passed: false, value: 300 },
      { metric: 'checks', expression: 'rate>0.99', passed: null, value: null },
    ],
    'k6.metrics': () => [],
    'apdex.settings': () => DEFAULT_APDEX_SETTINGS,
  };
}

function select({ time, transactions, outcome, latency }: SampleFilter): readonly Sample[] {
  return samples.filter(
    (sample) =>
      (time === null || (sample.atMs >= time.fromMs && sample.atMs < time.toMs)) &&
      (transactions === null || transactions.includes(sample.transaction)) &&
      (latency === null || (sample.ms >= latency.fromMs && sample.ms < (latency.toMs ?? Infinity))) &&
      (outcome === 'all' || sample.failed === (outcome === 'failed')),
  );
}

function type7(sorted: readonly number[], percentile: number): number | null {
  if (sorted.length === 0) return null;
  const rank = ((sorted.length - 1) * percentile) / 100;
  const low = sorted[Math.floor(rank)]!;
  return low + (rank - Math.floor(rank)) * (sorted[Math.ceil(rank)]! - low);
}

function times(of: readonly Sample[]): readonly number[] {
  return of.map((sample) => sample.ms).sort((a, b) => a - b);
}

function statistics(of: readonly Sample[], percentiles: readonly number[]): Statistics {
  const sorted = times(of);
  const failures = of.filter((sample) => sample.failed).length;
  const known = of.length > 0;
  return {
    samples: of.length,
    failures,
    errorRate: known ? failures / of.length : null,
    minMs: sorted[0] ?? null,
    meanMs: known ? sorted.reduce((sum, ms) => sum + ms, 0) / of.length : null,
    maxMs: sorted.at(-1) ?? null,
    stdDevMs: known ? 1.5 : null,
    percentilesMs: Object.fromEntries(
      percentiles.map((percentile) => [String(percentile), type7(sorted, percentile)]),
    ),
    throughputPerSec: known ? 10 : null,
    receivedBytes: 1000 * of.length,
    sentBytes: null,
    apdex: known ? { score: 0.999, tMs: 500, samples: of.length } : null,
  };
}

function summary({ filter, percentiles, jmeterCompatible }: EngineParams<'latency.summary'>): LatencySummary {
  const chosen = select(filter);
  const rows = ([1, 2] as const)
    .map((id) => ({
      id,
      figures: statistics(
        chosen.filter((sample) => sample.transaction === id),
        percentiles,
      ),
    }))
    .filter(({ figures }) => figures.samples !== 0);
  const column = (read: (figures: Statistics) => number | null) =>
    numbersToColumn(rows.map(({ figures }) => read(figures)));
  const table: ColumnTable = {
    rowCount: rows.length,
    columns: {
      id: numbersToColumn(rows.map(({ id }) => id)),
      label: textsToColumn(rows.map(({ id }) => LABELS[id])),
      kind: textsToColumn(rows.map(() => 'request')),
      samples: column((figures) => figures.samples),
      failures: column((figures) => figures.failures),
      minMs: column((figures) => figures.minMs),
      meanMs: column((figures) => figures.meanMs),
      maxMs: column((figures) => figures.maxMs),
      stdDevMs: column((figures) => figures.stdDevMs),
      throughputPerSec: column((figures) => figures.throughputPerSec),
      receivedBytes: column((figures) => figures.receivedBytes),
      apdex: column((figures) => figures.apdex?.score ?? null),
      apdexTMs: column((figures) => figures.apdex?.tMs ?? null),
      ...Object.fromEntries(
        percentiles.map((p) => [`p:${p}`, column((figures) => figures.percentilesMs[String(p)] ?? null)]),
      ),
      ...(jmeterCompatible
        ? Object.fromEntries(percentiles.map((p) => [`jmeter:${p}`, column(() => 777)]))
        : {}),
    },
  };
  const overall = statistics(chosen, percentiles);
  const jmeterOverall = jmeterCompatible
    ? Object.fromEntries(percentiles.map((p) => [String(p), 777]))
    : null;
  return { overall, jmeterOverall, transactions: table, percentiles };
}

function series({ filter, percentiles }: EngineParams<'latency.series'>): LatencySeries {
  const bucketMs = 10_000;
  const buckets = Array.from({ length: RUN_MS / bucketMs }, (_, i) =>
    select({ ...filter, time: { fromMs: i * bucketMs, toMs: (i + 1) * bucketMs } }),
  );
  const column = (read: (of: readonly Sample[], index: number) => number | null) =>
    numbersToColumn(buckets.map(read));
  return {
    bucketMs,
    multiples: Object.fromEntries(percentiles.map((p) => [String(p), 1])),
    table: {
      rowCount: buckets.length,
      columns: {
        startMs: column((_, index) => index * bucketMs),
        samples: column((of) => of.length),
        failures: column((of) => of.filter((sample) => sample.failed).length),
        threads: column(() => 5),
        ...Object.fromEntries(percentiles.map((p) => [`p:${p}`, column((of) => type7(times(of), p))])),
      },
    },
  };
}

function curve({ filter }: EngineParams<'latency.curve'>): LatencyCurve {
  const sorted = times(select(filter));
  const percentiles = sorted.length === 0 ? [] : [0, 50, 90, 99, 100];
  return {
    samples: sorted.length,
    table: {
      rowCount: percentiles.length,
      columns: {
        percentile: numbersToColumn(percentiles),
        valueMs: numbersToColumn(percentiles.map((p) => type7(sorted, p))),
      },
    },
  };
}

function cube(): LatencyCube {
  const scheme = chooseScheme(1, 20, 300);
  const cells = new Map<string, number>();
  for (const sample of samples) {
    const cell = [
      Math.floor(sample.atMs / BIN_MS),
      sample.transaction - 1,
      Number(sample.failed),
      bucketOf(scheme, sample.ms),
    ];
    cells.set(cell.join(), (cells.get(cell.join()) ?? 0) + 1);
  }
  const rows = [...cells].map(([key, count]) => [...key.split(',').map(Number), count]);
  const column = (index: number) => numbersToColumn(rows.map((row) => row[index] ?? 0));
  return {
    binMs: BIN_MS,
    binCount: RUN_MS / BIN_MS + 1,
    transactionIds: [1, 2],
    counted: [true, true],
    scheme,
    cells: {
      rowCount: rows.length,
      columns: {
        bin: column(0),
        transaction: column(1),
        failed: column(2),
        bucket: column(3),
        samples: column(4),
      },
    },
  };
}
