import { drawText } from '../canvas-text.ts';
import { drawLevel } from '../crosshair-drawing.ts';
import { chartFont } from '../palette.ts';
import { readingAt, type PercentileReading } from './reading.ts';
import type { PercentileScene } from './scene.ts';

const LINE_PX = 14;

/** The crosshair: which percentile a response time is, on each curve. */
export function drawPercentileOverlay(
  context: CanvasRenderingContext2D,
  scene: PercentileScene,
  valueMs: number | null,
): void {
  if (valueMs === null) return;
  const { values, nines, palette, model } = scene;
  const y = Math.round(values.toPx(valueMs)) + 0.5;
  const reading = readingAt(model, valueMs, scene.duration);
  if (reading !== null || model.reported) drawLevel(context, palette, scene.geometry, y);
  if (reading === null) return;
  const x = model.reported
    ? nines.toPx(reading.percentile)
    : Math.min(nines.toPx(reading.percentile), nines.endPx(model.selection.samples));
  if (reading.behind !== null && model.behind !== null) {
    drawDot(
      context,
      Math.min(nines.toPx(reading.behind.percentile), nines.endPx(model.behind.samples)),
      y,
      palette.text3,
      palette.background,
    );
  }
  drawDot(context, x, y, palette.accent, palette.background);

  drawReading(context, scene, reading, x, y);
}

/** The curve rises to the right: free room is above and left of the point, else below and right of it. */
function drawReading(
  context: CanvasRenderingContext2D,
  { palette, geometry }: PercentileScene,
  { text, behind }: PercentileReading,
  x: number,
  y: number,
): void {
  const lines = [{ text, weight: 600 as const, colour: palette.text }];
  const second = behind === null ? [] : [{ text: behind.text, weight: 400 as const, colour: palette.text2 }];
  const all = [...lines, ...second];
  const widths = all.map((line) => {
    context.font = chartFont(palette, 11, line.weight);
    return context.measureText(line.text).width;
  });
  const above =
    x - 8 - Math.max(...widths) >= geometry.left && y - 6 - LINE_PX * all.length >= geometry.top - 4;
  const first = above
    ? y - 6 - LINE_PX * (all.length - 1)
    : Math.min(y + 16, geometry.bottom - 6 - LINE_PX * (all.length - 1));
  all.forEach((line, i) => {
    drawText(context, palette, line.text, above ? x - 8 : x + 8, first + LINE_PX * i, {
      colour: line.colour,
      weight: line.weight,
      sizePx: 11,
      align: above ? 'right' : 'left',
    });
  });
}

function drawDot(context: CanvasRenderingContext2D, x: number, y: number, fill: string, ring: string): void {
  context.fillStyle = fill;
  context.strokeStyle = ring;
  context.lineWidth = 1.3;
  context.beginPath();
  context.arc(x, y, 3.2, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}
