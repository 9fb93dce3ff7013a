import type { ChartPalette } from '../palette.ts';

/** Lines over a colour, so that it is not the only thing that tells series apart. */
export type Pattern = 'plain' | 'rising' | 'falling' | 'level' | 'crossed';

const patterns: readonly Pattern[] = ['plain', 'rising', 'level', 'falling', 'crossed'];

export interface SeriesStyle {
  readonly colour: string;
  readonly pattern: Pattern;
}

/** Eight colours and five patterns: they come together again after forty series. */
export function styleAt(palette: ChartPalette, place: number): SeriesStyle {
  return {
    colour: palette.categories[place % palette.categories.length] ?? palette.text3,
    pattern: patterns[place % patterns.length]!,
  };
}

const GAP_PX = 6;

export interface PatternBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Adds the lines of a pattern over a box to the path; the caller has clipped to its shape. */
export function patternLines(context: CanvasRenderingContext2D, pattern: Pattern, box: PatternBox): void {
  const { left, right, top, bottom } = box;
  const height = bottom - top;
  if (pattern === 'rising' || pattern === 'crossed') {
    for (let x = left - height; x < right; x += GAP_PX) {
      context.moveTo(x, bottom);
      context.lineTo(x + height, top);
    }
  }
  if (pattern === 'falling' || pattern === 'crossed') {
    for (let x = left - height; x < right; x += GAP_PX) {
      context.moveTo(x, top);
      context.lineTo(x + height, bottom);
    }
  }
  if (pattern === 'level') {
    for (let y = top + GAP_PX / 2; y < bottom; y += GAP_PX) {
      context.moveTo(left, y);
      context.lineTo(right, y);
    }
  }
}
