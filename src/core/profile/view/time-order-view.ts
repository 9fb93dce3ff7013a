import type { ProfileSelection, ProfileTimeOrder } from '#shared/model/profile.ts';
import { Float64Column, Int32Column } from '../model/growing-column.ts';
import { LOST_STACK } from '../transforms.ts';
import { PER_TURN, type Turns } from '../turns.ts';
import { AnswerFunctions } from './answer-functions.ts';
import { sampleSelection } from './selected-stacks.ts';
import type { ViewedProfile } from './viewed-profile.ts';

const US_PER_MS = 1000;
/** Samples of one pixel that are looked at: enough to tell which function covers most of it. */
const SLOTS_PER_PIXEL = 32;
/** Instants are rounded, so samples that follow each other may lie apart by less than this. */
const GAP_US = 1;

export interface TimeOrderRequest {
  readonly selection: ProfileSelection;
  readonly thread: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly columns: number;
}

/**
 * Calls of one thread one after the other. Neighbouring samples with the same call are one box; boxes that lie within one
 * pixel become one of the function that covers most of it, so there are at most some two boxes a pixel and row.
 */
export function* timeOrderView(
  viewed: ViewedProfile,
  { selection, thread, fromMs, toMs, columns }: TimeOrderRequest,
): Turns<ProfileTimeOrder> {
  const { profile } = viewed;
  sampleSelection(profile, { threads: [thread], fromMs, toMs });
  const { frames, stacks, changes } = yield* viewed.changedStacks(selection);
  const timeline = yield* viewed.timeline(thread);
  const [from, to] = [fromMs * US_PER_MS, toMs * US_PER_MS];
  const pixelUs = Math.max(to - from, 1e-3) / columns;
  const rows = new BoxRows(from, pixelUs);
  const slotUs = pixelUs / SLOTS_PER_PIXEL;
  /** Stack of the open boxes, by depth. */
  const open: number[] = [];
  const begun: number[] = [];
  const path: number[] = [];
  let until = -Infinity;
  /** End of the slot whose sample was looked at. */
  let slotEnd = -Infinity;
  const closeTo = (depth: number): void => {
    while (open.length > depth) {
      const stack = open.pop()!;
      rows.add(open.length, Math.max(begun.pop()!, from), Math.min(until, to), stacks.frame[stack]!);
    }
  };
  for (let k = firstEndingAfter(timeline.toUs, from); k < timeline.count; k++) {
    if (k % (PER_TURN / 16) === 0) yield;
    const start = timeline.fromUs[k]!;
    if (start >= to) break;
    // A gap: nothing was seen in between.
    if (start > until + GAP_US) {
      closeTo(0);
      slotEnd = -Infinity;
    }
    const end = timeline.toUs[k]!;
    if (end <= slotEnd) {
      until = end;
      continue;
    }
    slotEnd = from + (Math.floor((start - from) / slotUs) + 1) * slotUs;
    const own = profile.samples.stack[timeline.sample[k]!]!;
    const stack = changes === null || own < 0 ? own : changes.stackOf[own]!;
    path.length = 0;
    for (let at = stack === LOST_STACK ? -1 : stack; at >= 0; at = stacks.parent[at]!) path.push(at);
    path.reverse();
    let shared = 0;
    while (shared < path.length && shared < open.length && path[shared] === open[shared]) shared++;
    closeTo(shared);
    for (let depth = shared; depth < path.length; depth++) {
      open.push(path[depth]!);
      begun.push(start);
    }
    until = end;
  }
  closeTo(0);
  return rows.finish(new AnswerFunctions(frames));
}

/** Ends are in order, as beginnings are. */
function firstEndingAfter(toUs: Float64Array, instant: number): number {
  let low = 0;
  let high = toUs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (toUs[middle]! > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What lies within one pixel of one row. */
interface Pending {
  pixel: number;
  from: number;
  to: number;
  boxes: number;
  readonly covered: Map<number, number>;
}

interface BoxRow {
  readonly pending: Pending;
  readonly from: Float64Column;
  readonly to: Float64Column;
  readonly frame: Int32Column;
  readonly merged: Int32Column;
}

class BoxRows {
  private readonly rows: BoxRow[] = [];
  private readonly start: number;
  private readonly pixelUs: number;

  constructor(start: number, pixelUs: number) {
    this.start = start;
    this.pixelUs = pixelUs;
  }

  /** Boxes of one row come in the order of time. */
  add(depth: number, from: number, to: number, frame: number): void {
    if (to < from) return;
    const row = (this.rows[depth] ??= newRow());
    const { pending } = row;
    const pixel = Math.floor((from - this.start) / this.pixelUs);
    const narrow = to <= this.start + (pixel + 1) * this.pixelUs;
    if (pending.boxes > 0 && (!narrow || pending.pixel !== pixel)) flush(row);
    if (!narrow) {
      push(row, from, to, frame, false);
      return;
    }
    if (pending.boxes === 0) {
      pending.pixel = pixel;
      pending.from = from;
    }
    pending.boxes++;
    pending.to = to;
    pending.covered.set(frame, (pending.covered.get(frame) ?? 0) + (to - from));
  }

  finish(functions: AnswerFunctions): ProfileTimeOrder {
    for (const row of this.rows) flush(row);
    const rowStart = new Int32Array(this.rows.length + 1);
    for (const [depth, row] of this.rows.entries()) rowStart[depth + 1] = rowStart[depth]! + row.from.length;
    const count = rowStart.at(-1)!;
    const fromMs = new Float64Array(count);
    const toMs = new Float64Array(count);
    const frames = new Int32Array(count);
    const merged = new Uint8Array(count);
    for (const [depth, row] of this.rows.entries()) {
      const at = rowStart[depth]!;
      fromMs.set(row.from.take(), at);
      toMs.set(row.to.take(), at);
      frames.set(row.frame.take(), at);
      merged.set(row.merged.take(), at);
    }
    for (let i = 0; i < count; i++) {
      fromMs[i]! /= US_PER_MS;
      toMs[i]! /= US_PER_MS;
      frames[i] = functions.rowOf(frames[i]!);
    }
    return { functions: functions.columns(), count, rowStart, fromMs, toMs, function: frames, merged };
  }
}

function newRow(): BoxRow {
  return {
    pending: { pixel: -1, from: 0, to: 0, boxes: 0, covered: new Map() },
    from: new Float64Column(),
    to: new Float64Column(),
    frame: new Int32Column(),
    merged: new Int32Column(),
  };
}

function flush(row: BoxRow): void {
  const { pending } = row;
  if (pending.boxes === 0) return;
  let dominant = -1;
  let most = -Infinity;
  for (const [frame, covered] of pending.covered) {
    if (covered <= most) continue;
    dominant = frame;
    most = covered;
  }
  push(row, pending.from, pending.to, dominant, pending.boxes > 1);
  pending.boxes = 0;
  pending.covered.clear();
}

function push(row: BoxRow, from: number, to: number, frame: number, merged: boolean): void {
  row.from.push(from);
  row.to.push(to);
  row.frame.push(frame);
  row.merged.push(merged ? 1 : 0);
}
