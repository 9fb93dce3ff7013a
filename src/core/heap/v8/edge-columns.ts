import type { RowSink } from './integer-array.ts';
import { moved } from './node-columns.ts';
import type { SnapshotHeader } from './snapshot-header.ts';

/** A target that is none: the file names a place outside its nodes, or within one. */
export const NO_TARGET = 0xffff_ffff;

/** The `edges` of a snapshot, a column per field. */
export interface EdgeColumns {
  readonly count: number;
  /** Index into the header's types; 255: not one of them. */
  readonly type: Uint8Array;
  /** Index into the strings, or a number, as the type says. */
  readonly nameOrIndex: Uint32Array;
  /** Ordinal of the node, or {@link NO_TARGET}. */
  readonly target: Uint32Array;
}

/** Collects edges; room grows with what really comes, whatever the header claims. */
export class EdgeCollector {
  readonly #rowLength: number;
  readonly #at: { readonly type: number; readonly name: number; readonly to: number };
  readonly #nodeFields: number;
  readonly #nodeCount: number;
  #count = 0;
  #type: Uint8Array;
  #name: Uint32Array;
  #target: Uint32Array;

  constructor({ edgeFields, nodeFields }: SnapshotHeader, nodeCount: number, room: number) {
    this.#rowLength = edgeFields.length;
    this.#at = {
      type: edgeFields.indexOf('type'),
      name: edgeFields.indexOf('name_or_index'),
      to: edgeFields.indexOf('to_node'),
    };
    this.#nodeFields = nodeFields.length;
    this.#nodeCount = nodeCount;
    this.#type = new Uint8Array(room);
    this.#name = new Uint32Array(room);
    this.#target = new Uint32Array(room);
  }

  readonly sink: RowSink = (block, count) => {
    const step = this.#rowLength;
    const { type, name, to } = this.#at;
    const [fields, nodes] = [this.#nodeFields, this.#nodeCount];
    const room = this.#count + count / step;
    if (room > this.#type.length) this.#grow(room);
    const [types, names, targets] = [this.#type, this.#name, this.#target];
    let edge = this.#count;
    for (let k = 0; k < count; k += step) {
      const kind = block[k + type]!;
      types[edge] = kind >= 0 && kind < 255 ? kind : 255;
      names[edge] = block[k + name]!;
      const place = block[k + to]!;
      const target = Math.floor(place / fields);
      targets[edge] = target >= 0 && target < nodes && target * fields === place ? target : NO_TARGET;
      edge += 1;
    }
    this.#count = edge;
  };

  finish(): EdgeColumns {
    const count = this.#count;
    return {
      count,
      type: this.#type.subarray(0, count),
      nameOrIndex: this.#name.subarray(0, count),
      target: this.#target.subarray(0, count),
    };
  }

  #grow(least: number): void {
    const room = Math.max(least, Math.ceil(this.#type.length * 1.5));
    this.#type = moved(this.#type, new Uint8Array(room));
    this.#name = moved(this.#name, new Uint32Array(room));
    this.#target = moved(this.#target, new Uint32Array(room));
  }
}
