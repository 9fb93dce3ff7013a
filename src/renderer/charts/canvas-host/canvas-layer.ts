import { bitmapSize, isVisible, type Viewport } from './viewport.ts';

export type Paint = (context: CanvasRenderingContext2D) => void;

/**
 * Paints one canvas in CSS px. The bitmap is resized only here, together with painting: resizing clears it, and an
 * empty chart between two frames would flash.
 */
export function paintLayer(canvas: HTMLCanvasElement, viewport: Viewport, paint: Paint): void {
  const context = canvas.getContext('2d');
  if (context === null || !isVisible(viewport)) return;
  const { width, height } = bitmapSize(viewport);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  context.setTransform(width / viewport.width, 0, 0, height / viewport.height, 0, 0);
  context.clearRect(0, 0, viewport.width, viewport.height);
  paint(context);
}

/** A picture that leaves the window may end up on paper or on a denser screen. */
const SNAPSHOT_RATIO = 2;

/** Paints the layers on top of each other into a canvas of its own. */
export function paintSnapshot(
  viewport: Viewport,
  background: string,
  layers: readonly Paint[],
): HTMLCanvasElement | null {
  if (!isVisible(viewport)) return null;
  const canvas = document.createElement('canvas');
  paintLayer(
    canvas,
    { ...viewport, pixelRatio: Math.max(SNAPSHOT_RATIO, viewport.pixelRatio) },
    (context) => {
      context.fillStyle = background;
      context.fillRect(0, 0, viewport.width, viewport.height);
      for (const paint of layers) paint(context);
    },
  );
  return canvas;
}
