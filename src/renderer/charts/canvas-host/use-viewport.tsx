import { useLayoutEffect, useState, type RefObject } from 'react';
import { sameViewport, type Viewport } from './viewport.ts';

const NOTHING: Viewport = { width: 0, height: 0, pixelRatio: 1 };

/** Size of an element and the pixel ratio of its screen; follows both. */
export function useViewport(element: RefObject<HTMLElement | null>): Viewport {
  const [viewport, setViewport] = useState(NOTHING);

  useLayoutEffect(() => {
    const host = element.current;
    if (host === null) return undefined;
    const measure = (): void => {
      const next = {
        width: host.clientWidth,
        height: host.clientHeight,
        pixelRatio: window.devicePixelRatio,
      };
      setViewport((before) => (sameViewport(before, next) ? before : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(host);
    // The window was moved to a screen of another density: sizes in CSS px stay the same, the observer is silent.
    const density = matchMedia(`(resolution: ${viewport.pixelRatio}dppx)`);
    density.addEventListener('change', measure);
    return () => {
      observer.disconnect();
      density.removeEventListener('change', measure);
    };
  }, [element, viewport.pixelRatio]);

  return viewport;
}
