import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../db/database.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { arbitrarySources } from '../latency/testing/arbitrary-run.ts';
import { countedKind, kindOf } from '../latency/testing/oracle.ts';
import { openTestDatabase, storeRun, type TestSample } from '../latency/testing/stored-run.ts';
import { loadSeries } from './load-series.ts';
import { usersPerBucket } from './user-counts.ts';

const { signal } = new AbortController();
let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ database, remove } = await openTestDatabase());
});
afterAll(() => remove());

/** Overlap of every sample with every bucket, in the plainest way. */
function plainInFlight(samples: readonly TestSample[], startMs: number, bucketMs: number, count: number) {
  return Array.from({ length: count }, (_, bucket) => {
    const from = startMs + bucket * bucketMs;
    return samples.reduce((sum, { startMs: at, elapsedMs }) => {
      const end = at! + (elapsedMs ?? 0);
      return sum + Math.max(0, Math.min(end, from + bucketMs) - Math.max(at!, from)) / bucketMs;
    }, 0);
  });
}

describe('loadSeries', () => {
  it('counts starts, ends, failures and what is under way as plain sums do', async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySources, async (sources) => {
        const { run } = await storeRun(database, sources);
        const series = await loadSeries(database, run, signal);
        const all = sources.flatMap(({ samples }) => samples);
        const kind = countedKind(all);
        const counted = all.filter((sample) => kindOf(sample) === kind && typeof sample.startMs === 'number');
        if (series === null) {
          expect(run.startedAtUs === null || run.durationMs <= 0).toBe(true);
          return;
        }
        const runStart = Math.min(
          ...all.flatMap(({ startMs }) => (typeof startMs === 'number' ? [startMs] : [])),
        );
        const total = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
        expect(total(series.starts)).toBe(counted.length);
        expect(total(series.ends)).toBe(counted.length);
        expect(total(series.failures)).toBe(counted.filter(({ ok }) => ok === false).length);
        const plain = plainInFlight(counted, runStart, series.bucketMs, series.count);
        // Instants are stored as whole microseconds.
        plain.forEach((value, at) => expect(Math.abs(series.inFlight[at]! - value)).toBeLessThan(1e-3));
      }),
      { numRuns: fuzzRuns(25) },
    );
  });

  it('weights the typical response time by the share of the run', async () => {
    const sample = (label: string, startMs: number, elapsedMs: number): TestSample => ({
      label,
      startMs,
      elapsedMs,
      ok: true,
    });
    const { run } = await storeRun(database, [
      {
        samples: [
          ...[0, 100, 200].map((at) => sample('fast', at, 10)),
          sample('slow', 300, 1000),
          // In this second there are only slow ones, as slow as ever.
          sample('slow', 1500, 1000),
          ...[2000, 2100, 2200].map((at) => sample('fast', at, 20)),
          sample('slow', 2300, 2000),
        ],
      },
    ]);
    const { level } = (await loadSeries(database, run, signal))!;
    expect(Math.abs(level[1]! - level[0]!)).toBeLessThan(0.1);
    expect(level[2]! - level[0]!).toBeCloseTo(Math.log(2), 12);
    expect(level[3]).toBeNaN();
  });
});

describe('usersPerBucket', () => {
  it('keeps the last word of each source until its next, and adds them up', () => {
    const users = usersPerBucket(
      [
        { source: 1, bucket: 1, users: 5 },
        { source: 1, bucket: 4, users: 8 },
        { source: 2, bucket: 3, users: 10 },
      ],
      7,
    );
    expect([...users]).toEqual([0, 5, 5, 15, 8, 0, 0]);
  });
});
