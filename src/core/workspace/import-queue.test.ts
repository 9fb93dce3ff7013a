import { mkdir, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import type { ImportFileState, ImportState } from '#shared/model/import-state.ts';
import { testSettings } from '../db/testing/test-database.ts';
import type { Importer } from '../import/importer.ts';
import { createLineImporter, lineFile } from '../import/testing/line-importer.ts';
import { FileRegistry } from '../io/file-registry.ts';
import { chunksOf, failing, stalling } from '../io/testing/chunks.ts';
import { mountSmallDisk, NO_SMALL_DISK } from '../io/testing/small-disk.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { listRuns } from './catalog.ts';
import { ImportQueue, type ImportQueueOptions } from './import-queue.ts';
import { NOW_US } from './testing/imports.ts';
import { Workspace } from './workspace.ts';

const folder = useTemporaryFolder();
let workspace: Workspace;
let files: FileRegistry;
let told: { readonly at: number; readonly state: ImportState }[];

beforeEach(async () => {
  workspace = await Workspace.open(folder.file('night.loadstone'), testSettings(folder.path), {
    temporary: false,
  });
  onTestFinished(() => workspace.close());
  files = new FileRegistry();
  told = [];
});

interface Changes extends Partial<Omit<ImportQueueOptions, 'importers'>> {
  readonly importers?: readonly Importer[];
}

function queueOf({ importers = [createLineImporter()], ...options }: Changes = {}): ImportQueue {
  const queue = new ImportQueue({
    files,
    importers: () => Promise.resolve(importers),
    workerUrl: null,
    nowUs: () => NOW_US,
    timeZone: 'UTC',
    workspace: () => workspace,
    settled: () => Promise.resolve(),
    changed: (state) => told.push({ at: performance.now(), state }),
    imported: () => Promise.resolve(),
    ...options,
  });
  onTestFinished(async () => {
    queue.cancel(undefined);
    await queue.idle();
  });
  return queue;
}

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(folder.file(name), content);
  return files.registerPath(folder.file(name)).fileId;
}

/** A file that stands still after its first rows until it is cancelled. */
function stalled(name: string): string {
  const { fileId } = files.registerUpload(name, 1_000_000);
  files.onWanted((wanted) => files.supply(wanted, stalling(lineFile(3000))));
  return fileId;
}

function stateOf(queue: ImportQueue, name: string): ImportFileState {
  const state = queue.state().files.find((file) => file.name === name);
  if (state === undefined) throw new Error(`${name} is not listed`);
  return state;
}

/** What was told of one file: every phase it was in, in order. */
function phasesOf(name: string): string[] {
  const phases: string[] = [];
  for (const { state } of told) {
    const phase = state.files.find((file) => file.name === name)?.phase;
    if (phase !== undefined && phases.at(-1) !== phase) phases.push(phase);
  }
  return phases;
}

async function runNames(): Promise<string[]> {
  return (await listRuns(workspace.database)).map(({ name }) => name);
}

