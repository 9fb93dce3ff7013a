import type { PhaseKind, PhaseSpan } from '#shared/model/phases.ts';
import { drawText } from '../canvas-text.ts';
import type { ChartPalette } from '../palette.ts';
import { ribbonBoxes, type RibbonScale } from './ribbon-geometry.ts';

export const RIBBON_PX = 18;

/** Slope and distance of the lines that tell narrow phases without a word apart, as in the window. */
const patterns: Readonly<Partial<Record<PhaseKind, { readonly slope: -1 | 0 | 1; readonly gapPx: number }>>> =
  {
    ramp: { slope: -1, gapPx: 8 },
    drift: { slope: 1, gapPx: 11 },
    spike: { slope: 0, gapPx: 6 },
    recovery: { slope: 0, gapPx: 14 },
  };

/** The ribbon of phases in a picture that leaves the window: there it lies over the chart as buttons. */
export function drawPhaseRibbon(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  phases: readonly PhaseSpan[],
  scale: RibbonScale,
  top: number,
): void {
  for (const { index, left, width, word } of ribbonBoxes(phases, scale)) {
    const { kind } = phases[index]!;
    const right = left + Math.max(1, width - 1);
    context.fillStyle = palette.phases[kind];
    context.fillRect(left, top, right - left, RIBBON_PX);
    drawPattern(context, palette, kind, left, right, top);
    if (word !== '')
      drawText(context, palette, word, left + 5, top + 13, { colour: palette.text, sizePx: 11 });
  }
}

function drawPattern(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  kind: PhaseKind,
  left: number,
  right: number,
  top: number,
): void {
  const pattern = patterns[kind];
  if (pattern === undefined) return;
  const { slope, gapPx } = pattern;
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, RIBBON_PX);
  context.clip();
  context.beginPath();
  for (let x = left - RIBBON_PX; x < right + RIBBON_PX; x += gapPx) {
    context.moveTo(x, slope === 1 ? top + RIBBON_PX : top);
    context.lineTo(slope === 0 ? x : x + RIBBON_PX, slope === 1 ? top : top + RIBBON_PX);
  }
  context.globalAlpha = 0.09;
  context.strokeStyle = palette.text;
  context.lineWidth = slope === 0 ? 1 : 1.5;
  context.stroke();
  context.restore();
}
