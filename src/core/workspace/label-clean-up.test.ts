import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { BUILTIN_LABEL_RULE, type LabelRule } from '#shared/model/label-rules.ts';
import { numberAt, textAt, type ColumnTable } from '#shared/contract/columns.ts';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import { testSettings } from '../db/testing/test-database.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { createLineImporter } from '../import/testing/line-importer.ts';
import { createReportImporter } from '../import/testing/report-importer.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { cleanNames } from '../labels/clean-names.ts';
import { compileRules } from '../labels/compiled-rule.ts';
import { latencyCube } from '../latency/cube.ts';
import { latencyCurve } from '../latency/curve.ts';
import { errorGroups } from '../latency/error-groups.ts';
import { timeSeries } from '../latency/series.ts';
import { summarise } from '../latency/summary.ts';
import { listRuns, listSources, listTransactions } from './catalog.ts';
import { contentsOf } from './testing/contents.ts';
import { importInto } from './testing/imports.ts';
import { createLabelledImporter, labelledFile, type LabelledSample } from './testing/labelled-lines.ts';
import { Workspace } from './workspace.ts';

const folder = useTemporaryFolder();
const { signal } = new AbortController();

async function open(name = 'labels.loadstone'): Promise<Workspace> {
  const workspace = await Workspace.open(folder.file(name), testSettings(folder.path), { temporary: false });
  onTestFinished(() => workspace.close());
  return workspace;
}

function regex(pattern: string, replacement: string): LabelRule {
  return { kind: 'regex', pattern, replacement, enabled: true };
}

const importers = [createLabelledImporter()];

/** Imports samples as one file. */
async function add(
  workspace: Workspace,
  samples: readonly LabelledSample[],
  runId: number | null = null,
): Promise<number> {
  const imported = await importInto(workspace, labelledFile(samples), {
    importers,
    allowDuplicate: true,
    ...(runId === null ? {} : { runId }),
  });
  return imported.runId;
}

async function labelsIn(workspace: Workspace, runId: number): Promise<string[]> {
  return (await listTransactions(workspace.database, runId)).map(({ label }) => label);
}

function sample(name: string, elapsedMs: number, more: Partial<LabelledSample> = {}): LabelledSample {
  return {
    name,
    method: null,
    kind: 'request',
    elapsedMs,
    startMs: elapsedMs * 10,
    ok: true,
    code: '200',
    ...more,
  };
}

const USERS = [
  sample('/user/1', 10),
  sample('/user/2', 30, { ok: false, code: '500' }),
  sample('/cart', 5),
  sample('/user/1', 20),
];

const rule: fc.Arbitrary<LabelRule> = fc.oneof(
  fc.constant(BUILTIN_LABEL_RULE),
  fc.constantFrom(
    regex('^/u', '/v'),
    regex('\\d', ''),
    regex('^.*$', 'all'),
    regex('cart', 'user/9'),
    regex('zzz', 'y'),
  ),
  fc.constant({ ...regex('.', '-'), enabled: false }),
);
const rules = fc.array(rule, { minLength: 1, maxLength: 3 });

const samples: fc.Arbitrary<LabelledSample[]> = fc.array(
  fc.record({
    name: fc.constantFrom('/user/1', '/user/2', '/user/33', '/cart', '/cart/4', '/u', 'all'),
    method: fc.constantFrom(null, 'GET', 'POST'),
    kind: fc.constantFrom('request' as const, 'request' as const, 'transaction' as const),
    elapsedMs: fc.oneof(
      fc.nat(20),
      fc.nat(5000).map((n) => n / 8),
    ),
    startMs: fc.nat(5000),
    ok: fc.boolean(),
    code: fc.constantFrom('200', '500', '503'),
  }),
  { minLength: 1, maxLength: 30 },
);

/** What becomes of a workspace, in steps; a file goes to a run by its place in the list, or makes a new one. */
interface Story {
  readonly files: readonly { readonly samples: readonly LabelledSample[]; readonly into: number | null }[];
  /** After so many files. */
  readonly rulesAfter: number;
  readonly mergeAfter: number | null;
}

