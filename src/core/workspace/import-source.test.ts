import { createHash } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { testSettings } from '../db/testing/test-database.ts';
import type { Importer } from '../import/importer.ts';
import { k6Ndjson } from '../import/k6-ndjson/k6-ndjson.ts';
import { pointLine, requestLines } from '../import/k6-ndjson/testing/k6-lines.ts';
import { createLineImporter, lineFile, lineOf } from '../import/testing/line-importer.ts';
import { openFileSource, streamSource, type ByteSource } from '../io/byte-source.ts';
import { failing, sourceOf, stalling } from '../io/testing/chunks.ts';
import { mountSmallDisk, NO_SMALL_DISK } from '../io/testing/small-disk.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { listRejects, listRuns, listSources, listTransactions } from './catalog.ts';
import { contentsOf } from './testing/contents.ts';
import { importInto, type TestImport } from './testing/imports.ts';
import { Workspace } from './workspace.ts';

const folder = useTemporaryFolder();

async function open(path = folder.file('night.loadstone')): Promise<Workspace> {
  const workspace = await Workspace.open(path, testSettings(folder.path), { temporary: false });
  onTestFinished(() => workspace.close());
  return workspace;
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`Expected an AppError, got ${String(error)}`);
}

/** A file without an end: rows as long as they are wanted, with a pause for others now and then. */
function endless(): ByteSource {
  async function* chunks() {
    yield Buffer.from('#lines\n');
    const piece = Buffer.from(Array.from({ length: 20_000 }, (_, row) => lineOf(row)).join(''));
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      yield piece;
    }
  }
  return streamSource('endless.lines', null, chunks());
}

