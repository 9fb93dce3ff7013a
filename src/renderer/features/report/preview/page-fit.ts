/** Between two pages, and around them. */
export const PAGE_GAP = 14;
const MIN_SCALE = 0.3;
const MAX_SCALE = 2.5;

/**
 * How large pages are drawn so that they fit side by side.
 * @returns CSS px per point
 */
export function fittingScale(
  room: { readonly width: number; readonly height: number },
  page: { readonly width: number; readonly height: number },
  pagesShown: number,
): number {
  const width = (room.width - PAGE_GAP * (pagesShown + 1)) / pagesShown;
  const height = room.height - PAGE_GAP * 2;
  const scale = Math.min(width / page.width, height / page.height);
  return Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));
}
