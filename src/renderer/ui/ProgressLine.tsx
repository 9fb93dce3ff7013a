import './progress-line.css';
import type { ReactNode } from 'react';
import { classes } from './class-names.ts';

interface ProgressLineProps {
  readonly label: string;
  /** 0..1; null while nobody knows how much there is. */
  readonly value: number | null;
  /** In words for assistive technology: "2.86 of 6.94 GB". */
  readonly text?: string;
  readonly thickness?: 2 | 3;
}

export function ProgressLine({ label, value, text, thickness = 3 }: ProgressLineProps): ReactNode {
  const share = value === null ? null : Math.min(1, Math.max(0, value));
  return (
    <div
      className={classes('progress-line', share === null && 'is-unknown')}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      aria-valuetext={text}
      style={{ height: thickness }}
    >
      <i style={share === null ? {} : { transform: `scaleX(${share})` }} />
    </div>
  );
}
