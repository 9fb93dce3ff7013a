import './forest.css';
import type { ReactNode } from 'react';
import type { MetricVerdict } from '#shared/model/comparison.ts';
import type { ForestAxis } from './axis.ts';
import { forestMark } from './mark.ts';

interface ForestCellProps {
  readonly axis: ForestAxis;
  readonly verdict: MetricVerdict;
  /** Of the row, in px. */
  readonly height: number;
}

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;
const CAP = 3.5;

/**
 * One row of a forest plot. Places are shares of the width, so that a column that is resized needs no new picture.
 * Hidden from assistive technology: the cells beside it hold the same figures.
 */
export function ForestCell({ axis, verdict, height }: ForestCellProps): ReactNode {
  const { whisker, dot, filled, band, zero } = forestMark(axis, verdict);
  const middle = height / 2;
  return (
    <svg className={`forest forest--${verdict.verdict}`} height={height} aria-hidden="true">
      <rect
        className="forest__band"
        x={percent(band[0])}
        width={percent(band[1] - band[0])}
        y={0}
        height={height}
      />
      {axis.ticks
        .filter((tick) => !tick.isMargin && tick.change !== 0)
        .map((tick) => (
          <line
            key={tick.change}
            className="forest__grid"
            x1={percent(tick.share)}
            x2={percent(tick.share)}
            y1={0}
            y2={height}
          />
        ))}
      <line className="forest__zero" x1={percent(zero)} x2={percent(zero)} y1={0} y2={height} />
      {whisker !== null && (
        <g className="forest__whisker">
          <line x1={percent(whisker.low)} x2={percent(whisker.high)} y1={middle} y2={middle} />
          <End at={whisker.low} middle={middle} beyond={whisker.lowBeyond} towards={1} />
          <End at={whisker.high} middle={middle} beyond={whisker.highBeyond} towards={-1} />
        </g>
      )}
      {dot !== null && (
        <circle
          className={filled ? 'forest__dot is-filled' : 'forest__dot'}
          cx={percent(dot)}
          cy={middle}
          r={3.5}
        />
      )}
    </svg>
  );
}

interface EndProps {
  readonly at: number;
  readonly middle: number;
  readonly beyond: boolean;
  readonly towards: 1 | -1;
}

/** A cap, or an arrow where the interval leaves the axis. Nested, because only an `svg` can be moved by a percentage. */
function End({ at, middle, beyond, towards }: EndProps): ReactNode {
  return (
    <svg x={percent(at)} y={middle} overflow="visible">
      {beyond ? (
        <path d={`M${towards * 5} -4L0 0L${towards * 5} 4`} />
      ) : (
        <line x1={0} x2={0} y1={-CAP} y2={CAP} />
      )}
    </svg>
  );
}
