import type { HeapAnswer } from '../child/heap-read.ts';
import { heapFile, type HeapFile } from '../data/heap-file.ts';
import { medianOf, type Case } from '../measure/interleave.ts';
import { childCommand, runJob } from '../product/bundle.ts';
import { runMeasured } from '../measure/run-process.ts';
import { goal } from '../report/model.ts';
import { anyFailed, processTable, wallRatio } from '../report/process-table.ts';
import { count, megabytes, times } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';

/** As many users make a snapshot of about 290 MB. */
const FULL_USERS = 680_000;
const QUICK_USERS = 5000;

/** A heap snapshot from the file to retained sizes, beside parsing its JSON. */
export const heapSnapshot: Part = {
  id: 'heapsnapshot',
  async run({ options, tell, measure }): Promise<PartReport> {
    const file = await heapFile(options.quick ? QUICK_USERS : FULL_USERS, tell);
    const results = await measure([readBytesCase(file), readCase(file), parseCase(file)]);
    const peak = medianOf(results.get('read'), 'rssBytes');
    const table = processTable({
      id: 'heapsnapshot',
      title: `V8 heap snapshot, ${count(file.users)} users, ${megabytes(file.bytes)}`,
      about:
        'Loadstone reads objects, references and names, applies V8’s rules, sorts objects by class and computes dominators and ' +
        'retained sizes. `JSON.parse` stops where the text has become an object.',
      results,
      reference: 'read',
      goals: {
        read: [goal('peak RSS', peak, { atMost: 2 * file.bytes }, megabytes)],
        parse: [goal('ours ÷ this', wallRatio(results, 'read', 'parse'), { atMost: 1 }, times)],
      },
    });
    return { table, failed: anyFailed(results) };
  },
};

function readBytesCase({ path, bytes }: HeapFile): Case {
  return {
    id: 'bytes',
    name: 'Reading the bytes (Node, 4 MB at a time)',
    run: () => runJob('read-bytes', { file: path }),
    check: ({ answer }) => sameFacts({ bytes }, answer),
  };
}

function readCase({ path, users }: HeapFile): Case {
  return {
    id: 'read',
    name: '**Loadstone** → classes, dominators, retained sizes',
    run: () => runJob('heap-read', { file: path }),
    check({ answer }) {
      const { nodes, selfBytes, rootRetainedBytes } = answer as HeapAnswer;
      sameFacts({ rootRetainedBytes: selfBytes }, { rootRetainedBytes });
      if ((nodes ?? 0) < users)
        throw new Error(`wrong result: ${nodes} objects, fewer than the ${users} users`);
    },
  };
}

function parseCase({ path, users }: HeapFile): Case {
  return {
    id: 'parse',
    name: '`JSON.parse` of the text, nothing computed',
    run: () => runMeasured(childCommand('heap-parse', { file: path }, ['--max-old-space-size=8000'])),
    check({ answer }) {
      const { nodes } = answer as { nodes: number };
      if (nodes < users) throw new Error(`wrong result: ${nodes} objects, fewer than the ${users} users`);
    },
  };
}
