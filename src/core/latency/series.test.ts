import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { LatencySeries } from '#shared/model/latency.ts';
import type { Database } from '../db/database.ts';
import { timeSeries } from './series.ts';
import { arbitraryFilter, arbitrarySources, resolveFilter } from './testing/arbitrary-run.ts';
import { countedKind, kindOf, passing, plainPercentile } from './testing/oracle.ts';
import { openTestDatabase, storeRun, type StoredRun, type TestSample } from './testing/stored-run.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';

const signal = new AbortController().signal;
const DAY = 86_400_000;

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

interface Asked {
  readonly filter?: Partial<SampleFilter>;
  readonly percentiles?: readonly number[];
  readonly maxBuckets?: number;
}

async function ask({ run }: StoredRun, { filter = {}, percentiles = [50], maxBuckets = 300 }: Asked = {}) {
  const series = await timeSeries(
    database,
    run,
    { filter: { ...wholeRun(run.id), ...filter }, percentiles, maxBuckets },
    signal,
  );
  return { ...series, column: (name: string) => columnOf(series, name) };
}

function columnOf({ table }: LatencySeries, name: string): (number | null)[] {
  return Array.from({ length: table.rowCount }, (_, row) => numberAt(numberColumn(table, name), row));
}

/** A request of the transaction "a" at each instant. */
const at = (startMs: number, elapsedMs = 1): TestSample => ({ label: 'a', startMs, elapsedMs, ok: true });
const sum = (values: readonly (number | null)[]): number => values.reduce<number>((a, b) => a + (b ?? 0), 0);

