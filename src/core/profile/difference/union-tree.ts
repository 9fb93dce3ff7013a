import type { SiblingOrder } from '#shared/model/profile.ts';
import { NO_PARENT } from '../model/profile.ts';
import { StackInterner } from '../model/stack-interner.ts';
import {
  sampleCounts,
  weightsOf,
  type ComparedProfile,
  type ProfileSide,
  type StackedSamples,
} from './compared-profile.ts';
import type { Pace } from './pace.ts';
import type { UnionFunctions } from './union-functions.ts';

/** Up to so many siblings are sorted by insertion: most nodes have few, and a call of `sort` costs more than they do. */
const SHORT = 12;

/** Stands in {@link PlacedProfile.nodeOf} for stacks that no sample uses. */
const NO_NODE = -1;

/** One profile on the tree of both sides. */
export interface PlacedProfile {
  readonly profile: ComparedProfile;
  readonly stacked: StackedSamples;
  /** A row of samples each. */
  readonly weights: Float64Array;
  /** How many samples each row stands for; null where it is not known. */
  readonly counts: Float64Array | null;
  /** Of all rows, with and without a stack. */
  readonly total: number;
  /** Weight and samples of the rows that end at each stack. */
  readonly self: Float64Array;
  readonly selfSamples: Float64Array;
  /** Node by stack. */
  readonly nodeOf: Int32Array;
}

/**
 * Both sides as one tree of prefixes (method P2), row by row: a parent comes before its children, children of one parent lie
 * together in one order, whichever side is the baseline. Stacks without samples on either side are left out.
 */
export interface UnionTree {
  readonly count: number;
  readonly rowStart: Int32Array;
  readonly parent: Int32Array;
  readonly function: Int32Array;
  /** Children of node `n`: `childStart[n] .. childStart[n + 1])`. */
  readonly childStart: Int32Array;
  readonly baseline: readonly PlacedProfile[];
  readonly candidate: readonly PlacedProfile[];
}

/** @param which the tree as it is shown, or the one from before recursion was collapsed */
export async function unionTree(
  baseline: ProfileSide,
  candidate: ProfileSide,
  functions: UnionFunctions,
  which: 'tree' | 'unflattened',
  siblings: SiblingOrder,
  pace: Pace,
): Promise<UnionTree> {
  const interner = new StackInterner(
    Math.max(...[...baseline.profiles, ...candidate.profiles].map((profile) => profile[which].stacks.count)),
  );
  const place = async (profile: ComparedProfile): Promise<PlacedProfile> => {
    const stacked = profile[which];
    const weights = weightsOf(profile, stacked);
    const counts = sampleCounts(profile, stacked);
    const { used, ...sums } = await sumsByStack(stacked, weights, counts, pace);
    const nodeOf = await joinStacks(stacked, used, functions.ofFrame.get(stacked.frames)!, interner, pace);
    return { profile, stacked, weights, counts, ...sums, nodeOf };
  };
  const sides: { baseline: PlacedProfile[]; candidate: PlacedProfile[] } = { baseline: [], candidate: [] };
  for (const profile of baseline.profiles) sides.baseline.push(await place(profile));
  for (const profile of candidate.profiles) sides.candidate.push(await place(profile));
  const { parent, frame } = interner.finish();
  const heft =
    siblings === 'heaviest' ? await largerShares(parent, sides.baseline, sides.candidate, pace) : null;
  const { newPlace, ...rows } = await rowByRow(parent, frame, functions.rank, heft, pace);
  for (const { nodeOf } of [...sides.baseline, ...sides.candidate]) {
    await pace.over('Joining the trees', nodeOf.length, (from, to) => {
      for (let stack = from; stack < to; stack++)
        if (nodeOf[stack]! >= 0) nodeOf[stack] = newPlace[nodeOf[stack]!]!;
    });
  }
  return { ...rows, ...sides };
}

/** One pass over the rows: whatever asks for nodes goes on from stacks, of which there are fewer. */
async function sumsByStack(
  { stacks, samples }: StackedSamples,
  weights: Float64Array,
  counts: Float64Array | null,
  pace: Pace,
): Promise<Pick<PlacedProfile, 'total' | 'self' | 'selfSamples'> & { readonly used: Uint8Array }> {
  const self = new Float64Array(stacks.count);
  const selfSamples = new Float64Array(stacks.count);
  const used = new Uint8Array(stacks.count);
  const { stack } = samples;
  let total = 0;
  await pace.over('Joining the trees', samples.count, (from, to) => {
    for (let i = from; i < to; i++) {
      total += weights[i]!;
      const own = stack[i]!;
      if (own < 0) continue;
      self[own]! += weights[i]!;
      selfSamples[own]! += counts === null ? 1 : counts[i]!;
      used[own] = 1;
    }
  });
  return { total, self, selfSamples, used };
}

/** @param used 1 where a row ends at the stack; callers are added */
async function joinStacks(
  { stacks }: StackedSamples,
  used: Uint8Array,
  ofFrame: Int32Array,
  interner: StackInterner,
  pace: Pace,
): Promise<Int32Array> {
  const { count, parent, frame } = stacks;
  await pace.overReversed('Joining the trees', count, (from, to) => {
    for (let stack = to - 1; stack >= from; stack--)
      if (used[stack] === 1 && parent[stack]! >= 0) used[parent[stack]!] = 1;
  });
  const nodeOf = new Int32Array(count).fill(NO_NODE);
  await pace.over('Joining the trees', count, (from, to) => {
    for (let stack = from; stack < to; stack++) {
      if (used[stack] === 0) continue;
      const above = parent[stack]!;
      nodeOf[stack] = interner.childOf(above < 0 ? NO_PARENT : nodeOf[above]!, ofFrame[frame[stack]!]!);
    }
  });
  return nodeOf;
}

