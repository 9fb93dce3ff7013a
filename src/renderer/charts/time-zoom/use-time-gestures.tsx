import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import type { TimeSpan } from '#shared/model/filter.ts';
import { panBy, zoomAround } from './zoom.ts';

/** The zoom that all plots over time of a view share. */
export interface TimeZoom {
  readonly durationMs: number;
  /** Null: the whole run. */
  readonly window: TimeSpan | null;
  /** `moving` while a gesture goes on: the history keeps only where it ends. */
  readonly onWindow: (window: TimeSpan | null, moving: boolean) => void;
}

interface Axis {
  readonly window: TimeSpan;
  readonly toX: (timeMs: number) => number;
  readonly toTime: (px: number) => number;
}

/** One notch of a wheel is about 100 px. */
const WHEEL_PER_PX = 0.002;
const LINE_PX = 16;
const MIDDLE_BUTTON = 1;

/**
 * The wheel zooms around the pointer; the middle button, or the left one with Space, moves the zoomed part. The listeners
 * are the element's own, since React's wheel listener may not keep the page from scrolling.
 */
export function useTimeGestures(
  root: RefObject<HTMLElement | null>,
  axis: Axis,
  zoom: TimeZoom | null,
): void {
  const latest = useRef({ axis, zoom });
  useLayoutEffect(() => {
    latest.current = { axis, zoom };
  });
  const active = zoom !== null;

  useEffect(() => {
    const element = root.current;
    if (element === null || !active) return undefined;
    let space = false;
    let pan: { readonly clientX: number; readonly from: TimeSpan; readonly msPerPx: number } | null = null;

    const key = (event: KeyboardEvent): void => {
      if (event.code === 'Space') space = event.type === 'keydown';
    };
    const wheel = (event: WheelEvent): void => {
      const { axis: now, zoom: shared } = latest.current;
      // With Ctrl the browser zooms the page, sideways it is the trackpad's pan.
      if (shared === null || event.ctrlKey) return;
      const px = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
      event.preventDefault();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        shared.onWindow(panBy(shared.window, shared.durationMs, event.deltaX * px * pxLength(now)), true);
        return;
      }
      const atMs = now.toTime(event.clientX - element.getBoundingClientRect().left);
      const factor = Math.exp(event.deltaY * px * WHEEL_PER_PX);
      shared.onWindow(zoomAround(shared.window, shared.durationMs, atMs, factor), true);
    };
    const press = (event: PointerEvent): void => {
      const { axis: now, zoom: shared } = latest.current;
      const wanted = event.button === MIDDLE_BUTTON || (event.button === 0 && space);
      if (!wanted || shared?.window == null) return;
      event.preventDefault();
      event.stopPropagation();
      element.setPointerCapture(event.pointerId);
      pan = { clientX: event.clientX, from: shared.window, msPerPx: pxLength(now) };
    };
    const move = (event: PointerEvent): void => {
      const { zoom: shared } = latest.current;
      if (pan === null || shared === null) return;
      event.stopPropagation();
      const byMs = (pan.clientX - event.clientX) * pan.msPerPx;
      shared.onWindow(panBy(pan.from, shared.durationMs, byMs), true);
    };
    const release = (event: PointerEvent): void => {
      if (pan === null) return;
      pan = null;
      event.stopPropagation();
      const { zoom: shared } = latest.current;
      shared?.onWindow(shared.window, false);
    };

    window.addEventListener('keydown', key);
    window.addEventListener('keyup', key);
    element.addEventListener('wheel', wheel, { passive: false });
    // Before the brush, which lies inside and would take the press for its own.
    const first = { capture: true };
    element.addEventListener('pointerdown', press, first);
    element.addEventListener('pointermove', move, first);
    element.addEventListener('pointerup', release, first);
    element.addEventListener('pointercancel', release, first);
    return () => {
      window.removeEventListener('keydown', key);
      window.removeEventListener('keyup', key);
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('pointerdown', press, first);
      element.removeEventListener('pointermove', move, first);
      element.removeEventListener('pointerup', release, first);
      element.removeEventListener('pointercancel', release, first);
    };
  }, [root, active]);
}

function pxLength({ window, toX }: Axis): number {
  const px = toX(window.toMs) - toX(window.fromMs);
  return px > 0 ? (window.toMs - window.fromMs) / px : 0;
}
