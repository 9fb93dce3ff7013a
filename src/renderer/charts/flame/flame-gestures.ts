import type { FlameGeometry } from './flame-geometry.ts';
import {
  pannedBy,
  placeAt,
  scrolledTo,
  wholeView,
  zoomedAt,
  zoomedToPart,
  type FlameFrame,
  type FlameView,
} from './flame-view.ts';

/** A press that moves less than this is a click. */
const CLICK_PX = 3;
/** Zoom of one notch of a wheel. */
const NOTCH = 1.25;
const NOTCH_DELTA = 100;

export interface Wheel {
  readonly x: number;
  readonly deltaX: number;
  readonly deltaY: number;
  readonly shiftKey: boolean;
}

/** The wheel zooms at the pointer; with Shift it scrolls through the rows, and sideways it pans. */
export function wheeled(
  view: FlameView,
  geometry: FlameGeometry,
  frame: FlameFrame,
  wheel: Wheel,
): FlameView {
  const { x, deltaX, deltaY, shiftKey } = wheel;
  // Browsers turn Shift and a vertical wheel into a horizontal one.
  if (shiftKey) {
    const along = frame.orientation === 'icicle' ? 1 : -1;
    return scrolledTo(view, geometry, frame, view.scrolledPx + along * (deltaY === 0 ? deltaX : deltaY));
  }
  if (Math.abs(deltaX) > Math.abs(deltaY)) return pannedBy(view, geometry, deltaX / Math.max(1, frame.width));
  return zoomedAt(view, geometry, NOTCH ** (-deltaY / NOTCH_DELTA), placeAt(view, frame, x));
}

/** @returns null for keys that mean nothing here */
export function zoomedByKey(view: FlameView, geometry: FlameGeometry, key: string): FlameView | null {
  const centre = (view.from + view.to) / 2;
  if (key === '+' || key === '=') return zoomedAt(view, geometry, 1.5, centre);
  if (key === '-') return zoomedAt(view, geometry, 1 / 1.5, centre);
  if (key === '0') return { ...wholeView(geometry), scrolledPx: view.scrolledPx };
  return null;
}

export interface Press {
  readonly x: number;
  readonly y: number;
  readonly view: FlameView;
  /** With Shift a part is chosen that is zoomed into; otherwise the picture is moved. */
  readonly choosesPart: boolean;
  readonly moved: boolean;
}

export function isMove(press: Press, x: number, y: number): boolean {
  return press.moved || Math.abs(x - press.x) >= CLICK_PX || Math.abs(y - press.y) >= CLICK_PX;
}

/** The view while the picture is being moved. */
export function dragged(
  press: Press,
  geometry: FlameGeometry,
  frame: FlameFrame,
  x: number,
  y: number,
): FlameView {
  const panned = pannedBy(press.view, geometry, (press.x - x) / Math.max(1, frame.width));
  const along = frame.orientation === 'icicle' ? press.y - y : y - press.y;
  return scrolledTo(panned, geometry, frame, press.view.scrolledPx + along);
}

export function partZoomed(press: Press, geometry: FlameGeometry, frame: FlameFrame, x: number): FlameView {
  return zoomedToPart(
    press.view,
    geometry,
    placeAt(press.view, frame, press.x),
    placeAt(press.view, frame, x),
  );
}
