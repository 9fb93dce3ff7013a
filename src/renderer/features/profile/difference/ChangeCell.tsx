import type { ReactNode } from 'react';
import type { DifferenceVerdict } from '#shared/model/profile-difference.ts';
import type { ChangeAxis } from './change-axis.ts';

interface ChangeCellProps {
  readonly axis: ChangeAxis;
  readonly change: number;
  readonly low: number;
  readonly high: number;
  /** Changes up to this do not count. */
  readonly floor: number;
  readonly verdict: DifferenceVerdict;
}

const HEIGHT = 23;
const MIDDLE = HEIGHT / 2;

/** Change and interval of one row; a filled dot is a decision, a hollow one is none. The cells beside it say the same. */
export function ChangeCell({ axis, change, low, high, floor, verdict }: ChangeCellProps): ReactNode {
  const at = (value: number): string => `${(axis.toShare(value) * 100).toFixed(2)}%`;
  const width = `${((axis.toShare(floor) - axis.toShare(-floor)) * 100).toFixed(2)}%`;
  const decided = verdict === 'more' || verdict === 'less' || verdict === 'no-change';
  return (
    <svg className={`difference__change is-${verdict}`} height={HEIGHT} aria-hidden="true">
      <rect x={at(-floor)} width={width} y={0} height={HEIGHT} className="difference__floor" />
      <line x1={at(0)} x2={at(0)} y1={0} y2={HEIGHT} className="difference__zero" />
      {!Number.isNaN(low) && !Number.isNaN(high) && (
        <line x1={at(low)} x2={at(high)} y1={MIDDLE} y2={MIDDLE} className="difference__whisker" />
      )}
      <circle cx={at(change)} cy={MIDDLE} r={3.5} className={decided ? 'is-filled' : undefined} />
    </svg>
  );
}
