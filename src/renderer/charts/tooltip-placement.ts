export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Distance of the tooltip from the marked line, to both sides. */
const DISTANCE = 14;

/** The left side must be so much emptier: a tooltip that changes sides with every step is harder to read. */
const EMPTIER = 0.7;

/**
 * Beside the anchor: on the side where less is drawn, right of it where both are alike or only there is room; where there
 * is room on neither side, below or above it. Never over the marked point, and inside `bounds`.
 * @param size of the tooltip in px
 * @param drawn how much the tooltip would cover in a place
 */
export function placeTooltip(
  anchor: { readonly x: number; readonly y: number },
  size: { readonly width: number; readonly height: number },
  bounds: Box,
  drawn: (box: Box) => number = () => 0,
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
  const top = Math.max(bounds.top, Math.min(anchor.y + 12, lowest));
  const covered = (left: number): number =>
    drawn({ left, top, right: left + size.width, bottom: top + size.height });
  const isLeftEmptier = (): boolean => covered(leftward) < EMPTIER * covered(rightward);
  const goesLeft = !fitsRight || (leftward >= bounds.left && isLeftEmptier());
  return { left: goesLeft ? leftward : rightward, top };
}
