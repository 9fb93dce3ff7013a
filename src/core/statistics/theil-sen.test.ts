import { describe, expect, it } from 'vitest';
import { theilSen } from './theil-sen.ts';

const RISING = [
  100, 101, 99, 103, 104, 102, 106, 105, 108, 107, 109, 112, 110, 113, 115, 114, 117, 116, 119, 118, 121, 123,
  122, 125,
];

describe('theilSen', () => {
  it('gives the golden values of method E6', () => {
    const line = theilSen(RISING)!;
    expect(line.slope).toBeCloseTo(1.0889328063241106, 12);
    expect(line.slopeLow).toBeCloseTo(1, 12);
    expect(line.slopeHigh).toBeCloseTo(1.1538, 4);
  });

  it('keeps a line that a quarter of wild values lies beside', () => {
    const values = Array.from({ length: 40 }, (_, i) => (i % 5 === 4 ? 1e6 : 3 + 2 * i));
    const line = theilSen(values)!;
    expect(line.slope).toBeCloseTo(2, 9);
    expect(line.intercept).toBeCloseTo(3, 9);
  });

  it('counts by the times that are given', () => {
    const line = theilSen([1, 2, 4], [0, 10, 30])!;
    expect(line.slope).toBeCloseTo(0.1, 12);
    expect(line.intercept).toBeCloseTo(1, 12);
  });

  it('knows no slope of one instant', () => {
    expect(theilSen([1])).toBeNull();
    expect(theilSen([1, 2], [5, 5])).toBeNull();
  });
});
