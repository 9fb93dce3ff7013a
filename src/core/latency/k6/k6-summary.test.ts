import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeRun } from '#shared/model/filter.ts';
import type { Database } from '../../db/database.ts';
import { summarise } from '../summary.ts';
import { FIXTURES, importRun } from '../testing/imported-run.ts';
import { openTestDatabase, type StoredRun } from '../testing/stored-run.ts';
import { k6Checks } from './checks.ts';
import { k6Metrics } from './metrics.ts';
import { k6Thresholds } from './thresholds.ts';

/** k6's own end-of-test summary of the same run: `handleSummary(data)`, written by the script of the fixture. */
interface HandleSummary {
  readonly metrics: Readonly<Record<string, SummaryMetric>>;
  readonly root_group: Group;
}

interface SummaryMetric {
  readonly type: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly contains: string;
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}

interface Group {
  readonly path: string;
  readonly groups: readonly Group[];
  readonly checks: readonly { readonly name: string; readonly passes: number; readonly fails: number }[];
}

const FOLDER = join(FIXTURES, 'k6/1.8.1');
const PERCENTILES = [50, 90, 95, 99, 99.9];
const signal = new AbortController().signal;
const summary = JSON.parse(readFileSync(join(FOLDER, 'handle-summary.json'), 'utf8')) as HandleSummary;

let database: Database;
let remove: () => Promise<void>;
let stored: StoredRun;
beforeAll(async () => {
  ({ database, remove } = await openTestDatabase());
  stored = await importRun(database, join(FOLDER, 'results.ndjson.json.gz'));
  // A second run of the same metrics, which must not be mixed in.
  await importRun(database, join(FOLDER, 'new-summary/results.ndjson.json.gz'));
});
afterAll(() => remove());

const metrics = () => k6Metrics(database, stored.run.id, PERCENTILES, signal);
/** Sub-metrics such as `http_req_duration{name:Place order}` among them: k6 writes no points of their own for those. */
const expectedMetrics = Object.entries(summary.metrics);

describe("k6's own summary", () => {
  it('has the same metrics', async () => {
    expect((await metrics()).map(({ name, kind }) => [name, kind])).toEqual(
      expectedMetrics.map(([name, { type }]) => [name, type]).sort(([a], [b]) => (a! < b! ? -1 : 1)),
    );
  });

  it('has the same percentiles, minima and maxima of every trend, to the last digit', async () => {
    const found = await metrics();
    const trends = expectedMetrics.filter(([, { type }]) => type === 'trend');
    expect(trends.filter(([name]) => name.includes('{'))).toHaveLength(3);
    for (const [name, { values }] of trends) {
      const metric = found.find((candidate) => candidate.name === name)!;
      expect(metric).toMatchObject({
        count: values['count'],
        min: values['min'],
        max: values['max'],
        value: null,
      });
      expect(metric.percentiles).toEqual(Object.fromEntries(PERCENTILES.map((p) => [p, values[`p(${p})`]])));
      // k6 adds up in the order of arrival, with a rounding error at every step.
      expect(Math.abs(metric.mean! - values['avg']!)).toBeLessThanOrEqual(1e-13 * values['avg']!);
    }
  });

  it('has the same counters, rates and gauges', async () => {
    const found = await metrics();
    for (const [name, { type, values }] of expectedMetrics.filter(([, metric]) => metric.type !== 'trend')) {
      const metric = found.find((candidate) => candidate.name === name)!;
      switch (type) {
        case 'counter':
          expect([name, metric.value]).toEqual([name, values['count']]);
          break;
        case 'rate':
          expect([name, metric.value]).toEqual([name, values['rate']]);
          expect(metric.count).toBe(values['passes']! + values['fails']!);
          break;
        case 'gauge':
          expect([name, metric.value, metric.min, metric.max]).toEqual([
            name,
            values['value'],
            values['min'],
            values['max'],
          ]);
          break;
        case 'trend':
          break;
      }
      expect([metric.mean, metric.percentiles]).toEqual([null, {}]);
    }
  });

  it('has the same verdicts on thresholds', async () => {
    const results = await k6Thresholds(database, stored.run.id, signal);
    // A file of points does not hold the thresholds of sub-metrics.
    const parents = expectedMetrics.filter(([name]) => !name.includes('{'));
    const expected = parents.flatMap(([metric, { thresholds = {} }]) =>
      Object.entries(thresholds).map(([expression, { ok }]) => ({ metric, expression, passed: ok })),
    );
    const plain = results.map(({ metric, expression, passed }) => ({ metric, expression, passed }));
    expect(plain).toHaveLength(expected.length);
    expect(plain).toEqual(expect.arrayContaining(expected));
    expect(plain.some(({ passed }) => passed === false)).toBe(true);
    const p95 = results.find(({ expression }) => expression === 'p(95)<400')!;
    expect(p95.value).toBe(summary.metrics['http_req_duration']!.values['p(95)']);
  });

  it('has the same checks', async () => {
    const flatten = (group: Group): { name: string; group: string; passed: number; failed: number }[] => [
      ...group.checks.map(({ name, passes, fails }) => ({
        name,
        group: group.path.replace(/^::/u, ''),
        passed: passes,
        failed: fails,
      })),
      ...group.groups.flatMap(flatten),
    ];
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    const checks = await k6Checks(database, stored.run.id, signal);
    expect([...checks].sort(byName)).toEqual(flatten(summary.root_group).sort(byName));
    // In the order of their first reading; those of one call have the same instant.
    expect(checks.map(({ name }) => name)).toEqual([
      'body has "ok"',
      'status is 200, or 304',
      'report is there',
      'order accepted',
      'price is there',
    ]);
  });

  it('has the same requests as the summary of the run', async () => {
    const { overall } = await summarise(
      database,
      stored.run,
      stored.transactions,
      {
        filter: wholeRun(stored.run.id),
        percentiles: PERCENTILES,
        estimator: 'type7',
        apdexTMs: 500,
        jmeterCompatible: false,
      },
      signal,
    );
    const { values: requests } = summary.metrics['http_reqs']!;
    const { values: calls } = summary.metrics['grpc_req_duration']!;
    expect(overall.samples).toBe(requests['count']! + calls['count']!);
  });
});
