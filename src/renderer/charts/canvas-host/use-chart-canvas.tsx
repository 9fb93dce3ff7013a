import { useCallback, useImperativeHandle, useRef, type Ref, type RefObject } from 'react';
import type { ChartHandle } from '../chart-handle.ts';
import type { ChartPalette } from '../palette.ts';
import type { CanvasHostHandle } from './CanvasHost.tsx';
import { usePalette } from './use-palette.tsx';
import { useViewport } from './use-viewport.tsx';
import type { Viewport } from './viewport.ts';

/** What every chart on canvases is made of. */
export interface ChartCanvas {
  /** The element that the chart fills. */
  readonly root: RefObject<HTMLDivElement | null>;
  readonly host: RefObject<CanvasHostHandle | null>;
  readonly viewport: Viewport;
  readonly palette: ChartPalette;
  /** Paints what moves with the pointer again; stable. */
  readonly repaint: () => void;
}

/**
 * Size, colours and canvases of a chart.
 * @param ref gets what makes pictures that leave the window
 */
export function useChartCanvas(ref: Ref<ChartHandle> | undefined): ChartCanvas {
  const root = useRef<HTMLDivElement>(null);
  const host = useRef<CanvasHostHandle>(null);
  const viewport = useViewport(root);
  const palette = usePalette();
  const repaint = useCallback(() => host.current?.repaintOverlay(), []);
  useImperativeHandle(ref, () => ({
    snapshot: () => host.current?.snapshot(palette.background) ?? null,
    svg: () => host.current?.svg(palette.background) ?? null,
  }));
  return { root, host, viewport, palette, repaint };
}
