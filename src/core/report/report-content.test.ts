import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOf } from '#shared/model/report-signature.ts';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import type { ReportEdits, ReportItem } from '#shared/model/report.ts';
import { openShopReport, PIXEL, SHOP_TITLE, type ShopReport } from './testing/shop-report.ts';

/** What reports say, from real runs through the contract. */

let shop: ShopReport;
let findings: readonly PrintedFinding[];

beforeAll(async () => {
  shop = await openShopReport();
  ({ findings } = await shop.client.call('reports.findings', { id: shop.report.id, token: '' }));
}, 60_000);
afterAll(() => shop.close());

const render = async (
  format: 'html' | 'markdown' | 'json',
  edits: ReportEdits = shop.edits,
): Promise<string> =>
  (await shop.client.call('reports.render', { id: shop.report.id, edits, format, token: '' })).text;

/** Text as a reader sees it. */
function seen(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/u, ' ')
    .replace(/<[^>]*>/gu, '')
    .replace(/&lt;/gu, '<')
    .replace(/&gt;/gu, '>')
    .replace(/&quot;/gu, '"')
    .replace(/&#39;/gu, "'")
    .replace(/&amp;/gu, '&')
    .replace(/\s+/gu, ' ');
}

const item = (finding: PrintedFinding, changes: Partial<ReportItem>): ReportItem => ({
  findingId: finding.id,
  status: 'suggested',
  reason: null,
  signature: null,
  title: null,
  statement: null,
  severity: null,
  confidence: null,
  unknowns: null,
  chosenOptions: null,
  ...changes,
});

