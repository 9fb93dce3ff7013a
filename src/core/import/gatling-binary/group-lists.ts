import { NO_GROUP } from '../gatling/gatling-recorder.ts';
import type { StringCache } from './string-cache.ts';

/** Place of groups by the one around them and their own name; power of two. */
const RECENT_SLOTS = 1024;
/** About 100 MB. A test plan has a few dozen. */
const MAX_NODES = 500_000;

/** Numbers for lists of group names, which a log has as lists of text numbers: each is worked out once. */
export class GroupLists {
  private readonly cache: StringCache;
  private readonly groupId: (names: readonly string[]) => number;
  /** By node: the text number of its last name, the node of the names before, the number of the group. */
  private readonly nodes: { readonly text: number; readonly parent: number; id: number }[] = [];
  private readonly children = new Map<number, number>();
  /** A small cache in front of the map. */
  private readonly recentKeys = new Float64Array(RECENT_SLOTS).fill(-1);
  private readonly recentNodes = new Int32Array(RECENT_SLOTS);

  constructor(cache: StringCache, groupId: (names: readonly string[]) => number) {
    this.cache = cache;
    this.groupId = groupId;
  }

  /** The node of a list that is one longer. @param parent {@link NO_GROUP} for the empty list */
  child(parent: number, text: number): number {
    const key = (parent + 1) * 2 ** 31 + text;
    const slot = (Math.imul(parent, 31) + text) & (RECENT_SLOTS - 1);
    if (this.recentKeys[slot] === key) return this.recentNodes[slot]!;
    let node = this.children.get(key);
    if (node === undefined) {
      node = this.nodes.length;
      this.nodes.push({ text, parent, id: NO_GROUP });
      this.children.set(key, node);
    }
    this.recentKeys[slot] = key;
    this.recentNodes[slot] = node;
    return node;
  }

  /** Number of the group at a node. */
  idOf(node: number): number {
    if (node === NO_GROUP) return NO_GROUP;
    const own = this.nodes[node]!;
    if (own.id === NO_GROUP) own.id = this.groupId(this.namesOf(node));
    return own.id;
  }

  /** Bounds the memory; nodes that are held by the caller mean nothing afterwards. */
  forgetIfMany(): void {
    if (this.nodes.length > MAX_NODES) this.clear();
  }

  /** Texts have changed: what was worked out no longer holds. */
  clear(): void {
    this.nodes.length = 0;
    this.children.clear();
    this.recentKeys.fill(-1);
  }

  private namesOf(node: number): string[] {
    const names: string[] = [];
    for (let at = node; at !== NO_GROUP; at = this.nodes[at]!.parent) {
      names.push(this.cache.textOf(this.nodes[at]!.text));
    }
    return names.reverse();
  }
}
