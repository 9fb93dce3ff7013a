import { join } from 'node:path';
import { AppError } from '#shared/contract/errors.ts';
import type { LabelPreview, LabelRule, LabelsApplied } from '#shared/model/label-rules.ts';
import type { Run } from '#shared/model/run.ts';
import type { WorkspaceInfo } from '#shared/model/workspace.ts';
import { changesOn } from '../db/changes.ts';
import { Database, type DatabaseOptions } from '../db/database.ts';
import { describeDatabaseError } from '../db/errors.ts';
import { migrate, refreshViews, storedSources, tablesOfSources } from '../db/schema.ts';
import {
  canonicalPath,
  compactedPath,
  copyWorkspace,
  fileSize,
  moveWorkspace,
  removeWorkspace,
  workspaceName,
} from '../io/workspace-files.ts';
import { listRuns } from './catalog.ts';
import { replaceSeriesRuns } from './heap-series.ts';
import { applyLabelRules, previewLabels } from './label-clean-up.ts';
import { mergeRuns, setClockOffset } from './run-changes.ts';
import { replaceReportSubjects, reportSubjects } from './reports.ts';
import { replaceComparedRuns, savedComparisons } from './saved-comparisons.ts';
import { storedLabelRules } from './stored-labels.ts';

/** One open workspace: its database file and what can be done with it as a whole. */
export class Workspace {
  private readonly db: Database;
  /** Not yet saved by a person: it lies in Loadstone's own folder. */
  private temporary: boolean;
  private revisionCount = 1;
  private figuresCount = 1;
  private readonly settings: DatabaseOptions;

  private constructor(db: Database, temporary: boolean, settings: DatabaseOptions) {
    this.db = db;
    this.temporary = temporary;
    this.settings = settings;
  }

  /** Opens a workspace or, when the file does not exist, makes one. A file that cannot be written is opened for reading. */
  static async open(
    path: string,
    settings: DatabaseOptions,
    options: { temporary: boolean },
  ): Promise<Workspace> {
    const db = await Database.open(path, settings);
    try {
      await migrate(db);
    } catch (error) {
      await db.close();
      throw describeDatabaseError(error, path);
    }
    return new Workspace(db, options.temporary, settings);
  }

  get database(): Database {
    return this.db;
  }

  get path(): string {
    return this.db.path;
  }

  get isTemporary(): boolean {
    return this.temporary;
  }

  /** Revisions go on counting over a switch, so that no result of the workspace before is taken for one of this. */
  continueFrom(previous: Workspace): void {
    this.revisionCount = previous.revisionCount + 1;
    this.figuresCount = previous.figuresCount + 1;
  }

  /**
   * To be called after every change of what the workspace holds.
   * @param what `lists`: no figure can be another one than before, as when a report was made
   */
  changed(what: 'figures' | 'lists' = 'figures'): void {
    this.revisionCount += 1;
    if (what === 'figures') this.figuresCount += 1;
  }

  /** As long as it stays the same, every question has the answer that it had. */
  get figuresRevision(): number {
    return this.figuresCount;
  }

  async info(): Promise<WorkspaceInfo> {
    const [counts] = await this.db.rows(
      `SELECT (SELECT count(*) FROM runs) AS runs, (SELECT count(*) FROM sources) AS sources,
         (SELECT count(*) FROM profiles) AS profiles, (SELECT count(*) FROM sources WHERE kind = 'heap') AS snapshots`,
    );
    return {
      name: this.temporary ? 'Untitled' : workspaceName(this.path),
      path: this.temporary ? null : this.path,
      sizeBytes: (await fileSize(this.path)) ?? 0,
      runCount: Number(counts?.['runs'] ?? 0),
      profileCount: Number(counts?.['profiles'] ?? 0),
      snapshotCount: Number(counts?.['snapshots'] ?? 0),
      sourceCount: Number(counts?.['sources'] ?? 0),
      revision: this.revisionCount,
      readOnly: this.db.readOnly,
    };
  }

  /** @throws {AppError} `not-found` */
  async run(runId: number): Promise<Run> {
    const run = (await listRuns(this.db)).find((candidate) => candidate.id === runId);
    if (run === undefined) {
      throw new AppError('not-found', `There is no run ${runId} in this workspace.`, {
        hint: 'It may have been removed. Choose another run in the tree.',
      });
    }
    return run;
  }

  async renameRun(runId: number, name: string): Promise<Run> {
    await this.run(runId);
    await this.db.execute(`UPDATE runs SET name = ? WHERE id = ?`, [name, runId]);
    this.changed();
    return this.run(runId);
  }

  /** @see mergeRuns */
  async mergeRuns(runIds: readonly number[]): Promise<Run> {
    const runs: Run[] = [];
    for (const id of runIds) runs.push(await this.run(id));
    await mergeRuns(this.db, runs);
    this.changed();
    return this.run(runs[0]!.id);
  }

  /** @see setClockOffset */
  async setClockOffset(sourceId: number, offsetMs: number): Promise<void> {
    await setClockOffset(this.db, sourceId, offsetMs);
    this.changed();
  }

  async labelRules(): Promise<LabelRule[]> {
    return storedLabelRules(this.db);
  }

  /**
   * @param runId null: all runs
   * @see previewLabels
   */
  async previewLabels(
    rules: readonly LabelRule[],
    runId: number | null,
    limit: number,
    signal: AbortSignal,
  ): Promise<LabelPreview> {
    const runs = runId === null ? await listRuns(this.db) : [await this.run(runId)];
    return previewLabels(this.db, runs, rules, limit, signal);
  }

