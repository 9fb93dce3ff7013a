import './sparkline.css';
import { memo, useMemo, type ReactNode } from 'react';
import { SPARKLINE_HEIGHT, SPARKLINE_WIDTH, sparklineLines, type SparklineSpan } from './lines.ts';

interface SparklineProps {
  /** NaN: no value. */
  readonly values: Float64Array;
  /** Selected parts; null: all of it. */
  readonly spans: readonly SparklineSpan[] | null;
}

/**
 * Decoration beside exact figures, therefore hidden from assistive technology. Vector and not canvas: a table has
 * many of them. Polylines and not clipped paths: their points are no style, so a moving brush costs no style at all.
 */
export const Sparkline = memo(function Sparkline({ values, spans }: SparklineProps): ReactNode {
  const whole = useMemo(() => sparklineLines(values, null), [values]);
  const selected = useMemo(
    () => (spans === null ? whole : spans.flatMap((span) => sparklineLines(values, span))),
    [values, spans, whole],
  );
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${SPARKLINE_WIDTH} ${SPARKLINE_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {whole.map((points, index) => (
        <polyline key={`whole ${index}`} points={points} />
      ))}
      {selected.map((points, index) => (
        <polyline key={index} points={points} className="sparkline__selected" />
      ))}
    </svg>
  );
});
