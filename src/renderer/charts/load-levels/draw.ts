import { numberFormat } from '../../ui/number-format.ts';
import { axisLabel } from '../axis-label.ts';
import { drawHorizontal, drawSeries, drawVertical } from '../canvas-lines.ts';
import { drawText, textWidth } from '../canvas-text.ts';
import { percentileColour } from '../palette.ts';
import { formatRound } from '../round-number.ts';
import { concurrencyName, loadOf, usersText, valueOf } from './model.ts';
import type { LevelScene } from './scene.ts';

const RADIUS = 4;
/** A level with more failures than this is drawn as one that did not hold (method E4). */
export const MAX_ERRORS = 0.01;
const LABEL_ROW_PX = 14;

export function drawLevels(context: CanvasRenderingContext2D, scene: LevelScene): void {
  const { model, loads, values, palette } = scene;
  const { kind, levels, law, measuredTo } = model;
  drawAxes(context, scene);
  drawWanted(context, scene);
  const colour = kind === 'throughput' ? palette.throughput : percentileColour(palette, 95);
  const [seen, beyond] = [law.filter(({ x }) => x <= measuredTo), law.filter(({ x }) => x >= measuredTo)];
  for (const [points, dash] of [
    [seen, []],
    [beyond, [4, 4]],
  ] as const)
    drawSeries(
      context,
      points.length,
      (i) => loads.toPx(points[i]!.x),
      (i) => values.toPx(points[i]!.y),
      { colour: palette.text3, width: 1.5, dash },
    );
  drawSeries(
    context,
    levels.length,
    (i) => loads.toPx(loadOf(kind, levels[i]!)),
    (i) => values.toPx(valueOf(kind, levels[i]!)),
    { colour, width: law.length > 0 ? 0.8 : 1.5 },
  );
  drawMarks(context, scene);
  levels.forEach((level) => {
    const [x, y] = [loads.toPx(loadOf(kind, level)), values.toPx(valueOf(kind, level))];
    if (level.errorRate > MAX_ERRORS) drawCross(context, x, y, palette.bad);
    else drawDot(context, x, y, colour, palette.background);
  });
}

/** The level that pointer, keyboard or table is at. */
export function drawLevelMark(context: CanvasRenderingContext2D, scene: LevelScene, index: number): void {
  const level = scene.model.levels[index];
  if (level === undefined) return;
  const { model, loads, values, palette, bottom } = scene;
  const [x, y] = [loads.toPx(loadOf(model.kind, level)), values.toPx(valueOf(model.kind, level))];
  context.globalAlpha = 0.4;
  drawVertical(context, x, y, bottom, palette.text);
  context.globalAlpha = 1;
  context.strokeStyle = palette.text;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, RADIUS + 3, 0, 2 * Math.PI);
  context.stroke();
}

function drawAxes(context: CanvasRenderingContext2D, scene: LevelScene): void {
  const { model, loads, values, palette, duration, left, right, top, bottom } = scene;
  const byUsers = model.kind === 'throughput';
  const name = concurrencyName(model.concurrency);
  const title = byUsers
    ? `Completed per second, by ${name}`
    : `p95, ${duration.unit}, by completed per second`;
  drawText(context, palette, title, 12, top - 12, { colour: palette.text2 });
  for (const tick of values.ticks) {
    const y = values.toPx(tick.value);
    drawHorizontal(context, y, left, right, tick.value === 0 ? palette.axis : palette.grid);
    const text = byUsers ? formatRound(tick.value) : axisLabel(tick.value, duration);
    drawText(context, palette, text, left - 8, Math.round(y) + 4, { colour: palette.text3, align: 'right' });
  }
  for (const tick of loads.ticks) {
    const x = loads.toPx(tick.value);
    drawVertical(context, x, top, bottom, palette.grid);
    drawText(context, palette, formatRound(tick.value), x, bottom + 16, {
      colour: palette.text3,
      align: 'center',
    });
  }
  drawText(context, palette, byUsers ? name : 'completed per second', (left + right) / 2, bottom + 33, {
    colour: palette.text2,
    align: 'center',
  });
}

/** The rate that is wanted: a height of throughput, a place on the axis of loads for response times. */
function drawWanted(context: CanvasRenderingContext2D, scene: LevelScene): void {
  const { model, loads, values, palette, left, right, top, bottom } = scene;
  if (model.wantedPerSec === null) return;
  const text = `wanted ${numberFormat.short(model.wantedPerSec)}/s`;
  context.setLineDash([6, 4]);
  context.strokeStyle = palette.warn;
  context.lineWidth = 1;
  context.beginPath();
  if (model.kind === 'throughput') {
    const y = Math.round(values.toPx(model.wantedPerSec)) + 0.5;
    context.moveTo(left, y);
    context.lineTo(right, y);
  } else {
    const x = Math.round(loads.toPx(model.wantedPerSec)) + 0.5;
    context.moveTo(x, top);
    context.lineTo(x, bottom);
  }
  context.stroke();
  context.setLineDash([]);
  const style = { colour: palette.text2, sizePx: 11 } as const;
  if (model.kind === 'throughput')
    drawText(context, palette, text, left + 6, values.toPx(model.wantedPerSec) - 4, style);
  else {
    const x = loads.toPx(model.wantedPerSec);
    const leftwards = x + textWidth(context, palette, text, { sizePx: 11 }) + 8 > right;
    drawText(context, palette, text, leftwards ? x - 4 : x + 4, bottom - 6, {
      ...style,
      align: leftwards ? 'right' : 'left',
    });
  }
}

/** Limits and bends as lines; their names step down so that none covers another. */
function drawMarks(context: CanvasRenderingContext2D, scene: LevelScene): void {
  const { model, loads, palette, top, bottom, right } = scene;
  [...model.marks]
    .sort((a, b) => a.at - b.at)
    .forEach(({ name, at, limit }, index) => {
      const x = Math.round(loads.toPx(at)) + 0.5;
      context.strokeStyle = limit ? palette.bad : palette.text3;
      context.lineWidth = 1;
      context.setLineDash(limit ? [] : [2, 3]);
      context.beginPath();
      context.moveTo(x, top);
      context.lineTo(x, bottom);
      context.stroke();
      context.setLineDash([]);
      const text = `${name} ${model.kind === 'throughput' ? usersText(at) : `${numberFormat.short(at)}/s`}`;
      const leftwards = x + textWidth(context, palette, text, { sizePx: 11 }) + 8 > right;
      drawText(context, palette, text, leftwards ? x - 4 : x + 4, top + 10 + index * LABEL_ROW_PX, {
        colour: limit ? palette.bad : palette.text2,
        sizePx: 11,
        align: leftwards ? 'right' : 'left',
      });
    });
}

function drawDot(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  colour: string,
  background: string,
): void {
  context.beginPath();
  context.arc(x, y, RADIUS, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  context.strokeStyle = background;
  context.lineWidth = 1;
  context.stroke();
}

/** Told apart from a dot by its shape as well. */
function drawCross(context: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x - RADIUS, y - RADIUS);
  context.lineTo(x + RADIUS, y + RADIUS);
  context.moveTo(x - RADIUS, y + RADIUS);
  context.lineTo(x + RADIUS, y - RADIUS);
  context.stroke();
}
