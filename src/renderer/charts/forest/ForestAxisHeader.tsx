import './forest.css';
import type { ReactNode } from 'react';
import type { ForestAxis } from './axis.ts';

const HEIGHT = 24;
const AT_EDGE = 0.86;
const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

/** Ticks of the forest column, in its header. */
export function ForestAxisHeader({ axis }: { readonly axis: ForestAxis }): ReactNode {
  const [low, high] = [axis.toShare(axis.band[0]), axis.toShare(axis.band[1])];
  const last = axis.ticks.at(-1);
  return (
    <svg className="forest forest--header" height={HEIGHT} aria-hidden="true">
      <rect className="forest__band" x={percent(low)} width={percent(high - low)} y={0} height={HEIGHT} />
      {axis.ticks.map((tick) => (
        <text
          key={tick.change}
          className={tick.isMargin ? 'is-margin' : undefined}
          x={percent(tick.share)}
          y={16}
          // At the very edge the text would run into the next column.
          textAnchor={tick.share > AT_EDGE ? 'end' : 'middle'}
        >
          {tick === last && axis.unit === '%' ? `${tick.text} %` : tick.text}
        </text>
      ))}
    </svg>
  );
}
