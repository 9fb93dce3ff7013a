import type { NumberColumn } from '../model/heap-graph.ts';
import type { RowSink } from './integer-array.ts';
import type { SnapshotHeader } from './snapshot-header.ts';

/** The `nodes` of a snapshot, a column per field. */
export interface NodeColumns {
  readonly count: number;
  /** Index into the header's types; 255: not one of them. */
  readonly type: Uint8Array;
  /** Index into the strings. */
  readonly name: Uint32Array;
  readonly id: NumberColumn;
  readonly selfSize: NumberColumn;
  readonly edgeCount: Uint32Array;
  /** Null where the file has no such field. */
  readonly traceNodeId: Uint32Array | null;
  /** 0 unknown, 1 attached, 2 detached. */
  readonly detachedness: Uint8Array | null;
}

/** Collects nodes; room grows with what really comes, whatever the header claims. */
export class NodeCollector {
  readonly #rowLength: number;
  readonly #at: Readonly<Record<'type' | 'name' | 'id' | 'size' | 'edges' | 'trace' | 'detached', number>>;
  #count = 0;
  #room: number;
  #type: Uint8Array;
  #name: Uint32Array;
  #id: NumberColumn;
  #size: NumberColumn;
  #edges: Uint32Array;
  #trace: Uint32Array | null;
  #detached: Uint8Array | null;

  constructor({ nodeFields }: SnapshotHeader, room: number) {
    const at = (name: string): number => nodeFields.indexOf(name);
    this.#rowLength = nodeFields.length;
    this.#at = {
      type: at('type'),
      name: at('name'),
      id: at('id'),
      size: at('self_size'),
      edges: at('edge_count'),
      trace: at('trace_node_id'),
      detached: at('detachedness'),
    };
    this.#room = room;
    this.#type = new Uint8Array(room);
    this.#name = new Uint32Array(room);
    this.#id = new Uint32Array(room);
    this.#size = new Uint32Array(room);
    this.#edges = new Uint32Array(room);
    this.#trace = this.#at.trace < 0 ? null : new Uint32Array(room);
    this.#detached = this.#at.detached < 0 ? null : new Uint8Array(room);
  }

  readonly sink: RowSink = (block, count) => {
    const step = this.#rowLength;
    const begin = this.#count;
    const { type, name, id, size, edges, trace, detached } = this.#at;
    if (begin + count / step > this.#room) this.#grow(begin + count / step);
    let node = begin;
    const [types, names, edgeCounts] = [this.#type, this.#name, this.#edges];
    for (let k = 0; k < count; k += step) {
      const value = block[k + type]!;
      types[node] = value >= 0 && value < 255 ? value : 255;
      const index = block[k + name]!;
      names[node] = index >= 0 ? index : 0xffff_ffff;
      const own = block[k + edges]!;
      edgeCounts[node] = own > 0 ? own : 0;
      node += 1;
    }
    this.#id = putWide(this.#id, begin, block, count, id, step);
    this.#size = putWide(this.#size, begin, block, count, size, step);
    if (this.#trace !== null) {
      let at = begin;
      for (let k = trace; k < count; k += step) this.#trace[at++] = Math.max(0, block[k]!);
    }
    if (this.#detached !== null) {
      let at = begin;
      for (let k = detached; k < count; k += step) this.#detached[at++] = Math.max(0, block[k]!);
    }
    this.#count = node;
  };

  finish(): NodeColumns {
    const count = this.#count;
    return {
      count,
      type: this.#type.subarray(0, count),
      name: this.#name.subarray(0, count),
      id: this.#id.subarray(0, count),
      selfSize: this.#size.subarray(0, count),
      edgeCount: this.#edges.subarray(0, count),
      traceNodeId: this.#trace?.subarray(0, count) ?? null,
      detachedness: this.#detached?.subarray(0, count) ?? null,
    };
  }

  #grow(least: number): void {
    const room = Math.max(least, Math.ceil(this.#room * 1.5));
    this.#room = room;
    this.#type = moved(this.#type, new Uint8Array(room));
    this.#name = moved(this.#name, new Uint32Array(room));
    this.#id = moved(
      this.#id,
      this.#id instanceof Float64Array ? new Float64Array(room) : new Uint32Array(room),
    );
    this.#size = moved(
      this.#size,
      this.#size instanceof Float64Array ? new Float64Array(room) : new Uint32Array(room),
    );
    this.#edges = moved(this.#edges, new Uint32Array(room));
    if (this.#trace !== null) this.#trace = moved(this.#trace, new Uint32Array(room));
    if (this.#detached !== null) this.#detached = moved(this.#detached, new Uint8Array(room));
  }
}

/** Copies what there is into a larger array. */
export function moved<T extends Uint8Array | Uint32Array | Float64Array>(from: ArrayLike<number>, to: T): T {
  to.set(from);
  return to;
}

/** Writes one field of the rows of a block; the column becomes one of doubles with the first value above 32 bits. */
function putWide(
  column: NumberColumn,
  begin: number,
  block: Float64Array,
  count: number,
  field: number,
  step: number,
): NumberColumn {
  let target = column;
  let at = begin;
  for (let k = field; k < count; k += step) {
    const value = Math.max(0, block[k]!);
    if (value > 0xffff_ffff && target instanceof Uint32Array) target = Float64Array.from(target);
    target[at++] = value;
  }
  return target;
}
