import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { HeapEngine, ImportFileState } from '../product/heap-engine.d.ts';
import { openHeapEngine } from '../product/heap-engine.js';
import { commandLineOptions } from './installation.ts';

export interface HeapImportAnswer {
  readonly phase: ImportFileState['phase'];
  readonly snapshotId: number | null;
  readonly nodes: number;
  readonly importMs: number;
  /** Longest time that the engine's thread could not hear anybody. */
  readonly longestBlockMs: number;
  /** How often progress was told while the file was read. */
  readonly told: number;
  /** From the wish to cancel until the engine is free for the next file; null: nobody wished to. */
  readonly cancelMs: number | null;
}

/** How finely blocks are looked for. */
const RESOLUTION_MS = 5;

/**
 * Brings a snapshot into a workspace as every host does: read in a thread of its own, stored by the engine.
 * @param input `cancelAfterMs`: when somebody cancels it; null: nobody does
 */
export async function run(input: {
  readonly file: string;
  readonly workspace: string;
  readonly cancelAfterMs: number | null;
}): Promise<HeapImportAnswer> {
  const local = await openHeapEngine(commandLineOptions(input.workspace));
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let told = 0;
  const off = local.client.on('import.changed', ({ files }) => {
    if (files[0]?.phase === 'reading') told += 1;
  });
  try {
    delay.enable();
    const begun = performance.now();
    const { fileId } = local.engine.files.registerPath(input.file);
    await local.client.call('import.start', { files: [{ fileId }] });
    const cancelling = input.cancelAfterMs === null ? null : cancelAfter(local, input.cancelAfterMs);
    await local.engine.idle();
    const importMs = performance.now() - begun;
    delay.disable();
    const [state] = (await local.client.call('import.state', {})).files;
    if (state === undefined || state.phase === 'failed')
      throw new Error(state?.error?.message ?? 'nothing was imported');
    return {
      phase: state.phase,
      snapshotId: state.snapshotId,
      nodes: state.rows,
      importMs,
      longestBlockMs: delay.max / 1e6,
      told,
      cancelMs: cancelling === null ? null : await cancelling,
    };
  } finally {
    off();
    await local.close();
  }
}

async function cancelAfter({ client, engine }: HeapEngine, waitMs: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  const begun = performance.now();
  await client.call('import.cancel', {});
  await engine.idle();
  return performance.now() - begun;
}
