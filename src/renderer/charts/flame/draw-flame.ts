import { patternLines } from '../stacked/patterns.ts';
import { edgesOf, rowOf, type FlameGeometry } from './flame-geometry.ts';
import { FlameScratch } from './flame-scratch.ts';
import { rowsInView, topOfRow, xOf, type FlameFrame, type FlameView } from './flame-view.ts';
import type { FrameColours, FramePalette } from './frame-colours.ts';
import type { NumberList } from './number-list.ts';
import { visitVisible } from './visible-boxes.ts';

/** What is written on boxes, and how they look beyond their place. */
export interface FlameContent {
  readonly colours: FrameColours;
  /** Place in {@link colours}. */
  readonly colourOf: (node: number) => number;
  readonly nameOf: (node: number) => string;
  /** Written behind the name where there is room; empty for nothing. */
  readonly figureOf: (node: number) => string;
  /** A search found it: underlined. */
  readonly isHit?: ((node: number) => boolean) | undefined;
  readonly isHatched?: ((node: number) => boolean) | undefined;
  readonly isOutlined?: ((node: number) => boolean) | undefined;
  /** Everything else is dimmed. */
  readonly isLit?: ((node: number) => boolean) | undefined;
}

export interface FlameScene {
  readonly geometry: FlameGeometry;
  readonly view: FlameView;
  readonly frame: FlameFrame;
  readonly content: FlameContent;
}

const GAP = 1;
/** Boxes up to this have no gap: it would eat them. */
const NARROW = 3;
const PADDING = 4;
const SMALLEST_WITH_TEXT = 22;
const DIMMED = 0.35;
export const FLAME_TEXT_PX = 11.5;

/** From so many on, narrow boxes are painted as one bitmap. */
const MANY = 1500;

/**
 * Paints what can be seen: boxes fill by fill, then what lies on them.
 * @param scratch of this picture, where more frames will follow
 * @returns how many boxes
 */
export function drawFlame(
  context: CanvasRenderingContext2D,
  palette: FramePalette,
  scene: FlameScene,
  scratch: FlameScratch = new FlameScratch(),
): number {
  const { geometry, view, frame, content } = scene;
  const { colourOf, isLit, isHatched, isOutlined, isHit } = content;
  const height = frame.rowHeight - GAP;
  const { fills } = content.colours;
  const batches = scratch.batches(fills.length * 2);
  const { narrow, texts, hits, hatched, outlined } = scratch;
  for (const list of [narrow, texts, hits, hatched, outlined]) list.clear();
  // Neighbours too narrow for a gap that look the same are one box.
  let openRow = -1;
  let openRight = -1;
  let openPlace = -1;
  let hitRow = -1;
  let hitRight = -1;

  const drawn = visitVisible(geometry, view, frame, (node, row, left, right) => {
    const dimmed = isLit !== undefined && !isLit(node);
    const place = colourOf(node) + (dimmed ? fills.length : 0);
    if (right - left <= NARROW) {
      if (openRight === left && openPlace === place && openRow === row) {
        narrow.values[narrow.length - 2] = right;
      } else {
        narrow.push4(row, left, right, place);
        openRow = row;
        openPlace = place;
      }
      openRight = right;
    } else {
      batches[place]!.push3(left, topOfRow(view, frame, row), right - left - GAP);
    }
    if (isHatched?.(node) === true) hatched.push3(left, topOfRow(view, frame, row), right - left);
    if (isOutlined?.(node) === true) outlined.push3(left, topOfRow(view, frame, row), right - left);
    if (isHit?.(node) === true) {
      if (right - left <= NARROW && hitRight === left && hitRow === row)
        hits.values[hits.length - 1]! += right - left;
      else hits.push3(left, topOfRow(view, frame, row), right - left);
      hitRow = row;
      hitRight = right;
    }
    if (right - left >= SMALLEST_WITH_TEXT) texts.push4(node, row, left, right);
  });

  fillNarrow(context, scene, scratch, batches);
  for (const [place, { values, length }] of batches.entries()) {
    if (length === 0) continue;
    context.globalAlpha = place < fills.length ? 1 : DIMMED;
    context.fillStyle = fills[place % fills.length]!;
    for (let i = 0; i < length; i += 3) context.fillRect(values[i]!, values[i + 1]!, values[i + 2]!, height);
  }
  context.globalAlpha = 1;
  hatch(context, palette, hatched, height);
  outline(context, palette, outlined, height);
  underline(context, palette, hits, height);
  writeTexts(context, palette, scene, scratch);
  return drawn;
}

