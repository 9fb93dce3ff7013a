import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { Random } from '../statistics/random.ts';
import { liftOf, saysNothing, type LiftCounts } from './lift.ts';
import { tailReport } from './tail.ts';
import { arbitraryFilter, arbitrarySources, resolveFilter } from './testing/arbitrary-run.ts';
import { countedKind, fieldValue, kindOf, passing } from './testing/oracle.ts';
import { openTestDatabase, storeRun, type StoredRun, type TestSample } from './testing/stored-run.ts';

const signal = new AbortController().signal;

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

const report = ({ run }: StoredRun, share: number, filter: Partial<SampleFilter> = {}, limit = 500) =>
  tailReport(database, run, { ...wholeRun(run.id), ...filter }, { share, limit }, signal);

describe('the slowest samples', () => {
  it('are counted as a plain list counts them, for any run and filter', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitrarySources,
        arbitraryFilter,
        fc.constantFrom(0.01, 0.07, 0.25, 0.5),
        async (sources, wanted, share) => {
          const stored = await storeRun(database, sources);
          const samples = sources.flatMap((source) => source.samples);
          const idOf = (sample: TestSample): number =>
            stored.transactions.find(({ label, kind }) => label === sample.label && kind === kindOf(sample))!
              .id;
          const ids = stored.transactions.map(({ id }) => id);
          const filter = resolveFilter(wanted, stored.run.id, samples, ids);
          const timed = passing(samples, filter, idOf).filter(
            (sample) =>
              typeof sample.elapsedMs === 'number' &&
              (filter.transactions !== null || kindOf(sample) === countedKind(samples)),
          );
          const { thresholdMs, tailSamples, samples: count, rows } = await report(stored, share, filter);
          expect(count).toBe(timed.length);
          if (timed.length === 0) {
            expect([thresholdMs, tailSamples, rows]).toEqual([null, 0, []]);
            return;
          }
          const descending = timed.map(({ elapsedMs }) => elapsedMs!).sort((a, b) => b - a);
          // Hundredths of a whole number of samples, without rounding.
          const wantedSamples = Math.max(1, Math.ceil((Math.round(share * 100) * timed.length) / 100));
          expect(thresholdMs).toBe(descending[wantedSamples - 1]);
          const tail = timed.filter(({ elapsedMs }) => elapsedMs! >= thresholdMs!);
          expect(tailSamples).toBe(tail.length);
          for (const row of rows) {
            const has = (sample: TestSample): boolean =>
              row.field === 'transaction'
                ? idOf(sample) === row.key
                : row.field === 'second'
                  ? secondOf(sample, samples) * 1000 === row.key
                  : fieldValue(row.field, sample, 'test') === row.value;
            expect(row.samples).toBe(timed.filter(has).length);
            expect(row.tailSamples).toBe(tail.filter(has).length);
            expect(row.lift).toBeCloseTo(row.tailSamples / tail.length / (row.samples / timed.length), 12);
            expect(row.low).toBeLessThanOrEqual(row.lift);
            expect(row.high).toBeGreaterThanOrEqual(row.lift);
            const expected = (row.samples * tail.length) / timed.length;
            expect(Math.max(row.tailSamples, expected)).toBeGreaterThanOrEqual(5);
          }
          const telling = rows.filter((row) => !saysNothing(row));
          expect(rows.slice(0, telling.length)).toEqual(telling);
          for (const part of [telling, rows.slice(telling.length)]) {
            expect(part.map(({ lift }) => lift)).toEqual(part.map(({ lift }) => lift).sort((a, b) => b - a));
          }
        },
      ),
      { numRuns: fuzzRuns(40), endOnFailure: true },
    );
  });

  it('say which transaction, thread group, code, source and second they have too many of', async () => {
    const generator = new Random('tail');
    const random = (): number => generator.uniform();
    const sources = [1, 2].map((injector) => ({
      name: `injector ${injector}`,
      samples: Array.from({ length: 4000 }, (_, i): TestSample => {
        const slow = injector === 2 && i % 8 === 0 && i < 3900;
        return {
          label: i % 8 === 0 ? 'Place order' : 'Search',
          startMs: i * 15,
          elapsedMs: slow ? 2000 + random() * 100 : 50 + random() * 50,
          ok: true,
          thread: `${slow ? 'buyers' : 'visitors'} 1-${i % 5}`,
          outcome: { code: slow ? '202' : '200' },
          tags: { zone: slow ? 'eu-2' : 'eu-1', build: '7' },
        };
      }),
    }));
    const stored = await storeRun(database, sources);
    const { thresholdMs, tailSamples, samples, rows } = await report(stored, 0.05);
    expect([tailSamples, samples]).toEqual([400, 8000]);
    expect(thresholdMs).toBeGreaterThan(2000);
    const lifts = rows
      .filter(({ field, lift }) => field !== 'second' && field !== 'thread' && lift > 1)
      .map(({ field, value, lift }) => `${field} ${value} ${lift.toFixed(2)}`);
    expect(lifts.sort()).toEqual([
      'code 202 16.39',
      'source injector 2 2.00',
      'tag:zone eu-2 16.39',
      'thread-group buyers 1 16.39',
      'transaction Place order 8.00',
    ]);
    for (const row of rows.filter(({ field }) => field === 'code')) expect(saysNothing(row)).toBe(false);
    // What all samples have says nothing and is not listed.
    expect(rows.some(({ field }) => field === 'tag:build')).toBe(false);
    const order = rows.find(({ value }) => value === 'Place order')!;
    expect(order.key).toBe(stored.transactions.find(({ label }) => label === 'Place order')!.id);
  });

  it('are asked for places only: what says where a sample was made or served', async () => {
    const samples = Array.from({ length: 2000 }, (_, i): TestSample => ({
      label: i % 2 === 0 ? 'a' : 'b',
      startMs: i * 10,
      elapsedMs: i % 10 === 0 ? 900 + (i % 7) : 50 + (i % 7),
      ok: true,
      thread: `users 1-${i % 10}`,
      outcome: { code: i % 10 === 0 ? '202' : '200' },
      tags: { host: i % 10 === 0 ? 'web2' : 'web1' },
    }));
    const { run } = await storeRun(database, [{ samples }]);
    const { tailSamples, rows } = await tailReport(
      database,
      run,
      wholeRun(run.id),
      { share: 0.05, limit: 5, fields: 'places' },
      signal,
    );
    expect(tailSamples).toBeGreaterThanOrEqual(100);
    expect([...new Set(rows.map(({ field }) => field))].sort()).toEqual(['tag:host', 'thread']);
    expect(rows.find(({ value }) => value === 'web2')?.lift).toBeCloseTo(10, 6);
  });

  it('name the seconds in which they started', async () => {
    const stored = await storeRun(database, [
      {
        samples: Array.from({ length: 6000 }, (_, i) => ({
          label: 'a',
          startMs: i * 10,
          elapsedMs: i >= 3000 && i < 3100 ? 900 : 10 + (i % 7),
        })),
      },
    ]);
    const { rows } = await report(stored, 0.01);
    const [first, ...others] = rows.filter(({ field, lift }) => field === 'second' && lift > 0);
    expect(first).toMatchObject({ value: '30', key: 30_000, tailSamples: 100, samples: 100 });
    expect(others).toEqual([]);
  });

  it('of samples that all took as long are nothing to compare', async () => {
    const stored = await storeRun(database, [
      { samples: Array.from({ length: 100 }, (_, i) => ({ label: 'a', startMs: i, elapsedMs: 5 })) },
    ]);
    expect(await report(stored, 0.01)).toEqual({ thresholdMs: 5, tailSamples: 100, samples: 100, rows: [] });
  });

  it('list no more values of a field than asked for, those that stand out most', async () => {
    const stored = await storeRun(database, [
      {
        samples: Array.from({ length: 3000 }, (_, i) => ({
          label: `page ${i % 10}`,
          startMs: i,
          elapsedMs: i % 10 === 3 ? 1000 : 10,
        })),
      },
    ]);
    const { rows } = await report(stored, 0.1, {}, 1);
    expect(rows.filter(({ field }) => field === 'transaction').map(({ value }) => value)).toEqual(['page 3']);
  });
});