describe('an import queue', () => {
  it('imports one file after the other, in the order in which they came', async () => {
    const queue = queueOf();
    const ids = [];
    for (const name of ['a', 'b', 'c']) ids.push(await fileOf(`${name}.lines`, lineFile(1000, ids.length)));
    const begun = queue.start(ids.map((fileId) => ({ fileId })));
    expect(begun.active).toBe(true);
    expect(begun.files.map(({ name, phase }) => [name, phase])).toEqual([
      ['a.lines', 'waiting'],
      ['b.lines', 'waiting'],
      ['c.lines', 'waiting'],
    ]);
    await queue.idle();
    expect(queue.state().active).toBe(false);
    expect(await runNames()).toEqual(['a', 'b', 'c']);
    for (const name of ['a.lines', 'b.lines', 'c.lines']) {
      expect(phasesOf(name)).toEqual(['waiting', 'reading', 'finishing', 'done']);
    }
    // Never two at once.
    for (const { state } of told) {
      const open = state.files.filter(({ phase }) => phase === 'reading' || phase === 'finishing');
      expect(open.length).toBeLessThanOrEqual(1);
    }
  });

  it('says at the end what came of a file', async () => {
    const queue = queueOf();
    const text = `${lineFile(1000)}bad\n`;
    queue.start([{ fileId: await fileOf('a.lines', text) }]);
    await queue.idle();
    expect(stateOf(queue, 'a.lines')).toMatchObject({
      phase: 'done',
      detection: { best: { format: 'lines' }, toolVersion: '7' },
      bytesRead: text.length,
      bytesTotal: text.length,
      rows: 1000,
      rejectedRows: 1,
      remainingMs: null,
      sourceId: 1,
      runId: 1,
      error: null,
    });
    expect(stateOf(queue, 'a.lines').elapsedMs).toBeGreaterThan(0);
    expect(told.at(-1)!.state).toEqual(queue.state());
  });

  it('goes on with files that are added while it works', async () => {
    const queue = queueOf();
    queue.start([{ fileId: await fileOf('a.lines', lineFile(10)) }]);
    queue.start([{ fileId: await fileOf('b.lines', lineFile(20)) }]);
    await queue.idle();
    queue.start([{ fileId: await fileOf('c.lines', lineFile(30)) }]);
    await queue.idle();
    expect(await runNames()).toEqual(['a', 'b', 'c']);
  });

  it('waits until the workspace has settled', async () => {
    let settle: () => void = () => undefined;
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const queue = queueOf({ settled: () => settled });
    queue.start([{ fileId: await fileOf('a.lines', lineFile(10)) }]);
    await sleep(20);
    expect(stateOf(queue, 'a.lines').phase).toBe('waiting');
    settle();
    await queue.idle();
    expect(stateOf(queue, 'a.lines').phase).toBe('done');
  });

  it('tells of progress ten times a second at most, and of every change of phase', async () => {
    const slow = createLineImporter({
      batchRows: 100,
      onRow: (row) => {
        if (row % 5000 !== 0) return;
        const end = performance.now() + 5;
        while (performance.now() < end);
      },
    });
    const chunk = lineFile(5000);
    const text = `${chunk}${chunk.slice(7).repeat(80)}`;
    const queue = queueOf({ importers: [slow] });
    const { fileId } = files.registerUpload('a.lines', text.length);
    files.onWanted(() => files.supply(fileId, chunksOf(Buffer.from(text), 1 << 20)));
    queue.start([{ fileId }]);
    await queue.idle();
    expect(stateOf(queue, 'a.lines').rows).toBe(81 * 5000);
    const reading = told.filter(({ state }, index) => {
      const before = told[index - 1]?.state.files[0];
      const now = state.files[0]!;
      return before?.phase === 'reading' && now.phase === 'reading' && before.rows !== now.rows;
    });
    for (let i = 1; i < reading.length; i++) {
      expect(reading[i]!.at - reading[i - 1]!.at).toBeGreaterThanOrEqual(99);
    }
    const rows = told.map(({ state }) => state.files[0]!.rows);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect(phasesOf('a.lines')).toEqual(['waiting', 'reading', 'finishing', 'done']);
  });

  it('estimates how long it will take', async () => {
    const text = lineFile(400_000);
    const { fileId } = files.registerUpload('a.lines', text.length);
    async function* slowly() {
      for (let at = 0; at < text.length; at += 4 << 20) {
        await sleep(60);
        yield Buffer.from(text.slice(at, at + (4 << 20)));
      }
    }
    files.onWanted(() => files.supply(fileId, slowly()));
    const queue = queueOf({ importers: [createLineImporter({ batchRows: 50_000 })] });
    queue.start([{ fileId }]);
    await queue.idle();
    const estimates = told
      .map(({ state }) => state.files[0]!)
      .filter(({ phase, remainingMs }) => phase === 'reading' && remainingMs !== null);
    expect(estimates.length).toBeGreaterThan(0);
    for (const { remainingMs, rowsPerSec } of estimates) {
      expect(remainingMs).toBeGreaterThanOrEqual(0);
      expect(rowsPerSec).toBeGreaterThan(0);
    }
  });

  it('knows of no file that was not handed over, and then starts none', async () => {
    const queue = queueOf();
    const good = await fileOf('a.lines', lineFile(10));
    expect(() => queue.start([{ fileId: good }, { fileId: 'unknown' }])).toThrow(AppError);
    expect(queue.state()).toEqual({ files: [], active: false });
    await queue.idle();
    expect(await runNames()).toEqual([]);
  });

  it('takes a file once while it is waiting, and anew when it is done', async () => {
    const queue = queueOf();
    const fileId = await fileOf('a.lines', lineFile(10));
    queue.start([{ fileId }, { fileId }]);
    queue.start([{ fileId }]);
    expect(queue.state().files).toHaveLength(1);
    await queue.idle();
    expect(await runNames()).toEqual(['a']);
    queue.start([{ fileId }]);
    expect(queue.state().files).toHaveLength(1);
    await queue.idle();
    expect(stateOf(queue, 'a.lines')).toMatchObject({ phase: 'failed', error: { code: 'file-duplicate' } });
    queue.start([{ fileId, allowDuplicate: true }]);
    await queue.idle();
    expect(stateOf(queue, 'a.lines')).toMatchObject({ phase: 'done', runId: 2 });
  });

  it('gives the reader the zone of the file, else that of the computer', async () => {
    const zones: string[] = [];
    const inner = createLineImporter();
    const importer: Importer = {
      ...inner,
      open: (context) => {
        zones.push(context.options.timeZone);
        return inner.open(context);
      },
    };
    const queue = queueOf({ importers: [importer], timeZone: 'Europe/Berlin' });
    queue.start([
      { fileId: await fileOf('a.lines', lineFile(1)) },
      { fileId: await fileOf('b.lines', lineFile(2)), timeZone: 'Asia/Tokyo' },
    ]);
    await queue.idle();
    expect(zones).toEqual(['Europe/Berlin', 'Asia/Tokyo']);
  });

  it('tells that a source came in before it says that it is done', async () => {
    const order: string[] = [];
    const queue = queueOf({
      imported: async () => {
        order.push(`imported ${(await workspace.info()).revision}`);
      },
      changed: (state) => {
        if (state.files[0]?.phase === 'done') order.push('done');
      },
    });
    queue.start([{ fileId: await fileOf('a.lines', lineFile(1)) }]);
    await queue.idle();
    expect(order).toEqual(['imported 2', 'done']);
  });

  it('counts an import as done also when nobody could be told', async () => {
    const queue = queueOf({ imported: () => Promise.reject(new Error('the list of recent files')) });
    queue.start([{ fileId: await fileOf('a.lines', lineFile(1)) }]);
    await queue.idle();
    expect(stateOf(queue, 'a.lines')).toMatchObject({ phase: 'done', error: null });
  });
});

