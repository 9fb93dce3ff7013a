import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { useTemporaryFolder } from '#core/io/testing/temporary-folder.ts';
import { pageCount, pagesOfAnchors } from '#core/report/pdf/pdf-pages.ts';
import {
  openShopReport,
  PRINTED_AT_US,
  SHOP_TITLE,
  type ShopReport,
} from '#core/report/testing/shop-report.ts';
import type { ReportFindings } from '#shared/contract/report-methods.ts';
import { reportSections, type PageSize } from '#shared/model/report.ts';
import { ChromiumPrinter } from './chromium-pdf.ts';
import { printingBrowser } from './printing-browser.ts';
import { measurePages } from './testing/misdrawn.ts';

/** Real PDFs by a real browser; looked at with poppler's tools where they are installed. */

const browser = printingBrowser();
const hasPoppler = ['pdftotext', 'pdfinfo', 'pdffonts', 'pdftoppm'].every(
  (tool) => spawnSync(tool, ['-v']).error === undefined,
);
if (browser === null) process.stderr.write('No Chromium, Chrome or Edge here: printing is not tested.\n');
if (!hasPoppler) process.stderr.write('No poppler tools here: what is in the PDF is not looked at.\n');

const folder = useTemporaryFolder();
const never = new AbortController().signal;
/** One browser for all of them, as a host has it. */
const printer = new ChromiumPrinter(browser ?? { name: 'none', path: '/nowhere' });
const { print } = printer;
afterAll(() => printer.close());
const page = (body: string): string =>
  `<!doctype html><html lang="en"><title>t</title><body>${body}</body></html>`;
/** Profiles of browsers that print. */
const browsers = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('loadstone-print-'));

