import { AppError } from '#shared/contract/errors.ts';
import type { ProfileInfo, ProfileLink, WeightUnit } from '#shared/model/profile.ts';
import type { Run, Warning } from '#shared/model/run.ts';
import { inTransaction } from '../db/changes.ts';
import type { Database } from '../db/database.ts';
import { dropProfileViews, profileTables, refreshProfileViews, storedProfiles } from '../db/profile-views.ts';
import { tablesOfSources } from '../db/schema.ts';
import { listRuns } from './catalog.ts';
import { replaceReportSubjects, reportSubjects } from './reports.ts';

const US_PER_MS = 1000;

type Row = Readonly<Record<string, string | number | null>>;

/** The profiles of a workspace. */
export async function listProfiles(database: Database): Promise<ProfileInfo[]> {
  const [profiles, weights, threads, runs] = await Promise.all([
    database.rows(`SELECT * FROM profiles ORDER BY id`),
    database.rows(`SELECT * FROM profile_weights ORDER BY profile_id, weight`),
    database.rows(`SELECT * FROM profile_threads ORDER BY profile_id, thread`),
    listRuns(database),
  ]);
  const weightsOf = grouped(weights);
  const threadsOf = grouped(threads);
  return profiles.map((row) =>
    toProfile(row, weightsOf.get(Number(row['id'])) ?? [], threadsOf.get(Number(row['id'])) ?? [], runs),
  );
}

/** @throws {AppError} `not-found` */
export async function profileOf(database: Database, id: number): Promise<ProfileInfo> {
  const profile = (await listProfiles(database)).find((candidate) => candidate.id === id);
  if (profile === undefined)
    throw new AppError('not-found', `There is no profile ${id} in this workspace.`, {
      hint: 'It may have been removed. Choose another one in the tree.',
    });
  return profile;
}

/** @throws {AppError} `not-found`, `read-only` */
export async function renameProfile(database: Database, id: number, name: string): Promise<void> {
  await profileOf(database, id);
  await inTransaction(database, ({ run }) => run(`UPDATE profiles SET name = ? WHERE id = ?`, [name, id]));
}

/**
 * Says which run a profile belongs to, and where on its time line it starts.
 * @param runId null: to none
 * @param offsetMs null: by the clocks of both; 0 where one has none
 * @throws {AppError} `not-found`, `read-only`
 */
export async function linkProfile(
  database: Database,
  id: number,
  runId: number | null,
  offsetMs: number | null,
): Promise<void> {
  const profile = await profileOf(database, id);
  let offset: number | null = null;
  if (runId !== null) {
    const chosen = (await listRuns(database)).find((run) => run.id === runId);
    if (chosen === undefined)
      throw new AppError('not-found', `There is no run ${runId} in this workspace.`, {
        hint: 'It may have been removed. Choose another run in the tree.',
      });
    offset = offsetMs ?? clockOffsetMs(profile, chosen) ?? 0;
  }
  await inTransaction(database, ({ run }) =>
    run(`UPDATE profiles SET linked_by_person = true, run_id = ?, run_offset_ms = ? WHERE id = ?`, [
      runId,
      offset,
      id,
    ]),
  );
}

/**
 * Takes a profile out of the workspace; with the last one of a source the source goes, too.
 * @throws {AppError} `not-found`, `read-only`
 */
export async function removeProfile(database: Database, id: number): Promise<void> {
  const { sourceId } = await profileOf(database, id);
  const stored = await storedProfiles(database);
  const reports = await reportSubjects(database);
  await inTransaction(database, async ({ run, count }) => {
    await dropProfileViews(run);
    for (const nameOf of Object.values(profileTables)) await run(`DROP TABLE IF EXISTS ${nameOf(id)}`);
    for (const table of ['profile_weights', 'profile_threads'])
      await run(`DELETE FROM ${table} WHERE profile_id = ${id}`);
    await run(`DELETE FROM profiles WHERE id = ${id}`);
    await replaceReportSubjects(reports, { profiles: new Map([[id, null]]) }, run);
    if ((await count(`SELECT count(*)::INTEGER FROM profiles WHERE source_id = ${sourceId}`)) === 0) {
      for (const table of tablesOfSources) await run(`DELETE FROM ${table} WHERE source_id = ${sourceId}`);
      await run(`DELETE FROM sources WHERE id = ${sourceId}`);
    }
    await refreshProfileViews(
      stored.filter((profile) => profile.id !== id),
      run,
    );
  });
}

function grouped(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const id = Number(row['profile_id']);
    const known = groups.get(id);
    if (known === undefined) groups.set(id, [row]);
    else known.push(row);
  }
  return groups;
}

function toProfile(
  row: Row,
  weights: readonly Row[],
  threads: readonly Row[],
  runs: readonly Run[],
): ProfileInfo {
  const profile: Omit<ProfileInfo, 'link'> = {
    id: Number(row['id']),
    sourceId: Number(row['source_id']),
    name: String(row['name']),
    format: String(row['format']),
    formatLabel: String(row['format_label']),
    tool: textOrNull(row['tool']),
    weights: weights.map((weight) => ({
      name: String(weight['name']),
      unit: String(weight['unit']) as WeightUnit,
    })),
    defaultWeight: Number(row['default_weight']),
    threads: threads.map((thread) => ({
      name: String(thread['name']),
      threadId: numberOrNull(thread['thread_id']),
      processId: numberOrNull(thread['process_id']),
      processName: textOrNull(thread['process_name']),
      samples: Number(thread['samples']),
    })),
    samples: Number(row['samples']),
    frames: Number(row['frames']),
    stacks: Number(row['stacks']),
    hasTimes: row['has_times'] === 1,
    startedAtUs: numberOrNull(row['started_at']),
    durationMs: numberOrNull(row['duration_ms']),
    intervalMs: numberOrNull(row['interval_ms']),
    warnings: JSON.parse(String(row['warnings'])) as Warning[],
  };
  return { ...profile, link: linkOf(row, profile, runs) };
}

function linkOf(row: Row, profile: Omit<ProfileInfo, 'link'>, runs: readonly Run[]): ProfileLink | null {
  if (row['linked_by_person'] !== 1) return linkByClock(profile, runs);
  const runId = numberOrNull(row['run_id']);
  // The run may have been removed since.
  if (runId === null || !runs.some(({ id }) => id === runId)) return null;
  return { runId, offsetMs: numberOrNull(row['run_offset_ms']) ?? 0, by: 'person' };
}

/** The run that a profile overlaps with longest; of equal ones the first. */
function linkByClock(profile: Omit<ProfileInfo, 'link'>, runs: readonly Run[]): ProfileLink | null {
  let best: ProfileLink | null = null;
  let longest = 0;
  for (const run of runs) {
    const offsetMs = clockOffsetMs(profile, run);
    if (offsetMs === null) continue;
    const overlap = Math.min(offsetMs + (profile.durationMs ?? 0), run.durationMs) - Math.max(offsetMs, 0);
    if (overlap <= longest) continue;
    longest = overlap;
    best = { runId: run.id, offsetMs, by: 'clock' };
  }
  return best;
}

/** Null where one of them does not say when it was. */
function clockOffsetMs({ startedAtUs }: Omit<ProfileInfo, 'link'>, run: Run): number | null {
  if (startedAtUs === null || run.startedAtUs === null) return null;
  return (startedAtUs - run.startedAtUs) / US_PER_MS;
}

function textOrNull(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function numberOrNull(value: string | number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
