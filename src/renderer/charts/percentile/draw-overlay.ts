import { drawText } from '../canvas-text.ts';
import { chartFont } from '../palette.ts';
import { readingAt } from './reading.ts';
import type { PercentileScene } from './scene.ts';

/** The crosshair: which percentile a response time is, on each curve. */
export function drawPercentileOverlay(context: CanvasRenderingContext2D, scene: PercentileScene, valueMs: number | null): void {
  if (valueMs === null) return;
  const reading = readingAt(scene.model, valueMs, scene.duration);
  if (reading === null) return;
  const { geometry, values, nines, palette, model } = scene;
  const y = Math.round(values.toPx(valueMs)) + 0.5;
  drawLevel(context, scene, y);
  const x = Math.min(nines.toPx(reading.percentile), nines.endPx(model.selection.samples));
  if (reading.wholeRun !== null && model.wholeRun !== null) {
    drawDot(context, Math.min(nines.toPx(reading.wholeRun.percentile), nines.endPx(model.wholeRun.samples)), y, palette.text3, palette.background);
  }
  drawDot(context, x, y, palette.accent, palette.background);

  const lines = [{ text: reading.text, weight: 600, colour: palette.text } as const];
  const all = reading.wholeRun === null ? lines : [...lines, { text: reading.wholeRun.text, weight: 400, colour: palette.text2 } as const];
  const widest = Math.max(
    ...all.map(({ text, weight }) => {
      context.font = chartFont(palette, 11, weight);
      return context.measureText(text).width;
    }),
  );
  // The curve rises to the right: above and left of the point there is room, unless the point is near the edge.
  const onLeft = x - 8 - widest >= geometry.left;
  const first = Math.max(geometry.top + 10, y - 6 - 14 * (all.length - 1));
  all.forEach(({ text, weight, colour }, i) => {
    drawText(context, palette, text, onLeft ? x - 8 : x + 8, first + 14 * i, { colour, weight, sizePx: 11, align: onLeft ? 'right' : 'left' });
  });
}

function drawLevel(context: CanvasRenderingContext2D, { geometry, palette }: PercentileScene, y: number): void {
  context.globalAlpha = 0.4;
  context.strokeStyle = palette.text;
  context.lineWidth = 1;
  context.setLineDash([2, 2]);
  context.beginPath();
  context.moveTo(geometry.left, y);
  context.lineTo(geometry.right, y);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
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
