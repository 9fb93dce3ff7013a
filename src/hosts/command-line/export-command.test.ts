import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Database } from '#core/db/database.ts';
import { useTemporaryFolder } from '#core/io/testing/temporary-folder.ts';
import { runCommandLine } from './run-command.ts';
import type { SummaryDocument } from './summary-document.ts';

const folder = useTemporaryFolder();
const SHOP = 'fixtures/jmeter/5.6.3/shop-candidate.jtl.gz';
const K6 = 'fixtures/k6/1.8.1/results.ndjson.json';

interface Ran {
  readonly code: number;
  readonly printed: string;
  readonly notes: string;
}

async function run(args: readonly string[], signal = new AbortController().signal): Promise<Ran> {
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
    signal,
  );
  return { code, printed: printed.join('\n'), notes: notes.join('\n') };
}

type Row = Record<string, string | number | null>;

/** What another tool reads from the files: a database that knows nothing of workspaces. */
async function read(sql: string): Promise<Row[]> {
  const database = await Database.open(join(folder.path, 'reader.db'), {
    memoryLimitBytes: 512e6,
    threads: 2,
    tempDirectory: join(folder.path, 'temp'),
    exportDirectory: folder.path,
  });
  try {
    return await database.rows(sql);
  } finally {
    await database.close();
  }
}

async function summary(...args: string[]): Promise<SummaryDocument> {
  const { code, printed } = await run(['summary', ...args, '--json']);
  expect(code).toBe(0);
  return JSON.parse(printed) as SummaryDocument;
}

describe('convert to a table', () => {
  it.each(['parquet', 'csv', 'json'])(
    'as %s has every sample, with the figures of the summary',
    async (to) => {
      const out = folder.file(`shop.${to}`);
      const { code, printed } = await run(['convert', SHOP, '--to', to, '--out', out, '--json']);
      expect(code).toBe(0);
      const { runs } = await summary(SHOP);
      const document = JSON.parse(printed) as Row;
      expect(document).toMatchObject({
        schema: 'loadstone/convert/1',
        path: out,
        to,
        kind: 'samples',
        rejectedRows: 0,
      });
      const rows = await read(
        `SELECT label, kind, count(*) AS samples, count(*) FILTER (NOT ok) AS failures, avg(elapsed_ms) AS mean,
         max(elapsed_ms) AS max, quantile_cont(elapsed_ms, 0.95) AS p95, sum(received_bytes)::BIGINT AS received
       FROM '${out}' GROUP BY ALL`,
      );
      expect(rows.reduce((sum, row) => sum + Number(row['samples']), 0)).toBe(document['rows']);
      const shown = runs[0]!.transactions;
      expect(rows).toHaveLength(shown.length);
      for (const row of rows) {
        const expected = shown.find(({ label, kind }) => label === row['label'] && kind === row['kind'])!;
        expect(row['samples']).toBe(expected.samples);
        expect(row['failures']).toBe(expected.failures);
        expect(row['max']).toBe(expected.maxMs);
        expect(row['mean']).toBeCloseTo(expected.meanMs!, 6);
        expect(row['p95']).toBeCloseTo(expected.percentilesMs['95']!, 6);
        expect(row['received']).toBe(expected.receivedBytes);
      }
      expect((await readdir(folder.path)).filter((name) => name.includes('partial'))).toEqual([]);
    },
  );

  it('has instants in UTC, the name of the run and tags', async () => {
    const out = folder.file('k6.parquet');
    const ran = await run(['convert', K6, '--to', 'parquet', '--out', out]);
    expect(ran.notes).toContain('readings of metrics as well');
    const { runs } = await summary(K6);
    const [row] = await read(
      `SELECT any_value(run) AS run, min(started_at)::VARCHAR AS first, count(tags) AS tagged, count(*) AS rows,
         any_value(tags) AS tags FROM '${out}'`,
    );
    expect(row!['run']).toBe(runs[0]!.name);
    expect(`${String(row!['first']).replace(' ', 'T')}Z`).toBe(runs[0]!.startedAt);
    expect(row!['tagged']).toBeGreaterThan(0);
    expect(Object.keys(JSON.parse(String(row!['tags'])) as object).length).toBeGreaterThan(0);
  });

  it('has the samples of a profile, with their stacks, as "profile" counts them', async () => {
    const out = folder.file('orders.parquet');
    const file = 'fixtures/profiles/orders-base.cpuprofile.gz';
    expect((await run(['convert', file, '--to', 'parquet', '--out', out])).code).toBe(0);
    const { printed } = await run(['profile', file, '--json', '--top', '1000']);
    const [profile] = (
      JSON.parse(printed) as {
        profiles: {
          total: number;
          samples: number;
          functions: { name: string; self: number; file: string | null }[];
        }[];
      }
    ).profiles;
    const rows = await read(
      `SELECT function, count(*) AS samples, sum(weight) AS self, bool_and(ends_with(stack, function)) AS ends
       FROM '${out}' GROUP BY ALL`,
    );
    expect(rows.reduce((sum, row) => sum + Number(row['self']), 0)).toBeCloseTo(profile!.total, 3);
    expect(rows.reduce((sum, row) => sum + Number(row['samples']), 0)).toBe(profile!.samples);
    const named = new Map<string, number>();
    for (const each of profile!.functions) named.set(each.name, (named.get(each.name) ?? 0) + each.self);
    const top = rows
      .filter((row) => row['function'] !== null)
      .sort((a, b) => Number(b['self']) - Number(a['self']));
    for (const row of top.slice(0, 10)) {
      expect(row['ends']).toBe(1);
      expect(Number(row['self'])).toBeCloseTo(named.get(String(row['function']))!, 3);
    }
    const wrong = await run([
      'convert',
      file,
      '--to',
      'csv',
      '--out',
      folder.file('x.csv'),
      '--weight',
      'bytes',
    ]);
    expect(wrong).toMatchObject({ code: 2, notes: expect.stringContaining('weighs "bytes"') as string });
    expect(existsSync(folder.file('x.csv'))).toBe(false);
  });

  it('says what cannot be read, and leaves nothing', async () => {
    const file = folder.file('readme.txt');
    await writeFile(file, 'no results at all\n');
    const out = folder.file('out.parquet');
    expect((await run(['convert', file, '--to', 'parquet', '--out', out])).code).toBe(3);
    const missing = await run(['convert', folder.file('none.jtl'), '--to', 'csv', '--out', out]);
    expect(missing.code).toBe(3);
    const abort = new AbortController();
    abort.abort();
    expect((await run(['convert', SHOP, '--to', 'csv', '--out', out], abort.signal)).code).toBe(130);
    expect(await readdir(folder.path)).toEqual(['readme.txt']);
  });
});

