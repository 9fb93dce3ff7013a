import { AppError } from '#shared/contract/errors.ts';
import type { Database } from './database.ts';
import { FIRST_WITH_PROFILES, refreshProfileViews, storedProfiles } from './profile-views.ts';

/**
 * The tables of a workspace, as numbered migrations. Samples and points have one table per source
 * (`samples_<source>`, `points_<source>`, see docs/decisions/0003): importing creates it, removing drops it.
 * What people may query is described in docs/tables.md.
 */
export interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    statements: [
      `CREATE TABLE workspace_meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)`,
      `CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        name VARCHAR NOT NULL,
        tool VARCHAR NOT NULL,
        tool_version VARCHAR,
        format VARCHAR NOT NULL,
        granularity VARCHAR NOT NULL,
        counted_kind VARCHAR NOT NULL,
        clock_tick_ms DOUBLE NOT NULL,
        started_at TIMESTAMP,
        ended_at TIMESTAMP,
        samples BIGINT NOT NULL,
        failures BIGINT NOT NULL,
        transaction_count INTEGER NOT NULL,
        created_at TIMESTAMP NOT NULL
      )`,
      `CREATE TABLE sources (
        id INTEGER PRIMARY KEY,
        run_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        path VARCHAR,
        size_bytes BIGINT NOT NULL,
        sha256 VARCHAR NOT NULL,
        format VARCHAR NOT NULL,
        format_label VARCHAR NOT NULL,
        compression VARCHAR NOT NULL,
        imported_at TIMESTAMP NOT NULL,
        import_ms DOUBLE NOT NULL,
        rows BIGINT NOT NULL,
        rejected_rows BIGINT NOT NULL,
        first_instant TIMESTAMP,
        last_instant TIMESTAMP,
        tool_version VARCHAR,
        clock_tick_ms DOUBLE NOT NULL,
        properties VARCHAR NOT NULL,
        sample_columns VARCHAR NOT NULL,
        has_points BOOLEAN NOT NULL
      )`,
      `CREATE TABLE source_warnings (
        source_id INTEGER NOT NULL, position INTEGER NOT NULL,
        code VARCHAR NOT NULL, message VARCHAR NOT NULL, count BIGINT NOT NULL
      )`,
      `CREATE TABLE rejects (
        source_id INTEGER NOT NULL, position INTEGER NOT NULL,
        line BIGINT NOT NULL, byte BIGINT NOT NULL, reason VARCHAR NOT NULL, raw VARCHAR NOT NULL
      )`,
      `CREATE TABLE transactions (
        id INTEGER NOT NULL, run_id INTEGER NOT NULL, name VARCHAR NOT NULL, method VARCHAR,
        label VARCHAR NOT NULL, kind VARCHAR NOT NULL
      )`,
      `CREATE TABLE texts (source_id INTEGER NOT NULL, id INTEGER NOT NULL, value VARCHAR NOT NULL)`,
      `CREATE TABLE outcomes (
        source_id INTEGER NOT NULL, id INTEGER NOT NULL, code_id INTEGER, message_id INTEGER, failure_id INTEGER
      )`,
      `CREATE TABLE tags (
        source_id INTEGER NOT NULL, tag_set_id INTEGER NOT NULL, key VARCHAR NOT NULL, value VARCHAR NOT NULL
      )`,
      `CREATE TABLE metrics (
        id INTEGER NOT NULL, run_id INTEGER NOT NULL, name VARCHAR NOT NULL, kind VARCHAR NOT NULL,
        contains VARCHAR NOT NULL, thresholds VARCHAR NOT NULL
      )`,
    ],
  },
  {
    version: 2,
    statements: [
      // Columns that are added to a table cannot be NOT NULL in DuckDB.
      `ALTER TABLE runs ADD COLUMN joined_by VARCHAR`,
      `ALTER TABLE sources ADD COLUMN clock_offset_us BIGINT DEFAULT 0`,
      `ALTER TABLE sources ADD COLUMN has_report BOOLEAN DEFAULT false`,
      `ALTER TABLE transactions ADD COLUMN shown_as INTEGER`,
      `CREATE TABLE aggregates (
        source_id INTEGER NOT NULL, transaction_id INTEGER, starts_at TIMESTAMP, duration_ms DOUBLE, active_users DOUBLE,
        samples BIGINT, failures BIGINT, min_ms DOUBLE, mean_ms DOUBLE, max_ms DOUBLE, stddev_ms DOUBLE,
        throughput_per_sec DOUBLE, received_bytes BIGINT, sent_bytes BIGINT, percentiles VARCHAR NOT NULL
      )`,
      `CREATE TABLE reported_errors (
        source_id INTEGER NOT NULL, transaction_id INTEGER, code VARCHAR, message VARCHAR, count BIGINT NOT NULL,
        first_at TIMESTAMP, last_at TIMESTAMP
      )`,
      `CREATE TABLE reported_checks (
        source_id INTEGER NOT NULL, position INTEGER NOT NULL, name VARCHAR NOT NULL, "group" VARCHAR NOT NULL,
        passed BIGINT NOT NULL, failed BIGINT NOT NULL
      )`,
      `CREATE TABLE reported_thresholds (
        source_id INTEGER NOT NULL, position INTEGER NOT NULL, metric VARCHAR NOT NULL, expression VARCHAR NOT NULL,
        passed BOOLEAN NOT NULL
      )`,
      `CREATE TABLE column_mappings (header VARCHAR PRIMARY KEY, mapping VARCHAR NOT NULL)`,
      `CREATE TABLE reported_metrics (
        source_id INTEGER NOT NULL, metric_id INTEGER NOT NULL, figures VARCHAR NOT NULL
      )`,
    ],
  },
  {
    version: 3,
    statements: [
      `CREATE TABLE run_phases (
        run_id INTEGER NOT NULL, position INTEGER NOT NULL, kind VARCHAR NOT NULL, from_ms DOUBLE NOT NULL, to_ms DOUBLE NOT NULL
      )`,
      `CREATE TABLE saved_selections (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, selection VARCHAR NOT NULL)`,
      `CREATE TABLE comparisons (
        id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, request VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL
      )`,
      `CREATE TABLE baselines (name VARCHAR PRIMARY KEY, run_id INTEGER NOT NULL)`,
    ],
  },
  {
    version: 4,
    statements: [
      // Profiles and snapshots have a source, but no run.
      `ALTER TABLE sources ALTER COLUMN run_id DROP NOT NULL`,
      `ALTER TABLE sources ADD COLUMN kind VARCHAR DEFAULT 'load'`,
      `CREATE TABLE profiles (
        id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, name VARCHAR NOT NULL, format VARCHAR NOT NULL,
        format_label VARCHAR NOT NULL, tool VARCHAR, default_weight INTEGER NOT NULL, samples BIGINT NOT NULL,
        frames INTEGER NOT NULL, stacks INTEGER NOT NULL, has_times BOOLEAN NOT NULL, started_at TIMESTAMP,
        duration_ms DOUBLE, interval_ms DOUBLE, linked_by_person BOOLEAN NOT NULL, run_id INTEGER, run_offset_ms DOUBLE,
        warnings VARCHAR NOT NULL
      )`,
      `CREATE TABLE profile_weights (
        profile_id INTEGER NOT NULL, weight INTEGER NOT NULL, name VARCHAR NOT NULL, unit VARCHAR NOT NULL
      )`,
      `CREATE TABLE profile_threads (
        profile_id INTEGER NOT NULL, thread INTEGER NOT NULL, name VARCHAR NOT NULL, thread_id BIGINT,
        process_id BIGINT, process_name VARCHAR, samples BIGINT NOT NULL
      )`,
    ],
  },
  {
    version: 5,
    statements: [
      `CREATE TABLE snapshots (
        id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, name VARCHAR NOT NULL, format VARCHAR NOT NULL,
        format_label VARCHAR NOT NULL, runtime VARCHAR NOT NULL, version VARCHAR, nodes BIGINT, edges BIGINT,
        class_count INTEGER NOT NULL, self_bytes BIGINT NOT NULL, taken_at TIMESTAMP, taken_at_in_file TIMESTAMP,
        stable_ids BOOLEAN NOT NULL, has_graph BOOLEAN NOT NULL, has_allocations BOOLEAN NOT NULL,
        detached_elements BIGINT NOT NULL, warnings VARCHAR NOT NULL
      )`,
      `CREATE TABLE snapshot_classes (
        snapshot_id INTEGER NOT NULL, position INTEGER NOT NULL, class_key VARCHAR NOT NULL, name VARCHAR NOT NULL,
        family VARCHAR NOT NULL, count BIGINT NOT NULL, self_bytes BIGINT NOT NULL, retained_bytes BIGINT
      )`,
      `CREATE TABLE snapshot_owners (
        snapshot_id INTEGER NOT NULL, position INTEGER NOT NULL, class_key VARCHAR NOT NULL, family VARCHAR NOT NULL,
        count BIGINT NOT NULL, self_bytes BIGINT NOT NULL
      )`,
      `CREATE TABLE snapshot_owner_paths (
        snapshot_id INTEGER NOT NULL, position INTEGER NOT NULL, path VARCHAR NOT NULL, count BIGINT NOT NULL,
        retained_bytes BIGINT NOT NULL
      )`,
      `CREATE TABLE snapshot_containers (
        snapshot_id INTEGER NOT NULL, position INTEGER NOT NULL, path VARCHAR NOT NULL, class_name VARCHAR NOT NULL,
        children BIGINT NOT NULL, retained_bytes BIGINT NOT NULL
      )`,
      `CREATE TABLE heap_series (
        id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, run_id INTEGER, clock_offset_us BIGINT NOT NULL,
        proposed BOOLEAN NOT NULL
      )`,
      `CREATE TABLE heap_series_snapshots (
        series_id INTEGER NOT NULL, position INTEGER NOT NULL, snapshot_id INTEGER NOT NULL, left_out BOOLEAN NOT NULL,
        operations DOUBLE
      )`,
      // How the new instances of a series' last snapshot are held: computed once for a first and a last one.
      `CREATE TABLE heap_series_shapes (first_id INTEGER NOT NULL, last_id INTEGER NOT NULL, shapes VARCHAR NOT NULL)`,
    ],
  },
  {
    version: 6,
    statements: [
      `CREATE TABLE reports (
        id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, document VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL,
        changed_at TIMESTAMP NOT NULL
      )`,
      `CREATE TABLE report_pictures (
        report_id INTEGER NOT NULL, id INTEGER NOT NULL, media_type VARCHAR NOT NULL, bytes BLOB NOT NULL
      )`,
    ],
  },
];

