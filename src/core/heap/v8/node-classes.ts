import type { HeapClass } from '../model/heap-graph.ts';
import type { Pace } from '../graph/pace.ts';
import { ClassTable } from './class-list.ts';
import { classNameOf, classNameOfType, familyOf } from './class-names.ts';
import type { Detachedness } from './detachedness.ts';
import { PlainShapes } from './plain-shapes.ts';
import type { RawGraph } from './raw-graph.ts';

const PHASE = 'Sorting objects by class';

export interface NodeClasses {
  readonly classOf: Uint32Array;
  readonly classes: readonly HeapClass[];
}

/** The class of each node (formats, section 9 rule 7). */
export async function nodeClasses(raw: RawGraph, dom: Detachedness, pace: Pace): Promise<NodeClasses> {
  const { nodes, codes, header, strings } = raw;
  const table = new ClassTable();
  const classOf = new Uint32Array(nodes.count);
  const { object, native } = codes.node;
  const ofType = Array.from({ length: 256 }, (_, type) => {
    const name = header.nodeTypes[type] ?? 'unknown';
    return { name: classNameOfType(name), family: familyOf(name, '') };
  });
  const typeIndex = new Int32Array(256).fill(-1);
  const byName = {
    object: unknownIndices(strings.count),
    native: unknownIndices(strings.count),
    cut: new Map<number, number>(),
  };
  const places = new ObjectPlaces(raw);
  const shapes = new PlainShapes(raw, table);
  const named = (index: number, family: 'object' | 'native', prefix: string): number => {
    const name = classNameOf(prefix + strings.get(index, 400));
    return table.indexOf({ name, family: familyOf(family, name), origin: null });
  };
  await pace.overNodes(PHASE, nodes.count, (from, to) => {
    for (let node = from; node < to; node++) {
      const type = nodes.type[node]!;
      const name = nodes.name[node]!;
      if (type === object) {
        const place = places.rowOf(node);
        let found = byName.object[name] ?? -1;
        if (found < 0) {
          found = named(name, 'object', '');
          byName.object[name] = found;
        }
        if (place >= 0) found = places.classAt(place, found, table);
        else if (shapes.isPlain(name)) found = shapes.classOf(node, found);
        classOf[node] = found;
      } else if (type === native && dom.known && dom.detached[node] === 1) {
        let found = byName.cut.get(name);
        if (found === undefined) byName.cut.set(name, (found = named(name, 'native', 'Detached ')));
        classOf[node] = found;
      } else if (type === native) {
        let found = byName.native[name] ?? -1;
        if (found < 0) {
          found = named(name, 'native', '');
          byName.native[name] = found;
        }
        classOf[node] = found;
      } else {
        let found = typeIndex[type]!;
        if (found < 0) {
          found = table.indexOf({ ...ofType[type]!, origin: null });
          typeIndex[type] = found;
        }
        classOf[node] = found;
      }
    }
  });
  return { classOf, classes: table.classes };
}

function unknownIndices(count: number): Int32Array {
  return new Int32Array(count).fill(-1);
}

interface Place {
  readonly script: number;
  readonly line: number;
  readonly column: number;
}

interface KnownPlace extends Place {
  readonly found: number;
}

/** Where the constructors of objects stand: two classes of one name are two classes. */
class ObjectPlaces {
  readonly #raw: RawGraph;
  /** Row of `locations` + 1 of each node; null without locations. */
  readonly #rows: Uint32Array | null;
  readonly #fields: readonly [script: number, line: number, column: number];
  /** By class and script, then by line and column: a key of text per object would take longer than all else. */
  readonly #known = new Map<number, Map<number, number>>();
  /** By class: the place that was asked for last. Most classes have one. */
  readonly #last = new Map<number, KnownPlace>();

  constructor(raw: RawGraph) {
    this.#raw = raw;
    const { locationFields, nodeFields } = raw.header;
    const at = (name: string, usual: number): number =>
      locationFields.length === 0 ? usual : locationFields.indexOf(name);
    this.#fields = [at('script_id', 1), at('line', 2), at('column', 3)];
    const object = at('object_index', 0);
    const { locations, nodes } = raw;
    this.#rows = locations.count === 0 ? null : new Uint32Array(nodes.count);
    for (let row = 0; row < locations.count; row++) {
      const node = locations.get(row, object) / nodeFields.length;
      if (this.#rows !== null && node < nodes.count && Number.isInteger(node)) this.#rows[node] = row + 1;
    }
  }

  /** @returns -1 where nothing is said of the node */
  rowOf(node: number): number {
    return this.#rows === null ? -1 : this.#rows[node]! - 1;
  }

  classAt(row: number, byName: number, table: ClassTable): number {
    const [scriptField, lineField, columnField] = this.#fields;
    const { locations } = this.#raw;
    const script = locations.get(row, scriptField);
    const line = locations.get(row, lineField);
    const column = locations.get(row, columnField);
    const last = this.#last.get(byName);
    if (last?.script === script && last.line === line && last.column === column) return last.found;
    const found = this.#classOf({ script, line, column }, byName, table);
    this.#last.set(byName, { script, line, column, found });
    return found;
  }

  #classOf({ script, line, column }: Place, byName: number, table: ClassTable): number {
    const holder = byName * 2 ** 32 + script;
    let places = this.#known.get(holder);
    if (places === undefined) {
      places = new Map<number, number>();
      this.#known.set(holder, places);
    }
    const place = line * 2 ** 26 + column;
    let found = places.get(place);
    if (found === undefined) {
      // In files places count from 0, to people from 1.
      found = table.indexOf({ ...table.classes[byName]!, origin: `${script}:${line + 1}:${column + 1}` });
      places.set(place, found);
    }
    return found;
  }
}
