import type { Box } from './tooltip-placement.ts';

/** A part of a chart is looked at in so many points. */
const [COLUMNS, ROWS] = [24, 12];

/**
 * How much is drawn in a part of a chart: opacity of its canvases, 0 (nothing) to 1 for each of them.
 * @param chart the element with the canvases
 * @param box in px of the page
 * @param scratch a canvas of the caller's own, so that none is made for every move of the pointer
 */
export function drawnAmount(chart: Element, box: Box, scratch: HTMLCanvasElement): number {
  const context = scratch.getContext('2d', { willReadFrequently: true });
  if (context === null) return 0;
  scratch.width = COLUMNS;
  scratch.height = ROWS;
  let sum = 0;
  for (const canvas of chart.querySelectorAll('canvas')) {
    const place = canvas.getBoundingClientRect();
    if (place.width === 0 || canvas.width === 0) continue;
    const [x, y] = [canvas.width / place.width, canvas.height / place.height];
    context.clearRect(0, 0, COLUMNS, ROWS);
    context.drawImage(
      canvas,
      (box.left - place.left) * x,
      (box.top - place.top) * y,
      (box.right - box.left) * x,
      (box.bottom - box.top) * y,
      0,
      0,
      COLUMNS,
      ROWS,
    );
    const { data } = context.getImageData(0, 0, COLUMNS, ROWS);
    for (let alpha = 3; alpha < data.length; alpha += 4) sum += data[alpha]!;
  }
  return sum / (255 * COLUMNS * ROWS);
}
