import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import type { ComparedDistributions } from '#shared/model/comparison.ts';
import type { Database } from '../db/database.ts';
import { openTestDatabase, storeRun, type StoredRun } from '../latency/testing/stored-run.ts';
import { sideByLabel, type DistributionSide } from './distribution-side.ts';
import { compareDistributions, sideCurve } from './distributions.ts';
import { runTrend } from './run-trend.ts';
import { plantedSamples, type PlantedTransaction } from './testing/planted-run.ts';

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

const signal = new AbortController().signal;
const steadyOf = () => Promise.resolve(null);

async function store(
  seed: string,
  transaction: Partial<PlantedTransaction>,
  startMs = 0,
  seconds = 400,
): Promise<StoredRun> {
  const samples = plantedSamples({
    seed,
    seconds,
    transactions: [{ label: 'buy', perSecond: 20, medianMs: 200, ...transaction }],
  });
  return storeRun(database, [
    { samples: samples.map((sample) => ({ ...sample, startMs: sample.startMs! + startMs })) },
  ]);
}

async function distributions(
  a: StoredRun,
  b: StoredRun,
  transactionId: 'one' | 'all' = 'one',
): Promise<ComparedDistributions> {
  const side = ({ run, transactions }: StoredRun): DistributionSide => [
    { run, transactionId: transactionId === 'all' ? null : transactions[0]!.id, window: 'all' },
  ];
  return compareDistributions(database, side(a), side(b), { margin: 0.1, steadyOf }, signal);
}

function rowsOf({ shift }: ComparedDistributions) {
  const at = (name: string, row: number) => numberAt(numberColumn(shift, name), row);
  return Array.from({ length: shift.rowCount }, (_, row) => ({
    percentile: at('percentile', row)!,
    baseline: at('baselineMs', row),
    candidate: at('candidateMs', row),
    delta: at('deltaMs', row),
    low: at('lowMs', row),
    high: at('highMs', row),
    beyond: at('beyond', row),
  }));
}

