import './canvas-host.css';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type ReactNode, type Ref } from 'react';
import { paintLayer, paintSnapshot, type Paint } from './canvas-layer.ts';
import { browserFrames, createFrameLoop, type FrameLoop } from './frame-loop.ts';
import { svgOf } from '../svg-export/svg-picture.ts';
import type { Viewport } from './viewport.ts';

type Layer = 'picture' | 'overlay';

export interface CanvasHostHandle {
  /** Paints the overlay again in the next frame: for what moves with the pointer and bypasses React. */
  readonly repaintOverlay: () => void;
  /** Both layers as one opaque picture, sharp enough for a report. */
  readonly snapshot: (background: string) => HTMLCanvasElement | null;
  /** Both layers as an SVG document: the same calls, written down instead of painted. */
  readonly svg: (background: string) => string | null;
}

interface CanvasHostProps {
  readonly viewport: Viewport;
  /** Says what the picture shows; the table behind the chart has the values. */
  readonly label: string;
  /** Stable while the picture is the same: a new function means a new picture. */
  readonly paintPicture: Paint;
  /** Stable likewise. Brush and crosshair are drawn here, so that moving them leaves the picture alone. */
  readonly paintOverlay: Paint;
  /** What lies over the chart as elements of the page and belongs to a picture that leaves the window. */
  readonly paintExport?: Paint | undefined;
  readonly ref?: Ref<CanvasHostHandle>;
}

/** Two canvases on top of each other, painted at most once per frame. */
export function CanvasHost({
  viewport,
  label,
  paintPicture,
  paintOverlay,
  paintExport,
  ref,
}: CanvasHostProps): ReactNode {
  const picture = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const loop = useRef<FrameLoop<Layer> | null>(null);
  const latest = useRef({ viewport, paintPicture, paintOverlay, paintExport });

  useLayoutEffect(() => {
    latest.current = { viewport, paintPicture, paintOverlay, paintExport };
  });

  useEffect(() => {
    const frames = createFrameLoop<Layer>((layers) => {
      const now = latest.current;
      if (layers.has('picture') && picture.current !== null)
        paintLayer(picture.current, now.viewport, now.paintPicture);
      if (layers.has('overlay') && overlay.current !== null)
        paintLayer(overlay.current, now.viewport, now.paintOverlay);
    }, browserFrames);
    loop.current = frames;
    frames.invalidate('picture', 'overlay');
    return () => {
      frames.stop();
      loop.current = null;
    };
  }, []);

  useLayoutEffect(() => loop.current?.invalidate('picture'), [viewport, paintPicture]);
  useLayoutEffect(() => loop.current?.invalidate('overlay'), [viewport, paintOverlay]);

  useImperativeHandle(ref, () => ({
    repaintOverlay: () => loop.current?.invalidate('overlay'),
    snapshot: (background) => paintSnapshot(latest.current.viewport, background, layersOf(latest.current)),
    svg: (background) => svgOf(latest.current.viewport, background, layersOf(latest.current)),
  }));

  return (
    <div className="canvas-host" role="img" aria-label={label}>
      <canvas ref={picture} />
      <canvas ref={overlay} />
    </div>
  );
}

function layersOf({
  paintPicture,
  paintOverlay,
  paintExport,
}: Pick<CanvasHostProps, 'paintPicture' | 'paintOverlay' | 'paintExport'>): Paint[] {
  return [paintPicture, paintOverlay, ...(paintExport === undefined ? [] : [paintExport])];
}
