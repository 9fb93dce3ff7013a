import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { findTestChromium } from '../../scripts/testing/chromium.mjs';
import type { ProfileAnswer } from '../child/profile-read.ts';
import { profileFile, type ProfileFile } from '../data/profile-file.ts';
import type { Case, CaseResult } from '../measure/interleave.ts';
import type { Measurement } from '../measure/run-process.ts';
import { median } from '../measure/statistics.ts';
import { root } from '../paths.ts';
import { runJob } from '../product/bundle.ts';
import { goal, type ReportRow } from '../report/model.ts';
import { anyFailed, remarkOn } from '../report/process-table.ts';
import { count, megabytes, seconds, times } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';

/** speedscope reads larger ones, too, but takes minutes. */
const FULL = { nodes: 160_000, samples: 2_600_000 };
const QUICK = { nodes: 5000, samples: 70_000 };
const LEAST_TIMES = 20;
const SHOWN_LIMIT_MS = 170_000;
/** Never asked for: every request is answered from the package. */
const ADDRESS = 'http://speedscope.invalid/';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain',
};

/** One profile read by Loadstone and by speedscope's own page. */
export const profileSpeedscope: Part = {
  id: 'speedscope',
  async run({ options, tell, measure }): Promise<PartReport> {
    const executablePath = findTestChromium();
    const missing = executablePath === undefined ? 'no Chromium on this computer' : null;
    const size = options.quick ? QUICK : FULL;
    const file = profileFile(size.nodes, size.samples, tell);
    const browser = executablePath === undefined ? null : await openBrowser(executablePath);
    try {
      const results = await measure([oursCase(file), speedscopeCase(file, browser, missing)]);
      const ours = results.get('ours')!;
      const theirs = results.get('speedscope')!;
      const { version } = speedscopePackage();
      const importMs = typical(read.import(theirs));
      const oursMs = typical(read.ours(ours));
      const table = {
        id: 'speedscope',
        title: `speedscope ${version} and Loadstone on one V8 CPU profile of ${megabytes(file.bytes)}`,
        about:
          `${count(file.nodes)} nodes, ${count(file.samples)} samples. Both from the file to a tree of calls with self and total, ` +
          'without the start of the program: Loadstone’s reader in a Node process; speedscope as its package has it, in ' +
          'Chromium, in which the file is chosen in its own file input. “Import” is what speedscope itself stops with its ' +
          '`console.time("import")`: reading the file, parsing it and building its profile; “to its picture” is from the choice ' +
          'of the file to the end of the frame that follows.',
        columns: ['what', 'median', 'longest', 'ours ÷ this'],
        rows: [
          row('**Loadstone** → self and total of all functions', read.ours(ours), null),
          {
            ...row('speedscope: import', read.import(theirs), oursMs),
            goals: [goal('this ÷ ours', importMs / oursMs, { atLeast: LEAST_TIMES }, times)],
          },
          row('speedscope: to its picture', read.shown(theirs), oursMs),
        ],
        remarks: [...results.values()].map(remarkOn).filter((remark) => remark !== null),
      };
      return { table, failed: anyFailed(results) };
    } finally {
      await browser?.close();
    }
  },
};

function oursCase({ path, samples, totalNs }: ProfileFile): Case {
  return {
    id: 'ours',
    name: 'Loadstone',
    run: () => runJob('profile-read', { file: path }),
    check({ answer }) {
      const found = answer as ProfileAnswer;
      // From the start to the first sample nothing is known.
      sameFacts({ samples, whole: true }, { samples: found.samples, whole: found.total <= totalNs });
    },
  };
}

interface Shown {
  readonly importMs: number;
  readonly shownMs: number;
  /** Of its window, which names the profile. */
  readonly title: string;
}

function speedscopeCase(file: ProfileFile, browser: Browser | null, missing: string | null): Case {
  return {
    id: 'speedscope',
    name: 'speedscope',
    missing,
    rounds: 2,
    async run(): Promise<Measurement> {
      const begun = performance.now();
      const answer = await openInSpeedscope(browser!, file.path);
      return { wallMs: performance.now() - begun, cpuMs: null, rssBytes: null, answer };
    },
    check({ answer }) {
      const { title } = answer as Shown;
      if (!title.endsWith(' - speedscope')) throw new Error(`speedscope shows "${title}"`);
    },
  };
}

/** speedscope draws with WebGL, and does nothing without: by software here, which is no part of what is compared. */
function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--disable-background-networking',
      '--enable-unsafe-swiftshader',
      '--use-angle=swiftshader',
      '--no-first-run',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}

async function openInSpeedscope(browser: Browser, file: string): Promise<Shown> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await servePackage(page);
    await page.addInitScript(recordTimes);
    await page.goto(ADDRESS);
    await page.locator('#file').waitFor({ state: 'attached' });
    await page.setInputFiles('#file', file);
    const shown = await page.waitForFunction(
      () => {
        const [chosen] = performance.getEntriesByName('bench-chosen');
        const [from] = performance.getEntriesByName('bench-import-begun');
        const [to] = performance.getEntriesByName('bench-import-ended');
        const { title } = document;
        if (chosen === undefined || from === undefined || to === undefined) return false;
        return {
          importMs: to.startTime - from.startTime,
          shownMs: performance.now() - chosen.startTime,
          title,
        };
      },
      undefined,
      { polling: 'raf', timeout: SHOWN_LIMIT_MS },
    );
    return (await shown.jsonValue()) as Shown;
  } finally {
    await context.close();
  }
}

/** Runs in the page before speedscope. */
function recordTimes(): void {
  addEventListener('change', () => performance.mark('bench-chosen'), true);
  const { time, timeEnd } = console;
  console.time = (label) => {
    if (label === 'import') performance.mark('bench-import-begun');
    time.call(console, label);
  };
  console.timeEnd = (label) => {
    timeEnd.call(console, label);
    if (label === 'import') performance.mark('bench-import-ended');
  };
}

async function servePackage(page: Page): Promise<void> {
  const { release } = speedscopePackage();
  await page.route(`${ADDRESS}**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = pathname === '/' ? 'index.html' : pathname.slice(1);
    if (!/^[\w.-]+$/u.test(file)) return route.abort();
    const body = await readFile(join(release, file)).catch(() => null);
    if (body === null) return route.fulfill({ status: 404 });
    return route.fulfill({ body, contentType: types[extname(file)] ?? 'application/octet-stream' });
  });
}

function speedscopePackage(): { readonly version: string; readonly release: string } {
  const folder = join(root, 'node_modules/speedscope');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return { version, release: join(folder, 'dist/release') };
}

/** ms of every round. */
const read = {
  ours: ({ samples }: CaseResult) => samples.map(({ answer }) => (answer as ProfileAnswer).readMs),
  import: ({ samples }: CaseResult) => samples.map(({ answer }) => (answer as Shown).importMs),
  shown: ({ samples }: CaseResult) => samples.map(({ answer }) => (answer as Shown).shownMs),
};

/** NaN when nothing was measured. */
function typical(ms: readonly number[]): number {
  return ms.length === 0 ? NaN : median(ms);
}

/** @param oursMs null: it is ours */
function row(what: string, ms: readonly number[], oursMs: number | null): ReportRow {
  const longest = ms.length === 0 ? NaN : Math.max(...ms);
  const ratio = oursMs === null ? '1' : times(oursMs / typical(ms));
  return { cells: [what, seconds(typical(ms)), seconds(longest), ratio], goals: [] };
}