describe('two distributions (method A7)', () => {
  it('a factor on everything shifts the more the higher the percentile', async () => {
    const result = await distributions(await store('a', {}), await store('b', { medianMs: 260 }));
    const rows = rowsOf(result);
    expect(rows.map(({ percentile }) => percentile)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99]);
    for (const { percentile, baseline, candidate, delta, low, high, beyond } of rows) {
      expect(candidate! / baseline!).toBeCloseTo(1.3, percentile === 99 ? 0 : 1);
      expect(delta).toBeCloseTo(candidate! - baseline!, 9);
      expect(low!).toBeLessThan(0.3 * baseline!);
      expect(high!).toBeGreaterThan(0.3 * baseline!);
      if (percentile < 99) expect(beyond).toBe(1);
    }
    expect(rows.map(({ delta }) => delta!)).toEqual(rows.map(({ delta }) => delta!).sort((x, y) => x - y));
    // P(B > A) of two lognormals: Φ(ln 1.3 ÷ (0.4 √2)) = 0.679.
    expect(result.cliffsDelta).toBeCloseTo(2 * 0.679 - 1, 1);
    expect(result.ksDistance).toBeCloseTo(0.257, 1);
    expect(result.wassersteinMs).toBeCloseTo(0.3 * 200 * Math.exp(0.08), -1);
    expect(result.hodgesLehmannMs).toBeGreaterThan(50);
    expect(result.hodgesLehmannMs).toBeLessThan(70);
  });

  it('only the tail: the deciles stay, p95 and p99 move', async () => {
    const rows = rowsOf(
      await distributions(await store('a', {}), await store('t', { tail: { share: 0.07, factor: 2 } })),
    );
    for (const { percentile, low, high, beyond } of rows) {
      if (percentile <= 80) {
        expect(beyond).toBe(0);
        expect(low!).toBeLessThanOrEqual(0);
        expect(high!).toBeGreaterThanOrEqual(0);
      } else if (percentile >= 95) expect(beyond).toBe(1);
    }
  });

  it('few samples are smoothed (Harrell & Davis), too few percentiles have no interval', async () => {
    const few = { perSecond: 5 };
    const [a, b] = [await store('few a', few), await store('few b', { ...few, medianMs: 210 })];
    const rows = rowsOf(await distributions(a, b));
    // Of 2,000 whole milliseconds a smoothed quantile is none itself.
    expect(rows.some(({ baseline }) => !Number.isInteger(baseline! * 2))).toBe(true);
    expect(rows.at(-1)).toMatchObject({ percentile: 99, low: null, high: null, beyond: 0 });
    expect(rows.at(-1)!.delta).not.toBeNull();
    expect(rows.filter(({ percentile }) => percentile <= 90).every(({ low, high }) => low! < high!)).toBe(
      true,
    );
  });

  it('intervals hold together: wider than single ones would be, and the same every time', async () => {
    const [a, b] = [await store('a', {}), await store('same', {})];
    const first = await distributions(a, b);
    expect(await distributions(a, b)).toEqual(first);
    const rows = rowsOf(first);
    expect(rows.every(({ beyond }) => beyond === 0)).toBe(true);
    expect(rows.every(({ low, high }) => low! <= 0 && high! >= 0)).toBe(true);
    expect(rowsOf(await distributions(a, b, 'all')).map(({ delta }) => delta)).toEqual(
      rows.map(({ delta }) => delta),
    );
  });

  it('a transaction of another run is refused', async () => {
    const [a, b] = [await store('a', {}), await store('b', {})];
    const side: DistributionSide = [{ run: a.run, transactionId: b.transactions[0]!.id, window: 'all' }];
    await expect(
      compareDistributions(database, side, side, { margin: 0.1, steadyOf }, signal),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('several runs of a side together', () => {
  const together = (runs: readonly StoredRun[], label: string | null = 'buy') =>
    sideByLabel(
      database,
      runs.map(({ run }) => ({ run, window: 'all' as const })),
      label,
    );

  it('the curve is that of all samples, no mean of percentiles', async () => {
    const seconds = 60;
    const medians = [100, 300];
    const runs: StoredRun[] = [];
    for (const medianMs of medians) runs.push(await store(`pool ${medianMs}`, { medianMs }, 0, seconds));
    const all = medians
      .flatMap((medianMs) =>
        plantedSamples({
          seed: `pool ${medianMs}`,
          seconds,
          transactions: [{ label: 'buy', perSecond: 20, medianMs }],
        }),
      )
      .map(({ elapsedMs }) => elapsedMs!)
      .sort((x, y) => x - y);
    const curve = await sideCurve(database, await together(runs), 100, steadyOf, signal);
    expect(curve.samples).toBe(all.length);
    const percentiles = [...numberColumn(curve.table, 'percentile').values];
    for (const percentile of [50, 95]) {
      const place = ((all.length - 1) * percentile) / 100;
      const low = Math.floor(place);
      const expected = all[low]! + (all[low + 1]! - all[low]!) * (place - low);
      const row = percentiles.indexOf(percentile);
      expect(numberAt(numberColumn(curve.table, 'valueMs'), row)).toBeCloseTo(expected, 9);
    }
    expect((await sideCurve(database, await together(runs, null), 100, steadyOf, signal)).samples).toBe(
      all.length,
    );
  });

  it('one run is the same alone and as the only one', async () => {
    const [a, b] = [await store('a', {}), await store('b', { medianMs: 240 })];
    const alone = await distributions(a, b);
    const options = { margin: 0.1, steadyOf };
    expect(
      await compareDistributions(database, await together([a]), await together([b]), options, signal),
    ).toEqual(alone);
  });

  it('what runs of a side differ by makes the intervals wider', async () => {
    const side = async (name: string, factors: readonly number[]) => {
      const runs: StoredRun[] = [];
      for (const factor of factors) runs.push(await store(`${name} ${factor}`, { medianMs: 200 * factor }));
      return together(runs);
    };
    const median = async (a: DistributionSide, b: DistributionSide) => {
      const shift = await compareDistributions(database, a, b, { margin: 0.1, steadyOf }, signal);
      return rowsOf(shift).find(({ percentile }) => percentile === 50)!;
    };
    const alike = await median(await side('a', [1, 1.001]), await side('b', [1, 1.001]));
    const apart = await median(await side('c', [0.85, 1.15]), await side('d', [0.85, 1.15]));
    expect(apart.high! - apart.low!).toBeGreaterThan(2 * (alike.high! - alike.low!));
    expect(alike.low!).toBeLessThanOrEqual(0);
    expect(alike.high!).toBeGreaterThanOrEqual(0);
  });

  it('runs without the transaction are left out; where none has it, that is an error', async () => {
    const [a, b] = [await store('a', {}), await store('x', { label: 'other' })];
    expect(await together([a, b])).toEqual([
      { run: a.run, window: 'all', transactionId: a.transactions[0]!.id },
    ]);
    await expect(together([a], 'nobody')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the history of runs (method A5)', () => {
  it('shows the change for good where it is, and the noise between', async () => {
    const runs: StoredRun[] = [];
    for (let i = 0; i < 14; i++) {
      const medianMs = (i < 8 ? 100 : 140) * (1 + 0.01 * Math.sin(i * 2.4));
      runs.push(await store(`trend ${i}`, { medianMs, perSecond: 10 }, i * 3_600_000, 60));
    }
    const shuffled = [...runs].reverse().map(({ run }) => run);
    const trend = await runTrend(database, shuffled, 'buy', steadyOf, signal);
    const ids = numberColumn(trend.table, 'runId').values;
    expect([...ids]).toEqual(runs.map(({ run }) => run.id));
    const p95 = trend.changePoints.filter(({ metric }) => metric === 'p95');
    expect(p95.map(({ runId }) => runId)).toEqual([runs[8]!.run.id]);
    expect(p95[0]!.after / p95[0]!.before).toBeCloseTo(1.4, 1);
    expect(p95[0]!.p).toBeLessThan(0.001);
    expect(
      trend.changePoints.filter(({ metric }) => metric === 'throughput' || metric === 'errorRate'),
    ).toEqual([]);
    expect(trend.noiseFloor!).toBeGreaterThan(0.005);
    expect(trend.noiseFloor!).toBeLessThan(0.08);
    expect(trend.note).toBeNull();

    const few = await runTrend(database, shuffled.slice(0, 4), 'buy', steadyOf, signal);
    expect(few).toMatchObject({ changePoints: [], noiseFloor: null });
    expect(few.note).toContain('10 runs');
    const other = await runTrend(database, shuffled.slice(0, 4), 'nobody', steadyOf, signal);
    expect(numberAt(numberColumn(other.table, 'p95'), 0)).toBeNull();
  });
});
