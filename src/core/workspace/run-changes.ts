import { AppError } from '#shared/contract/errors.ts';
import type { Run as RunModel } from '#shared/model/run.ts';
import { inTransaction } from '../db/changes.ts';
import { refreshViews, storedSources } from '../db/schema.ts';
import type { Database } from '../db/database.ts';
import { cleanNames } from '../labels/clean-names.ts';
import { compileRules } from '../labels/compiled-rule.ts';
import { labelsOf, transactionKey, type ShownTransaction } from '../labels/labelling.ts';
import { replaceSeriesRuns } from './heap-series.ts';
import { replaceReportSubjects, reportSubjects } from './reports.ts';
import { refreshRun, type Run } from './run-row.ts';
import { replaceComparedRuns, savedComparisons } from './saved-comparisons.ts';
import {
  placeSamples,
  storedTransactions,
  writeLabels,
  type Place,
  type StoredTransaction,
} from './shown-transactions.ts';
import { storedLabelRules } from './stored-labels.ts';

/** Changes to what is stored that keep every sample: runs are joined, clocks are set right. */

/**
 * Makes one run of several: the results of several load generators. The first keeps its number and name; transactions of
 * the same name, method and kind become one.
 * @throws {AppError} `bad-request` for reports, whose percentiles cannot be put together
 */
export async function mergeRuns(database: Database, runs: readonly RunModel[]): Promise<void> {
  const [target, ...others] = runs;
  if (target === undefined || others.length === 0 || new Set(runs.map(({ id }) => id)).size < runs.length) {
    throw new AppError('bad-request', 'Choose two or more different runs to make one of them.');
  }
  const report = runs.find(({ granularity }) => granularity === 'aggregated');
  if (report !== undefined) {
    throw new AppError(
      'bad-request',
      `${report.name} holds the figures of a report: percentiles of several reports cannot be put together.`,
      { hint: 'Merge the runs that the samples of each load generator make.' },
    );
  }
  const sources = await storedSources(database);
  const transactions = await joinedTransactions(database, runs);
  const comparisons = await savedComparisons(database);
  const reports = await reportSubjects(database);
  await inTransaction(database, async (changes) => {
    const { run } = changes;
    for (const other of others) {
      await run(`CREATE TEMP TABLE same_metrics AS SELECT o.id AS old_id, t.id AS new_id FROM metrics o JOIN metrics t
        ON t.run_id = ${target.id} AND t.name = o.name WHERE o.run_id = ${other.id}`);
      for (const source of sources.filter(({ runId }) => runId === other.id)) {
        if (!source.hasPoints) continue;
        await run(`UPDATE points_${source.id} SET metric_id = m.new_id
          FROM same_metrics m WHERE metric_id = m.old_id`);
      }
      await run(`DELETE FROM metrics WHERE id IN (SELECT old_id FROM same_metrics)`);
      await run(`DROP TABLE same_metrics`);
      await run(`UPDATE transactions SET run_id = ${target.id} WHERE run_id = ${other.id}`);
      await run(`UPDATE metrics SET run_id = ${target.id} WHERE run_id = ${other.id}`);
      await run(`UPDATE sources SET run_id = ${target.id} WHERE run_id = ${other.id}`);
      await run(`DELETE FROM baselines WHERE run_id = ${other.id}`);
      await run(`DELETE FROM runs WHERE id = ${other.id}`);
    }
    const becomes = new Map(others.map(({ id }) => [id, target.id]));
    await moveProfiles(runs, run);
    await replaceComparedRuns(comparisons, becomes, run);
    await replaceReportSubjects(reports, { runs: becomes }, run);
    await replaceSeriesRuns(becomes, run);
    // What a person said of the timeline of a part is not true of the whole.
    await run(`DELETE FROM run_phases WHERE run_id IN (${runs.map(({ id }) => id).join(', ')})`);
    const { before, shown, places } = transactions;
    const gone = places.filter(({ id, raw }) => id !== raw).map(({ id }) => id);
    if (gone.length > 0) await run(`DELETE FROM transactions WHERE id IN (${gone.join(', ')})`);
    await writeLabels(changes, before, shown);
    const ids = new Set(runs.map(({ id }) => id));
    const placed = await placeSamples(
      changes,
      sources.filter(({ runId }) => ids.has(runId)),
      places,
    );
    const own = placed.map((source) => ({ ...source, runId: target.id }));
    await refreshRun(run, target.id, own);
    await refreshViews([...sources.filter(({ runId }) => !ids.has(runId)), ...own], run);
  });
}