const story: fc.Arbitrary<Story> = fc.record({
  files: fc.array(fc.record({ samples, into: fc.option(fc.nat(3)) }), { minLength: 1, maxLength: 4 }),
  rulesAfter: fc.nat(4),
  mergeAfter: fc.option(fc.nat(4)),
});

async function play(
  workspace: Workspace,
  { files, rulesAfter, mergeAfter }: Story,
  {
    rules: list,
    rename = (name) => name,
  }: { rules: readonly LabelRule[] | null; rename?: (name: string) => string },
): Promise<void> {
  for (let step = 0; step <= Math.max(files.length, rulesAfter, mergeAfter ?? 0); step++) {
    if (step === rulesAfter && list !== null) await workspace.applyLabelRules(list, signal);
    const runs = (await listRuns(workspace.database)).map(({ id }) => id);
    if (step === mergeAfter && runs.length > 1) {
      // The last first, so that numbers of transactions are not in the order of the runs.
      await workspace.mergeRuns([...runs].reverse());
    }
    const file = files[step];
    if (file === undefined) continue;
    const left = (await listRuns(workspace.database)).map(({ id }) => id);
    const into = file.into === null || left.length === 0 ? null : left[file.into % left.length]!;
    await add(
      workspace,
      file.samples.map((one) => ({ ...one, name: rename(one.name) })),
      into,
    );
  }
}

async function empty(workspace: Workspace): Promise<void> {
  await workspace.applyLabelRules([], signal);
  for (const { id } of await listRuns(workspace.database)) await workspace.removeRun(id);
}

/** Everything but how long the imports took. */
async function timelessContents(workspace: Workspace): Promise<string[]> {
  await workspace.database.execute(`UPDATE sources SET import_ms = 0`);
  return contentsOf(workspace.database);
}

/** The rows of a table as texts, sorted. */
function rowsOf({ rowCount, columns }: ColumnTable): string[] {
  const list = Object.entries(columns).filter(([name]) => name !== 'id');
  return Array.from({ length: rowCount }, (_, row) =>
    list
      .map(
        ([name, column]) => `${name} ${column.kind === 'text' ? textAt(column, row) : numberAt(column, row)}`,
      )
      .join(', '),
  ).sort();
}

/** All figures of all runs, with transactions by label and kind: their order is that of their numbers. */
async function figuresOf({ database }: Workspace): Promise<unknown> {
  const out: unknown[] = [];
  for (const run of await listRuns(database)) {
    const transactions = await listTransactions(database, run.id);
    const nameOf = new Map(transactions.map(({ id, label, kind }) => [id, `${kind} ${label}`]));
    const names = [...nameOf.values()].sort();
    const whole = wholeRun(run.id);
    const filters: SampleFilter[] = [
      whole,
      { ...whole, time: { fromMs: 100, toMs: 2500 } },
      { ...whole, outcome: 'failed' },
      { ...whole, transactions: [...nameOf].filter(([, name]) => name === names[0]).map(([id]) => id) },
    ];
    const percentiles = [0, 50, 95, 100];
    for (const filter of filters) {
      const summary = await summarise(
        database,
        run,
        transactions,
        { filter, percentiles, estimator: 'type7', apdexTMs: 10, jmeterCompatible: true },
        signal,
      );
      out.push({ ...summary, transactions: rowsOf(summary.transactions) });
      out.push(await timeSeries(database, run, { filter, percentiles, maxBuckets: 20 }, signal));
      out.push(await latencyCurve(database, run, filter, 20, signal));
      out.push(await errorGroups(database, run, filter, 50, signal));
    }
    const cube = await latencyCube(
      database,
      run,
      { conditions: [], maxBins: 20, maxBytes: 10_000_000 },
      signal,
    );
    const places = cube.transactionIds.map((id, index) => `${nameOf.get(id)} ${cube.counted[index]}`);
    const cells = rowsOf(cube.cells).map((cell) =>
      cell.replace(/transaction (\d+)/u, (_, place) => `transaction ${places[Number(place)]}`),
    );
    out.push({ ...cube, cells: cells.sort(), transactionIds: places.sort(), counted: null });
    out.push({ ...run, id: null, sourceIds: run.sourceIds.length }, names);
  }
  return out;
}

