import { importFiles, type Terminal } from '../product/command-line.js';
import { openLocalEngine } from '../product/engine.js';
import { commandLineOptions } from './installation.ts';

const silent: Terminal = { print: () => undefined, note: () => undefined, progress: () => undefined };

/** Imports a file into a workspace as `loadstone summary --workspace` does: digest, commit and checkpoint included. */
export async function run(input: {
  readonly file: string;
  readonly workspace: string;
  readonly memoryLimitBytes?: number;
}): Promise<{ samples: number; failures: number }> {
  const local = await openLocalEngine(commandLineOptions(input.workspace, input.memoryLimitBytes));
  try {
    const options = { format: null, timeZone: undefined, allowDuplicate: false };
    const [imported] = await importFiles(local, [input.file], options, silent, new AbortController().signal);
    if (imported?.runId == null) throw new Error(imported?.error?.message ?? 'nothing was imported');
    const [imports] = await local.client.call('runs.list', {});
    return { samples: imports?.samples ?? 0, failures: imports?.failures ?? 0 };
  } finally {
    await local.close();
  }
}
