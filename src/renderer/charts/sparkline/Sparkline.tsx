import './sparkline.css';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { paintLayer } from '../canvas-host/canvas-layer.ts';
import { useViewport } from '../canvas-host/use-viewport.tsx';
import { percentileColour, type ChartPalette } from '../palette.ts';
import { drawSparkline, type SparklineSpan } from './draw.ts';

interface SparklineProps {
  readonly values: Float64Array;
  readonly span: SparklineSpan | null;
  /** The percentile decides the colour. */
  readonly percentile: number;
  /** Handed in: a table has one palette for all its rows. */
  readonly palette: ChartPalette;
}

/** Decoration beside exact figures, therefore hidden from assistive technology. */
export function Sparkline({ values, span, percentile, palette }: SparklineProps): ReactNode {
  const box = useRef<HTMLSpanElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const viewport = useViewport(box);

  useLayoutEffect(() => {
    if (canvas.current === null) return;
    const colours = { muted: palette.axis, line: percentileColour(palette, percentile) };
    paintLayer(canvas.current, viewport, (context) => drawSparkline(context, viewport, values, span, colours));
  }, [viewport, values, span, percentile, palette]);

  return (
    <span ref={box} className="sparkline" aria-hidden="true">
      <canvas ref={canvas} />
    </span>
  );
}
