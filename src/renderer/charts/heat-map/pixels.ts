import { rowAt } from '../latency-rows.ts';
import type { ValueAxis } from '../value-axis.ts';
import { rowCountOf, type HeatMapModel } from './model.ts';
import { rampStep } from './ramp.ts';

const CHANNELS = 4;

/**
 * The cells as an image of one pixel per column and `height` pixels from slow to fast; cells without samples stay clear. Rows differ
 * in height, columns do not: the image is stretched sideways only.
 * @param axis from 0 (top) to `height`, in pixels of the image
 * @param ramp see `rampBytes`
 */
export function heatMapPixels(
  model: HeatMapModel,
  axis: ValueAxis,
  height: number,
  ramp: Uint8ClampedArray,
): Uint8ClampedArray<ArrayBuffer> {
  const rows = rowCountOf(model);
  const width = model.columnCount;
  const pixels = new Uint8ClampedArray(width * height * CHANNELS);
  const [lowest = 0, highest = 0] = [model.rows.edgesMs[0], model.rows.edgesMs.at(-1)];
  for (let y = 0; y < height; y++) {
    const value = axis.toValue(y + 0.5);
    if (value > highest || (value < lowest && axis.domain[0] < lowest)) continue;
    const row = rowAt(model.rows, value);
    for (let column = 0; column < width; column++) {
      const count = model.counts[column * rows + row]!;
      if (count === 0) continue;
      const colour = rampStep(count, model.max) * 3;
      const at = (y * width + column) * CHANNELS;
      pixels[at] = ramp[colour]!;
      pixels[at + 1] = ramp[colour + 1]!;
      pixels[at + 2] = ramp[colour + 2]!;
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}
