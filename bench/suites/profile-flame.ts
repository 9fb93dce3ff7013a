import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { functionNames, treeShapes, type TreeShape } from '../data/profile-tree.ts';
import type { Case, CaseResult } from '../measure/interleave.ts';
import type { Measurement } from '../measure/run-process.ts';
import { median, percentile } from '../measure/statistics.ts';
import { buildFlamePage, type FlamePageFiles } from '../product/profile-flame-build.ts';
import type { FlameBench } from '../product/profile-flame-page.ts';
import { goal, type ReportRow } from '../report/model.ts';
import { anyFailed, remarkOn } from '../report/process-table.ts';
import { count, milliseconds } from '../report/units.ts';
import { findTestChromium } from '../../scripts/testing/chromium.mjs';
import type { Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';
import { tracedFrames, type Frame } from './profile-frames.ts';
import { openBrowser } from './window.ts';

const BOXES = 2_000_000;
const QUICK_BOXES = 50_000;
const STEPS = 90;
const SEARCHES = 9;
const LIMIT_MS = { firstPaint: 300, pan: 8, zoom: 8, hover: 4, search: 200 };
/** Never asked for: every request is answered from here. */
const ADDRESS = 'http://flame.invalid/';

const shapeNames: Readonly<Record<TreeShape, string>> = {
  calls: 'stacks',
  even: 'a box per pixel',
};

/** The flame graph of the window on a real canvas. */
export const profileFlame: Part = {
  id: 'flame',
  async run({ options, tell, measure }): Promise<PartReport> {
    const missing = findTestChromium() === undefined ? 'no Chromium on this computer' : null;
    const boxes = options.quick ? QUICK_BOXES : BOXES;
    const files = missing === null ? await buildPage(tell) : null;
    const browser = missing === null ? await openBrowser() : null;
    try {
      const results = await measure(
        treeShapes.map((shape): Case => ({
          id: shape,
          name: shapeNames[shape],
          missing,
          async run(): Promise<Measurement> {
            const begun = performance.now();
            const answer = await measureShape(browser!, files!, shape, boxes);
            return { wallMs: performance.now() - begun, cpuMs: null, rssBytes: null, answer };
          },
        })),
      );
      const table = {
        id: 'flame',
        title: `A flame graph of ${count(boxes)} boxes`,
        about:
          'The window’s own layout, painter and chart in a page of their own in Chromium, 1440 × 900, software drawing, driven ' +
          'by a real pointer. Pan, zoom and hover: processor time of the page’s JavaScript per frame, by the browser’s trace; “by the ' +
          'clock” is the same with what other programs took away, “whole thread” all work of the page’s thread, what the canvas ' +
          'does with the calls included. First paint and search: by the clock, from data in memory to the end of the frame. “Stacks” are calls of a server, most too rare to be seen; in “a box per pixel” 40 rows are full of boxes ' +
          'of one width, no two neighbours in one colour.',
        columns: ['what', 'median', 'p95', 'longest', 'by the clock, p95', 'whole thread, p95'],
        rows: treeShapes.flatMap((shape) => rowsOf(shape, results.get(shape)!)),
        remarks: [...results.values()].map(remarkOn).filter((remark) => remark !== null),
      };
      return { table, failed: anyFailed(results) };
    } finally {
      await browser?.close();
    }
  },
};

function buildPage(tell: (text: string) => void): Promise<FlamePageFiles> {
  tell('building the page of the flame graph …');
  return buildFlamePage();
}

type Found = Awaited<ReturnType<FlameBench['search']>>;

interface Measured {
  readonly firstPaintMs: number;
  readonly pan: readonly Frame[];
  readonly zoom: readonly Frame[];
  readonly hover: readonly Frame[];
  readonly searchMs: readonly number[];
}

async function measureShape(
  browser: Browser,
  files: FlamePageFiles,
  shape: TreeShape,
  boxes: number,
): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const failures: string[] = [];
    page.on('pageerror', ({ message }) => failures.push(message));
    await openPage(page, files);
    const made = await page.evaluate(([own, number]) => flameBench.prepare(own, number), [
      shape,
      boxes,
    ] as const);
    if (made < boxes) throw new Error(`wrong result: ${made} boxes instead of ${boxes}`);
    const { ms: firstPaintMs } = await page.evaluate(() => flameBench.show());
    const zoom = await tracedFrames(browser, page, () => zoomInAndOut(page));
    const pan = await tracedFrames(browser, page, () => dragAround(page));
    const hover = await tracedFrames(browser, page, () => moveOver(page));
    const searchMs: number[] = [];
    for (let search = 1; search <= SEARCHES; search++) {
      const found: Found = await page.evaluate((text) => flameBench.search(text), `handleRequest_${search}`);
      const functions = functionNames.filter((name) => name.includes(`handleRequest_${search}`)).length;
      sameFacts({ functions, weighs: true }, { functions: found.functions, weighs: found.share > 0 });
      searchMs.push(found.ms);
    }
    if (failures.length > 0) throw new Error(failures[0]);
    return { firstPaintMs, pan, zoom, hover, searchMs };
  } finally {
    await context.close();
  }
}

