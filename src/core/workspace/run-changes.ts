import { AppError } from '#shared/contract/errors.ts';
import type { Run as RunModel } from '#shared/model/run.ts';
import { describeDatabaseError } from '../db/errors.ts';
import { refreshViews, storedSources } from '../db/schema.ts';
import type { Database } from '../db/database.ts';
import { refreshRun, type Run } from './run-row.ts';

/** Changes to what is stored that keep every sample: runs are joined, clocks are set right. */

async function inTransaction(database: Database, act: (run: Run) => Promise<void>): Promise<void> {
  const connection = await database.connect();
  try {
    await connection.run('BEGIN');
    await act((sql, values = []) => connection.run(sql, [...values]));
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw describeDatabaseError(error, database.path);
  } finally {
    connection.closeSync();
  }
}

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
  await inTransaction(database, async (run) => {
    for (const other of others) {
      const from = (
        name: string,
      ): string => `SELECT o.id AS old_id, t.id AS new_id FROM ${name} o JOIN ${name} t
        ON t.run_id = ${target.id} AND t.name = o.name`;
      await run(`CREATE TEMP TABLE same_transactions AS ${from('transactions')}
        AND t.kind = o.kind AND t.method IS NOT DISTINCT FROM o.method WHERE o.run_id = ${other.id}`);
      await run(`CREATE TEMP TABLE same_metrics AS ${from('metrics')} WHERE o.run_id = ${other.id}`);
      for (const source of sources.filter(({ runId }) => runId === other.id)) {
        if (source.columns.length > 0) {
          await run(`UPDATE samples_${source.id} SET transaction_id = m.new_id
            FROM same_transactions m WHERE transaction_id = m.old_id`);
        }
        if (source.hasPoints) {
          await run(`UPDATE points_${source.id} SET metric_id = m.new_id
            FROM same_metrics m WHERE metric_id = m.old_id`);
        }
      }
      await run(`DELETE FROM transactions WHERE id IN (SELECT old_id FROM same_transactions)`);
      await run(`DELETE FROM metrics WHERE id IN (SELECT old_id FROM same_metrics)`);
      await run(`UPDATE transactions SET run_id = ${target.id} WHERE run_id = ${other.id}`);
      await run(`UPDATE metrics SET run_id = ${target.id} WHERE run_id = ${other.id}`);
      await run(`UPDATE sources SET run_id = ${target.id} WHERE run_id = ${other.id}`);
      await run(`DELETE FROM runs WHERE id = ${other.id}`);
      await run(`DROP TABLE same_transactions`);
      await run(`DROP TABLE same_metrics`);
    }
    await labelTransactions(run, target.id);
    const ids = new Set(runs.map(({ id }) => id));
    const moved = sources.map((source) => (ids.has(source.runId) ? { ...source, runId: target.id } : source));
    await refreshRun(
      run,
      target.id,
      moved.filter(({ runId }) => runId === target.id),
    );
    await refreshViews(moved, (sql) => run(sql));
  });
}

/** Two methods of one name are two transactions; then, and only then, the method becomes part of the label. */
export async function labelTransactions(run: Run, runId: number): Promise<void> {
  await run(
    `UPDATE transactions SET label = method || ' ' || name WHERE run_id = $1 AND method IS NOT NULL AND (name, kind) IN (
      SELECT (name, kind) FROM transactions WHERE run_id = $1 GROUP BY name, kind HAVING count(DISTINCT method) > 1)`,
    [runId],
  );
}

/**
 * Says by how much the clock of the machine that wrote a source was ahead: all its instants are moved back by that much.
 * Giving 0 restores what stands in the file.
 * @throws {AppError} `not-found`, `bad-request` for a source without instants
 */
export async function setClockOffset(database: Database, sourceId: number, offsetMs: number): Promise<void> {
  const [known] = await database.rows(
    `SELECT run_id, name, clock_offset_us, first_instant FROM sources WHERE id = ?`,
    [sourceId],
  );
  if (known === undefined)
    throw new AppError('not-found', `There is no source ${sourceId} in this workspace.`);
  if (known['first_instant'] === null) {
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
  await inTransaction(database, async (run) => {
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