  /** @see applyLabelRules */
  async applyLabelRules(rules: readonly LabelRule[], signal: AbortSignal): Promise<LabelsApplied> {
    const applied = await applyLabelRules(this.db, await listRuns(this.db), rules, signal);
    this.changed();
    return applied;
  }

  /** Takes a run and everything that was read for it out of the workspace. The room is used again, or given back by {@link compact}. */
  async removeRun(runId: number): Promise<void> {
    const run = await this.run(runId);
    const comparisons = await savedComparisons(this.db);
    const reports = await reportSubjects(this.db);
    const connection = await this.db.connect();
    try {
      await connection.run('BEGIN');
      for (const sourceId of run.sourceIds) {
        await connection.run(`DROP VIEW IF EXISTS sample_details`);
        await connection.run(`DROP VIEW IF EXISTS samples`);
        await connection.run(`DROP VIEW IF EXISTS points`);
        await connection.run(`DROP TABLE IF EXISTS samples_${sourceId}`);
        await connection.run(`DROP TABLE IF EXISTS points_${sourceId}`);
        for (const table of tablesOfSources) {
          await connection.run(`DELETE FROM ${table} WHERE source_id = ${sourceId}`);
        }
        await connection.run(`DELETE FROM sources WHERE id = ${sourceId}`);
      }
      for (const table of ['transactions', 'metrics', 'run_phases', 'baselines']) {
        await connection.run(`DELETE FROM ${table} WHERE run_id = ${runId}`);
      }
      await connection.run(
        `UPDATE profiles SET linked_by_person = false, run_id = NULL, run_offset_ms = NULL WHERE run_id = ${runId}`,
      );
      const gone = new Map([[runId, null]]);
      await replaceComparedRuns(comparisons, gone, changesOn(connection).run);
      await replaceReportSubjects(reports, { runs: gone }, changesOn(connection).run);
      await replaceSeriesRuns(gone, changesOn(connection).run);
      await connection.run(`DELETE FROM runs WHERE id = ${runId}`);
      const sourceIds = new Set(run.sourceIds);
      const remaining = (await storedSources(this.db)).filter((source) => !sourceIds.has(source.id));
      await refreshViews(remaining, (sql) => connection.run(sql));
      await connection.run('COMMIT');
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => undefined);
      throw describeDatabaseError(error, this.path);
    } finally {
      connection.closeSync();
    }
    this.changed();
  }

  /** Goes on in a file of the person's choice. A temporary workspace moves there, a saved one is copied. */
  async saveAs(target: string): Promise<void> {
    if ((await canonicalPath(target)) === (await canonicalPath(this.path))) return;
    await refuseOpenElsewhere(target, this.settings);
    const { path, temporary } = this;
    await this.db.relocate(async () => {
      if (temporary) await moveWorkspace(path, target);
      else await copyWorkspace(path, target);
      return target;
    });
    this.temporary = false;
    this.changed();
  }

  /** Writes everything to a new file and puts it in the place of the old one. */
  async compact(): Promise<void> {
    const { path } = this;
    const partial = compactedPath(path);
    await removeWorkspace(partial);
    const connection = await this.db.connect();
    // A name that no file can have: the present database is called after its file.
    const name = `compacted-${crypto.randomUUID()}`;
    try {
      await connection.run(`ATTACH '${partial.replaceAll("'", "''")}' AS "${name}"`);
      const [current] = await this.db.rows(`SELECT current_database() AS name`);
      await connection.run(
        `COPY FROM DATABASE "${String(current?.['name']).replaceAll('"', '""')}" TO "${name}"`,
      );
      await connection.run(`DETACH "${name}"`);
    } catch (error) {
      await connection.run(`DETACH DATABASE IF EXISTS "${name}"`).catch(() => undefined);
      await removeWorkspace(partial);
      throw describeDatabaseError(error, path);
    } finally {
      connection.closeSync();
    }
    try {
      await this.db.relocate(async () => {
        await moveWorkspace(partial, path);
        return path;
      });
    } finally {
      await removeWorkspace(partial);
    }
    this.changed();
  }

  async close(): Promise<void> {
    await this.db.close();
  }

  /** Also removes the file: for a temporary workspace that holds nothing. */
  async discard(): Promise<void> {
    await this.db.close();
    await removeWorkspace(this.path);
  }

  /** After a fatal error DuckDB refuses everything until the file is opened anew. */
  async reopenIfBroken(): Promise<void> {
    try {
      await this.db.rows('SELECT 1 FROM runs LIMIT 1');
    } catch {
      const { path } = this;
      await this.db.relocate(() => Promise.resolve(path));
      this.changed();
    }
  }
}

/** A file that another process works with must not be replaced under it: what it saves later would be lost. */
async function refuseOpenElsewhere(path: string, settings: DatabaseOptions): Promise<void> {
  if ((await fileSize(path)) === null) return;
  try {
    const probe = await Database.open(path, settings);
    await probe.close();
  } catch (error) {
    if (error instanceof AppError && error.code === 'workspace-locked') throw error;
    // Whatever else is wrong with it: a person has chosen to replace it.
  }
}

/** Where a new workspace lies until a person saves it. */
export function temporaryPath(folder: string, id: string): string {
  return join(folder, `untitled-${id}.loadstone`);
}
