import { describe, expect, test } from 'vitest';
import { fakePalette } from '../testing/fake-palette.ts';
import { fakeModel } from '../testing/fake-series.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { drawTimeSeries, type TimeSeriesScene } from './draw.ts';
import { drawTimeSeriesOverlay } from './draw-overlay.ts';
import { laneAt, layOutLanes, type LaneKind } from './geometry.ts';
import { timeSeriesScales } from './scales.ts';

const ALL: readonly LaneKind[] = ['response-time', 'throughput', 'threads', 'errors'];

function scene(lanes: readonly LaneKind[] = ALL, size = { width: 800, height: 500 }): TimeSeriesScene {
  const model = fakeModel();
  const geometry = layOutLanes(size, lanes);
  return { model, geometry, scales: timeSeriesScales(model, geometry, 'log'), palette: fakePalette };
}

describe('lanes', () => {
  test('share their edges and stand below each other', () => {
    const { lanes, bottom, left, right } = layOutLanes({ width: 800, height: 500 }, ALL);
    expect([left, right]).toEqual([56, 740]);
    expect(lanes.at(-1)?.bottom).toBe(bottom);
    lanes.slice(1).forEach((lane, i) => expect(lane.top).toBeGreaterThan(lanes[i]!.bottom));
    expect(lanes[0]!.bottom - lanes[0]!.top).toBeGreaterThan(200);
  });

  test('in a low chart throughput and threads go together, then the last ones are left out, never the first', () => {
    const kinds = (height: number) => layOutLanes({ width: 800, height }, ALL).lanes.map((lane) => lane.kind);
    expect(kinds(220)).toEqual(['response-time', 'load', 'errors']);
    expect(kinds(180)).toEqual(['response-time', 'load']);
    expect(kinds(60)).toEqual(['response-time']);
  });

  test('are found by height', () => {
    const geometry = layOutLanes({ width: 800, height: 500 }, ALL);
    expect(laneAt(geometry, geometry.lanes[2]!.top + 1)?.kind).toBe('threads');
    expect(laneAt(geometry, 0)).toBeNull();
  });
});

describe('the picture', () => {
  test('names its lanes with units, its lines at their end, and its axis', () => {
    const { context, texts } = createRecordingContext();
    drawTimeSeries(context, scene());
    expect(texts()).toEqual(
      expect.arrayContaining([
        'Response time, ms (log)',
        'Throughput, samples/s',
        'Threads',
        'Errors, % of samples',
        'p50',
        'p99',
        '01:00',
        'elapsed',
      ]),
    );
  });

  test('lines break where there is no value', () => {
    const { context, calls } = createRecordingContext();
    drawTimeSeries(context, scene(['response-time']));
    const moves = calls.filter((call) => call.name === 'moveTo' && call.strokeStyle === '--p50');
    expect(moves).toHaveLength(2);
  });

  test('error bars stand only where samples failed', () => {
    const { context, named } = createRecordingContext();
    drawTimeSeries(context, scene(['response-time', 'errors']));
    const bars = named('fillRect').filter((call) => call.fillStyle === '--bad');
    expect(bars).toHaveLength(1);
    expect(bars[0]?.args[0]).toBeCloseTo(scene().scales.toX(60_000));
  });

  test('without room for two lanes rate and threads share one, each with a height of its own', () => {
    const { context, texts } = createRecordingContext();
    drawTimeSeries(context, scene(['response-time', 'load']));
    expect(texts()).toContain('Throughput, samples/s, and threads (dashed, at most 5)');
    expect(texts()).toEqual(expect.arrayContaining(['threads', 'rate']));
  });

  test('a linear axis begins at zero', () => {
    const { model, geometry } = scene();
    const { lanes } = timeSeriesScales(model, geometry, 'linear');
    expect(lanes[0]?.axis.domain[0]).toBe(0);
    expect(lanes[0]?.title).toBe('Response time, ms');
  });
});

describe('the overlay', () => {
  const span = { fromMs: 20_000, toMs: 60_000 };

  test('fills the span lightly, draws its edges and handles, and names it', () => {
    const { context, named, texts } = createRecordingContext();
    drawTimeSeriesOverlay(context, scene(), { span, label: '40 s, 405 samples' }, null);
    const { toX } = scene().scales;
    const fill = named('fillRect').find((call) => call.fillStyle === '--selected');
    expect(fill?.args.slice(0, 3)).toEqual([
      Math.round(toX(20_000)),
      18,
      Math.round(toX(60_000)) - Math.round(toX(20_000)),
    ]);
    expect(named('roundRect')).toHaveLength(2);
    expect(texts()).toEqual(['40 s, 405 samples']);
  });

  test('of several spans each has its handles, what lies between is free, and one label names all', () => {
    const { context, named, texts } = createRecordingContext();
    const time = { fromMs: 10_000, toMs: 80_000, gaps: [{ fromMs: 20_000, toMs: 60_000 }] };
    drawTimeSeriesOverlay(context, scene(), { span: time, label: '2 spans' }, null);
    const { toX } = scene().scales;
    const fills = named('fillRect').filter((call) => call.fillStyle === '--selected');
    expect(fills.map(({ args }) => [args[0], Number(args[0]) + Number(args[2])])).toEqual([
      [Math.round(toX(10_000)), Math.round(toX(20_000))],
      [Math.round(toX(60_000)), Math.round(toX(80_000))],
    ]);
    expect(named('roundRect')).toHaveLength(4);
    expect(texts()).toEqual(['2 spans']);
  });

  test('a label at the edge stays inside the chart', () => {
    const { context, named } = createRecordingContext();
    const label = 'a label of some length, 1,234,567 samples';
    drawTimeSeriesOverlay(context, scene(), { span: { fromMs: 0, toMs: 10_000 }, label }, null);
    const x = Number(named('fillText')[0]?.args[1]);
    expect(x - (label.length * 6) / 2).toBeGreaterThanOrEqual(56);
  });

  test('the span ends with the run', () => {
    const { context, named } = createRecordingContext();
    drawTimeSeriesOverlay(context, scene(), { span: { fromMs: 50_000, toMs: 100_000 }, label: '' }, null);
    const fill = named('fillRect').find((call) => call.fillStyle === '--selected');
    expect(Number(fill?.args[0]) + Number(fill?.args[2])).toBe(740);
  });

  test('the crosshair marks each line at its own point and names the time', () => {
    const { context, named, texts } = createRecordingContext();
    drawTimeSeriesOverlay(context, scene(), null, { owner: 'x', timeMs: 25_000, valueMs: null });
    const dots = named('arc').map((call) => [call.fillStyle, call.args[0]]);
    const { toX } = scene().scales;
    expect(dots).toEqual([
      ['--p50', toX(25_000)],
      ['--p99', toX(30_000)],
    ]);
    expect(texts()).toEqual(['00:25']);
  });

  test('a response time from a linked chart is a level in the first lane', () => {
    const { context, named } = createRecordingContext();
    drawTimeSeriesOverlay(context, scene(), null, { owner: 'x', timeMs: null, valueMs: 100 });
    expect(named('lineTo')).toHaveLength(1);
    expect(named('arc')).toHaveLength(0);
  });
});