describe('HTML', () => {
  it('says every finding with its statement, unknowns and options, as suggested', async () => {
    const text = seen(await render('html'));
    expect(findings.length).toBeGreaterThan(3);
    expect(findings[0]!.title).toMatch(/place order is 2\d % slower at p95/u);
    for (const { title, statement, unknowns, options } of findings) {
      expect(text).toContain(title);
      expect(text).toContain(statement.replace(/\s+/gu, ' '));
      for (const unknown of unknowns) expect(text).toContain(unknown);
      for (const { action, tradeOff } of options) {
        expect(text).toContain(action);
        expect(text).toContain(tradeOff);
      }
    }
    expect(text).toContain('suggested by Loadstone, not signed');
  });

  it('has pages for every transaction where they are asked for, with verdicts, curve and lines', async () => {
    const everyTransaction = { ...shop.edits, settings: { ...shop.edits.settings, everyTransaction: true } };
    const pages = (html: string): string[] =>
      [...html.matchAll(/<section class="part" id="transaction-\d+"[\s\S]*?<\/section>/gu)].map(
        ([part]) => part,
      );
    expect(pages(await render('html'))).toEqual([]);
    const found = pages(await render('html', everyTransaction));
    const runs = await shop.client.call('runs.list', {});
    const known = await shop.client.call('runs.transactions', { runId: runs[0]!.id });
    expect(found).toHaveLength(known.length);
    const order = found.find((part) => part.includes('<h2>Checkout: place order</h2>'))!;
    expect(order).toContain('Percentile curve of Checkout: place order');
    expect(order).toContain('p95 over time');
    expect(seen(order)).toMatch(/p95\d+ ms.*?\+2\d %.*?regressed/u);
    const hidden = { ...everyTransaction.settings, hidden: ['transactions' as const] };
    expect(pages(await render('html', { ...everyTransaction, settings: hidden }))).toEqual([]);
  });

  it('carries everything with it, and runs nothing', async () => {
    const html = await render('html');
    const withoutPolicy = html.replace(/<meta http-equiv[^>]*>/u, '');
    expect(html).toContain("default-src 'none'");
    expect(withoutPolicy).not.toMatch(/<script|<link|<iframe|<object|\son\w+=/iu);
    expect([...withoutPolicy.matchAll(/(?:src|href)="([^"]*)"/gu)].map(([, url]) => url!)).toSatisfy(
      (urls: string[]) => urls.every((url) => url.startsWith('#') || url.startsWith('data:')),
    );
    expect([...withoutPolicy.matchAll(/url\(([^)]{0,20})/gu)].map(([, url]) => url!)).toSatisfy(
      (urls: string[]) => urls.length > 0 && urls.every((url) => url.startsWith('data:')),
    );
    expect(withoutPolicy).not.toMatch(/@import|https?:\/\//u);
  });

  it('is well-formed: unique anchors, links with an end, one title, headings without a gap', async () => {
    const html = await render('html');
    const ids = [...html.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/gu)) expect(ids).toContain(target);
    const levels = [...html.matchAll(/<h([1-6])/gu)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    // On the page of the summary the headings below the title are of the third level: the section has no heading of its own.
    levels.slice(levels.indexOf(2)).forEach((level, place, all) => {
      if (place > 0) expect(level - all[place - 1]!).toBeLessThanOrEqual(1);
    });
    expect(html).not.toContain('<b>"quoted"');
    expect(seen(html)).toContain(SHOP_TITLE);
    for (const tag of ['section', 'table', 'figure', 'svg', 'div', 'ul', 'dl', 'span', 'details'])
      expect(html.split(`<${tag}`).length, tag).toBe(html.split(`</${tag}>`).length);
  });

  it('has a text and the figures behind every chart', async () => {
    const html = await render('html');
    const figures = [...html.matchAll(/<figure>([\s\S]*?)<\/figure>/gu)].map(([, content]) => content!);
    expect(figures.length).toBeGreaterThan(6);
    for (const content of figures) {
      expect(content).toMatch(/<svg class="chart"[^>]* role="img" aria-label="[^"]{20,}"/u);
      expect(content).toMatch(/<figcaption>Figure \d+\./u);
      expect(content).toContain('<details');
    }
    const numbers = [...html.matchAll(/<figcaption>Figure (\d+)\./gu)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, place) => place + 1));
  });

  it('names the sources with their digests, the settings, and what was set aside', async () => {
    const text = seen(await render('html'));
    for (const { name, sha256 } of await shop.client.call('sources.list', {})) {
      expect(text).toContain(name);
      expect(text).toContain(sha256);
    }
    expect(text).toContain('Set aside: The night window is short');
    expect(text).toContain('2026-03-14 14:06 UTC');
    expect(text).toContain('Demo shop');
  });

  it('shows the same figures as the rest of the product', async () => {
    const text = seen(await render('html'));
    const [, candidate] = await shop.client.call('runs.list', {});
    const { steady } = await shop.client.call('phases.get', { runId: candidate!.id });
    const { overall } = await shop.client.call('latency.summary', {
      filter: {
        runId: candidate!.id,
        time: steady,
        transactions: null,
        outcome: 'all',
        latency: null,
        conditions: [],
      },
      percentiles: [95],
      estimator: 'type7',
      apdexTMs: 500,
      jmeterCompatible: false,
    });
    expect(text).toContain(overall.samples!.toLocaleString('en-GB'));
    expect(text).toContain(`p95 ${Math.round(overall.percentilesMs['95']!)} ms`);
    expect(text).toContain('Not ready: 2 blocking gates failed');
  });

  it('is the same, byte for byte, whenever it is asked for', async () => {
    expect(await render('html')).toBe(await render('html'));
  });

  it('writes numbers as the person does', async () => {
    const settings = { ...shop.edits.settings, locale: 'de-DE', pageSize: 'Letter' } as const;
    const html = await render('html', { ...shop.edits, settings });
    expect(html).toContain('size:Letter');
    expect(seen(html)).toMatch(/\d\.\d{3} and \d+\.\d{3} samples/u);
  });

  it('leaves sections out, and no link without an end', async () => {
    const settings = {
      ...shop.edits.settings,
      hidden: ['gates', 'method', 'charts', 'comparison', 'findings'] as const,
    };
    const html = await render('html', {
      ...shop.edits,
      settings: { ...settings, hidden: [...settings.hidden] },
    });
    for (const kind of settings.hidden) expect(html).not.toContain(`data-section="${kind}"`);
    const ids = [...html.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id!);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/gu)) expect(ids).toContain(target);
  });
});

