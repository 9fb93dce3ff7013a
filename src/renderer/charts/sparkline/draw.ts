import { drawSeries } from '../canvas-lines.ts';

export interface SparklineColours {
  /** Outside of the selection. */
  readonly muted: string;
  readonly line: string;
}

/** Part of the width that is selected, 0..1. */
export interface SparklineSpan {
  readonly from: number;
  readonly to: number;
}

/** From zero to the row's own maximum: the shape is the message, the figures stand beside it. */
export function drawSparkline(
  context: CanvasRenderingContext2D,
  size: { readonly width: number; readonly height: number },
  values: Float64Array,
  span: SparklineSpan | null,
  colours: SparklineColours,
): void {
  const max = values.reduce((most, value) => (value > most ? value : most), 0);
  if (max === 0) return;
  const step = size.width / values.length;
  const xAt = (i: number): number => (i + 0.5) * step;
  const yAt = (i: number): number => size.height - 1 - (values[i]! / max) * (size.height - 2.5);
  const width = 1.2;
  if (span === null) {
    drawSeries(context, values.length, xAt, yAt, { colour: colours.line, width });
    return;
  }
  drawSeries(context, values.length, xAt, yAt, { colour: colours.muted, width });
  context.save();
  context.beginPath();
  // A selection narrower than two pixels would not be seen at all.
  const from = span.from * size.width;
  context.rect(from, 0, Math.max(2, span.to * size.width - from), size.height);
  context.clip();
  drawSeries(context, values.length, xAt, yAt, { colour: colours.line, width });
  context.restore();
}
