/** Part of the width, 0..1. */
export interface SparklineSpan {
  readonly from: number;
  readonly to: number;
}

/** Height and width of the drawing's own coordinates; the element stretches them to its size. */
export const SPARKLINE_WIDTH = 100;
export const SPARKLINE_HEIGHT = 16;

/**
 * Lines from zero to the row's own maximum, as `points` of SVG polylines, one per stretch without gaps: the shape is
 * the message, the figures stand beside it.
 * @param span only the points in it; a point that it touches counts, so that a narrow span is seen
 */
export function sparklineLines(values: Float64Array, span: SparklineSpan | null): readonly string[] {
  const max = values.reduce((most, value) => (value > most ? value : most), 0);
  if (max === 0) return [];
  const step = SPARKLINE_WIDTH / values.length;
  const from = span === null ? 0 : Math.floor(span.from * values.length);
  const to = span === null ? values.length : Math.min(values.length, Math.ceil(span.to * values.length));
  const lines: string[] = [];
  let points: string[] = [];
  const close = (): void => {
    // A point without neighbours becomes a short stroke, else it would not be seen.
    if (points.length === 1) points.push(shifted(points[0]!, step / 2));
    if (points.length > 0) lines.push(points.join(' '));
    points = [];
  };
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) close();
    else
      points.push(
        `${round((i + 0.5) * step)},${round(SPARKLINE_HEIGHT - 0.5 - (value / max) * (SPARKLINE_HEIGHT - 1.5))}`,
      );
  }
  close();
  return lines;
}

function shifted(point: string, by: number): string {
  const [x = '0', y = '0'] = point.split(',');
  return `${round(Number(x) + by)},${y}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
