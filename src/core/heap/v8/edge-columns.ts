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

  readonly sink: RowSink = {
    rows: (block, count) => {
      const step = this.#rowLength;
      this.#reserve(count / step);
      for (let k = 0; k < count; k += step)
        this.#put(block[k + this.#at.type]!, block[k + this.#at.name]!, block[k + this.#at.to]!);
    },
    columns: (columns, count) => {
      this.#reserve(count);
      const edge = this.#count;
      const [kinds, places] = [columns[this.#at.type]!, columns[this.#at.to]!];
      const [types, targets] = [this.#type, this.#target];
      this.#name.set(columns[this.#at.name]!.subarray(0, count), edge);
      const [fields, nodes] = [this.#nodeFields, this.#nodeCount];
      // Rounded, it is the quotient of all that can be divided; a division would take longer than all else here.
      const perField = 1 / fields;
      for (let row = 0; row < count; row++) {
        const kind = kinds[row]!;
        types[edge + row] = kind < 255 ? kind : 255;
        const place = places[row]!;
        const target = (place * perField + 0.5) >>> 0;
        targets[edge + row] =
          target < nodes && Math.imul(target, fields) >>> 0 === place ? target : NO_TARGET;
      }
      this.#count += count;
    },
  };

  #put(kind: number, name: number, place: number): void {
    const edge = this.#count;
    this.#type[edge] = kind >= 0 && kind < 255 ? kind : 255;
    this.#name[edge] = name;
    const target = Math.floor(place / this.#nodeFields);
    const isNode = target >= 0 && target < this.#nodeCount && target * this.#nodeFields === place;
    this.#target[edge] = isNode ? target : NO_TARGET;
    this.#count += 1;
  }

  finish(): EdgeColumns {
    const count = this.#count;
    return {
      count,
      type: this.#type.subarray(0, count),
      nameOrIndex: this.#name.subarray(0, count),
      target: this.#target.subarray(0, count),
    };
  }

  #reserve(more: number): void {
    const least = this.#count + more;
    if (least <= this.#type.length) return;
    const room = Math.max(least, Math.ceil(this.#type.length * 1.5));
    this.#type = moved(this.#type, new Uint8Array(room));
    this.#name = moved(this.#name, new Uint32Array(room));
    this.#target = moved(this.#target, new Uint32Array(room));
  }
}
