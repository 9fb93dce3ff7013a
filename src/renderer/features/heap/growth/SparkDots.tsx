import type { ReactNode } from 'react';
import type { GrowthVerdict } from '#shared/model/heap-growth.ts';

const WIDTH = 100;
const HEIGHT = 18;
const PAD = 2;

/** The values of a series from zero up to its own maximum: the shape is the message, the figures stand beside it. */
export function SparkDots({
  values,
  verdict,
}: {
  readonly values: readonly number[];
  readonly verdict: GrowthVerdict | null;
}): ReactNode {
  const max = Math.max(1, ...values);
  const step = (WIDTH - 2 * PAD) / Math.max(1, values.length - 1);
  const points = values.map(
    (value, place) =>
      [PAD + place * step, HEIGHT - PAD - (Math.max(0, value) / max) * (HEIGHT - 2 * PAD)] as const,
  );
  return (
    <svg
      className={`spark-dots is-${verdict ?? 'none'}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      <polyline points={points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
      {/* Strokes without length and with round ends are dots, whatever the drawing is stretched to. */}
      <path d={points.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join('')} />
    </svg>
  );
}
