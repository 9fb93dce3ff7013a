import type { FrameInterner, NewFrame } from '../../model/frame-interner.ts';
import { Int32Column, NumberColumn } from '../../model/growing-column.ts';
import { EMPTY_STACK, NO_PARENT } from '../../model/profile.ts';
import type { StackInterner } from '../../model/stack-interner.ts';
import type { WarningList } from '../../model/warning-list.ts';
import { GARBAGE_COLLECTOR, IDLE, PROGRAM, ROOT } from './call-frame.ts';

/** What a node stands for beside a function. */
export type NodeState = 'root' | 'gc' | 'idle' | 'program';

/** A node that stands for a state of the engine. */
export interface StateNode {
  readonly state: NodeState;
  /** {@link EMPTY_STACK} for `(root)`. */
  readonly stack: number;
}

/**
 * Where samples of a node belong, by key; a key is the id of the node where ids are small numbers, as V8 gives them out.
 * A code is a stack, or {@link UNKNOWN_NODE}, or stands for a {@link StateNode}: see {@link stateNodeOf}.
 */
export interface ResolvedNodes {
  readonly count: number;
  /** By the order of nodes in the file; {@link EMPTY_STACK} for `(root)`. */
  readonly stackOfNode: Int32Array;
  readonly codes: Int32Array;
  /** Turns ids into keys; null when they are the same. */
  readonly keyOf: ((id: number) => number) | null;
  readonly stateNodes: readonly StateNode[];
}

export const UNKNOWN_NODE = -1;
const FIRST_STATE_CODE = -2;

/** @param code below {@link UNKNOWN_NODE} */
export function stateNodeOf({ stateNodes }: ResolvedNodes, code: number): StateNode {
  return stateNodes[FIRST_STATE_CODE - code]!;
}

/**
 * Nodes of a V8 profile as they are read: a node names its children (files) or its parent (chunks of traces).
 * `(root)` is no frame: its children are the roots of the stacks.
 */
export class NodeTree {
  private readonly ids = new NumberColumn();
  /** Per node a number that the caller turns into a frame at the end. */
  private readonly frameKeys = new Int32Column();
  /** Ids of the parents of nodes that say theirs, and which nodes these are. */
  private readonly parentIds = new NumberColumn();
  private readonly parentOwners = new Int32Column();
  private readonly childIds = new NumberColumn();
  /** Place of the node whose child stands at the same place of `childIds`. */
  private readonly childOwners = new Int32Column();

  get count(): number {
    return this.ids.length;
  }

  /** @param parentId NaN when the node does not say */
  addNode(id: number, frameKey: number, parentId: number): void {
    this.ids.push(id);
    this.frameKeys.push(frameKey);
    if (Number.isNaN(parentId)) return;
    this.parentOwners.push(this.ids.length - 1);
    this.parentIds.push(parentId);
  }

  /** Of the node that was, or will be, added as the `owner`th. */
  addChild(owner: number, childId: number): void {
    this.childOwners.push(owner);
    this.childIds.push(childId);
  }

  /**
   * @param frames by frame key
   */
  resolve(
    frames: readonly NewFrame[],
    interner: FrameInterner,
    stacks: StackInterner,
    warnings: WarningList,
  ): ResolvedNodes {
    const ids = this.ids.take();
    const keys = this.frameKeys.take();
    const count = ids.length;
    const { indexOf, keyOf, keyCount } = indexById(ids);
    const parent = this.parents(count, indexOf, warnings);
    const frameIds = Int32Array.from(frames, (frame) => interner.idOf(frame));
    const states = frames.map(({ name }) => stateByName.get(name) ?? null);
    const stack = new Int32Array(count).fill(EMPTY_STACK);
    const codes = new Int32Array(keyCount).fill(UNKNOWN_NODE);
    const stateNodes: StateNode[] = [];
    let lost = count;
    for (const node of inOrder(parent)) {
      lost--;
      const above = parent[node]!;
      const frame = keys[node]!;
      const state = states[frame] ?? null;
      if (state !== 'root' || above >= 0)
        stack[node] = stacks.childOf(above < 0 ? NO_PARENT : stack[above]!, frameIds[frame]!);
      // Functions of the program may have these names too; only at the root do they mean the engine.
      const isState = state !== null && (above < 0 || parent[above]! < 0);
      const key = keyOf === null ? ids[node]! : node;
      if (isState) {
        codes[key] = FIRST_STATE_CODE - stateNodes.length;
        stateNodes.push({ state, stack: stack[node]! });
      } else {
        codes[key] = stack[node]!;
      }
    }
    if (lost > 0) {
      warnings.add(
        'nodes-in-a-circle',
        'Functions that call themselves in a circle of nodes were left out; their samples count as empty.',
        lost,
      );
    }
    return { count, stackOfNode: stack, codes, keyOf, stateNodes };
  }

