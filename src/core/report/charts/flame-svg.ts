import type { FlameChart } from '../document/report-chart.ts';
import type { Drawing } from './drawing.ts';
import { INK } from './palette.ts';
import { element, label } from './svg.ts';
import { fitted } from './text-width.ts';

const ROW = 17;
const FONT = 10.5;
/** Narrower boxes cannot be told apart on paper. */
const MIN_WIDTH = 0.6;

/** Callers above, callees below; with a difference, orange is more, blue is less and grey is neither. */
export function drawFlame({ boxes, depth }: FlameChart, width: number): Drawing {
  const height = depth * ROW + 2;
  const marks = boxes.map(({ depth: row, from, to, name, change }) => {
    const x = from * width;
    const w = (to - from) * width;
    if (w < MIN_WIDTH) return '';
    const words = fitted(name, w - 7, FONT);
    const text = words === '' ? '' : label(words, x + 3.5, row * ROW + 12, { size: FONT, fill: INK });
    return (
      element('rect', {
        x: x + 0.25,
        y: row * ROW + 0.5,
        width: Math.max(0.4, w - 0.5),
        height: ROW - 1,
        fill: boxColour(change),
        stroke: change !== null && change > 0 ? '#a34800' : null,
        'stroke-width': change !== null && change > 0 ? 0.8 : null,
        'stroke-dasharray': null,
      }) + text
    );
  });
  return { width, height, content: marks.join('') };
}

/** Light enough for black letters at 4.5:1, darker for larger changes. More has an outline, too, for pages in grey. */
function boxColour(change: number | null): string {
  if (change === null) return '#e6dccb';
  if (change === 0) return '#e9ebee';
  const strength = 0.35 + 0.65 * Math.min(1, Math.abs(change));
  const [r, g, b] = change > 0 ? [240, 150, 75] : [110, 175, 225];
  const mixed = [r, g, b].map((part) => Math.round(233 + (part - 233) * strength));
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
