import { EMPTY_STACK, NO_PARENT, type SampleTable } from '../../model/profile.ts';
import type { StackInterner } from '../../model/stack-interner.ts';
import type { WarningList } from '../../model/warning-list.ts';
import { stateNodeOf, UNKNOWN_NODE, type ResolvedNodes } from './node-tree.ts';

export const NS_PER_US = 1000;

export interface RawSamples {
  /** Node ids. Overwritten: becomes the column of stacks. */
  readonly nodeIds: Int32Array;
  /** µs since the sample before, the first since the start. Overwritten: becomes the column of instants. */
  readonly deltas: Float64Array;
  /** µs since the start; null when the file does not say. */
  readonly endUs: number | null;
  /** Place of the thread of all samples. */
  readonly thread: number;
}

/**
 * Samples of V8: each weighs the time until the next one, the last until the end (as DevTools does). Clocks that step back
 * are held. Collecting garbage stands on top of what it interrupted, where V8 writes it as a root of its own.
 */
export function timedSamples(
  { nodeIds, deltas, endUs, thread }: RawSamples,
  nodes: ResolvedNodes,
  stacks: StackInterner,
  warnings: WarningList,
): SampleTable {
  const count = Math.min(nodeIds.length, deltas.length);
  if (nodeIds.length !== deltas.length)
    warnings.add(
      'samples-without-time',
      'The file has not as many times as samples; what has no counterpart was left out.',
      Math.abs(nodeIds.length - deltas.length),
    );
  const backwards = holdClock(deltas, count);
  if (backwards > 0)
    warnings.add(
      'clock-went-back',
      'The clock went back between samples; these samples were taken to be at the same instant.',
      backwards,
    );
  const time = deltas.subarray(0, count);
  const weight = new Float64Array(count);
  for (let i = 0; i + 1 < count; i++) weight[i] = (time[i + 1]! - time[i]!) * NS_PER_US;
  if (count > 0 && endUs !== null) weight[count - 1] = Math.max(0, endUs - time[count - 1]!) * NS_PER_US;
  const unknown = placeOnStacks(nodeIds, count, nodes, stacks);
  if (unknown > 0)
    warnings.add(
      'unknown-nodes-in-samples',
      'Samples of nodes that are not in the file count as empty.',
      unknown,
    );
  return {
    count,
    time,
    thread: thread === 0 ? new Int32Array(count) : new Int32Array(count).fill(thread),
    stack: nodeIds.subarray(0, count),
    weights: [weight],
  };
}

/** Turns differences into instants that never go back. @returns how often they would have */
function holdClock(deltas: Float64Array, count: number): number {
  let now = 0;
  let latest = 0;
  let backwards = 0;
  for (let i = 0; i < count; i++) {
    now += deltas[i]!;
    if (now < latest) backwards++;
    else latest = now;
    deltas[i] = latest;
  }
  return backwards;
}

/** Overwrites node ids by stacks. @returns how many nodes were not found */
function placeOnStacks(
  nodeIds: Int32Array,
  count: number,
  nodes: ResolvedNodes,
  stacks: StackInterner,
): number {
  const { codes, keyOf } = nodes;
  if (keyOf !== null) for (let i = 0; i < count; i++) nodeIds[i] = keyOf(nodeIds[i]!);
  let unknown = 0;
  let running = NO_PARENT;
  for (let i = 0; i < count; i++) {
    const code = codes[nodeIds[i]!] ?? UNKNOWN_NODE;
    if (code >= 0) {
      nodeIds[i] = code;
      running = code;
    } else if (code === UNKNOWN_NODE) {
      nodeIds[i] = EMPTY_STACK;
      running = NO_PARENT;
      unknown++;
    } else {
      const { state, stack } = stateNodeOf(nodes, code);
      const interrupts = state === 'gc' && running >= 0;
      nodeIds[i] = interrupts ? stacks.childOf(running, stacks.frameOf(stack)) : stack;
      if (state !== 'gc') running = NO_PARENT;
    }
  }
  return unknown;
}