describe('timeSeries', () => {
  it('equals a plain computation per bucket, for any run and filter', { timeout: 180_000 }, async () => {
    const percentiles = [10, 50, 90, 99];
    await fc.assert(
      fc.asyncProperty(
        arbitrarySources,
        arbitraryFilter,
        fc.integer({ min: 10, max: 60 }),
        async (sources, wanted, maxBuckets) => {
          const stored = await storeRun(database, sources);
          const samples = sources.flatMap((source) => source.samples);
          const idOf = (sample: TestSample) =>
            stored.transactions.find(({ label, kind }) => label === sample.label && kind === kindOf(sample))!
              .id;
          const ids = stored.transactions.map(({ id }) => id);
          const filter = resolveFilter(wanted, stored.run.id, samples, ids);
          const counted = passing(samples, filter, idOf)
            .filter((sample) => filter.transactions !== null || kindOf(sample) === countedKind(samples))
            .filter(({ startMs }) => typeof startMs === 'number');
          const { bucketMs, multiples, table, column } = await ask(stored, {
            filter,
            percentiles,
            maxBuckets,
          });

          expect(table.rowCount).toBeLessThanOrEqual(maxBuckets);
          // Every counted sample with a time stamp is in a bucket, once.
          expect(sum(column('samples'))).toBe(counted.length);
          expect(sum(column('failures'))).toBe(counted.filter(({ ok }) => ok === false).length);
          const starts = column('startMs') as number[];
          const runStartUs = Math.min(
            ...samples.flatMap(({ startMs }) =>
              typeof startMs === 'number' ? [Math.round(startMs * 1000)] : [],
            ),
          );
          const within = (fromMs: number, toMs: number) =>
            counted.filter(({ startMs }) => {
              const offsetUs = Math.round(startMs! * 1000) - runStartUs;
              return offsetUs >= fromMs * 1000 && offsetUs < toMs * 1000;
            });
          starts.forEach((start, row) => {
            expect(start).toBe(starts[0]! + row * bucketMs);
            expect(start % bucketMs).toBe(0);
            expect(column('samples')[row]).toBe(within(start, start + bucketMs).length);
          });
          for (const percentile of percentiles) {
            const multiple = multiples[percentile] ?? 1;
            expect(column(`p:${percentile}`)).toEqual(
              starts.map((_, row) => {
                const first = Math.floor(row / multiple) * multiple;
                const last = Math.min(first + multiple, starts.length);
                const values = within(starts[first]!, starts[0]! + last * bucketMs)
                  .flatMap(({ elapsedMs }) => (typeof elapsedMs === 'number' ? [elapsedMs] : []))
                  .sort((a, b) => a - b);
                const beyond = Math.round(values.length * (100 - percentile)) / 100;
                return percentile > 50 && beyond < 10 ? null : plainPercentile(values, percentile);
              }),
            );
          }
        },
      ),
      { numRuns: fuzzRuns(20), endOnFailure: true },
    );
  });

  it('puts a sample that starts on an edge into the bucket that begins there', async () => {
    const stored = await storeRun(database, [
      { samples: [0, 999.999, 1000, 1999.999, 2000, 38_999.999, 39_000].map((ms) => at(ms, 0)) },
    ]);
    const { bucketMs, table, column } = await ask(stored, { maxBuckets: 50 });
    expect([bucketMs, table.rowCount]).toEqual([1000, 40]);
    expect(column('startMs').slice(0, 3)).toEqual([0, 1000, 2000]);
    expect(column('samples').slice(0, 4)).toEqual([2, 2, 1, 0]);
    // The very last instant of the run has a bucket too.
    expect(column('samples').slice(-2)).toEqual([1, 1]);
  });

  it('counts from the start of the run, wherever the span begins', async () => {
    const stored = await storeRun(database, [
      { samples: Array.from({ length: 100 }, (_, i) => at(i * 1000, 0)) },
    ]);
    const { bucketMs, column } = await ask(stored, {
      filter: { time: { fromMs: 10_500, toMs: 20_000 } },
      maxBuckets: 10,
    });
    expect([bucketMs, ...column('startMs').slice(0, 2)]).toEqual([1000, 10_000, 11_000]);
    // The sample at 10,000 ms lies before the span.
    expect(column('samples')).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    const beyond = await ask(stored, { filter: { time: { fromMs: -5000, toMs: 1e12 } } });
    expect(beyond.column('startMs')[0]).toBe(0);
    expect(sum(beyond.column('samples'))).toBe(100);
  });

  it('has a row with null percentiles for a bucket without samples', async () => {
    const stored = await storeRun(database, [{ samples: [at(0, 5), at(100_000, 7)] }]);
    const { table, column } = await ask(stored, { maxBuckets: 40 });
    expect(column('p:50').filter((value) => value !== null)).toEqual([5, 7]);
    expect(column('samples')).toHaveLength(table.rowCount);
    expect(column('p:50').at(1)).toBeNull();
  });

  it('counts samples without a time, which have no part in percentiles', async () => {
    const stored = await storeRun(database, [
      { samples: [at(0, 5), { label: 'a', startMs: 0, elapsedMs: null, ok: false }, at(10, 5)] },
    ]);
    const { column } = await ask(stored, { maxBuckets: 10 });
    expect(column('samples')[0]).toBe(2);
    expect(column('failures')[0]).toBe(1);
    expect(column('p:50')[0]).toBe(5);
  });

  it('takes neighbours together for a percentile that one bucket is too thin for', async () => {
    // 40 buckets of 25 samples, the times of bucket i are i + 0..24.
    const stored = await storeRun(database, [
      {
        samples: Array.from({ length: 1000 }, (_, i) =>
          at(Math.floor(i / 25) * 1000 + (i % 25) * 30, Math.floor(i / 25) + (i % 25)),
        ),
      },
    ]);
    const { multiples, column } = await ask(stored, { percentiles: [50, 90, 99], maxBuckets: 40 });
    // Ten beyond p90 need 100 samples: five buckets (four is no multiple); p99 would need forty.
    expect(multiples).toEqual({ 50: 1, 90: 5, 99: 30 });
    expect(column('p:50').slice(0, 2)).toEqual([12, 13]);
    const p90 = plainPercentile(
      Array.from({ length: 125 }, (_, i) => Math.floor(i / 25) + (i % 25)).sort((a, b) => a - b),
      90,
    );
    expect(column('p:90').slice(0, 5)).toEqual([p90, p90, p90, p90, p90]);
    expect(column('p:90')[5]).not.toBe(p90);
    expect(column('p:99').every((value) => value === null)).toBe(true);
  });

  it('needs no neighbours when ten samples are beyond exactly', async () => {
    const stored = await storeRun(database, [
      {
        samples: Array.from({ length: 4000 }, (_, i) => at(Math.floor(i / 100) * 1000 + (i % 100), i % 100)),
      },
    ]);
    const { multiples, column } = await ask(stored, { percentiles: [90], maxBuckets: 40 });
    expect(multiples).toEqual({ 90: 1 });
    expect(column('p:90')[0]).toBeCloseTo(89.1, 10);
  });

  it('has no percentile with fewer than ten samples beyond it, but always the median', async () => {
    const p90 = async (samples: number) => {
      const stored = await storeRun(database, [
        { samples: Array.from({ length: samples }, (_, i) => at(0, i)) },
      ]);
      const { column } = await ask(stored, { percentiles: [50, 90], maxBuckets: 10 });
      return [column('p:50')[0], column('p:90')[0]];
    };
    expect(await p90(99)).toEqual([49, null]);
    expect(await p90(100)).toEqual([49.5, expect.closeTo(89.1, 10)]);
    expect(await p90(1)).toEqual([0, null]);
  });

  it('makes buckets for the samples of the span, not of the whole run', async () => {
    const stored = await storeRun(database, [
      { samples: Array.from({ length: 10_000 }, (_, i) => at(i * 10, 1)) },
    ]);
    // 1,000 samples in a tenth of the time: 25 in each of 40 buckets, not 3 in each of 300.
    const { table } = await ask(stored, { filter: { time: { fromMs: 0, toMs: 10_000 } } });
    expect(table.rowCount).toBeLessThanOrEqual(50);
  });

  it('is one bucket for a run of a single instant, and short ones for a short run', async () => {
    const instant = await ask(await storeRun(database, [{ samples: [at(0, 0)] }]));
    expect([instant.table.rowCount, instant.column('samples')]).toEqual([1, [1]]);
    const short = await ask(await storeRun(database, [{ samples: [at(0, 3), at(1.5, 2), at(200, 300)] }]));
    expect(short.bucketMs).toBe(20);
    expect(sum(short.column('samples'))).toBe(3);
  });

  it('has hours for a run of ten days', async () => {
    const stored = await storeRun(database, [
      { samples: Array.from({ length: 2401 }, (_, i) => at((i * DAY) / 240, 5)) },
    ]);
    const { bucketMs, table, column } = await ask(stored);
    expect(bucketMs).toBe(3 * 3_600_000);
    expect(table.rowCount).toBe(81);
    expect(sum(column('samples'))).toBe(2401);
  });

  it('is empty, with all its columns, without time stamps and for a span outside of the run', async () => {
    const untimed = await storeRun(database, [{ samples: [{ label: 'a', elapsedMs: 5 }] }]);
    const timed = await storeRun(database, [{ samples: [at(0, 10)] }]);
    for (const series of [
      await ask(untimed, { percentiles: [50, 99.9] }),
      await ask(timed, { percentiles: [50, 99.9], filter: { time: { fromMs: 20, toMs: 30 } } }),
    ]) {
      expect(series.table.rowCount).toBe(0);
      expect(Object.keys(series.table.columns)).toEqual([
        'startMs',
        'samples',
        'failures',
        'threads',
        'p:50',
        'p:99.9',
      ]);
    }
  });
});