/** Tables whose rows belong to one source; removing the source removes them. */
export const tablesOfSources = [
  'texts',
  'outcomes',
  'tags',
  'rejects',
  'source_warnings',
  'aggregates',
  'reported_errors',
  'reported_checks',
  'reported_thresholds',
  'reported_metrics',
] as const;

export const SCHEMA_VERSION = migrations.at(-1)!.version;

/**
 * Brings a database to the newest schema, each step in a transaction of its own; a new file gets all steps in one.
 * @throws {AppError} `workspace-newer` for a file of a later Loadstone, `workspace-damaged` for another program's database
 */
export async function migrate(database: Database): Promise<void> {
  const current = await readVersion(database);
  if (current > SCHEMA_VERSION) {
    throw new AppError('workspace-newer', 'This workspace was written by a newer version of Loadstone.', {
      hint: 'Update Loadstone on this computer, or open the result files themselves.',
      place: { file: database.path },
    });
  }
  const pending = migrations.filter((migration) => migration.version > current);
  if (pending.length === 0) return;
  if (database.readOnly) {
    throw new AppError(
      'read-only',
      'This workspace is of an older version and cannot be updated: the file is read-only.',
      {
        hint: 'Copy it to a folder where you may write.',
        place: { file: database.path },
      },
    );
  }
  const connection = await database.connect();
  try {
    // Every commit waits for the disk; a new file has nothing that a step could be in the way of.
    const steps = current === 0 ? [joined(pending)] : pending;
    for (const { version, statements } of steps) {
      await connection.run('BEGIN');
      for (const statement of statements) await connection.run(statement);
      await connection.run(`INSERT OR REPLACE INTO workspace_meta VALUES ('schema_version', '${version}')`);
      // Together with the last step, so that no file of the newest version is without its views.
      if (version === SCHEMA_VERSION) {
        const sources = current === 0 ? [] : await storedSources(database);
        await refreshViews(sources, (sql) => connection.run(sql));
        const profiles = current < FIRST_WITH_PROFILES ? [] : await storedProfiles(database);
        await refreshProfileViews(profiles, (sql) => connection.run(sql));
      }
      await connection.run('COMMIT');
    }
  } finally {
    connection.closeSync();
  }
}

