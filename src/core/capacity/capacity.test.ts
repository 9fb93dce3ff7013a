import { describe, expect, it } from 'vitest';
import { Random } from '../statistics/random.ts';
import { scalabilityAt } from '#shared/model/scalability.ts';
import { capacityFrom, DEFAULT_GAIN } from './capacity.ts';
import type { LoadBucket } from './load-levels.ts';

/** Capacity from planted curves: users per bucket, throughput and p95 by users. */

interface Curve {
  readonly users: readonly number[];
  readonly perSec: (users: number) => number;
  readonly p95Ms: (users: number) => number;
  readonly failing?: (users: number) => number;
}

function planted(seed: string, { users, perSec, p95Ms, failing = () => 0 }: Curve): LoadBucket[] {
  const random = new Random(seed);
  return users.map((each, index) => {
    const throughputPerSec = perSec(each) * (1 + 0.02 * random.normal());
    const samples = throughputPerSec * 10;
    return {
      fromMs: index * 10_000,
      users: each,
      throughputPerSec,
      samples,
      failures: samples * failing(each),
      p95Ms: p95Ms(each) * (1 + 0.03 * random.normal()),
    };
  });
}

const series = (threads = true) => ({
  threads: threads ? new Float64Array(1) : null,
  bucketMs: 1000,
  durationMs: 600_000,
});
const of = (buckets: readonly LoadBucket[], threads = true) =>
  capacityFrom({ id: 1 }, series(threads), buckets, DEFAULT_GAIN);

/** Three buckets on each step of a staircase. */
const staircase = (steps: readonly number[]): number[] => steps.flatMap((step) => [step, step, step]);
const STEPS = [5, 10, 20, 30, 40, 50, 60, 80, 100, 120];
/** 5 requests per user and second until 40 users; then everybody waits. */
const limited = {
  users: staircase(STEPS),
  perSec: (users: number) => Math.min(users, 40) * 5,
  p95Ms: (users: number) => Math.max(1, users / 40) * 100,
};

describe('capacity (methods E4 and E5)', () => {
  it.each(['a', 'b', 'c'])('finds a planted limit (%s)', (seed) => {
    const { saturation, sustainablePerSec, throughputKnee, breaking, scalability } = of(
      planted(seed, limited),
    );
    expect(saturation?.users).toBe(40);
    expect(saturation!.throughputPerSec).toBeGreaterThan(190);
    expect(saturation!.throughputPerSec).toBeLessThan(210);
    expect(sustainablePerSec).toBeLessThanOrEqual(saturation!.throughputPerSec);
    expect([30, 40, 50]).toContain(throughputKnee?.users);
    expect(breaking).toBeNull();
    expect(scalability).not.toBeNull();
  });

  it('finds where a system breaks: by failures, and by throughput that falls', () => {
    const failing = of(planted('f', { ...limited, failing: (users) => (users >= 60 ? 0.05 : 0.001) }));
    expect(failing.breaking).toMatchObject({ reason: 'errors', users: 60 });
    expect(failing.breaking?.errorRate).toBeCloseTo(0.05, 3);
    const law = { gamma: 6, alpha: 0.02, beta: 6e-4 };
    const falling = of(
      planted('g', {
        users: staircase([2, 5, 10, 20, 30, 40, 60, 80, 120]),
        perSec: (users) => scalabilityAt(law, users),
        p95Ms: (users) => 100 + users * users,
      }),
    );
    expect(falling.breaking).toMatchObject({ reason: 'throughput' });
    expect(falling.scalability?.peakUsers).toBeGreaterThan(34);
    expect(falling.scalability?.peakUsers).toBeLessThan(48);
    expect(falling.scalability!.low).toBeLessThan(scalabilityAt(law, 40));
    expect(falling.scalability!.high).toBeGreaterThan(scalabilityAt(law, 40));
  });

  it('takes failures at any load, or for a while, for no breaking point', () => {
    const always = of(planted('v', { ...limited, failing: () => 0.2 }));
    expect(always.breaking).toBeNull();
    const buckets = planted('w', limited).map((bucket, index) =>
      index >= 9 && index < 13 ? { ...bucket, failures: bucket.samples * 0.3 } : bucket,
    );
    expect(of(buckets).breaking).toBeNull();
  });

  it('finds none where throughput rises with the load, nor just before a limit', () => {
    const rising = of(planted('r', { ...limited, perSec: (users) => users * 5, p95Ms: () => 100 }));
    expect(rising).toMatchObject({
      saturation: null,
      breaking: null,
      sustainablePerSec: null,
      scalability: null,
    });
    expect(rising.notes.join(' ')).toContain('in proportion');
    const before = of(planted('s', { ...limited, users: staircase([5, 10, 15, 20, 25, 30, 35, 40, 44]) }));
    expect(before.saturation).toBeNull();
  });

  it('takes a load that is paced for no limit, nor one that is constant', () => {
    // A timer holds the rate: more users do not make it, and nothing gets slower.
    expect(of(planted('p', { ...limited, p95Ms: () => 100 })).saturation).toBeNull();
    // Steady after a ramp.
    const steady = { ...limited, users: [10, 20, 30, 40, ...Array.from({ length: 100 }, () => 50)] };
    expect(
      of(planted('q', { ...steady, perSec: (users) => users * 5, p95Ms: () => 100 })).saturation,
    ).toBeNull();
  });

  it('needs a rising rate where only requests under way are known', () => {
    const users = Array.from({ length: 60 }, (_, i) => 10 + (i % 20) * 3);
    const stalls = { users, perSec: () => 200, p95Ms: (n: number) => n * 10 };
    const { saturation, notes } = of(planted('o', stalls), false);
    expect(saturation).toBeNull();
    expect(notes.join(' ')).toContain('hardly changed');
    expect(of(planted('o', limited), false).saturation?.users).toBe(40);
  });
});
