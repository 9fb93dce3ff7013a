import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { plainPercentile } from '../testing/oracle.ts';
import { openTestDatabase, storeRun, type TestMetric, type TestPoint } from '../testing/stored-run.ts';
import { k6Metrics } from './metrics.ts';
import { k6Thresholds } from './thresholds.ts';

const signal = new AbortController().signal;

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

const kinds = [
  { name: 'counted', kind: 'counter' },
  { name: 'gauged', kind: 'gauge' },
  { name: 'rated', kind: 'rate' },
  { name: 'trended', kind: 'trend' },
] as const satisfies readonly TestMetric[];

function run(
  points: readonly (readonly [metric: string, atMs: number, value: number])[],
  metrics: readonly TestMetric[],
) {
  const listed: TestPoint[] = points.map(([metric, atMs, value]) => ({ metric, atMs, value }));
  return storeRun(database, [{ samples: [], points: listed }], { clockTickMs: 1e-6, metrics });
}

async function ask(stored: Awaited<ReturnType<typeof run>>, percentiles: readonly number[] = [50]) {
  return new Map(
    (await k6Metrics(database, stored.run.id, percentiles, signal)).map((metric) => [metric.name, metric]),
  );
}

describe('k6Metrics', () => {
  it('sums counters, shares rates, ends gauges and orders trends', async () => {
    const metrics = await ask(
      await run(
        [
          ['counted', 0, 1],
          ['counted', 1, 2.5],
          ['counted', 2, 2.5],
          ['gauged', 0, 7],
          ['gauged', 5, 3],
          ['gauged', 3, 5],
          ['rated', 0, 0],
          ['rated', 1, 1],
          ['rated', 2, 0.5],
          ['rated', 3, 0],
          ['trended', 0, 10],
          ['trended', 1, 40],
          ['trended', 2, 20],
        ],
        kinds,
      ),
    );
    expect(metrics.get('counted')).toMatchObject({
      kind: 'counter',
      count: 3,
      value: 6,
      min: null,
      mean: null,
    });
    // The last of the file, as k6 adds them up; its time stamp may be an earlier one.
    expect(metrics.get('gauged')).toMatchObject({ kind: 'gauge', count: 3, value: 5, min: 3, max: 7 });
    expect(metrics.get('rated')).toMatchObject({ kind: 'rate', count: 4, value: 0.5, percentiles: {} });
    expect(metrics.get('trended')).toMatchObject({
      kind: 'trend',
      count: 3,
      value: null,
      min: 10,
      mean: 70 / 3,
      max: 40,
      percentiles: { 50: 20 },
    });
  });

  it('gives nulls for a metric without readings', async () => {
    const metrics = await ask(await run([['counted', 0, 1]], kinds));
    for (const name of ['gauged', 'rated', 'trended']) {
      expect(metrics.get(name)).toMatchObject({ count: 0, value: null, min: null, mean: null, max: null });
    }
    expect(metrics.get('trended')!.percentiles).toEqual({ 50: null });
  });

  it('does not mix metrics of other runs in', async () => {
    const first = await run([['counted', 0, 100]], kinds);
    await run([['counted', 0, 1]], kinds);
    expect((await ask(first)).get('counted')!.value).toBe(100);
  });

  it('is exact for a trend of many values as for one of few', { timeout: 60_000 }, async () => {
    const readings = 260_000;
    const stored = await run(
      [['trended', 0, 0]],
      [{ name: 'trended', kind: 'trend', thresholds: ['p(99.9)<1', 'avg>1'] }],
    );
    const source = stored.run.sourceIds[0]!;
    await database.execute(
      `INSERT INTO points_${source} (metric_id, "at", value, tag_set_id)
       SELECT metric_id, "at", (hash(i) % 100000000) / 1e6, 0 FROM points_${source}, range(1, ${readings}) t(i)`,
    );
    const table = await database.query(`SELECT value FROM points_${source} ORDER BY value`);
    const column = table.columns['value']!;
    const values = column.kind === 'number' ? [...column.values] : [];
    expect(values).toHaveLength(readings);
    const percentiles = [0, 50, 95, 99.9, 100];
    const metric = (await ask(stored, percentiles)).get('trended')!;
    expect(metric.percentiles).toEqual(
      Object.fromEntries(percentiles.map((percentile) => [percentile, plainPercentile(values, percentile)])),
    );
    expect([metric.count, metric.min, metric.max]).toEqual([readings, values[0], values.at(-1)]);
    expect(metric.mean).toBeCloseTo(values.reduce((a, b) => a + b, 0) / readings, 9);
    const [p999, avg] = await k6Thresholds(database, stored.run.id, signal);
    expect(p999).toMatchObject({ passed: false, value: plainPercentile(values, 99.9) });
    expect(avg).toMatchObject({ passed: true, value: metric.mean });
  });
});

describe('k6Thresholds', () => {
  it('evaluate what a file can tell, and say so where it cannot', async () => {
    const stored = await run(
      [
        ['counted', 0, 4],
        ['gauged', 0, 2],
        ['rated', 0, 1],
        ['trended', 0, 10],
        ['trended', 0, 20],
      ],
      [
        { ...kinds[0], thresholds: ['count>3', 'count>=5', 'rate>1'] },
        { ...kinds[1], thresholds: ['value==2'] },
        { ...kinds[2], thresholds: ['rate<0.9'] },
        { ...kinds[3], thresholds: ['med<=15', 'p(90)<18.9', 'avg!=15', 'min<10', 'max>19', 'nonsense'] },
      ],
    );
    const results = await k6Thresholds(database, stored.run.id, signal);
    expect(
      results.map(({ metric, expression, passed, value }) => [metric, expression, passed, value]),
    ).toEqual([
      ['counted', 'count>3', true, 4],
      ['counted', 'count>=5', false, 4],
      // Per second of the test, whose duration stands nowhere.
      ['counted', 'rate>1', null, null],
      ['gauged', 'value==2', true, 2],
      ['rated', 'rate<0.9', false, 1],
      ['trended', 'med<=15', true, 15],
      ['trended', 'p(90)<18.9', false, 19],
      ['trended', 'avg!=15', false, 15],
      ['trended', 'min<10', false, 10],
      ['trended', 'max>19', true, 20],
      ['trended', 'nonsense', null, null],
    ]);
  });

  it('have no verdict on a metric without readings', async () => {
    const stored = await run(
      [['counted', 0, 1]],
      [kinds[0], { ...kinds[3], thresholds: ['p(95)<1', 'avg<1'] }],
    );
    const results = await k6Thresholds(database, stored.run.id, signal);
    expect(results.map(({ passed, value }) => [passed, value])).toEqual([
      [null, null],
      [null, null],
    ]);
  });
});
