import type { HeapListAnswer } from '../child/heap-list.ts';
import { heapFile } from '../data/heap-file.ts';
import { medianOf } from '../measure/interleave.ts';
import { median } from '../measure/statistics.ts';
import { runJob } from '../product/bundle.ts';
import { goal } from '../report/model.ts';
import { anyFailed, processTable, remarkOn, wallRatio, type Results } from '../report/process-table.ts';
import { count, megabytes, milliseconds, times } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { devtoolsCase, memlabCase, parseCase, readBytesCase, readCase, usersOf } from './heap-cases.ts';

/** As many users make a snapshot of about 290 MB, and of about 640 MB. */
const FULL_USERS = 680_000;
const LARGE_USERS = 1_500_000;
const QUICK_USERS = 5000;
const MAX_RSS_PER_BYTE = 2;
/** `ERR_STRING_TOO_LONG` comes from here on. */
const MAX_STRING_BYTES = 0x1fffffe8;
const LIST_NODES = 1_000_000;
const QUICK_NODES = 10_000;
const MAX_LIST_MS = 1000;

/** A heap snapshot from the file to retained sizes, beside parsing its JSON and the programs that people open it with. */
export const heapSnapshot: Part = {
  id: 'heapsnapshot',
  async run({ options, tell, measure }): Promise<PartReport> {
    const file = await heapFile(usersOf(FULL_USERS, QUICK_USERS, options), tell);
    const results = await measure([
      readBytesCase(file),
      readCase(file),
      parseCase(file),
      await devtoolsCase(file, tell),
      memlabCase(file, tell),
    ]);
    const peak = medianOf(results.get('read'), 'rssBytes');
    const table = processTable({
      id: 'heapsnapshot',
      title: `V8 heap snapshot, ${count(file.users)} users, ${megabytes(file.bytes)}`,
      about:
        'Loadstone reads objects, references and names, applies V8’s rules, sorts objects by class and computes dominators and ' +
        'retained sizes. `JSON.parse` stops where the text has become an object. Of MemLab, the search for paths is left out.',
      results,
      reference: 'read',
      goals: {
        read: [goal('peak RSS', peak, { atMost: MAX_RSS_PER_BYTE * file.bytes }, megabytes)],
        parse: [goal('ours ÷ this', wallRatio(results, 'read', 'parse'), { atMost: 1 }, times)],
        devtools: [
          goal('ours ÷ this', wallRatio(results, 'read', 'devtools'), { atMost: 0.25 }, times),
          goal('ours ÷ this (peak RSS)', rssRatio(results, 'devtools'), { atMost: 0.5 }, times),
        ],
        memlab: [goal('ours ÷ this', wallRatio(results, 'read', 'memlab'), { atMost: 1 }, times)],
      },
    });
    return { table, failed: oursFailed(results) };
  },
};

/** One that `JSON.parse` cannot take. */
export const heapLarge: Part = {
  id: 'heapsnapshot-large',
  async run({ options, tell, measure }): Promise<PartReport> {
    const file = await heapFile(usersOf(LARGE_USERS, 2 * QUICK_USERS, options), tell);
    const slow = 2;
    const results = await measure([
      readBytesCase(file),
      readCase(file),
      { ...(await devtoolsCase(file, tell)), rounds: slow },
      { ...memlabCase(file, tell), rounds: slow },
    ]);
    const table = processTable({
      id: 'heapsnapshot-large',
      title: `V8 heap snapshot, ${count(file.users)} users, ${megabytes(file.bytes)}`,
      about:
        file.bytes > MAX_STRING_BYTES
          ? '`JSON.parse` cannot take it: a string of V8 ends at 512 MB.'
          : 'Small enough for `JSON.parse`; the full size is not.',
      results,
      reference: 'read',
      goals: {
        read: [
          goal(
            'peak RSS',
            medianOf(results.get('read'), 'rssBytes'),
            { atMost: MAX_RSS_PER_BYTE * file.bytes },
            megabytes,
          ),
        ],
        devtools: [goal('ours ÷ this', wallRatio(results, 'read', 'devtools'), { atMost: 1 / 3 }, times)],
      },
    });
    return { table, failed: oursFailed(results) };
  },
};

/** A graph on which slow ways to find dominators never end. */
export const heapList: Part = {
  id: 'heap-list',
  async run({ options, measure }): Promise<PartReport> {
    const nodes = options.quick ? QUICK_NODES : LIST_NODES;
    const results = await measure([
      { id: 'list', name: 'dominators, retained sizes', run: () => runJob('heap-list', { nodes }) },
    ]);
    const result = results.get('list')!;
    const samples = result.samples.map(({ answer }) => (answer as HeapListAnswer).analyseMs);
    const took = samples.length === 0 ? NaN : median(samples);
    const table = {
      id: 'heap-list',
      title: `A doubly linked list of ${count(nodes)} objects, held at both ends`,
      about: 'The root alone dominates each of them. Without the start of the process.',
      columns: ['what', 'time'],
      rows: [
        {
          cells: [result.name, milliseconds(took)],
          goals: [goal('time', took, { atMost: MAX_LIST_MS }, milliseconds)],
        },
      ],
      remarks: [remarkOn(result)].filter((remark) => remark !== null),
    };
    return { table, failed: anyFailed(results) };
  },
};

function rssRatio(results: Results, other: string): number {
  return medianOf(results.get('read'), 'rssBytes') / medianOf(results.get(other), 'rssBytes');
}

/** What others cannot do (too little memory, a string that is too long) is a result, told below the table. */
function oursFailed(results: Results): boolean {
  return ['bytes', 'read'].some((id) => results.get(id)?.failure != null);
}
