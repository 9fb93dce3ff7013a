import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError, isCancelled } from '#shared/contract/errors.ts';
import { mountSmallDisk, NO_SMALL_DISK } from '../io/testing/small-disk.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { Database } from './database.ts';
import { holdOpen } from './testing/held-open.ts';
import { openDatabase, testSettings } from './testing/test-database.ts';

const folder = useTemporaryFolder();

/** Minutes of work when nobody ends it. */
const ENDLESS = 'SELECT count(*) FROM range(100000000) a, range(100000) b WHERE (a.range * b.range) % 7 = 3';

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`Expected an AppError, got ${String(error)}`);
}

/** Files below the test's folder that this process has open; Linux only. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(folder.path) ? [path] : [];
    } catch {
      return [];
    }
  });
}

describe('queries', () => {
  it('bind values of every kind', async () => {
    const database = await openDatabase(folder.path);
    const values = ['ä\u0000b', 1.5, 2n ** 62n, true, null, 3];
    const [row] = await database.rows(
      `SELECT ? AS t, ? AS n, ? = 4611686018427387904 AS b, ? AS yes, ? AS missing, ?::INTEGER AS whole`,
      values,
    );
    expect(row).toEqual({ t: 'ä\u0000b', n: 1.5, b: 1, yes: 1, missing: null, whole: 3 });
  });

  it('run beside each other', async () => {
    const database = await openDatabase(folder.path);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => database.rows(`SELECT sum(range) + ${i} AS v FROM range(10000)`)),
    );
    expect(answers.map(([row]) => row?.['v'])).toEqual(Array.from({ length: 20 }, (_, i) => 49_995_000 + i));
  });

  it('fail as a whole when an error comes late', async () => {
    const database = await openDatabase(folder.path);
    const late = `SELECT CASE WHEN i = 2999999 THEN error('late')::INTEGER ELSE i END AS i FROM range(3000000) t(i)`;
    for (const query of [() => database.query(late), () => database.queryReadOnly(late, 5_000_000)]) {
      const failure = await failureOf(query());
      expect(failure.code).toBe('query-failed');
      expect(failure.message).toContain('late');
    }
  });

  it('say what is wrong with a statement, and that alone', async () => {
    const database = await openDatabase(folder.path);
    const failure = await failureOf(database.rows('SELECT colour FROM (SELECT 1 AS color)'));
    expect(failure.code).toBe('query-failed');
    expect(failure.message).toContain('Referenced column "colour" not found');
    expect(failure.message).not.toContain('\n');
    expect(failure.cause).toBeInstanceOf(Error);
    expect(await database.rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('that need more than the memory go on in the folder for that', async () => {
    const settings = { ...testSettings(folder.path), memoryLimitBytes: 60e6 };
    const database = await Database.open(folder.file('spill.loadstone'), settings);
    try {
      let spilled = false;
      const watch = setInterval(() => {
        spilled ||= existsSync(settings.tempDirectory) && readdirSync(settings.tempDirectory).length > 0;
      }, 1);
      const [row] = await database.rows(
        `SELECT count(*) AS n, min(v) AS low FROM (SELECT hash(range) % 1000000 AS v, range::VARCHAR || 'x' AS t
          FROM range(2000000) ORDER BY hash(range)) WHERE length(t) > 0`,
      );
      clearInterval(watch);
      expect(row).toEqual({ n: 2_000_000, low: 0 });
      expect(spilled).toBe(true);
    } finally {
      await database.close();
    }
  });
});

describe('an abort', () => {
  it.each([0, 1, 5, 50])('after %i ms ends the query within 200 ms', async (delay) => {
    const database = await openDatabase(folder.path);
    let fastest = Infinity;
    // The best of a few: others use this computer too.
    for (let i = 0; i < 4; i++) {
      const abort = new AbortController();
      const query = failureOf(database.query(ENDLESS, [], { signal: abort.signal }));
      await sleep(delay);
      const aborted = performance.now();
      abort.abort();
      expect(await query).toMatchObject({ code: 'cancelled' });
      fastest = Math.min(fastest, performance.now() - aborted);
      expect(await database.rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    }
    expect(fastest).toBeLessThan(200);
  });

  it('is not lost at any of the first moments of a query', async () => {
    const database = await openDatabase(folder.path);
    for (let turns = 0; turns < 12; turns++) {
      const abort = new AbortController();
      const query = failureOf(database.query(ENDLESS, [], { signal: abort.signal }));
      for (let i = 0; i < turns; i++) await (i % 2 === 0 ? Promise.resolve() : nextTurn());
      abort.abort();
      expect((await query).code).toBe('cancelled');
    }
  });

  it('that came before asks nothing', async () => {
    const database = await openDatabase(folder.path);
    const failure = await failureOf(
      database.query('CREATE TABLE t (i INTEGER)', [], { signal: AbortSignal.abort() }),
    );
    expect(failure.code).toBe('cancelled');
    expect(await database.rows(`SELECT * FROM duckdb_tables()`)).toEqual([]);
  });

  it('ends one query and no other', async () => {
    const database = await openDatabase(folder.path);
    const abort = new AbortController();
    const ended = failureOf(database.query(ENDLESS, [], { signal: abort.signal }));
    const other = database.rows('SELECT sum(hash(range) % 100) >= 0 AS ok FROM range(5000000)');
    await sleep(5);
    abort.abort();
    expect((await ended).code).toBe('cancelled');
    expect(await other).toEqual([{ ok: 1 }]);
  });

  it('ends a statement that a person typed', async () => {
    const database = await openDatabase(folder.path);
    const abort = new AbortController();
    const query = failureOf(database.queryReadOnly(ENDLESS, 10, abort.signal));
    await sleep(20);
    abort.abort();
    expect((await query).code).toBe('cancelled');
    expect((await database.queryReadOnly('SELECT 1', 10)).rowCount).toBe(1);
  });

  it('of a result that comes in many rows gives no part of it', async () => {
    const database = await openDatabase(folder.path);
    const abort = new AbortController();
    const query = database.query('SELECT range AS i FROM range(20000000)', [], { signal: abort.signal });
    await sleep(10);
    abort.abort();
    expect(isCancelled(await failureOf(query))).toBe(true);
  });
});

describe('closing', () => {
  it.each<[what: string, use: (database: Database) => Promise<unknown>]>([
    ['a query', (database) => database.query('SELECT * FROM t')],
    ['a failed query', (database) => failureOf(database.query('SELECT nothing FROM t'))],
    ['a limited statement', (database) => database.queryReadOnly('SELECT * FROM t', 10)],
    ['a statement that was refused', (database) => failureOf(database.queryReadOnly('DROP TABLE t', 10))],
    ['an explanation', (database) => database.queryReadOnly('EXPLAIN SELECT * FROM t', 10)],
  ])('lets go of the file after %s, with everything in it', async (_what, use) => {
    const database = await openDatabase(folder.path);
    await database.execute('CREATE TABLE t AS SELECT range AS i FROM range(10000)');
    await use(database);
    await database.execute('INSERT INTO t VALUES (-1)');
    await database.close();
    expect(existsSync(`${database.path}.wal`)).toBe(false);
    if (process.platform === 'linux') expect(openFiles()).toEqual([]);
  });

  it('ends queries that are running, and waits for them', async () => {
    const database = await openDatabase(folder.path);
    const queries = [1, 2, 3].map(() => failureOf(database.query(ENDLESS)));
    await sleep(20);
    await database.close();
    if (process.platform === 'linux') expect(openFiles()).toEqual([]);
    for (const failure of await Promise.all(queries)) expect(failure.code).toBe('cancelled');
  });

  it('can be done twice, and then answers nothing', async () => {
    const database = await openDatabase(folder.path);
    await Promise.all([database.close(), database.close()]);
    await database.close();
    expect((await failureOf(database.rows('SELECT 1'))).message).toContain('closed');
    expect((await failureOf(database.connect())).message).toContain('closed');
    expect((await failureOf(database.relocate(() => Promise.resolve('x')))).message).toContain('closed');
  });

  it('leaves a file that another process can open', async () => {
    const database = await openDatabase(folder.path);
    await database.execute('CREATE TABLE t (i INTEGER)');
    await database.queryReadOnly('SELECT * FROM t', 1);
    await database.close();
    const release = await holdOpen(database.path);
    await release();
  });
});

describe('relocating', () => {
  async function filled(): Promise<Database> {
    const database = await openDatabase(folder.path);
    await database.execute('CREATE TABLE t AS SELECT 7 AS i');
    return database;
  }

  it('goes on in the new file; what is asked meanwhile waits', async () => {
    const database = await filled();
    const target = folder.file('moved.loadstone');
    let asked: Promise<unknown> = Promise.resolve();
    await database.relocate(async () => {
      asked = database.rows('SELECT i FROM t');
      await sleep(20);
      await rename(database.path, target);
      return target;
    });
    expect(await asked).toEqual([{ i: 7 }]);
    expect(database.path).toBe(target);
    await database.execute('INSERT INTO t VALUES (8)');
    expect(await database.rows('SELECT count(*) AS n FROM t')).toEqual([{ n: 2 }]);
  });

  it('goes on in the old file when the move fails', async () => {
    const database = await filled();
    const { path } = database;
    await expect(database.relocate(() => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
    expect(database.path).toBe(path);
    expect(await database.rows('SELECT i FROM t')).toEqual([{ i: 7 }]);
  });

  it('says why the file could not be opened again, until it can', async () => {
    const database = await filled();
    const { path } = database;
    const aside = folder.file('aside.loadstone');
    const lost = await failureOf(
      database.relocate(async () => {
        await rename(path, aside);
        await writeFile(path, 'something else');
        return path;
      }),
    );
    expect(lost.code).toBe('workspace-damaged');
    expect(await failureOf(database.rows('SELECT 1'))).toMatchObject({ code: 'workspace-damaged' });
    expect(await failureOf(database.connect())).toMatchObject({ code: 'workspace-damaged' });
    await database.relocate(async () => {
      await rename(aside, path);
      return path;
    });
    expect(await database.rows('SELECT i FROM t')).toEqual([{ i: 7 }]);
  });

  it('ends queries that are running', async () => {
    const database = await filled();
    const query = failureOf(database.query(ENDLESS));
    await sleep(10);
    await database.relocate(() => Promise.resolve(database.path));
    expect((await query).code).toBe('cancelled');
  });

  it('takes turns', async () => {
    const database = await filled();
    const steps: string[] = [];
    const move = (name: string) =>
      database.relocate(async () => {
        steps.push(`${name} begins`);
        await sleep(5);
        steps.push(`${name} ends`);
        return database.path;
      });
    await Promise.all([move('a'), move('b'), move('c')]);
    expect(steps).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });
});

describe('opening', () => {
  it('makes a file that is not there', async () => {
    const database = await openDatabase(folder.path);
    expect(database.readOnly).toBe(false);
    expect((await stat(database.path)).size).toBeGreaterThan(0);
  });

  it.each([
    "it's.loadstone",
    'a b ö.loadstone',
    'x"y.loadstone',
    'temp.loadstone',
    'system.loadstone',
    'a;b.db',
  ])('takes a file of the name %s', async (name) => {
    const database = await openDatabase(folder.path, name);
    await database.execute('CREATE TABLE t AS SELECT range AS i FROM range(100000)');
    await database.execute('CHECKPOINT');
    await database.execute('INSERT INTO t VALUES (1)');
    expect(await database.rows('SELECT count(*) AS n FROM t')).toEqual([{ n: 100_001 }]);
  });

  it('says that another process has it open', async () => {
    const path = folder.file('held.loadstone');
    const release = await holdOpen(path);
    const failure = await failureOf(Database.open(path, testSettings(folder.path)));
    expect(failure).toMatchObject({ code: 'workspace-locked', place: { file: path } });
    expect(failure.hint).toContain('Close it there');
    await release();
    await (await Database.open(path, testSettings(folder.path))).close();
  });

  it.each<[what: string, content: Uint8Array | string]>([
    ['an empty file', ''],
    ['a few words', 'hello'],
    ['another kind of file', Buffer.alloc(100_000, 'timeStamp,elapsed\n')],
    ['nothing but zeros', new Uint8Array(300_000)],
  ])('calls %s no workspace', async (_what, content) => {
    const path = folder.file('other.loadstone');
    await writeFile(path, content);
    const failure = await failureOf(Database.open(path, testSettings(folder.path)));
    expect(failure).toMatchObject({ code: 'workspace-damaged', place: { file: path } });
    expect(await readFile(path)).toEqual(Buffer.from(content));
  });

  it('calls a folder no workspace', async () => {
    const path = folder.file('folder.loadstone');
    await mkdir(path);
    expect((await failureOf(Database.open(path, testSettings(folder.path)))).code).toBe('workspace-damaged');
  });

  it('says that a file is damaged, when it is opened or when the damage is met', async () => {
    const sound = await openDatabase(folder.path, 'sound.loadstone');
    await sound.execute(`CREATE TABLE t AS SELECT hash(range) AS h FROM range(400000)`);
    await sound.close();
    const { size } = await stat(sound.path);
    const damages: ((path: string) => Promise<void>)[] = [
      (path) => truncate(path, 4096),
      (path) => truncate(path, 12_000),
      (path) => truncate(path, Math.floor(size / 2)),
      async (path) => {
        const bytes = await readFile(path);
        for (let at = 40; at < size; at += 50_000) bytes[at] = bytes[at]! ^ 0xff;
        await writeFile(path, bytes);
      },
    ];
    for (const [index, damage] of damages.entries()) {
      const path = folder.file(`damaged-${index}.loadstone`);
      await copyFile(sound.path, path);
      await damage(path);
      const used = async (): Promise<unknown> => {
        const database = await Database.open(path, testSettings(folder.path));
        try {
          return await database.rows('SELECT sum(h % 10) AS s FROM t');
        } finally {
          await database.close();
        }
      };
      expect((await failureOf(used())).code, `damage ${index}`).toBe('workspace-damaged');
    }
  });

  it('says that a folder is not there, and makes none', async () => {
    const path = join(folder.path, 'no', 'such', 'folder.loadstone');
    expect((await failureOf(Database.open(path, testSettings(folder.path)))).code).toBe('file-missing');
    expect(existsSync(folder.file('no'))).toBe(false);
  });

  it('on a disk that cannot be written to reads what is there', async (context) => {
    const disk = await mountSmallDisk(folder.file('disk'), 8);
    if (disk === null) return context.skip(NO_SMALL_DISK);
    try {
      const path = join(disk.path, 'a.loadstone');
      const settings = testSettings(folder.path);
      const writing = await Database.open(path, settings);
      await writing.execute('CREATE TABLE t AS SELECT 7 AS i');
      await writing.close();
      await disk.makeReadOnly();
      const database = await Database.open(path, settings);
      expect(database.readOnly).toBe(true);
      expect(await database.rows('SELECT i FROM t')).toEqual([{ i: 7 }]);
      expect((await failureOf(database.execute('INSERT INTO t VALUES (8)'))).code).toBe('read-only');
      await database.close();
      const made = await failureOf(Database.open(join(disk.path, 'new.loadstone'), settings));
      expect(made.code).toBe('read-only');
    } finally {
      await disk.remove();
    }
  });

  it('on a full disk leaves nothing behind', async (context) => {
    const disk = await mountSmallDisk(folder.file('disk'), 1);
    if (disk === null) return context.skip(NO_SMALL_DISK);
    try {
      await writeFile(join(disk.path, 'filler'), new Uint8Array(2 << 20)).catch(() => undefined);
      const path = join(disk.path, 'new.loadstone');
      const failure = await failureOf(Database.open(path, testSettings(folder.path)));
      expect(failure).toMatchObject({ code: 'disk-full', place: { file: path } });
      expect(readdirSync(disk.path)).toEqual(['filler']);
    } finally {
      await disk.remove();
    }
  });
});

describe('what a database may do', () => {
  it.each([
    `INSTALL httpfs`,
    `LOAD httpfs`,
    `SET enable_external_access = true`,
    `SELECT * FROM read_csv('https://example.com/x.csv')`,
    `ATTACH 'https://example.com/x.db'`,
    `COPY (SELECT 1) TO '/tmp/loadstone-must-not-exist.csv'`,
    `SELECT * FROM read_text('/etc/passwd')`,
  ])('does not include %s', async (sql) => {
    const database = await openDatabase(folder.path);
    await failureOf(database.execute(sql));
    expect(existsSync('/tmp/loadstone-must-not-exist.csv')).toBe(false);
  });

  it.each([`SET autoinstall_known_extensions = true`, `SET memory_limit = '1TB'`, `SET threads = 64`])(
    'does not include %s in what a person types',
    async (sql) => {
      const database = await openDatabase(folder.path);
      const failure = await failureOf(database.queryReadOnly(sql, 10));
      expect(failure).toMatchObject({ code: 'bad-request' });
    },
  );

  it('is less while others need the cores, and all again when they ended, even badly', async () => {
    const database = await Database.open(folder.file('threads.loadstone'), {
      ...testSettings(folder.path),
      threads: 3,
    });
    onTestFinished(() => database.close());
    const threads = async (): Promise<unknown> => {
      const [row] = await database.rows(`SELECT current_setting('threads')::INTEGER AS threads`);
      return row!['threads'];
    };
    expect(await database.withoutThreads(2, threads)).toBe(1);
    expect(await threads()).toBe(3);
    expect(await database.withoutThreads(9, threads)).toBe(1);
    await expect(database.withoutThreads(1, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await threads()).toBe(3);
  });

  it('is what it was opened with', async () => {
    const database = await openDatabase(folder.path);
    const [row] = await database.rows(
      `SELECT current_setting('threads') AS threads, current_setting('memory_limit') AS memory,
        current_setting('temp_directory') AS temp, current_setting('autoinstall_known_extensions') AS install,
        current_setting('autoload_known_extensions') AS load, current_setting('enable_external_access') AS outside`,
    );
    expect(row).toMatchObject({ threads: 2, temp: folder.file('temp'), install: 0, load: 0, outside: 0 });
    expect(row?.['memory']).toMatch(/^48[0-9]/u);
  });
});
