import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FindingsAnswer } from '../child/findings.ts';
import type { ExportAnswer } from '../child/report-export.ts';
import { pairWorkspace } from '../data/sample-workspace.ts';
import { medianOf, type Case, type CaseResult } from '../measure/interleave.ts';
import { median } from '../measure/statistics.ts';
import { dataFolder } from '../paths.ts';
import { runJob } from '../product/bundle.ts';
import { goal } from '../report/model.ts';
import { anyFailed, processTable } from '../report/process-table.ts';
import { count, megabytes, seconds } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';

const NAME = 'Bench';
/** What is planted: one transaction that takes 1.3 times as long. */
const REGRESSIONS = 1;
const MIN_PAGES = 20;
/** Of the runs, the comparison, gates and findings, transactions of each side in tens, and printing. */
const MIN_STEPS = 10;

/** The report of two large runs, from the workspace to the PDF. */
export const reportExport: Part = {
  id: 'pdf',
  async run(context): Promise<PartReport> {
    const workspace = await pairWorkspace(context);
    const { id, missing } = (await runJob('report-prepare', { workspace, name: NAME })).answer;
    const results = await context.measure([
      exportCase(workspace, id, missing),
      commandCase(workspace, missing),
    ]);
    const exported = results.get('export');
    const pages = (exported?.samples[0]?.answer as ExportAnswer | undefined)?.pages;
    const table = processTable({
      id: 'pdf',
      title: `Report of ${count(context.options.rows)} samples against as many`,
      about:
        `All sections and pages for every transaction${pages === undefined ? '' : `, ${count(pages)} pages`}: comparison by block ` +
        'bootstrap, gates, findings, and a PDF by the installed browser. Fresh processes, from their start to their end; the first ' +
        'exports the report once more with another author, as the window does after every edit.',
      results,
      reference: null,
      goals: {
        export: [
          goal(
            'PDF after',
            exportFigure(exported, ({ exportMs }) => exportMs),
            { atMost: 20_000 },
            seconds,
          ),
          goal(
            'after an edit',
            exportFigure(exported, ({ editMs }) => editMs),
            { atMost: 5000 },
            seconds,
          ),
          goal(
            'longest time without progress',
            exportFigure(exported, ({ silenceMs }) => silenceMs),
            { atMost: 10_000 },
            seconds,
          ),
          goal('peak RSS', medianOf(exported, 'rssBytes'), { atMost: 1200e6 }, megabytes),
        ],
        command: [goal('wall', medianOf(results.get('command'), 'wallMs'), { atMost: 20_000 }, seconds)],
      },
    });
    return { table, failed: anyFailed(results) };
  },
};

/** What the two runs have to say. */
export const reportFindings: Part = {
  id: 'findings',
  async run(context): Promise<PartReport> {
    const workspace = await pairWorkspace(context);
    const expected = context.options.quick ? null : REGRESSIONS;
    const results = await context.measure([
      findingsCase(workspace, true, expected),
      findingsCase(workspace, false, expected),
    ]);
    const table = processTable({
      id: 'findings',
      title: `Findings of ${count(context.options.rows)} samples against as many`,
      about:
        'All rules over all samples: phases, steady percentiles with intervals, incidents, modes, tails, trends, honesty, gates. The first ' +
        'process has compared the two runs before, as they are on screen when findings are asked for; the second one has not.',
      results,
      reference: null,
      goals: {
        compared: [goal('findings after', findingsAfter(results.get('compared')), { atMost: 3000 }, seconds)],
        fresh: [goal('findings after', findingsAfter(results.get('fresh')), { atMost: 6000 }, seconds)],
      },
    });
    return { table, failed: anyFailed(results) };
  },
};

function exportCase(workspace: string, id: number, missing: string | null): Case {
  return {
    id: 'export',
    name: '**Loadstone**: the engine exports the PDF, then once more after an edit',
    missing,
    run: () => runJob('report-export', { workspace, id }),
    check({ answer }) {
      const { steps, pages } = answer as ExportAnswer;
      if (steps < MIN_STEPS) throw new Error(`only ${steps} steps were told`);
      if (pages < MIN_PAGES) throw new Error(`only ${pages} pages were printed`);
    },
  };
}

function commandCase(workspace: string, missing: string | null): Case {
  const out = join(dataFolder, 'report.pdf');
  return {
    id: 'command',
    name: '**Loadstone** `report --workspace … --report … --out report.pdf`',
    missing,
    prepare: () => rm(out, { force: true }),
    run: () => runJob('report-command', { workspace, name: NAME, out }),
    check({ answer }) {
      const { pages } = answer as { readonly pages: number };
      if (pages < MIN_PAGES) throw new Error(`only ${pages} pages were printed`);
    },
  };
}

/** @param regressions that there must be; null: so few samples may hide them */
function findingsCase(workspace: string, compared: boolean, regressions: number | null): Case {
  return {
    id: compared ? 'compared' : 'fresh',
    name: `**Loadstone**: findings, ${compared ? 'the runs are compared already' : 'in an engine that was asked nothing before'}`,
    run: () => runJob('findings', { workspace, compared }),
    check({ answer }) {
      const found = answer as FindingsAnswer;
      if (found.findings === 0) throw new Error('nothing was found');
      if (regressions !== null) sameFacts({ regressions }, { regressions: found.regressions });
    },
  };
}

/** Median over the rounds. */
function exportFigure(result: CaseResult | undefined, of: (answer: ExportAnswer) => number): number {
  const samples = result?.samples ?? [];
  return samples.length === 0 ? NaN : median(samples.map(({ answer }) => of(answer as ExportAnswer)));
}

function findingsAfter(result: CaseResult | undefined): number {
  const samples = result?.samples ?? [];
  return samples.length === 0
    ? NaN
    : median(samples.map(({ answer }) => (answer as FindingsAnswer).findingsMs));
}
