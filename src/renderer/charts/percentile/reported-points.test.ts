import { describe, expect, test } from 'vitest';
import { chartTableText } from '../chart-panel/chart-table-text.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { drawPercentiles } from './draw.ts';
import { drawPercentileOverlay } from './draw-overlay.ts';
import { nearestPoint, type PercentileModel } from './model.ts';
import { layOutPercentiles, percentileScene } from './scene.ts';
import { percentileTable } from './summary.ts';

/** What a report prints: six points, and it does not say of how many samples. */
const model: PercentileModel = {
  clockTickMs: 1,
  reported: true,
  selection: {
    samples: 0,
    percentile: Float64Array.of(0, 50, 90, 95, 99, 100),
    valueMs: Float64Array.of(0, 22, 80, 114, 206, 375),
  },
  isPart: false,
  behind: null,
  behindIs: 'whole run' as const,
};
const scene = percentileScene(model, layOutPercentiles({ width: 400, height: 400 }), 'log', fakePalette);

describe('percentiles of a report', () => {
  test('are points on thin dashes, and no part of them is called uncertain', () => {
    const { context, named, texts } = createRecordingContext();
    drawPercentiles(context, scene);
    expect(named('arc')).toHaveLength(6);
    expect(named('setLineDash')[0]?.args).toEqual([[2, 3]]);
    expect(texts()).toContain('reported percentiles only (log nines)');
    expect(texts().join()).not.toContain('beyond');
  });

  test('have their names beside them, as far as these do not overlap', () => {
    const { context, texts } = createRecordingContext();
    drawPercentiles(context, scene);
    expect(texts()).toEqual(expect.arrayContaining(['max 375', 'p99', 'p95', 'p90', 'p50']));
    const crowded = createRecordingContext();
    const many = Float64Array.of(50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99);
    const flat = { ...model, selection: { samples: 0, percentile: many, valueMs: many.map(() => 100) } };
    drawPercentiles(
      crowded.context,
      percentileScene(flat, layOutPercentiles({ width: 300, height: 300 }), 'log', fakePalette),
    );
    const names = crowded.texts().filter((text) => /^p\d/.test(text));
    expect(names).toContain('p99.99');
    expect(names.length).toBeLessThan(many.length);
  });

  test('end well inside the axis, with room for the maximum behind them', () => {
    const { nines, geometry } = scene;
    expect(nines.toPx(99)).toBeLessThan(geometry.right - 20);
    expect(nines.toPx(100)).toBeCloseTo(geometry.right);
    expect(nines.ticks.map((tick) => tick.percentile)).toEqual([0, 50, 90, 99]);
  });

  test('a value of zero is hollow on the edge of a logarithmic axis, which it has no place on', () => {
    const { context, named } = createRecordingContext();
    drawPercentiles(context, scene);
    expect(named('arc').map((call) => call.fillStyle)).toEqual([
      '--bg',
      ...Array<string>(5).fill('--accent'),
    ]);
  });

  test('are read one by one: there is nothing between them', () => {
    const at = createRecordingContext();
    drawPercentileOverlay(at.context, scene, 114);
    expect(at.texts()).toEqual(['p95 114 ms']);
    const between = createRecordingContext();
    drawPercentileOverlay(between.context, scene, 115);
    expect(between.texts()).toEqual([]);
    // The level from a linked chart is shown all the same.
    expect(between.named('lineTo')).toHaveLength(1);
    expect(nearestPoint(model.selection, (percentile) => Math.abs(percentile - 93))).toBe(3);
    expect(nearestPoint({ ...model.selection, percentile: new Float64Array(0) }, () => 0)).toBe(-1);
  });

  test('stand in the table as they were printed', () => {
    const [, first, second] = chartTableText(percentileTable(model)).split('\r\n');
    expect(first).toBe('0\t0');
    expect(second).toBe('50\t22');
    expect(percentileTable(model).columns[0]?.text(99.9)).toBe('99.9');
  });
});
