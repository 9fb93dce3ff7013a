/** Size of a canvas in CSS px and how many device pixels one of them has. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

/** Browsers refuse bitmaps beyond this; a ratio of 8 on a wall of monitors must not blank the chart. */
const MAX_BITMAP_SIDE = 16_384;

/** Size of the bitmap behind a viewport, in device pixels. */
export function bitmapSize({ width, height, pixelRatio }: Viewport): {
  readonly width: number;
  readonly height: number;
} {
  const side = (length: number): number =>
    Math.min(MAX_BITMAP_SIDE, Math.max(1, Math.round(length * pixelRatio)));
  return { width: side(width), height: side(height) };
}

export function isVisible(viewport: Viewport): boolean {
  return viewport.width >= 1 && viewport.height >= 1;
}

export function sameViewport(a: Viewport, b: Viewport): boolean {
  return a.width === b.width && a.height === b.height && a.pixelRatio === b.pixelRatio;
}