describe('label rules', () => {
  it('make one transaction of names that become equal, and none restores them', async () => {
    const workspace = await open();
    const runId = await add(workspace, USERS);
    const before = await contentsOf(workspace.database);
    const applied = await workspace.applyLabelRules([BUILTIN_LABEL_RULE], signal);
    expect(applied).toEqual({
      rules: [BUILTIN_LABEL_RULE],
      runs: [{ runId, name: 'night', names: 3, labelsBefore: 3, labelsAfter: 2, untouched: 1, keptApart: 0 }],
    });
    expect(await workspace.labelRules()).toEqual([BUILTIN_LABEL_RULE]);
    expect(await labelsIn(workspace, runId)).toEqual(['/user/{id}', '/cart']);
    expect(await workspace.run(runId)).toMatchObject({ samples: 4, failures: 1, transactionCount: 2 });
    const rows = await workspace.database.rows(
      `SELECT shown.label, raw.name, elapsed_ms FROM samples
       JOIN transactions shown ON shown.id = transaction_id JOIN transactions raw ON raw.id = raw_transaction_id
       ORDER BY elapsed_ms`,
    );
    expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
      '/cart /cart 5',
      '/user/{id} /user/1 10',
      '/user/{id} /user/1 20',
      '/user/{id} /user/2 30',
    ]);
    expect(await workspace.applyLabelRules([], signal)).toMatchObject({
      runs: [{ labelsBefore: 2, labelsAfter: 3 }],
    });
    expect(await contentsOf(workspace.database)).toEqual(before);
    expect(await workspace.labelRules()).toEqual([]);
  });

  it('can follow each other in any order: what counts is the last list', async () => {
    const workspace = await open();
    const runId = await add(workspace, [sample('/cart', 1), ...USERS, sample('/user/3', 50)]);
    const lists = [[BUILTIN_LABEL_RULE], [regex('^.*$', 'all')], [regex('[13]', '#')], []];
    const contents: string[][] = [];
    for (const list of lists) {
      await workspace.applyLabelRules([], signal);
      await workspace.applyLabelRules(list, signal);
      contents.push(await contentsOf(workspace.database));
    }
    // Names that were one are two then, and the one that stood for both belongs to another.
    for (const next of [0, 1, 0, 2, 1, 2, 0, 3, 1]) {
      await workspace.applyLabelRules(lists[next]!, signal);
      expect(await contentsOf(workspace.database)).toEqual(contents[next]);
    }
    expect(await labelsIn(workspace, runId)).toEqual(['all']);
  });

  it('are kept with the file, and last through compacting', async () => {
    const workspace = await open();
    const runId = await add(workspace, USERS);
    const before = await contentsOf(workspace.database);
    await workspace.applyLabelRules([BUILTIN_LABEL_RULE], signal);
    await workspace.compact();
    await workspace.close();
    const again = await open();
    expect(await labelsIn(again, runId)).toEqual(['/user/{id}', '/cart']);
    await again.applyLabelRules([], signal);
    expect(await contentsOf(again.database)).toEqual(before);
  });

  it('restore exactly what was, in any order of rules, files and merging', { timeout: 120_000 }, async () => {
    const [plain, labelled] = [await open('plain.loadstone'), await open('labelled.loadstone')];
    await fc.assert(
      fc.asyncProperty(story, rules, rules, async (told, first, second) => {
        // Also what a run that failed left behind.
        await empty(plain);
        await empty(labelled);
        await play(plain, told, { rules: null });
        await play(labelled, told, { rules: first });
        const shown = await contentsOf(labelled.database);
        await labelled.applyLabelRules(second, signal);
        await labelled.applyLabelRules(first, signal);
        expect(await contentsOf(labelled.database)).toEqual(shown);
        await labelled.applyLabelRules([], signal);
        expect(await timelessContents(labelled)).toEqual(await timelessContents(plain));
      }),
      { numRuns: fuzzRuns(4), interruptAfterTimeLimit: 100_000 },
    );
  });

  it('give the figures of files whose labels were clean before', { timeout: 120_000 }, async () => {
    const [plain, labelled] = [await open('plain.loadstone'), await open('labelled.loadstone')];
    await fc.assert(
      fc.asyncProperty(story, rules, async (told, list) => {
        const all = told.files.flatMap((file) => file.samples.map(({ name }) => name));
        const clean = await cleanNames(compileRules(list), all);
        // Also what a run that failed left behind.
        await empty(plain);
        await empty(labelled);
        await play(plain, told, { rules: null, rename: clean.of });
        await play(labelled, told, { rules: list });
        expect(await figuresOf(labelled)).toEqual(await figuresOf(plain));
      }),
      { numRuns: fuzzRuns(4), interruptAfterTimeLimit: 100_000 },
    );
  });

  it('name the method where names of two methods become one', async () => {
    const workspace = await open();
    const runId = await add(workspace, [
      sample('/user/1', 1, { method: 'GET' }),
      sample('/user/2', 2, { method: 'POST' }),
      sample('/user/3', 3, { method: 'GET' }),
    ]);
    expect(await labelsIn(workspace, runId)).toEqual(['/user/1', '/user/2', '/user/3']);
    await workspace.applyLabelRules([BUILTIN_LABEL_RULE], signal);
    expect(await labelsIn(workspace, runId)).toEqual(['GET /user/{id}', 'POST /user/{id}']);
    await workspace.applyLabelRules([], signal);
    expect(await labelsIn(workspace, runId)).toEqual(['/user/1', '/user/2', '/user/3']);
  });

  it('apply to what is imported later, in the same run and in others', async () => {
    const workspace = await open();
    const runId = await add(workspace, [sample('/user/1', 1), sample('/cart', 2)]);
    await workspace.applyLabelRules([BUILTIN_LABEL_RULE], signal);
    expect(await labelsIn(workspace, runId)).toEqual(['/user/{id}', '/cart']);
    await add(workspace, [sample('/user/2', 3), sample('/user/1', 4)], runId);
    expect(await labelsIn(workspace, runId)).toEqual(['/user/{id}', '/cart']);
    const other = await add(workspace, [sample('/item/8', 1), sample('/item/9', 1)]);
    expect(await labelsIn(workspace, other)).toEqual(['/item/{id}']);
    const [first, second] = await listSources(workspace.database);
    expect([first?.runId, second?.runId]).toEqual([runId, runId]);
    const columns = await workspace.database.rows(`SELECT sample_columns FROM sources ORDER BY id`);
    expect(columns.map((row) => String(row['sample_columns']).includes('raw_transaction_id'))).toEqual([
      false,
      true,
      true,
    ]);
  });
});

