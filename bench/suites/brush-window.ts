import type { Page } from '@playwright/test';
import { sampleWorkspace } from '../data/sample-workspace.ts';
import type { Case, CaseResult } from '../measure/interleave.ts';
import type { Measurement } from '../measure/run-process.ts';
import { median, percentile } from '../measure/statistics.ts';
import { goal, type Goal, type ReportRow } from '../report/model.ts';
import { anyFailed, remarkOn } from '../report/process-table.ts';
import { count, milliseconds } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { headlineShown, openBrowser, timelinePainted, windowMissing, withWindow } from './window.ts';

const COMPUTE_LIMIT_MS = 4;
const FRAME_LIMIT_MS = 16;
const EXACT_LIMIT_MS = 250;
const MOVES = 200;

const views = ['overview', 'explorer'] as const;
type View = (typeof views)[number];

/** The brush in the real window: 200 moves of the pointer, read from the window's own performance measures. */
export const brushWindow: Part = {
  id: 'brush-window',
  async run(context): Promise<PartReport> {
    const missing = windowMissing(context.tell);
    const workspace = await sampleWorkspace(context);
    const browser = missing === null ? await openBrowser() : null;
    try {
      const results = await context.measure(
        views.map((view): Case => ({
          id: view,
          name: view,
          missing,
          run: () =>
            withWindow(browser!, { workspace, files: [] }, async ({ page }): Promise<Measurement> => {
              const begun = performance.now();
              const answer = await brush(page, view);
              return { wallMs: performance.now() - begun, cpuMs: null, rssBytes: null, answer };
            }),
        })),
      );
      const table = {
        id: 'brush-window',
        title: `A brush over ${count(context.options.rows)} samples in the window`,
        about:
          `${MOVES} moves of the pointer in Chromium with software drawing. “To pixels” is from the pointer’s event to the end of ` +
          'the frame that shows its figures, the wait for that frame included; “computing” is each computation of figures ' +
          'or of the curve. The explorer has six views open. “Exact” is from letting go to exact figures on screen.',
        columns: ['what', 'median', 'p95', 'longest'],
        rows: views.flatMap((view) => rowsOf(view, results.get(view)!)),
        remarks: [...results.values()].map(remarkOn).filter((remark) => remark !== null),
      };
      return { table, failed: anyFailed(results) };
    } finally {
      await browser?.close();
    }
  },
};

interface Brushed {
  readonly computeMs: readonly number[];
  readonly frameMs: readonly number[];
  /** Only where the view shows whether its figures are exact. */
  readonly exactMs: number | null;
}

async function brush(page: Page, view: View): Promise<Brushed> {
  if (view === 'explorer') await showSixViews(page);
  await timelinePainted(page);
  await headlineShown(page);
  if (view === 'explorer') await page.getByRole('tab', { name: 'Explorer' }).click();
  const slider = page.getByRole('slider', { name: 'Time selection' });
  await slider.waitFor();
  const box = (await slider.boundingBox())!;
  const y = box.y + box.height / 2;
  const at = (share: number): number => box.x + box.width * share;
  await untilCubeAnswers(page, at(0.3), at(0.4), y);

  await page.mouse.move(at(0.2), y);
  await page.mouse.down();
  await page.evaluate(() => performance.clearMeasures());
  for (let move = 0; move < MOVES; move++) {
    // There and back twice, by steps that are not a whole number of bins.
    const phase = Math.abs((((move * 4) / MOVES) % 2) - 1);
    await page.mouse.move(at(0.25 + 0.7 * (1 - phase)), y);
  }
  const measures = await page.evaluate(() =>
    performance.getEntriesByType('measure').map(({ name, duration }) => ({ name, duration })),
  );
  const named = (name: string): number[] =>
    measures.filter((measure) => measure.name === name).map(({ duration }) => duration);
  const frameMs = named('brush-frame');
  if (frameMs.length < MOVES / 2) throw new Error(`only ${frameMs.length} of ${MOVES} moves were measured`);
  return {
    computeMs: named('brush-compute'),
    frameMs,
    exactMs: view === 'overview' ? await exactAfterRest(page) : null,
  };
}

/** The explorer with all views but two. */
async function showSixViews(page: Page): Promise<void> {
  await page.evaluate(() => {
    const explorer = {
      left: ['over-time', 'heat-map', 'codes', 'parts', 'samples'],
      right: ['curve', 'histogram', 'load'],
      hidden: ['parts', 'samples'],
    };
    localStorage.setItem('loadstone.layout', JSON.stringify({ explorer }));
  });
  await page.reload({ waitUntil: 'commit' });
}

/** Before the cube has come a brush dims the old figures and computes nothing. */
async function untilCubeAnswers(page: Page, from: number, to: number, y: number): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    await page.mouse.move(from, y);
    await page.mouse.down();
    await page.mouse.move((from + to) / 2, y);
    await page.mouse.move(to, y);
    await page.mouse.up();
    const computed = await page.evaluate(() => performance.getEntriesByName('brush-compute').length);
    await page.keyboard.press('Escape');
    if (computed > 0) {
      // What the attempts have asked of the engine is answered first.
      await page.waitForTimeout(1000);
      return;
    }
    await page.waitForTimeout(200);
  }
  throw new Error('the window has never computed figures of a brush');
}

/** Lets go of the brush; estimates carry a sign until the exact figures take their place. */
async function exactAfterRest(page: Page): Promise<number> {
  await page.evaluate(() => {
    addEventListener('pointerup', () => performance.mark('bench-rest'), { once: true, capture: true });
  });
  await page.mouse.up();
  const shown = await page.waitForFunction(
    () => {
      const [rest] = performance.getEntriesByName('bench-rest');
      if (rest === undefined || document.querySelector('.headline__estimate') !== null) return false;
      return Math.max(performance.now() - rest.startTime, 0.01);
    },
    undefined,
    { polling: 'raf' },
  );
  return Number(await shown.jsonValue());
}

function rowsOf(view: View, { samples }: CaseResult): ReportRow[] {
  const answers = samples.map(({ answer }) => answer as Brushed);
  const spread = (read: (answer: Brushed) => readonly number[], share: number): number =>
    answers.length === 0 ? NaN : median(answers.map((answer) => percentile(read(answer), share)));
  const row = (what: string, read: (answer: Brushed) => readonly number[], limit: number): ReportRow => ({
    cells: [`${view}: ${what}`, ...[50, 95, 100].map((share) => milliseconds(spread(read, share)))],
    goals: [goal('p95', spread(read, 95), { atMost: limit }, milliseconds)],
  });
  const rows = [
    row('computing', ({ computeMs }) => computeMs, COMPUTE_LIMIT_MS),
    row('to pixels', ({ frameMs }) => frameMs, FRAME_LIMIT_MS),
  ];
  if (view !== 'overview') return rows;
  const exact = answers.map(({ exactMs }) => exactMs ?? NaN);
  const goals: Goal[] = [
    goal('median', exact.length === 0 ? NaN : median(exact), { atMost: EXACT_LIMIT_MS }, milliseconds),
  ];
  const cells =
    exact.length === 0
      ? ['–', '', '–']
      : [milliseconds(median(exact)), '', milliseconds(percentile(exact, 100))];
  return [...rows, { cells: [`${view}: exact figures after letting go`, ...cells], goals }];
}
