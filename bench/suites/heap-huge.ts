import type { HeapImportAnswer } from '../child/heap-import.ts';
import { writtenHeapFile, type WrittenHeapFile } from '../data/heap-file.ts';
import { databaseFile, type DatabaseFile } from '../data/workspace-file.ts';
import { medianOf, type Case, type CaseResult } from '../measure/interleave.ts';
import { median } from '../measure/statistics.ts';
import { runJob } from '../product/bundle.ts';
import { goal, type Goal, type ReportRow } from '../report/model.ts';
import { anyFailed, remarkOn, type Results } from '../report/process-table.ts';
import { count, megabytes, milliseconds, seconds } from '../report/units.ts';
import type { BenchContext, Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';
import { usersOf } from './heap-cases.ts';

/** As many users are written as about 2 GB. */
const FULL_USERS = 7_000_000;
const QUICK_USERS = 20_000;
const MAX_RSS_PER_BYTE = 2.5;
const MAX_CANCEL_MS = 200;
/** When somebody cancels, as shares of the time that the import takes. */
const CANCELLED_AT = [0.05, 0.2, 0.4, 0.6, 0.9];

/** One of the size of the largest heaps: it comes in, and can be cancelled at any time. */
export const heapHuge: Part = {
  id: 'heapsnapshot-huge',
  async run(context): Promise<PartReport> {
    const { options, tell } = context;
    const file = await writtenHeapFile(usersOf(FULL_USERS, QUICK_USERS, options), tell);
    const workspace = databaseFile('heap-huge.loadstone');
    const imported = await context.measure([{ ...importCase(file, workspace), rounds: 1 }]);
    const took = figureOf(imported.get('import')!, ({ importMs }) => importMs);
    const cancelled = Number.isNaN(took)
      ? new Map<string, CaseResult>()
      : await context.measure(
          CANCELLED_AT.map((share) => ({ ...cancelCase(file, workspace, share, took), rounds: 1 })),
        );
    await workspace.remove();
    return report(context, file, imported, cancelled);
  },
};

function importCase(file: WrittenHeapFile, workspace: DatabaseFile): Case {
  return {
    id: 'import',
    name: 'import into a workspace: objects, references, dominators, all figures, stored',
    prepare: () => workspace.remove(),
    run: () => runJob('heap-import', { file: file.path, workspace: workspace.path, cancelAfterMs: null }),
    check({ answer }) {
      const { phase, nodes } = answer as HeapImportAnswer;
      sameFacts({ phase: 'done', nodes: file.nodes }, { phase, nodes });
    },
  };
}

function cancelCase(file: WrittenHeapFile, workspace: DatabaseFile, share: number, tookMs: number): Case {
  return {
    id: String(share),
    name: `cancelled after ${Math.round(share * 100)} % of that time`,
    prepare: () => workspace.remove(),
    run: () =>
      runJob('heap-import', { file: file.path, workspace: workspace.path, cancelAfterMs: share * tookMs }),
    check({ answer }) {
      const { phase } = answer as HeapImportAnswer;
      // What is nearly done may be done before the wish arrives.
      if (phase !== 'done') sameFacts({ phase: 'cancelled' }, { phase });
    },
  };
}

function report(
  { options }: BenchContext,
  file: WrittenHeapFile,
  imported: Results,
  cancelled: Results,
): PartReport {
  const result = imported.get('import')!;
  const peak = medianOf(result, 'rssBytes');
  const told = figureOf(result, (answer) => answer.told);
  const rows: ReportRow[] = [
    row(result, seconds(figureOf(result, ({ importMs }) => importMs)), peak, [
      goal('peak RSS', peak, { atMost: MAX_RSS_PER_BYTE * file.bytes }, megabytes),
    ]),
    {
      cells: ['– progress told while the file is read', Number.isNaN(told) ? '' : `${count(told)} times`, ''],
      goals: [goal('told', told, { atLeast: options.quick ? 1 : 20 }, (value) => `${count(value)} times`)],
    },
    {
      cells: [
        '– longest time in which the engine’s thread heard nobody',
        milliseconds(figureOf(result, ({ longestBlockMs }) => longestBlockMs)),
        '',
      ],
      goals: [],
    },
    ...[...cancelled.values()].map((each) => {
      const took = figureOf(each, ({ cancelMs }) => cancelMs ?? NaN);
      return row(each, milliseconds(took), medianOf(each, 'rssBytes'), [
        goal('until the engine is free again', took, { atMost: MAX_CANCEL_MS }, milliseconds),
      ]);
    }),
  ];
  const table = {
    id: 'heapsnapshot-huge',
    title: `A generated heap snapshot of ${megabytes(file.bytes)}: ${count(file.nodes)} objects, ${count(file.edges)} references`,
    about:
      'As every host opens it: read in a thread of its own, stored by the engine. Cancels are counted until the engine is free for the next file.',
    columns: ['what', 'time', 'peak RSS'],
    rows,
    remarks: [...imported.values(), ...cancelled.values()].map(remarkOn).filter((remark) => remark !== null),
  };
  return { table, failed: anyFailed(imported) || anyFailed(cancelled) };
}

function row({ name }: CaseResult, time: string, peak: number, goals: readonly Goal[]): ReportRow {
  return { cells: [name, time, megabytes(peak)], goals };
}

function figureOf({ samples }: CaseResult, read: (answer: HeapImportAnswer) => number): number {
  const values = samples.map(({ answer }) => read(answer as HeapImportAnswer));
  return values.length === 0 ? NaN : median(values);
}