describe('a preview', () => {
  it('counts labels and samples, and changes nothing', async () => {
    const workspace = await open();
    const runId = await add(workspace, USERS);
    const other = await add(workspace, [sample('/user/7', 1), sample('/home', 1)]);
    await workspace.applyLabelRules([regex('^.*$', 'all')], signal);
    const before = await contentsOf(workspace.database);
    const list = [BUILTIN_LABEL_RULE, regex('zzz', 'y')];
    expect(await workspace.previewLabels(list, null, 10, signal)).toEqual({
      runs: [
        { runId, name: 'night', names: 3, labelsBefore: 1, labelsAfter: 2, untouched: 1, keptApart: 0 },
        {
          runId: other,
          name: 'night',
          names: 2,
          labelsBefore: 1,
          labelsAfter: 2,
          untouched: 1,
          keptApart: 0,
        },
      ],
      groups: [
        {
          runId,
          label: '/user/{id}',
          kind: 'request',
          names: 2,
          samples: 3,
          examples: ['/user/1', '/user/2'],
        },
        { runId: other, label: '/user/{id}', kind: 'request', names: 1, samples: 1, examples: ['/user/7'] },
      ],
      groupCount: 2,
      changedByRule: [3, 0],
    });
    const one = await workspace.previewLabels(list, other, 1, signal);
    expect(one).toMatchObject({
      runs: [{ runId: other }],
      groups: [{ runId: other }],
      groupCount: 1,
      changedByRule: [1, 0],
    });
    expect((await workspace.previewLabels(list, null, 1, signal)).groups).toHaveLength(1);
    expect(await workspace.previewLabels([], null, 1, signal)).toMatchObject({ groups: [], groupCount: 0 });
    await expect(workspace.previewLabels(list, 99, 1, signal)).rejects.toMatchObject({ code: 'not-found' });
    expect(await contentsOf(workspace.database)).toEqual(before);
  });

  it('of an empty workspace is empty', async () => {
    const workspace = await open();
    expect(await workspace.previewLabels([BUILTIN_LABEL_RULE], null, 10, signal)).toEqual({
      runs: [],
      groups: [],
      groupCount: 0,
      changedByRule: [0],
    });
  });
});

