import { z } from 'zod';
import { AppError } from '#shared/contract/errors.ts';
import type { HeapStatistics } from '#shared/model/heap.ts';
import { ArrayReader, createArrayTable, writeArray, type StoredArray } from '../db/array-store.ts';
import type { Database } from '../db/database.ts';
import { Pace } from '../heap/graph/pace.ts';
import type { HeapProgress } from '../heap/model/reader.ts';
import type { SnapshotTables } from '../heap/model/snapshot-tables.ts';
import type { PreparedGraph } from '../heap/prepare-snapshot.ts';
import type { ClassListRow } from '../heap/stored/class-list.ts';
import {
  allocationColumns,
  heapColumns,
  heapDocumentSchema,
  heapFromParts,
  type HeapDocument,
} from '../heap/stored/heap-parts.ts';
import type { OpenHeap } from '../heap/view/open-heap.ts';

/** The graph of a snapshot in a table of its own: importing makes it, removing drops it. */
export function graphTable(snapshotId: number): string {
  return `snapshot_graph_${snapshotId}`;
}

type Connection = Awaited<ReturnType<Database['connect']>>;

/** In the transaction of the connection. @throws {AppError} `cancelled`, `disk-full` */
export async function storeGraph(
  connection: Connection,
  snapshotId: number,
  { parts, classList, figures }: PreparedGraph,
  { classes, identity }: SnapshotTables,
  signal: AbortSignal,
): Promise<void> {
  const table = graphTable(snapshotId);
  await createArrayTable(connection, table);
  const write = (part: string, array: StoredArray): Promise<void> =>
    writeArray(connection, table, part, array, signal);
  await write('document', textBytes(parts.document));
  await write('class-list', textBytes(classList));
  await write('figures', textBytes(figures));
  if (identity !== null) {
    const places = new Map(classes.map(({ key }, position) => [key, position]));
    await write('identity-ids', Float64Array.from(identity.ids));
    await write(
      'identity-classes',
      Uint32Array.from(identity.keys, (key) => places.get(key) ?? 0xffff_ffff),
    );
  }
  for (const name of heapColumns) await write(name, parts.columns[name]);
  if (parts.allocations === null) return;
  for (const name of allocationColumns) await write(name, parts.allocations[name]);
}

/**
 * Everything of a graph that views need.
 * @throws {AppError} `workspace-damaged`, `cancelled`
 */
export async function loadGraph(
  database: Database,
  snapshotId: number,
  signal: AbortSignal,
  progress: (progress: HeapProgress) => void,
): Promise<OpenHeap> {
  const arrays = new ArrayReader(database, graphTable(snapshotId), signal);
  const document = await loadDocument(arrays);
  const sizes = await arrays.sizes();
  const wanted = [...heapColumns, ...allocationColumns].filter((name) => sizes.has(name));
  const all = wanted.reduce((sum, name) => sum + sizes.get(name)!, 0);
  const read = new Map<string, StoredArray>();
  let done = 0;
  for (const name of wanted) {
    const size = sizes.get(name)!;
    const array = await arrays.read(name, (share) =>
      progress({ phase: 'Loading objects', share: (done + share * size) / Math.max(1, all) }),
    );
    done += size;
    read.set(name, array);
  }
  const columnsOf = <N extends string>(names: readonly N[]): Record<N, StoredArray> =>
    Object.fromEntries(names.map((name) => [name, found(read, name)])) as Record<N, StoredArray>;
  return heapFromParts(
    {
      document,
      columns: columnsOf(heapColumns),
      allocations: read.has('site-of') ? columnsOf(allocationColumns) : null,
    },
    new Pace(signal, progress),
  );
}

function found(read: ReadonlyMap<string, StoredArray>, name: string): StoredArray {
  const array = read.get(name);
  if (array === undefined) throw damaged();
  return array;
}

/** @throws {AppError} `workspace-damaged` */
export async function loadDocument(arrays: ArrayReader): Promise<HeapDocument> {
  return parsed(await arrays.read('document'), heapDocumentSchema);
}

/** @throws {AppError} `workspace-damaged` */
export async function loadClassList(database: Database, snapshotId: number): Promise<ClassListRow[]> {
  return parsed(await new ArrayReader(database, graphTable(snapshotId)).read('class-list'), classListSchema);
}

/** @throws {AppError} `workspace-damaged` */
export async function loadFigures(
  database: Database,
  snapshotId: number,
): Promise<Omit<HeapStatistics, 'snapshotId'>> {
  return parsed(await new ArrayReader(database, graphTable(snapshotId)).read('figures'), figuresSchema);
}

const listRow = (row: unknown): row is ClassListRow =>
  typeof row === 'object' &&
  row !== null &&
  'key' in row &&
  typeof row.key === 'string' &&
  'count' in row &&
  typeof row.count === 'number';

/** There may be a hundred thousand rows: they are looked at, not taken apart. */
const classListSchema = z.array(z.custom<ClassListRow>(listRow));

const figuresSchema = z.custom<Omit<HeapStatistics, 'snapshotId'>>(
  (value) => typeof value === 'object' && value !== null && 'parts' in value && 'largest' in value,
);

function textBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value));
}

function parsed<T>(bytes: StoredArray, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw damaged(cause);
  }
}

function damaged(cause?: unknown): AppError {
  return new AppError('workspace-damaged', 'A snapshot of this workspace cannot be read.', {
    hint: 'Remove it, and import it again from its file.',
    cause,
  });
}
