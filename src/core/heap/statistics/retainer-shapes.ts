import type { HeapGraph } from '../model/heap-graph.ts';
import type { ClassRow, RetainerShape, RetainerShapes } from '../model/snapshot-tables.ts';
import { pathTo, type ShortestPaths } from '../graph/shortest-paths.ts';
import type { Pace } from '../graph/pace.ts';
import type { ClassKeys } from './class-keys.ts';
import type { ObjectIds } from './object-ids.ts';
import { indicesWiped } from './owner-rows.ts';

const MAX_SAMPLE = 200;
/** Longer ways are cut in the middle of the noise: what tells is near the object and near the root. */
const MAX_STEPS = 30;
/** Classes that have grown most; shapes of the others are not looked at. */
const MAX_CLASSES = 200;
const LEAST_SIMILARITY = 0.8;

/** The first snapshot of a series, as far as the last one needs it. */
export interface SeriesStart {
  readonly rows: readonly ClassRow[];
  /** Its objects; null where ids do not last. */
  readonly ids: Pick<ObjectIds, 'has'> | null;
}

/**
 * How the new instances of growing classes are held (method P10, third series).
 * @throws {AppError} `cancelled`
 */
export async function retainerShapes(
  graph: HeapGraph,
  keys: ClassKeys,
  rows: readonly ClassRow[],
  paths: ShortestPaths,
  first: SeriesStart,
  pace: Pace,
): Promise<RetainerShapes[]> {
  const before = new Map(first.rows.map((row) => [row.key, row]));
  const growing = rows
    .filter(({ family, key, count }) => isOfProgram(family) && count > (before.get(key)?.count ?? 0))
    .map((row) => ({ row, grown: row.selfBytes - (before.get(row.key)?.selfBytes ?? 0) }))
    .sort((a, b) => b.grown - a.grown)
    .slice(0, MAX_CLASSES);
  const samples = new Map(growing.map(({ row }) => [row.key, { nodes: [] as number[], seen: 0 }]));
  const sampleOf = keys.rows.map(({ key }) => samples.get(key));
  await pace.overNodes('Looking at new objects', graph.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const sample = sampleOf[keys.rowOf[graph.classOf[node]!]!];
      if (sample === undefined || first.ids?.has(graph.ids[node]!) === true) continue;
      sample.seen += 1;
      keep(sample.nodes, node, sample.seen);
    }
  });
  return growing.flatMap(({ row }) => {
    const sample = samples.get(row.key)!;
    const shapes = sample.nodes.flatMap((node) => stepsTo(graph, keys, paths, node));
    if (shapes.length === 0) return [];
    const clusters = clustered(shapes);
    return [
      { key: row.key, className: row.name, newInstances: sample.seen, sampled: shapes.length, clusters },
    ];
  });
}

function isOfProgram(family: ClassRow['family']): boolean {
  return family === 'object' || family === 'native';
}

/** Every n-th of what has been seen so far: the same ones at every run. */
function keep(sample: number[], node: number, seen: number): void {
  if (sample.length < MAX_SAMPLE) sample.push(node);
  else {
    const at = Math.imul(seen, 0x9e37_79b1) >>> 0;
    if (at % seen < MAX_SAMPLE) sample[at % MAX_SAMPLE] = node;
  }
}

interface Shape {
  readonly steps: readonly string[];
  readonly node: number;
}

function stepsTo(graph: HeapGraph, keys: ClassKeys, paths: ShortestPaths, node: number): Shape[] {
  const path = pathTo(graph, paths, node);
  if (path === null) return [];
  const steps = path.map(({ edge, target }) => {
    const { name } = keys.rows[keys.rowOf[graph.classOf[target]!]!]!;
    return `${stepName(graph, edge)} › ${indicesWiped(name)}`;
  });
  const shown =
    steps.length <= MAX_STEPS
      ? steps
      : [...steps.slice(0, MAX_STEPS / 2), '…', ...steps.slice(-MAX_STEPS / 2)];
  return [{ steps: shown, node }];
}

/** Indices, and the names that table entries are given, are those of one instance. */
function stepName({ labels }: HeapGraph, edge: number): string {
  return wipedEdge(labels.edgeName(edge), labels.edgeKind(edge));
}

/** The name of a reference without what is of one instance. */
export function wipedEdge(name: string, kind: string): string {
  if (kind === 'internal' && /^\d/u.test(name)) return name.includes('WeakMap') ? '[WeakMap entry]' : '[*]';
  return indicesWiped(name);
}

interface Cluster extends Shape {
  count: number;
}

/** Equal ones first; then each goes to the largest one that is like it in four steps of five. */
function clustered(shapes: readonly Shape[]): RetainerShape[] {
  const exact = new Map<string, Cluster>();
  for (const { steps, node } of shapes) {
    const key = steps.join('\u0000');
    const known = exact.get(key);
    if (known === undefined) exact.set(key, { steps, count: 1, node });
    else known.count += 1;
  }
  const clusters: Cluster[] = [];
  for (const shape of [...exact.values()].sort((a, b) => b.count - a.count)) {
    const like = clusters.find(({ steps }) => similarity(steps, shape.steps) >= LEAST_SIMILARITY);
    if (like === undefined) clusters.push({ ...shape });
    else like.count += shape.count;
  }
  return clusters.sort((a, b) => b.count - a.count);
}

/** Share of equal steps at equal distance from the object: near it they say more, so they weigh more. */
function similarity(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length);
  let [equal, all] = [0, 0];
  for (let k = 1; k <= length; k++) {
    const weight = 1 / k;
    all += weight;
    if (a.at(-k) === b.at(-k) && k <= Math.min(a.length, b.length)) equal += weight;
  }
  return all === 0 ? 1 : equal / all;
}
