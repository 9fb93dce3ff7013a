import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { placeTooltip, type Box } from './tooltip-placement.ts';

interface ChartTooltipProps {
  readonly anchor: { readonly x: number; readonly y: number };
  readonly bounds: Box;
  readonly title: string;
  readonly note: string | null;
  readonly rows: readonly { readonly name: string; readonly value: string }[];
}

/** Follows the pointer; hidden from assistive technology, which reads the table behind the chart. */
export function ChartTooltip({ anchor, bounds, title, note, rows }: ChartTooltipProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);

  // Its size is known only once its text is laid out, and must be right before it is painted.
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const { left, top } = placeTooltip(
      anchor,
      { width: element.offsetWidth, height: element.offsetHeight },
      bounds,
    );
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  });

  return (
    <div ref={box} className="chart-tooltip" aria-hidden="true">
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
    </div>
  );
}
