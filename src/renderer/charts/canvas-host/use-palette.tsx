import { useEffect, useState } from 'react';
import { readPalette, type ChartPalette } from '../palette.ts';

/** The palette of the present theme; a new object when the theme changes or the fonts have arrived. */
export function usePalette(): ChartPalette {
  const [palette, setPalette] = useState(currentPalette);

  useEffect(() => {
    const refresh = (): void => setPalette(currentPalette());
    const themes = new MutationObserver(refresh);
    themes.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'class', 'style'],
    });
    // Canvas text does not wait for fonts: what was drawn with the fallback has to be drawn again.
    document.fonts.addEventListener('loadingdone', refresh);
    return () => {
      themes.disconnect();
      document.fonts.removeEventListener('loadingdone', refresh);
    };
  }, []);

  return palette;
}

function currentPalette(): ChartPalette {
  const style = getComputedStyle(document.documentElement);
  return readPalette((name) => style.getPropertyValue(name));
}
