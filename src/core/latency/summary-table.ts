import { numbersToColumn, textsToColumn, type Column, type ColumnTable } from '#shared/contract/columns.ts';
import type { Transaction } from '#shared/model/run.ts';
import { percentileKey, type Statistics } from '#shared/model/statistics.ts';
import type { JmeterFigures } from './jmeter-compatible.ts';

export interface SummaryRow {
  readonly transaction: Transaction;
  readonly figures: Statistics;
}

/** The rows of a summary as the columns that `LatencySummary` promises. */
export function summaryTable(
  rows: readonly SummaryRow[],
  percentiles: readonly number[],
  jmeter: ReadonlyMap<string, JmeterFigures> | null,
): ColumnTable {
  const numbers = (pick: (figures: Statistics) => number | null): Column =>
    numbersToColumn(rows.map(({ figures }) => pick(figures)));
  const columns: Record<string, Column> = {
    id: numbersToColumn(rows.map(({ transaction }) => transaction.id)),
    label: textsToColumn(rows.map(({ transaction }) => transaction.label)),
    kind: textsToColumn(rows.map(({ transaction }) => transaction.kind)),
    samples: numbers((figures) => figures.samples),
    failures: numbers((figures) => figures.failures),
    errorRate: numbers((figures) => figures.errorRate),
    minMs: numbers((figures) => figures.minMs),
    meanMs: numbers((figures) => figures.meanMs),
    maxMs: numbers((figures) => figures.maxMs),
    stdDevMs: numbers((figures) => figures.stdDevMs),
    throughputPerSec: numbers((figures) => figures.throughputPerSec),
    receivedBytes: numbers((figures) => figures.receivedBytes),
    sentBytes: numbers((figures) => figures.sentBytes),
    apdex: numbers((figures) => figures.apdex?.score ?? null),
    apdexTMs: numbers((figures) => figures.apdex?.tMs ?? null),
  };
  for (const percentile of percentiles) {
    const key = percentileKey(percentile);
    columns[`p:${key}`] = numbers((figures) => figures.percentilesMs[key] ?? null);
    if (jmeter !== null) {
      columns[`jmeter:${key}`] = numbersToColumn(
        rows.map(({ transaction }) => jmeter.get(transaction.label)?.[key] ?? null),
      );
    }
  }
  return { rowCount: rows.length, columns };
}
