import type { ClassFamily } from '#shared/model/heap.ts';
import type { HeapClass, HeapGraph } from '../model/heap-graph.ts';

/** One row of the class list for each key; classes of one key are one. */
export interface ClassKeys {
  /** Row of each class of the graph. */
  readonly rowOf: Uint32Array;
  readonly rows: readonly { readonly key: string; readonly name: string; readonly family: ClassFamily }[];
}

/**
 * Keys under which classes are found again in another snapshot. Of several classes of one name the one whose constructor
 * stands first keeps the bare name, so that the key stays when a second one is loaded.
 * @param nameOf what a class counts as; plain objects may be told apart by their properties or not
 */
export function classKeys(
  { classes, classOf }: Pick<HeapGraph, 'classes' | 'classOf'>,
  nameOf: (entry: HeapClass) => string,
): ClassKeys {
  const bare = new Map<string, string | null>();
  const used = new Uint8Array(classes.length);
  for (const index of classOf) used[index] = 1;
  for (const [index, entry] of classes.entries()) {
    // A class without objects takes no name from one that has some.
    if (used[index] === 0) continue;
    const name = nameOf(entry);
    const known = bare.get(name);
    if (known === undefined || (known !== null && comesBefore(entry.origin, known)))
      bare.set(name, entry.origin);
  }
  const rows: { key: string; name: string; family: ClassFamily }[] = [];
  const index = new Map<string, number>();
  const rowOf = Uint32Array.from(classes, (entry) => {
    const name = nameOf(entry);
    const key = entry.origin === null || bare.get(name) === entry.origin ? name : `${name} (${entry.origin})`;
    let row = index.get(key);
    if (row === undefined) {
      row = rows.length;
      index.set(key, row);
      rows.push({ key, name, family: entry.family });
    }
    return row;
  });
  return { rowOf, rows };
}

function comesBefore(origin: string | null, other: string): boolean {
  if (origin === null) return true;
  const [a, b] = [origin, other].map((text) => text.split(':').map(Number));
  for (let k = 0; k < 3; k++) if (a![k] !== b![k]) return (a![k] ?? 0) < (b![k] ?? 0);
  return false;
}

/** Fewest objects of a list of properties that is worth a row, and their share of all plain objects (as in DevTools). */
const LEAST_OBJECTS = 2;
const LEAST_SHARE = 1 / 1000;

/** Names for people: plain objects by their properties where many are alike, else by their class. */
export function popularNames(graph: HeapGraph): (entry: HeapClass) => string {
  const { classes, classOf, nodeCount } = graph;
  const objects = new Uint32Array(classes.length);
  for (let node = 0; node < nodeCount; node++) objects[classOf[node]!]! += 1;
  const counts = new Map<HeapClass, number>();
  let all = 0;
  for (const [index, entry] of classes.entries()) {
    if (entry.plainName === undefined) continue;
    counts.set(entry, objects[index]!);
    all += objects[index]!;
  }
  const least = Math.max(LEAST_OBJECTS, all * LEAST_SHARE);
  return (entry) => ((counts.get(entry) ?? 0) >= least ? entry.name : (entry.plainName ?? entry.name));
}

/** Names for a series: a list of properties is the same class however many objects have it. */
export function exactName(entry: HeapClass): string {
  return entry.name;
}