describe('an import', () => {
  it('tells what it found, how far it is, and when it finishes', async () => {
    const workspace = await open();
    const told: string[] = [];
    const text = `${lineFile(2000)}bad\n`;
    const imported = await importInto(workspace, text, {
      detected: ({ best }) => told.push(`detected ${best?.format}`),
      progress: (bytes, rows, rejected) => told.push(`${bytes} ${rows} ${rejected}`),
      finishing: () => told.push('finishing'),
    });
    expect(imported).toEqual({ sourceId: 1, runId: 1, profileIds: [], snapshotId: null });
    expect(told[0]).toBe('detected lines');
    expect(told.at(-2)).toBe(`${text.length} 2000 1`);
    expect(told.at(-1)).toBe('finishing');
  });

  it('takes samples of more than 36 minutes, whose microseconds are more than 32 bits hold', async () => {
    const workspace = await open();
    await importInto(workspace, '#lines\nBatch 3000000 1700000000000000 1 200\n');
    const [run] = await listRuns(workspace.database);
    expect(run).toMatchObject({
      samples: 1,
      startedAtUs: 1_700_000_000_000_000,
      endedAtUs: 1_700_003_000_000_000,
    });
  });

  it('gives its texts, transactions and metrics numbers that no other has', async () => {
    const workspace = await open();
    for (let i = 0; i < 3; i++) {
      await importInto(workspace, `${lineFile(10, i)}!load 1.5\n`, { name: `${i}.lines` });
    }
    for (const [table, id] of [
      ['texts', 'id'],
      ['outcomes', 'id'],
      ['transactions', 'id'],
      ['metrics', 'id'],
    ]) {
      const [row] = await workspace.database.rows(
        `SELECT count(*) AS n, count(DISTINCT ${id}) AS different FROM ${table}`,
      );
      expect(row?.['n'], table).toBe(row?.['different']);
      expect(row?.['n'], table).toBeGreaterThan(2);
    }
    expect(
      await workspace.database.rows(
        `SELECT run_id, label, code, count(*) AS n FROM sample_details WHERE label = 'Home' GROUP BY ALL ORDER BY ALL`,
      ),
    ).toEqual([
      { run_id: 1, label: 'Home', code: '200', n: 3 },
      { run_id: 1, label: 'Home', code: '500', n: 1 },
      { run_id: 2, label: 'Home', code: '200', n: 3 },
      { run_id: 3, label: 'Home', code: '200', n: 3 },
    ]);
  });

  it('names a transaction with its method where two have one name', async () => {
    const methods = ['GET', 'POST', 'GET', null] as const;
    const names = ['Cart', 'Cart', 'Home', 'Plain'];
    const inner = createLineImporter();
    const importer: Importer = {
      ...inner,
      open: (context) => {
        context.emit.transactions(
          methods.map((method, localId) => ({ localId, name: names[localId]!, kind: 'request', method })),
        );
        const mute = { ...context.emit, transactions: () => undefined };
        return inner.open({ ...context, emit: mute });
      },
    };
    const workspace = await open();
    await importInto(workspace, lineFile(3), { importers: [importer] });
    expect((await listTransactions(workspace.database, 1)).map(({ label }) => label)).toEqual([
      'GET Cart',
      'POST Cart',
      'Home',
      'Plain',
    ]);
  });

  it('says in which format a person read it, when it was not recognised', async () => {
    const workspace = await open();
    const importers = [createLineImporter({ probe: { score: 0, reasons: [] } })];
    await importInto(workspace, lineFile(3), { importers, format: 'lines' });
    const [source] = await listSources(workspace.database);
    expect(source?.properties['recognised by']).toBe('chosen by hand');
  });

  it.each([
    ['night.jtl', 'night'],
    ['night.jtl.gz', 'night'],
    ['night.run.2.csv.zst', 'night.run.2'],
    ['night.json.BZ2', 'night'],
    ['night', 'night'],
    ['.jtl', '.jtl'],
    ['Größe 7.lines', 'Größe 7'],
  ])('of %s is the run %s', async (name, run) => {
    const workspace = await open();
    await importInto(workspace, lineFile(2), { name });
    expect((await listRuns(workspace.database))[0]).toMatchObject({ name: run });
  });

  it('keeps what each row that was rejected looked like', async () => {
    const workspace = await open();
    const zeros = '\0'.repeat(300);
    await importInto(workspace, `${lineFile(1)}a\0b\n${zeros}\nlast "one"; ä\n`);
    const rejects = await listRejects(workspace.database, 1, 0, 10);
    expect(rejects.map(({ line, raw }) => [line, raw])).toEqual([
      [3, 'a\0b'],
      [4, zeros.slice(0, 240)],
      [5, 'last "one"; ä'],
    ]);
    expect(await listRejects(workspace.database, 1, 1, 1)).toEqual([rejects[1]]);
    expect(await listRejects(workspace.database, 7, 0, 10)).toEqual([]);
  });

  it('of rows without times or samples is a run without figures', async () => {
    const workspace = await open();
    await importInto(workspace, '#lines\n!vus 3\n', { name: 'points.lines' });
    await importInto(workspace, '#lines\nonly bad lines\n', { name: 'nothing.lines' });
    for (const run of await listRuns(workspace.database)) {
      expect(run).toMatchObject({
        samples: 0,
        failures: 0,
        startedAtUs: null,
        endedAtUs: null,
        durationMs: 0,
      });
    }
    expect(await workspace.database.rows('SELECT count(*) AS n FROM samples')).toEqual([{ n: 0 }]);
    expect(await workspace.database.rows('SELECT count(*) AS n FROM points')).toEqual([{ n: 1 }]);
  });

  it('follows columns that grow wider in the middle of a large file', async () => {
    const workspace = await open();
    const text = `${lineFile(150_000)}Home 0.25 1700000000000000 1 200\n${lineFile(100_000).slice('#lines\n'.length)}`;
    await importInto(workspace, text, { importers: [createLineImporter({ batchRows: 65_536 })] });
    const [row] = await workspace.database.rows(
      'SELECT count(*) AS n, sum(elapsed_ms) AS total, count(*) FILTER (elapsed_ms = 0.25) AS fractions FROM samples',
    );
    const sum = (rows: number): number => (rows * (rows - 1)) / 2;
    expect(row).toEqual({ n: 250_001, total: sum(150_000) + sum(100_000) + 0.25, fractions: 1 });
  });

  it('reads what k6 writes', async () => {
    const workspace = await open();
    const text = [...requestLines(), pointLine('vus', { value: 3 }), 'half a li'].join('');
    await importInto(workspace, text, { importers: [k6Ndjson], name: 'run.json' });
    const [run] = await listRuns(workspace.database);
    expect(run).toMatchObject({ name: 'run', tool: 'k6', samples: 1, failures: 0 });
    expect(await workspace.database.rows('SELECT elapsed_ms, code FROM sample_details')).toEqual([
      { elapsed_ms: 10, code: '200' },
    ]);
  });

  it('records the digest of the file, and refuses the same bytes again', async () => {
    const workspace = await open();
    const text = lineFile(10);
    await importInto(workspace, text, { name: 'a.lines' });
    const [source] = await listSources(workspace.database);
    expect(source?.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    const before = await contentsOf(workspace.database);
    const path = folder.file('copy.lines');
    await writeFile(path, text);
    const again = await openFileSource(path, 'copy.lines');
    const failure = await failureOf(importInto(workspace, again));
    await again.close();
    expect(failure).toMatchObject({ code: 'file-duplicate', place: { file: path } });
    expect(failure.message).toBe('copy.lines is already here, as a.lines of the run a.');
    expect(await contentsOf(workspace.database)).toEqual(before);
    await importInto(workspace, text, { allowDuplicate: true });
    expect(await listRuns(workspace.database)).toHaveLength(2);
    await workspace.removeRun(2);
    await workspace.removeRun(1);
    await importInto(workspace, text);
  });

  it('keeps the good rows of a file that is damaged or became shorter, and warns', async () => {
    const workspace = await open();
    const packed = gzipSync(lineFile(30_000));
    await importInto(workspace, packed.subarray(0, packed.length >> 1), { name: 'cut.lines.gz' });
    const text = lineFile(50);
    await importInto(workspace, streamSource('short.lines', text.length + 7, sourceChunks(text)));
    const [cut, short] = await listSources(workspace.database);
    expect(cut).toMatchObject({ compression: 'gzip', sizeBytes: packed.length >> 1 });
    expect(cut!.rows).toBeGreaterThan(10_000);
    expect(cut!.warnings).toMatchObject([{ code: 'packed-data-damaged', count: 1 }]);
    expect(short!.warnings).toMatchObject([{ code: 'file-became-shorter', count: 1 }]);
    expect(short!.rows).toBe(50);
  });

  it('lists what is wrong with the file before what is odd in its rows', async () => {
    const workspace = await open();
    const warnings = [{ code: 'odd', message: 'Odd.', count: 3 }];
    const packed = gzipSync(lineFile(100));
    const importers = [createLineImporter({ report: { warnings } })];
    await importInto(workspace, packed.subarray(0, packed.length - 4), { importers });
    const [source] = await listSources(workspace.database);
    expect(source!.warnings.map(({ code }) => code)).toEqual(['packed-data-damaged', 'odd']);
    expect(source!.warnings[1]).toEqual(warnings[0]);
  });
});

async function* sourceChunks(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield Buffer.from(text);
}

describe('an import that fails', () => {
  /** Rows of several batches are stored when it happens. */
  const failures: readonly [
    what: string,
    code: string,
    attempt: () => { content: Parameters<typeof importInto>[1]; options?: TestImport },
  ][] = [
    [
      'because its reader gives up',
      'file-damaged',
      () => ({
        content: lineFile(5000),
        options: {
          importers: [
            createLineImporter({
              onRow: (row) => {
                if (row === 4500) throw new AppError('file-damaged', 'No sense in it.');
              },
            }),
          ],
        },
      }),
    ],
    [
      'because its reader has a defect',
      'internal',
      () => ({
        content: lineFile(5000),
        options: {
          importers: [
            createLineImporter({
              onRow: (row) => {
                if (row === 4500) throw new TypeError('x is undefined');
              },
            }),
          ],
        },
      }),
    ],
    [
      'because its reader sends nonsense',
      'internal',
      () => ({
        content: lineFile(5000),
        options: {
          importers: [
            createLineImporter({
              onBatch: (columns) => {
                columns['colour'] = columns['ok']!;
              },
            }),
          ],
        },
      }),
    ],
    [
      'because its report is broken',
      'query-failed',
      () => ({
        content: lineFile(5000),
        options: { importers: [createLineImporter({ report: { clockTickMs: null as unknown as number } })] },
      }),
    ],
    [
      'because its file cannot be read on',
      'file-unreadable',
      () => ({
        content: streamSource('a', null, failing(lineFile(5000), new Error('disk gone'))),
      }),
    ],
    ['because nobody knows its format', 'file-not-recognised', () => ({ content: 'hello\n' })],
    ['because it is empty', 'file-empty', () => ({ content: '' })],
    [
      'because its format does not exist',
      'bad-request',
      () => ({ content: lineFile(5), options: { format: 'x' } }),
    ],
    ['because it is there already', 'file-duplicate', () => ({ content: lineFile(100) })],
    [
      'because it was cancelled before',
      'cancelled',
      () => ({
        content: lineFile(5),
        options: { signal: AbortSignal.abort() },
      }),
    ],
  ];

  it.each(failures)('%s leaves the workspace as it was', async (_what, code, attempt) => {
    const workspace = await open();
    await importInto(workspace, lineFile(100), { name: 'first.lines' });
    const before = await contentsOf(workspace.database);
    const { content, options } = attempt();
    expect(await failureOf(importInto(workspace, content, options))).toMatchObject({ code });
    expect(await contentsOf(workspace.database)).toEqual(before);
    await importInto(workspace, lineFile(200), { name: 'next.lines' });
    expect((await listRuns(workspace.database)).map(({ id, samples }) => [id, samples])).toEqual([
      [1, 100],
      [2, 200],
    ]);
    const path = workspace.path;
    await workspace.close();
    expect(await listRuns((await open(path)).database)).toHaveLength(2);
  });

  it('says what it could have been, also then', async () => {
    const workspace = await open();
    const told: unknown[] = [];
    const importers = [createLineImporter({ probe: { score: 0.2, reasons: ['a hunch'] } })];
    await failureOf(
      importInto(workspace, 'hello', { importers, detected: (detection) => told.push(detection) }),
    );
    expect(told).toMatchObject([{ best: null, candidates: [{ reasons: ['a hunch'] }] }]);
  });

  it('gives back the room that its rows took', async () => {
    const workspace = await open();
    await importInto(workspace, lineFile(100), { name: 'first.lines' });
    const { size } = await stat(workspace.path);
    const rows = Array.from(
      { length: 300_000 },
      (_, i) => `Home ${Math.imul(i, 2_654_435_761) >>> 12} ${1_700_000_000_000_000 + i} 1 200`,
    );
    const stopping = createLineImporter({
      batchRows: 65_536,
      onRow: (row) => {
        if (row === 299_999) throw new AppError('file-damaged', 'x');
      },
    });
    await failureOf(importInto(workspace, `#lines\n${rows.join('\n')}\n`, { importers: [stopping] }));
    expect((await stat(workspace.path)).size).toBeLessThan(size + 600_000);
  });
});

describe('a cancel', () => {
  it.each([1, 20, 150])(
    'after %i pieces ends the import within 200 ms, with the workspace as it was',
    async (pieces) => {
      const workspace = await open();
      await importInto(workspace, lineFile(100), { name: 'first.lines' });
      const before = await contentsOf(workspace.database);
      const abort = new AbortController();
      let told = 0;
      let aborted = 0;
      const source = endless();
      const failure = await failureOf(
        importInto(workspace, source, {
          signal: abort.signal,
          importers: [quick()],
          progress: () => {
            told += 1;
            if (told < pieces / 10) return;
            setTimeout(() => {
              aborted ||= performance.now();
              abort.abort();
            }, 5);
          },
        }),
      );
      const took = performance.now() - aborted;
      await source.close();
      expect(failure).toMatchObject({ code: 'cancelled' });
      expect(failure.message).toContain('endless.lines');
      expect(await contentsOf(workspace.database)).toEqual(before);
      expect(took).toBeLessThan(200 * BUSY);
    },
  );

  it('ends also an import whose bytes do not come', async () => {
    const workspace = await open();
    const before = await contentsOf(workspace.database);
    const abort = new AbortController();
    const source = streamSource('stalled.lines', null, stalling(lineFile(3000)));
    const importing = failureOf(importInto(workspace, source, { signal: abort.signal }));
    await sleep(50);
    const begun = performance.now();
    abort.abort();
    expect((await importing).code).toBe('cancelled');
    await source.close();
    expect(performance.now() - begun).toBeLessThan(200 * BUSY);
    expect(await contentsOf(workspace.database)).toEqual(before);
  });

  it('at the very end undoes everything', async () => {
    const workspace = await open();
    const before = await contentsOf(workspace.database);
    const abort = new AbortController();
    const failure = await failureOf(
      importInto(workspace, lineFile(3000), { signal: abort.signal, finishing: () => abort.abort() }),
    );
    expect(failure.code).toBe('cancelled');
    expect(await contentsOf(workspace.database)).toEqual(before);
  });
});

/** Others use this computer too; on an idle one these tests take a quarter of the time. */
const BUSY = 3;

/** Takes every piece as one row without looking at it: what is measured is the pipeline. */
function quick(): Importer {
  const inner = createLineImporter();
  return {
    ...inner,
    open: (context) => {
      const reader = inner.open(context);
      let taken = 0;
      return {
        get rows() {
          return taken;
        },
        rejectedRows: 0,
        consume: (_bytes, length) => {
          taken += 1;
          const line = new TextEncoder().encode(lineOf(taken));
          reader.consume(line, line.length, true);
          return length;
        },
        finish: () => reader.finish(),
      };
    },
  };
}

describe('an import in a thread of its own', () => {
  /** A thread that speaks the protocol; the real one needs to be built. */
  async function threadOf(script: string): Promise<URL> {
    const path = folder.file('thread.mjs');
    await writeFile(
      path,
      `import { parentPort as port } from 'node:worker_threads';
       const say = (message) => port.postMessage({ t: 'message', message });
       const rows = (first, count) => say({ kind: 'rows', batch: { table: 'samples', rows: count, columns: {
         transaction_id: { type: 'i32', values: new Int32Array(count), valid: null },
         elapsed_ms: { type: 'i32', values: Int32Array.from({ length: count }, (_, i) => first + i), valid: null },
         ok: { type: 'bool', values: new Uint8Array(count).fill(1), valid: null } } } });
       const begin = () => {
         say({ kind: 'detected', detection: { best: null, candidates: [], compression: 'none', toolVersion: null, note: null } });
         say({ kind: 'format', format: 'lines' });
         say({ kind: 'transactions', transactions: [{ localId: 0, name: 'Home', kind: 'request', method: null }] });
       };
       const done = (job) => port.postMessage({ t: 'done', result: { report: { rows: 10, rejectedRows: 0, rejects: [],
         firstInstantUs: null, lastInstantUs: null, clockTickMs: 1, toolVersion: null, warnings: [], properties: {} },
         compression: 'none', sizeBytes: 1, unpackedBytes: 1, sha256: job.digest ? 'of reading' : null, damage: [] } });
       ${script}`,
    );
    return pathToFileURL(path);
  }

  const LARGE = 100 << 20;

  function large(): ByteSource {
    return { ...sourceOf(''), name: 'large.lines', path: '/x/large.lines', sizeBytes: LARGE };
  }

  it('is one for large files, with the digest in another', async () => {
    const workspace = await open();
    const workerUrl = await threadOf(`
      port.once('message', (message) => {
        if (message.t === 'digest') port.postMessage({ t: 'digested', sha256: 'of another thread' });
        else { begin(); rows(0, 10); done(message.job); }
      });`);
    await importInto(workspace, large(), { workerUrl });
    expect((await listSources(workspace.database))[0]).toMatchObject({
      sha256: 'of another thread',
      rows: 10,
    });
    expect(await workspace.database.rows('SELECT sum(elapsed_ms) AS s FROM samples')).toEqual([{ s: 45 }]);
    const stream = { ...large(), path: null, name: 'up.lines' };
    await importInto(workspace, stream, { workerUrl });
    expect((await listSources(workspace.database))[1]).toMatchObject({ sha256: 'of reading' });
    const small = { ...sourceOf(lineFile(10)), path: '/x/small.lines' };
    await importInto(workspace, small, { workerUrl });
    expect((await listSources(workspace.database))[2]).toMatchObject({
      rows: 10,
      properties: { lines: '11' },
    });
  });

  it.each([
    [
      'reading',
      `if (message.t === 'read') { begin(); for (let i = 0; i < 50; i++) rows(i, 1000);
      setTimeout(() => port.postMessage({ t: 'failed', error: { code: 'file-missing', message: 'Gone.' } }), 20); }
      else setInterval(() => {}, 1000);`,
    ],
    [
      'digesting',
      `if (message.t === 'read') { begin(); for (let i = 0; i < 50; i++) rows(i, 1000); setInterval(() => {}, 1000); }
      else setTimeout(() => port.postMessage({ t: 'failed', error: { code: 'file-missing', message: 'Gone.' } }), 20);`,
    ],
  ])('that fails in %s leaves the workspace as it was', async (_where, script) => {
    const workspace = await open();
    await importInto(workspace, lineFile(10));
    const before = await contentsOf(workspace.database);
    const workerUrl = await threadOf(`port.once('message', (message) => { ${script} });`);
    expect(await failureOf(importInto(workspace, large(), { workerUrl }))).toMatchObject({
      code: 'file-missing',
    });
    await sleep(30);
    expect(await contentsOf(workspace.database)).toEqual(before);
    await importInto(workspace, lineFile(20), { name: 'next.lines' });
  });

  it('can be cancelled while rows are on their way', async () => {
    const workspace = await open();
    await importInto(workspace, lineFile(10));
    const before = await contentsOf(workspace.database);
    const workerUrl = await threadOf(`
      port.once('message', (message) => {
        if (message.t === 'digest') { setInterval(() => {}, 1000); return; }
        begin();
        for (let i = 0; i < 200; i++) { rows(i, 5000); say({ kind: 'progress', bytesRead: i, rows: i, rejectedRows: 0 }); }
        setInterval(() => {}, 1000);
      });`);
    const abort = new AbortController();
    const failure = await failureOf(
      importInto(workspace, large(), {
        workerUrl,
        signal: abort.signal,
        progress: (bytesRead) => {
          if (bytesRead === 20) abort.abort();
        },
      }),
    );
    expect(failure.code).toBe('cancelled');
    await sleep(30);
    expect(await contentsOf(workspace.database)).toEqual(before);
  });
});

describe('a full disk', () => {
  it('fails the import, leaves the workspace as it was, and usable', async (context) => {
    const disk = await mountSmallDisk(folder.file('disk'), 4);
    if (disk === null) return context.skip(NO_SMALL_DISK);
    try {
      const workspace = await open(join(disk.path, 'a.loadstone'));
      await importInto(workspace, lineFile(1000), { name: 'first.lines' });
      const before = await contentsOf(workspace.database);
      const rows = Array.from({ length: 90_000 }, (_, i) => Math.imul(i + 1, 2_654_435_761) >>> 0);
      const importers = [
        createLineImporter({
          batchRows: 30_000,
          onBatch: (columns, count) => {
            // Noise: numbers that cannot be packed, in all columns that there are.
            for (const name of ['received_bytes', 'sent_bytes']) {
              columns[name] = {
                values: Int32Array.from({ length: count * 2 }, (_, i) => Math.imul(i + 7, 2_654_435_761)),
                valid: null,
              };
            }
          },
        }),
      ];
      const text = `#lines\n${rows.map((noise) => `Home ${noise / 7} ${1_700_000_000_000_000 + noise} 1 200`).join('\n')}\n`;
      const failure = await failureOf(importInto(workspace, text, { importers, name: 'large.lines' }));
      expect(failure).toMatchObject({ code: 'disk-full' });
      expect(failure.hint).toContain('Free some space');
      await workspace.reopenIfBroken();
      expect(await contentsOf(workspace.database)).toEqual(before);
      expect(await workspace.database.rows('SELECT count(*) AS n FROM sample_details')).toEqual([
        { n: 1000 },
      ]);
      // Somebody makes room, by moving the workspace: everything goes on.
      await workspace.saveAs(folder.file('elsewhere.loadstone'));
      expect(await contentsOf(workspace.database)).toEqual(before);
      await importInto(workspace, text, { importers, name: 'large.lines' });
      expect((await listRuns(workspace.database)).map(({ samples }) => samples)).toEqual([1000, 90_000]);
      await workspace.close();
      const old = await open(join(disk.path, 'a.loadstone'));
      expect(await contentsOf(old.database)).toEqual(before);
      await old.close();
    } finally {
      await disk.remove();
    }
  });
});
