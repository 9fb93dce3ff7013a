import type { ProfileBuilder } from '../../model/profile-builder.ts';
import { NO_PARENT } from '../../model/profile.ts';
import { acyclicCalls, type AcyclicCalls } from './acyclic-calls.ts';
import type { CallGraph, Calls } from './call-graph.ts';
import { HeaviestFirst } from './heaviest-first.ts';

/** Paths that are followed; what lies behind the others is put together. */
const MOST_PATHS = 100_000;
/** Paths that wait to be followed. */
const MOST_WAITING = 4 * MOST_PATHS;
/** Paths below this share of all costs are not followed. */
const LEAST_SHARE = 1e-8;
/** Costs of callers and of what they call differ by less than this where they are the same. */
const ROUNDING = 1e-6;
/** A function's cost on paths that were not followed: below this share it is added to its dearest path. */
const SMALL_REST = 0.01;
/** What subtracting leaves of nothing. */
const NOISE = 1e-12;
const OTHER_PATHS = '(other call paths)';

/** How often the clock is looked at. */
const PATHS_BETWEEN_LOOKS = 256;

/** {@link CallPaths} in one go: for graphs of a few thousand functions. */
export function addCallPaths(builder: ProfileBuilder, graph: CallGraph, thread: number): void {
  new CallPaths(builder, graph, thread).work(Infinity);
}

/** Self cost of a function for which no path was followed. */
interface Rest {
  readonly own: number;
  readonly costs: readonly number[];
  /** Stack that it is small beside; null where there is none. */
  readonly dearest: number | null;
}

/**
 * Stacks for a graph of calls. Self costs are those of the file, to the function. Which of its callers a function worked
 * for is not in the file: each gets the share that its calls cost, and so do the callers of that caller. Costs of a call are
 * used for these shares only and never added up, so that recursion cannot count twice and no total exceeds the whole.
 */
export class CallPaths {
  private readonly builder: ProfileBuilder;
  private readonly graph: CallGraph;
  private readonly thread: number;
  private readonly calls: Calls;
  private readonly kept: AcyclicCalls;
  private readonly weights: number;
  /** By weight and call: the part of what its function does that is done for the caller. */
  private readonly part: Float64Array[];
  /** By weight and function: the part that is done for nobody known. */
  private readonly rootPart: Float64Array[];
  /** By weight and function: with everything below, each cost once. */
  private readonly inclusive: Float64Array[];
  private readonly all: number[];

  /** Part of each function that has a stack, by weight. */
  private readonly placed: readonly Float64Array[];
  /** First stack of each function, which is its dearest. */
  private readonly dearest: Int32Array;
  /** Paths that wait, by entry of the queue: function, stack above, and share by weight. */
  private readonly functions: number[] = [];
  private readonly parents: number[] = [];
  private readonly shares: number[] = [];
  private readonly queue = new HeaviestFirst();
  private followed = 0;

  constructor(builder: ProfileBuilder, graph: CallGraph, thread: number) {
    this.builder = builder;
    this.graph = graph;
    this.thread = thread;
    this.weights = graph.weights;
    this.calls = graph.takeCalls();
    const count = graph.functionCount;
    const excess = this.graph.self.map((_, weight) => this.excessOf(weight));
    this.kept = acyclicCalls(count, this.calls, excess[0] ?? new Float64Array(count));
    this.rootPart = excess.map(() => new Float64Array(count));
    this.part = excess.map((own, weight) => this.partsOf(own, weight));
    this.inclusive = excess.map((_, weight) => this.inclusiveOf(weight));
    this.all = graph.self.map((column) => column.reduce((sum, cost) => sum + cost, 0));
    this.placed = graph.self.map((column) => new Float64Array(column.length));
    this.dearest = new Int32Array(count).fill(NO_PARENT);
    builder.warnings.add(
      'call-graph',
      'The file says who calls whom, not on which paths: what functions cost themselves is exact, paths and totals of functions with several callers are estimates. Recursive calls are shown once.',
    );
    for (const own of this.kept.order)
      this.offer(
        own,
        NO_PARENT,
        this.rootPart.map((part) => part[own]!),
      );
  }

  /**
   * Goes on with the dearest paths.
   * @param until when to stop, by `performance.now()`
   * @returns whether all is done; not to be called again then
   */
  work(until: number): boolean {
    for (;;) {
      for (let i = 0; i < PATHS_BETWEEN_LOOKS; i++) {
        const entry = this.followed < MOST_PATHS ? this.queue.pop() : undefined;
        if (entry === undefined) {
          this.addRest();
          return true;
        }
        this.followed++;
        this.follow(entry);
      }
      if (performance.now() > until) return false;
    }
  }