describe('threads', () => {
  const busy = (startMs: number, threads: number | null): TestSample => ({ ...at(startMs, 0), threads });

  it('are the most that were reported in a bucket, summed over injectors', async () => {
    const stored = await storeRun(database, [
      { samples: [busy(0, 3), busy(500, 9), busy(700, 4), busy(1000, 2), busy(39_000, null)] },
      { samples: [busy(100, 10), busy(1999.999, 20), busy(3000, 7)] },
      { samples: [at(10)] },
    ]);
    const { bucketMs, column } = await ask(stored, { maxBuckets: 45 });
    expect(bucketMs).toBe(1000);
    expect(column('threads').slice(0, 5)).toEqual([19, 22, null, 7, null]);
  });

  it('are of all samples, whatever the filter, and only of the span', async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          busy(0, 50),
          busy(10_000, 3),
          { ...busy(10_100, 8), label: 'b', ok: false },
          busy(20_000, 60),
        ],
      },
    ]);
    const only = stored.transactions.filter(({ label }) => label === 'a').map(({ id }) => id);
    const { column } = await ask(stored, {
      filter: { transactions: only, outcome: 'ok', time: { fromMs: 10_000, toMs: 11_000 } },
      maxBuckets: 10,
    });
    expect(column('threads')).toEqual([3, 8, ...new Array<null>(8).fill(null)]);
  });

  it('come from the gauge vus of k6', async () => {
    const vus = (atMs: number, value: number) => ({ metric: 'vus', atMs, value });
    const stored = await storeRun(
      database,
      [
        {
          samples: [at(1000), at(1900), at(40_000)],
          points: [
            // Before the first sample: no bucket of the run, least of all its first.
            vus(500, 99),
            vus(1000, 2),
            vus(1500, 5),
            vus(2500, 3),
            { metric: 'vus_max', atMs: 1600, value: 70 },
          ],
        },
      ],
      {
        metrics: [
          { name: 'vus', kind: 'gauge' },
          { name: 'vus_max', kind: 'gauge' },
        ],
      },
    );
    const { column } = await ask(stored, { maxBuckets: 45 });
    expect(column('threads').slice(0, 3)).toEqual([5, 3, null]);
  });
});
