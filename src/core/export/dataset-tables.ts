/** What a data set is made of: relations of docs/tables.md, so that other tools can join them by the same names. */

export interface DatasetTable {
  /** Folder of the data set. */
  readonly name: string;
  /** Relation of docs/tables.md whose columns it has. */
  readonly documentedAs: string;
  /** A folder `run=<id>` for each run; the number of the run is not a column then, as it is in the path. */
  readonly byRun: boolean;
  readonly select: (runId: number) => string;
}

const ofRun =
  (relation: string) =>
  (runId: number): string =>
    `SELECT * EXCLUDE (run_id) FROM ${relation} WHERE run_id = ${runId}`;

const ofSourcesOfRun =
  (relation: string) =>
  (runId: number): string =>
    `SELECT * FROM ${relation} WHERE source_id IN (SELECT id FROM sources WHERE run_id = ${runId})`;

function byRun(name: string, select: (runId: number) => string, documentedAs = name): DatasetTable {
  return { name, documentedAs, byRun: true, select };
}

function whole(name: string, select = `SELECT * FROM ${name}`): DatasetTable {
  return { name, documentedAs: name, byRun: false, select: () => select };
}

export const datasetTables: readonly DatasetTable[] = [
  whole('runs', 'SELECT * EXCLUDE (joined_by) FROM runs'),
  whole('sources', 'SELECT * EXCLUDE (sample_columns, has_points, has_report) FROM sources'),
  byRun('transactions', ofRun('transactions')),
  // With their texts: the ids of a workspace say nothing outside of it.
  byRun('samples', ofRun('sample_details'), 'sample_details'),
  byRun('tags', ofSourcesOfRun('tags')),
  byRun('metrics', ofRun('metrics')),
  byRun('points', ofRun('points')),
  byRun('aggregates', ofSourcesOfRun('aggregates')),
  byRun('reported_errors', ofSourcesOfRun('reported_errors')),
  byRun('reported_checks', ofSourcesOfRun('reported_checks')),
  byRun('reported_thresholds', ofSourcesOfRun('reported_thresholds')),
  byRun('reported_metrics', ofSourcesOfRun('reported_metrics')),
  byRun('run_phases', ofRun('run_phases')),
  whole('source_warnings'),
  whole('rejects'),
  whole('baselines'),
  whole('profiles'),
  whole('profile_weights'),
  whole('profile_threads'),
  whole('profile_frames'),
  whole('profile_stacks'),
  whole('profile_samples'),
  whole('snapshots'),
  whole('snapshot_classes'),
  whole('snapshot_owners'),
  whole('snapshot_owner_paths'),
  whole('snapshot_containers'),
  whole('heap_series'),
  whole('heap_series_snapshots'),
];
