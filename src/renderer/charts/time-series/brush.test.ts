import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dragBrush,
  lastEdge,
  pressBrush,
  pxAtTime,
  shiftSpan,
  spanOf,
  timeAtPx,
  zoneAt,
  type BrushScale,
} from './brush.ts';
import { brushCommand } from './brush-keys.ts';

/** 1 px is 1 s; steps of 10 s; the last step is half covered. */
const scale: BrushScale = { left: 56, right: 56 + 995, durationMs: 995_000, stepMs: 10_000 };
const px = (seconds: number): number => 56 + seconds;
const seconds = (from: number, to: number) => ({ fromMs: from * 1000, toMs: to * 1000 });

describe('making', () => {
  test('a drag makes a span on the grid, in either direction', () => {
    const pressed = pressBrush(scale, null, px(203));
    expect(dragBrush(scale, pressed, px(411)).span).toEqual(seconds(200, 410));
    expect(dragBrush(scale, pressed, px(96)).span).toEqual(seconds(100, 200));
  });

  test('a click makes nothing', () => {
    const pressed = pressBrush(scale, null, px(203));
    expect(dragBrush(scale, pressed, px(205)).span).toBeNull();
  });

  test('after the first movement the way back counts too', () => {
    const away = dragBrush(scale, pressBrush(scale, null, px(200)), px(260));
    expect(dragBrush(scale, away.gesture, px(201)).span).toEqual(seconds(200, 210));
  });

  test('the right edge of the plot takes the last step in', () => {
    expect(lastEdge(scale)).toBe(1_000_000);
    expect(dragBrush(scale, pressBrush(scale, null, px(900)), px(2000)).span).toEqual(seconds(900, 1000));
  });
});

describe('changing', () => {
  const span = seconds(200, 400);

  test('zones are the two handles, the inside and the rest', () => {
    expect([px(196), px(204), px(300), px(396), px(404), px(410)].map((x) => zoneAt(scale, span, x))).toEqual(
      ['left-edge', 'left-edge', 'inside', 'right-edge', 'right-edge', 'outside'],
    );
  });

  test('of two handles in reach the nearer one is taken', () => {
    const narrow = seconds(300, 304);
    expect(zoneAt(scale, narrow, px(299))).toBe('left-edge');
    expect(zoneAt(scale, narrow, px(305))).toBe('right-edge');
  });

  test('inside moves it as a whole and stops at the ends', () => {
    const pressed = pressBrush(scale, span, px(300));
    expect(dragBrush(scale, pressed, px(351)).span).toEqual(seconds(250, 450));
    expect(dragBrush(scale, pressed, px(-500)).span).toEqual(seconds(0, 200));
    expect(dragBrush(scale, pressed, px(5000)).span).toEqual(seconds(800, 1000));
  });

  test('a handle resizes and turns over past the other one', () => {
    expect(dragBrush(scale, pressBrush(scale, span, px(200)), px(120)).span).toEqual(seconds(120, 400));
    expect(dragBrush(scale, pressBrush(scale, span, px(400)), px(150)).span).toEqual(seconds(150, 200));
  });
});

describe('keys', () => {
  const span = seconds(200, 400);
  const command = (key: string, shiftKey = false) => brushCommand(scale, span, 20_000, { key, shiftKey });

  test('arrows move by a bucket, with Shift they move the right edge', () => {
    expect(command('ArrowRight')).toEqual({ kind: 'set', span: seconds(220, 420) });
    expect(command('ArrowLeft')).toEqual({ kind: 'set', span: seconds(180, 380) });
    expect(command('ArrowRight', true)).toEqual({ kind: 'set', span: seconds(200, 420) });
    expect(command('ArrowLeft', true)).toEqual({ kind: 'set', span: seconds(200, 380) });
  });

  test('the right edge never passes the left one', () => {
    const narrow = brushCommand(scale, seconds(200, 210), 20_000, { key: 'ArrowLeft', shiftKey: true });
    expect(narrow).toEqual({ kind: 'set', span: seconds(200, 210) });
  });

  test('Home and End go to the ends, Esc clears', () => {
    expect(command('Home')).toEqual({ kind: 'set', span: seconds(0, 200) });
    expect(command('End')).toEqual({ kind: 'set', span: seconds(800, 1000) });
    expect(command('Home', true)).toEqual({ kind: 'set', span: seconds(0, 400) });
    expect(command('End', true)).toEqual({ kind: 'set', span: seconds(200, 1000) });
    expect(command('Escape')).toEqual({ kind: 'clear' });
    expect(command('a')).toBeNull();
  });

  test('without a selection an arrow makes one of a tenth', () => {
    expect(brushCommand(scale, null, 10_000, { key: 'ArrowRight', shiftKey: false })).toEqual({
      kind: 'set',
      span: seconds(0, 100),
    });
    expect(brushCommand(scale, null, 10_000, { key: 'ArrowLeft', shiftKey: false })).toEqual({
      kind: 'set',
      span: seconds(900, 1000),
    });
    expect(brushCommand(scale, null, 10_000, { key: 'Escape', shiftKey: false })).toBeNull();
  });
});

describe('whatever is dragged', () => {
  const anyScale = fc.record({
    left: fc.constant(56),
    right: fc.integer({ min: 60, max: 2000 }),
    durationMs: fc.integer({ min: 1, max: 1e8 }),
    stepMs: fc.integer({ min: 1, max: 60_000 }),
  });

  test('a span is on the grid, inside the run and at least a step wide', () => {
    fc.assert(
      fc.property(
        anyScale,
        fc.array(fc.integer({ min: -100, max: 2500 }), { minLength: 2, maxLength: 8 }),
        (any, path) => {
          let span: ReturnType<typeof spanOf> | null = null;
          let gesture = pressBrush(any, null, path[0]!);
          for (const x of path.slice(1)) {
            const step = dragBrush(any, gesture, x);
            gesture = step.gesture;
            span = step.span ?? span;
            if (span === null) continue;
            expect(span.fromMs).toBeGreaterThanOrEqual(0);
            expect(span.toMs).toBeLessThanOrEqual(lastEdge(any));
            expect(span.toMs - span.fromMs).toBeGreaterThanOrEqual(any.stepMs);
            expect(span.fromMs % any.stepMs).toBe(0);
            expect(span.toMs % any.stepMs).toBe(0);
          }
        },
      ),
    );
  });

  test('moving keeps the width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: -2e6, max: 2e6 }),
        (from, width, by) => {
          const moved = shiftSpan(scale, seconds(from * 10, (from + width) * 10), by);
          expect(moved.toMs - moved.fromMs).toBe(width * 10_000);
        },
      ),
    );
  });

  test('px and time go there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 56, max: 1051 }), (x) => {
        expect(pxAtTime(scale, timeAtPx(scale, x))).toBeCloseTo(x, 6);
      }),
    );
  });
});