describe('reports', () => {
  it('change their labels only where no two become one, and say so', async () => {
    const workspace = await open();
    const text = '#report\n* 40 1 5 9\n/user/1 10 0 5 9\n/user/2 20 1 5 9\n/item/7 10 0 5 9\n';
    const imported = await importInto(workspace, text, {
      name: 'r.report',
      importers: [createReportImporter()],
    });
    const before = await contentsOf(workspace.database);
    const list = [BUILTIN_LABEL_RULE];
    expect(await workspace.previewLabels(list, imported.runId, 10, signal)).toMatchObject({
      runs: [{ names: 3, labelsAfter: 3, untouched: 0, keptApart: 2 }],
      groups: [{ label: '/item/{id}', names: 1, samples: 10, examples: ['/item/7'] }],
    });
    await workspace.applyLabelRules(list, signal);
    expect(await labelsIn(workspace, imported.runId)).toEqual(['/user/1', '/user/2', '/item/{id}']);
    const again = await importInto(workspace, text, {
      name: 's.report',
      importers: [createReportImporter()],
      allowDuplicate: true,
    });
    expect(await labelsIn(workspace, again.runId)).toEqual(['/user/1', '/user/2', '/item/{id}']);
    await workspace.removeRun(again.runId);
    await workspace.applyLabelRules([], signal);
    expect(await contentsOf(workspace.database)).toEqual(before);
  });
});

describe('what cannot be done', () => {
  it('is refused as a whole: a rule that is no expression, and one that takes too long', async () => {
    const workspace = await open();
    await add(workspace, [...USERS, sample(`${'a'.repeat(50)}!`, 1)]);
    const before = await contentsOf(workspace.database);
    for (const bad of [regex('(', ''), regex('^(a+)+$', '')]) {
      const list = [BUILTIN_LABEL_RULE, bad];
      await expect(workspace.applyLabelRules(list, signal)).rejects.toMatchObject({ code: 'bad-request' });
      await expect(workspace.previewLabels(list, null, 1, signal)).rejects.toThrow(/Rule 2/u);
    }
    expect(await contentsOf(workspace.database)).toEqual(before);
    // Fine so far; a file that comes later has the name on which it is not.
    await workspace.removeRun((await listRuns(workspace.database))[0]!.id);
    await workspace.applyLabelRules([regex('^(a+)+$', '')], signal);
    await expect(add(workspace, [sample(`${'a'.repeat(50)}!`, 1)])).rejects.toThrow(
      /Rule 1 takes too long on the label/u,
    );
    expect(await listRuns(workspace.database)).toEqual([]);
  });

  it('is cancelled as a whole', async () => {
    const workspace = await open();
    const importer = createLineImporter();
    let text = '#lines\n';
    for (let row = 0; row < 20_000; row++) text += `/user/${row} 1 1700000000000000 1 200\n`;
    await importInto(workspace, text, { importers: [importer] });
    const before = await contentsOf(workspace.database);
    await expect(workspace.applyLabelRules([BUILTIN_LABEL_RULE], AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
    for (const afterMs of [1, 20, 60]) {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), afterMs);
      const outcome = await workspace.applyLabelRules([BUILTIN_LABEL_RULE], abort.signal).then(
        () => 'done',
        (error: unknown) => (error as { code: string }).code,
      );
      clearTimeout(timer);
      expect(['cancelled', 'done']).toContain(outcome);
      if (outcome === 'done') await workspace.applyLabelRules([], signal);
      expect(await contentsOf(workspace.database)).toEqual(before);
    }
  });
});

