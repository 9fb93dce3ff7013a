import { element } from './svg.ts';

/** A drawn chart in px: marks of SVG within a box. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly content: string;
}

/** A picture with a text for those who cannot see it; in a PDF it becomes a tagged figure. */
export function svgOf({ width, height, content }: Drawing, alternative: string): string {
  return element(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': alternative,
    },
    content,
  );
}
