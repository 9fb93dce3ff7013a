import { join } from 'node:path';
import { runMeasured } from '../measure/run-process.ts';
import { root } from '../paths.ts';
import { ensureApp } from '../product/app-build.ts';
import { anyFailed, processTable } from '../report/process-table.ts';
import type { Part, PartReport } from './context.ts';
import { emptyNode } from './query-first.ts';

/** What a command costs before it does anything. */
export const startProcess: Part = {
  id: 'process',
  async run({ measure, tell }): Promise<PartReport> {
    const missing = ensureApp(tell);
    const results = await measure(
      [
        emptyNode,
        {
          id: 'version',
          name: '**Loadstone** `--version`, the built command line',
          missing,
          run: () => runMeasured([process.execPath, join(root, 'out/main/cli.js'), '--version']),
        },
        {
          id: 'checkout',
          name: '**Loadstone** `--version`, out of a checkout (looks whether packages and build are fresh)',
          missing,
          run: () => runMeasured([process.execPath, join(root, 'scripts/loadstone.mjs'), '--version']),
        },
      ],
      3,
    );
    const table = processTable({
      id: 'process',
      title: 'Starting the command line',
      about: 'Fresh processes, from their start to their end.',
      results,
      reference: 'version',
    });
    return { table, failed: anyFailed(results) };
  },
};
