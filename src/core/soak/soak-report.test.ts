import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberColumn } from '#shared/contract/columns.ts';
import type { EngineParams } from '#shared/contract/engine.ts';
import type { SoakReport, SoakTrend } from '#shared/model/soak.ts';
import type { Database } from '../db/database.ts';
import {
  openTestDatabase,
  storeRun,
  type TestPoint,
  type TestSample,
} from '../latency/testing/stored-run.ts';
import { Random } from '../statistics/random.ts';
import { theilSen } from '../statistics/theil-sen.ts';
import { trendOf } from './line-or-step.ts';
import { soakReport } from './soak-report.ts';
import { soakSeries } from './soak-series.ts';

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ database, remove } = await openTestDatabase());
});
afterAll(() => remove());

const MINUTES = 60;
const SPAN = { fromMs: 0, toMs: MINUTES * 60_000 };

/** One request per second of each label; the median is 100 ms × factor(minute). */
function samples(seed: string, factors: Readonly<Record<string, (minute: number) => number>>): TestSample[] {
  const random = new Random(seed);
  return Object.entries(factors).flatMap(([label, factor]) =>
    Array.from({ length: MINUTES * 60 }, (_, second) => ({
      label,
      startMs: second * 1000,
      elapsedMs: Math.max(1, Math.round(100 * factor(second / 60) * Math.exp(0.3 * random.normal()))),
      ok: true,
    })),
  );
}

async function report(rows: readonly TestSample[], points: readonly TestPoint[] = []): Promise<SoakReport> {
  const metrics = [...new Set(points.map(({ metric }) => metric))].map((name) => ({
    name,
    kind: 'gauge' as const,
  }));
  const { run, transactions } = await storeRun(database, [{ samples: rows, points }], { metrics });
  return soakReport(database, run, transactions, SPAN, new AbortController().signal);
}

function find(found: SoakReport, label: string, figure: SoakTrend['figure']): SoakTrend {
  return found.trends.find((each) => each.label === label && each.figure === figure)!;
}

const readings = (metric: string, value: (second: number) => number): TestPoint[] =>
  Array.from({ length: MINUTES * 12 }, (_, i) => ({ metric, atMs: i * 5000, value: value(i * 5) }));