describe.skipIf(browser === null)('printing', () => {
  it('fetches nothing and runs nothing', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end('x');
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const pdf = await print(
      page(
        `<p id="p">still</p><a href="#p">y</a><img src="${url}"><link rel="stylesheet" href="${url}"><iframe src="${url}"></iframe><script>document.body.innerHTML = '<h1 id="ran">ran</h1><a href="#ran">x</a>'</script>`,
      ),
      { pageSize: 'A4' },
      never,
    );
    expect(asked).toBe(0);
    expect([...pagesOfAnchors(pdf).keys()]).toEqual(['p']);
  });

  it('a cancel is heard at once, and others go on', async () => {
    const abort = new AbortController();
    const long = print(page('<p>x</p>'.repeat(200_000)), { pageSize: 'A4' }, abort.signal);
    const other = print(page('<p id="p">x</p><a href="#p">y</a>'), { pageSize: 'A4' }, never);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const begun = performance.now();
    abort.abort();
    await expect(long).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - begun).toBeLessThan(200);
    expect([...pagesOfAnchors(await other).keys()]).toEqual(['p']);
    await expect(print(page(''), { pageSize: 'A4' }, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('one browser prints all documents; it is ended when none has come for a while, and started again', async () => {
    const before = await browsers();
    const own = new ChromiumPrinter(browser!, 300);
    onTestFinished(() => own.close());
    await Promise.all([
      own.print(page('a'), { pageSize: 'A4' }, never),
      own.print(page('b'), { pageSize: 'A4' }, never),
    ]);
    const first = (await browsers()).filter((name) => !before.includes(name));
    expect(first).toHaveLength(1);
    await own.print(page('c'), { pageSize: 'A4' }, never);
    expect(await browsers()).toContain(first[0]);
    await vi.waitFor(async () => expect(await browsers()).not.toContain(first[0]), { timeout: 10_000 });
    expect(pageCount(await own.print(page('d'), { pageSize: 'A4' }, never))).toBe(1);
    await own.close();
    expect(await browsers()).toEqual(before);
  });

  it('is started before the first document comes, and ended when none does', async () => {
    const before = await browsers();
    const own = new ChromiumPrinter(browser!, 2000);
    onTestFinished(() => own.close());
    own.prepare();
    own.prepare();
    const started = async (): Promise<string[]> =>
      (await browsers()).filter((name) => !before.includes(name));
    await vi.waitFor(async () => expect(await started()).toHaveLength(1), { timeout: 1500 });
    const [first] = await started();
    expect(pageCount(await own.print(page('a'), { pageSize: 'A4' }, never))).toBe(1);
    expect(await started()).toEqual([first]);
    await own.close();
    own.prepare();
    await vi.waitFor(async () => expect(await started()).toHaveLength(1));
    await vi.waitFor(async () => expect(await browsers()).toEqual(before), { timeout: 10_000 });
    // What cannot be started is told to who prints.
    const none = new ChromiumPrinter({ name: 'none', path: '/nowhere/chromium' });
    none.prepare();
    await expect(none.print(page(''), { pageSize: 'A4' }, never)).rejects.toThrow(/could not be started/u);
  });

  it.skipIf(process.platform !== 'linux')('one that was ended meanwhile is replaced', async () => {
    const before = await browsers();
    const own = new ChromiumPrinter(browser!);
    onTestFinished(() => own.close());
    await own.print(page('a'), { pageSize: 'A4' }, never);
    const [profile] = (await browsers()).filter((name) => !before.includes(name));
    const killing = spawnSync('pgrep', ['-f', `user-data-dir=.*${profile!}`], { encoding: 'utf8' });
    const pids = killing.stdout.trim().split('\n').map(Number);
    expect(pids.length).toBeGreaterThan(0);
    process.kill(Math.min(...pids), 'SIGKILL');
    expect(pageCount(await own.print(page('b'), { pageSize: 'A4' }, never))).toBe(1);
  });

  it.skipIf(process.platform !== 'linux').each(['SIGKILL', 'SIGTERM', 'exit'] as const)(
    'nothing is left running when the process ends by %s',
    async (how) => {
      const script = folder.file(`host-${how}.mts`);
      await writeFile(
        script,
        `import { ChromiumPrinter } from ${JSON.stringify(new URL('./chromium-pdf.ts', import.meta.url).href)};
         const printer = new ChromiumPrinter(${JSON.stringify(browser)});
         await printer.print('<p>x', { pageSize: 'A4' }, new AbortController().signal);
         console.log('printed');
         ${how === 'exit' ? 'process.exit(3);' : 'setInterval(() => undefined, 1000);'}`,
      );
      const tsx = fileURLToPath(import.meta.resolve('tsx'));
      const child = spawn(process.execPath, ['--import', pathToFileURL(tsx).href, script], {
        stdio: ['ignore', 'pipe', 'inherit'],
        cwd: resolve(import.meta.dirname, '../../..'),
      });
      const ended = once(child, 'exit');
      await once(child.stdout, 'data');
      if (how !== 'exit') child.kill(how);
      await ended;
      const left = (): string =>
        spawnSync('pgrep', ['-f', `user-data-dir=.*loadstone-print-${child.pid}-`], { encoding: 'utf8' })
          .stdout;
      await vi.waitFor(() => expect(left()).toBe(''), { timeout: 10_000 });
      // What a killed process could not clear away, the next one does.
      await new ChromiumPrinter({ name: 'none', path: '/bin/false' })
        .print(page(''), { pageSize: 'A4' }, never)
        .catch(() => undefined);
      expect((await browsers()).filter((name) => name.includes(`-${child.pid}-`))).toEqual([]);
    },
  );
});

it.each([
  [
    'ends at once',
    process.platform === 'win32' ? 'C:\\Windows\\System32\\where.exe' : '/bin/false',
    /ended \(code/u,
  ],
  ['is not there', '/nowhere/chromium', /could not be started/u],
])('a browser that %s is named, with what to do', async (_, path, message) => {
  const before = await browsers();
  await expect(
    new ChromiumPrinter({ name: 'Chromium', path }).print(page(''), { pageSize: 'A4' }, never),
  ).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringMatching(message) as string,
    hint: expect.stringMatching(/CHROMIUM_PATH/u) as string,
    place: { file: path },
  });
  expect(await browsers()).toEqual(before);
});

describe.skipIf(browser === null)('the PDF of a report', () => {
  let shop: ShopReport;
  let said: ReportFindings;
  const pdfs = new Map<PageSize, Uint8Array>();

  beforeAll(async () => {
    shop = await openShopReport({ print, close: () => Promise.resolve() });
    const { client, report, edits } = shop;
    said = await client.call('reports.findings', { id: report.id, token: '' });
    for (const pageSize of ['A4', 'Letter'] as const) {
      const settings = { ...edits.settings, pageSize };
      const { bytes } = await client.call('reports.export', {
        id: report.id,
        edits: { ...edits, settings },
        format: 'pdf',
        token: '',
      });
      pdfs.set(pageSize, bytes);
    }
  }, 60_000);
  afterAll(() => shop.close());

  const poppler = async (size: PageSize, tool: string, ...args: string[]): Promise<string> => {
    const path = folder.file('report.pdf');
    await writeFile(path, pdfs.get(size)!);
    const ran = spawnSync(
      tool,
      args.map((arg) => (arg === 'FILE' ? path : arg)),
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    expect(ran.status, ran.stderr).toBe(0);
    return ran.stdout;
  };
  const words = (text: string): string => text.replace(/\s+/gu, ' ');

  it.each(['A4', 'Letter'] as const)(
    '%s: the summary has one page, links lead to the pages that they name',
    async (size) => {
      const pdf = pdfs.get(size)!;
      const pages = pagesOfAnchors(pdf);
      // Behind the summary and the contents.
      expect(pages.get('finding-1')).toBe(3);
      expect(Math.max(...pages.values())).toBeLessThanOrEqual(pageCount(pdf));
      if (!hasPoppler) return;
      const contents = words(await poppler(size, 'pdftotext', '-f', '2', '-l', '2', '-layout', 'FILE', '-'));
      expect(contents).toContain(`Test and phases ${pages.get('test')!}`);
      expect(contents).toContain(`Provenance ${pages.get('provenance')!}`);
      expect(contents).toContain(`1 ${said.findings[0]!.title} 3`);
    },
  );

  it('has an outline with every section and finding, and is tagged', () => {
    const text = Buffer.from(pdfs.get('A4')!).toString('latin1');
    const titles = [...text.matchAll(/<<\/Title \(((?:[^()\\]|\\.)*)\)\s*\/Dest/gu)].map(([, title]) =>
      title!.replace(/\\(.)/gu, '$1'),
    );
    for (const { title, number } of said.findings)
      if (/^[\x20-\x7e]*$/u.test(title)) expect(titles).toContain(`${number}${title}`);
    expect(titles).toEqual(
      expect.arrayContaining(['Contents', 'Test and phases', 'Comparison', 'Provenance']),
    );
    expect(text).toMatch(/\/Marked true/u);
    expect(text).toMatch(/\/S \/TH\b/u);
    expect(text).toMatch(/\/S \/Figure[\s\S]{0,40}\/Alt/u);
  });

  it.skipIf(!hasPoppler).each(['A4', 'Letter'] as const)(
    '%s: says every finding, in letters that it carries',
    async (size) => {
      const text = words(await poppler(size, 'pdftotext', 'FILE', '-'));
      for (const { title, statement } of said.findings) {
        expect(text).toContain(words(title));
        expect(text).toContain(words(statement).slice(0, 60));
      }
      expect(text).toContain(SHOP_TITLE);
      const info = await poppler(size, 'pdfinfo', 'FILE');
      expect(info).toMatch(/Tagged:\s+yes/u);
      expect(info).toContain(size === 'A4' ? 'A4' : '612 x 792 pts (letter)');
      expect(info).toContain(new Date(PRINTED_AT_US / 1000).getUTCFullYear().toString());
      const fonts = (await poppler(size, 'pdffonts', 'FILE')).trim().split('\n').slice(2);
      expect(fonts.length).toBeGreaterThan(0);
      // Columns from the right: object, generation, unicode, subset, embedded.
      for (const line of fonts) expect(line.trim().split(/\s+/u).at(-5), line).toBe('yes');
      const pages = pageCount(pdfs.get(size)!);
      expect(text).toContain(`Page ${pages} of ${pages}`);
    },
  );

  it.skipIf(!hasPoppler).each(['A4', 'Letter'] as const)(
    '%s: nothing runs into the margins, no page is empty',
    async (size) => {
      const xml = await poppler(size, 'pdftotext', '-bbox', 'FILE', '-');
      const pages = xml.split('<page ').slice(1);
      expect(pages).toHaveLength(pageCount(pdfs.get(size)!));
      for (const content of pages) {
        const [, width] = /width="([\d.]+)"/u.exec(content)!;
        const boxes = [...content.matchAll(/xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)"/gu)];
        expect(boxes.length).toBeGreaterThan(20);
        const side = (14 / 25.4) * 72;
        expect(Math.min(...boxes.map(([, from]) => Number(from)))).toBeGreaterThan(side - 1);
        expect(Math.max(...boxes.map(([, , to]) => Number(to)))).toBeLessThan(Number(width) - side + 1);
      }
    },
  );

  it.skipIf(!hasPoppler).each(['A4', 'Letter'] as const)(
    '%s: no chart or line is cut at the edge of a page',
    async (size) => {
      await poppler(size, 'pdftoppm', '-r', '40', '-gray', 'FILE', folder.file(`page-${size}`));
      const names = (await readdir(folder.path)).filter((name) => name.startsWith(`page-${size}`));
      expect(names).toHaveLength(pageCount(pdfs.get(size)!));
      for (const name of names) {
        const { width, height, at } = grayPicture(await readFile(folder.file(name)));
        // Nothing is drawn within 12 mm of the sides, nor within 7 mm of the top and the bottom.
        const [side, end] = [12, 7].map((mm) => Math.floor((mm / 25.4) * 40));
        let ink = 0;
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) {
            const isMargin = x < side! || x >= width - side! || y < end! || y >= height - end!;
            if (isMargin && at(x, y) < 250) ink += 1;
          }
        expect(ink, name).toBe(0);
      }
    },
  );

  it.each(['A4', 'Letter'] as const)(
    '%s: no mark of a chart is cut at the edge of its chart, no text lies on another',
    async (pageSize) => {
      const { client, report, edits } = shop;
      const { text } = await client.call('reports.render', {
        id: report.id,
        edits: { ...edits, settings: { ...edits.settings, pageSize, everyTransaction: true } },
        format: 'html',
        token: '',
      });
      const { charts, marks, misdrawn, broken } = await measurePages(
        browser!.path,
        text,
        folder.file('charts.html'),
      );
      expect(broken).toEqual([]);
      expect(misdrawn).toEqual([]);
      expect(charts).toBe([...text.matchAll(/<svg class="chart"/gu)].length);
      expect(marks).toBeGreaterThan(20 * charts);
    },
    60_000,
  );

  it('finds marks that are cut, texts on each other, and numbers in two lines', async () => {
    const chart = (content: string) =>
      page(
        `<svg class="chart" aria-label="it" viewBox="0 0 200 50" width="200" height="50">${content}</svg>`,
      );
    const measured = async (content: string) =>
      (await measurePages(browser!.path, chart(content), folder.file('marks.html'))).misdrawn;
    expect(await measured('<text x="180" y="20">too long</text><text x="20" y="20">a</text>')).toEqual([
      { chart: 'it', what: 'cut', mark: 'too long' },
    ]);
    expect(await measured('<path d="M0 0V80"/>')).toEqual([{ chart: 'it', what: 'cut', mark: 'path' }]);
    expect(await measured('<text x="20" y="20">one word</text><text x="30" y="22">another</text>')).toEqual([
      { chart: 'it', what: 'overlapping', mark: 'one word' },
    ]);
    const cell = (width: number) =>
      page(
        `<table style="table-layout:fixed;width:${width}px"><td class="right" style="overflow-wrap:anywhere">10,000,000</td></table>`,
      );
    const broken = async (width: number) =>
      (await measurePages(browser!.path, cell(width), folder.file('cells.html'))).broken;
    expect(await broken(40)).toEqual(['10,000,000']);
    expect(await broken(200)).toEqual([]);
  }, 60_000);

  it.skipIf(!hasPoppler)('no heading stands alone at the foot of a page', async () => {
    const headings = new Set([
      ...said.findings.map(({ title }) => words(title)),
      ...['Evidence', 'What is not known', 'Options', 'Transactions', 'Charts', 'Errors', 'Provenance'],
    ]);
    const pages = (await poppler('A4', 'pdftotext', '-layout', 'FILE', '-')).split('\f').slice(0, -1);
    for (const content of pages) {
      // The last line is the foot of the page.
      const lines = content.split('\n').filter((line) => line.trim() !== '');
      expect(headings, content).not.toContain(words(lines.at(-2)!.trim()));
    }
  });

  it.each(['A4', 'Letter'] as const)(
    '%s: the summary keeps to one page when everything in it is long',
    async (pageSize) => {
      const { client, report, edits } = shop;
      const long =
        'Placing an order takes far longer than before whenever the basket holds many articles '.repeat(3);
      const ownFindings = Array.from({ length: 9 }, (_, place) => ({
        id: `own:${place}`,
        title: `${place} ${long}`,
        statement: long.repeat(4),
        severity: 'high' as const,
        confidence: 'high' as const,
        confidenceReason: '',
        transactions: [],
        evidence: [],
        unknowns: [],
        options: [],
      }));
      const items = ownFindings.map(({ id }) => ({
        findingId: id,
        status: 'suggested' as const,
        reason: null,
        signature: null,
        title: null,
        statement: null,
        severity: null,
        confidence: null,
        unknowns: null,
        chosenOptions: null,
      }));
      const shown = new Set<string>(['summary', 'findings']);
      const hidden = reportSections.filter((section) => !shown.has(section));
      const settings = { ...edits.settings, pageSize, hidden };
      const { bytes } = await client.call('reports.export', {
        id: report.id,
        edits: { ...edits, name: long.slice(0, 290), settings, items, ownFindings },
        format: 'pdf',
        token: '',
      });
      expect(pagesOfAnchors(bytes).get('finding-1')).toBe(2);
    },
  );

  it('is the same, byte for byte, when it is printed again', async () => {
    const { client, report } = shop;
    const again = await client.call('reports.export', { id: report.id, format: 'pdf', token: '' });
    expect(Buffer.from(again.bytes).equals(Buffer.from(pdfs.get('A4')!))).toBe(true);
  });
});

/** A picture in the format PGM, as `pdftoppm -gray` writes it. */
function grayPicture(bytes: Buffer): {
  readonly width: number;
  readonly height: number;
  /** 0 black, 255 white. */
  readonly at: (x: number, y: number) => number;
} {
  const [head = '', width, height] =
    /^P5\s+(\d+)\s+(\d+)\s+255\s/u.exec(bytes.toString('latin1', 0, 40)) ?? [];
  expect(head).not.toBe('');
  const columns = Number(width);
  return { width: columns, height: Number(height), at: (x, y) => bytes[head.length + y * columns + x]! };
}
