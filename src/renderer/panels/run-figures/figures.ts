import { numberAt, numberColumn, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { LatencySummary } from '#shared/model/latency.ts';
import type { Run, TransactionKind } from '#shared/model/run.ts';
import { percentileKey, type Statistics } from '#shared/model/statistics.ts';

/** Figures that a run's views show together. `p50` to `p99` are the headline; the rest stands in the table. */
export const TABLE_PERCENTILES: readonly number[] = [50, 90, 95, 99, 99.9];
export const SPARKLINE_PERCENTILE = 95;

/** What reports print, by tool: all of these are asked for, and those that a report lacks are not shown. */
const REPORT_PERCENTILES: readonly number[] = [
  ...[10, 25, 50, 60, 66, 70, 75, 80, 90, 95, 97.5, 98, 99, 99.5, 99.9, 99.99, 99.999],
];

/** The percentiles that the views of a run ask for together, so that they share one answer. */
export function percentilesFor(run: Pick<Run, 'granularity'>): readonly number[] {
  return run.granularity === 'aggregated' ? REPORT_PERCENTILES : TABLE_PERCENTILES;
}

/** Figures of one set of samples; null: not known. */
export interface Figures {
  readonly samples: number | null;
  readonly failures: number | null;
  readonly minMs: number | null;
  readonly meanMs: number | null;
  readonly maxMs: number | null;
  readonly stdDevMs: number | null;
  readonly throughputPerSec: number | null;
  readonly receivedPerSec: number | null;
  /** In the order of the percentiles that were asked for. */
  readonly percentilesMs: readonly (number | null)[];
  /** JMeter's own p90, p95 and p99; null unless asked for. */
  readonly jmeterMs: readonly (number | null)[] | null;
  /** Null or left out where there is none: a report has no samples to judge. */
  readonly apdex?: { readonly score: number; readonly tMs: number; readonly mixed?: boolean } | null;
}

export interface TransactionFigures extends Figures {
  readonly id: number;
  readonly label: string;
  readonly kind: TransactionKind;
}

/** `figures` of a percentile; null where it was not asked for or is not known. */
export function percentileOf(
  figures: Figures,
  percentiles: readonly number[],
  percentile: number,
): number | null {
  return figures.percentilesMs[percentiles.indexOf(percentile)] ?? null;
}

/** What JMeter's dashboard prints beside the mean. */
export const JMETER_PERCENTILES: readonly number[] = [90, 95, 99];

export function overallFigures({ overall, jmeterOverall, percentiles }: LatencySummary): Figures {
  return {
    samples: overall.samples,
    failures: overall.failures,
    minMs: overall.minMs,
    meanMs: overall.meanMs,
    maxMs: overall.maxMs,
    stdDevMs: overall.stdDevMs,
    throughputPerSec: overall.throughputPerSec,
    receivedPerSec: receivedPerSec(overall),
    percentilesMs: percentiles.map((percentile) => overall.percentilesMs[percentileKey(percentile)] ?? null),
    jmeterMs:
      jmeterOverall === null
        ? null
        : JMETER_PERCENTILES.map((percentile) => jmeterOverall[percentileKey(percentile)] ?? null),
    apdex: overall.apdex,
  };
}

/** Bytes per second over the time that the rate of samples is taken over, so that both rates fit together. */
function receivedPerSec({
  receivedBytes,
  throughputPerSec,
  samples,
}: Pick<Statistics, 'receivedBytes' | 'throughputPerSec'> & Pick<Figures, 'samples'>): number | null {
  if (receivedBytes === null || throughputPerSec === null || samples === null || samples === 0) return null;
  return (receivedBytes * throughputPerSec) / samples;
}

export function transactionFigures({
  transactions,
  percentiles: asked,
}: LatencySummary): readonly TransactionFigures[] {
  if (transactions.rowCount === 0) return [];
  const ids = numbers(transactions, 'id');
  const labels = texts(transactions, 'label');
  const kinds = texts(transactions, 'kind');
  const samples = numbers(transactions, 'samples');
  const failures = numbers(transactions, 'failures');
  const times = ['minMs', 'meanMs', 'maxMs', 'stdDevMs'].map((name) => numbers(transactions, name));
  const throughput = numbers(transactions, 'throughputPerSec');
  const received = numbers(transactions, 'receivedBytes');
  const withApdex = transactions.columns['apdexTMs'] !== undefined;
  const [score, tMs] = withApdex
    ? [numbers(transactions, 'apdex'), numbers(transactions, 'apdexTMs')]
    : [() => null, () => null];
  const percentiles = asked.map((percentile) => numbers(transactions, `p:${percentileKey(percentile)}`));
  const withJmeter = transactions.columns[`jmeter:${percentileKey(JMETER_PERCENTILES[0]!)}`] !== undefined;
  const jmeter = withJmeter
    ? JMETER_PERCENTILES.map((percentile) => numbers(transactions, `jmeter:${percentileKey(percentile)}`))
    : null;
  return Array.from({ length: transactions.rowCount }, (_, row): TransactionFigures => {
    const [minMs = null, meanMs = null, maxMs = null, stdDevMs = null] = times.map((read) => read(row));
    const count = samples(row);
    const [apdexScore, apdexTMs] = [score(row), tMs(row)];
    return {
      id: ids(row) ?? -1,
      label: labels(row) ?? '',
      kind: (kinds(row) ?? 'request') as TransactionKind,
      samples: count,
      failures: failures(row),
      minMs,
      meanMs,
      maxMs,
      stdDevMs,
      throughputPerSec: throughput(row),
      receivedPerSec: receivedPerSec({
        receivedBytes: received(row),
        throughputPerSec: throughput(row),
        samples: count,
      }),
      percentilesMs: percentiles.map((read) => read(row)),
      jmeterMs: jmeter === null ? null : jmeter.map((read) => read(row)),
      apdex: apdexScore === null || apdexTMs === null ? null : { score: apdexScore, tMs: apdexTMs },
    };
  });
}

function numbers(table: ColumnTable, name: string): (row: number) => number | null {
  const column = numberColumn(table, name);
  return (row) => numberAt(column, row);
}

function texts(table: ColumnTable, name: string): (row: number) => string | null {
  const column = textColumn(table, name);
  return (row) => textAt(column, row);
}
