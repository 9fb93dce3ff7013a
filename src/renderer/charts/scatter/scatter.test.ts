import { describe, expect, it } from 'vitest';
import { numbersToColumn, textsToColumn } from '#shared/contract/columns.ts';
import { fakeModel } from '../testing/fake-series.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { drawLoadScatter } from './load-draw.ts';
import { describeLoadScatter, loadScatterModel, pointAt } from './load-model.ts';
import { loadScene, nearestLoadPoint } from './load-scene.ts';
import { nearestSample, sampleAxis, sampleReadout, sampleScatterModel } from './sample-model.ts';

describe('response time against load', () => {
  it('has a point for each bucket that has a percentile', () => {
    const model = loadScatterModel(fakeModel(), 'throughput')!;
    expect(model.percentile).toBe(50);
    // Bucket 4 has no samples.
    expect(model.points.map(({ timeMs }) => timeMs)).not.toContain(45_000);
    expect(model.points[0]).toEqual({ timeMs: 5000, load: 10, valueMs: 40 });
    expect(pointAt(model, 12_000)?.timeMs).toBe(15_000);
    expect(pointAt(model, 45_000)).toBeNull();
    expect(describeLoadScatter(model)).toContain('9 buckets');
  });

  it('takes wider buckets of a far percentile once', () => {
    const model = loadScatterModel(fakeModel([99]), 'threads')!;
    expect(model.percentile).toBe(99);
    expect(model.points.map(({ timeMs }) => timeMs)).toEqual([10_000, 30_000, 70_000, 90_000]);
    expect(model.points.every(({ load }) => load === 5)).toBe(true);
  });

  it('draws points outside of the selection hollow, and below those inside, each in the colour of its time', () => {
    const model = loadScatterModel(fakeModel(), 'throughput')!;
    const palette = { ...fakePalette, heat: ['#000000', '#ffffff'] };
    const scene = loadScene(model, { width: 400, height: 300 }, 'log', palette);
    const { context, calls, named } = createRecordingContext();
    drawLoadScatter(context, scene, { fromMs: 0, toMs: 20_000 });
    expect(named('fill')).toHaveLength(2);
    expect(named('stroke')).toHaveLength(model.points.length - 2);
    expect(calls.findLastIndex(({ name }) => name === 'stroke')).toBeLessThan(
      calls.findIndex(({ name }) => name === 'fill'),
    );
    expect(named('fill').map(({ fillStyle }) => fillStyle)).toEqual(scene.colours.slice(0, 2));
    expect(new Set(scene.colours).size).toBe(model.points.length);
    const [point] = model.points;
    const at = nearestLoadPoint(scene, scene.loads.toPx(point!.load), scene.values.toPx(point!.valueMs));
    expect(at).toBe(point);
  });
});

describe('single samples', () => {
  const model = sampleScatterModel(
    { clockTickMs: 1, startedAtUs: null },
    {
      total: 2,
      table: {
        rowCount: 2,
        columns: {
          startMs: numbersToColumn([1000, 2000]),
          elapsedMs: numbersToColumn([10, 5010]),
          ok: numbersToColumn([1, 0]),
          label: textsToColumn(['Add to cart', 'Checkout']),
          code: textsToColumn(['200', null]),
        },
      },
    },
    'log',
  );

  it('know how they ended', () => {
    expect([...model.failed]).toEqual([0, 1]);
    expect(sampleReadout(model, 1)).toEqual({
      title: 'Checkout',
      note: null,
      rows: [
        { name: 'Response time', value: '5,010 ms' },
        { name: 'Started', value: '00:02.000' },
        { name: 'Outcome', value: 'failed' },
        { name: 'Code', value: 'none' },
      ],
    });
    expect(sampleAxis(model, 0, 100).domain).toEqual([10, 10_000]);
  });

  it('are found by the pointer within reach only', () => {
    const away = (timeMs: number) => Math.abs(timeMs - 1900);
    expect(nearestSample(model, away, 200)).toBe(1);
    expect(nearestSample(model, away, 50)).toBe(-1);
  });
});
