import { Float64Column, Uint32Column, ByteColumn } from './growing-column.ts';
import { LayoutVotes } from './object-sizes.ts';
import type { ClassDump } from './hprof-records.ts';
import type { HprofVisitor } from './walk-hprof.ts';

/** What a node is; 0 is the root. */
export const objectKinds = {
  root: 0,
  classObject: 1,
  instance: 2,
  objectArray: 3,
  primitiveArray: 4,
} as const;

/** What the first pass over a file leaves: which objects there are, and all names. */
export interface Census {
  readonly ids: Float64Array;
  readonly kinds: Uint8Array;
  /** Place in `classIds` (instances, object arrays), type code (primitive arrays), place in `classes` (class objects). */
  readonly types: Uint32Array;
  /** Elements of arrays, else 0. */
  readonly lengths: Uint32Array;
  readonly classIds: readonly number[];
  readonly classes: readonly ClassDump[];
  readonly roots: readonly { readonly tag: number; readonly id: number }[];
  readonly votes: LayoutVotes;
  textOf(id: number): string | null;
  /** As the file writes it: `java/util/HashMap`; null where it is not in the file. */
  classNameOf(classId: number): string | null;
}

/** First pass: counts objects and collects names. Classes may be dumped behind their instances. */
export class CensusTaker implements HprofVisitor {
  readonly wantsData = false;
  readonly #ids = new Float64Column();
  readonly #kinds = new ByteColumn();
  readonly #types = new Uint32Column();
  readonly #lengths = new Uint32Column();
  readonly #classPlaces = new Map<number, number>();
  readonly #classes: ClassDump[] = [];
  readonly #roots = new Map<string, { tag: number; id: number }>();
  readonly #texts = new Map<number, string>();
  readonly #names = new Map<number, number>();
  readonly #decoder = new TextDecoder();
  readonly #votes = new LayoutVotes();
  #array: { readonly id: number; readonly length: number } | null = null;

  constructor() {
    this.#add(0, objectKinds.root, 0, 0);
  }

  text(id: number, bytes: Uint8Array): void {
    this.#texts.set(id, this.#decoder.decode(bytes));
  }

  classLoaded(classId: number, nameId: number): void {
    this.#names.set(classId, nameId);
  }

  root(tag: number, id: number): void {
    // An object may be on a thousand stacks.
    const key = `${String(tag)} ${String(id)}`;
    if (id !== 0 && !this.#roots.has(key)) this.#roots.set(key, { tag, id });
  }

  classDump(dump: ClassDump): void {
    this.#add(dump.id, objectKinds.classObject, this.#classes.length, 0);
    this.#classes.push(dump);
  }

  instance(id: number, classId: number): void {
    this.#add(id, objectKinds.instance, this.#placeOf(classId), 0);
  }

  objectArray(id: number, classId: number, length: number): void {
    this.#add(id, objectKinds.objectArray, this.#placeOf(classId), length);
    this.#array = { id, length };
  }

  primitiveArray(id: number, type: number, length: number): void {
    this.#add(id, objectKinds.primitiveArray, type, length);
  }

  census(): Census {
    return {
      ids: this.#ids.take(),
      kinds: this.#kinds.take(),
      types: this.#types.take(),
      lengths: this.#lengths.take(),
      classIds: [...this.#classPlaces.keys()],
      classes: this.#classes,
      roots: [...this.#roots.values()],
      votes: this.#votes,
      textOf: (id) => this.#texts.get(id) ?? null,
      classNameOf: (classId) => {
        const nameId = this.#names.get(classId);
        return nameId === undefined ? null : (this.#texts.get(nameId) ?? null);
      },
    };
  }

  #placeOf(classId: number): number {
    let place = this.#classPlaces.get(classId);
    if (place === undefined) {
      place = this.#classPlaces.size;
      this.#classPlaces.set(classId, place);
    }
    return place;
  }

  #add(id: number, kind: number, type: number, length: number): void {
    if (kind !== objectKinds.root) this.#votes.seen(id);
    if (this.#array !== null) {
      if (kind !== objectKinds.classObject) this.#votes.vote(this.#array.id, this.#array.length, id);
      this.#array = null;
    }
    this.#ids.push(id);
    this.#kinds.push(kind);
    this.#types.push(type);
    this.#lengths.push(length);
  }
}
