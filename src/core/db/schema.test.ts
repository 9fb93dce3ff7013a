import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { mountSmallDisk, NO_SMALL_DISK } from '../io/testing/small-disk.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { Database } from './database.ts';
import {
  migrate,
  migrations,
  refreshViews,
  sampleViewColumns,
  SCHEMA_VERSION,
  storedSources,
} from './schema.ts';
import { openDatabase, testSettings } from './testing/test-database.ts';

const folder = useTemporaryFolder();

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`Expected an AppError, got ${String(error)}`);
}

async function namesOf(database: Database): Promise<unknown[]> {
  const rows = await database.rows(
    `SELECT table_name AS name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1`,
  );
  return rows.map((row) => row['name']);
}

describe('migrations', () => {
  it('are numbered from 1 without a gap', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
    expect(SCHEMA_VERSION).toBe(migrations.length);
  });

  it('make everything in a file without tables, once', async () => {
    const database = await openDatabase(folder.path);
    await migrate(database);
    const names = await namesOf(database);
    expect(names).toEqual([
      'aggregates',
      'baselines',
      'column_mappings',
      'comparisons',
      'heap_series',
      'heap_series_shapes',
      'heap_series_snapshots',
      'metrics',
      'outcomes',
      'points',
      'profile_frames',
      'profile_samples',
      'profile_stacks',
      'profile_threads',
      'profile_weights',
      'profiles',
      'rejects',
      'report_pictures',
      'reported_checks',
      'reported_errors',
      'reported_metrics',
      'reported_thresholds',
      'reports',
      'run_phases',
      'runs',
      'sample_details',
      'samples',
      'saved_selections',
      'snapshot_classes',
      'snapshot_containers',
      'snapshot_owner_paths',
      'snapshot_owners',
      'snapshots',
      'source_warnings',
      'sources',
      'tags',
      'texts',
      'transactions',
      'workspace_meta',
    ]);
    await database.execute(`INSERT INTO texts VALUES (1, 1, 'kept')`);
    await migrate(database);
    expect(await namesOf(database)).toEqual(names);
    expect(await database.rows('SELECT value FROM texts')).toEqual([{ value: 'kept' }]);
    expect(await database.rows('SELECT * FROM workspace_meta')).toEqual([
      { key: 'schema_version', value: String(SCHEMA_VERSION) },
    ]);
    for (const view of [
      'samples',
      'points',
      'sample_details',
      'profile_frames',
      'profile_stacks',
      'profile_samples',
    ]) {
      expect(await database.rows(`SELECT count(*) AS n FROM ${view}`)).toEqual([{ n: 0 }]);
    }
  });

  it('that fail leave the file without tables', async () => {
    const database = await openDatabase(folder.path);
    const statements = migrations[0]!.statements as string[];
    statements.push('CREATE TABLE broken (');
    try {
      await failureOf(
        migrate(database).catch((error: unknown) => Promise.reject(new AppError('internal', String(error)))),
      );
    } finally {
      statements.pop();
    }
    expect(await namesOf(database)).toEqual([]);
    await migrate(database);
    expect(await namesOf(database)).toContain('samples');
  });

  it('refuse a file of a newer Loadstone and leave it as it is', async () => {
    const database = await openDatabase(folder.path);
    await migrate(database);
    await database.execute(`UPDATE workspace_meta SET value = '${SCHEMA_VERSION + 1}'`);
    expect(await failureOf(migrate(database))).toMatchObject({
      code: 'workspace-newer',
      place: { file: database.path },
    });
    expect(await database.rows('SELECT value FROM workspace_meta')).toEqual([
      { value: String(SCHEMA_VERSION + 1) },
    ]);
  });

  it('refuse the database of another program', async () => {
    const database = await openDatabase(folder.path);
    await database.execute('CREATE TABLE customers (id INTEGER)');
    expect(await failureOf(migrate(database))).toMatchObject({ code: 'workspace-damaged' });
    expect(await namesOf(database)).toEqual(['customers']);
  });

  it.each([
    `DELETE FROM workspace_meta`,
    `UPDATE workspace_meta SET value = 'new'`,
    `UPDATE workspace_meta SET value = '0'`,
  ])('refuse a workspace that does not know its version: %s', async (damage) => {
    const database = await openDatabase(folder.path);
    await migrate(database);
    await database.execute(damage);
    expect((await failureOf(migrate(database))).code).toBe('workspace-damaged');
  });

  it('say that an older file on a read-only disk cannot be brought up to date', async (context) => {
    const disk = await mountSmallDisk(folder.file('disk'), 8);
    if (disk === null) return context.skip(NO_SMALL_DISK);
    try {
      const path = `${disk.path}/old.loadstone`;
      await (await Database.open(path, testSettings(folder.path))).close();
      await disk.makeReadOnly();
      const database = await Database.open(path, testSettings(folder.path));
      expect((await failureOf(migrate(database))).code).toBe('read-only');
      await database.close();
    } finally {
      await disk.remove();
    }
  });
});

