import { describe, expect, it } from 'vitest';
import { fakePalette } from '../testing/fake-palette.ts';
import { fakeModel } from '../testing/fake-series.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { chartTableText } from '../chart-panel/chart-table-text.ts';
import { drawTimeSeries } from './draw.ts';
import { layOutLanes } from './geometry.ts';
import { valueIn, type PercentileLine, type TimeSeriesModel } from './model.ts';
import { readoutAt } from './readout.ts';
import { durationOf, timeSeriesScales } from './scales.ts';
import { describeTimeSeries } from './summary.ts';
import { timeSeriesTable } from './table.ts';

/** Of a run that ended after 30 s, four times as slow. */
const baseline: PercentileLine = {
  percentile: 50,
  bucketMs: 10_000,
  startMs: Float64Array.of(0, 10_000, 20_000),
  widthMs: null,
  valuesMs: Float64Array.of(160, 164, 1680),
};
const model: TimeSeriesModel = { ...fakeModel(), against: [baseline] };
const duration = durationOf(model);

function drawn(of: TimeSeriesModel) {
  const record = createRecordingContext();
  const geometry = layOutLanes({ width: 800, height: 500 }, ['response-time']);
  drawTimeSeries(record.context, {
    model: of,
    geometry,
    scales: timeSeriesScales(of, geometry, 'log'),
    palette: fakePalette,
  });
  return record;
}

describe('lines of another run', () => {
  it('are drawn beside those of this one, told apart by hue, name and dashes', () => {
    const { texts, named } = drawn(model);
    expect(texts()).toEqual(expect.arrayContaining(['A p50', 'B p50', 'B p99']));
    expect(texts()).not.toContain('p50');
    const strokes = new Set(named('stroke').map(({ strokeStyle }) => strokeStyle));
    expect(strokes).toContain('--side-a');
    expect(strokes).toContain('--side-b');
    expect(named('setLineDash').map(({ args }) => args[0])).toContainEqual([5, 2]);
    const alone = drawn(fakeModel());
    expect(alone.texts()).toContain('p50');
    expect(new Set(alone.named('stroke').map(({ strokeStyle }) => strokeStyle))).not.toContain('--side-a');
  });

  it('have room on the axis', () => {
    const geometry = layOutLanes({ width: 800, height: 500 }, ['response-time']);
    const top = (of: TimeSeriesModel) => timeSeriesScales(of, geometry, 'log').lanes[0]!.axis.domain[1];
    expect(top(fakeModel())).toBeLessThan(1680);
    expect(top(model)).toBeGreaterThanOrEqual(1680);
  });

  it('are in the tooltip as long as that run lasted', () => {
    const values = (ms: number) =>
      new Map(readoutAt(model, ms, duration)?.rows.map((row) => [row.name, row.value]));
    expect(values(15_000).get('A p50')).toBe('164 ms');
    expect(values(15_000).get('B p50')).toBe('41 ms');
    expect(values(35_000).get('A p50')).toBe('not known');
    expect(valueIn(baseline, 29_999)).toBe(1680);
    expect(valueIn(baseline, 30_000)).toBeNaN();
    expect(valueIn(baseline, -1)).toBeNaN();
  });

  it('are in the table and in words', () => {
    const [head, first, , third, fourth] = chartTableText(timeSeriesTable(model)).split(/\r?\n/u);
    expect(head!.split('\t').slice(-3)).toEqual(['B p50, ms', 'B p99, ms', 'A p50, ms']);
    expect([first, third, fourth].map((row) => row!.split('\t').at(-1))).toEqual(['160', '1680', '']);
    expect(describeTimeSeries(model, duration)).toContain('A p50 from 160 to 1,680 ms.');
  });
});