  private follow(entry: number): void {
    const own = this.functions[entry]!;
    const share = this.shares.slice(entry * this.weights, (entry + 1) * this.weights);
    const stack = this.builder.stacks.childOf(this.parents[entry]!, this.graph.frames[own]!);
    const costs = this.selfOf(own, share);
    if (costs !== null) this.builder.sample(0, this.thread, stack, ...costs);
    for (let weight = 0; weight < this.weights; weight++) this.placed[weight]![own]! += share[weight]!;
    if (this.dearest[own] === NO_PARENT) this.dearest[own] = stack;
    const { start, at } = this.kept;
    for (let i = start[own]!; i < start[own + 1]!; i++) {
      const call = at[i]!;
      this.offer(
        this.calls.to[call]!,
        stack,
        share.map((part, weight) => part * this.part[weight]![call]!),
      );
    }
  }

  private offer(own: number, parent: number, share: readonly number[]): void {
    const weight = this.weightOf(own, share);
    if (weight < LEAST_SHARE || this.queue.length >= MOST_WAITING) return;
    this.queue.push(this.functions.length, weight);
    this.functions.push(own);
    this.parents.push(parent);
    for (const part of share) this.shares.push(part);
  }

  /** What lies on paths that were not followed. */
  private addRest(): void {
    const { builder, graph } = this;
    for (const { own, costs, dearest } of this.restOf(this.placed, this.dearest)) {
      let stack = dearest;
      if (stack === null) {
        const other = builder.frames.idOf({ name: OTHER_PATHS, kind: 'label' });
        stack = builder.stacks.childOf(builder.stacks.childOf(NO_PARENT, other), graph.frames[own]!);
      }
      builder.sample(0, this.thread, stack, ...costs);
    }
  }

  private restOf(placed: readonly Float64Array[], dearest: Int32Array): readonly Rest[] {
    const rest: Rest[] = [];
    for (let own = 0; own < this.graph.functionCount; own++) {
      const share = placed.map((column) => (Math.abs(1 - column[own]!) < NOISE ? 0 : 1 - column[own]!));
      const costs = this.selfOf(own, share);
      if (costs === null) continue;
      const isSmall = dearest[own] !== NO_PARENT && share.every((part) => part <= SMALL_REST);
      rest.push({ own, costs, dearest: isSmall ? dearest[own]! : null });
    }
    return rest;
  }

  /** The largest share of the whole in any weight. */
  private weightOf(own: number, share: readonly number[]): number {
    let most = 0;
    for (let weight = 0; weight < this.weights; weight++) {
      const all = this.all[weight]!;
      if (all > 0) most = Math.max(most, (share[weight]! * this.inclusive[weight]![own]!) / all);
    }
    return most;
  }

  private selfOf(own: number, share: readonly number[]): number[] | null {
    const costs = share.map((part, weight) => part * this.graph.self[weight]![own]!);
    return costs.some((cost) => cost !== 0) ? costs : null;
  }

  /** What functions cost beyond what their callers say: an entry point, or called where nothing was recorded. */
  private excessOf(weight: number): Float64Array {
    const { from, to, count, cost } = this.calls;
    const excess = Float64Array.from(this.graph.self[weight]!);
    for (let call = 0; call < count; call++) {
      if (from[call] === to[call]) continue;
      excess[from[call]!]! += cost[weight]![call]!;
      excess[to[call]!]! -= cost[weight]![call]!;
    }
    return excess;
  }

  private partsOf(excess: Float64Array, weight: number): Float64Array {
    const { at, inCircle } = this.kept;
    const { to, count } = this.calls;
    const cost = this.calls.cost[weight]!;
    const asked = new Float64Array(this.graph.functionCount);
    for (const call of at) asked[to[call]!]! += cost[call]!;
    const rootPart = this.rootPart[weight]!;
    for (let own = 0; own < asked.length; own++) {
      // Inside a circle costs of calls overlap: they say nothing about callers that are not in the file.
      const more = inCircle[own] === 1 ? 0 : excess[own]!;
      if (asked[own]! <= 0) rootPart[own] = 1;
      else if (more > ROUNDING * asked[own]!) rootPart[own] = more / (asked[own]! + more);
    }
    const part = new Float64Array(count);
    for (const call of at) {
      const callee = to[call]!;
      if (asked[callee]! > 0) part[call] = (1 - rootPart[callee]!) * (cost[call]! / asked[callee]!);
    }
    return part;
  }

  private inclusiveOf(weight: number): Float64Array {
    const { order, start, at } = this.kept;
    const inclusive = Float64Array.from(this.graph.self[weight]!);
    const part = this.part[weight]!;
    for (let i = order.length - 1; i >= 0; i--) {
      const own = order[i]!;
      for (let j = start[own]!; j < start[own + 1]!; j++)
        inclusive[own]! += part[at[j]!]! * inclusive[this.calls.to[at[j]!]!]!;
    }
    return inclusive;
  }
}
