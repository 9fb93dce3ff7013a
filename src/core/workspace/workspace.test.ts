import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { holdOpen } from '../db/testing/held-open.ts';
import { testSettings } from '../db/testing/test-database.ts';
import { lineFile } from '../import/testing/line-importer.ts';
import { mountSmallDisk, NO_SMALL_DISK } from '../io/testing/small-disk.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { listRejects, listRuns, listSources, listTransactions } from './catalog.ts';
import { contentsOf } from './testing/contents.ts';
import { importInto, NOW_US } from './testing/imports.ts';
import { temporaryPath, Workspace } from './workspace.ts';

const folder = useTemporaryFolder();

async function open(name = 'night.loadstone', options = { temporary: false }): Promise<Workspace> {
  const workspace = await Workspace.open(join(folder.path, name), testSettings(folder.path), options);
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

/** What the catalog and the tables say, but for the name of the file. */
async function everything(workspace: Workspace): Promise<unknown> {
  const { database } = workspace;
  return [await contentsOf(database), await listRuns(database), await listSources(database)];
}

const POINTS = '!vus 7\n!vus 9\n!load 0.5\n';

describe('a workspace', () => {
  it('is made when its file is not there, empty', async () => {
    const workspace = await open();
    expect(await workspace.info()).toEqual({
      name: 'night',
      path: folder.file('night.loadstone'),
      sizeBytes: (await stat(folder.file('night.loadstone'))).size,
      runCount: 0,
      profileCount: 0,
      snapshotCount: 0,
      sourceCount: 0,
      revision: 1,
      readOnly: false,
    });
    expect(await listRuns(workspace.database)).toEqual([]);
  });

  it('holds what was imported', async () => {
    const workspace = await open();
    await importInto(workspace, `${lineFile(25)}bad line\n${POINTS}`, { name: 'shop.lines.gz' });
    const [run] = await listRuns(workspace.database);
    expect(run).toEqual({
      id: 1,
      name: 'shop',
      tool: 'liner',
      toolVersion: '7',
      format: 'lines',
      granularity: 'samples',
      startedAtUs: 1_700_000_000_000_000,
      // The last one starts at 24 ms and takes 24 ms.
      endedAtUs: 1_700_000_000_048_000,
      durationMs: 48,
      countedKind: 'request',
      samples: 25,
      failures: 3,
      transactionCount: 3,
      clockTickMs: 1,
      sourceIds: [1],
    });
    const [source] = await listSources(workspace.database);
    expect(source).toMatchObject({
      id: 1,
      runId: 1,
      name: 'shop.lines.gz',
      path: null,
      format: 'lines',
      formatLabel: 'Lines (lines)',
      compression: 'none',
      importedAtUs: NOW_US,
      rows: 28,
      rejectedRows: 1,
      firstInstantUs: 1_700_000_000_000_000,
      lastInstantUs: 1_700_000_000_024_000,
      warnings: [],
      properties: { 'recognised by': 'begins with #lines', lines: '30' },
    });
    expect(await listRejects(workspace.database, 1, 0, 10)).toEqual([
      { line: 27, byte: lineFile(25).length, reason: 'no sample', raw: 'bad line' },
    ]);
    expect(await listTransactions(workspace.database, 1)).toEqual([
      { id: 1, label: 'Home', kind: 'request' },
      { id: 2, label: 'Login', kind: 'request' },
      { id: 3, label: 'Pay', kind: 'request' },
    ]);
    expect(
      await workspace.database.rows(
        `SELECT label, elapsed_ms, ok, code FROM sample_details ORDER BY elapsed_ms LIMIT 2`,
      ),
    ).toEqual([
      { label: 'Home', elapsed_ms: 0, ok: 0, code: '500' },
      { label: 'Login', elapsed_ms: 1, ok: 1, code: '200' },
    ]);
    expect(
      await workspace.database.rows(
        `SELECT name, value FROM points JOIN metrics ON metrics.id = metric_id ORDER BY ALL`,
      ),
    ).toEqual([
      { name: 'load', value: 0.5 },
      { name: 'vus', value: 7 },
      { name: 'vus', value: 9 },
    ]);
  });

  it('is the same after it was closed and opened again', async () => {
    const first = await open();
    await importInto(first, lineFile(3000), { name: 'a.lines' });
    await importInto(first, `${lineFile(500, 77)}${POINTS}`, { name: 'b.lines' });
    await first.renameRun(2, 'Second run');
    const before = await everything(first);
    await first.close();
    const second = await open();
    expect(await everything(second)).toEqual(before);
    await importInto(second, lineFile(10, 1000), { name: 'c.lines' });
    expect((await listRuns(second.database)).map(({ id, name }) => [id, name])).toEqual([
      [1, 'a'],
      [2, 'Second run'],
      [3, 'c'],
    ]);
  });

  it('is the same after its process was killed, whatever stands in its log', async () => {
    const first = await open();
    await importInto(first, lineFile(3000), { name: 'a.lines' });
    await first.renameRun(1, 'Renamed');
    const before = await everything(first);
    // The file and its log as they lie on the disk at this moment, which is what a crash leaves.
    expect(existsSync(folder.file('night.loadstone.wal'))).toBe(true);
    await copyFile(folder.file('night.loadstone'), folder.file('crashed.loadstone'));
    await copyFile(folder.file('night.loadstone.wal'), folder.file('crashed.loadstone.wal'));
    const crashed = await open('crashed.loadstone');
    expect(await everything(crashed)).toEqual(before);
  });

  it('of a newer Loadstone is not opened, and not held', async () => {
    const workspace = await open();
    await workspace.database.execute(`UPDATE workspace_meta SET value = '99'`);
    await workspace.close();
    expect((await failureOf(open())).code).toBe('workspace-newer');
    await (
      await holdOpen(folder.file('night.loadstone'))
    )();
  });

  it('that another process has open is not opened', async () => {
    await (await open()).close();
    await holdOpen(folder.file('night.loadstone'));
    expect((await failureOf(open())).code).toBe('workspace-locked');
  });

  it('counts up with every change', async () => {
    const workspace = await open();
    const revisions: number[] = [];
    const note = async (): Promise<void> => {
      revisions.push((await workspace.info()).revision);
    };
    await note();
    await importInto(workspace, lineFile(10));
    await note();
    await workspace.renameRun(1, 'x');
    await note();
    await workspace.removeRun(1);
    await note();
    await workspace.compact();
    await note();
    await workspace.saveAs(folder.file('other.loadstone'));
    await note();
    await workspace.info();
    await note();
    expect(revisions).toEqual([1, 2, 3, 4, 5, 6, 6]);
    const next = await open('next.loadstone');
    next.continueFrom(workspace);
    expect((await next.info()).revision).toBe(7);
  });

  it('on a disk that cannot be written to can be looked at, and saved elsewhere', async (context) => {
    const disk = await mountSmallDisk(folder.file('disk'), 8);
    if (disk === null) return context.skip(NO_SMALL_DISK);
    try {
      const first = await open('disk/a.loadstone');
      await importInto(first, lineFile(100));
      const before = await everything(first);
      await first.close();
      await disk.makeReadOnly();
      const workspace = await open('disk/a.loadstone');
      expect((await workspace.info()).readOnly).toBe(true);
      expect(await everything(workspace)).toEqual(before);
      for (const change of [
        () => workspace.renameRun(1, 'x'),
        () => workspace.removeRun(1),
        () => workspace.compact(),
        () => importInto(workspace, lineFile(5)),
      ]) {
        expect(await failureOf(change())).toMatchObject({ code: 'read-only' });
        expect(await everything(workspace)).toEqual(before);
      }
      await workspace.saveAs(folder.file('mine.loadstone'));
      expect(await workspace.info()).toMatchObject({ readOnly: false, path: folder.file('mine.loadstone') });
      expect(await everything(workspace)).toEqual(before);
      await workspace.renameRun(1, 'Mine now');
      await workspace.close();
    } finally {
      await disk.remove();
    }
  });
});

describe('runs', () => {
  it('can be renamed', async () => {
    const workspace = await open();
    await importInto(workspace, lineFile(10));
    expect(await workspace.renameRun(1, `Night's "run"; ä`)).toMatchObject({
      id: 1,
      name: `Night's "run"; ä`,
    });
    expect((await workspace.run(1)).name).toBe(`Night's "run"; ä`);
  });

  it('that are not there cannot be asked for, renamed or removed', async () => {
    const workspace = await open();
    await importInto(workspace, lineFile(10));
    const before = await everything(workspace);
    for (const act of [
      () => workspace.run(7),
      () => workspace.renameRun(7, 'x'),
      () => workspace.removeRun(7),
    ]) {
      const failure = await failureOf(act());
      expect(failure.code).toBe('not-found');
      expect(failure.message).toContain('7');
    }
    expect(await everything(workspace)).toEqual(before);
  });

  it('are removed with all that was read for them, and nothing else', async () => {
    const workspace = await open();
    await importInto(workspace, lineFile(100), { name: 'a.lines' });
    const onlyFirst = await everything(workspace);
    await importInto(workspace, `${lineFile(200, 5)}bad\n${POINTS}`, { name: 'b.lines' });
    await workspace.removeRun(2);
    expect(await everything(workspace)).toEqual(onlyFirst);
    await workspace.removeRun(1);
    const empty = await open('empty.loadstone');
    expect(await contentsOf(workspace.database)).toEqual(await contentsOf(empty.database));
    expect(await workspace.database.rows('SELECT count(*) AS n FROM sample_details')).toEqual([{ n: 0 }]);
  });

  it('are removed from the middle', async () => {
    const workspace = await open();
    for (const [index, name] of ['a', 'b', 'c'].entries()) {
      await importInto(workspace, `${lineFile(10 + index, index)}${POINTS}`, { name: `${name}.lines` });
    }
    await workspace.removeRun(2);
    expect((await listRuns(workspace.database)).map(({ id, samples }) => [id, samples])).toEqual([
      [1, 10],
      [3, 12],
    ]);
    expect(
      await workspace.database.rows(`SELECT run_id, count(*) AS n FROM sample_details GROUP BY 1 ORDER BY 1`),
    ).toEqual([
      { run_id: 1, n: 10 },
      { run_id: 3, n: 12 },
    ]);
    await importInto(workspace, lineFile(5, 99), { name: 'd.lines' });
    expect((await listRuns(workspace.database)).map(({ id }) => id)).toEqual([1, 3, 4]);
  });
});

describe('saving', () => {
  it('moves a workspace that was not saved before', async () => {
    const path = temporaryPath(folder.path, 'x');
    const workspace = await open('untitled-x.loadstone', { temporary: true });
    expect(path).toBe(workspace.path);
    expect(await workspace.info()).toMatchObject({ name: 'Untitled', path: null });
    await importInto(workspace, lineFile(100));
    const before = await everything(workspace);
    const target = folder.file('saved.loadstone');
    await workspace.saveAs(target);
    expect(await workspace.info()).toMatchObject({ name: 'saved', path: target });
    expect(workspace.isTemporary).toBe(false);
    expect(await everything(workspace)).toEqual(before);
    expect(readdirSync(folder.path).filter((name) => name.includes('loadstone'))).not.toContain(
      'untitled-x.loadstone',
    );
    await importInto(workspace, lineFile(5, 200), { name: 'b.lines' });
  });

  it('copies a workspace that was', async () => {
    const workspace = await open('first.loadstone');
    await importInto(workspace, lineFile(100));
    const before = await everything(workspace);
    await workspace.saveAs(folder.file('second.loadstone'));
    expect(await everything(workspace)).toEqual(before);
    await workspace.renameRun(1, 'Only in the second');
    const first = await open('first.loadstone');
    expect(await everything(first)).toEqual(before);
  });

  it('takes along what was changed just before, also while people look', async () => {
    const workspace = await open('first.loadstone');
    await importInto(workspace, lineFile(100));
    await workspace.renameRun(1, 'Renamed');
    // Results that nobody reads to their end once kept the file open, and its log out of the copy.
    await workspace.database.queryReadOnly('SELECT * FROM range(1000000)', 10);
    const looking = workspace.database
      .rows('SELECT count(*) FROM range(100000000) a, range(1000) b WHERE a.range % 7 = b.range')
      .catch(() => null);
    await workspace.saveAs(folder.file('second.loadstone'));
    expect((await workspace.run(1)).name).toBe('Renamed');
    await looking;
    const copy = await open('first.loadstone');
    expect((await copy.run(1)).name).toBe('Renamed');
  });

  it('replaces what stands at its target, with the log of that', async () => {
    const old = await open('target.loadstone');
    await importInto(old, lineFile(50));
    await old.close();
    await writeFile(folder.file('target.loadstone.wal'), 'left over from a crash');
    const workspace = await open('first.loadstone');
    await importInto(workspace, lineFile(100));
    const before = await everything(workspace);
    await workspace.saveAs(folder.file('target.loadstone'));
    expect(await everything(workspace)).toEqual(before);
    await workspace.close();
    expect(await everything(await open('target.loadstone'))).toEqual(before);
  });

  it('replaces also a file that is no workspace', async () => {
    await writeFile(folder.file('target.loadstone'), 'something else');
    const workspace = await open('first.loadstone');
    await workspace.saveAs(folder.file('target.loadstone'));
    expect((await workspace.info()).path).toBe(folder.file('target.loadstone'));
  });

  it('under its own name changes nothing, by whatever path', async () => {
    const workspace = await open('first.loadstone');
    await importInto(workspace, lineFile(100));
    const before = await everything(workspace);
    const { revision } = await workspace.info();
    await symlink(folder.path, folder.file('link'));
    for (const path of ['first.loadstone', 'link/first.loadstone', './x/../first.loadstone']) {
      await workspace.saveAs(`${folder.path}/${path}`);
    }
    expect(await workspace.info()).toMatchObject({ path: folder.file('first.loadstone'), revision });
    expect(await everything(workspace)).toEqual(before);
  });

  it('makes the folder that it goes to', async () => {
    const workspace = await open('untitled-x.loadstone', { temporary: true });
    await workspace.saveAs(join(folder.path, 'a', 'b', 'c.loadstone'));
    expect((await workspace.info()).path).toBe(join(folder.path, 'a', 'b', 'c.loadstone'));
  });

  it.each([true, false])(
    'that fails leaves the workspace as it was (not saved before: %s)',
    async (temporary) => {
      const workspace = await open('first.loadstone', { temporary });
      await importInto(workspace, lineFile(100));
      const before = await everything(workspace);
      const info = await workspace.info();
      await writeFile(folder.file('file'), '');
      await mkdir(folder.file('folder.loadstone'));
      for (const target of ['file/x.loadstone', 'folder.loadstone', `${'x'.repeat(300)}.loadstone`]) {
        await failureOf(workspace.saveAs(folder.file(target)));
        expect(await workspace.info()).toEqual(info);
        expect(await everything(workspace)).toEqual(before);
      }
      await importInto(workspace, lineFile(5, 500), { name: 'still.lines' });
      expect((await readdir(folder.path)).filter((name) => name.includes('partial'))).toEqual([]);
    },
  );

  it.for([true, false])(
    'onto a disk that is full or read-only leaves it as it was (not saved before: %s)',
    async (temporary, context) => {
      const disk = await mountSmallDisk(folder.file('disk'), 1);
      if (disk === null) return context.skip(NO_SMALL_DISK);
      try {
        const workspace = await open('first.loadstone', { temporary });
        await importInto(workspace, lineFile(60_000));
        const before = await everything(workspace);
        await writeFile(join(disk.path, 'filler'), Buffer.alloc(700_000));
        expect((await failureOf(workspace.saveAs(join(disk.path, 'a.loadstone')))).code).toBe('disk-full');
        expect(await everything(workspace)).toEqual(before);
        expect(await readdir(disk.path)).toEqual(['filler']);
        await disk.makeReadOnly();
        expect((await failureOf(workspace.saveAs(join(disk.path, 'a.loadstone')))).code).toBe('read-only');
        expect(await everything(workspace)).toEqual(before);
        await workspace.renameRun(1, 'Still here');
      } finally {
        await disk.remove();
      }
    },
  );

  it('does not take the file of another process away', async () => {
    const other = await open('other.loadstone');
    await importInto(other, lineFile(10));
    await other.close();
    const bytes = await readFile(folder.file('other.loadstone'));
    const workspace = await open('first.loadstone');
    await holdOpen(folder.file('other.loadstone'));
    expect((await failureOf(workspace.saveAs(folder.file('other.loadstone')))).code).toBe('workspace-locked');
    expect((await readFile(folder.file('other.loadstone'))).equals(bytes)).toBe(true);
    expect((await workspace.info()).path).toBe(folder.file('first.loadstone'));
  });
});

describe('compacting', () => {
  it('keeps everything, and gives back the room of what was removed', async () => {
    const workspace = await open();
    await importInto(workspace, `${lineFile(1000)}bad\n${POINTS}`, { name: 'a.lines' });
    await importInto(workspace, noisyFile(150_000), { name: 'large.lines' });
    await workspace.removeRun(2);
    const before = await everything(workspace);
    const large = (await workspace.info()).sizeBytes;
    await workspace.compact();
    expect(await everything(workspace)).toEqual(before);
    expect((await workspace.info()).sizeBytes).toBeLessThan(large / 1.5);
    expect((await readdir(folder.path)).filter((name) => name.includes('compact'))).toEqual([]);
    await importInto(workspace, lineFile(10, 70), { name: 'b.lines' });
    await workspace.close();
    expect((await listRuns((await open()).database)).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('keeps keys and the order of rows', async () => {
    const workspace = await open();
    await importInto(workspace, lineFile(5000));
    await workspace.compact();
    const twice = await failureOf(
      workspace.database
        .execute(`INSERT INTO workspace_meta VALUES ('schema_version', '7')`)
        .catch((error: unknown) => Promise.reject(error as Error)),
    );
    expect(twice.message).toContain('schema_version');
    expect(
      await workspace.database.rows(`SELECT count(*) AS n FROM samples_1 WHERE elapsed_ms <> rowid`),
    ).toEqual([{ n: 0 }]);
  });

  it.each(['compacted', 'temp', 'main', "it's", 'a"b', 'samples'])(
    'works for a file called %s',
    async (name) => {
      const workspace = await open(`${name}.loadstone`);
      await importInto(workspace, lineFile(100));
      const before = await everything(workspace);
      await workspace.compact();
      expect(await everything(workspace)).toEqual(before);
    },
  );

  it('starts anew where an attempt before was cut off', async () => {
    const workspace = await open();
    await importInto(workspace, lineFile(100));
    await writeFile(folder.file('night.loadstone.compact'), 'half a file');
    await writeFile(folder.file('night.loadstone.compact.wal'), 'half a log');
    const before = await everything(workspace);
    await workspace.compact();
    expect(await everything(workspace)).toEqual(before);
  });

  it('on a disk that is too full leaves the workspace as it was', async (context) => {
    const disk = await mountSmallDisk(folder.file('disk'), 8);
    if (disk === null) return context.skip(NO_SMALL_DISK);
    try {
      const workspace = await open('disk/a.loadstone');
      await importInto(workspace, noisyFile(60_000));
      const { size } = await stat(workspace.path);
      await writeFile(join(disk.path, 'filler'), Buffer.alloc((8 << 20) - size - 300_000));
      const before = await everything(workspace);
      expect((await failureOf(workspace.compact())).code).toBe('disk-full');
      expect(await everything(workspace)).toEqual(before);
      expect((await readdir(disk.path)).filter((name) => name.includes('compact'))).toEqual([]);
      await workspace.close();
    } finally {
      await disk.remove();
    }
  });
});

describe('discarding', () => {
  it('takes the file away, with its log', async () => {
    const workspace = await open('untitled-x.loadstone', { temporary: true });
    await workspace.renameRun(1, 'x').catch(() => undefined);
    await workspace.discard();
    expect((await readdir(folder.path)).filter((name) => name.includes('untitled'))).toEqual([]);
  });
});

describe('a workspace that is broken', () => {
  it('is opened anew', async () => {
    const workspace = await open();
    await importInto(workspace, lineFile(100));
    const before = await everything(workspace);
    const { revision } = await workspace.info();
    await workspace.reopenIfBroken();
    expect((await workspace.info()).revision).toBe(revision);
    await writeFile(folder.file('other'), 'no workspace');
    await failureOf(workspace.database.relocate(() => Promise.resolve(folder.file('other'))));
    expect((await failureOf(workspace.info())).code).toBe('workspace-damaged');
    await workspace.reopenIfBroken();
    expect((await workspace.info()).revision).toBe(revision + 1);
    expect(await everything(workspace)).toEqual(before);
  });

  it('says so as long as it cannot be opened', async () => {
    const workspace = await open();
    await workspace.database
      .relocate(async () => {
        await rename(workspace.path, folder.file('aside'));
        await writeFile(workspace.path, 'no workspace');
        return workspace.path;
      })
      .catch(() => undefined);
    expect((await failureOf(workspace.reopenIfBroken())).code).toBe('workspace-damaged');
    await rename(folder.file('aside'), workspace.path);
    await workspace.reopenIfBroken();
    expect((await workspace.info()).runCount).toBe(0);
  });
});

/** Samples that cannot be packed well, so that the file grows. */
function noisyFile(rows: number): string {
  let state = 1;
  const lines = ['#lines'];
  for (let row = 0; row < rows; row++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    lines.push(`Home ${state % 1_000_003} ${1_700_000_000_000_000 + (state ^ row)} 1 200`);
  }
  return `${lines.join('\n')}\n`;
}
