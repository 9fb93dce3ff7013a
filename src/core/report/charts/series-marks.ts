import type { ChartLine } from '../document/report-chart.ts';
import { INK_2, seriesColours, seriesDashes, seriesWidths } from './palette.ts';
import { element, label, linePath } from './svg.ts';
import { textWidth } from './text-width.ts';

const SAMPLE = 18;
const GAP = 16;
const ROW = 16;
const FONT = 11;

export function drawLine(
  { x, y, role }: ChartLine,
  atX: (value: number) => number,
  atY: (value: number) => number,
): string {
  const points = x.map((value, place): readonly [number, number] | null => {
    const height = y[place] ?? null;
    return height === null ? null : [atX(value), atY(height)];
  });
  const stroke = { stroke: seriesColours[role], 'stroke-width': seriesWidths[role], fill: 'none' };
  // A value between two gaps has no line: a dot shows it.
  const alone = points.filter(
    (point, place) =>
      point !== null && (points[place - 1] ?? null) === null && (points[place + 1] ?? null) === null,
  );
  return (
    element('path', {
      d: linePath(points) || 'M0 0',
      ...stroke,
      'stroke-linejoin': 'round',
      'stroke-dasharray': seriesDashes[role],
    }) +
    alone
      .map((point) => element('circle', { cx: point![0], cy: point![1], r: 1.6, fill: seriesColours[role] }))
      .join('')
  );
}

/** Names with a piece of their line, above a plot; as many rows as they need. */
export function legend(lines: readonly ChartLine[], width: number): string {
  return legendPlaces(lines, width)
    .map(({ line, x, row }) => {
      const y = row * ROW + 7;
      return (
        element('path', {
          d: `M${x.toFixed(2)} ${y}h${SAMPLE}`,
          stroke: seriesColours[line.role],
          'stroke-width': seriesWidths[line.role] + 0.3,
          'stroke-dasharray': seriesDashes[line.role],
        }) + label(line.name, x + SAMPLE + 5, y + 4, { fill: INK_2 })
      );
    })
    .join('');
}

export function legendHeight(lines: readonly ChartLine[], width: number): number {
  if (lines.length === 0) return 0;
  return (legendPlaces(lines, width).at(-1)!.row + 1) * ROW + 4;
}

function legendPlaces(
  lines: readonly ChartLine[],
  width: number,
): { readonly line: ChartLine; readonly x: number; readonly row: number }[] {
  let x = 0;
  let row = 0;
  return lines.map((line) => {
    const needed = SAMPLE + 5 + textWidth(line.name, FONT);
    if (x > 0 && x + needed > width) {
      x = 0;
      row += 1;
    }
    const place = { line, x, row };
    x += needed + GAP;
    return place;
  });
}
