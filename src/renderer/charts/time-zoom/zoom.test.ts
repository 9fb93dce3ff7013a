import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoomCommand, type ZoomKey } from './zoom-keys.ts';
import { MIN_WINDOW_MS, panBy, spanToAsk, within, zoomAround } from './zoom.ts';

const RUN_MS = 100_000;
const press = (key: string, more: Partial<ZoomKey> = {}): ZoomKey => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

describe('zoom', () => {
  it('keeps the instant under the pointer where it is', () => {
    const window = zoomAround(null, RUN_MS, 25_000, 0.5)!;
    expect(window).toEqual({ fromMs: 12_500, toMs: 62_500 });
    expect((25_000 - window.fromMs) / (window.toMs - window.fromMs)).toBe(0.25);
  });

  it('stays within the run, at least a bucket long, and ends at the whole run', () => {
    const instant = fc.double({ min: 0, max: RUN_MS, noNaN: true });
    fc.assert(
      fc.property(
        instant,
        instant,
        instant,
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        (a, b, at, factor) => {
          const before = within({ fromMs: Math.min(a, b), toMs: Math.max(a, b) }, RUN_MS);
          const window = zoomAround(before, RUN_MS, at, factor);
          if (window === null) return;
          expect(window.fromMs).toBeGreaterThanOrEqual(0);
          expect(window.toMs).toBeLessThanOrEqual(RUN_MS + 1e-6);
          expect(window.toMs - window.fromMs).toBeGreaterThanOrEqual(MIN_WINDOW_MS - 1e-6);
        },
      ),
    );
    expect(zoomAround({ fromMs: 10_000, toMs: 90_000 }, RUN_MS, 50_000, 2)).toBeNull();
  });

  it('moves and stops at the ends', () => {
    const window = { fromMs: 10_000, toMs: 30_000 };
    expect(panBy(window, RUN_MS, 5000)).toEqual({ fromMs: 15_000, toMs: 35_000 });
    expect(panBy(window, RUN_MS, -50_000)).toEqual({ fromMs: 0, toMs: 20_000 });
    expect(panBy(window, RUN_MS, 90_000)).toEqual({ fromMs: 80_000, toMs: 100_000 });
    expect(panBy(null, RUN_MS, 5000)).toBeNull();
  });

  it('asks for whole steps with one to spare at either side', () => {
    expect(spanToAsk({ fromMs: 12_345, toMs: 21_000 })).toEqual({ fromMs: 11_000, toMs: 22_000 });
    expect(spanToAsk({ fromMs: 0, toMs: 60_000 })).toEqual({ fromMs: 0, toMs: 70_000 });
  });
});

describe('keys', () => {
  it('zoom around the crosshair where it is in sight, else around the middle', () => {
    const zoomed = zoomCommand(null, RUN_MS, 0, press('+'));
    expect(zoomed).toMatchObject({ kind: 'window', window: { fromMs: 0 } });
    const middle = zoomCommand({ fromMs: 40_000, toMs: 70_000 }, RUN_MS, 5000, press('='));
    expect(middle).toEqual({ kind: 'window', window: { fromMs: 45_000, toMs: 65_000 } });
  });

  it('show the whole run, move, and go through the history', () => {
    const window = { fromMs: 40_000, toMs: 60_000 };
    expect(zoomCommand(window, RUN_MS, null, press('0'))).toEqual({ kind: 'window', window: null });
    expect(zoomCommand(window, RUN_MS, null, press('ArrowRight', { ctrlKey: true }))).toEqual({
      kind: 'window',
      window: { fromMs: 42_000, toMs: 62_000 },
    });
    expect(zoomCommand(window, RUN_MS, null, press('['))).toEqual({ kind: 'back' });
    expect(zoomCommand(window, RUN_MS, null, press(']'))).toEqual({ kind: 'forward' });
  });

  it('leave plain arrows to the selection and Ctrl with plus to the browser', () => {
    expect(zoomCommand(null, RUN_MS, null, press('ArrowRight'))).toBeNull();
    expect(zoomCommand(null, RUN_MS, null, press('+', { ctrlKey: true }))).toBeNull();
    expect(zoomCommand(null, RUN_MS, null, press('x'))).toBeNull();
  });
});