describe('many labels', () => {
  function users(from: number, count: number): LabelledSample[] {
    return Array.from({ length: count }, (_, index) => sample(`/user/${from + index}`, index + 1));
  }
  const warningsOf = async (workspace: Workspace): Promise<string[]> =>
    (await listSources(workspace.database)).flatMap(({ warnings }) => warnings.map(({ message }) => message));

  it('are said once, by the source with which they became many, with what the built-in rule makes of them', async () => {
    const workspace = await open();
    const runId = await add(workspace, users(0, 500));
    expect(await warningsOf(workspace)).toEqual([]);
    await add(workspace, users(400, 800), runId);
    await add(workspace, users(1000, 400), runId);
    expect(await warningsOf(workspace)).toEqual([
      '1,200 labels; the built-in rule makes 1 of them. Clean them up in the window or with "loadstone labels".',
    ]);
    await workspace.applyLabelRules([BUILTIN_LABEL_RULE], signal);
    expect(await warningsOf(workspace)).toEqual([]);
    await workspace.applyLabelRules([], signal);
    expect(await warningsOf(workspace)).toHaveLength(1);
  });

  it('that the built-in rule finds nothing in, and those of reports, have words of their own', async () => {
    const workspace = await open();
    const words = Array.from({ length: 501 }, (_, index) => sample(`Step ${index}`.replaceAll(' ', '_'), 1));
    await add(workspace, words);
    const rows = Array.from({ length: 501 }, (_, index) => `/user/${index} 1 0 1 1\n`);
    await importInto(workspace, `#report\n${rows.join('')}`, { importers: [createReportImporter()] });
    expect(await warningsOf(workspace)).toEqual([
      '501 labels; the built-in rule finds nothing in them that differs by a number or an id. Clean them up in the window or with "loadstone labels".',
      '501 labels; rows of a report cannot be put together.',
    ]);
  });
});

it('a workspace that cannot be written to refuses, and shows previews', async () => {
  const workspace = await open();
  const runId = await add(workspace, USERS);
  vi.spyOn(workspace.database, 'readOnly', 'get').mockReturnValue(true);
  await expect(workspace.applyLabelRules([BUILTIN_LABEL_RULE], signal)).rejects.toMatchObject({
    code: 'read-only',
  });
  expect((await workspace.previewLabels([BUILTIN_LABEL_RULE], runId, 5, signal)).groups).toHaveLength(1);
  expect(await labelsIn(workspace, runId)).toHaveLength(3);
});

it('a hundred thousand labels take seconds', { timeout: 60_000 }, async () => {
  const workspace = await open();
  let text = '#lines\n';
  for (let row = 0; row < 100_000; row++) text += `/user/${row}/cart ${row % 50} 1700000000000000 1 200\n`;
  const times: Record<string, number> = {};
  const timed = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const result = await act();
    times[name] = performance.now() - begun;
    return result;
  };
  const { runId } = await timed('import', () => importInto(workspace, text));
  const list = [BUILTIN_LABEL_RULE, regex('/cart$', '/basket')];
  const preview = await timed('preview', () => workspace.previewLabels(list, null, 10, signal));
  expect(preview.groups).toMatchObject([{ label: '/user/{id}/basket', names: 100_000, samples: 100_000 }]);
  await timed('apply', () => workspace.applyLabelRules(list, signal));
  expect(await labelsIn(workspace, runId)).toEqual(['/user/{id}/basket']);
  await timed('clear', () => workspace.applyLabelRules([], signal));
  expect(await listTransactions(workspace.database, runId)).toHaveLength(100_000);
  expect(Math.max(times['preview']!, times['apply']!, times['clear']!)).toBeLessThan(20_000);
});
