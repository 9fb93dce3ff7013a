/** Part of the width, 0..1. */
export interface SparklineSpan {
  readonly from: number;
  readonly to: number;
}

/** Height and width of the drawing's own coordinates; the element stretches them to its size. */
export const SPARKLINE_WIDTH = 100;
export const SPARKLINE_HEIGHT = 16;

/**
 * A line from zero to the row's own maximum as an SVG path: the shape is the message, the figures stand beside it.
 * Missing points are gaps; a point without neighbours becomes a short stroke, else it would not be seen.
 */
export function sparklinePath(values: Float64Array): string {
  const max = values.reduce((most, value) => (value > most ? value : most), 0);
  if (max === 0) return '';
  const step = SPARKLINE_WIDTH / values.length;
  const point = (i: number): string => {
    const y = SPARKLINE_HEIGHT - 0.5 - (values[i]! / max) * (SPARKLINE_HEIGHT - 1.5);
    return `${round((i + 0.5) * step)} ${round(y)}`;
  };
  let path = '';
  let open = false;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) {
      open = false;
      continue;
    }
    const alone = !open && !(values[i + 1]! >= 0);
    path += open ? `L${point(i)}` : `M${point(i)}`;
    if (alone) path += `h${round(step / 2)}`;
    open = true;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