describe('a file that fails', () => {
  it('says why, and does not stop the others', async () => {
    const queue = queueOf();
    await mkdir(folder.file('folder'));
    const gone = await fileOf('gone.lines', lineFile(1));
    await rm(folder.file('gone.lines'));
    queue.start([
      { fileId: await fileOf('a.lines', lineFile(1)) },
      { fileId: gone },
      { fileId: await fileOf('empty.lines', '') },
      { fileId: await fileOf('hello.txt', 'hello\nworld\n') },
      { fileId: await fileOf('zeros.bin', Buffer.alloc(1000)) },
      { fileId: files.registerPath(folder.file('folder')).fileId },
      { fileId: await fileOf('again.lines', lineFile(1)) },
      { fileId: await fileOf('b.lines', lineFile(2)) },
    ]);
    await queue.idle();
    expect(queue.state().files.map(({ name, phase, error }) => [name, phase, error?.code ?? null])).toEqual([
      ['a.lines', 'done', null],
      ['gone.lines', 'failed', 'file-missing'],
      ['empty.lines', 'failed', 'file-empty'],
      ['hello.txt', 'failed', 'file-not-recognised'],
      ['zeros.bin', 'failed', 'file-not-recognised'],
      ['folder', 'failed', 'file-unreadable'],
      ['again.lines', 'failed', 'file-duplicate'],
      ['b.lines', 'done', null],
    ]);
    expect(stateOf(queue, 'hello.txt').detection).toMatchObject({
      best: null,
      note: 'Plain text without the columns of any known result file; 2 lines.',
    });
    expect(await runNames()).toEqual(['a', 'b']);
  });

  it('can be read again as a format that a person chose', async () => {
    const importers = [
      createLineImporter({ id: 'first', probe: { score: 0.3, reasons: ['a hunch'] } }),
      createLineImporter({ id: 'second', probe: { score: 0.4, reasons: ['a better one'] } }),
    ];
    const queue = queueOf({ importers });
    const fileId = await fileOf('a.lines', lineFile(10));
    queue.start([{ fileId }]);
    await queue.idle();
    const failed = stateOf(queue, 'a.lines');
    expect(failed).toMatchObject({ phase: 'failed', error: { code: 'file-not-recognised' } });
    expect(failed.detection?.candidates.map(({ format }) => format)).toEqual(['second', 'first']);
    queue.start([{ fileId, format: 'first' }]);
    await queue.idle();
    expect(stateOf(queue, 'a.lines')).toMatchObject({ phase: 'done', error: null, rows: 10 });
    expect((await listRuns(workspace.database))[0]?.format).toBe('first');
  });

  it('keeps the hint, the place and the details of its error', async () => {
    const importers = [
      createLineImporter({
        onRow: () => {
          throw new AppError('file-damaged', 'Broken.', { hint: 'Copy it.', place: { line: 2, byte: 7 } });
        },
      }),
    ];
    const queue = queueOf({ importers });
    queue.start([{ fileId: await fileOf('a.lines', lineFile(1)) }]);
    await queue.idle();
    const { error } = stateOf(queue, 'a.lines');
    expect(error).toMatchObject({ code: 'file-damaged', hint: 'Copy it.', place: { line: 2, byte: 7 } });
    expect(error?.detail).toContain('line-importer');
  });

  it('for the workspace is read-only says so', async (context) => {
    const disk = await mountSmallDisk(folder.file('disk'), 8);
    if (disk === null) return context.skip(NO_SMALL_DISK);
    try {
      const path = `${disk.path}/a.loadstone`;
      const settings = testSettings(folder.path);
      await (await Workspace.open(path, settings, { temporary: false })).close();
      await disk.makeReadOnly();
      const readOnly = await Workspace.open(path, settings, { temporary: false });
      const queue = queueOf({ workspace: () => readOnly });
      queue.start([{ fileId: await fileOf('a.lines', lineFile(1)) }]);
      await queue.idle();
      expect(stateOf(queue, 'a.lines')).toMatchObject({ phase: 'failed', error: { code: 'read-only' } });
      await readOnly.close();
    } finally {
      await disk.remove();
    }
  });

  it('for the workspace is lost does not stop the queue', async () => {
    const queue = queueOf();
    await workspace.close();
    queue.start([
      { fileId: await fileOf('a.lines', lineFile(1)) },
      { fileId: await fileOf('b.lines', lineFile(2)) },
    ]);
    await queue.idle();
    expect(queue.state().files.map(({ phase }) => phase)).toEqual(['failed', 'failed']);
    expect(queue.state().active).toBe(false);
  });
});

