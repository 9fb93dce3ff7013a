import type { FigureFormat } from '../document/figure-format.ts';
import type { ChartLine, CurveChart } from '../document/report-chart.ts';
import type { Drawing } from './drawing.ts';
import { AXIS, BAND, seriesColours, seriesTextColours } from './palette.ts';
import { axisTitle, bottomAxis, horizontalGrid, leftGutter, type PlotBox } from './plot-frame.ts';
import { logScale, roundDown, roundUp } from './scales.ts';
import { drawLine, legend, legendHeight } from './series-marks.ts';
import { element, label } from './svg.ts';
import { textWidth } from './text-width.ts';

const LABELLED = [50, 90, 99, 99.9, 99.99, 99.999];
/** Of the axis: left of the median there is little to read. */
const FIRST = 20;

/** Response time over percentile on the axis of nines: 90, 99 and 99.9 are as far from each other. */
export function drawCurve(chart: CurveChart, width: number, height: number, format: FigureFormat): Drawing {
  const top = 8 + legendHeight(chart.lines, width);
  const bottom = height - 36;
  const shown = chart.lines.map((line) => visiblePart(line));
  const values = shown.flatMap(({ y }) => y.filter((value): value is number => value !== null && value > 0));
  const low = roundDown(Math.min(...values, 1e9));
  const scale = logScale(low, Math.max(roundUp(Math.max(...values, low)), low * 2), bottom, top);
  const text = (value: number): string => format.tick(value);
  const box: PlotBox = { left: leftGutter(scale.ticks.map(text)), right: width - 14, top, bottom };
  const last = Math.max(...shown.map(({ x }) => nines(x.at(-1) ?? 90)), 1.4);
  const x = (percentile: number): number =>
    box.left + ((nines(percentile) - nines(FIRST)) / (last - nines(FIRST))) * (box.right - box.left);
  const marks = [
    legend(chart.lines, width),
    trust(chart, x, box),
    horizontalGrid(box, scale, text),
    bottomAxis(
      box,
      LABELLED.filter((percentile) => nines(percentile) <= last),
      x,
      String,
    ),
    axisTitle('response time in ms over the percentile', box, height),
    element('path', {
      d: `M${x(chart.marked).toFixed(2)} ${top}V${bottom}`,
      stroke: AXIS,
      'stroke-dasharray': '2 3',
    }),
    ...shown.map((line) => drawLine(line, x, scale.at)),
    markedValues(chart, shown, x, scale.at, format, box),
  ];
  return { width, height, content: marks.join('') };
}

/** Where the axis can show it: 100 lies at infinity, so a curve ends at its last percentile before. */
function visiblePart(line: ChartLine): ChartLine {
  const kept = line.x.flatMap((percentile, place) =>
    percentile >= FIRST && percentile < 100 && percentile <= 99.9995 ? place : [],
  );
  return { ...line, x: kept.map((place) => line.x[place]!), y: kept.map((place) => line.y[place] ?? null) };
}

function nines(percentile: number): number {
  return -Math.log10(Math.max(1e-6, 1 - percentile / 100));
}

function trust({ trustedTo }: CurveChart, x: (percentile: number) => number, box: PlotBox): string {
  if (trustedTo === null || trustedTo >= 100 || x(trustedTo) >= box.right) return '';
  const from = Math.max(box.left, x(trustedTo));
  return element('rect', {
    x: from,
    y: box.top,
    width: box.right - from,
    height: box.bottom - box.top,
    fill: BAND,
  });
}

/** A dot and the value where the marked percentile crosses each line: one label above, the other below. */
function markedValues(
  { marked }: CurveChart,
  lines: readonly ChartLine[],
  x: (percentile: number) => number,
  y: (value: number) => number,
  format: FigureFormat,
  box: PlotBox,
): string {
  const found = lines.flatMap((line) => {
    const value = valueAt(line, marked);
    return value === null ? [] : [{ line, value }];
  });
  const ordered = [...found].sort((a, b) => b.value - a.value);
  return ordered
    .map(({ line, value }, place) => {
      const isUpper = place === 0 && ordered.length > 1;
      const words = `p${marked} ${format.milliseconds(value)}`;
      const roomLeft = x(marked) - box.left > textWidth(words, 11) + 12;
      const above = ordered.length === 1 || isUpper;
      return (
        element('circle', { cx: x(marked), cy: y(value), r: 3, fill: seriesColours[line.role] }) +
        label(words, above && roomLeft ? x(marked) - 7 : x(marked) + 7, y(value) + (above ? -7 : 15), {
          anchor: above && roomLeft ? 'end' : 'start',
          fill: seriesTextColours[line.role],
          strong: true,
        })
      );
    })
    .join('');
}

function valueAt({ x, y }: ChartLine, percentile: number): number | null {
  const after = x.findIndex((each) => each >= percentile);
  if (after < 0) return null;
  const before = Math.max(0, after - 1);
  const [a, b] = [y[before] ?? null, y[after] ?? null];
  if (a === null || b === null || x[after] === x[before]) return b;
  return a + ((percentile - x[before]!) / (x[after]! - x[before]!)) * (b - a);
}