describe('export', () => {
  async function workspace(): Promise<string> {
    const path = folder.file('two.loadstone');
    await summary(SHOP, K6, '--workspace', path);
    return path;
  }

  it('writes a data set that adds up to the summary', async () => {
    const path = await workspace();
    const target = folder.file('data/set');
    const { code, printed, notes } = await run(['export', path, '--parquet', target, '--json']);
    expect([code, notes]).toEqual([0, '']);
    const { runs } = await summary(path);
    const document = JSON.parse(printed) as {
      runs: number;
      bytes: number;
      tables: { name: string; rows: number; files: number }[];
    };
    expect(document).toMatchObject({
      schema: 'loadstone/export/1',
      path: target,
      format: 'parquet',
      runs: 2,
    });
    expect((await readdir(join(target, 'samples'))).sort()).toEqual(['run=1', 'run=2']);

    const rows = await read(
      `SELECT r.name, r.counted_kind, count(*) AS samples, count(*) FILTER (NOT s.ok) AS failures, sum(s.elapsed_ms) AS elapsed
       FROM read_parquet('${target}/samples/*/*.parquet', hive_partitioning = true) s
       JOIN read_parquet('${target}/runs/*.parquet') r ON r.id = s.run WHERE s.kind = r.counted_kind GROUP BY ALL ORDER BY r.name`,
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      const { overall } = runs.find(({ name }) => name === row['name'])!;
      expect(row).toMatchObject({ samples: overall.samples, failures: overall.failures });
      expect(Number(row['elapsed']) / overall.samples!).toBeCloseTo(overall.meanMs!, 6);
    }
    const points = await read(`SELECT count(*) AS n FROM '${target}/points/*/*.parquet'`);
    expect(points[0]!['n']).toBe(document.tables.find(({ name }) => name === 'points')!.rows);

    const schema = await readFile(join(target, 'SCHEMA.md'), 'utf8');
    for (const { name } of document.tables) {
      expect(schema).toContain(`## ${name}\n`);
      const files = await readdir(join(target, name), { recursive: true });
      const [file] = files.filter((each) => each.endsWith('.parquet'));
      const columns = await read(
        `DESCRIBE SELECT * FROM read_parquet('${join(target, name, file!)}', hive_partitioning = false)`,
      );
      const section = schema.split(`## ${name}\n`)[1]!.split('\n## ')[0]!;
      const listed = [...section.matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]*) \|$/gmu)].map(
        ([, column, type, words]) => ({ column, type, words }),
      );
      expect(
        listed.map(({ column, type }) => [column, type]),
        name,
      ).toEqual(columns.map((row) => [row['column_name'], row['column_type']]));
      expect(
        listed.filter(({ words }) => words?.trim() === ''),
        name,
      ).toEqual([]);
    }
    expect((await readdir(folder.file('data'))).sort()).toEqual(['set']);
  });

  it('replaces an earlier export only where that is asked for, and nothing else', async () => {
    const path = await workspace();
    const target = folder.file('set');
    await mkdir(target);
    expect((await run(['export', path, '--parquet', target])).code).toBe(0);
    await writeFile(join(target, 'old.txt'), 'old');
    const refused = await run(['export', path, '--parquet', target]);
    expect(refused.code).toBe(2);
    expect(refused.notes).toContain('--overwrite');
    expect(existsSync(join(target, 'old.txt'))).toBe(true);
    expect((await run(['export', path, '--parquet', target, '--overwrite'])).code).toBe(0);
    expect(existsSync(join(target, 'old.txt'))).toBe(false);
    expect((await stat(join(target, 'SCHEMA.md'))).size).toBeGreaterThan(1000);

    const own = folder.file('documents');
    await mkdir(own);
    await writeFile(join(own, 'thesis.md'), '# Mine');
    expect((await run(['export', path, '--parquet', own, '--overwrite'])).code).toBe(2);
    expect(await readFile(join(own, 'thesis.md'), 'utf8')).toBe('# Mine');
    expect((await run(['export', path, '--parquet', path])).code).toBe(2);
  });

  it('leaves nothing when it is cancelled, or the workspace is empty or not there', async () => {
    const path = await workspace();
    const abort = new AbortController();
    const target = folder.file('set');
    const before = await readdir(folder.path);
    const running = run(['export', path, '--parquet', target], abort.signal);
    while (!(await readdir(folder.path)).some((name) => name.endsWith('.partial')))
      await new Promise((done) => setTimeout(done, 1));
    abort.abort();
    expect((await running).code).toBe(130);
    expect(await readdir(folder.path)).toEqual(before);
    expect((await run(['export', folder.file('none.loadstone'), '--parquet', target])).code).toBe(3);
    expect((await run(['export', path])).notes).toContain('--parquet');
    expect(await readdir(folder.path)).toEqual(before);
  });
});

