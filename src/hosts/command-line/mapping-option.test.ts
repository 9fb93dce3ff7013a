import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, it, test } from 'vitest';
import { useTemporaryFolder } from '#core/io/testing/temporary-folder.ts';
import { parseMapping } from './mapping-option.ts';
import { runCommandLine } from './run-command.ts';
import type { SummaryDocument } from './summary-document.ts';

const folder = useTemporaryFolder();

test('a mapping is FIELD=COLUMN pairs, with quotes around commas', () => {
  expect(parseMapping('start=ts, elapsed="took, s",unit=s,tag=region,tag=node')).toEqual({
    columns: { start: 'ts', elapsed: 'took, s' },
    unit: 's',
    tags: ['region', 'node'],
  });
});

test.each([
  ['start=ts', /response time/u],
  ['elapsed', /FIELD=COLUMN/u],
  ['elapsed=', /FIELD=COLUMN/u],
  ['elapsed=a,speed=b', /no field "speed"/u],
  ['elapsed=a,unit=h', /unit is/u],
  ['', /response time/u],
])('%s makes no sense', (text, message) => {
  expect(() => parseMapping(text)).toThrow(message);
});

it('reads a table of any tool, and remembers what its columns mean', async () => {
  process.env['LOADSTONE_CONFIG_DIR'] = folder.file('config');
  const first = folder.file('first.csv');
  const second = folder.file('second.csv');
  await writeFile(first, 'when;what;took\n1700000000000;Home;10\n1700000001000;Home;30\n');
  await writeFile(second, 'when;what;took\n1700000002000;Cart;50\n');
  const workspace = folder.file('kept.loadstone');
  const run = async (
    ...args: readonly string[]
  ): Promise<{ code: number; printed: string; noted: string }> => {
    let printed = '';
    let noted = '';
    const code = await runCommandLine(
      ['summary', ...args, '--workspace', workspace, '--json'],
      {
        version: 'test',
        rendererDirectory: '',
        workerUrl: pathToFileURL(folder.file('none.js')),
        sample: null,
      },
      {
        print: (text) => (printed += text),
        note: (text) => (noted += `${text}\n`),
        progress: () => undefined,
      },
      new AbortController().signal,
    );
    return { code, printed, noted };
  };
  const unknown = await run(first);
  expect(unknown.code).toBe(3);
  expect(unknown.noted).toContain('was not recognised');
  const told = await run(first, '--map', 'start=when,label=what,elapsed=took');
  expect(told.noted).toBe('');
  const document = JSON.parse(told.printed) as SummaryDocument;
  expect(document.runs[0]).toMatchObject({
    format: 'plain-csv',
    firstInstant: '2023-11-14T22:13:20.000Z',
    overall: { samples: 2, meanMs: 20, failures: 0 },
    transactions: [{ label: 'Home', samples: 2 }],
  });
  const known = await run(second);
  expect((JSON.parse(known.printed) as SummaryDocument).runs[0]).toMatchObject({
    transactions: [{ label: 'Cart', samples: 1, meanMs: 50 }],
  });
});
