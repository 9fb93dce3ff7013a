export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Distance of the tooltip from the marked line, to both sides. */
const DISTANCE = 14;

/**
 * Right of the anchor if there is room, else left of it: never over the marked point, and inside `bounds`.
 * @param size of the tooltip in px
 */
export function placeTooltip(
  anchor: { readonly x: number; readonly y: number },
  size: { readonly width: number; readonly height: number },
  bounds: Box,
): { readonly left: number; readonly top: number } {
  const rightward = anchor.x + DISTANCE;
  const leftward = anchor.x - DISTANCE - size.width;
  const fitsRight = rightward + size.width <= bounds.right;
  const left = fitsRight || leftward < bounds.left ? rightward : leftward;
  const lowest = bounds.bottom - size.height;
  return { left, top: Math.max(bounds.top, Math.min(anchor.y + 12, lowest)) };
}
