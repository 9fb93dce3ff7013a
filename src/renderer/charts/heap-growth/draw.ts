import { drawHorizontal, drawSeries } from '../canvas-lines.ts';
import { drawText, drawTextWithin } from '../canvas-text.ts';
import { chartFont } from '../palette.ts';
import { placeLabels } from '../label-placement.ts';
import { formatRound } from '../round-number.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { patternLines } from '../stacked/patterns.ts';
import { bandStyle } from './band-styles.ts';
import type { HeapGrowthScene } from './scene.ts';

const LABEL_GAP_PX = 14;
/** Bands that are not meant recede while one of them is. */
const RECEDING = 0.35;

/** Bands of the heap on top of each other, from snapshot to snapshot. @param highlighted id of a band; null: all are equal */
export function drawHeapGrowth(
  context: CanvasRenderingContext2D,
  scene: HeapGrowthScene,
  highlighted: string | null,
): void {
  drawGrid(context, scene);
  const tops = bandTops(scene);
  scene.model.bands.forEach((band, position) => {
    const recedes = highlighted !== null && band.id !== highlighted;
    drawBand(context, scene, position, tops, recedes ? RECEDING : 1);
  });
  drawUsed(context, scene);
  drawSnapshots(context, scene, tops[0] ?? []);
  drawLabels(context, scene, tops, highlighted);
  drawAxis(context, scene);
}

/** The snapshot under the pointer. */
export function drawHeapOverlay(
  context: CanvasRenderingContext2D,
  scene: HeapGrowthScene,
  flag: number,
): void {
  const at = scene.model.flags[flag];
  if (at === undefined) return;
  context.globalAlpha = 0.5;
  context.fillStyle = scene.palette.text;
  context.fillRect(Math.round(scene.toX(at.at)), scene.top, 1, scene.bottom - scene.top);
  context.globalAlpha = 1;
}

/** Bytes at the upper edge of each band, per kept snapshot; the lowest band is the last. */
function bandTops({ model, kept }: HeapGrowthScene): readonly (readonly number[])[] {
  const tops: number[][] = [];
  let below = kept.map(() => 0);
  for (const band of [...model.bands].reverse()) {
    below = below.map((base, place) => base + (band.bytes[place] ?? 0));
    tops.unshift(below);
  }
  return tops;
}

function drawGrid(context: CanvasRenderingContext2D, scene: HeapGrowthScene): void {
  const { palette, values, left, right, top, unit } = scene;
  for (const tick of values.ticks) {
    const y = values.toPx(tick.value);
    drawHorizontal(context, y, left, right, tick.value === 0 ? palette.axis : palette.grid);
    drawText(context, palette, formatRound(tick.value), left - 6, Math.round(y) + 4, {
      colour: palette.text3,
      sizePx: 11,
      align: 'right',
    });
  }
  drawText(context, palette, unit, left - 6, top - 9, { colour: palette.text3, sizePx: 11, align: 'right' });
}

function drawBand(
  context: CanvasRenderingContext2D,
  scene: HeapGrowthScene,
  position: number,
  tops: readonly (readonly number[])[],
  strength: number,
): void {
  const { kept, model, palette, values, toX, perUnit, left, right, top, bottom } = scene;
  const style = bandStyle(palette, model.bands[position]!);
  const upper = tops[position]!;
  const lower = tops[position + 1] ?? kept.map(() => 0);
  const y = (bytes: number): number => values.toPx(bytes / perUnit);
  const outline = (): void => {
    context.beginPath();
    kept.forEach(({ at }, place) => {
      if (place === 0) context.moveTo(toX(at), y(upper[place]!));
      else context.lineTo(toX(at), y(upper[place]!));
    });
    for (let place = kept.length - 1; place >= 0; place--)
      context.lineTo(toX(kept[place]!.at), y(lower[place]!));
    context.closePath();
  };
  outline();
  context.globalAlpha = style.alpha * strength;
  context.fillStyle = style.colour;
  context.fill();
  if (style.pattern !== 'plain') {
    context.save();
    outline();
    context.clip();
    context.beginPath();
    patternLines(context, style.pattern, { left, right, top, bottom });
    context.globalAlpha = 0.45 * strength;
    context.strokeStyle = style.colour;
    context.lineWidth = 1;
    context.stroke();
    context.restore();
  }
  context.globalAlpha = strength;
  drawSeries(
    context,
    kept.length,
    (place) => toX(kept[place]!.at),
    (place) => y(upper[place]!),
    { colour: style.colour, width: style.weight === 600 ? 1.8 : 1 },
  );
  context.globalAlpha = 1;
}

