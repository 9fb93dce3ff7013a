import { describe, expect, test, vi } from 'vitest';
import { createFrameLoop } from './frame-loop.ts';
import { bitmapSize, isVisible, sameViewport } from './viewport.ts';

function fakeFrames() {
  const waiting = new Map<number, () => void>();
  let next = 1;
  return {
    clock: {
      request: (callback: () => void) => {
        waiting.set(next, callback);
        return next++;
      },
      cancel: (id: number) => void waiting.delete(id),
    },
    waiting,
    run: () => {
      const due = [...waiting.values()];
      waiting.clear();
      for (const callback of due) callback();
    },
  };
}

describe('frame loop', () => {
  test('paints all outdated layers once per frame', () => {
    const paint = vi.fn<(layers: ReadonlySet<string>) => void>();
    const frames = fakeFrames();
    const loop = createFrameLoop(paint, frames.clock);
    loop.invalidate('overlay');
    loop.invalidate('overlay');
    loop.invalidate('picture');
    expect(frames.waiting.size).toBe(1);
    frames.run();
    expect(paint).toHaveBeenCalledExactlyOnceWith(new Set(['overlay', 'picture']));
    loop.invalidate('overlay');
    frames.run();
    expect(paint).toHaveBeenLastCalledWith(new Set(['overlay']));
  });

  test('a layer that is outdated while painting is painted in the next frame', () => {
    const frames = fakeFrames();
    let again = true;
    const paint = vi.fn(() => {
      if (again) loop.invalidate('overlay');
      again = false;
    });
    const loop = createFrameLoop(paint, frames.clock);
    loop.invalidate('overlay');
    frames.run();
    frames.run();
    expect(paint).toHaveBeenCalledTimes(2);
  });

  test('a stopped loop paints nothing more', () => {
    const paint = vi.fn();
    const frames = fakeFrames();
    const loop = createFrameLoop(paint, frames.clock);
    loop.invalidate('overlay');
    loop.stop();
    frames.run();
    expect(paint).not.toHaveBeenCalled();
  });
});

describe('viewport', () => {
  test('bitmaps have device pixels and stay within what browsers accept', () => {
    expect(bitmapSize({ width: 300, height: 150.4, pixelRatio: 1.5 })).toEqual({ width: 450, height: 226 });
    expect(bitmapSize({ width: 9000, height: 0, pixelRatio: 2 })).toEqual({ width: 16_384, height: 1 });
  });

  test('a chart without area is not painted', () => {
    expect(isVisible({ width: 0, height: 20, pixelRatio: 1 })).toBe(false);
    expect(isVisible({ width: 10, height: 20, pixelRatio: 1 })).toBe(true);
  });

  test('equal viewports are equal', () => {
    const one = { width: 10, height: 20, pixelRatio: 1 };
    expect(sameViewport(one, { ...one })).toBe(true);
    expect(sameViewport(one, { ...one, pixelRatio: 2 })).toBe(false);
  });
});
