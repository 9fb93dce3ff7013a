import { patternLines } from '../stacked/patterns.ts';
import { edgesOf, rowOf, type FlameGeometry } from './flame-geometry.ts';
import { topOfRow, xOf, type FlameFrame, type FlameView } from './flame-view.ts';
import type { FrameColours, FramePalette } from './frame-colours.ts';
import { TextFitter } from './text-fit.ts';
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

interface TextBox {
  readonly node: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly colour: number;
  readonly dimmed: boolean;
}

/** The boxes of one fill: left, top, width of one after the other. */
type Batch = number[];

/** Paints what can be seen: boxes fill by fill, then what lies on them. @returns how many boxes */
export function drawFlame(
  context: CanvasRenderingContext2D,
  palette: FramePalette,
  scene: FlameScene,
): number {
  const { geometry, view, frame, content } = scene;
  const height = frame.rowHeight - GAP;
  const fills = content.colours.fills.length;
  const batches: Batch[] = Array.from({ length: fills * 2 }, () => []);
  const texts: TextBox[] = [];
  const hits: number[] = [];
  const hatched: number[] = [];
  const outlined: number[] = [];
  // Neighbours too narrow for a gap that look the same are one box.
  let open: { batch: Batch; at: number; right: number; row: number } | null = null;

  const drawn = visitVisible(geometry, view, frame, (node, row, left, right) => {
    const top = topOfRow(view, frame, row);
    const colour = content.colourOf(node);
    const dimmed = content.isLit !== undefined && !content.isLit(node);
    const batch = batches[colour + (dimmed ? fills : 0)]!;
    const narrow = right - left <= NARROW;
    if (narrow && open !== null && open.batch === batch && open.row === row && open.right === left) {
      batch[open.at + 2]! += right - left;
      open.right = right;
    } else {
      open = narrow ? { batch, at: batch.length, right, row } : null;
      batch.push(left, top, narrow ? right - left : right - left - GAP);
    }
    if (content.isHatched?.(node) === true) hatched.push(left, top, right - left);
    if (content.isOutlined?.(node) === true) outlined.push(left, top, right - left);
    if (content.isHit?.(node) === true) hits.push(left, top, right - left);
    if (right - left >= SMALLEST_WITH_TEXT) texts.push({ node, left, right, top, colour, dimmed });
  });

  batches.forEach((batch, place) => {
    if (batch.length === 0) return;
    context.globalAlpha = place < fills ? 1 : DIMMED;
    context.fillStyle = content.colours.fills[place % fills]!;
    for (let i = 0; i < batch.length; i += 3)
      context.fillRect(batch[i]!, batch[i + 1]!, batch[i + 2]!, height);
  });
  context.globalAlpha = 1;
  hatch(context, palette, hatched, height);
  outline(context, palette, outlined, height);
  underline(context, palette, hits, height);
  writeTexts(context, palette, scene, texts);
  return drawn;
}

function hatch(
  context: CanvasRenderingContext2D,
  palette: FramePalette,
  boxes: readonly number[],
  height: number,
): void {
  if (boxes.length === 0) return;
  context.strokeStyle = palette.text2;
  context.lineWidth = 1;
  for (let i = 0; i < boxes.length; i += 3) {
    const [left, top, width] = [boxes[i]!, boxes[i + 1]!, boxes[i + 2]!];
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
  boxes: readonly number[],
  height: number,
): void {
  context.strokeStyle = palette.text;
  context.lineWidth = 1.5;
  for (let i = 0; i < boxes.length; i += 3) {
    const width = boxes[i + 2]! - GAP;
    if (width >= NARROW)
      context.strokeRect(boxes[i]! + 0.75, boxes[i + 1]! + 0.75, width - 1.5, height - 1.5);
  }
}

function underline(
  context: CanvasRenderingContext2D,
  palette: FramePalette,
  boxes: readonly number[],
  height: number,
): void {
  context.fillStyle = palette.accent;
  for (let i = 0; i < boxes.length; i += 3)
    context.fillRect(boxes[i]!, boxes[i + 1]! + height - 2.5, Math.max(1, boxes[i + 2]! - GAP), 2.5);
}

function writeTexts(
  context: CanvasRenderingContext2D,
  palette: FramePalette,
  { frame, content }: FlameScene,
  boxes: readonly TextBox[],
): void {
  context.font = `400 ${FLAME_TEXT_PX}px ${palette.fontFamily}`;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  const fitter = new TextFitter((text) => context.measureText(text).width);
  const baseline = Math.round((frame.rowHeight - GAP) / 2 + FLAME_TEXT_PX * 0.35);
  let style = '';
  for (const { node, left, right, top, colour, dimmed } of boxes) {
    const room = right - left - GAP - 2 * PADDING;
    const name = content.nameOf(node);
    const shown = fitter.fit(name, room);
    if (shown === '') continue;
    const next = dimmed ? palette.text3 : content.colours.texts[colour]!;
    if (next !== style) {
      context.fillStyle = next;
      style = next;
    }
    const figure = shown === name ? content.figureOf(node) : '';
    const text = figure !== '' && fitter.widthOf(`${name}  ${figure}`) <= room ? `${name}  ${figure}` : shown;
    context.fillText(text, left + PADDING, top + baseline);
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
