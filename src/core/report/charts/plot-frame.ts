import { AXIS, GRID, INK_2 } from './palette.ts';
import type { Scale } from './scales.ts';
import { element, label } from './svg.ts';
import { textWidth } from './text-width.ts';

export const AXIS_FONT = 11;

export interface PlotBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Room for the widest label left of the plot. */
export function leftGutter(labels: readonly string[]): number {
  return Math.ceil(Math.max(16, ...labels.map((text) => textWidth(text, AXIS_FONT)))) + 8;
}

/** Lines across at the ticks, with their labels left of the plot. */
export function horizontalGrid(box: PlotBox, scale: Scale, text: (value: number) => string): string {
  return scale.ticks
    .map((tick) => {
      const y = scale.at(tick);
      return (
        element('path', {
          d: `M${box.left} ${(Math.round(y) + 0.5).toFixed(1)}H${box.right}`,
          stroke: tick === 0 ? AXIS : GRID,
        }) + label(text(tick), box.left - 6, y + 4, { anchor: 'end' })
      );
    })
    .join('');
}

/** Labels below the plot, leaving out those that would meet the one before. */
export function bottomAxis(
  box: PlotBox,
  ticks: readonly number[],
  at: (value: number) => number,
  text: (value: number) => string,
): string {
  let free = -Infinity;
  const marks = [element('path', { d: `M${box.left} ${box.bottom + 0.5}H${box.right}`, stroke: AXIS })];
  for (const tick of ticks) {
    const x = at(tick);
    const words = text(tick);
    const half = textWidth(words, AXIS_FONT) / 2;
    marks.push(element('path', { d: `M${x.toFixed(2)} ${box.bottom}v4`, stroke: AXIS }));
    if (x - half < free) continue;
    marks.push(label(words, x, box.bottom + 16, { anchor: 'middle' }));
    free = x + half + 8;
  }
  return marks.join('');
}

export function axisTitle(text: string, box: PlotBox, height: number): string {
  return label(text, box.right, height - 4, { anchor: 'end', fill: INK_2 });
}