function joined(steps: readonly Migration[]): Migration {
  return { version: steps.at(-1)!.version, statements: steps.flatMap(({ statements }) => statements) };
}

async function readVersion(database: Database): Promise<number> {
  const stored = await database
    .rows(`SELECT value FROM workspace_meta WHERE key = 'schema_version'`)
    // There is no such table, or the file is damaged: the list of tables tells which.
    .catch(() => null);
  if (stored === null) {
    const tables = await database.rows(`SELECT table_name FROM duckdb_tables() LIMIT 1`);
    if (tables.length === 0) return 0;
    throw new AppError('workspace-damaged', 'This is a DuckDB database, but not a workspace of Loadstone.', {
      hint: 'Choose a file that Loadstone saved.',
      place: { file: database.path },
    });
  }
  const version = Number(stored[0]?.['value'] ?? NaN);
  if (Number.isSafeInteger(version) && version > 0) return version;
  throw new AppError(
    'workspace-damaged',
    'This workspace does not say which version of Loadstone wrote it.',
    {
      hint: 'Open the original result files again; they are never changed by Loadstone.',
      place: { file: database.path },
    },
  );
}

/**
 * Column of `samples_<source>` with the transaction of the name in the file, where label rules show the sample as part of
 * another one; NULL elsewhere. Only sources with such samples have it.
 */
