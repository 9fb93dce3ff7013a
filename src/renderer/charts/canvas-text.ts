import { chartFont, type ChartPalette } from './palette.ts';

export interface TextStyle {
  readonly colour: string;
  readonly sizePx?: 11 | 12;
  readonly weight?: 400 | 500 | 600;
  readonly align?: CanvasTextAlign;
}

/** Text at its baseline. */
export function drawText(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  text: string,
  x: number,
  y: number,
  { colour, sizePx = 12, weight = 400, align = 'left' }: TextStyle,
): void {
  context.font = chartFont(palette, sizePx, weight);
  context.textAlign = align;
  context.textBaseline = 'alphabetic';
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

/** How wide {@link drawText} would draw it. */
export function textWidth(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  text: string,
  { sizePx = 12, weight = 400 }: Pick<TextStyle, 'sizePx' | 'weight'>,
): number {
  context.font = chartFont(palette, sizePx, weight);
  return context.measureText(text).width;
}

/** A centred text that stays between two edges. */
export function drawTextWithin(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  text: string,
  centre: number,
  y: number,
  edges: { readonly left: number; readonly right: number },
  style: Omit<TextStyle, 'align'>,
): void {
  const half = textWidth(context, palette, text, style) / 2;
  const inside = Math.max(edges.left + half, Math.min(centre, edges.right - half));
  drawText(context, palette, text, inside, y, { ...style, align: 'center' });
}
