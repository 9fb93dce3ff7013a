import { wipedEdge } from '../statistics/retainer-shapes.ts';
import { indicesWiped } from '../statistics/owner-rows.ts';
import { MAX_LABEL_CHARS, type HeapClass } from '../model/heap-graph.ts';
import { StringTable } from '../model/string-table.ts';
import type { HeapColumn, HeapDocument, PartArray } from './heap-parts.ts';

/** Columns of a stored graph, as wholes or in parts. */
export interface StoredColumns {
  read(part: HeapColumn): Promise<PartArray>;
  slice(part: HeapColumn, from: number, to: number): Promise<PartArray>;
}

/** A step of a retaining path, in words that hold for every snapshot of a process. */
export interface FollowedStep {
  /** Id of the object in the snapshot that the path is from; null where ids do not last. */
  readonly id: number | null;
  /** As `wipedEdge` names it. */
  readonly edge: string;
  readonly className: string;
}

/** References of an object beyond these are not looked through for the next step. */
const MAX_SEARCHED = 20_000;

/**
 * Follows a retaining path through a stored snapshot without loading its graph: by id where the same object is there, else by
 * the names of reference and class.
 * @returns references that go out of each object of the path; null from where on it leads nowhere, unless an id is found again
 */
export async function outEdgesOnPath(
  columns: StoredColumns,
  document: HeapDocument,
  steps: readonly FollowedStep[],
): Promise<(number | null)[]> {
  const ids = await columns.read('ids');
  const places = placesOf(
    ids,
    steps.map(({ id }) => id),
  );
  const found: (number | null)[] = [];
  let at: number | null = document.root;
  const graph = new ColumnGraph(columns, document);
  for (const [index, step] of steps.entries()) {
    const byId: number | null = places[index] ?? null;
    at = byId ?? (at === null ? null : await graph.next(at, step));
    found.push(at === null ? null : await graph.outEdges(at));
  }
  return found;
}

/** One pass for all ids of a path. */
function placesOf(ids: PartArray, wanted: readonly (number | null)[]): (number | null)[] {
  const found = new Map<number, number>();
  const missing = new Set(wanted.filter((id) => id !== null));
  if (missing.size > 0) {
    for (let node = 0; node < ids.length && missing.size > 0; node++)
      if (missing.delete(ids[node]!)) found.set(ids[node]!, node);
  }
  return wanted.map((id) => (id === null ? null : (found.get(id) ?? null)));
}

class ColumnGraph {
  readonly #columns: StoredColumns;
  readonly #document: HeapDocument;
  #classOf: PartArray | null = null;
  #starts: PartArray | null = null;

  constructor(columns: StoredColumns, document: HeapDocument) {
    this.#columns = columns;
    this.#document = document;
  }

  async outEdges(node: number): Promise<number> {
    const [first, end] = await this.#edges(node);
    return end - first;
  }

  /** The first object that a reference of this name leads to and that is of this class; null where there is none. */
  async next(node: number, { edge, className }: FollowedStep): Promise<number | null> {
    const [first, all] = await this.#edges(node);
    const end = Math.min(all, first + MAX_SEARCHED);
    const targets = await this.#columns.slice('edge-target', first, end);
    const names = await this.#columns.slice('edge-name', first, end);
    const kinds = await this.#columns.slice('edge-kind', first, end);
    for (let k = 0; k < targets.length; k++) {
      const target = targets[k]!;
      // Classes are at hand; names have to be decoded.
      if ((await this.#className(target)) !== className) continue;
      if ((await this.#edgeName(kinds[k]!, names[k]!)) === edge) return target;
    }
    return null;
  }

  async #edges(node: number): Promise<readonly [first: number, end: number]> {
    const [first, end] = await this.#columns.slice('first-edge', node, node + 2);
    return [first!, end!];
  }

  async #className(node: number): Promise<string> {
    this.#classOf ??= await this.#columns.read('class-of');
    const entry: HeapClass | undefined = this.#document.classes[this.#classOf[node]!];
    return indicesWiped(entry?.name ?? '');
  }

  async #edgeName(kind: number, name: number): Promise<string> {
    const { name: kindName, numbered } = this.#document.edgeKinds[kind] ?? {
      name: 'unknown',
      numbered: false,
    };
    if (numbered) return wipedEdge(`[${String(name)}]`, kindName);
    this.#starts ??= await this.#columns.read('text-starts');
    const [from, to] = [this.#starts[name], this.#starts[name + 1]];
    if (from === undefined || to === undefined) return '';
    const bytes = await this.#columns.slice('text-bytes', from, Math.min(to, from + MAX_LABEL_CHARS));
    const text = new StringTable(bytes as Uint8Array, Float64Array.of(0, bytes.length), 1).get(0);
    return wipedEdge(text, kindName);
  }
}
