import { numberFormat } from '../../ui/number-format.ts';
import { signed } from '../../ui/signed-format.ts';
import { drawText, textWidth } from '../canvas-text.ts';
import { rampBytes, rampColour } from '../heat-map/ramp.ts';
import type { HeatPlot, HeatScene } from './scene.ts';

/** A ramp's length and height; its text stands on the line below the times. */
const RAMP_PX = 72;
const RAMP_HEIGHT_PX = 8;
const BASELINE_PX = 30;
const GAP_PX = 6;

/** What the colours of the counts mean, and those of the difference, below their pictures; between them what the time axis counts. */
export function drawHeatLegends(context: CanvasRenderingContext2D, scene: HeatScene): void {
  const { model, plots, palette, bottom } = scene;
  const ramp = rampBytes(palette.heat);
  for (const plot of plots) {
    if (plot.part === 'A')
      drawLegend(
        context,
        scene,
        plot,
        ['1 sample', `${numberFormat.short(model.most)} samples/s`],
        (share) => {
          context.fillStyle = rampColour(ramp, share);
        },
      );
    else if (plot.part === 'B')
      drawText(context, palette, 'elapsed, mm:ss', plot.right, bottom + BASELINE_PX, {
        colour: palette.text2,
        sizePx: 11,
        align: 'right',
      });
    else if (model.mostDifference > 0) {
      const most = model.mostDifference;
      drawLegend(context, scene, plot, [signed(-most), `${signed(most)} samples/s`], (share) => {
        const change = 2 * share - 1;
        context.globalAlpha = Math.sqrt(Math.abs(change));
        context.fillStyle = change > 0 ? palette.sideB : palette.sideA;
      });
    }
  }
}

/** @param paint sets the colour at a share of the ramp, from 0 to 1 */
function drawLegend(
  context: CanvasRenderingContext2D,
  { palette, bottom }: HeatScene,
  { left }: HeatPlot,
  [low, high]: readonly [string, string],
  paint: (share: number) => void,
): void {
  const style = { colour: palette.text3, sizePx: 11 } as const;
  const y = bottom + BASELINE_PX;
  drawText(context, palette, low, left, y, style);
  const from = left + textWidth(context, palette, low, style) + GAP_PX;
  for (let px = 0; px < RAMP_PX; px++) {
    paint(px / (RAMP_PX - 1));
    context.fillRect(from + px, y - RAMP_HEIGHT_PX, 1, RAMP_HEIGHT_PX);
  }
  context.globalAlpha = 1;
  drawText(context, palette, high, from + RAMP_PX + GAP_PX, y, style);
}
