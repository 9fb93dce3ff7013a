import { describe, expect, test, vi } from 'vitest';
import { createCrosshair } from './crosshair.ts';
import { percentileColour, percentileLabelColour } from './palette.ts';
import { formatRound } from './round-number.ts';
import { sparklineLines } from './sparkline/lines.ts';
import { fakePalette } from './testing/fake-palette.ts';
import { placeTooltip } from './tooltip-placement.ts';

describe('crosshair', () => {
  test('tells its listeners, and only its owner may clear it', () => {
    const crosshair = createCrosshair();
    const listener = vi.fn();
    const off = crosshair.subscribe(listener);
    crosshair.set({ owner: 'a', timeMs: 5, valueMs: null });
    crosshair.clear('b');
    expect(crosshair.get()).toEqual({ owner: 'a', timeMs: 5, valueMs: null });
    crosshair.clear('a');
    expect(crosshair.get()).toBeNull();
    off();
    crosshair.set({ owner: 'a', timeMs: 6, valueMs: null });
    expect(listener).toHaveBeenCalledTimes(2);
  });
});

describe('tooltip', () => {
  const bounds = { left: 0, top: 20, right: 500, bottom: 300 };
  const size = { width: 120, height: 80 };

  test('stands right of the pointer, or left where there is no room', () => {
    expect(placeTooltip({ x: 100, y: 50 }, size, bounds)).toEqual({ left: 114, top: 62 });
    expect(placeTooltip({ x: 450, y: 50 }, size, bounds)).toEqual({ left: 316, top: 62 });
  });

  test('goes to the side where less is drawn, and not for a trifle', () => {
    const on = (leftOf: number, rightOf: number) => (box: { readonly left: number }) =>
      box.left < 250 ? leftOf : rightOf;
    expect(placeTooltip({ x: 250, y: 50 }, size, bounds, on(0.1, 0.5)).left).toBe(116);
    expect(placeTooltip({ x: 250, y: 50 }, size, bounds, on(0.4, 0.5)).left).toBe(264);
    expect(placeTooltip({ x: 250, y: 50 }, size, bounds, on(0.5, 0.1)).left).toBe(264);
    // There is no room on the left.
    expect(placeTooltip({ x: 100, y: 50 }, size, bounds, on(0, 0.5)).left).toBe(114);
  });

  test('stays inside the plot', () => {
    expect(placeTooltip({ x: 100, y: 290 }, size, bounds).top).toBe(220);
    expect(placeTooltip({ x: 100, y: 0 }, size, bounds).top).toBe(20);
  });

  test('stands below the point, or above it, where there is room on neither side', () => {
    const wide = { width: 480, height: 80 };
    expect(placeTooltip({ x: 50, y: 50 }, wide, bounds)).toEqual({ left: 20, top: 64 });
    expect(placeTooltip({ x: 50, y: 260 }, wide, bounds)).toEqual({ left: 20, top: 166 });
  });
});

describe('palette', () => {
  test('percentiles take the step of the ramp that is nearest', () => {
    expect([50, 75, 90, 95, 99, 99.9, 99.99].map((p) => percentileColour(fakePalette, p))).toEqual([
      '--p50',
      '--p90',
      '--p90',
      '--p95',
      '--p99',
      '--p99-9',
      '--p99-9',
    ]);
  });

  test('the lightest step is no text colour', () => {
    expect(percentileLabelColour(fakePalette, 50)).toBe('--p90');
  });
});

describe('sparkline', () => {
  test('rises from zero to its maximum', () => {
    expect(sparklineLines(Float64Array.of(0, 10), null)).toEqual(['25,15.5 75,1']);
  });

  test('has gaps, and a stroke for a point alone', () => {
    expect(sparklineLines(Float64Array.of(10, NaN, 10, 10), null)).toEqual(['12.5,1 25,1', '62.5,1 87.5,1']);
  });

  test('shows the points of a span, and at least the one that a narrow span lies in', () => {
    const values = Float64Array.of(10, 10, 10, 10);
    expect(sparklineLines(values, { from: 0.3, to: 0.6 })).toEqual(['37.5,1 62.5,1']);
    expect(sparklineLines(values, { from: 0.01, to: 0.02 })).toEqual(['12.5,1 25,1']);
  });

  test('nothing is drawn of nothing', () => {
    expect(sparklineLines(new Float64Array(0), null)).toEqual([]);
    expect(sparklineLines(Float64Array.of(NaN, 0), null)).toEqual([]);
  });
});

test('round numbers have no decimals that they do not need', () => {
  expect([0.5, 10, 2500, 0.1 + 0.2].map(formatRound)).toEqual(['0.5', '10', '2,500', '0.3']);
});
