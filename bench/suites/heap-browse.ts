import type { HeapBrowseAnswer } from '../child/heap-browse.ts';
import type { HeapImportAnswer } from '../child/heap-import.ts';
import { heapFile } from '../data/heap-file.ts';
import { databaseFile } from '../data/workspace-file.ts';
import type { Case, CaseResult } from '../measure/interleave.ts';
import { median } from '../measure/statistics.ts';
import { runJob } from '../product/bundle.ts';
import { goal, type ReportRow } from '../report/model.ts';
import { anyFailed, remarkOn } from '../report/process-table.ts';
import { count, megabytes, milliseconds, seconds } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';
import { usersOf } from './heap-cases.ts';

const FULL_USERS = 680_000;
const QUICK_USERS = 5000;
const MAX_BLOCK_MS = 100;
const MAX_STEP_MS = 100;

/** A snapshot comes into a workspace, which is opened again and looked through. */
export const heapBrowse: Part = {
  id: 'heap-browse',
  async run({ options, tell, measure }): Promise<PartReport> {
    const file = await heapFile(usersOf(FULL_USERS, QUICK_USERS, options), tell);
    const workspace = databaseFile(`heap-${file.users}.loadstone`);
    const importing: Case = {
      id: 'import',
      name: 'Import',
      prepare: () => workspace.remove(),
      run: () => runJob('heap-import', { file: file.path, workspace: workspace.path, cancelAfterMs: null }),
      check: ({ answer }) => sameFacts({ phase: 'done' }, { phase: (answer as HeapImportAnswer).phase }),
    };
    const browsing: Case = {
      id: 'browse',
      name: 'Browsing',
      run: () => runJob('heap-browse', { workspace: workspace.path, snapshotId: 1, classKey: 'User' }),
      check: ({ answer }) =>
        sameFacts({ users: file.users }, { users: (answer as HeapBrowseAnswer).instances }),
    };
    const results = await measure([importing, browsing]);
    const imports = answersOf(results.get('import')!) as readonly HeapImportAnswer[];
    const browses = answersOf(results.get('browse')!) as readonly HeapBrowseAnswer[];
    const block = medianOrNone(imports.map(({ longestBlockMs }) => longestBlockMs));
    const rows: ReportRow[] = [
      row('import into a workspace, thread and storing included', '1', [seconds, imports, 'importMs']),
      {
        cells: ['– longest time in which the engine’s thread heard nobody', '', '', milliseconds(block)],
        goals: [goal('longest', block, { atMost: MAX_BLOCK_MS }, milliseconds)],
      },
      row('the workspace opened again: figures of the snapshot', '1', [milliseconds, browses, 'openMs']),
      row('objects and references read from the workspace, with progress', '1', [seconds, browses, 'loadMs']),
      ...Object.keys(browses[0]?.steps ?? {}).map((step) => stepRow(step, browses)),
    ];
    const table = {
      id: 'heap-browse',
      title: `Looking through a heap snapshot of ${megabytes(file.bytes)}, ${count(file.users)} users`,
      about:
        'Through the contract, in a fresh process each round: down the dominator tree, the largest instances of a class, and of ' +
        'twenty of them their references, retaining paths and retainers, level by level.',
      columns: ['step', 'times', 'median', 'longest'],
      rows,
      remarks: [...results.values()].map(remarkOn).filter((remark) => remark !== null),
    };
    return { table, failed: anyFailed(results) };
  },
};

type Shown<K extends string> = readonly [(ms: number) => string, readonly Readonly<Record<K, number>>[], K];

function row<K extends string>(what: string, often: string, [show, answers, figure]: Shown<K>): ReportRow {
  return { cells: [what, often, show(medianOrNone(answers.map((each) => each[figure]))), ''], goals: [] };
}

function stepRow(step: string, answers: readonly HeapBrowseAnswer[]): ReportRow {
  const rounds = answers.map(({ steps }) => steps[step] ?? []);
  const longest = medianOrNone(rounds.map((all) => Math.max(...all)));
  return {
    cells: [
      `– ${step}`,
      String(rounds[0]?.length ?? 0),
      milliseconds(medianOrNone(rounds.map((all) => median(all)))),
      milliseconds(longest),
    ],
    goals: [goal('longest', longest, { atMost: MAX_STEP_MS }, milliseconds)],
  };
}

function answersOf({ samples }: CaseResult): readonly unknown[] {
  return samples.map(({ answer }) => answer);
}

function medianOrNone(values: readonly number[]): number {
  return values.length === 0 ? NaN : median(values);
}
