import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberAt, numberColumn, textAt, textColumn } from '#shared/contract/columns.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { summarise } from './summary.ts';
import { CORPUS, FIXTURES, hasCorpus, importRun } from './testing/imported-run.ts';
import { openTestDatabase } from './testing/stored-run.ts';

/** JMeter's own dashboard of the same files, to the last digit: `statistics.json` of its report generator. */
interface DashboardRow {
  readonly sampleCount: number;
  readonly errorCount: number;
  readonly meanResTime: number;
  /** Since JMeter 5.2. */
  readonly medianResTime?: number;
  readonly minResTime: number;
  readonly maxResTime: number;
  readonly pct1ResTime: number;
  readonly pct2ResTime: number;
  readonly pct3ResTime: number;
  readonly throughput: number;
}

const signal = new AbortController().signal;

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

const fixture = (name: string): string => join(FIXTURES, 'jmeter/5.6.3', name);
const corpus = (name: string): string => join(CORPUS, 'jmeter', name);

const pairs = [
  ['default', fixture('default.jtl'), fixture('default.statistics.json')],
  ['generate-parent', fixture('generate-parent.jtl'), fixture('generate-parent.statistics.json')],
  ['shop-baseline', fixture('shop-baseline.jtl.gz'), fixture('shop-baseline.statistics.json')],
  ['shop-candidate', fixture('shop-candidate.jtl.gz'), fixture('shop-candidate.statistics.json')],
] as const;
const corpusPairs = [
  ['hebroms', corpus('hebroms-stress-results.jtl'), corpus('hebroms-stress-statistics.json')],
  ['musicgds', corpus('musicgds-results.jtl'), corpus('musicgds-statistics.json')],
] as const;

async function expectDashboard(file: string, statistics: string): Promise<void> {
  const dashboard = JSON.parse(readFileSync(statistics, 'utf8')) as Record<string, DashboardRow>;
  const { run, transactions } = await importRun(database, file);
  const { jmeterOverall, transactions: table } = await summarise(
    database,
    run,
    transactions,
    {
      filter: wholeRun(run.id),
      percentiles: [50, 90, 95, 99],
      estimator: 'type7',
      apdexTMs: 500,
      jmeterCompatible: true,
    },
    signal,
  );
  const percentilesOf = ({ medianResTime, pct1ResTime, pct2ResTime, pct3ResTime }: DashboardRow) => ({
    ...(medianResTime === undefined ? {} : { 50: medianResTime }),
    90: pct1ResTime,
    95: pct2ResTime,
    99: pct3ResTime,
  });
  const { Total: total, ...rest } = dashboard;
  expect(jmeterOverall).toMatchObject(percentilesOf(total!));
  // A controller in which nothing ran has a row of NaN there; it is no sample.
  const labels = Object.fromEntries(Object.entries(rest).filter(([, { sampleCount }]) => sampleCount > 0));

  const number = (name: string, row: number) => numberAt(numberColumn(table, name), row);
  const rows = Array.from({ length: table.rowCount }, (_, row) => ({
    label: textAt(textColumn(table, 'label'), row)!,
    samples: number('samples', row)!,
    failures: number('failures', row)!,
    meanMs: number('meanMs', row)!,
    minMs: number('minMs', row)!,
    maxMs: number('maxMs', row)!,
    throughputPerSec: number('throughputPerSec', row),
    percentiles: Object.fromEntries([50, 90, 95, 99].map((p) => [p, number(`jmeter:${p}`, row)])),
  }));
  expect(new Set(rows.map(({ label }) => label))).toEqual(new Set(Object.keys(labels)));
  for (const [label, expected] of Object.entries(labels)) {
    const own = rows.filter((row) => row.label === label);
    for (const { percentiles } of own) expect(percentiles).toMatchObject(percentilesOf(expected));
    // The exact figures are JMeter's too, but where a label is two rows here, of two kinds.
    if (own.length > 1) continue;
    expect(own[0]).toMatchObject({
      samples: expected.sampleCount,
      failures: expected.errorCount,
      minMs: expected.minResTime,
      maxMs: expected.maxResTime,
      meanMs: expect.closeTo(expected.meanResTime, 9),
    });
    // JMeter divides by zero and writes no number.
    if (Number.isFinite(expected.throughput) && own[0]!.throughputPerSec !== null) {
      expect(own[0]!.throughputPerSec).toBeCloseTo(expected.throughput, 9);
    }
  }
}

describe("JMeter's dashboard", () => {
  it.each(pairs)('of the fixture %s', (_, file, statistics) => expectDashboard(file, statistics));

  it.runIf(hasCorpus).each(corpusPairs)('of the corpus file %s', (_, file, statistics) =>
    expectDashboard(file, statistics),
  );
});
