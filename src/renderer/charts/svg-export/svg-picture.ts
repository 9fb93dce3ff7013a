import { isVisible, type Viewport } from '../canvas-host/viewport.ts';
import { SvgContext, type MeasureText } from './svg-context.ts';

type Paint = (context: CanvasRenderingContext2D) => void;

/** Where there is no canvas to measure with: the usual width of a character of a sans-serif font. */
const CHARACTER_EM = 0.55;

/**
 * Layers on top of each other as an SVG document.
 * @returns null while the chart has no size
 */
export function svgOf(viewport: Viewport, background: string, layers: readonly Paint[]): string | null {
  if (!isVisible(viewport)) return null;
  const drawing = new SvgContext(textMeasure());
  drawing.fillStyle = background;
  drawing.fillRect(0, 0, viewport.width, viewport.height);
  // Drawing functions are typed for the canvas; SvgContext has the part of it that they use.
  const context = drawing as unknown as CanvasRenderingContext2D;
  for (const paint of layers) {
    drawing.save();
    paint(context);
    drawing.restore();
  }
  return drawing.document(viewport.width, viewport.height);
}

function textMeasure(): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  return (text, font) => {
    if (context === null) return text.length * CHARACTER_EM * Number(/([\d.]+)px/u.exec(font)?.[1] ?? 12);
    context.font = font;
    return context.measureText(text).width;
  };
}
