import type { Occurrence } from '#shared/model/profile.ts';
import type { FunctionTable } from './functions.ts';
import { EMPTY_STACK, NO_PARENT, type SampleTable, type StackTable } from './model/profile.ts';
import { StackInterner } from './model/stack-interner.ts';
import { atOnce, PER_TURN, type Turns } from './turns.ts';

/**
 * One change of the tree (method P6). Functions are numbers of the function table.
 * - focus: only samples with one of the functions; their stacks begin at it. Loses weight.
 * - drop: samples with one of the functions are left out. Loses weight.
 * - hide: the functions are taken out of stacks; their self weight goes to their callers. Keeps weight.
 * - collapse: what one of the functions calls becomes its own. Keeps weight.
 * - collapse-library: neighbours on the stack that are among the functions become one frame, the given one. Keeps weight.
 * - collapse-recursion: direct, a function that calls itself; full, a function that is on the stack already is not entered
 *   again. Keeps weight, but full moves self weight from one function to another: take figures from before it.
 */
export type Transform =
  | { readonly kind: 'focus'; readonly functions: readonly number[]; readonly occurrence: Occurrence }
  | { readonly kind: 'drop'; readonly functions: readonly number[] }
  | { readonly kind: 'hide'; readonly functions: readonly number[] }
  | { readonly kind: 'collapse'; readonly functions: readonly number[] }
  | { readonly kind: 'collapse-library'; readonly functions: readonly number[]; readonly frame: number }
  | { readonly kind: 'collapse-recursion'; readonly recursion: 'direct' | 'full' };

/** Samples of this stack are left out. */
export const LOST_STACK = -2;

export interface TransformedStacks {
  readonly stacks: StackTable;
  /** New stack by old one: may be {@link EMPTY_STACK} or {@link LOST_STACK}. */
  readonly stackOf: Int32Array;
  /** Samples with nothing on the stack are left out. */
  readonly losesEmpty: boolean;
}

/** Applies one change after the other. */
export function transformStacks(
  stacks: StackTable,
  functions: FunctionTable,
  transforms: readonly Transform[],
): TransformedStacks {
  return atOnce(transformingStacks(stacks, functions, transforms));
}

/** The same in turns. */
export function* transformingStacks(
  stacks: StackTable,
  functions: FunctionTable,
  transforms: readonly Transform[],
): Turns<TransformedStacks> {
  let current = stacks;
  let stackOf = Int32Array.from({ length: stacks.count }, (_, stack) => stack);
  let losesEmpty = false;
  for (const transform of transforms) {
    const interner = new StackInterner();
    const step = stepOf(transform, current, functions, interner);
    const next = new Int32Array(current.count);
    const loses = transform.kind === 'focus';
    for (let stack = 0; stack < current.count; stack++) {
      const parent = current.parent[stack]!;
      const above = parent >= 0 ? next[parent]! : loses ? LOST_STACK : NO_PARENT;
      next[stack] = step(stack, parent, above);
      if (stack % PER_TURN === 0) yield;
    }
    stackOf = stackOf.map((stack) =>
      stack >= 0 ? next[stack]! : stack === EMPTY_STACK && loses ? LOST_STACK : stack,
    );
    yield;
    losesEmpty ||= loses;
    current = interner.finish();
  }
  return { stacks: current, stackOf, losesEmpty };
}

/** Samples on the changed stacks. */
export function transformSamples(
  samples: SampleTable,
  { stackOf, losesEmpty }: TransformedStacks,
): SampleTable {
  const { stack } = samples;
  const stackAt = (i: number): number => {
    const old = stack[i]!;
    return old >= 0 ? stackOf[old]! : losesEmpty ? LOST_STACK : EMPTY_STACK;
  };
  let count = 0;
  for (let i = 0; i < samples.count; i++) if (stackAt(i) !== LOST_STACK) count++;
  const places = new Uint32Array(count);
  const stacks = new Int32Array(count);
  let at = 0;
  for (let i = 0; i < samples.count; i++) {
    const own = stackAt(i);
    if (own === LOST_STACK) continue;
    places[at] = i;
    stacks[at++] = own;
  }
  return {
    count,
    time: samples.time === null ? null : Float64Array.from(places, (i) => samples.time![i]!),
    thread: Int32Array.from(places, (i) => samples.thread[i]!),
    stack: stacks,
    weights: samples.weights.map((column) => Float64Array.from(places, (i) => column[i]!)),
  };
}

/**
 * What becomes of a stack, given what became of its parent.
 * @param above new stack of the parent; {@link NO_PARENT} or {@link LOST_STACK} without
 */
type Step = (stack: number, parent: number, above: number) => number;

function stepOf(
  transform: Transform,
  { count, frame }: StackTable,
  functions: FunctionTable,
  interner: StackInterner,
): Step {
  const functionAt = (stack: number): number => functions.ofFrame[frame[stack]!]!;
  const newFunctionAt = (stack: number): number => functions.ofFrame[interner.frameOf(stack)]!;
  switch (transform.kind) {
    case 'focus': {
      const chosen = new Set(transform.functions);
      return (stack, _parent, above) => {
        const restarts = above === LOST_STACK || transform.occurrence === 'innermost';
        if (restarts && chosen.has(functionAt(stack))) return interner.childOf(NO_PARENT, frame[stack]!);
        return above === LOST_STACK ? LOST_STACK : interner.childOf(above, frame[stack]!);
      };
    }
    case 'drop': {
      const dropped = new Set(transform.functions);
      return (stack, _parent, above) =>
        above === LOST_STACK || dropped.has(functionAt(stack))
          ? LOST_STACK
          : interner.childOf(above, frame[stack]!);
    }
    case 'hide': {
      const hidden = new Set(transform.functions);
      return (stack, _parent, above) =>
        hidden.has(functionAt(stack)) ? above : interner.childOf(above, frame[stack]!);
    }
    case 'collapse': {
      const collapsed = new Set(transform.functions);
      const inside = new Uint8Array(count);
      return (stack, parent, above) => {
        if (parent >= 0 && inside[parent] === 1) {
          inside[stack] = 1;
          return above;
        }
        if (collapsed.has(functionAt(stack))) inside[stack] = 1;
        return interner.childOf(above, frame[stack]!);
      };
    }
    case 'collapse-library': {
      const library = new Set(transform.functions);
      const inside = new Uint8Array(count);
      return (stack, parent, above) => {
        if (!library.has(functionAt(stack))) return interner.childOf(above, frame[stack]!);
        inside[stack] = 1;
        return parent >= 0 && inside[parent] === 1 ? above : interner.childOf(above, transform.frame);
      };
    }
    case 'collapse-recursion':
      return (stack, _parent, above) => {
        const own = functionAt(stack);
        for (let at = above; at >= 0; at = interner.parentOf(at)) {
          if (newFunctionAt(at) === own) return above;
          if (transform.recursion === 'direct') break;
        }
        return interner.childOf(above, frame[stack]!);
      };
  }
}
