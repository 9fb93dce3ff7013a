import { useEffect, useState, useSyncExternalStore } from 'react';
import { createCrosshair, type Crosshair, type CrosshairPosition } from './crosshair.ts';

/** One crosshair for the charts of a view. */
export function useNewCrosshair(): Crosshair {
  const [crosshair] = useState(createCrosshair);
  return crosshair;
}

/** Renders the caller on every move: for the tooltip, which is small, and nothing else. */
export function useCrosshairPosition(crosshair: Crosshair): CrosshairPosition | null {
  return useSyncExternalStore(crosshair.subscribe, crosshair.get);
}

/** Tells without rendering: for overlays that only have to be painted again. */
export function useCrosshairMoves(crosshair: Crosshair, onMove: () => void): void {
  useEffect(() => crosshair.subscribe(onMove), [crosshair, onMove]);
}
