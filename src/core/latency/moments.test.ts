import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotient } from './exact-sum.ts';
import { apdexOf } from './apdex.ts';
import { CompensatedSum, momentsOf } from './moments.ts';
import { countValues, NO_VALUES, ValueCountsBuilder, type ValueCounts } from './value-counts.ts';

function counted(samples: readonly { value: number; failed?: boolean }[]): ValueCounts {
  const builder = new ValueCountsBuilder();
  for (const { value, failed } of [...samples].sort((a, b) => a.value - b.value)) {
    builder.add(value, 1, failed === true ? 1 : 0);
  }
  return builder.finish();
}

describe('momentsOf', () => {
  it('gives null for no samples, never zeros', () => {
    expect(momentsOf(NO_VALUES)).toBeNull();
  });

  it('divides the deviation by n', () => {
    expect(momentsOf(countValues([2, 4, 4, 4, 5, 5, 7, 9]))).toEqual({
      minMs: 2,
      meanMs: 5,
      maxMs: 9,
      stdDevMs: 2,
    });
    expect(momentsOf(countValues([7]))).toEqual({ minMs: 7, meanMs: 7, maxMs: 7, stdDevMs: 0 });
  });

  it("agrees with numpy's mean and std", () => {
    // The samples "lognormal" and "nanoseconds" of quantiles.test.ts: np.mean(sample), np.std(sample)
    const lognormal = [
      193, 140, 70, 40, 43, 6, 67, 35, 75, 78, 184, 39, 75, 244, 32, 57, 58, 16, 78, 19, 198, 16, 69, 50, 77,
      85, 24, 81, 31, 101, 18, 27, 52, 107, 41, 48, 194, 105, 54, 32,
    ];
    const nanoseconds = [
      111.397095, 82.914413, 45.920459, 81.446717, 50.391498, 10.00621, 99.024243, 82.882766, 81.051535,
      75.912159, 70.687122, 19.890436, 78.146768, 134.491451, 37.428137, 19.478327, 33.52831,
    ];
    expect(momentsOf(countValues(lognormal))).toMatchObject({
      meanMs: 73.975,
      stdDevMs: expect.closeTo(56.70250766059645, 12),
    });
    expect(momentsOf(countValues(nanoseconds))).toMatchObject({
      meanMs: expect.closeTo(65.5645674117647, 12),
      stdDevMs: expect.closeTo(33.50735580370247, 12),
    });
  });

  it('rounds the exact mean and deviation of whole readings once', () => {
    const clock = fc.constantFrom(1, 1e6);
    const readings = fc.array(fc.integer({ min: -100, max: 2 ** 45 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(clock, readings, (perMs, list) => {
        const sample = countValues(list.map((reading) => reading / perMs));
        const n = BigInt(list.length);
        const sum = list.reduce((total, reading) => total + BigInt(reading), 0n);
        const squares = list.reduce((total, reading) => total + BigInt(reading) ** 2n, 0n);
        const unit = BigInt(perMs);
        expect(momentsOf(sample)).toMatchObject({
          meanMs: quotient(sum, n * unit),
          stdDevMs: Math.sqrt(quotient(n * squares - sum * sum, n * n * unit * unit)),
        });
      }),
    );
  });

  it('does not cancel when all values are large and alike', () => {
    // Sum of squares minus square of sums in doubles would give 0 or worse.
    const base = 86_400_000;
    expect(momentsOf(countValues([base, base + 1, base + 2]))!.stdDevMs).toBe(Math.sqrt(2 / 3));
    expect(momentsOf(countValues([base + 0.1, base + 0.1, base + 0.1]))!.stdDevMs).toBeCloseTo(0, 9);
  });

  it('takes numbers that are no clock readings as they are', () => {
    const thirds = [1 / 3, 2 / 3, 1e-12];
    const mean = (1 / 3 + 2 / 3 + 1e-12) / 3;
    expect(momentsOf(countValues(thirds))!.meanMs).toBeCloseTo(mean, 15);
    expect(momentsOf(countValues([1e300, 1e300]))!.meanMs).toBe(1e300);
  });

  it('takes sums that are known beforehand', () => {
    const sample = { ...countValues([1, 2]), sums: { total: 30n, squares: 500n, perMs: 10 } };
    expect(momentsOf(sample)).toEqual({ minMs: 1, meanMs: 1.5, maxMs: 2, stdDevMs: 0.5 });
  });
});

describe('CompensatedSum', () => {
  it('keeps what a plain sum loses', () => {
    const sum = new CompensatedSum();
    for (const term of [1, 1e100, 1, -1e100]) sum.add(term);
    expect(sum.value()).toBe(2);
    const tenths = new CompensatedSum();
    for (let i = 0; i < 10_000_000 / 100; i++) tenths.add(0.1);
    expect(tenths.value()).toBe(10_000);
  });
});

describe('apdexOf', () => {
  it('counts by the specification: satisfied up to T, tolerating up to 4T, failures frustrated', () => {
    const sample = counted([
      { value: 0 },
      { value: 500 }, // satisfied: T itself is
      { value: 501 },
      { value: 2000 }, // tolerating: 4T itself is
      { value: 2001 },
      { value: 10, failed: true }, // frustrated, however fast
      { value: 1000, failed: true },
      { value: 90_000 },
    ]);
    expect(apdexOf(sample, 500)).toEqual({ score: (2 + 2 / 2) / 8, tMs: 500, samples: 8 });
  });

  it('tolerates up to 3T by the defaults of JMeter, and says so', () => {
    const sample = countValues([500, 501, 1500, 1501, 2000]);
    expect(apdexOf(sample, 500, 'jmeter')).toEqual({
      score: (1 + 2 / 2) / 5,
      tMs: 500,
      samples: 5,
      mode: 'jmeter',
    });
    expect(apdexOf(sample, 500, 'spec')!.score).toBe((1 + 4 / 2) / 5);
  });

  it('is null for no samples, 1 when all are satisfied, 0 when all fail', () => {
    expect(apdexOf(NO_VALUES, 500)).toBeNull();
    expect(apdexOf(countValues([1, 2, 3]), 500)!.score).toBe(1);
    expect(apdexOf(counted([{ value: 1, failed: true }]), 500)!.score).toBe(0);
  });

  it('splits samples of one time into good and failed ones', () => {
    const sample = counted([{ value: 5 }, { value: 5, failed: true }, { value: 5 }, { value: 5 }]);
    expect(apdexOf(sample, 5)!.score).toBe(0.75);
    expect(apdexOf(sample, 2)!.score).toBe(0.375);
  });
});