function secondOf({ startMs }: TestSample, samples: readonly TestSample[]): number {
  const starts = samples.flatMap((sample) => (typeof sample.startMs === 'number' ? [sample.startMs] : []));
  if (typeof startMs !== 'number') return NaN;
  return Math.floor((Math.round(startMs * 1000) - Math.round(Math.min(...starts) * 1000)) / 1e6);
}

describe('lift', () => {
  const z = normalQuantile(0.975);

  it('has the interval of the delta method, computed by hand', () => {
    const { lift, low, high } = liftOf({ tail: 40, samples: 200, allTail: 100, allSamples: 1000 }, []);
    expect(lift).toBe(2);
    // 1/40 − 1/100 − 1/200 + 2·40/(100·200) − 1/1000 = 0.013
    expect(Math.log(high / lift)).toBeCloseTo(z * Math.sqrt(0.013), 12);
    expect(Math.log(lift / low)).toBeCloseTo(z * Math.sqrt(0.013), 12);
  });

  it('of what all samples have is 1 for certain', () => {
    const all = { tail: 10, samples: 1000, allTail: 10, allSamples: 1000 };
    expect(liftOf(all, [])).toEqual({ lift: 1, low: 1, high: 1 });
  });

  it('without a sample in the tail is at most what a Poisson count of 0 allows', () => {
    const { lift, low, high } = liftOf({ tail: 0, samples: 500, allTail: 100, allSamples: 10_000 }, []);
    expect([lift, low]).toEqual([0, 0]);
    // 5 expected: 3.689 ÷ 5
    expect(high).toBeCloseTo(0.7378, 4);
  });

  it('counts one bad stretch as one event', () => {
    const blocks = Array.from({ length: 20 }, (_, block): LiftCounts => ({
      tail: block === 3 ? 100 : 0,
      samples: 100,
      allTail: block === 3 ? 120 : 5,
      allSamples: 500,
    }));
    const sum = (of: keyof LiftCounts): number => blocks.reduce((total, block) => total + block[of], 0);
    const counts = {
      tail: sum('tail'),
      samples: sum('samples'),
      allTail: sum('allTail'),
      allSamples: sum('allSamples'),
    };
    expect(saysNothing(liftOf(counts, []))).toBe(false);
    const alone = liftOf(counts, []);
    const byBlocks = liftOf(counts, blocks);
    expect(byBlocks.high).toBeGreaterThan(alone.high * 1.2);
    expect(byBlocks.low).toBeLessThan(alone.low);
  });

  it('is covered by its interval about 95 times of 100, also where bad minutes come in groups', () => {
    const generator = new Random('lift');
    const random = (): number => generator.uniform();
    let covered = 0;
    const repetitions = 400;
    for (let i = 0; i < repetitions; i++) {
      const blocks = Array.from({ length: 30 }, (): LiftCounts => {
        // The value is twice as likely in the tail; how likely a tail is differs from minute to minute.
        const bad = random() < 0.2 ? 0.2 : 0.03;
        const block = { tail: 0, samples: 0, allTail: 0, allSamples: 200 };
        for (let sample = 0; sample < 200; sample++) {
          const has = random() < 0.25;
          const slow = random() < (has ? 2 * bad : bad);
          block.samples += Number(has);
          block.allTail += Number(slow);
          block.tail += Number(has && slow);
        }
        return block;
      });
      const sum = (of: keyof LiftCounts): number => blocks.reduce((total, block) => total + block[of], 0);
      const counts = {
        tail: sum('tail'),
        samples: sum('samples'),
        allTail: sum('allTail'),
        allSamples: 6000,
      };
      const { low, high } = liftOf(counts, blocks);
      // P(value | tail) ÷ P(value) = 2·0.25 ÷ (2·0.25 + 0.75) ÷ 0.25
      if (low <= 1.6 && high >= 1.6) covered += 1;
    }
    expect(covered / repetitions).toBeGreaterThan(0.92);
    expect(covered / repetitions).toBeLessThan(0.99);
  });
});
