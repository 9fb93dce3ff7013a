import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { classes } from '../ui/class-names.ts';
import { drawnAmount } from './drawn-amount.ts';
import { placeTooltip } from './tooltip-placement.ts';

interface ChartTooltipProps {
  /** In px of the chart that the tooltip is rendered in. */
  readonly anchor: { readonly x: number; readonly y: number };
  readonly title: string;
  readonly note: string | null;
  readonly rows: readonly { readonly name: string; readonly value: string }[];
  /** Below the values, in grey. */
  readonly foot?: string | null;
  /** It stays where it is. */
  readonly pinned?: boolean;
}

/** Kept free at the edges of the window. */
const WINDOW_MARGIN = 4;

/**
 * Follows the pointer; hidden from assistive technology, which reads the table behind the chart. It may leave a low
 * chart upwards and downwards, but not the window.
 */
export function ChartTooltip({
  anchor,
  title,
  note,
  rows,
  foot = null,
  pinned = false,
}: ChartTooltipProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const scratch = useRef<HTMLCanvasElement>(null);

  // Its size is known only once its text is laid out, and must be right before it is painted.
  useLayoutEffect(() => {
    const element = box.current;
    const parent = element?.parentElement;
    if (element === null || parent == null) return;
    const chart = parent.getBoundingClientRect();
    const { left, top } = placeTooltip(
      { x: chart.left + anchor.x, y: chart.top + anchor.y },
      { width: element.offsetWidth, height: element.offsetHeight },
      {
        left: chart.left,
        right: chart.right,
        top: WINDOW_MARGIN,
        bottom: window.innerHeight - WINDOW_MARGIN,
      },
      (place) => drawnAmount(parent, place, (scratch.current ??= document.createElement('canvas'))),
    );
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  });

  return (
    <div ref={box} className={classes('chart-tooltip', pinned && 'is-pinned')} aria-hidden="true">
      <div className="chart-tooltip__head">
        <span>{title}</span>
        {note !== null && <span>{note}</span>}
      </div>
      <dl>
        {rows.map((row) => [
          <dt key={`${row.name} name`}>{row.name}</dt>,
          <dd key={row.name}>{row.value}</dd>,
        ])}
      </dl>
      {pinned && <p className="chart-tooltip__foot">pinned: C copies, Esc lets go</p>}
      {foot !== null && <p className="chart-tooltip__foot">{foot}</p>}
    </div>
  );
}