describe('what a person did', () => {
  it('signed findings say who and when; others stay suggestions', async () => {
    const [first] = findings;
    const signature = {
      by: 'Ada',
      atUs: Date.UTC(2026, 2, 14) * 1000,
      title: first!.title,
      figures: figuresOf(first!.evidence),
    };
    const items = [
      item(first!, { status: 'signed', signature, title: 'Orders became slow', chosenOptions: [1] }),
    ];
    const text = seen(await render('html', { ...shop.edits, items }));
    expect(text).toContain('signed by Ada, 2026-03-14');
    expect(text).toContain('Orders became slow');
    expect(text).toContain(`${first!.options[1]!.action} (recommended)`);
    const markdown = await render('markdown', { ...shop.edits, items });
    expect(markdown).toContain('signed by Ada, 2026-03-14');
  });

  it('a signature goes when its figures change: old and new are printed', async () => {
    const [first] = findings;
    const figures = figuresOf(first!.evidence).map((figure) =>
      figure.name === 'p95' ? { ...figure, value: 150 } : figure,
    );
    expect(figures.some(({ value }) => value === 150)).toBe(true);
    const signature = { by: 'Ada', atUs: 1, title: first!.title, figures };
    const items = [item(first!, { status: 'signed', signature })];
    const text = seen(await render('html', { ...shop.edits, items }));
    expect(text).not.toContain('signed by Ada');
    expect(text).toContain('Figures have changed since this was signed');
    expect(text).toMatch(/165 ms → 150 ms/u);
  });

  it('findings that were left out stand with their reason behind the method, and nowhere else', async () => {
    const [first] = findings;
    const items = [item(first!, { status: 'dismissed', reason: 'Known since January' })];
    const html = await render('html', { ...shop.edits, items });
    expect(seen(html)).toContain('Known since January');
    expect(html).not.toContain(`data-finding="${first!.id}"`);
    expect(html.split(first!.title)).toHaveLength(2);
  });

  it('findings of their own and pictures stand where they belong', async () => {
    const { client, report } = shop;
    const { pictureId } = await client.call('reports.attach', {
      id: report.id,
      mediaType: 'image/png',
      bytes: PIXEL,
    });
    const ownFindings: ReportEdits['ownFindings'] = [
      {
        id: 'own:log',
        title: 'The log <fills> the disk',
        statement: 'Seen by hand.',
        severity: 'medium',
        confidence: 'low',
        confidenceReason: '',
        transactions: [],
        evidence: [
          {
            id: 'e',
            kind: 'load',
            label: 'Disk',
            figures: [
              {
                name: 'free',
                unit: 'bytes',
                baseline: null,
                value: 12e6,
                change: null,
                low: null,
                high: null,
              },
            ],
          },
        ],
        unknowns: [],
        options: [],
      },
    ];
    const attachments = [
      { pictureId, findingId: 'own:log', caption: 'The disk.', selection: '4 min 10 s, 61,204 samples' },
    ];
    const html = await render('html', { ...shop.edits, ownFindings, attachments });
    const section = /<section[^>]*data-finding="own:log"[\s\S]*?<\/section>/u.exec(html)?.[0] ?? '';
    expect(seen(section)).toContain('The log <fills> the disk');
    expect(seen(section)).toContain('written by a person, not signed');
    expect(seen(section)).toContain('12 MB');
    expect(section).toContain(`data:image/png;base64,${Buffer.from(PIXEL).toString('base64')}`);
    expect(seen(section)).toContain('The disk. 4 min 10 s, 61,204 samples');
  });
});

