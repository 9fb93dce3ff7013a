import { spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { useTemporaryFolder } from '#core/io/testing/temporary-folder.ts';
import { pageCount, pagesOfAnchors } from '#core/report/pdf/pdf-pages.ts';
import type { PrintPdf } from '#core/report/pdf/print-report.ts';
import {
  openShopReport,
  PRINTED_AT_US,
  SHOP_TITLE,
  type ShopReport,
} from '#core/report/testing/shop-report.ts';
import type { ReportFindings } from '#shared/contract/report-methods.ts';
import { reportSections, type PageSize } from '#shared/model/report.ts';
import { printWithChromium } from './chromium-pdf.ts';
import { printingBrowser } from './printing-browser.ts';

/** Real PDFs by a real browser; looked at with poppler's tools where they are installed. */

const browser = printingBrowser();
const hasPoppler = ['pdftotext', 'pdfinfo', 'pdffonts', 'pdftoppm'].every(
  (tool) => spawnSync(tool, ['-v']).error === undefined,
);
if (browser === null) process.stderr.write('No Chromium, Chrome or Edge here: printing is not tested.\n');
if (!hasPoppler) process.stderr.write('No poppler tools here: what is in the PDF is not looked at.\n');

const folder = useTemporaryFolder();
const never = new AbortController().signal;
const print: PrintPdf = (html, settings, signal) => printWithChromium(browser!, html, settings, signal);
const page = (body: string): string =>
  `<!doctype html><html lang="en"><title>t</title><body>${body}</body></html>`;
const leftovers = async (): Promise<string[]> =>
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

  it('a cancel ends the browser and clears away its profile', async () => {
    const before = await leftovers();
    const abort = new AbortController();
    const printing = print(page('<p>x</p>'.repeat(200_000)), { pageSize: 'A4' }, abort.signal);
    setTimeout(() => abort.abort(), 300);
    await expect(printing).rejects.toMatchObject({ code: 'cancelled' });
    expect(await leftovers()).toEqual(before);
    await expect(print(page(''), { pageSize: 'A4' }, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

it.each([
  [
    'ends at once',
    process.platform === 'win32' ? 'C:\\Windows\\System32\\where.exe' : '/bin/false',
    /ended \(code/u,
  ],
  ['is not there', '/nowhere/chromium', /could not be started/u],
])('a browser that %s is named, with what to do', async (_, path, message) => {
  const before = await leftovers();
  await expect(
    printWithChromium({ name: 'Chromium', path }, page(''), { pageSize: 'A4' }, never),
  ).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringMatching(message) as string,
    hint: expect.stringMatching(/CHROMIUM_PATH/u) as string,
    place: { file: path },
  });
  expect(await leftovers()).toEqual(before);
});

describe.skipIf(browser === null)('the PDF of a report', () => {
  let shop: ShopReport;
  let said: ReportFindings;
  const pdfs = new Map<PageSize, Uint8Array>();

  beforeAll(async () => {
    shop = await openShopReport(print);
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