describe('soak trends (method E6)', () => {
  it('find a planted drift of 20 %, and none in what does not drift', async () => {
    const found = await report(
      samples('drift', { drifting: (minute) => 1 + (0.3 * minute) / MINUTES, still: () => 1 }),
    );
    const drifting = find(found, 'drifting', 'p50');
    expect(drifting.p).toBeLessThan(0.001);
    expect(drifting.change).toBeGreaterThan(0.24);
    expect(drifting.change).toBeLessThan(0.36);
    expect(drifting.perHourLow).toBeLessThan(0.3);
    expect(drifting.perHourHigh).toBeGreaterThan(0.3);
    expect(drifting.step).toBeNull();
    const still = find(found, 'still', 'p50');
    expect(Math.abs(still.change!)).toBeLessThan(0.08);
    expect(found.trends.filter(({ kind }) => kind === 'latency')).toHaveLength(6);
  });

  it('tell a step from a trend', async () => {
    const found = await report(samples('step', { stepping: (minute) => (minute < 36 ? 1 : 1.4) }));
    const { step } = find(found, 'stepping', 'p50');
    expect(step?.atMs).toBeGreaterThanOrEqual(34 * 60_000);
    expect(step?.atMs).toBeLessThanOrEqual(38 * 60_000);
    expect(step?.change).toBeCloseTo(0.4, 1);
  });

  it('look at the floor under sawteeth, and at nothing but what is held', async () => {
    const found = await report(samples('saw', { a: () => 1 }), [
      ...readings('heap used', (second) => 1e8 + ((second % 240) / 240) * 5e7),
      ...readings('Memory', (second) => 1e8 * (1 + (0.2 * second) / 3600) + ((second % 240) / 240) * 5e7),
      ...readings('CPU', (second) => second),
    ]);
    const resources = found.trends.filter(({ kind }) => kind === 'resource');
    expect(resources.map(({ label }) => label)).toEqual(['Memory', 'heap used']);
    expect(find(found, 'Memory', 'floor').change).toBeGreaterThan(0.15);
    expect(find(found, 'Memory', 'floor').p).toBeLessThan(0.001);
    expect(Math.abs(find(found, 'heap used', 'floor').change!)).toBeLessThan(0.01);
  });

  it('say what is missing', async () => {
    const { run, transactions } = await storeRun(database, [{ samples: samples('short', { a: () => 1 }) }]);
    const { signal } = new AbortController();
    const short = await soakReport(database, run, transactions, { fromMs: 0, toMs: 29 * 60_000 }, signal);
    expect(short).toMatchObject({ trends: [], tooShort: expect.stringContaining('30 minutes') });
    const none = await soakReport(database, run, transactions, null, signal);
    expect(none.tooShort).toContain('constant load');
  });

  it('show what they were looked for in', async () => {
    const { run, transactions } = await storeRun(
      database,
      [
        {
          samples: samples('series', { rising: (minute) => 1 + minute / MINUTES, still: () => 1 }),
          points: readings('heap used', (second) => 1e8 + (second % 240) * 1e5),
        },
      ],
      { metrics: [{ name: 'heap used', kind: 'gauge' }] },
    );
    const { signal } = new AbortController();
    const { trends } = await soakReport(database, run, transactions, SPAN, signal);
    const valuesOf = async (trend: EngineParams<'soak.series'>['trend']): Promise<number[]> => {
      const { table } = await soakSeries(database, run, { span: SPAN, trend }, signal);
      return Array.from({ length: table.rowCount }, (_, row) => numberColumn(table, 'value').values[row]!);
    };
    for (const { kind, transactionId, figure, label, host, minutes, from, to } of trends) {
      const values = await valuesOf(
        kind === 'latency'
          ? { kind, transactionId, figure: figure === 'p50' ? 'p50' : 'p95' }
          : { kind, metric: label, host },
      );
      // The first minutes of a floor have too few before them to be looked at.
      expect(values).toHaveLength(kind === 'latency' ? minutes : MINUTES);
      const line = theilSen(Float64Array.from(values))!;
      if (kind === 'latency') {
        expect(line.intercept).toBeCloseTo(from, 6);
        expect(line.intercept + line.slope * (values.length - 1)).toBeCloseTo(to, 6);
      } else expect(Math.min(...values)).toBeCloseTo(1e8, 3);
    }
    expect(new Set(trends.map(({ label }) => label))).toEqual(
      new Set(['All requests', 'rising', 'still', 'heap used']),
    );
    expect(await valuesOf({ kind: 'resource', metric: 'no such metric', host: null })).toEqual([]);
  });

  it('golden values of the recipe', () => {
    const v = [
      100, 101, 99, 103, 104, 102, 106, 105, 108, 107, 109, 112, 110, 113, 115, 114, 117, 116, 119, 118, 121,
      123, 122, 125,
    ];
    const trend = trendOf(
      Float64Array.from(v),
      Float64Array.from(v, (_, i) => i),
    );
    expect(trend?.slope).toBeCloseTo(1.0889328, 6);
    expect(trend?.slopeLow).toBeCloseTo(1, 6);
    expect(trend?.slopeHigh).toBeCloseTo(1.1538, 3);
    expect(trend?.stepAt).toBeNull();
  });

  it('are hardly ever found in noise that wanders', () => {
    let found = 0;
    const runs = 100;
    for (let i = 0; i < runs; i++) {
      const random = new Random(`wander ${i}`);
      let drift = 0;
      const values = Float64Array.from({ length: 60 }, () => {
        drift = 0.8 * drift + random.normal();
        return 100 + 2 * drift;
      });
      const trend = trendOf(
        values,
        Float64Array.from(values, (_, at) => at),
      )!;
      if (trend.p < 0.01 && Math.abs(trend.to / trend.from - 1) >= 0.1) found += 1;
    }
    expect(found).toBeLessThanOrEqual(3);
  });
});
