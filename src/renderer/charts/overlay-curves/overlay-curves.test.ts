import { describe, expect, it } from 'vitest';
import type { PercentileCurve } from '../percentile/model.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { drawOverlay, drawOverlayCrosshair } from './draw.ts';
import { OVERLAY_START, overlayMarks, overlayReadout } from './readout.ts';
import {
  layOutOverlay,
  overlayScene,
  toPoint,
  valueUnder,
  type CurveKind,
  type OverlayModel,
} from './scene.ts';
import { describeOverlay, overlayTable } from './summary.ts';

/** From 100 ms at the minimum in a straight line of percentiles to 1,100 ms. */
function curve(factor: number, samples = 1000): PercentileCurve {
  const percentile = Float64Array.from({ length: 101 }, (_, i) => i);
  return { samples, percentile, valueMs: percentile.map((p) => factor * (100 + 10 * p)) };
}

const none: PercentileCurve = { samples: 0, percentile: new Float64Array(0), valueMs: new Float64Array(0) };
const model: OverlayModel = { baseline: curve(1), candidate: curve(1.5), clockTickMs: 1, marked: 95 };
const sceneOf = (kind: CurveKind, of: OverlayModel = model) =>
  overlayScene(of, kind, layOutOverlay({ width: 500, height: 300 }), fakePalette);

describe('overlaid curves', () => {
  it('write what is judged at both curves', () => {
    const record = createRecordingContext();
    drawOverlay(record.context, sceneOf('nines'));
    expect(record.texts()).toEqual(expect.arrayContaining(['p95', 'A 1,050 ms', 'B 1,575 ms']));
    expect(new Set(record.named('stroke').map((call) => call.strokeStyle))).toEqual(
      new Set(['--side-a', '--side-b', '--line-strong', '--bg']),
    );
  });

  it('let side A be told from side B without colour', () => {
    const record = createRecordingContext();
    drawOverlay(record.context, sceneOf('nines'));
    expect(record.named('setLineDash').map((call) => call.args[0])).toContainEqual([6, 2]);
  });

  it('are higher to the right on nines, and steeper at first as shares', () => {
    const nines = sceneOf('nines');
    expect(toPoint(nines, model.baseline, 99, 1090).x).toBeGreaterThan(
      toPoint(nines, model.baseline, 90, 1000).x,
    );
    const ecdf = sceneOf('ecdf');
    const { top, bottom } = ecdf.geometry;
    expect(toPoint(ecdf, model.baseline, 50, 600).y).toBeCloseTo((top + bottom) / 2);
    expect(toPoint(ecdf, model.baseline, 100, 1100).x).toBeGreaterThan(
      toPoint(ecdf, model.baseline, 0, 100).x,
    );
  });

  it('read the response time under the pointer', () => {
    const nines = sceneOf('nines');
    const at90 = nines.nines.toPx(90);
    expect(valueUnder(nines, at90, 100)).toBeCloseTo(1000, 0);
    expect(valueUnder(nines, 1, 100)).toBeNull();
    const ecdf = sceneOf('ecdf');
    expect(valueUnder(ecdf, ecdf.values.toPx(600), 100)).toBeCloseTo(600);
  });

  it('say under the crosshair which percentile a time is on each side', () => {
    const record = createRecordingContext();
    drawOverlayCrosshair(record.context, sceneOf('nines'), 1050);
    expect(record.texts()).toEqual(['1,050 ms: A p95.0, B p60']);
    const quiet = createRecordingContext();
    drawOverlayCrosshair(quiet.context, sceneOf('nines'), null);
    expect(quiet.calls).toEqual([]);
  });

  it('are drawn with one side alone, and with none', () => {
    const one = createRecordingContext();
    drawOverlay(one.context, sceneOf('ecdf', { ...model, baseline: none }));
    expect(one.texts()).toContain('B 1,575 ms');
    const empty = createRecordingContext();
    drawOverlay(empty.context, sceneOf('nines', { ...model, baseline: none, candidate: none }));
    expect(empty.named('arc')).toEqual([]);
  });

  it('are read place by place: each side, and what B takes where A takes a time', () => {
    const scene = sceneOf('nines');
    expect(overlayReadout(scene, { timeMs: null, valueMs: 1050 })).toEqual({
      title: '1,050 ms',
      note: null,
      rows: [
        { name: 'A', value: 'p95.0' },
        { name: 'B', value: 'p60' },
        { name: 'B at p95.0', value: '1,575 ms (+525)' },
      ],
    });
    // Named percentiles of A, as far as it has samples, and its maximum.
    expect(overlayMarks(model).map(({ valueMs }) => Math.round(valueMs))).toEqual([
      110, 150, 200, 350, 600, 850, 1000, 1050, 1090, 1100, 1100,
    ]);
    expect(overlayMarks(model)[OVERLAY_START]?.valueMs).toBeCloseTo(600, 0);
    const alone = sceneOf('nines', { ...model, baseline: none });
    expect(overlayReadout(alone, { timeMs: null, valueMs: 1575 })?.rows).toEqual([
      { name: 'B', value: 'p95.0' },
    ]);
    expect(overlayMarks({ ...model, baseline: none, candidate: none })).toEqual([]);
  });

  it('have an ECDF whose axis of times is labelled', () => {
    const record = createRecordingContext();
    drawOverlay(record.context, sceneOf('ecdf'));
    expect(record.texts()).toEqual(expect.arrayContaining(['200', '500', '1,000']));
  });

  it('are a sentence and a table', () => {
    expect(describeOverlay({ ...model, baseline: none })).toBe(
      'Percentile curves. A: no samples. B, 1,000 samples: p50 900 ms, p90 1,500 ms, p95 1,575 ms, p99 1,635 ms.',
    );
    const { columns, rowCount } = overlayTable(model);
    expect(rowCount).toBe(101);
    expect(columns.map((column) => column.text(column.value(50)))).toEqual(['50.0', '600', '900', '300']);
  });
});
