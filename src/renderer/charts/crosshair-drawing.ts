import { drawTextWithin } from './canvas-text.ts';
import { chartFont, type ChartPalette } from './palette.ts';

/** The crosshair as every chart draws it; all in px of the chart. */

/** The instant, as a line down through the plots. */
export function drawInstant(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  x: number,
  top: number,
  bottom: number,
): void {
  context.globalAlpha = 0.65;
  context.fillStyle = palette.text;
  context.fillRect(x, top, 1, bottom - top);
  context.globalAlpha = 1;
}

/** The response time, as a dotted line across. */
export function drawLevel(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  { left, right }: { readonly left: number; readonly right: number },
  y: number,
  alpha = 0.4,
): void {
  context.globalAlpha = alpha;
  context.strokeStyle = palette.text;
  context.lineWidth = 1;
  context.setLineDash([2, 2]);
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(right, y);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** The instant in words, on the time axis below. */
export function drawInstantBadge(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  geometry: { readonly left: number; readonly right: number; readonly bottom: number },
  x: number,
  text: string,
): void {
  context.font = chartFont(palette, 12, 500);
  const width = Math.ceil(context.measureText(text).width) + 8;
  const left = Math.max(geometry.left - 8, Math.min(x - width / 2, geometry.right + 8 - width));
  context.fillStyle = palette.text;
  context.beginPath();
  context.roundRect(left, geometry.bottom + 5, width, 16, 2);
  context.fill();
  const edges = { left, right: left + width };
  const style = { colour: palette.background, weight: 500 } as const;
  drawTextWithin(context, palette, text, left + width / 2, geometry.bottom + 17, edges, style);
}
