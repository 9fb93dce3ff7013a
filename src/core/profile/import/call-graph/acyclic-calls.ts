import type { Calls } from './call-graph.ts';

/** Calls of a graph without those that close a circle. */
export interface AcyclicCalls {
  /** Numbers of the calls that are left, by caller: those of function `f` are `at[start[f]] … at[start[f + 1] - 1]`. */
  readonly start: Int32Array;
  readonly at: Int32Array;
  /** All functions, callers before what they call. */
  readonly order: Int32Array;
  /** 1: the function is in a circle of several functions. */
  readonly inCircle: Uint8Array;
}

const NEW = 0;
const OPEN = 1;
const DONE = 2;

/**
 * Leaves out calls to functions that are being executed already, so that recursion costs once: the graph is walked from
 * functions that nobody calls, dearest calls first, and calls back to a function on the way are dropped. O(calls · log).
 * @param entry by function: how much of its cost is called by nobody; those with most are walked from first
 */
export function acyclicCalls(functions: number, calls: Calls, entry: Float64Array): AcyclicCalls {
  const byCaller = callsByCaller(functions, calls);
  const state = new Uint8Array(functions);
  const dropped = new Uint8Array(calls.count);
  const order: number[] = [];
  const next = byCaller.start.slice(0, functions);
  const lowest = new Int32Array(functions);
  const opened = new Int32Array(functions);
  const inCircle = new Uint8Array(functions);
  const members: number[] = [];
  let clock = 0;
  const roots = Array.from({ length: functions }, (_, own) => own).sort(
    (a, b) => entry[b]! - entry[a]! || a - b,
  );
  for (const root of roots) {
    if (state[root] !== NEW) continue;
    const way = [root];
    enter(root);
    while (way.length > 0) {
      const own = way.at(-1)!;
      if (next[own]! < byCaller.start[own + 1]!) {
        const call = byCaller.at[next[own]!++]!;
        const to = calls.to[call]!;
        if (state[to] === NEW) {
          enter(to);
          way.push(to);
        } else if (state[to] === OPEN) {
          dropped[call] = 1;
          lowest[own] = Math.min(lowest[own]!, opened[to]!);
        } else if (opened[to]! >= 0) {
          // Finished, but in the same circle as something that is open.
          lowest[own] = Math.min(lowest[own]!, opened[to]!);
        }
        continue;
      }
      way.pop();
      state[own] = DONE;
      order.push(own);
      const caller = way.at(-1);
      if (caller !== undefined) lowest[caller] = Math.min(lowest[caller]!, lowest[own]!);
      if (lowest[own] === opened[own]) closeCircle(own);
    }
  }
  return {
    ...withoutDropped(functions, byCaller, dropped),
    order: Int32Array.from(order.reverse()),
    inCircle,
  };

  function enter(own: number): void {
    state[own] = OPEN;
    opened[own] = lowest[own] = clock++;
    members.push(own);
  }

  /** Tarjan's strongly connected components: `head` was entered first of its own. */
  function closeCircle(head: number): void {
    const alone = members.at(-1) === head;
    let own: number;
    do {
      own = members.pop()!;
      opened[own] = -1;
      if (!alone) inCircle[own] = 1;
    } while (own !== head);
  }
}

/** Calls by caller, dearest first; calls of a function to itself are left out. */
function callsByCaller(
  functions: number,
  { count, from, to, cost }: Calls,
): { readonly start: Int32Array; readonly at: Int32Array } {
  const start = new Int32Array(functions + 1);
  for (let call = 0; call < count; call++) if (from[call] !== to[call]) start[from[call]! + 1]!++;
  for (let own = 0; own < functions; own++) start[own + 1]! += start[own]!;
  const at = new Int32Array(start[functions]!);
  const fill = start.slice(0, functions);
  for (let call = 0; call < count; call++) if (from[call] !== to[call]) at[fill[from[call]!]!++] = call;
  const dearest = cost[0];
  for (let own = 0; own < functions; own++) {
    const part = at.subarray(start[own], start[own + 1]);
    if (part.length > 1) part.sort((a, b) => (dearest?.[b] ?? 0) - (dearest?.[a] ?? 0) || a - b);
  }
  return { start, at };
}

function withoutDropped(
  functions: number,
  all: { readonly start: Int32Array; readonly at: Int32Array },
  dropped: Uint8Array,
): { readonly start: Int32Array; readonly at: Int32Array } {
  const start = new Int32Array(functions + 1);
  const at = new Int32Array(all.at.length);
  let end = 0;
  for (let own = 0; own < functions; own++) {
    start[own] = end;
    for (let i = all.start[own]!; i < all.start[own + 1]!; i++)
      if (dropped[all.at[i]!] === 0) at[end++] = all.at[i]!;
  }
  start[functions] = end;
  return { start, at: at.subarray(0, end) };
}
