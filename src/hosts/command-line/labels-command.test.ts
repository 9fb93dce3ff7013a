import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '#core/io/testing/temporary-folder.ts';
import { runCommandLine } from './run-command.ts';
import type { SummaryDocument } from './summary-document.ts';

const folder = useTemporaryFolder();

interface Ran {
  readonly code: number;
  readonly printed: string;
  readonly notes: string;
}

async function run(...args: string[]): Promise<Ran> {
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

/** JMeter's CSV with a label of its own in every row. */
async function usersFile(count = 6): Promise<string> {
  const path = folder.file('users.jtl');
  const rows = Array.from(
    { length: count },
    (_, row) => `${1_700_000_000_000 + row * 100},${10 + row},GET /user/${row}/cart,200,OK,true`,
  );
  await writeFile(
    path,
    `timeStamp,elapsed,label,responseCode,responseMessage,success\n${rows.join('\n')}\n1700000001000,5,/home,200,OK,true\n`,
  );
  return path;
}

const RULES = {
  schema: 'loadstone/label-rules/1',
  rules: [
    { kind: 'builtin', id: 'numbers-uuids-hashes', enabled: true },
    { kind: 'regex', pattern: '^GET ', replacement: '', flags: '', enabled: true },
  ],
};

async function rulesFile(content: unknown = RULES): Promise<string> {
  const path = folder.file('rules.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

beforeEach(() => {
  process.env['LOADSTONE_CONFIG_DIR'] = folder.file('config');
});

describe('loadstone labels', () => {
  let workspace: string;
  beforeEach(async () => {
    workspace = folder.file('w.loadstone');
    expect(await run('summary', await usersFile(), '--workspace', workspace)).toMatchObject({ code: 0 });
  });

  const labelsOf = async (): Promise<string[]> => {
    const document = JSON.parse((await run('summary', workspace, '--json')).printed) as SummaryDocument;
    return document.runs[0]!.transactions.map(({ label, samples }) => `${label} ${samples}`);
  };

  it('applies rules of a file, exports them, and takes them back', async () => {
    const before = await labelsOf();
    expect(before).toHaveLength(7);
    const applied = await run('labels', workspace, '--rules', await rulesFile(), '--json');
    expect(applied.code).toBe(0);
    expect(JSON.parse(applied.printed)).toEqual({
      schema: 'loadstone/labels/1',
      applied: true,
      rules: RULES.rules,
      runs: [{ name: 'users', names: 7, labelsBefore: 7, labelsAfter: 2, untouched: 1, keptApart: 0 }],
      labels: [
        {
          run: 'users',
          label: '/user/{id}/cart',
          kind: 'request',
          names: 6,
          samples: 6,
          examples: [0, 1, 2, 3, 4].map((row) => `GET /user/${row}/cart`),
        },
      ],
      labelCount: 1,
    });
    expect(await labelsOf()).toEqual(['/user/{id}/cart 6', '/home 1']);
    const exported = await run('labels', workspace, '--export');
    expect(JSON.parse(exported.printed)).toEqual(RULES);
    expect(JSON.parse((await run('labels', workspace, '--json')).printed)).toMatchObject({
      applied: true,
      rules: RULES.rules,
      runs: [{ labelsBefore: 2, labelsAfter: 2 }],
    });
    expect(await run('labels', workspace, '--clear')).toMatchObject({ code: 0 });
    expect(await labelsOf()).toEqual(before);
    // What was exported can be applied again.
    await run('labels', workspace, '--rules', await rulesFile(exported.printed));
    expect(await labelsOf()).toHaveLength(2);
  });

  it('shows a preview as a table and changes nothing', async () => {
    const bytes = await readFile(workspace);
    const { code, printed } = await run('labels', workspace, '--preview');
    expect(code).toBe(0);
    expect(printed).toContain(
      'Preview, nothing is changed. Rules:\n  1. numbers, UUIDs, hashes and tokens in paths become {id}',
    );
    expect(printed).toMatch(/users +7 +7 +2$/mu);
    expect(printed).toMatch(/GET \/user\/\{id\}\/cart +6 +6 +GET \/user\/0\/cart/u);
    expect((await readFile(workspace)).equals(bytes)).toBe(true);
    expect((await run('labels', workspace)).printed).toContain(
      'No rules: labels are the names in the files.',
    );
  });

  it.each([
    [{ ...RULES, schema: 'other' }, 2, 'at schema'],
    ['{', 2, 'not JSON'],
    [
      { ...RULES, rules: [{ kind: 'regex', pattern: 'a(', replacement: '' }] },
      2,
      'Rule 1: the pattern is no regular expression from character 2 on',
    ],
  ])('refuses rules that cannot be used: %j', async (content, code, words) => {
    const ran = await run('labels', workspace, '--rules', await rulesFile(content));
    expect(ran).toMatchObject({ code, printed: '' });
    expect(ran.notes).toContain(words);
    expect(await labelsOf()).toHaveLength(7);
  });

  it('says when a file is not there', async () => {
    expect(await run('labels', workspace, '--rules', folder.file('none.json'))).toMatchObject({ code: 3 });
    const ran = await run('labels', folder.file('none.loadstone'));
    expect(ran.code).toBe(3);
    expect(ran.notes).toContain('no such workspace');
  });
});

describe('loadstone summary --label-rules', () => {
  it('cleans labels before anything is counted', async () => {
    const ran = await run(
      'summary',
      await usersFile(),
      '--json',
      '--label-rules',
      'builtin',
      '--label',
      '\\{id\\}',
    );
    const document = JSON.parse(ran.printed) as SummaryDocument;
    expect(document.runs[0]!.transactions).toMatchObject([
      { label: 'GET /user/{id}/cart', samples: 6, minMs: 10, maxMs: 15, percentilesMs: { '50': 12.5 } },
    ]);
  });

  it('is for files', async () => {
    const workspace = folder.file('w.loadstone');
    await run('summary', await usersFile(), '--workspace', workspace);
    const ran = await run('summary', workspace, '--label-rules', 'builtin');
    expect(ran.code).toBe(2);
    expect(ran.notes).toContain('--label-rules is for files');
  });

  it('warns of more than 500 labels without it, and not with it', async () => {
    const path = await usersFile(600);
    expect((await run('summary', path)).printed).toContain(
      'Note: 601 labels; the built-in rule makes 2 of them.',
    );
    expect((await run('summary', path, '--label-rules', 'builtin')).printed).not.toContain('Note:');
  });
});
