export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Distance of the tooltip from the marked line, to both sides. */
const DISTANCE = 14;

/**
 * Right of the anchor if there is room, else left of it, else below or above it: never over the marked point, and inside
 * `bounds`.
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
  const lowest = bounds.bottom - size.height;
  if (!fitsRight && leftward < bounds.left) {
    const below = anchor.y + DISTANCE;
    const top = below <= lowest ? below : anchor.y - DISTANCE - size.height;
    return { left: Math.max(bounds.left, bounds.right - size.width), top: Math.max(bounds.top, top) };
  }
  const left = fitsRight ? rightward : leftward;
  return { left, top: Math.max(bounds.top, Math.min(anchor.y + 12, lowest)) };
}
