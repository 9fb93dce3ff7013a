import type { NumberColumn } from '../model/heap-graph.ts';
import type { RowSink } from './integer-array.ts';
import type { SnapshotHeader } from './snapshot-header.ts';

/** A name that is none of the strings. */
const NO_NAME = 0xffff_ffff;

/** The `nodes` of a snapshot, a column per field. */
export interface NodeColumns {
  readonly count: number;
  /** Index into the header's types; 255: not one of them. */
  readonly type: Uint8Array;
  /** Index into the strings. */
  readonly name: Uint32Array;
  readonly id: NumberColumn;
  readonly selfSize: NumberColumn;
  /** One longer, with a 0 at its end. */
  readonly edgeCount: Uint32Array;
  /** Null where no object has one. */
  readonly traceNodeId: Uint32Array | null;
  /** Null where the file has no such field. 0 unknown, 1 attached, 2 detached. */
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
  /** Most files have the field, and 0 in it. */
  #trace: Uint32Array | null = null;
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
    this.#edges = new Uint32Array(room + 1);
    this.#detached = this.#at.detached < 0 ? null : new Uint8Array(room);
  }

  readonly sink: RowSink = {
    rows: (block, count) => {
      const step = this.#rowLength;
      this.#reserve(count / step);
      for (let k = 0; k < count; k += step) this.#put((field) => block[k + field]!);
    },
    columns: (columns, count) => {
      this.#reserve(count);
      const node = this.#count;
      const of = (field: number): Uint32Array => columns[field]!.subarray(0, count);
      const { type, name, id, size, edges, trace, detached } = this.#at;
      const [types, kinds] = [this.#type, of(type)];
      for (let row = 0; row < count; row++) types[node + row] = Math.min(255, kinds[row]!);
      this.#name.set(of(name), node);
      this.#id.set(of(id), node);
      this.#size.set(of(size), node);
      this.#edges.set(of(edges), node);
      if (trace >= 0 && (this.#trace !== null || !isAllZero(of(trace))))
        (this.#trace ??= new Uint32Array(this.#room)).set(of(trace), node);
      this.#detached?.set(of(detached), node);
      this.#count += count;
    },
  };

  /** @param valueOf a field, as the file has it: it may be negative, or too large for what it is */
  #put(valueOf: (field: number) => number): void {
    const node = this.#count;
    const { type, name, id, size, edges, trace, detached } = this.#at;
    const kind = valueOf(type);
    this.#type[node] = kind >= 0 && kind < 255 ? kind : 255;
    const index = valueOf(name);
    this.#name[node] = index >= 0 && index < NO_NAME ? index : NO_NAME;
    this.#id = withValue(this.#id, node, valueOf(id));
    this.#size = withValue(this.#size, node, valueOf(size));
    this.#edges[node] = Math.max(0, valueOf(edges));
    if (trace >= 0 && (this.#trace !== null || valueOf(trace) > 0))
      (this.#trace ??= new Uint32Array(this.#room))[node] = Math.max(0, valueOf(trace));
    if (this.#detached !== null) this.#detached[node] = Math.max(0, valueOf(detached));
    this.#count += 1;
  }

  finish(): NodeColumns {
    const count = this.#count;
    return {
      count,
      type: this.#type.subarray(0, count),
      name: this.#name.subarray(0, count),
      id: this.#id.subarray(0, count),
      selfSize: this.#size.subarray(0, count),
      edgeCount: this.#edges.subarray(0, count + 1),
      traceNodeId: this.#trace?.subarray(0, count) ?? null,
      detachedness: this.#detached?.subarray(0, count) ?? null,
    };
  }

  #reserve(more: number): void {
    const least = this.#count + more;
    if (least <= this.#room) return;
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
    this.#edges = moved(this.#edges, new Uint32Array(room + 1));
    if (this.#trace !== null) this.#trace = moved(this.#trace, new Uint32Array(room));
    if (this.#detached !== null) this.#detached = moved(this.#detached, new Uint8Array(room));
  }
}

/** Copies what there is into a larger array. */
export function moved<T extends Uint8Array | Uint32Array | Float64Array>(from: ArrayLike<number>, to: T): T {
  to.set(from);
  return to;
}

/** Writes one value; the column becomes one of doubles with the first one above 32 bits. */
function withValue(column: NumberColumn, at: number, value: number): NumberColumn {
  const wide = value > 0xffff_ffff && column instanceof Uint32Array;
  const target = wide ? Float64Array.from(column) : column;
  target[at] = Math.max(0, value);
  return target;
}

/** `every` would take longer than to read the numbers. */
export function isAllZero(values: Uint8Array | Uint32Array): boolean {
  for (const value of values) if (value !== 0) return false;
  return true;
}
