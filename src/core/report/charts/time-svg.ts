import type { FigureFormat } from '../document/figure-format.ts';
import type { TimeChart } from '../document/report-chart.ts';
import type { Drawing } from './drawing.ts';
import { INK_2, phaseColours } from './palette.ts';
import { axisTitle, bottomAxis, horizontalGrid, leftGutter, type PlotBox } from './plot-frame.ts';
import { linearScale, logScale, roundDown, roundUp, timeTicks, type Scale } from './scales.ts';
import { drawLine, legend, legendHeight } from './series-marks.ts';
import { element, label } from './svg.ts';
import { fitted, textWidth } from './text-width.ts';

const RIBBON = 14;
const MIN_HEIGHT = 90;

/** Lines over the time since the start of the run, with the run's phases above them. */
export function drawTime(chart: TimeChart, width: number, height: number, format: FigureFormat): Drawing {
  const top = (chart.phases.length > 0 ? RIBBON + 6 : 8) + legendHeight(chart.lines, width);
  const bottom = Math.max(height, top + MIN_HEIGHT) - 34;
  const scale = valueScale(chart, bottom, top);
  const text = (value: number): string => (chart.ratio ? format.ratio(value) : format.tick(value));
  const box: PlotBox = { left: leftGutter(scale.ticks.map(text)), right: width - 6, top, bottom };
  const x = (ms: number): number => box.left + (ms / Math.max(1, chart.endMs)) * (box.right - box.left);
  const marks = [
    ribbon(chart, x, legendHeight(chart.lines, width)),
    legend(chart.lines, width),
    horizontalGrid(box, scale, text),
    bottomAxis(box, timeTicks(chart.endMs, width > 420 ? 10 : 5), x, (ms) => format.clock(ms)),
    axisTitle(`${chart.yTitle}, over the time since the start`, box, bottom + 34),
    ...chart.lines.map((line) => drawLine(line, x, scale.at)),
  ];
  return { width, height: bottom + 34, content: marks.join('') };
}

function valueScale({ lines, scale, ratio }: TimeChart, bottom: number, top: number): Scale {
  const values = lines.flatMap(({ y }) => y.filter((value): value is number => value !== null));
  const most = Math.max(ratio ? 1e-4 : 1e-6, ...values);
  if (scale === 'linear') return linearScale(0, roundUp(most), bottom, top, 4);
  const least = Math.min(most, ...values.filter((value) => value > 0));
  const low = roundDown(least);
  return logScale(low, Math.max(roundUp(most), low * 2), bottom, top);
}

function ribbon({ phases }: TimeChart, x: (ms: number) => number, top: number): string {
  return phases
    .map(({ kind, fromMs, toMs }) => {
      const [from, to] = [x(fromMs), x(toMs)];
      const words = fitted(kind, to - from - 6, 10);
      return (
        element('rect', { x: from, y: top, width: to - from, height: RIBBON, fill: phaseColours[kind] }) +
        (words === kind || textWidth(words, 10) > 18
          ? label(words, from + 4, top + 10.5, { size: 10, fill: INK_2 })
          : '')
      );
    })
    .join('');
}
