import type { HeapClass } from '../model/heap-graph.ts';
import { objectKinds, type Census } from './hprof-census.ts';
import { OBJECT_TYPE, primitiveTypes, type ClassDump } from './hprof-records.ts';
import { javaClassName, primitiveArrayName } from './java-class-name.ts';
import { aligned, fieldBytes, type ObjectLayout } from './object-sizes.ts';

/** A reference among the values of an instance. */
export interface ReferenceField {
  /** Byte among the values. */
  readonly offset: number;
  readonly nameId: number;
  /** It does not keep its target alive. */
  readonly weak: boolean;
}

export interface InstanceLayout {
  readonly selfBytes: number;
  /** Bytes of all values, as they stand in the file. */
  readonly dataBytes: number;
  readonly references: readonly ReferenceField[];
}

const OBJECT_HEADER_ONLY: InstanceLayout = { selfBytes: 16, dataBytes: 0, references: [] };

/** Longest chain of super classes; more is a circle. */
const MAX_SUPERS = 1000;

/** Classes whose `referent` lets go. Soft references hold on until memory is short, finalizers until they ran. */
const WEAK_CLASSES: ReadonlySet<string> = new Set([
  'java.lang.ref.WeakReference',
  'java.lang.ref.PhantomReference',
]);

export class HprofClasses {
  readonly #census: Census;
  readonly #byId: ReadonlyMap<number, ClassDump>;
  readonly #idBytes: number;
  readonly #layout: ObjectLayout;
  readonly #layouts = new Map<number, InstanceLayout>();

  constructor(census: Census, idBytes: number) {
    this.#census = census;
    this.#byId = new Map(census.classes.map((dump) => [dump.id, dump]));
    this.#idBytes = idBytes;
    this.#layout = census.votes.layout(idBytes);
  }

  get layout(): ObjectLayout {
    return this.#layout;
  }

  nameOf(classId: number): string {
    const raw = this.#census.classNameOf(classId);
    return raw === null ? `(unknown class 0x${classId.toString(16)})` : javaClassName(raw);
  }

  /** How the values of an instance lie: those of its class first, then those of its super classes. */
  instanceLayout(classId: number): InstanceLayout {
    let found = this.#layouts.get(classId);
    if (found === undefined) {
      found = this.#computed(classId);
      this.#layouts.set(classId, found);
    }
    return found;
  }

  #computed(classId: number): InstanceLayout {
    const chain = this.#chain(classId);
    if (chain.length === 0) return OBJECT_HEADER_ONLY;
    const weak = chain.some(({ id }) => WEAK_CLASSES.has(this.nameOf(id)));
    const references: ReferenceField[] = [];
    let dataBytes = 0;
    let selfBytes = this.#layout.header;
    for (const { fields } of chain) {
      for (const { nameId, type } of fields) {
        if (type === OBJECT_TYPE) {
          const isReferent = weak && this.#census.textOf(nameId) === 'referent';
          references.push({ offset: dataBytes, nameId, weak: isReferent });
        }
        dataBytes += type === OBJECT_TYPE ? this.#idBytes : primitiveTypes.get(type)!.bytes;
        selfBytes += fieldBytes(type, this.#layout);
      }
    }
    return { selfBytes: aligned(selfBytes), dataBytes, references };
  }

  #chain(classId: number): ClassDump[] {
    const chain: ClassDump[] = [];
    for (let dump = this.#byId.get(classId); dump !== undefined; dump = this.#byId.get(dump.superId)) {
      chain.push(dump);
      if (chain.length > MAX_SUPERS) return chain.slice(0, 1);
    }
    return chain;
  }

  /** Shallow sizes of all nodes. */
  selfBytes(): Uint32Array | Float64Array {
    const { kinds, types, lengths, classIds, classes } = this.#census;
    const { arrayHeader, reference } = this.#layout;
    const classClass = classes.find(({ id }) => this.nameOf(id) === 'java.lang.Class');
    const ofClassObjects =
      classClass === undefined ? this.#layout.header : this.instanceLayout(classClass.id).selfBytes;
    const bytes = new Float64Array(kinds.length);
    for (let node = 1; node < kinds.length; node++) {
      const type = types[node]!;
      const length = lengths[node]!;
      switch (kinds[node]) {
        case objectKinds.classObject: {
          const { staticReferences, staticBytes } = classes[type]!;
          bytes[node] = aligned(ofClassObjects + staticReferences * reference + staticBytes);
          break;
        }
        case objectKinds.instance:
          bytes[node] = this.instanceLayout(classIds[type]!).selfBytes;
          break;
        case objectKinds.objectArray:
          bytes[node] = aligned(arrayHeader + length * reference);
          break;
        default:
          bytes[node] = aligned(arrayHeader + length * primitiveTypes.get(type)!.bytes);
      }
    }
    return bytes;
  }

  /** The classes of the graph, and which one each node is of. Classes of one name are one, whatever has loaded them. */
  nodeClasses(): { readonly classes: HeapClass[]; readonly classOf: Uint32Array } {
    const { kinds, types, classIds } = this.#census;
    const classes: HeapClass[] = [];
    const byName = new Map<string, number>();
    const indexOf = (name: string): number => {
      let index = byName.get(name);
      if (index === undefined) {
        index = classes.length;
        byName.set(name, index);
        classes.push({ name, family: familyOf(name), origin: null });
      }
      return index;
    };
    const root = indexOf('(GC roots)');
    const classObjects = indexOf('java.lang.Class');
    const ofIds = classIds.map((id) => indexOf(this.nameOf(id)));
    const ofPrimitives = new Map(
      [...primitiveTypes.keys()].map((type) => [type, indexOf(primitiveArrayName(type))]),
    );
    const classOf = new Uint32Array(kinds.length);
    for (let node = 0; node < kinds.length; node++) {
      switch (kinds[node]) {
        case objectKinds.root:
          classOf[node] = root;
          break;
        case objectKinds.classObject:
          classOf[node] = classObjects;
          break;
        case objectKinds.primitiveArray:
          classOf[node] = ofPrimitives.get(types[node]!)!;
          break;
        default:
          classOf[node] = ofIds[types[node]!]!;
      }
    }
    return { classes, classOf };
  }
}

/** Family of a Java class, also where only its name is known. */
export function familyOf(name: string): HeapClass['family'] {
  if (name === 'java.lang.String') return 'text';
  if (name === 'java.lang.Class' || name.startsWith('(')) return 'system';
  return 'object';
}