describe('Markdown and JSON', () => {
  it('Markdown has every finding, and tables that are tables', async () => {
    const markdown = await render('markdown');
    for (const { title } of findings) expect(markdown.replaceAll('\\', '')).toContain(title);
    expect(markdown.startsWith('# Shop 4.18 \\<b\\>"quoted"\\</b\\> & \\\\more \\| \\`café\\`')).toBe(true);
    const lines = markdown.split('\n');
    lines.forEach((line, place) => {
      if (!line.startsWith('|') || !/^\|( ---:? \|)+$/u.test(line.replaceAll('---', '---'))) return;
      const cells = (text: string): number => text.replace(/\\\|/gu, '').split('|').length;
      expect(cells(lines[place - 1]!)).toBe(cells(line));
      for (let row = place + 1; lines[row]?.startsWith('|') === true; row++)
        expect(cells(lines[row]!)).toBe(cells(line));
    });
    expect(markdown).not.toContain('<svg');
  });

  it('JSON is one document with figures as numbers', async () => {
    const json = JSON.parse(await render('json')) as {
      schema: string;
      readiness: string;
      findings: { id: string; status: string }[];
      comparison: { verdicts: { metric: string; label: string; candidate: number }[] };
      runs: { transactions: { label: string; 'p:95': number }[] }[];
      sources: { sha256: string }[];
    };
    expect(json.schema).toBe('loadstone/report/1');
    expect(json.readiness).toBe('not-ready');
    expect(json.findings.map(({ id }) => id)).toEqual(findings.map(({ id }) => id));
    expect(json.sources.map(({ sha256 }) => sha256.length)).toEqual([64, 64]);
    const order = json.comparison.verdicts.find(
      ({ label, metric }) => label === 'Checkout: place order' && metric === 'p95',
    );
    expect(order!.candidate).toBeCloseTo(211, 0);
    expect(json.runs[1]!.transactions.map(({ label }) => label)).toContain('Checkout: place order');
  });
});

describe('a report', () => {
  it('without a host that prints says what is missing, before anything is computed', async () => {
    const { client, report } = shop;
    const formats = await client.call('reports.formats', {});
    expect(formats.filter(({ missing }) => missing === null).map(({ format }) => format)).toEqual([
      'html',
      'markdown',
      'json',
    ]);
    expect(formats.find(({ format }) => format === 'pdf')!.missing).toMatch(/Chromium/u);
    await expect(
      client.call('reports.export', { id: report.id, format: 'pdf', token: '' }),
    ).rejects.toMatchObject({
      code: 'not-found',
      hint: expect.stringMatching(/CHROMIUM_PATH/u) as string,
    });
  });

  it('has a file name that every system takes', async () => {
    const { client, report } = shop;
    const exported = await client.call('reports.export', { id: report.id, format: 'markdown', token: '' });
    expect(exported).toMatchObject({
      name: 'Shop 4.18 -b-quoted-b- & -more - `café`.md',
      mediaType: 'text/markdown',
    });
    expect(new TextDecoder().decode(exported.bytes)).toBe(await render('markdown'));
  });

  it('without a baseline says what the run is by itself', async () => {
    const subject = { ...shop.edits.subject, baseline: [] };
    const text = seen(await render('html', { ...shop.edits, subject }));
    expect(text).toContain('Slowest transactions');
    expect(text).not.toContain('Change of p95');
    expect(text).toContain('Change against a baseline: none was chosen.');
  });

  it('of runs that are gone says so', async () => {
    const subject = { ...shop.edits.subject, candidate: [99] };
    await expect(render('html', { ...shop.edits, subject })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/not in the workspace/u) as string,
    });
  });

  it('is cancelled at once', async () => {
    const { client, report, edits } = shop;
    const abort = new AbortController();
    const subject = {
      ...edits.subject,
      comparison: { ...edits.subject.comparison, margin: { ratio: 0.3, ms: 1 } },
    };
    const running = client.call(
      'reports.render',
      { id: report.id, edits: { ...edits, subject }, format: 'html', token: '' },
      { signal: abort.signal },
    );
    abort.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('tells its steps', async () => {
    const { client, report, edits } = shop;
    const steps: string[] = [];
    const off = client.on('reports.progress', ({ token, step }) => {
      if (token === 'mine') steps.push(step);
    });
    const subject = {
      ...edits.subject,
      comparison: { ...edits.subject.comparison, margin: { ratio: 0.2, ms: 1 } },
    };
    await client.call('reports.findings', { id: report.id, edits: { ...edits, subject }, token: 'mine' });
    off();
    expect(steps).toEqual(
      expect.arrayContaining(['Comparing', 'Judging shop-candidate', 'Looking for findings']),
    );
  });
});
