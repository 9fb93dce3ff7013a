import './flame.css';
import { useMemo } from 'react';
import { usePalette } from '../canvas-host/use-palette.tsx';
import { framePalette, type FramePalette } from './frame-colours.ts';

/** Colours of frames in the present theme; a new object when it changes. */
export function useFramePalette(): FramePalette {
  const palette = usePalette();
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    return framePalette(palette, (name) => style.getPropertyValue(name));
  }, [palette]);
}