describe('sql', () => {
  it('prints every value exactly, and writes all rows to a file', async () => {
    const path = folder.file('w.loadstone');
    await summary(SHOP, '--workspace', path);
    const statement = `SELECT 9007199254740993 AS big, 1.50 AS price, TIMESTAMP '2026-01-02 03:04:05.5' AS at, true AS ok, [1, 2] AS list, NULL AS nothing, 7 AS "1", 8 AS big`;
    const { code, printed } = await run(['sql', path, statement, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toEqual({
      schema: 'loadstone/sql/1',
      columns: ['big', 'price', 'at', 'ok', 'list', 'nothing', '1', 'big_1'],
      types: [
        'BIGINT',
        'DECIMAL(3,2)',
        'TIMESTAMP',
        'BOOLEAN',
        'INTEGER[]',
        expect.any(String),
        'INTEGER',
        'INTEGER',
      ],
      complete: true,
      rows: [
        {
          big: '9007199254740993',
          price: 1.5,
          at: '2026-01-02T03:04:05.5Z',
          ok: true,
          list: '[1, 2]',
          nothing: null,
          '1': 7,
          big_1: 8,
        },
      ],
    });
    const text = await run(['sql', path, 'SELECT * FROM range(300)']);
    expect(text.printed).toContain('first 200 rows');
    const out = folder.file('rows.csv');
    expect((await run(['sql', path, 'SELECT range AS i FROM range(30000)', '--out', out])).code).toBe(0);
    expect((await readFile(out, 'utf8')).trim().split('\n')).toHaveLength(30_001);
    expect((await run(['sql', path, 'SELECT 1', '--out', 'x.xlsx'])).code).toBe(2);
    const wrong = await run(['sql', path, 'SELECT *\nFROM rnus']);
    expect(wrong.code).toBe(3);
    expect(wrong.notes).toMatch(/line 2, byte 14/u);
    expect((await run(['sql', path, `COPY runs TO '${folder.file('stolen.csv')}'`])).code).not.toBe(0);
    expect(existsSync(folder.file('stolen.csv'))).toBe(false);
  });
});
