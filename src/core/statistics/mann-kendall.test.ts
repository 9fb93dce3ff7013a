import { describe, expect, it } from 'vitest';
import { hamedRao, mannKendall } from './mann-kendall.ts';
import { Random } from './random.ts';

/** Method E6. */
const RISING = [
  100, 101, 99, 103, 104, 102, 106, 105, 108, 107, 109, 112, 110, 113, 115, 114, 117, 116, 119, 118, 121, 123,
  122, 125,
];

describe('mannKendall', () => {
  it('gives the golden values', () => {
    const { s, variance, z, p, tau } = mannKendall(RISING);
    expect(s).toBe(254);
    expect(variance).toBeCloseTo(1625.33, 2);
    expect(z).toBeCloseTo(6.27551, 5);
    expect(tau).toBeCloseTo(0.9202899, 7);
    expect(p / 3.48481e-10).toBeCloseTo(1, 5);
  });

  it('counts ties as pymannkendall does', () => {
    const tied = [3, 3, 2, 5, 5, 5, 4, 6, 7, 6, 6, 8, 9, 8, 8, 8, 7, 9, 10, 9];
    const { s, variance, z, p } = mannKendall(tied);
    expect(s).toBe(141);
    expect(variance).toBeCloseTo(928.3333333333334, 9);
    expect(z).toBeCloseTo(4.594899990706659, 12);
    expect(p).toBeCloseTo(4.329568689120933e-6, 15);
  });

  it('sees no trend in a constant, and none in fewer than two values', () => {
    expect(mannKendall([5, 5, 5, 5, 5])).toMatchObject({ s: 0, z: 0, p: 1 });
    expect(mannKendall([])).toMatchObject({ s: 0, z: 0, p: 1, tau: 0 });
    expect(mannKendall([1])).toMatchObject({ s: 0, z: 0, p: 1, tau: 0 });
  });
});

describe('hamedRao', () => {
  it('gives what pymannkendall gives', () => {
    const { variance, z, p } = hamedRao(RISING);
    expect(variance).toBeCloseTo(1868.8344664031622, 8);
    expect(z).toBeCloseTo(5.852414850134753, 10);
    expect(p / 4.844863e-9).toBeCloseTo(1, 6);
  });

  it('is far less sure than Mann–Kendall where values depend on each other', () => {
    let alarmed = 0;
    let plainlyAlarmed = 0;
    for (let seed = 0; seed < 100; seed++) {
      const random = new Random(`ar ${seed}`);
      const series: number[] = [random.normal()];
      while (series.length < 120) series.push(0.8 * series.at(-1)! + 0.6 * random.normal());
      if (hamedRao(series).p < 0.01) alarmed += 1;
      if (mannKendall(series).p < 0.01) plainlyAlarmed += 1;
    }
    expect(plainlyAlarmed).toBeGreaterThan(25);
    expect(alarmed).toBeLessThan(plainlyAlarmed / 2);
  });
});
