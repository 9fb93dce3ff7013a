import './sparkline.css';
import { memo, useMemo, type ReactNode } from 'react';
import { SPARKLINE_HEIGHT, SPARKLINE_WIDTH, sparklinePath, type SparklineSpan } from './path.ts';

interface SparklineProps {
  /** NaN: no value. */
  readonly values: Float64Array;
  /** Selected part of the width, 0..1; null: all of it. */
  readonly span: SparklineSpan | null;
}

/**
 * Decoration beside exact figures, therefore hidden from assistive technology. Vector and not canvas: a table has
 * many of them, and a moving brush changes nothing but where the coloured line is clipped.
 */
export const Sparkline = memo(function Sparkline({ values, span }: SparklineProps): ReactNode {
  const path = useMemo(() => sparklinePath(values), [values]);
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${SPARKLINE_WIDTH} ${SPARKLINE_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path} />
      <path
        d={path}
        className="sparkline__selected"
        style={span === null ? undefined : { clipPath: clip(span) }}
      />
    </svg>
  );
});

/** In the box of the whole drawing, so that percentages are parts of the run. */
function clip({ from, to }: SparklineSpan): string {
  return `inset(0 ${((1 - to) * 100).toFixed(2)}% 0 ${(from * 100).toFixed(2)}%) view-box`;
}
