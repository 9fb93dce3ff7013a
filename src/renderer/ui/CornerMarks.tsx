import './corner-marks.css';
import type { ReactNode } from 'react';

/** Four corners that say: all of this area takes a drop. */
export function CornerMarks(): ReactNode {
  return (
    <span className="corner-marks" aria-hidden="true">
      <i />
      <i />
      <i />
      <i />
    </span>
  );
}