export const RAW_TRANSACTION = 'raw_transaction_id';

/** Columns of the view `samples`, with the type in which a source without the column has its NULLs. */
export const sampleViewColumns: Readonly<Record<string, string>> = {
  transaction_id: 'INTEGER',
  [RAW_TRANSACTION]: 'INTEGER',
  started_at: 'TIMESTAMP',
  elapsed_ms: 'DOUBLE',
  ok: 'BOOLEAN',
  outcome_id: 'INTEGER',
  thread_id: 'INTEGER',
  url_id: 'INTEGER',
  tag_set_id: 'INTEGER',
  received_bytes: 'BIGINT',
  sent_bytes: 'BIGINT',
  group_threads: 'INTEGER',
  all_threads: 'INTEGER',
  latency_ms: 'DOUBLE',
  idle_ms: 'DOUBLE',
  blocked_ms: 'DOUBLE',
  connect_ms: 'DOUBLE',
  tls_ms: 'DOUBLE',
  sending_ms: 'DOUBLE',
  waiting_ms: 'DOUBLE',
  receiving_ms: 'DOUBLE',
};

const pointViewColumns: Readonly<Record<string, string>> = {
  metric_id: 'INTEGER',
  at: 'TIMESTAMP',
  value: 'DOUBLE',
  tag_set_id: 'INTEGER',
};

