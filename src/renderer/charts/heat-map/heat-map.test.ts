import { describe, expect, it } from 'vitest';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { layOutTimePlot, type TimePlotFrame } from '../time-plot/geometry.ts';
import { timeAxis } from '../time-axis.ts';
import { drawCellMark, drawHeatMap } from './draw.ts';
import { cellAt, columnMiddleMs, columnSamples, countAt, heatMapAxis, type HeatMapModel } from './model.ts';
import { heatMapPixels } from './pixels.ts';
import { RAMP_STEPS, rampBytes, rampStep } from './ramp.ts';
import { describeHeatMap, heatMapTable } from './summary.ts';

/** Three columns of 10 s, rows 10–20, 20–40 and 40–100 ms; the middle column holds nothing but ten slow samples. */
const model: HeatMapModel = {
  rows: { buckets: Int32Array.of(0, 1, 2, 3), edgesMs: Float64Array.of(10, 20, 40, 100) },
  mode: 'log',
  clockTickMs: 1,
  startedAtUs: null,
  durationMs: 28_000,
  fromMs: 0,
  columnMs: 10_000,
  columnCount: 3,
  counts: Uint32Array.of(1, 100, 0, 0, 0, 10, 5, 0, 1),
  max: 100,
  samples: 117,
};
const ramp = rampBytes(['#000000', '#ff0000']);

function frame(): TimePlotFrame {
  const geometry = layOutTimePlot({ width: 900, height: 200 });
  return {
    geometry,
    time: timeAxis({ fromMs: 0, toMs: 28_000 }, geometry.left, geometry.right),
    values: heatMapAxis(model, geometry.top, geometry.bottom),
    palette: fakePalette,
    pixelRatio: 1,
  };
}

describe('heat map', () => {
  it('finds the cell of a place', () => {
    expect(cellAt(model, 12_000, 55)).toEqual({ column: 1, row: 2 });
    expect(countAt(model, { column: 1, row: 2 })).toBe(10);
    expect(columnSamples(model, 0)).toBe(101);
    expect(cellAt(model, 31_000, 55)).toBeNull();
    expect(columnMiddleMs(model, 27_000)).toBe(25_000);
  });

  it('paints each cell in the colour of its count and leaves empty ones clear', () => {
    const height = 100;
    const pixels = heatMapPixels(model, heatMapAxis(model, 0, height), height, ramp);
    const axis = heatMapAxis(model, 0, height);
    const at = (column: number, ms: number) => {
      const start = (Math.floor(axis.toPx(ms)) * 3 + column) * 4;
      return [...pixels.slice(start, start + 4)];
    };
    expect(at(0, 30)).toEqual([255, 0, 0, 255]);
    expect(at(0, 60)).toEqual([0, 0, 0, 0]);
    const ten = Math.round((Math.log(10) / Math.log(100)) * (RAMP_STEPS - 1));
    expect(at(1, 60)).toEqual([ramp[ten * 3], 0, 0, 255]);
    expect(at(1, 15)).toEqual([0, 0, 0, 0]);
  });

  it('shows one sample in the first colour and the fullest cell in the last', () => {
    expect(rampStep(1, 100)).toBe(0);
    expect(rampStep(100, 100)).toBe(RAMP_STEPS - 1);
    expect(rampStep(1, 1)).toBe(RAMP_STEPS - 1);
  });

  it('draws 600 columns by 400 rows within a frame', () => {
    const large: HeatMapModel = {
      ...model,
      columnCount: 600,
      counts: Uint32Array.from({ length: 1800 }, (_, cell) => 1 + (cell % 100)),
    };
    heatMapPixels(large, heatMapAxis(large, 0, 400), 400, ramp);
    const begin = performance.now();
    heatMapPixels(large, heatMapAxis(large, 0, 400), 400, ramp);
    // A frame has 16 ms; the machine of a test may be ten times as busy.
    expect(performance.now() - begin).toBeLessThan(160);
  });

  it('has a legend with the highest count, and frames the cell under the crosshair', () => {
    const { context, texts, named } = createRecordingContext();
    drawHeatMap(context, frame(), model);
    expect(texts()).toContain('100 (log)');
    expect(texts()).toContain('samples per cell 1');
    drawCellMark(context, frame(), model, { column: 1, row: 2 });
    expect(named('strokeRect')).toHaveLength(2);
  });

  it('says in words and in a table what it shows', () => {
    expect(describeHeatMap(model)).toBe(
      'Heat map of 117 samples by time and response time, cells of 10 s. Most lie at 20–40 ms, the slowest at 40–100 ms; a cell has at most 100.',
    );
    const table = heatMapTable(model);
    const rows = Array.from({ length: table.rowCount }, (_, row) =>
      table.columns.map(({ value }) => value(row)),
    );
    expect(rows).toEqual([
      [0, 10, 20, 1],
      [0, 20, 40, 100],
      [10_000, 40, 100, 10],
      [20_000, 10, 20, 5],
      [20_000, 40, 100, 1],
    ]);
  });
});