/** What the process used between the snapshots: thin, for garbage is in it. */
function drawUsed(context: CanvasRenderingContext2D, scene: HeapGrowthScene): void {
  const { model, palette, values, toX, perUnit } = scene;
  if (model.used === null) return;
  const { elapsedMs, bytes } = model.used;
  const [from, to] = model.domain;
  context.globalAlpha = 0.8;
  drawSeries(
    context,
    bytes.length,
    (place) => toX(elapsedMs[place]!),
    (place) =>
      elapsedMs[place]! < from || elapsedMs[place]! > to ? NaN : values.toPx(bytes[place]! / perUnit),
    { colour: palette.text3, width: 1 },
  );
  context.globalAlpha = 1;
}

/** A line where each snapshot was taken, and its total; those that are left out have a hollow point and no band. */
function drawSnapshots(
  context: CanvasRenderingContext2D,
  scene: HeapGrowthScene,
  top: readonly number[],
): void {
  const { model, kept, palette, values, toX, perUnit, bottom, flagTop } = scene;
  for (const flag of model.flags) {
    const x = Math.round(toX(flag.at));
    const place = kept.indexOf(flag);
    const y = values.toPx((top[place] ?? flag.totalBytes) / perUnit);
    context.strokeStyle = flag.leftOut ? palette.text3 : palette.accent;
    context.globalAlpha = flag.leftOut ? 0.6 : 1;
    context.lineWidth = 1;
    context.setLineDash(flag.leftOut || flag.outside ? [3, 3] : []);
    context.beginPath();
    context.moveTo(x + 0.5, flagTop + 18);
    context.lineTo(x + 0.5, bottom);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
    context.beginPath();
    context.arc(x + 0.5, y, 3, 0, 2 * Math.PI);
    context.fillStyle = flag.leftOut ? palette.background : lineColour(scene);
    context.strokeStyle = flag.leftOut ? palette.text3 : palette.background;
    context.lineWidth = flag.leftOut ? 1.5 : 1;
    context.fill();
    context.stroke();
  }
}

function lineColour({ model, palette }: HeapGrowthScene): string {
  const [uppermost] = model.bands;
  return uppermost === undefined ? palette.text2 : bandStyle(palette, uppermost).colour;
}

/** Names at the right end of their bands, with the last value. */
function drawLabels(
  context: CanvasRenderingContext2D,
  scene: HeapGrowthScene,
  tops: readonly (readonly number[])[],
  highlighted: string | null,
): void {
  const { model, kept, palette, values, perUnit, right, top, bottom, width } = scene;
  const last = kept.length - 1;
  if (last < 0) return;
  const wanted = model.bands.map((_, position) => {
    const [high, low] = [tops[position]![last]!, tops[position + 1]?.[last] ?? 0];
    return values.toPx((high + low) / 2 / perUnit) + 4;
  });
  // Where there is no room for all, the uppermost have names; the tooltip and the table have the others.
  const room = Math.max(1, Math.floor((bottom - top + LABEL_GAP_PX) / LABEL_GAP_PX));
  const heights = placeLabels(wanted.slice(0, room), LABEL_GAP_PX, top + 4, bottom + 2);
  const x = right + 10;
  heights.forEach((y, position) => {
    const band = model.bands[position]!;
    const style = bandStyle(palette, band);
    const value = numberFormat.short((band.bytes[last] ?? 0) / perUnit);
    const strong = style.weight === 600 || band.id === highlighted;
    context.globalAlpha = highlighted === null || band.id === highlighted ? 1 : 0.6;
    context.font = chartFont(palette, 11, strong ? 600 : 400);
    context.textAlign = 'left';
    context.textBaseline = 'alphabetic';
    context.fillStyle = style.text;
    const name = fitting(context, band.name, width - x - 8 - context.measureText(` ${value}`).width);
    context.fillText(`${name} ${value}`, x, y);
    context.globalAlpha = 1;
  });
}

function drawAxis(context: CanvasRenderingContext2D, scene: HeapGrowthScene): void {
  const { palette, ticks, secondTicks, tickTitle, left, right, bottom, width } = scene;
  const style = { colour: palette.text3, sizePx: 11 } as const;
  const edges = { left: left - 20, right: right + 8 };
  for (const { x, text } of ticks) drawTextWithin(context, palette, text, x, bottom + 15, edges, style);
  for (const { x, text } of secondTicks) drawTextWithin(context, palette, text, x, bottom + 30, edges, style);
  drawText(context, palette, tickTitle, width - 8, bottom + 15, { ...style, align: 'right' });
  if (secondTicks.length > 0)
    drawText(context, palette, 'requests', width - 8, bottom + 30, { ...style, align: 'right' });
}

/** The gutter is narrow; the tooltip and the table have the whole name. */
function fitting(context: CanvasRenderingContext2D, name: string, roomPx: number): string {
  if (context.measureText(name).width <= roomPx) return name;
  let length = name.length - 1;
  while (length > 1 && context.measureText(`${name.slice(0, length)}…`).width > roomPx) length--;
  return `${name.slice(0, length)}…`;
}