/** Few narrow boxes go to the others of their fill, many are painted here. */
function fillNarrow(
  context: CanvasRenderingContext2D,
  { geometry, view, frame, content }: FlameScene,
  { narrow, strip }: FlameScratch,
  batches: readonly NumberList[],
): void {
  const { first, last } = rowsInView(view, frame, geometry);
  const downwards = frame.orientation === 'icicle';
  const rows = {
    width: frame.width,
    first,
    last,
    rowHeight: frame.rowHeight,
    gap: GAP,
    downwards,
    top: topOfRow(view, frame, downwards ? first : last),
  };
  const { values, length } = narrow;
  if (length >= MANY * 4 && strip.paint(context, narrow, content.colours.fills, DIMMED, rows)) return;
  for (let i = 0; i < length; i += 4) {
    const left = values[i + 1]!;
    batches[values[i + 3]!]!.push3(left, topOfRow(view, frame, values[i]!), values[i + 2]! - left);
  }
}

function hatch(
  context: CanvasRenderingContext2D,
  palette: FramePalette,
  { values, length }: NumberList,
  height: number,
): void {
  if (length === 0) return;
  context.strokeStyle = palette.text2;
  context.lineWidth = 1;
  for (let i = 0; i < length; i += 3) {
    const [left, top, width] = [values[i]!, values[i + 1]!, values[i + 2]!];
    context.save();
    context.beginPath();
    context.rect(left, top, width - GAP, height);
    context.clip();
    context.beginPath();
    patternLines(context, 'rising', { left, right: left + width, top, bottom: top + height });
    context.stroke();
    context.restore();
  }
}

function outline(
  context: CanvasRenderingContext2D,
  palette: FramePalette,
  { values, length }: NumberList,
  height: number,
): void {
  context.strokeStyle = palette.text;
  context.lineWidth = 1.5;
  for (let i = 0; i < length; i += 3) {
    const width = values[i + 2]! - GAP;
    if (width >= NARROW)
      context.strokeRect(values[i]! + 0.75, values[i + 1]! + 0.75, width - 1.5, height - 1.5);
  }
}

function underline(
  context: CanvasRenderingContext2D,
  palette: FramePalette,
  { values, length }: NumberList,
  height: number,
): void {
  context.fillStyle = palette.accent;
  for (let i = 0; i < length; i += 3)
    context.fillRect(values[i]!, values[i + 1]! + height - 2.5, Math.max(1, values[i + 2]! - GAP), 2.5);
}

function writeTexts(
  context: CanvasRenderingContext2D,
  palette: FramePalette,
  { view, frame, content }: FlameScene,
  scratch: FlameScratch,
): void {
  const { values, length } = scratch.texts;
  if (length === 0) return;
  context.font = `400 ${FLAME_TEXT_PX}px ${palette.fontFamily}`;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  const labels = scratch.labels(content, context);
  const baseline = Math.round((frame.rowHeight - GAP) / 2 + FLAME_TEXT_PX * 0.35);
  let style = '';
  for (let i = 0; i < length; i += 4) {
    const node = values[i]!;
    const left = values[i + 2]!;
    const shown = labels.textOf(node, values[i + 3]! - left - GAP - 2 * PADDING);
    if (shown === '') continue;
    const dimmed = content.isLit !== undefined && !content.isLit(node);
    const next = dimmed ? palette.text3 : content.colours.texts[content.colourOf(node)]!;
    if (next !== style) {
      context.fillStyle = next;
      style = next;
    }
    context.fillText(shown, left + PADDING, topOfRow(view, frame, values[i + 1]!) + baseline);
  }
}

/** The marks that follow pointer and keyboard, over the picture. */
export interface FlameMarks {
  readonly selected: number;
  readonly hovered: number;
  /** Part that is being drawn to be zoomed into, px. */
  readonly part: readonly [from: number, to: number] | null;
}

export function drawFlameMarks(
  context: CanvasRenderingContext2D,
  palette: FramePalette,
  { geometry, view, frame }: FlameScene,
  { selected, hovered, part }: FlameMarks,
): void {
  if (hovered >= -1 && hovered !== selected) strokeNode(geometry, hovered, palette.text3, 1);
  if (selected >= -1) strokeNode(geometry, selected, palette.accent, 2);
  if (part !== null) {
    context.fillStyle = palette.selected;
    context.fillRect(Math.min(...part), 0, Math.abs(part[1] - part[0]), frame.height);
  }

  function strokeNode(of: FlameGeometry, node: number, colour: string, width: number): void {
    const { left, right } = edgesOf(of, node);
    const row = rowOf(of, node) + (of.hasRoot ? 1 : 0);
    const x0 = Math.max(-width, Math.round(xOf(view, frame, left)));
    const x1 = Math.min(frame.width + width, Math.round(xOf(view, frame, right)));
    if (x1 < 0 || x0 > frame.width || right <= left) return;
    context.strokeStyle = colour;
    context.lineWidth = width;
    const box = Math.max(width, x1 - x0 - GAP);
    context.strokeRect(
      x0 + width / 2,
      topOfRow(view, frame, row) + width / 2,
      Math.max(0.5, box - width),
      frame.rowHeight - GAP - width,
    );
  }
}
