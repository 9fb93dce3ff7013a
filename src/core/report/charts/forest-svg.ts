import type { FigureFormat } from '../document/figure-format.ts';
import type { ForestChart, ForestRow } from '../document/report-chart.ts';
import { AXIS, BAND, GRID, INK, INK_2, PAPER, seriesTextColours, verdictColours } from './palette.ts';
import type { Drawing } from './drawing.ts';
import { linearScale } from './scales.ts';
import { signSvg } from './signs.ts';
import { element, label } from './svg.ts';
import { fitted, textWidth } from './text-width.ts';

export const FOREST_ROW = 19;
const TOP = 22;
const FONT = 11.5;
/** ln ratio at which the axis ends at most: a change by a factor of five. */
const MOST = Math.log(5);

export function forestHeight(rows: number): number {
  return TOP + rows * FOREST_ROW + 4;
}

/** Change of each row with its interval over a band of no change, on an axis of ln ratios (as on screen). */
export function drawForest(chart: ForestChart, width: number, format: FigureFormat): Drawing {
  const { rows, margin } = chart;
  const words = Math.min(190, Math.max(...rows.map((row) => textWidth(row.words, FONT)), 60) + 24);
  const figures = Math.max(...rows.map((row) => textWidth(row.figures, FONT)), 50);
  const names = Math.min(
    width * 0.34,
    Math.max(...rows.map((row) => textWidth(row.label, FONT)), textWidth(chart.columnTitle, FONT)) + 8,
  );
  const left = names + figures + 22;
  const right = width - words - 8;
  const height = forestHeight(rows.length);
  const [low, high] = extent(rows, margin);
  const scale = linearScale(low, high, left, right, 4);
  const x = (ratio: number): number =>
    scale.at(Math.min(high, Math.max(low, Math.log(Math.max(1e-9, 1 + ratio)))));
  const marks = [
    element('rect', {
      x: x(-margin),
      y: TOP - 4,
      width: x(margin) - x(-margin),
      height: height - TOP + 4,
      fill: BAND,
    }),
  ];
  let free = -Infinity;
  for (const ratio of axisRatios(low, high)) {
    const at = x(ratio);
    marks.push(
      element('path', { d: `M${at.toFixed(2)} ${TOP - 4}V${height}`, stroke: ratio === 0 ? AXIS : GRID }),
    );
    const text = format.ratio(ratio, true).replace('+0', '0');
    const half = textWidth(text, FONT) / 2;
    if (at - half < free || at + half > right + 20) continue;
    marks.push(label(text, at, TOP - 9, { anchor: 'middle' }));
    free = at + half + 8;
  }
  marks.push(label(chart.columnTitle, 0, TOP - 9));
  const sides = names + figures + 8;
  marks.push(
    label('A', sides - textWidth(' → B', FONT), TOP - 9, {
      anchor: 'end',
      fill: seriesTextColours.baseline,
      strong: true,
    }),
    label('→', sides - textWidth(' B', FONT) - 1, TOP - 9, { anchor: 'end' }),
    label('B', sides, TOP - 9, { anchor: 'end', fill: seriesTextColours.candidate, strong: true }),
  );
  rows.forEach((row, place) => {
    const y = TOP + FOREST_ROW * (place + 0.5);
    const colour = verdictColours[row.verdict];
    marks.push(
      label(fitted(row.label, names - 4, FONT), 0, y + 4, { fill: INK }),
      label(row.figures, sides, y + 4, { anchor: 'end', fill: INK_2 }),
      whisker(row, x, y, colour),
      signSvg(row.verdict, 11, colour, ` x="${(right + 10).toFixed(2)}" y="${(y - 5.5).toFixed(2)}"`),
      label(fitted(row.words, words - 20, FONT), right + 25, y + 4, {
        fill: colour,
        strong: row.verdict === 'regressed' || row.verdict === 'improved',
      }),
    );
  });
  return { width, height, content: marks.join('') };
}

/** Filled: decided; hollow: inconclusive. An end that lies beyond the axis has an arrow instead of a cap. */
function whisker(row: ForestRow, x: (ratio: number) => number, y: number, colour: string): string {
  if (row.delta === null) return '';
  const parts: string[] = [];
  if (row.low !== null && row.high !== null) {
    const [from, to] = [x(row.low), x(row.high)];
    parts.push(
      `M${from.toFixed(2)} ${y}H${to.toFixed(2)}M${from.toFixed(2)} ${y - 3}v6M${to.toFixed(2)} ${y - 3}v6`,
    );
  }
  return (
    element('path', { d: parts.join('') || 'M0 0', stroke: colour, 'stroke-width': 1.4, fill: 'none' }) +
    element('circle', {
      cx: x(row.delta),
      cy: y,
      r: 3.2,
      fill: row.verdict === 'inconclusive' ? PAPER : colour,
      stroke: colour,
      'stroke-width': 1.4,
    })
  );
}

function extent(rows: readonly ForestRow[], margin: number): [number, number] {
  const values = rows.flatMap(({ delta, low, high }) =>
    [delta, low, high].flatMap((ratio) => (ratio === null ? [] : Math.log(Math.max(1e-9, 1 + ratio)))),
  );
  const reach = 1.7 * Math.log(1 + margin);
  const low = Math.min(-reach, ...values) * 1.05;
  const high = Math.max(reach, ...values) * 1.05;
  return [Math.max(-MOST, low), Math.min(MOST, high)];
}

const RATIOS = [-0.8, -0.6, -0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 4];

function axisRatios(low: number, high: number): number[] {
  const inside = RATIOS.filter((ratio) => Math.log(1 + ratio) >= low && Math.log(1 + ratio) <= high);
  // Zero first, so that its label is never the one that finds no room.
  return inside.length <= 8 ? inside : inside.filter((ratio) => ratio === 0 || Math.abs(ratio) >= 0.2);
}
