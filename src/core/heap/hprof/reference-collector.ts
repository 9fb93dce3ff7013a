import { ByteColumn, Uint32Column } from './growing-column.ts';
import { objectKinds, type Census } from './hprof-census.ts';
import type { HprofClasses } from './hprof-classes.ts';
import { rootKinds, type ClassDump } from './hprof-records.ts';
import type { IdIndex } from './id-index.ts';
import type { HprofVisitor } from './walk-hprof.ts';

/** Names that are no field names. */
export const ownNames = [
  'class',
  'super class',
  'class loader',
  'signers',
  'protection domain',
  'constant pool',
] as const;

export interface References {
  readonly firstEdge: Uint32Array;
  readonly target: Uint32Array;
  /** Place in `names`; of arrays the index of the element. */
  readonly name: Uint32Array;
  readonly essential: Uint8Array;
  readonly names: readonly string[];
  /** References to objects that are not in the file. */
  readonly dangling: number;
}

/** Second pass: who refers to whom, in the order in which the census has seen the objects. */
export class ReferenceCollector implements HprofVisitor {
  readonly wantsData = true;
  readonly #census: Census;
  readonly #classes: HprofClasses;
  readonly #index: IdIndex;
  readonly #idBytes: number;
  readonly #firstEdge: Uint32Array;
  readonly #target = new Uint32Column();
  readonly #name = new Uint32Column();
  readonly #essential = new ByteColumn();
  readonly #names: string[] = [...ownNames];
  readonly #nameOfText = new Map<number, number>();
  #node = 0;
  #dangling = 0;

  constructor(census: Census, classes: HprofClasses, index: IdIndex, idBytes: number) {
    this.#census = census;
    this.#classes = classes;
    this.#index = index;
    this.#idBytes = idBytes;
    this.#firstEdge = new Uint32Array(census.ids.length + 1);
    this.#roots();
  }

  #roots(): void {
    const kinds = new Map<string, number>();
    for (const { tag, id } of this.#census.roots) {
      const { name } = rootKinds.get(tag)!;
      const place = kinds.get(name) ?? this.#names.push(name) - 1;
      kinds.set(name, place);
      this.#edge(id, place, false);
    }
    this.#close();
  }

  classDump(dump: ClassDump): void {
    if (this.#ended) return;
    const { superId, loaderId, signerId, domainId, statics } = dump;
    [superId, loaderId, signerId, domainId].forEach((id, i) => id !== 0 && this.#edge(id, i + 1, false));
    for (const { nameId, target } of statics) {
      this.#edge(target, nameId === 0 ? ownNames.indexOf('constant pool') : this.#fieldName(nameId), false);
    }
    this.#close();
  }

  instance(_id: number, classId: number, data: Uint8Array): void {
    if (this.#ended) return;
    this.#edge(classId, 0, false);
    const { references, dataBytes } = this.#classes.instanceLayout(classId);
    if (data.length >= dataBytes) {
      for (const { offset, nameId, weak } of references) {
        const target = this.#idAt(data, offset);
        if (target !== 0) this.#edge(target, this.#fieldName(nameId), weak);
      }
    }
    this.#close();
  }

  element(index: number, target: number): void {
    if (!this.#ended) this.#edge(target, index, false);
  }

  objectArray(): void {
    if (!this.#ended) this.#close();
  }

  primitiveArray(): void {
    if (!this.#ended) this.#close();
  }

  references(): References {
    // An array that breaks off has left edges behind that belong to nobody; what was not seen again has none.
    const edges = this.#firstEdge[this.#node]!;
    this.#firstEdge.fill(edges, this.#node);
    return {
      firstEdge: this.#firstEdge,
      target: this.#target.take().subarray(0, edges),
      name: this.#name.take().subarray(0, edges),
      essential: this.#essential.take().subarray(0, edges),
      names: this.#names,
      dangling: this.#dangling,
    };
  }

  get #ended(): boolean {
    return this.#node >= this.#census.ids.length;
  }

  #close(): void {
    this.#node += 1;
    this.#firstEdge[this.#node] = this.#target.length;
  }

  #edge(id: number, name: number, weak: boolean): void {
    const target = this.#index.find(id);
    if (target < 0) {
      // The classes of a damaged file may be missing as such: that is told once, by their names.
      if (name !== 0 || this.#census.kinds[this.#node] === objectKinds.objectArray) this.#dangling += 1;
      return;
    }
    this.#target.push(target);
    this.#name.push(name);
    this.#essential.push(weak || target === this.#node ? 0 : 1);
  }

  #fieldName(textId: number): number {
    let place = this.#nameOfText.get(textId);
    if (place === undefined) {
      place = this.#names.push(this.#census.textOf(textId) ?? `field 0x${textId.toString(16)}`) - 1;
      this.#nameOfText.set(textId, place);
    }
    return place;
  }

  #idAt(data: Uint8Array, offset: number): number {
    const word = (at: number): number =>
      ((data[at]! << 24) | (data[at + 1]! << 16) | (data[at + 2]! << 8) | data[at + 3]!) >>> 0;
    if (this.#idBytes === 4) return word(offset);
    return (word(offset) & 0x1f_ffff) * 2 ** 32 + word(offset + 4);
  }
}
