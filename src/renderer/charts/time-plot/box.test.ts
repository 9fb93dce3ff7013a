import { describe, expect, it } from 'vitest';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { timeAxis } from '../time-axis.ts';
import { linearAxis } from '../value-axis.ts';
import { boxKey, boxOf, type BoxScale, type BoxSteps } from './box.ts';
import { drawPlotOverlay } from './draw-overlay.ts';

/** 1 px is 100 ms across and 1 ms up; the axis begins at 0 ms at the bottom. */
const scale: BoxScale = {
  time: { left: 0, right: 1000, durationMs: 100_000, stepMs: 1000 },
  values: linearAxis(100, 0, 100),
  top: 0,
  bottom: 100,
  snapMs: (valueMs) => Math.round(valueMs),
};

describe('boxes', () => {
  it('are time and response time together, from any corner', () => {
    const box = { span: { fromMs: 20_000, toMs: 40_000 }, band: { fromMs: 30, toMs: 70 } };
    expect(boxOf(scale, { x: 200, y: 30 }, { x: 400, y: 70 })).toEqual(box);
    expect(boxOf(scale, { x: 400, y: 30 }, { x: 200, y: 70 })).toEqual(box);
  });

  it('that are flat are about time, upright ones about response time alone; a click is nothing', () => {
    expect(boxOf(scale, { x: 200, y: 50 }, { x: 400, y: 52 })).toEqual({
      span: { fromMs: 20_000, toMs: 40_000 },
      band: null,
    });
    expect(boxOf(scale, { x: 200, y: 30 }, { x: 202, y: 70 })).toEqual({
      span: null,
      band: { fromMs: 30, toMs: 70 },
    });
    expect(boxOf(scale, { x: 200, y: 30 }, { x: 203, y: 32 })).toBeNull();
  });

  it('that reach the edges of the plot are open there', () => {
    expect(boxOf(scale, { x: 0, y: -20 }, { x: 0, y: 60 })?.band).toEqual({ fromMs: 40, toMs: null });
    expect(boxOf(scale, { x: 0, y: 60 }, { x: 0, y: 140 })?.band).toEqual({ fromMs: 0, toMs: 40 });
  });

  it('are outlined: an open end has no line', () => {
    const { context, named } = createRecordingContext();
    const frame = {
      geometry: { width: 1000, height: 100, left: 0, right: 1000, top: 0, bottom: 100 },
      time: timeAxis({ fromMs: 0, toMs: 100_000 }, 0, 1000),
      values: scale.values,
      palette: fakePalette,
      pixelRatio: 1,
    };
    const selection = {
      span: { fromMs: 20_000, toMs: 40_000 },
      band: { fromMs: 40, toMs: null },
      draft: null,
    };
    drawPlotOverlay(context, frame, selection, null);
    expect(named('fillRect')[0]?.args).toEqual([200, 0, 200, 60]);
    expect(named('moveTo')).toHaveLength(3);
  });
});

describe('keys of a box', () => {
  const steps: BoxSteps = {
    timeMs: 1000,
    value: (valueMs, direction) => valueMs + direction,
    window: { fromMs: 0, toMs: 20_000 },
  };
  const cursor = { timeMs: 5000, valueMs: 50 };
  const key = (name: string, shiftKey = false) => boxKey(cursor, { key: name, shiftKey }, steps);

  it('move the cursor within the plot', () => {
    expect(key('ArrowRight')).toEqual({ kind: 'move', cursor: { timeMs: 6000, valueMs: 50 } });
    expect(key('ArrowLeft', true)).toEqual({ kind: 'move', cursor: { timeMs: 0, valueMs: 50 } });
    expect(key('ArrowUp', true)).toEqual({ kind: 'move', cursor: { timeMs: 5000, valueMs: 60 } });
    expect(key('ArrowDown')).toEqual({ kind: 'move', cursor: { timeMs: 5000, valueMs: 49 } });
  });

  it('begin, end and give up', () => {
    expect(key('Enter')).toEqual({ kind: 'mark' });
    expect(key(' ')).toEqual({ kind: 'mark' });
    expect(key('Escape')).toEqual({ kind: 'cancel' });
    expect(key('a')).toBeNull();
  });
});
