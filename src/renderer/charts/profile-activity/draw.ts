import type { TimeSpan } from '#shared/model/filter.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import { drawText } from '../canvas-text.ts';
import type { ChartPalette } from '../palette.ts';
import { timeTicks } from '../time-ticks.ts';
import { laneWeight, type ActivityLane, type ActivityModel } from './model.ts';

export interface ActivityFrame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  /** Where lanes end and the axis begins. */
  readonly bottom: number;
  readonly height: number;
}

const SIDE = 12;
const AXIS = 15;
const LANE_GAP = 2;

export function activityFrame(width: number, height: number): ActivityFrame {
  return { left: SIDE, right: Math.max(SIDE + 1, width - SIDE), top: 3, bottom: height - AXIS, height };
}

function xAt({ left, right }: ActivityFrame, model: ActivityModel, ms: number): number {
  return left + ((ms - model.fromMs) / model.durationMs) * (right - left);
}

/** Busy light, garbage collection dark: one lane, or one for each side. */
export function drawActivity(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  model: ActivityModel,
  frame: ActivityFrame,
): void {
  const each = (frame.bottom - frame.top) / model.lanes.length;
  model.lanes.forEach((lane, index) => {
    const base = frame.top + each * (index + 1) - (index + 1 < model.lanes.length ? LANE_GAP : 0);
    const height = each - LANE_GAP;
    const colour = lane.side === 'a' ? palette.sideA : lane.side === 'b' ? palette.sideB : palette.text3;
    drawLane(context, model, lane, frame, base, height, lane.activity.busy, colour, 0.38);
    drawLane(context, model, lane, frame, base, height, lane.activity.gc, colour, 0.85);
  });
  context.fillStyle = palette.line;
  context.fillRect(frame.left, frame.bottom, frame.right - frame.left, 1);
  drawAxis(context, palette, model, frame);
}

function drawLane(
  context: CanvasRenderingContext2D,
  model: ActivityModel,
  lane: ActivityLane,
  frame: ActivityFrame,
  base: number,
  height: number,
  values: Float64Array,
  colour: string,
  alpha: number,
): void {
  const { fromMs, binMs } = lane.activity;
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(xAt(frame, model, fromMs), base);
  for (let bin = 0; bin < values.length; bin++) {
    const y = base - Math.min(1, laneWeight(model, lane, values, bin) / model.top) * height;
    context.lineTo(xAt(frame, model, fromMs + bin * binMs), y);
    context.lineTo(xAt(frame, model, fromMs + (bin + 1) * binMs), y);
  }
  context.lineTo(xAt(frame, model, fromMs + values.length * binMs), base);
  context.closePath();
  context.fill();
  context.globalAlpha = 1;
}

function drawAxis(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  model: ActivityModel,
  frame: ActivityFrame,
): void {
  const { stepMs, valuesMs } = timeTicks(
    model.fromMs,
    model.fromMs + model.durationMs,
    (frame.right - frame.left) / 110,
  );
  const note = `${model.topText}; dark: garbage collection`;
  const noteFrom = frame.right - note.length * 5.6;
  for (const ms of valuesMs) {
    const x = xAt(frame, model, ms);
    if (x + 40 > noteFrom) continue;
    context.fillStyle = palette.axis;
    context.fillRect(Math.round(x), frame.bottom, 1, 4);
    drawText(context, palette, formatElapsed(ms, stepMs), x + 3, frame.height - 3, {
      colour: palette.text3,
      sizePx: 11,
    });
  }
  drawText(context, palette, note, frame.right, frame.height - 3, {
    colour: palette.text3,
    sizePx: 11,
    align: 'right',
  });
}

/** The chosen part: everything else is veiled, its ends have handles. */
export function drawActivitySpan(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  model: ActivityModel,
  frame: ActivityFrame,
  span: TimeSpan | null,
  label: string,
): void {
  if (span === null) return;
  const x0 = Math.round(xAt(frame, model, Math.max(span.fromMs, model.fromMs)));
  const x1 = Math.round(xAt(frame, model, Math.min(span.toMs, model.fromMs + model.durationMs)));
  context.globalAlpha = 0.72;
  context.fillStyle = palette.background;
  context.fillRect(frame.left, 0, x0 - frame.left, frame.bottom);
  context.fillRect(x1, 0, frame.right - x1, frame.bottom);
  context.globalAlpha = 1;
  context.fillStyle = palette.selected;
  context.fillRect(x0, 0, x1 - x0, frame.bottom);
  context.strokeStyle = palette.accent;
  context.lineWidth = 1;
  context.strokeRect(x0 + 0.5, 0.5, Math.max(1, x1 - x0 - 1), frame.bottom);
  context.fillStyle = palette.accent;
  for (const x of [x0 - 1, x1 - 2]) context.fillRect(x, frame.bottom / 2 - 6, 4, 12);
  if (label === '' || x1 - x0 < 60) return;
  const width = Math.min(x1 - x0 - 10, label.length * 6.4 + 8);
  context.globalAlpha = 0.9;
  context.fillStyle = palette.background;
  context.fillRect(x0 + 5, 4, width, 15);
  context.globalAlpha = 1;
  context.save();
  context.beginPath();
  context.rect(x0 + 5, 0, width, frame.bottom);
  context.clip();
  drawText(context, palette, label, x0 + 9, 15.5, { colour: palette.accent });
  context.restore();
}
