import type { FigureFormat } from '../document/figure-format.ts';
import type { BarChart } from '../document/report-chart.ts';
import type { Drawing } from './drawing.ts';
import { AXIS, GRID, INK, INK_2, seriesColours } from './palette.ts';
import { linearScale, roundUp } from './scales.ts';
import { element, label } from './svg.ts';
import { fitted, textWidth } from './text-width.ts';

const ROW = 22;
const FONT = 11.5;

/** One bar per row, the longest name decides where they begin; changes go to both sides of zero. */
export function drawBars({ bars, unit, signed }: BarChart, width: number, format: FigureFormat): Drawing {
  const height = bars.length * ROW + 42;
  const bottom = height - 36;
  const names = Math.min(width * 0.42, Math.max(40, ...bars.map((bar) => textWidth(bar.label, FONT))) + 10);
  const texts = Math.max(30, ...bars.map((bar) => textWidth(bar.text, FONT))) + 8;
  const most = roundUp(Math.max(1e-9, ...bars.map(({ value }) => value)));
  const least = signed ? Math.min(0, ...bars.map(({ value }) => value)) : 0;
  const right = width - texts;
  const negativeText = least < 0 ? texts : 0;
  const scale = linearScale(least, most, names + negativeText, right, width > 420 ? 6 : 3);
  const marks = scale.ticks.map((tick) => {
    const x = scale.at(tick);
    return (
      element('path', { d: `M${x.toFixed(2)} 4V${bottom}`, stroke: tick === 0 ? AXIS : GRID }) +
      label(signed ? format.signed(format.tick(tick), tick) : format.tick(tick), x, bottom + 15, {
        anchor: 'middle',
      })
    );
  });
  bars.forEach((bar, place) => {
    const y = 4 + place * ROW;
    const [from, to] = [scale.at(Math.min(0, bar.value)), scale.at(Math.max(0, bar.value))];
    const isNegative = bar.value < 0;
    marks.push(
      label(fitted(bar.label, names - 8, FONT), names - 8, y + 15, { anchor: 'end', fill: INK }),
      element('rect', {
        x: from,
        y: y + 4,
        width: Math.max(0.5, to - from),
        height: ROW - 7,
        fill: seriesColours[bar.role],
      }),
      label(bar.text, isNegative ? from - 5 : to + 5, y + 15, {
        anchor: isNegative ? 'end' : 'start',
        fill: INK_2,
      }),
    );
  });
  marks.push(label(unit, width, height - 4, { anchor: 'end', fill: INK_2 }));
  return { width, height, content: marks.join('') };
}
