import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeTicks } from './time-ticks.ts';
import { linearAxis, logAxis } from './value-axis.ts';

describe('ticks of elapsed time', () => {
  test('are minutes for a run of 42 minutes', () => {
    expect(timeTicks(0, 2_520_000, 8)).toEqual({
      stepMs: 360_000,
      valuesMs: [0, 6, 12, 18, 24, 30, 36, 42].map((minutes) => minutes * 60_000),
    });
  });

  test('are parts of a second for a short run', () => {
    expect(timeTicks(0, 900, 5)).toEqual({ stepMs: 200, valuesMs: [0, 200, 400, 600, 800] });
  });

  test('lie inside and are no more than asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e10 }), fc.integer({ min: 2, max: 12 }), (toMs, count) => {
        const { valuesMs } = timeTicks(0, toMs, count);
        expect(valuesMs.length).toBeLessThanOrEqual(count + 1);
        expect(valuesMs.at(-1)).toBeLessThanOrEqual(toMs);
        expect(valuesMs[0]).toBe(0);
      }),
    );
  });
});

describe('value axes', () => {
  test('a linear axis begins at zero and ends at a round number', () => {
    const axis = linearAxis(731, 0, 100);
    expect(axis.domain).toEqual([0, 800]);
    expect(axis.toPx(0)).toBe(100);
    expect(axis.toPx(800)).toBe(0);
    expect(axis.toValue(50)).toBe(400);
  });

  test('a low lane shows its two ends only', () => {
    expect(linearAxis(731, 0, 30).ticks.map((tick) => tick.value)).toEqual([0, 800]);
  });

  test('a linear axis of nothing still has a height', () => {
    expect(linearAxis(0, 0, 100).toPx(0)).toBe(100);
  });

  test('a logarithmic axis spans round numbers and at least a decade', () => {
    expect(logAxis(23, 1800, 0, 100).domain).toEqual([20, 2000]);
    expect(logAxis(40, 45, 0, 100).domain).toEqual([20, 200]);
    expect(logAxis(100, 100, 0, 100).domain).toEqual([100, 1000]);
  });

  test('what is missing stays missing', () => {
    expect(linearAxis(10, 0, 100).toPx(NaN)).toBeNaN();
    expect(logAxis(1, 10, 0, 100).toPx(NaN)).toBeNaN();
  });

  test('zero stands on its lower edge', () => {
    const axis = logAxis(5, 500, 0, 100);
    expect(axis.toPx(0)).toBe(100);
    expect(axis.toPx(-1)).toBe(100);
  });

  test('powers of ten are labelled; 2 and 5 too where few decades have much room', () => {
    const labelled = (axis: ReturnType<typeof logAxis>) =>
      axis.ticks.filter((tick) => tick.labelled).map((tick) => tick.value);
    expect(labelled(logAxis(20, 2000, 0, 90))).toEqual([100, 1000]);
    expect(labelled(logAxis(20, 2000, 0, 300))).toEqual([20, 50, 100, 200, 500, 1000, 2000]);
    expect(labelled(logAxis(1, 10_000_000, 0, 90))).toEqual([1, 100, 10_000, 1_000_000]);
  });

  test('a logarithmic axis goes there and back', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1e6, noNaN: true }),
        fc.double({ min: 1, max: 1e4, noNaN: true }),
        (min, factor) => {
          const axis = logAxis(min, min * factor, 10, 200);
          const value = min * Math.sqrt(factor);
          expect(axis.toValue(axis.toPx(value)) / value).toBeCloseTo(1, 6);
        },
      ),
    );
  });
});
