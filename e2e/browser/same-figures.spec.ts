import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/app-server.ts';
import { withCommandLine, type SummaryFigures, type SummaryOf } from '../support/command-line.ts';
import { OPENING_MS } from '../support/patience.ts';
import { figuresSettled, savedTable } from '../support/transaction-table.ts';

const run = resolve('fixtures/jmeter/5.6.3/shop-candidate.jtl.gz');
const SELECTIONS = 50;
const SEED = 20_261_121;
/** Of the run, rounded down. */
const RUN_MS = 400_000;

test.use({ files: [run] });

interface Selection {
  readonly time: { readonly fromMs: number; readonly toMs: number } | null;
  readonly transactions: readonly string[] | null;
  readonly outcome: 'all' | 'ok' | 'failed';
}

/** Times, transactions and outcomes at random, each of them left alone now and then. */
function randomSelection(random: () => number, labels: readonly string[]): Selection {
  const fromMs = Math.floor(random() * RUN_MS * 0.9);
  const chosen = labels.filter(() => random() < 0.4);
  return {
    time: random() < 0.2 ? null : { fromMs, toMs: fromMs + 1 + Math.floor(random() * (RUN_MS - fromMs)) },
    transactions: random() < 0.4 || chosen.length === 0 ? null : chosen,
    outcome: random() < 0.6 ? 'all' : random() < 0.7 ? 'ok' : 'failed',
  };
}

/** mulberry32 */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Gives the window a selection as a colleague would: as text from the clipboard. */
async function paste(page: Page, selection: Selection): Promise<void> {
  const text = JSON.stringify({
    loadstone: 'selection',
    selection: { ...selection, latency: null, conditions: [] },
  });
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

function optionsOf({ time, transactions, outcome }: Selection): string[] {
  // Transactions that are named count whatever their kind.
  const escaped = (label: string): string => label.replaceAll(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
  return [
    ...(time === null ? [] : ['--from', `${time.fromMs}ms`, '--to', `${time.toMs}ms`]),
    ...(transactions === null
      ? []
      : ['--kind', 'all', '--label', `^(?:${transactions.map(escaped).join('|')})$`]),
    '--outcome',
    outcome,
    '--percentiles',
    '50,75,90,95,99,99.9',
  ];
}

/** Names of columns in the saved table, and the same figure of the command line. */
const figures: readonly (readonly [column: string, of: (figures: SummaryFigures) => number | null])[] = [
  ['Samples', (of) => of.samples],
  ['Samples/s', (of) => of.throughputPerSec],
  ['Errors, %', (of) => (of.errorRate === null ? null : of.errorRate * 100)],
  ['Min, ms', (of) => of.minMs],
  ['Mean, ms', (of) => of.meanMs],
  ['Max, ms', (of) => of.maxMs],
  ...['50', '90', '95', '99', '99.9'].map(
    (percentile) =>
      [`p${percentile}, ms`, (of: SummaryFigures) => of.percentilesMs[percentile] ?? null] as const,
  ),
];

function expectSame(row: Record<string, string>, expected: SummaryFigures, what: string): void {
  for (const [column, of] of figures) {
    if (!(column in row)) continue;
    const figure = of(expected);
    expect(row[column], `${what}: ${column}`).toBe(figure === null ? '' : String(figure));
  }
}

/** The exact values that the first row of the table shows when the pointer rests on its cells. */
function tooltips(page: Page): Promise<string[]> {
  return page
    .getByRole('grid', { name: 'Transactions' })
    .getByRole('row')
    .nth(1)
    .locator('[title]')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title') ?? ''));
}

test('table, tooltips, saved table and command line agree to the last digit for 50 random selections', async ({
  app,
  page,
}, testInfo) => {
  test.setTimeout(480_000);
  await page.goto(app.url);
  await page.getByRole('tab', { name: 'Explorer' }).click();
  await figuresSettled(page);
  const workspace = testInfo.outputPath('of-the-command-line.loadstone');
  await withCommandLine((summaryOf) => compareFigures(page, workspace, summaryOf));
});

async function compareFigures(page: Page, workspace: string, summaryOf: SummaryOf): Promise<void> {
  const whole = await summaryOf(run, '--workspace', workspace);
  const labels = whole.transactions.map(({ label }) => label);
  const random = randomNumbers(SEED);
  for (let turn = 0; turn < SELECTIONS; turn++) {
    const selection = randomSelection(random, labels);
    const what = `selection ${turn} of seed ${SEED}, ${JSON.stringify(selection)}`;
    await paste(page, selection);
    const expected = await summaryOf(workspace, ...optionsOf(selection));
    const [all, ...rows] = await tableWith(page, expected.overall.samples, what);
    expectSame(all!, expected.overall, what);
    for (const transaction of expected.transactions) {
      const row = rows.find(({ Transaction }) => Transaction === transaction.label);
      if (transaction.samples > 0) expectSame(row!, transaction, `${what}: ${transaction.label}`);
    }
    if (expected.overall.samples > 0) expect(await tooltips(page), what).toContain(all!['p95, ms']);
  }
}

/** The saved table, once the window shows the selection with that many samples. */
async function tableWith(page: Page, samples: number, what: string): Promise<Record<string, string>[]> {
  let table: Record<string, string>[] = [];
  await expect(async () => {
    await figuresSettled(page);
    table = await savedTable(page);
    expect(table[0]!['Samples'], what).toBe(String(samples));
  }).toPass({ timeout: OPENING_MS, intervals: [50, 100, 200] });
  return table;
}