/** What is known of the tables of one source. */
export interface StoredSource {
  readonly id: number;
  readonly runId: number;
  /** Columns of its table of samples; empty when it has none. */
  readonly columns: readonly string[];
  readonly hasPoints: boolean;
}

/** Sources of runs; those of profiles and snapshots have tables of other kinds. */
export async function storedSources(database: Database): Promise<StoredSource[]> {
  const rows = await database.rows(
    `SELECT id, run_id, sample_columns, has_points FROM sources WHERE run_id IS NOT NULL ORDER BY id`,
  );
  return rows.map((row) => ({
    id: Number(row['id']),
    runId: Number(row['run_id']),
    columns: JSON.parse(String(row['sample_columns'])) as string[],
    hasPoints: row['has_points'] === 1,
  }));
}

type Execute = (sql: string) => Promise<unknown>;

/** Makes the views over the tables of all sources anew; part of every transaction that adds or removes a source. */
export async function refreshViews(stored: readonly StoredSource[], execute: Execute): Promise<void> {
  const sources = [...stored].sort((a, b) => a.id - b.id);
  const samples = sources
    .filter((source) => source.columns.length > 0)
    .map((source) => branch(`samples_${source.id}`, source, sampleViewColumns, new Set(source.columns)));
  const points = sources
    .filter((source) => source.hasPoints)
    .map((source) => branch(`points_${source.id}`, source, pointViewColumns, null));
  await execute(`CREATE OR REPLACE VIEW samples AS ${union(samples, sampleViewColumns)}`);
  await execute(`CREATE OR REPLACE VIEW points AS ${union(points, pointViewColumns)}`);
  await execute(`CREATE OR REPLACE VIEW sample_details AS
    SELECT s.source_id, s.run_id, t.label, t.kind, s.started_at, s.elapsed_ms, s.ok,
      code.value AS code, message.value AS message, failure.value AS failure, thread.value AS thread, url.value AS url,
      s.received_bytes, s.sent_bytes, s.group_threads, s.all_threads, s.latency_ms, s.idle_ms, s.blocked_ms,
      s.connect_ms, s.tls_ms, s.sending_ms, s.waiting_ms, s.receiving_ms, s.tag_set_id
    FROM samples s
    JOIN transactions t ON t.id = s.transaction_id
    LEFT JOIN outcomes o ON o.id = s.outcome_id
    LEFT JOIN texts code ON code.id = o.code_id
    LEFT JOIN texts message ON message.id = o.message_id
    LEFT JOIN texts failure ON failure.id = o.failure_id
    LEFT JOIN texts thread ON thread.id = s.thread_id
    LEFT JOIN texts url ON url.id = s.url_id`);
}

function branch(
  table: string,
  source: { readonly id: number; readonly runId: number },
  columns: Readonly<Record<string, string>>,
  present: ReadonlySet<string> | null,
): string {
  const parts = Object.entries(columns).map(([name, type]) => {
    if (name === RAW_TRANSACTION && present?.has('transaction_id') === true) return rawTransaction(present);
    return present === null || present.has(name)
      ? `"${name}"::${type} AS "${name}"`
      : `NULL::${type} AS "${name}"`;
  });
  return `SELECT ${source.id} AS source_id, ${source.runId} AS run_id, ${parts.join(', ')} FROM ${table}`;
}

function rawTransaction(present: ReadonlySet<string>): string {
  const own = present.has(RAW_TRANSACTION)
    ? `coalesce(${RAW_TRANSACTION}, transaction_id)`
    : 'transaction_id';
  return `${own} AS ${RAW_TRANSACTION}`;
}

function union(branches: readonly string[], columns: Readonly<Record<string, string>>): string {
  if (branches.length > 0) return branches.join(' UNION ALL ');
  const empty = Object.entries(columns).map(([name, type]) => `NULL::${type} AS "${name}"`);
  return `SELECT NULL::INTEGER AS source_id, NULL::INTEGER AS run_id, ${empty.join(', ')} WHERE false`;
}
