import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { sampleWorkspace } from '../data/sample-workspace.ts';
import type { Case, CaseResult } from '../measure/interleave.ts';
import type { Measurement } from '../measure/run-process.ts';
import { median, percentile } from '../measure/statistics.ts';
import { root } from '../paths.ts';
import { goal, type Goal, type ReportRow } from '../report/model.ts';
import { anyFailed, remarkOn } from '../report/process-table.ts';
import { count, seconds } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import {
  headlineShown,
  openBrowser,
  timelinePainted,
  windowMissing,
  withWindow,
  type OpenWindow,
} from './window.ts';

const FIXTURE = join(root, 'fixtures/jmeter/5.6.3/shop-baseline.jtl.gz');
const REOPEN_LIMIT_MS = 1500;

/** From the start of the host to what a person came for. */
export const startWindow: Part = {
  id: 'window',
  async run(context): Promise<PartReport> {
    const missing = windowMissing(context.tell);
    const workspace = await sampleWorkspace(context);
    const browser = missing === null ? await openBrowser() : null;
    try {
      const rows = count(context.options.rows);
      const results = await context.measure([
        windowCase('ready', 'host started → ready, empty workspace', missing, browser, null, []),
        windowCase(
          'chart',
          'host started with a JTL of 26,094 rows → its timeline painted',
          missing,
          browser,
          null,
          [FIXTURE],
        ),
        windowCase(
          'reopen',
          `host started with a workspace of ${rows} samples → headline figures`,
          missing,
          browser,
          workspace,
          [],
        ),
      ]);
      const table = {
        id: 'window',
        title: 'From start to picture',
        about:
          'The built host and window in Chromium, 1440 × 900, software drawing. The browser is running before the clock starts; ' +
          'each time in a new profile with nothing cached.',
        columns: ['what', 'median', 'longest', 'of it until ready'],
        rows: [...results.values()].map((result) =>
          row(result, result.id === 'reopen' ? reopenGoals(result) : []),
        ),
        remarks: [...results.values()].map(remarkOn).filter((remark) => remark !== null),
      };
      return { table, failed: anyFailed(results) };
    } finally {
      await browser?.close();
    }
  },
};

interface Shown {
  readonly readyMs: number;
}

function windowCase(
  id: 'ready' | 'chart' | 'reopen',
  name: string,
  missing: string | null,
  browser: Browser | null,
  workspace: string | null,
  files: readonly string[],
): Case {
  return {
    id,
    name,
    missing,
    run: () =>
      withWindow(browser!, { workspace, files }, async (window): Promise<Measurement> => {
        const wallMs = (await shownAt(id, window)) - window.startedAt;
        const answer: Shown = { readyMs: window.readyMs };
        return { wallMs, cpuMs: null, rssBytes: null, answer };
      }),
  };
}

async function shownAt(
  id: 'ready' | 'chart' | 'reopen',
  { page, startedAt, readyMs }: OpenWindow,
): Promise<number> {
  switch (id) {
    case 'ready':
      return startedAt + readyMs;
    case 'chart':
      return timelinePainted(page);
    case 'reopen':
      return headlineShown(page);
  }
}

function reopenGoals(result: CaseResult): Goal[] {
  return [goal('later goal: median', wall(result, median), { atMost: REOPEN_LIMIT_MS }, seconds)];
}

function row(result: CaseResult, goals: readonly Goal[]): ReportRow {
  const ready = result.samples.map(({ answer }) => (answer as Shown).readyMs);
  return {
    cells: [
      result.name,
      seconds(wall(result, median)),
      seconds(wall(result, (values) => percentile(values, 100))),
      seconds(ready.length === 0 ? NaN : median(ready)),
    ],
    goals,
  };
}

function wall({ samples }: CaseResult, read: (values: readonly number[]) => number): number {
  return samples.length === 0 ? NaN : read(samples.map(({ wallMs }) => wallMs));
}
