import { Redo2, Scan, Undo2, ZoomIn, ZoomOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { zoomAround } from '../../charts/time-zoom/zoom.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import type { Zoom } from './use-zoom.ts';

const STEP = 2;

/** Zooms all plots over time; the wheel and the keys do the same without a way to here. */
export function ZoomControls({ zoom }: { readonly zoom: Zoom }): ReactNode {
  const { window, back, forward } = zoom.state;
  const { durationMs } = zoom.shared;
  const middle = window === null ? durationMs / 2 : (window.fromMs + window.toMs) / 2;
  const by = (factor: number) => () => zoom.show(zoomAround(window, durationMs, middle, factor));
  return (
    <>
      {(back.length > 0 || forward.length > 0) && (
        <>
          <IconButton label="Zoom back" shortcut="[" disabled={back.length === 0} onClick={zoom.goBack}>
            <Undo2 />
          </IconButton>
          <IconButton
            label="Zoom forward"
            shortcut="]"
            disabled={forward.length === 0}
            onClick={zoom.goForward}
          >
            <Redo2 />
          </IconButton>
        </>
      )}
      {window !== null && (
        <>
          <IconButton label="Show the whole run" shortcut="0" onClick={() => zoom.show(null)}>
            <Scan />
          </IconButton>
          <IconButton label="Zoom out" shortcut="-" onClick={by(STEP)}>
            <ZoomOut />
          </IconButton>
        </>
      )}
      <IconButton label="Zoom in" shortcut="=" onClick={by(1 / STEP)}>
        <ZoomIn />
      </IconButton>
    </>
  );
}
