import type { ProfileBuilder } from '../../model/profile-builder.ts';
import { NO_PARENT } from '../../model/profile.ts';

const NS_PER_US = 1000;

/** An end event without a name ends whatever is open. */
export const NO_NAME = -1;

/** Events of one thread, in any order. Times in µs. */
export interface TaskColumns {
  readonly beginTime: Float64Array;
  /** NaN: ended by an event of its own. */
  readonly beginLength: Float64Array;
  readonly beginFrame: Int32Array;
  readonly endTime: Float64Array;
  /** Number of a name, or {@link NO_NAME}. */
  readonly endName: Int32Array;
}

interface OpenTask {
  readonly stack: number;
  readonly name: number;
  /** NaN: not known yet. */
  endUs: number;
}

/**
 * Turns events into samples: one per stretch of time in which the same tasks are open.
 * At the same instant a task ends before the next begins, and the longer of two begins first. A task that ends while one
 * inside it is open stays open as long as that. Ends without a beginning are dropped; a task without an end lasts to the
 * last instant of its thread.
 */
export function nestTasks(
  columns: TaskColumns,
  nameOfFrame: Int32Array,
  builder: ProfileBuilder,
  thread: number,
  firstUs: number,
): { lastUs: number; unmatchedEnds: number } {
  const { beginTime, beginLength, beginFrame, endTime, endName } = columns;
  const lengthOf = (i: number): number => (Number.isNaN(beginLength[i]!) ? Infinity : beginLength[i]!);
  const begins = Uint32Array.from(beginTime.keys()).sort(
    (a, b) => beginTime[a]! - beginTime[b]! || descending(lengthOf(a), lengthOf(b)) || a - b,
  );
  const ends = Uint32Array.from(endTime.keys()).sort((a, b) => endTime[a]! - endTime[b]! || a - b);

  let lastUs = -Infinity;
  for (let i = 0; i < beginTime.length; i++)
    lastUs = Math.max(lastUs, beginTime[i]! + (Number.isNaN(beginLength[i]!) ? 0 : beginLength[i]!));
  for (const time of endTime) lastUs = Math.max(lastUs, time);

  const open: OpenTask[] = [];
  let now = firstUs;
  let unmatchedEnds = 0;
  const advance = (time: number): void => {
    const top = open.at(-1);
    if (top !== undefined && time > now)
      builder.sample(now - firstUs, thread, top.stack, (time - now) * NS_PER_US);
    now = Math.max(now, time);
  };
  const closeUntil = (time: number): void => {
    for (let top = open.at(-1); top !== undefined && top.endUs <= time; top = open.at(-1)) {
      advance(top.endUs);
      open.pop();
    }
  };
  const begin = (i: number): void => {
    const time = beginTime[i]!;
    closeUntil(time);
    advance(time);
    const frame = beginFrame[i]!;
    const stack = builder.stacks.childOf(open.at(-1)?.stack ?? NO_PARENT, frame);
    open.push({ stack, name: nameOfFrame[frame]!, endUs: time + beginLength[i]! });
  };
  const end = (i: number): void => {
    const time = endTime[i]!;
    closeUntil(time);
    const name = endName[i]!;
    const task = open.findLast(
      ({ name: own, endUs }) => Number.isNaN(endUs) && (name === NO_NAME || own === name),
    );
    if (task === undefined) unmatchedEnds++;
    else task.endUs = time;
    closeUntil(time);
  };

  let b = 0;
  let e = 0;
  while (b < begins.length || e < ends.length) {
    const beginAt = b < begins.length ? beginTime[begins[b]!]! : Infinity;
    const endAt = e < ends.length ? endTime[ends[e]!]! : Infinity;
    const endsFirst = endAt < beginAt || (endAt === beginAt && endsTop(open, endName[ends[e]!]!));
    if (endsFirst) end(ends[e++]!);
    else begin(begins[b++]!);
  }
  for (const task of open) if (Number.isNaN(task.endUs)) task.endUs = lastUs;
  closeUntil(Infinity);
  return { lastUs, unmatchedEnds };
}

function endsTop(open: readonly OpenTask[], name: number): boolean {
  const top = open.findLast(({ endUs }) => Number.isNaN(endUs));
  return top !== undefined && (name === NO_NAME || top.name === name);
}

function descending(a: number, b: number): number {
  return a === b ? 0 : b > a ? 1 : -1;
}