describe('views over all sources', () => {
  async function withSources(): Promise<Database> {
    const database = await openDatabase(folder.path);
    await migrate(database);
    await database.execute(
      `CREATE TABLE samples_1 (transaction_id INTEGER, elapsed_ms INTEGER, ok BOOLEAN, outcome_id INTEGER)`,
    );
    await database.execute(`INSERT INTO samples_1 VALUES (1, 10, true, 1), (1, 20, false, 2)`);
    await database.execute(
      `CREATE TABLE samples_3 (elapsed_ms DOUBLE, transaction_id INTEGER, started_at TIMESTAMP, thread_id INTEGER)`,
    );
    await database.execute(
      `INSERT INTO samples_3 VALUES (0.5, 2, make_timestamp(1000000), 4), (NULL, 2, NULL, NULL)`,
    );
    await database.execute(
      `CREATE TABLE points_3 (metric_id INTEGER, "at" TIMESTAMP, value DOUBLE, tag_set_id INTEGER)`,
    );
    await database.execute(`INSERT INTO points_3 VALUES (1, make_timestamp(5), 2.5, NULL)`);
    await database.execute(
      `INSERT INTO transactions VALUES (1, 1, 'Login', NULL, 'Login', 'request', NULL), (2, 2, 'Pay', NULL, 'POST Pay', 'request', NULL)`,
    );
    await database.execute(
      `INSERT INTO texts VALUES (1, 1, '200'), (1, 2, '500'), (1, 3, 'Boom'), (3, 4, 'user 7')`,
    );
    await database.execute(`INSERT INTO outcomes VALUES (1, 1, 1, NULL, NULL), (1, 2, 2, 3, NULL)`);
    return database;
  }
  const first = {
    id: 1,
    runId: 1,
    columns: ['transaction_id', 'elapsed_ms', 'ok', 'outcome_id'],
    hasPoints: false,
  };
  const third = {
    id: 3,
    runId: 2,
    columns: ['elapsed_ms', 'transaction_id', 'started_at', 'thread_id'],
    hasPoints: true,
  };

  it('have the columns of every source, missing where it has none', async () => {
    const database = await withSources();
    await refreshViews([first, third], (sql) => database.execute(sql));
    expect(
      await database.rows(
        `SELECT source_id, run_id, transaction_id, started_at, elapsed_ms, ok, thread_id, received_bytes
         FROM samples ORDER BY source_id, elapsed_ms NULLS LAST`,
      ),
    ).toEqual([
      {
        source_id: 1,
        run_id: 1,
        transaction_id: 1,
        started_at: null,
        elapsed_ms: 10,
        ok: 1,
        thread_id: null,
        received_bytes: null,
      },
      {
        source_id: 1,
        run_id: 1,
        transaction_id: 1,
        started_at: null,
        elapsed_ms: 20,
        ok: 0,
        thread_id: null,
        received_bytes: null,
      },
      {
        source_id: 3,
        run_id: 2,
        transaction_id: 2,
        started_at: 1_000_000,
        elapsed_ms: 0.5,
        ok: null,
        thread_id: 4,
        received_bytes: null,
      },
      {
        source_id: 3,
        run_id: 2,
        transaction_id: 2,
        started_at: null,
        elapsed_ms: null,
        ok: null,
        thread_id: null,
        received_bytes: null,
      },
    ]);
    expect(await database.rows('SELECT * FROM points')).toEqual([
      { source_id: 3, run_id: 2, metric_id: 1, at: 5, value: 2.5, tag_set_id: null },
    ]);
  });

  it('have the documented types, with and without sources', async () => {
    const database = await withSources();
    const wanted = { source_id: 'INTEGER', run_id: 'INTEGER', ...sampleViewColumns };
    for (const sources of [[], [first], [third], [first, third]]) {
      await refreshViews(sources, (sql) => database.execute(sql));
      const columns = await database.rows('DESCRIBE samples');
      expect(Object.fromEntries(columns.map((row) => [row['column_name'], row['column_type']]))).toEqual(
        wanted,
      );
    }
  });

  it('put the texts into the details', async () => {
    const database = await withSources();
    await refreshViews([first, third], (sql) => database.execute(sql));
    expect(
      await database.rows(
        'SELECT label, kind, elapsed_ms, code, message, failure, thread FROM sample_details ORDER BY source_id, elapsed_ms NULLS LAST',
      ),
    ).toEqual([
      {
        label: 'Login',
        kind: 'request',
        elapsed_ms: 10,
        code: '200',
        message: null,
        failure: null,
        thread: null,
      },
      {
        label: 'Login',
        kind: 'request',
        elapsed_ms: 20,
        code: '500',
        message: 'Boom',
        failure: null,
        thread: null,
      },
      {
        label: 'POST Pay',
        kind: 'request',
        elapsed_ms: 0.5,
        code: null,
        message: null,
        failure: null,
        thread: 'user 7',
      },
      {
        label: 'POST Pay',
        kind: 'request',
        elapsed_ms: null,
        code: null,
        message: null,
        failure: null,
        thread: null,
      },
    ]);
  });

  it('forget a source without samples or points', async () => {
    const database = await withSources();
    await refreshViews(
      [
        { ...first, columns: [] },
        { ...third, hasPoints: false },
      ],
      (sql) => database.execute(sql),
    );
    expect(await database.rows('SELECT DISTINCT source_id FROM samples')).toEqual([{ source_id: 3 }]);
    expect(await database.rows('SELECT * FROM points')).toEqual([]);
  });
});

describe('stored sources', () => {
  it('come back as they were recorded', async () => {
    const database = await openDatabase(folder.path);
    await migrate(database);
    for (const [id, points] of [
      [2, true],
      [1, false],
    ] as const) {
      await database.execute(
        `INSERT INTO sources VALUES (${id}, ${id + 10}, 'a', NULL, 1, 'x', 'f', 'F', 'none', make_timestamp(0), 1, 1, 0, NULL, NULL, NULL, 1, '{}', '["elapsed_ms"]', ${points}, 0, false, 'load')`,
      );
    }
    expect(await storedSources(database)).toEqual([
      { id: 1, runId: 11, columns: ['elapsed_ms'], hasPoints: false },
      { id: 2, runId: 12, columns: ['elapsed_ms'], hasPoints: true },
    ]);
  });
});
