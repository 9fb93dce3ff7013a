import type { Page } from '@playwright/test';
import { databaseFile } from '../data/workspace-file.ts';
import { labelsFile } from '../data/labels-file.ts';
import type { Case, CaseResult } from '../measure/interleave.ts';
import type { Measurement } from '../measure/run-process.ts';
import { median } from '../measure/statistics.ts';
import { runJob } from '../product/bundle.ts';
import { goal, type ReportRow } from '../report/model.ts';
import { anyFailed, remarkOn } from '../report/process-table.ts';
import { count, milliseconds } from '../report/units.ts';
import type { BenchContext, Part, PartReport } from './context.ts';
import { headlineShown, openBrowser, windowMissing, withWindow } from './window.ts';

const LABELS = 100_000;
const ROWS = 1_500_000;
const QUICK_SHARE = 30;
/** What a person waits for an answer, and how long the window may be deaf meanwhile. */
const ANSWER_LIMIT_MS = 5000;
const BLOCKED_LIMIT_MS = 1000;

/** A run whose labels hold ids stays usable: tables, choices and figures of a hundred thousand transactions. */
export const labelsWindow: Part = {
  id: 'labels',
  async run(context): Promise<PartReport> {
    const missing = windowMissing(context.tell);
    const shrink = context.options.quick ? QUICK_SHARE : 1;
    const [rows, labels] = [Math.ceil(ROWS / shrink), Math.ceil(LABELS / shrink)];
    const workspace = await labelsWorkspace(context, rows, labels);
    const browser = missing === null ? await openBrowser() : null;
    try {
      const only: Case = {
        id: 'labels',
        name: 'window',
        missing,
        run: () =>
          withWindow(browser!, { workspace, files: [] }, async ({ page }): Promise<Measurement> => {
            const begun = performance.now();
            const answer = await walk(page);
            return { wallMs: performance.now() - begun, cpuMs: null, rssBytes: null, answer };
          }),
      };
      const results = await context.measure([only]);
      const result = results.get('labels')!;
      const table = {
        id: 'labels',
        title: `A run of ${count(rows)} samples with ${count(labels)} labels in the window`,
        about:
          'What a person waits for, and the longest stretch in which the window heard nothing, in Chromium with software ' +
          'drawing. Labels with ids are the worst that a test plan can do; the answers are exact percentiles of each of them.',
        columns: ['what', 'answered after', 'longest block'],
        rows: steps.map(({ id, what }) => rowOf(id, what, result)),
        remarks: [remarkOn(result)].filter((remark) => remark !== null),
      };
      return { table, failed: anyFailed(results) };
    } finally {
      await browser?.close();
    }
  },
};

async function labelsWorkspace({ tell }: BenchContext, rows: number, labels: number): Promise<string> {
  const file = await labelsFile(rows, labels, 1, tell);
  const workspace = databaseFile(`labels-${rows}-${labels}.loadstone`);
  await workspace.remove();
  tell(`importing ${rows.toLocaleString('en')} rows with ${labels.toLocaleString('en')} labels …`);
  await runJob('import', { file, workspace: workspace.path });
  return workspace.path;
}

const steps = [
  { id: 'open', what: 'headline figures after the page is asked for' },
  { id: 'filter', what: 'the table narrowed by a regular expression to a fifth' },
  { id: 'sort', what: 'the table sorted by name' },
  { id: 'one', what: 'one transaction chosen: exact figures of all views' },
  { id: 'fifth', what: 'a fifth of the transactions chosen by a regular expression' },
  { id: 'all', what: 'everything selected again' },
] as const;
type StepId = (typeof steps)[number]['id'];
type Walked = Readonly<Record<StepId, { readonly ms: number; readonly blockedMs: number }>>;

async function walk(page: Page): Promise<Walked> {
  await page.addInitScript(watchBlocks);
  await page.reload({ waitUntil: 'commit' });
  const measured = async (act: () => Promise<unknown>): Promise<Walked[StepId]> => {
    await page.evaluate(forgetBlocks);
    const begun = performance.now();
    await act();
    const ms = performance.now() - begun;
    // Blocks are told of when they are over.
    await page.waitForTimeout(300);
    return {
      ms,
      blockedMs: await page.evaluate(blockedMs),
    };
  };
  const open = await measured(() => headlineShown(page));
  const table = page.getByRole('region', { name: 'Transactions' });
  const field = table.getByPlaceholder('Filter by name or /regex/');
  const filter = await measured(async () => {
    await field.fill('/orders$/');
    await table
      .getByRole('gridcell', { name: /orders$/ })
      .first()
      .waitFor();
  });
  await field.fill('');
  const sort = await measured(() =>
    table.getByRole('columnheader', { name: 'Transaction', exact: true }).click(),
  );
  await settled(page);
  const one = await measured(async () => {
    await table.getByRole('grid').focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.press(' ');
    await answered(page);
  });
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await settled(page);
  await page
    .getByRole('button', { name: /^Transactions/ })
    .first()
    .click();
  await page.getByLabel('Find transactions').fill('/orders$/');
  const fifth = await measured(async () => {
    await page.getByRole('button', { name: 'Only these' }).click();
    await answered(page);
  });
  await page.keyboard.press('Escape');
  const all = await measured(async () => {
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await answered(page);
  });
  return { open, filter, sort, one, fifth, all };
}

interface WatchedWindow extends Window {
  benchBlockedMs?: number;
}

/** The functions below run in the page: the longest task since it was forgotten, ms. */
function watchBlocks(): void {
  const watched = window as WatchedWindow;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries())
      watched.benchBlockedMs = Math.max(watched.benchBlockedMs ?? 0, duration);
  }).observe({ type: 'longtask' });
}

function forgetBlocks(): void {
  (window as WatchedWindow).benchBlockedMs = 0;
}

function blockedMs(): number {
  return (window as WatchedWindow).benchBlockedMs ?? 0;
}

/** The count of the selection and the figures are those of the selection. */
async function answered(page: Page): Promise<void> {
  await page.waitForTimeout(150);
  await page.waitForFunction(
    () =>
      document.querySelector('.selection-bar__count.is-old') === null &&
      document.querySelector('.headline__estimate') === null,
  );
}

/** Nothing of an earlier question is worked on any more. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[role="progressbar"]') === null, undefined, {
    timeout: 120_000,
  });
}

function rowOf(id: StepId, what: string, { samples }: CaseResult): ReportRow {
  const of = (read: (step: Walked[StepId]) => number): number =>
    samples.length === 0 ? NaN : median(samples.map(({ answer }) => read((answer as Walked)[id])));
  const [ms, blockedMs] = [of((step) => step.ms), of((step) => step.blockedMs)];
  return {
    cells: [what, milliseconds(ms), milliseconds(blockedMs)],
    goals: [
      goal('answered after', ms, { atMost: ANSWER_LIMIT_MS }, milliseconds),
      goal('longest block', blockedMs, { atMost: BLOCKED_LIMIT_MS }, milliseconds),
    ],
  };
}
