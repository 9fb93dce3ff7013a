import type { FigureFormat } from '../document/figure-format.ts';
import type { StepChart } from '../document/report-chart.ts';
import type { Drawing } from './drawing.ts';
import { INK_2, seriesColours } from './palette.ts';
import { bottomAxis, horizontalGrid, leftGutter, type PlotBox } from './plot-frame.ts';
import { linearScale, roundUp } from './scales.ts';
import { drawLine, legend, legendHeight } from './series-marks.ts';
import { element, label } from './svg.ts';

/** Values per snapshot: the points are what was measured, the lines between them only lead the eye. */
export function drawSteps(chart: StepChart, width: number, height: number, format: FigureFormat): Drawing {
  const { lines } = chart;
  const top = 8 + legendHeight(lines, width);
  const bottom = height - 36;
  const values = lines.flatMap(({ y }) => y.filter((value): value is number => value !== null));
  const scale = linearScale(0, roundUp(Math.max(1, ...values)), bottom, top, 4);
  const text = (value: number): string => format.bytes(value);
  const box: PlotBox = { left: leftGutter(scale.ticks.map(text)), right: width - 12, top, bottom };
  const xs = [...new Set(lines.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const across = linearScale(xs[0] ?? 0, xs.at(-1) ?? 1, box.left + 6, box.right, 6);
  const marks = [
    legend(lines, width),
    horizontalGrid(box, scale, text),
    bottomAxis(box, xs, across.at, (value) => format.number(value)),
    label(chart.xTitle, box.right, height - 4, { anchor: 'end', fill: INK_2 }),
  ];
  for (const line of lines) {
    marks.push(drawLine(line, across.at, scale.at));
    line.x.forEach((x, place) => {
      const y = line.y[place] ?? null;
      if (y === null) return;
      marks.push(
        element('circle', { cx: across.at(x), cy: scale.at(y), r: 2.4, fill: seriesColours[line.role] }),
      );
    });
  }
  return { width, height, content: marks.join('') };
}