describe('a cancel', () => {
  it('of a file that waits takes it out, and no other', async () => {
    const queue = queueOf();
    const [a, b, c] = [
      await fileOf('a.lines', lineFile(1)),
      await fileOf('b.lines', lineFile(2)),
      await fileOf('c.lines', lineFile(3)),
    ];
    queue.start([{ fileId: a }, { fileId: b }, { fileId: c }]);
    const state = queue.cancel(b);
    expect(state.files.map(({ phase }) => phase)).toEqual(['waiting', 'cancelled', 'waiting']);
    await queue.idle();
    expect(queue.state().files.map(({ phase }) => phase)).toEqual(['done', 'cancelled', 'done']);
    expect(stateOf(queue, 'b.lines').error).toBeNull();
    expect(await runNames()).toEqual(['a', 'c']);
  });

  it('of the file that is read ends it at once, and goes on with the next', async () => {
    const queue = queueOf();
    const first = stalled('stalled.lines');
    queue.start([{ fileId: first }, { fileId: await fileOf('b.lines', lineFile(2)) }]);
    await expect.poll(() => stateOf(queue, 'stalled.lines').phase).toBe('reading');
    await sleep(30);
    const begun = performance.now();
    queue.cancel(first);
    await expect.poll(() => stateOf(queue, 'stalled.lines').phase, { interval: 5 }).toBe('cancelled');
    expect(performance.now() - begun).toBeLessThan(600);
    await queue.idle();
    expect(stateOf(queue, 'stalled.lines')).toMatchObject({ error: null, runId: null, remainingMs: null });
    expect(await runNames()).toEqual(['b']);
  });

  it('of everything leaves nothing open', async () => {
    const queue = queueOf();
    const done = await fileOf('done.lines', lineFile(5));
    queue.start([{ fileId: done }]);
    await queue.idle();
    queue.start([{ fileId: stalled('stalled.lines') }, { fileId: await fileOf('b.lines', lineFile(2)) }]);
    await expect.poll(() => stateOf(queue, 'stalled.lines').phase).toBe('reading');
    queue.cancel(undefined);
    await queue.idle();
    expect(queue.state().active).toBe(false);
    expect(queue.state().files.map(({ phase }) => phase)).toEqual(['done', 'cancelled', 'cancelled']);
    expect(await runNames()).toEqual(['done']);
  });

  it('of an upload that nobody sends ends the waiting for it', async () => {
    const queue = queueOf();
    const { fileId } = files.registerUpload('a.lines', 10);
    queue.start([{ fileId }]);
    await expect.poll(() => stateOf(queue, 'a.lines').phase).toBe('reading');
    queue.cancel(fileId);
    await queue.idle();
    expect(stateOf(queue, 'a.lines')).toMatchObject({ phase: 'cancelled', error: null });
    expect(files.supply(fileId, chunksOf(Buffer.from(lineFile(1))))).toBe(false);
  });

  it('of what is done, failed or unknown changes nothing', async () => {
    const queue = queueOf();
    const done = await fileOf('a.lines', lineFile(5));
    const failed = await fileOf('b.lines', 'hello');
    queue.start([{ fileId: done }, { fileId: failed }]);
    await queue.idle();
    const before = queue.state();
    for (const fileId of [done, failed, 'unknown', undefined]) expect(queue.cancel(fileId)).toEqual(before);
  });

  it('can be followed by another attempt', async () => {
    const queue = queueOf();
    const { fileId } = files.registerUpload('a.lines', 10);
    queue.start([{ fileId }]);
    await expect.poll(() => stateOf(queue, 'a.lines').phase).toBe('reading');
    queue.cancel(fileId);
    await queue.idle();
    const text = Buffer.from(lineFile(10));
    files.onWanted(() => files.supply(fileId, chunksOf(text)));
    queue.start([{ fileId }]);
    await queue.idle();
    expect(stateOf(queue, 'a.lines')).toMatchObject({ phase: 'done', rows: 10 });
  });
});

