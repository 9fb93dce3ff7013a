import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Collected } from '../testing/collect.ts';
import { labelOf, read, warningCodes } from './testing/locust-files.ts';

/** Files of fixtures/locust, with facts that fixtures/locust/facts.py computed from them. */

const folder = resolve(import.meta.dirname, '../../../../fixtures/locust/2.47.0');
const file = (name: string): Uint8Array => readFileSync(resolve(folder, name));

interface Facts {
  readonly stats: Record<string, Record<string, number>>;
  readonly history: {
    readonly rows: number;
    readonly first: number;
    readonly last: number;
    readonly users: number;
    readonly names: readonly string[];
    readonly total_requests: number;
    readonly first_total: number;
    readonly percentile_rows: number;
  };
  readonly failures: readonly (readonly [method: string, name: string, error: string, count: number])[];
  readonly exceptions: readonly (readonly [count: number, message: string])[];
}

const expected = JSON.parse(new TextDecoder().decode(file('expected.json'))) as Record<string, Facts>;

const figuresOf = (result: Collected): Record<string, Record<string, unknown>> =>
  Object.fromEntries(
    result.reported.aggregates.map(({ transaction, figures }) => [
      labelOf(result, transaction),
      {
        requests: figures.samples,
        failures: figures.failures,
        mean: figures.meanMs,
        min: figures.minMs,
        max: figures.maxMs,
        rate: figures.throughputPerSec,
        ...Object.fromEntries(figures.percentilesMs.map(([percentile, value]) => [`${percentile}%`, value])),
      },
    ]),
  );

describe.each(Object.entries(expected))('a run with --csv %s', (prefix, facts) => {
  it('has its statistics', () => {
    const result = read(file(`${prefix}_stats.csv`));
    expect(figuresOf(result)).toEqual(facts.stats);
    expect(warningCodes(result)).toEqual(['rounded-percentiles']);
  });

  it('has its history', () => {
    const result = read(file(`${prefix}_stats_history.csv`));
    const { aggregates } = result.reported;
    const total = aggregates.filter(({ transaction }) => transaction === null);
    expect({
      rows: result.report.rows,
      first: result.report.firstInstantUs! / 1e6,
      last: result.report.lastInstantUs! / 1e6,
      users: Math.max(...total.map(({ interval }) => interval!.activeUsers!)),
      names: [...new Set(aggregates.map(({ transaction }) => labelOf(result, transaction)))].sort(),
      total_requests: Number(result.report.properties['total requests in the last row']),
      first_total:
        Number(result.report.properties['total requests in the last row']) -
        total.reduce((sum, { figures }) => sum + (figures.samples ?? 0), 0),
      percentile_rows: aggregates.filter(({ figures }) => figures.percentilesMs.length > 0).length,
    }).toEqual(facts.history);
    expect(warningCodes(result)).toEqual([
      prefix === 'full' ? 'rounded-percentiles' : 'cumulative-percentiles',
    ]);
  });

  it('has its failures and exceptions', () => {
    const failures = read(file(`${prefix}_failures.csv`));
    expect(
      failures.reported.errors.map(({ transaction, message, count }) => [
        failures.transactions[transaction!]!.method,
        failures.transactions[transaction!]!.name,
        message,
        count,
      ]),
    ).toEqual(facts.failures);
    expect(failures.reported.errors.filter(({ code }) => code === '503').length).toBeGreaterThan(1);
    const exceptions = read(file(`${prefix}_exceptions.csv`));
    expect(exceptions.reported.errors.map(({ message, count }) => [count, message])).toEqual(
      facts.exceptions,
    );
  });
});
