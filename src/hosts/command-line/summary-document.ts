import { numberAt, numberColumn, textAt, textColumn } from '#shared/contract/columns.ts';
import type {
  CheckResult,
  ErrorGroup,
  LatencySummary,
  MetricSummary,
  ThresholdResult,
} from '#shared/model/latency.ts';
import type { Granularity, Reject, Run, Source, Warning } from '#shared/model/run.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import {
  apdexFigure,
  percentileKey,
  type ApdexMode,
  type Statistics,
  type TransactionStatistics,
} from '#shared/model/statistics.ts';
import type { SummaryWindow } from './summary-window.ts';

/** `summary --json`, version 1: fields may be added, never renamed or removed. See docs/cli.md. */
export interface SummaryDocument {
  readonly schema: 'loadstone/summary/1';
  readonly runs: readonly RunDocument[];
}

type WithJmeter<T> = T & { readonly jmeterPercentilesMs?: Readonly<Record<string, number | null>> };

export interface RunDocument {
  readonly name: string;
  readonly tool: string;
  readonly toolVersion: string | null;
  readonly format: string;
  readonly granularity: Granularity;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  /** Earliest and latest time stamp written in the files. */
  readonly firstInstant: string | null;
  readonly lastInstant: string | null;
  /** Part of the run that the figures are of, since its start; null: the whole run. */
  readonly window: TimeSpan | null;
  readonly overall: WithJmeter<Statistics>;
  readonly transactions: readonly WithJmeter<Omit<TransactionStatistics, 'id'>>[];
  readonly errors: readonly {
    readonly label: string;
    readonly code: string | null;
    readonly message: string | null;
    readonly count: number;
  }[];
  readonly checks: readonly CheckResult[];
  readonly thresholds: readonly ThresholdResult[];
  readonly metrics: readonly MetricSummary[];
  readonly rejected: { readonly rows: number; readonly examples: readonly Omit<Reject, 'raw'>[] };
  readonly warnings: readonly Warning[];
}

export interface RunResults {
  readonly run: Run;
  readonly sources: readonly Source[];
  readonly summary: LatencySummary;
  readonly apdexMode: ApdexMode;
  readonly errors: readonly ErrorGroup[];
  readonly checks: readonly CheckResult[];
  readonly thresholds: readonly ThresholdResult[];
  readonly metrics: readonly MetricSummary[];
  readonly rejects: readonly Reject[];
  readonly window: SummaryWindow;
}

export function runDocument(results: RunResults): RunDocument {
  const { run, sources, summary } = results;
  const overall =
    summary.jmeterOverall === null
      ? summary.overall
      : { ...summary.overall, jmeterPercentilesMs: summary.jmeterOverall };
  return {
    name: run.name,
    tool: run.tool,
    toolVersion: run.toolVersion,
    format: run.format,
    granularity: run.granularity,
    startedAt: isoInstant(run.startedAtUs),
    durationMs: run.startedAtUs === null ? null : run.durationMs,
    firstInstant: isoInstant(
      extreme(
        sources.map((source) => source.firstInstantUs),
        Math.min,
      ),
    ),
    lastInstant: isoInstant(
      extreme(
        sources.map((source) => source.lastInstantUs),
        Math.max,
      ),
    ),
    window: results.window.time,
    overall,
    transactions: transactionRows(summary, results),
    errors: results.errors.map(({ transaction, code, message, count }) => ({
      label: transaction,
      code,
      message,
      count,
    })),
    checks: results.checks,
    thresholds: results.thresholds,
    metrics: results.metrics,
    rejected: {
      rows: sources.reduce((sum, source) => sum + source.rejectedRows, 0),
      examples: results.rejects.map(({ line, byte, reason }) => ({ line, byte, reason })),
    },
    warnings: [...sources.flatMap((source) => source.warnings), ...results.window.warnings],
  };
}

function transactionRows(
  { transactions: table, percentiles, jmeterOverall }: LatencySummary,
  { apdexMode }: Pick<RunResults, 'apdexMode'>,
): WithJmeter<Omit<TransactionStatistics, 'id'>>[] {
  if (table.rowCount === 0) return [];
  const label = textColumn(table, 'label');
  const kind = textColumn(table, 'kind');
  return Array.from({ length: table.rowCount }, (_, row) => {
    const value = (name: string): number | null => numberAt(numberColumn(table, name), row);
    const byPercentile = (prefix: string) =>
      Object.fromEntries(percentiles.map((p) => [percentileKey(p), value(`${prefix}:${percentileKey(p)}`)]));
    const samples = value('samples');
    const [score, tMs] = [value('apdex'), value('apdexTMs')];
    return {
      label: textAt(label, row) ?? '',
      kind: textAt(kind, row) as TransactionStatistics['kind'],
      samples,
      failures: value('failures'),
      errorRate: value('errorRate'),
      minMs: value('minMs'),
      meanMs: value('meanMs'),
      maxMs: value('maxMs'),
      stdDevMs: value('stdDevMs'),
      percentilesMs: byPercentile('p'),
      ...(jmeterOverall === null ? {} : { jmeterPercentilesMs: byPercentile('jmeter') }),
      throughputPerSec: value('throughputPerSec'),
      receivedBytes: value('receivedBytes'),
      sentBytes: value('sentBytes'),
      apdex:
        score === null || tMs === null || samples === null
          ? null
          : apdexFigure(score, tMs, samples, apdexMode),
    };
  });
}

/** ISO 8601 in UTC; microseconds only where there are any. */
export function isoInstant(us: number | null): string | null {
  if (us === null) return null;
  const ms = Math.floor(us / 1000);
  const rest = us - ms * 1000;
  const iso = new Date(ms).toISOString();
  return rest === 0 ? iso : `${iso.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}

function extreme(values: readonly (number | null)[], pick: (...values: number[]) => number): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : pick(...known);
}
