import { drawArea, drawSeries, drawSteps } from '../canvas-lines.ts';
import { drawText } from '../canvas-text.ts';
import { placeLabels } from '../label-placement.ts';
import type { TimeSeriesScene } from './draw.ts';
import { bucketMiddleMs, bucketWidthMs, errorPercentOf, throughputOf } from './model.ts';
import { lineLooks } from './line-look.ts';
import type { LaneScale } from './scales.ts';

/** Buckets wider than this are drawn as levels. */
const STEP_PX = 14;

interface DirectLabel {
  readonly text: string;
  readonly y: number;
  readonly colour: string;
}

/** The marks of one lane and the labels at their right end. */
export function drawLane(context: CanvasRenderingContext2D, scene: TimeSeriesScene, lane: LaneScale): void {
  context.save();
  context.beginPath();
  const { left, right } = scene.geometry;
  context.rect(left, lane.plan.top - 2, right - left + 1, lane.plan.bottom - lane.plan.top + 4);
  context.clip();
  const labels = drawMarks(context, scene, lane);
  context.restore();
  const heights = placeLabels(
    labels.map((label) => label.y + 4),
    12,
    lane.plan.top + 8,
    lane.plan.bottom + 4,
  );
  labels.forEach(({ text, colour }, i) => {
    drawText(context, scene.palette, text, right + 6, heights[i]!, { colour, sizePx: 11, weight: 600 });
  });
}

function drawMarks(
  context: CanvasRenderingContext2D,
  scene: TimeSeriesScene,
  lane: LaneScale,
): DirectLabel[] {
  switch (lane.plan.kind) {
    case 'response-time':
      return drawPercentiles(context, scene, lane);
    case 'throughput':
      drawThroughput(context, scene, lane);
      return [];
    case 'threads':
      drawThreads(context, scene, lane.axis.toPx, []);
      return [];
    case 'load':
      return drawLoad(context, scene, lane);
    case 'errors':
      drawErrors(context, scene, lane);
      return [];
  }
}

function drawPercentiles(
  context: CanvasRenderingContext2D,
  { model, scales, palette }: TimeSeriesScene,
  lane: LaneScale,
): DirectLabel[] {
  const labels: DirectLabel[] = [];
  for (const look of lineLooks(model, palette)) {
    const { line } = look;
    // What goes on behind the end of this run is another run's, and lies outside the picture.
    const inRun = (timeMs: number): number =>
      scales.toX(look.side === 'A' ? timeMs : Math.min(timeMs, model.durationMs));
    const heightAt = (i: number): number => lane.axis.toPx(line.valuesMs[i]!);
    // The percentile that limits are usually set on stands out.
    const style = { colour: look.colour, width: line.percentile === 95 ? 1.7 : 1.2, dash: look.dash };
    const count = line.startMs.length;
    const edgeAt = (i: number): number =>
      inRun(i < count ? line.startMs[i]! : line.startMs[count - 1]! + bucketWidthMs(line, count - 1));
    context.globalAlpha = look.alpha;
    if (scales.toX(line.bucketMs) - scales.toX(0) > STEP_PX) {
      drawSteps(context, count, edgeAt, heightAt, style);
    } else {
      drawSeries(context, count, (i) => inRun(bucketMiddleMs(line, i)), heightAt, style);
    }
    context.globalAlpha = 1;
    const last = line.valuesMs.findLast((value) => !Number.isNaN(value));
    if (last === undefined) continue;
    labels.push({ text: look.label, y: lane.axis.toPx(last), colour: look.labelColour });
  }
  return labels;
}

function drawThroughput(context: CanvasRenderingContext2D, scene: TimeSeriesScene, lane: LaneScale): void {
  const { model, palette } = scene;
  const count = model.buckets.startMs.length;
  const xAt = bucketMiddle(scene);
  const yAt = (i: number): number => lane.axis.toPx(throughputOf(model, i));
  drawArea(context, count, xAt, yAt, lane.plan.bottom, palette.throughputFill);
  drawSeries(context, count, xAt, yAt, { colour: palette.throughput, width: 1.3 });
}

function drawThreads(
  context: CanvasRenderingContext2D,
  scene: TimeSeriesScene,
  toPx: (value: number) => number,
  dash: readonly number[],
): void {
  const { threads } = scene.model.buckets;
  if (threads === null) return;
  // Concurrency is a level that holds until the tool reports the next one, which k6 does once a second only.
  const reported = Array.from(threads.keys()).filter((index) => !Number.isNaN(threads[index]!));
  const xAt = bucketMiddle(scene);
  drawSeries(
    context,
    reported.length,
    (i) => xAt(reported[i]!),
    (i) => toPx(threads[reported[i]!]!),
    {
      colour: scene.palette.concurrency,
      width: 1.3,
      dash,
    },
  );
}

function drawLoad(context: CanvasRenderingContext2D, scene: TimeSeriesScene, lane: LaneScale): DirectLabel[] {
  const { model, palette } = scene;
  drawThroughput(context, scene, lane);
  const { threads } = model.buckets;
  if (threads === null || lane.threads === null) return [];
  drawThreads(context, scene, lane.threads.toPx, [5, 2]);
  const lastRate = model.buckets.startMs.reduce(
    (rate, _, i) => (Number.isNaN(throughputOf(model, i)) ? rate : throughputOf(model, i)),
    0,
  );
  const lastThreads = threads.findLast((value) => !Number.isNaN(value)) ?? 0;
  return [
    { text: 'threads', y: lane.threads.toPx(lastThreads), colour: palette.concurrency },
    { text: 'rate', y: lane.axis.toPx(lastRate), colour: palette.throughput },
  ];
}

function drawErrors(
  context: CanvasRenderingContext2D,
  { model, scales, palette }: TimeSeriesScene,
  lane: LaneScale,
): void {
  const { startMs } = model.buckets;
  context.fillStyle = palette.bad;
  startMs.forEach((start, i) => {
    const width = Math.max(1.5, scales.toX(bucketWidthMs(model.buckets, i)) - scales.toX(0) - 0.8);
    const percent = errorPercentOf(model, i);
    if (!(percent > 0)) return;
    // A bar is never lower than a pixel: one failure among many samples still has to be seen.
    const top = Math.min(lane.axis.toPx(percent), lane.plan.bottom - 1);
    context.fillRect(scales.toX(start), top, width, lane.plan.bottom - top);
  });
}

function bucketMiddle({ model, scales }: TimeSeriesScene): (index: number) => number {
  return (i) => scales.toX(Math.min(bucketMiddleMs(model.buckets, i), model.durationMs));
}
