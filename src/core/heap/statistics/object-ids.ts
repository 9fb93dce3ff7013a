import type { HeapGraph, NumberColumn } from '../model/heap-graph.ts';
import type { Pace } from '../graph/pace.ts';

const PHASE = 'Sorting objects by id';

/** The objects of a snapshot by id, with their class rows: what is left of it for telling new from old. */
export class ObjectIds {
  /** Rising. */
  readonly ids: NumberColumn;
  /** Row of the class keys, and shallow size, of each. */
  readonly row: Uint32Array;
  readonly selfBytes: NumberColumn;

  private constructor(ids: NumberColumn, row: Uint32Array, selfBytes: NumberColumn) {
    this.ids = ids;
    this.row = row;
    this.selfBytes = selfBytes;
  }

  static async of(
    { ids, classOf, selfBytes }: Pick<HeapGraph, 'ids' | 'classOf' | 'selfBytes'>,
    rowOf: Uint32Array,
    pace: Pace,
  ): Promise<ObjectIds> {
    const order = await risingOrder(ids, pace);
    const found = new ObjectIds(ids.slice(), new Uint32Array(ids.length), selfBytes.slice());
    await pace.overNodes(PHASE, ids.length, (from, to) => {
      for (let at = from; at < to; at++) {
        const node = order[at]!;
        found.ids[at] = ids[node]!;
        found.row[at] = rowOf[classOf[node]!]!;
        found.selfBytes[at] = selfBytes[node]!;
      }
    });
    return found;
  }

  has(id: number): boolean {
    let low = 0;
    let high = this.ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ids[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return this.ids[low] === id;
  }
}

/** Ordinals by rising value. 32-bit values by radix, 16 bits at a time: ten times as fast as comparing. */
async function risingOrder(values: NumberColumn, pace: Pace): Promise<Uint32Array> {
  const order = Uint32Array.from({ length: values.length }, (_, node) => node);
  if (values instanceof Float64Array) return order.sort((a, b) => values[a]! - values[b]!);
  let from = order;
  let to = new Uint32Array(values.length);
  for (const shift of [0, 16]) {
    const next = new Uint32Array(65_537);
    for (const value of values) next[((value >>> shift) & 0xffff) + 1]! += 1;
    for (let digit = 0; digit < 65_536; digit++) next[digit + 1]! += next[digit]!;
    for (const node of from) to[next[(values[node]! >>> shift) & 0xffff]!++] = node;
    [from, to] = [to, from];
    await pace.turn(PHASE, null);
  }
  return from;
}