  private parents(count: number, indexOf: (id: number) => number, warnings: WarningList): Int32Array {
    const parent = new Int32Array(count).fill(-1);
    const parentIds = this.parentIds.take();
    const namingParents = this.parentOwners.take();
    let unknown = 0;
    for (let i = 0; i < parentIds.length; i++) {
      const above = indexOf(parentIds[i]!);
      parent[namingParents[i]!] = above;
      if (above < 0) unknown++;
    }
    const owners = this.childOwners.take();
    const children = this.childIds.take();
    for (let i = 0; i < children.length; i++) {
      const child = indexOf(children[i]!);
      if (child < 0) unknown++;
      else if (child !== owners[i]) parent[child] = owners[i]!;
    }
    if (unknown > 0)
      warnings.add('unknown-nodes', 'Some calls point at nodes that are not in the file.', unknown);
    return parent;
  }
}

const stateByName: ReadonlyMap<string, NodeState> = new Map([
  [ROOT, 'root'],
  [GARBAGE_COLLECTOR, 'gc'],
  [IDLE, 'idle'],
  [PROGRAM, 'program'],
]);

interface NodeIndex {
  /** Place of a node by its id; -1 when there is none. */
  readonly indexOf: (id: number) => number;
  readonly keyOf: ((id: number) => number) | null;
  readonly keyCount: number;
}

/** Ids are nearly dense as V8 gives them out; a file may say anything. */
function indexById(ids: Float64Array): NodeIndex {
  let largest = 0;
  let plain = true;
  for (const id of ids) {
    if (id > largest) largest = id;
    if (!Number.isInteger(id) || id < 0) plain = false;
  }
  if (plain && largest < ids.length * 4 + 1024) {
    const places = new Int32Array(largest + 1).fill(-1);
    for (let i = 0; i < ids.length; i++) places[ids[i]!] = i;
    return { indexOf: (id) => places[id] ?? -1, keyOf: null, keyCount: largest + 1 };
  }
  const places = new Map<number, number>();
  for (let i = 0; i < ids.length; i++) places.set(ids[i]!, i);
  const indexOf = (id: number): number => places.get(id) ?? -1;
  return { indexOf, keyOf: indexOf, keyCount: ids.length };
}

/** All nodes that hang on a root, parents before children. */
function inOrder(parent: Int32Array): Iterable<number> {
  let ordered = true;
  for (let i = 0; i < parent.length && ordered; i++) ordered = parent[i]! < i;
  return ordered ? parent.keys() : fromRoots(parent);
}

function fromRoots(parent: Int32Array): Int32Array {
  const count = parent.length;
  const first = new Int32Array(count + 2);
  for (let i = 0; i < count; i++) first[parent[i]! + 2]!++;
  for (let i = 1; i < first.length; i++) first[i]! += first[i - 1]!;
  const children = new Int32Array(count);
  const next = first.slice();
  // Roots have parent -1 and come first.
  for (let i = 0; i < count; i++) children[next[parent[i]! + 1]!++] = i;
  const order = new Int32Array(count);
  let filled = 0;
  for (let i = first[0]!; i < first[1]!; i++) order[filled++] = children[i]!;
  for (let at = 0; at < filled; at++) {
    const node = order[at]!;
    for (let i = first[node + 1]!; i < first[node + 2]!; i++) order[filled++] = children[i]!;
  }
  return order.subarray(0, filled);
}