/** Profiles of the runs become those of the first; they keep their place in time, whichever of the runs began first. */
async function moveProfiles(runs: readonly RunModel[], run: Run): Promise<void> {
  const starts = runs.flatMap(({ startedAtUs }) => startedAtUs ?? []);
  const first = starts.length === 0 ? 0 : Math.min(...starts);
  for (const { id, startedAtUs } of runs) {
    const laterMs = startedAtUs === null ? 0 : (startedAtUs - first) / 1000;
    await run(`UPDATE profiles SET run_offset_ms = run_offset_ms + ${laterMs} WHERE run_id = ${id}`);
  }
  const ids = runs.map(({ id }) => id).join(', ');
  await run(`UPDATE profiles SET run_id = ${runs[0]!.id} WHERE run_id IN (${ids})`);
}

interface JoinedTransactions {
  readonly before: readonly StoredTransaction[];
  /** Those that are left, as they are shown from now on. */
  readonly shown: readonly ShownTransaction[];
  readonly places: readonly Place[];
}

/** What the transactions of several runs become in the first of them. */
async function joinedTransactions(
  database: Database,
  runs: readonly RunModel[],
): Promise<JoinedTransactions> {
  const ids = runs.map(({ id }) => id);
  const before = await storedTransactions(database, ids);
  const ofTargetFirst = ids.flatMap((id) => before.filter(({ runId }) => runId === id));
  const kept = new Map<string, StoredTransaction>();
  for (const transaction of ofTargetFirst) {
    const key = transactionKey(transaction);
    if (!kept.has(key)) kept.set(key, transaction);
  }
  const rules = compileRules(await storedLabelRules(database));
  const names = await cleanNames(
    rules,
    before.map(({ name }) => name),
  );
  const { shown } = labelsOf([...kept.values()], names.of, true);
  const shownAt = new Map(shown.map(({ id, shownAs }) => [id, shownAs ?? id]));
  const places = before.map((transaction) => {
    const { id, shownAs } = transaction;
    const raw = kept.get(transactionKey(transaction))!.id;
    const place = shownAt.get(raw)!;
    return { id, raw, shown: place, moved: raw !== id || place !== (shownAs ?? id) };
  });
  return { before, shown, places };
}

/**
 * Says by how much the clock of the machine that wrote a source was ahead: all its instants are moved back by that much.
 * Giving 0 restores what stands in the file.
 * @throws {AppError} `not-found`, `bad-request` for a source without instants, or one that is of no run
 */
export async function setClockOffset(database: Database, sourceId: number, offsetMs: number): Promise<void> {
  const [known] = await database.rows(
    `SELECT run_id, name, clock_offset_us, first_instant FROM sources WHERE id = ?`,
    [sourceId],
  );
  if (known === undefined)
    throw new AppError('not-found', `There is no source ${sourceId} in this workspace.`);
  if (known['first_instant'] === null || known['run_id'] === null) {
    throw new AppError('bad-request', `${known['name']} has no time stamps that could be moved.`);
  }
  const offsetUs = Math.round(offsetMs * 1000);
  const back = Number(known['clock_offset_us'] ?? 0) - offsetUs;
  if (back === 0) return;
  const runId = Number(known['run_id']);
  const sources = await storedSources(database);
  const source = sources.find(({ id }) => id === sourceId);
  const shift = (table: string, column: string): string =>
    `UPDATE ${table} SET ${column} = ${column} + to_microseconds(${back})`;
  await inTransaction(database, async ({ run }) => {
    if (source?.columns.includes('started_at') === true)
      await run(shift(`samples_${sourceId}`, 'started_at'));
    if (source?.hasPoints === true) await run(shift(`points_${sourceId}`, '"at"'));
    await run(`${shift('aggregates', 'starts_at')} WHERE source_id = ${sourceId}`);
    await run(`${shift('reported_errors', 'first_at')} WHERE source_id = ${sourceId}`);
    await run(`${shift('reported_errors', 'last_at')} WHERE source_id = ${sourceId}`);
    await run(`UPDATE sources SET clock_offset_us = ${offsetUs} WHERE id = ${sourceId}`);
    await refreshRun(
      run,
      runId,
      sources.filter((candidate) => candidate.runId === runId),
    );
  });
}