interface Rows extends Pick<UnionTree, 'count' | 'rowStart' | 'parent' | 'function' | 'childStart'> {
  readonly newPlace: Int32Array;
}

/** The larger of the shares of both sides that each node has: how heavy it is, whatever the mode. */
async function largerShares(
  parent: Int32Array,
  baseline: readonly PlacedProfile[],
  candidate: readonly PlacedProfile[],
  pace: Pace,
): Promise<Float64Array> {
  const shares: Float64Array[] = [];
  for (const side of [baseline, candidate]) {
    const share = new Float64Array(parent.length);
    for (const { self, total, nodeOf } of side) {
      if (total === 0) continue;
      for (let stack = 0; stack < nodeOf.length; stack++)
        if (nodeOf[stack]! >= 0) share[nodeOf[stack]!]! += self[stack]! / total / side.length;
    }
    await pace.overReversed('Sorting the tree', parent.length, (from, to) => {
      for (let node = to - 1; node >= from; node--)
        if (parent[node]! >= 0) share[parent[node]!]! += share[node]!;
    });
    shares.push(share);
  }
  const [a, b] = shares;
  for (let node = 0; node < parent.length; node++) a![node] = Math.max(a![node]!, b![node]!);
  return a!;
}

/**
 * Puts nodes in the order of rows; siblings by `heft` where it is given (heaviest first), else by `rank` of their function,
 * which is different for each of them.
 */
async function rowByRow(
  parent: Int32Array,
  own: Int32Array,
  rank: Int32Array,
  heft: Float64Array | null,
  pace: Pace,
): Promise<Rows> {
  const count = parent.length;
  const phase = 'Sorting the tree';
  // By rank first: filled in this order, the lists of children are sorted. Those that are sorted by heft need no order before.
  const byRank =
    heft === null ? await countingSort(count, rank.length, (node) => rank[own[node]!]!, null, pace) : null;
  const { order: children, start } = await countingSort(
    count,
    count + 1,
    (node) => parent[node]! + 1,
    byRank?.order ?? null,
    pace,
  );
  const order = new Int32Array(count);
  const newPlace = new Int32Array(count);
  const newParent = new Int32Array(count);
  const newFunction = new Int32Array(count);
  const childStart = new Int32Array(count + 1);
  const roots = start[1]!;
  const sortByHeft = (from: number, to: number): void => {
    if (heft === null || to - from < 2) return;
    if (to - from > SHORT) {
      order.subarray(from, to).sort((a, b) => heft[b]! - heft[a]! || rank[own[a]!]! - rank[own[b]!]!);
      return;
    }
    for (let end = from + 1; end < to; end++) {
      const node = order[end]!;
      const weight = heft[node]!;
      let place = end;
      for (; place > from; place--) {
        const other = order[place - 1]!;
        if (heft[other]! > weight || (heft[other] === weight && rank[own[other]!]! < rank[own[node]!]!))
          break;
        order[place] = other;
      }
      order[place] = node;
    }
  };
  order.set(children.subarray(0, roots));
  sortByHeft(0, roots);
  let filled = roots;
  const rowStart = [0];
  let rowEnd = roots;
  await pace.over(phase, count, (from, to) => {
    for (let place = from; place < to; place++) {
      if (place === rowEnd) {
        rowStart.push(rowEnd);
        rowEnd = filled;
      }
      const node = order[place]!;
      newPlace[node] = place;
      newParent[place] = parent[node]! < 0 ? NO_PARENT : newPlace[parent[node]!]!;
      newFunction[place] = own[node]!;
      childStart[place] = filled;
      const first = filled;
      for (let i = start[node + 1]!; i < start[node + 2]!; i++) order[filled++] = children[i]!;
      sortByHeft(first, filled);
    }
  });
  childStart[count] = count;
  if (count > 0) rowStart.push(count);
  return {
    count,
    rowStart: Int32Array.from(rowStart),
    parent: newParent,
    function: newFunction,
    childStart,
    newPlace,
  };
}

/**
 * @param before nodes in the order that equal ones keep; null is their own
 * @returns nodes by key, and where the nodes of each key begin
 */
async function countingSort(
  count: number,
  keys: number,
  keyOf: (node: number) => number,
  before: Int32Array | null,
  pace: Pace,
): Promise<{ readonly order: Int32Array; readonly start: Int32Array }> {
  const phase = 'Sorting the tree';
  const start = new Int32Array(keys + 1);
  await pace.over(phase, count, (from, to) => {
    for (let node = from; node < to; node++) start[keyOf(node) + 1]!++;
  });
  for (let key = 1; key <= keys; key++) start[key]! += start[key - 1]!;
  const next = start.slice(0, keys);
  const order = new Int32Array(count);
  await pace.over(phase, count, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = before === null ? i : before[i]!;
      order[next[keyOf(node)]!++] = node;
    }
  });
  return { order, start };
}