async function openPage(page: Page, files: FlamePageFiles): Promise<void> {
  const html =
    '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="flame.css">' +
    '<body style="margin:0"><div id="root" style="height:100vh"></div><script type="module" src="flame.js"></script>';
  await page.route(`${ADDRESS}**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/flame.js')
      return route.fulfill({ contentType: 'text/javascript', body: readFileSync(files.script) });
    if (pathname === '/flame.css')
      return route.fulfill({ contentType: 'text/css', body: readFileSync(files.styles) });
    return pathname === '/' ? route.fulfill({ contentType: 'text/html', body: html }) : route.abort();
  });
  await page.goto(ADDRESS);
  await page.waitForFunction(() => 'flameBench' in globalThis);
}

/** Ends where there is room to pan. */
async function zoomInAndOut(page: Page): Promise<void> {
  await page.mouse.move(600, 300);
  for (let step = 0; step < STEPS; step++)
    await page.mouse.wheel(0, Math.floor(step / 15) % 2 === 0 ? -100 : 100);
  for (let step = 0; step < 8; step++) await page.mouse.wheel(0, -100);
}

async function dragAround(page: Page): Promise<void> {
  await page.mouse.move(700, 300);
  await page.mouse.down();
  for (let step = 1; step <= STEPS; step++) {
    const phase = Math.abs((((step * 4) / STEPS) % 2) - 1);
    await page.mouse.move(200 + 1000 * phase, 300 + step / 3);
  }
  await page.mouse.up();
}

async function moveOver(page: Page): Promise<void> {
  for (let step = 0; step < STEPS; step++) await page.mouse.move(100 + step * 13, 60 + ((step * 37) % 700));
}

function rowsOf(shape: TreeShape, { samples }: CaseResult): ReportRow[] {
  const answers = samples.map(({ answer }) => answer as Measured);
  const over = (read: (answer: Measured) => number): number =>
    answers.length === 0 ? NaN : median(answers.map(read));
  const name = shapeNames[shape];
  const frames = (what: 'pan' | 'zoom' | 'hover'): ReportRow => {
    const spread = (share: number): number =>
      over((answer) =>
        percentile(
          answer[what].map(({ scriptMs }) => scriptMs),
          share,
        ),
      );
    return {
      cells: [
        `${name}: ${what}`,
        ...[50, 95, 100].map((share) => milliseconds(spread(share))),
        milliseconds(
          over((answer) =>
            percentile(
              answer[what].map(({ scriptWallMs }) => scriptWallMs),
              95,
            ),
          ),
        ),
        milliseconds(
          over((answer) =>
            percentile(
              answer[what].map(({ threadMs }) => threadMs),
              95,
            ),
          ),
        ),
      ],
      goals: [goal('p95', spread(95), { atMost: LIMIT_MS[what] }, milliseconds)],
    };
  };
  const firstPaint = over(({ firstPaintMs }) => firstPaintMs);
  const longestPaint =
    answers.length === 0 ? NaN : Math.max(...answers.map(({ firstPaintMs }) => firstPaintMs));
  const search = (share: number): number => over(({ searchMs }) => percentile(searchMs, share));
  return [
    {
      cells: [`${name}: first paint`, milliseconds(firstPaint), '', milliseconds(longestPaint), '', ''],
      goals: [goal('median', firstPaint, { atMost: LIMIT_MS.firstPaint }, milliseconds)],
    },
    frames('pan'),
    frames('zoom'),
    frames('hover'),
    {
      cells: [
        `${name}: search, to its picture`,
        ...[50, 95, 100].map((share) => milliseconds(search(share))),
        '',
        '',
      ],
      goals: [goal('p95', search(95), { atMost: LIMIT_MS.search }, milliseconds)],
    },
  ];
}