describe('uploads', () => {
  it('are asked for when their turn comes', async () => {
    const wanted: string[] = [];
    const queue = queueOf();
    const uploads = ['a', 'b'].map((name) => files.registerUpload(`${name}.lines`, 1));
    files.onWanted((fileId) => {
      wanted.push(uploads.find((upload) => upload.fileId === fileId)!.name);
      files.supply(fileId, chunksOf(Buffer.from(lineFile(wanted.length * 10)), 37));
    });
    queue.start(uploads.map(({ fileId }) => ({ fileId })));
    expect(queue.state().files.map(({ bytesTotal }) => bytesTotal)).toEqual([1, 1]);
    await queue.idle();
    expect(wanted).toEqual(['a.lines', 'b.lines']);
    expect(queue.state().files.map(({ rows }) => rows)).toEqual([10, 20]);
  });

  it('that break off fail, with nothing of them in the workspace', async () => {
    const queue = queueOf();
    const { fileId } = files.registerUpload('a.lines', 100_000);
    files.onWanted(() => files.supply(fileId, failing(lineFile(5000), new Error('aborted'))));
    queue.start([{ fileId }]);
    await queue.idle();
    expect(stateOf(queue, 'a.lines')).toMatchObject({ phase: 'failed', error: { code: 'file-unreadable' } });
    expect(await runNames()).toEqual([]);
  });
});

describe('dismissing', () => {
  it('takes what is over off the list, and leaves what is not', async () => {
    const queue = queueOf();
    queue.start([
      { fileId: await fileOf('a.lines', lineFile(1)) },
      { fileId: await fileOf('b.txt', 'hello') },
      { fileId: stalled('stalled.lines') },
      { fileId: await fileOf('c.lines', lineFile(3)) },
    ]);
    await expect.poll(() => stateOf(queue, 'stalled.lines').phase).toBe('reading');
    const state = queue.dismiss();
    expect(state.files.map(({ name }) => name)).toEqual(['stalled.lines', 'c.lines']);
    expect(told.at(-1)!.state).toEqual(state);
    queue.cancel(undefined);
    await queue.idle();
    expect(queue.dismiss()).toEqual({ files: [], active: false });
  });
});
