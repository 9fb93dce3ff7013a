import type { Rectangle } from 'electron';

export const MIN_SIZE = { width: 1000, height: 640 } as const;
const DEFAULT_SIZE = { width: 1440, height: 900 } as const;

/** As much of the title bar must be on a screen for a person to grab the window. */
const GRIP = { width: 100, height: 32 } as const;
/** A further window does not cover the one before. */
const CASCADE = 28;

interface Screen {
  readonly workArea: Rectangle;
}

/**
 * Where a window goes: where it was, or in the middle of the main screen when it never was anywhere or the screen that
 * it was on is gone.
 */
export function placeWindow(
  saved: Rectangle | null,
  screens: readonly Screen[],
  mainScreen: Screen,
): Rectangle {
  const screen = saved === null ? undefined : screens.find(({ workArea }) => hasGrip(saved, workArea));
  const { workArea } = screen ?? mainScreen;
  const wanted = saved ?? DEFAULT_SIZE;
  const width = Math.min(Math.max(wanted.width, MIN_SIZE.width), workArea.width);
  const height = Math.min(Math.max(wanted.height, MIN_SIZE.height), workArea.height);
  if (saved !== null && screen !== undefined) return { x: saved.x, y: saved.y, width, height };
  return {
    x: workArea.x + Math.round((workArea.width - width) / 2),
    y: workArea.y + Math.round((workArea.height - height) / 2),
    width,
    height,
  };
}

export function cascadeFrom(bounds: Rectangle): Rectangle {
  return { ...bounds, x: bounds.x + CASCADE, y: bounds.y + CASCADE };
}

function hasGrip(window: Rectangle, area: Rectangle): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  return across >= GRIP.width && window.y >= area.y && window.y + GRIP.height <= area.y + area.height;
}
