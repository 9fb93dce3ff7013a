import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useTemporaryFolder } from '#core/io/testing/temporary-folder.ts';
import { printingBrowser } from '../common/printing-browser.ts';
import { reportArguments } from './report-arguments.ts';
import type { ReportWrittenDocument } from './report-command.ts';
import { runCommandLine } from './run-command.ts';

/** `loadstone report` from the words of a shell to exit code and files, on real results. */

vi.mock('../common/printing-browser.ts', () => ({ printingBrowser: vi.fn(() => null) }));

const folder = useTemporaryFolder();
const FIXTURES = resolve(import.meta.dirname, '../../../fixtures');
const RUN = resolve(FIXTURES, 'k6/1.8.1/results.ndjson.json.gz');
const PROFILE = resolve(FIXTURES, 'profiles/orders-base.cpuprofile.gz');

async function run(...args: string[]) {
  const printed: string[] = [];
  const notes: string[] = [];
  const code = await runCommandLine(
    args,
    {
      version: '1.2.3',
      rendererDirectory: folder.path,
      workerUrl: pathToFileURL(folder.file('no-worker.js')),
      sample: null,
    },
    { print: (text) => printed.push(text), note: (text) => notes.push(text), progress: () => undefined },
    new AbortController().signal,
  );
  return { code, printed: printed.join('\n'), notes: notes.join('\n') };
}

beforeEach(() => {
  process.env['LOADSTONE_CONFIG_DIR'] = folder.file('config');
  vi.mocked(printingBrowser).mockReturnValue(null);
});

describe('the words of the command', () => {
  it('say what is reported, where to and how', () => {
    const options = reportArguments([
      'b.jtl',
      '--baseline',
      'a1.jtl',
      'a2.jtl',
      '--out',
      'x/Report.PDF',
      '--page-size',
      'letter',
      '--locale',
      'de-DE',
      '--waive',
      'mix=known',
      '--title',
      'T',
    ]);
    expect(options).toMatchObject({
      files: ['b.jtl'],
      baseline: ['a1.jtl', 'a2.jtl'],
      out: 'x/Report.PDF',
      outFormat: 'pdf',
      pageSize: 'Letter',
      locale: 'de-DE',
      waivers: [{ code: 'mix', reason: 'known' }],
      title: 'T',
      report: null,
    });
  });

  it.each([
    [['a.jtl'], /needs --out/u],
    [['a.jtl', '--out', 'x.docx'], /\.pdf, \.html, \.md or \.json/u],
    [['--out', 'x.pdf'], /at least one file/u],
    [['--baseline', 'a.jtl', 'b.jtl', '--out', 'x.pdf'], /before --baseline/u],
    [['a.jtl', '--out', 'x.pdf', '--page-size', 'a3'], /a4 or letter/u],
    [['a.jtl', '--out', 'x.pdf', '--locale', '§'], /language tag/u],
    [['--report', 'R', '--out', 'x.pdf'], /give --workspace/u],
    [['a.jtl', '--report', 'R', '--workspace', 'w.loadstone', '--out', 'x.pdf'], /takes no files/u],
    [['a.jtl', '--out', 'x.pdf', '--waive', 'mix'], /a check and a reason/u],
  ])('%j is refused', (args, message) => {
    expect(() => reportArguments(args)).toThrow(message);
  });

  it('may ask for help', () => expect(reportArguments(['--help'])).toBeNull());
});

describe('loadstone report', () => {
  it('writes HTML, Markdown and JSON', async () => {
    const html = await run(
      'report',
      RUN,
      '--out',
      folder.file('out/report.html'),
      '--title',
      'Night <1>',
      '--author',
      'CI',
    );
    expect(html).toMatchObject({ code: 0, notes: '' });
    expect(html.printed).toContain('Cannot tell');
    const text = await readFile(folder.file('out/report.html'), 'utf8');
    expect(text).toContain('<h1>Night &lt;1&gt;</h1>');
    const json = await run('report', RUN, '--out', folder.file('report.json'), '--json', '--strict');
    expect(json.code).toBe(4);
    const document = JSON.parse(json.printed) as ReportWrittenDocument;
    expect(document).toMatchObject({
      schema: 'loadstone/report-written/1',
      format: 'json',
      readiness: 'cannot-tell',
      missing: null,
    });
    const written = JSON.parse(await readFile(folder.file('report.json'), 'utf8')) as { findings: unknown[] };
    expect(written.findings).toHaveLength(document.findings.length);
  });

  it('without a browser writes HTML instead of a PDF, and says what is missing', async () => {
    const out = folder.file('report.pdf');
    const { code, notes, printed } = await run('report', RUN, '--out', out);
    expect(code).toBe(3);
    expect(notes).toMatch(/none was found on this computer.*CHROMIUM_PATH.*report\.html/su);
    expect(printed).toContain('report.html');
    expect(existsSync(out)).toBe(false);
    expect(await readFile(folder.file('report.html'), 'utf8')).toContain('</html>');
  });

  it('takes a profile along, and makes a report of one alone', async () => {
    const out = folder.file('report.md');
    expect((await run('report', RUN, PROFILE, '--out', out)).code).toBe(0);
    expect(await readFile(out, 'utf8')).toMatch(/## Profiles[\s\S]*orders/u);
    const alone = await run('report', PROFILE, '--out', out);
    expect(alone.code).toBe(0);
    const text = await readFile(out, 'utf8');
    expect(text).toMatch(/^# orders-base\.cpuprofile\.gz$/mu);
    expect(text).toMatch(/## Profiles[\s\S]*orders/u);
    expect(text).not.toMatch(/## (Gates|Transactions|Errors)/u);
  });

  it('keeps the report in a workspace, from where it can be written again', async () => {
    const workspace = folder.file('w.loadstone');
    const first = await run(
      'report',
      RUN,
      '--workspace',
      workspace,
      '--title',
      'Kept',
      '--out',
      folder.file('a.md'),
    );
    expect(first.code).toBe(0);
    const again = await run(
      'report',
      '--workspace',
      workspace,
      '--report',
      'Kept',
      '--out',
      folder.file('b.md'),
    );
    expect(again).toMatchObject({ code: 0, notes: '' });
    const withoutTime = (text: string) => text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/gu, '');
    expect(withoutTime(await readFile(folder.file('b.md'), 'utf8'))).toBe(
      withoutTime(await readFile(folder.file('a.md'), 'utf8')),
    );
    const wrong = await run(
      'report',
      '--workspace',
      workspace,
      '--report',
      'Lost',
      '--out',
      folder.file('c.md'),
    );
    expect(wrong.code).toBe(2);
    expect(wrong.notes).toContain('"Kept"');
  });

  it('a file that cannot be read ends with 3, and writes nothing', async () => {
    const out = folder.file('report.md');
    expect((await run('report', folder.file('gone.jtl'), '--out', out)).code).toBe(3);
    expect(existsSync(out)).toBe(false);
  });
});
