import type { FigureFormat } from '../document/figure-format.ts';
import type { ScatterChart } from '../document/report-chart.ts';
import type { Drawing } from './drawing.ts';
import { INK_2, PAPER, seriesColours } from './palette.ts';
import { bottomAxis, horizontalGrid, leftGutter, type PlotBox } from './plot-frame.ts';
import { linearScale, roundUp } from './scales.ts';
import { element, label } from './svg.ts';

/** Points from zero on; those of the baseline are hollow. */
export function drawScatter(
  chart: ScatterChart,
  width: number,
  height: number,
  format: FigureFormat,
): Drawing {
  const { points } = chart;
  const bottom = height - 36;
  const top = 22;
  const scale = linearScale(0, roundUp(Math.max(1e-9, ...points.map(({ y }) => y))), bottom, top, 4);
  const text = (value: number): string => format.tick(value);
  const box: PlotBox = { left: leftGutter(scale.ticks.map(text)), right: width - 10, top, bottom };
  const across = linearScale(
    0,
    roundUp(Math.max(1e-9, ...points.map(({ x }) => x))),
    box.left,
    box.right,
    width > 420 ? 8 : 5,
  );
  const marks = [
    label(chart.yTitle, 0, 10, { fill: INK_2 }),
    horizontalGrid(box, scale, text),
    bottomAxis(box, across.ticks, across.at, text),
    label(chart.xTitle, box.right, height - 4, { anchor: 'end', fill: INK_2 }),
    ...points.map(({ x, y, role }) =>
      element('circle', {
        cx: across.at(x),
        cy: scale.at(y),
        r: 2.4,
        fill: role === 'baseline' ? PAPER : seriesColours[role],
        stroke: seriesColours[role],
        'stroke-width': 1,
        'fill-opacity': 0.75,
      }),
    ),
  ];
  return { width, height, content: marks.join('') };
}
