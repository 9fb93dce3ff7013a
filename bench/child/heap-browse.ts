import { openHeapEngine } from '../product/heap-engine.js';
import { commandLineOptions } from './installation.ts';

/** Milliseconds of each step, by what it is. */
export interface HeapBrowseAnswer {
  /** From the start of the engine to the first list. */
  readonly openMs: number;
  /** The first question that needs objects and references: they are read from the workspace. */
  readonly loadMs: number;
  readonly steps: Readonly<Record<string, readonly number[]>>;
  /** Of the class that was looked at. */
  readonly instances: number;
}

const LIMIT = 100;
/** Levels that are opened on the way down, and objects that are looked at. */
const DEPTH = 20;

/** Opens a workspace and goes through the snapshot as a person would. */
export async function run(input: {
  readonly workspace: string;
  readonly snapshotId: number;
  readonly classKey: string;
}): Promise<HeapBrowseAnswer> {
  const { snapshotId, classKey } = input;
  const begun = performance.now();
  const local = await openHeapEngine(commandLineOptions(input.workspace));
  const { client } = local;
  const steps: Record<string, number[]> = {};
  const timed = async <T>(what: string, ask: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const answer = await ask();
    (steps[what] ??= []).push(performance.now() - from);
    return answer;
  };
  const page = { snapshotId, offset: 0, limit: LIMIT } as const;
  try {
    await client.call('heap.statistics', { snapshotId });
    const openMs = performance.now() - begun;
    await timed('classes', () => client.call('heap.classes', { snapshotId }));
    const loading = performance.now();
    const top = await client.call('heap.dominators', { ...page, node: null, sort: 'retained' });
    const loadMs = performance.now() - loading;
    let rows = top.rows;
    for (let level = 0; level < DEPTH && rows.length > 0; level++) {
      const { node } = (rows.find(({ children }) => children > 0) ?? rows[0]!).object;
      rows = (
        await timed('dominators', () => client.call('heap.dominators', { ...page, node, sort: 'retained' }))
      ).rows;
    }
    const sort = { by: 'retained', descending: true } as const;
    const { objects, total } = await timed('instances', () =>
      client.call('heap.instances', { ...page, classKey, sort }),
    );
    for (const { node } of objects.slice(0, DEPTH)) {
      await timed('object', () => client.call('heap.object', { snapshotId, node }));
      await timed('references', () => client.call('heap.containment', { ...page, node }));
      await timed('paths', () => client.call('heap.paths', { snapshotId, node, limit: 5 }));
      let at = node;
      for (let level = 0; level < DEPTH; level++) {
        const { references } = await timed('retainers', () =>
          client.call('heap.retainers', { ...page, node: at }),
        );
        if (references[0] === undefined) break;
        at = references[0].object.node;
      }
    }
    return { openMs, loadMs, steps, instances: total };
  } finally {
    await local.close();
  }
}
