import { describe, expect, it } from 'vitest';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { drawHistogram, drawHistogramOverlay } from './draw.ts';
import {
  binText,
  densityOf,
  densityWidthMs,
  describeHistogram,
  histogramTable,
  rowCounts,
  type HistogramModel,
} from './model.ts';
import { histogramDuration, histogramScene } from './scene.ts';

const rows = { buckets: Int32Array.of(0, 2, 3, 4), edgesMs: Float64Array.of(10, 20, 40, 100) };
const model: HistogramModel = {
  mode: 'log',
  clockTickMs: 1,
  rows,
  counts: rowCounts(rows, Uint32Array.of(30, 20, 40, 10)),
  samples: 100,
  ecdf: {
    samples: 2000,
    percentile: Float64Array.of(0, 50, 90, 100),
    valueMs: Float64Array.of(10, 20, 40, 90),
  },
  estimated: false,
};

describe('histogram', () => {
  it('counts whole buckets', () => {
    expect([...model.counts]).toEqual([50, 40, 10]);
  });

  it('is a density: bars of any width can be compared by their area', () => {
    const areas = [0, 1, 2].map((row) => {
      const [from, to] = [rows.edgesMs[row]!, rows.edgesMs[row + 1]!];
      return densityOf(model, row) * Math.log10(to / from) * 20;
    });
    expect(areas.reduce((sum, area) => sum + area)).toBeCloseTo(100);
    const linear = { ...model, mode: 'linear' as const };
    expect(densityWidthMs(linear)).toBe(50);
    const total = [0, 1, 2].reduce(
      (sum, row) => sum + densityOf(linear, row) * ((rows.edgesMs[row + 1]! - rows.edgesMs[row]!) / 50),
      0,
    );
    expect(total).toBeCloseTo(100);
  });

  it('marks percentiles that ten samples lie beyond, and names its axes', () => {
    const { context, texts } = createRecordingContext();
    drawHistogram(context, histogramScene(model, { width: 500, height: 300 }, fakePalette));
    expect(texts()).toContain('Share of samples, % per 1/20 decade');
    expect(texts()).toContain('cumulative, %');
    expect(texts()).toContain('response time, ms (log)');
    expect(texts()).toContain('p99');
    const few = createRecordingContext();
    const thin = { ...model, ecdf: { ...model.ecdf!, samples: 500 } };
    drawHistogram(few.context, histogramScene(thin, { width: 500, height: 300 }, fakePalette));
    expect(few.texts()).toContain('p95');
    expect(few.texts()).not.toContain('p99');
  });

  it('says what the crosshair stands on', () => {
    const { context, texts } = createRecordingContext();
    const scene = histogramScene(model, { width: 500, height: 300 }, fakePalette);
    drawHistogramOverlay(context, scene, { fromMs: 20, toMs: null }, null, 30);
    expect(texts()).toEqual(['30 ms is p70', '40.0 % in 20–40 ms']);
    expect(binText(model, 5, histogramDuration(model))).toBeNull();
  });

  it('is a table and a sentence too', () => {
    const table = histogramTable(model, histogramDuration(model));
    expect(table.columns.map(({ value }) => value(1))).toEqual([20, 40, 40, 40, 90]);
    expect(describeHistogram(model, histogramDuration(model))).toBe(
      'Histogram of 100 response times with their cumulative share. Densest from 10 to 20 ms.',
    );
  });
});
