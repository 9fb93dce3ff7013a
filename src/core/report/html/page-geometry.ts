import type { PageSize } from '#shared/model/report.ts';

/** Margins of a page in mm: head and foot stand in the upper and lower one. */
export const MARGINS_MM = { top: 22, side: 14, bottom: 18 } as const;

const SIZES_MM: Readonly<Record<PageSize, readonly [width: number, height: number]>> = {
  A4: [210, 297],
  Letter: [215.9, 279.4],
};

/** CSS px per mm. */
const PX = 96 / 25.4;

/** Room for text in px. */
export function contentBox(size: PageSize): { readonly width: number; readonly height: number } {
  const [width, height] = SIZES_MM[size];
  return {
    width: Math.floor((width - 2 * MARGINS_MM.side) * PX),
    height: Math.floor((height - MARGINS_MM.top - MARGINS_MM.bottom) * PX),
  };
}

export function pageMillimetres(size: PageSize): readonly [width: number, height: number] {
  return SIZES_MM[size];
}
