import type { PhaseReport } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { chooseLoad } from './chosen-load.ts';
import type { LoadSeries } from './load-series.ts';
import { findPhases } from './phases.ts';
import { spikeRecoveries } from './spike-recovery.ts';

/**
 * Phases as Loadstone finds them; of a run that has no timeline none, with the reason.
 * @param series load and response times over time; null where the run has none
 */
export async function foundPhases(
  database: Database,
  run: Run,
  series: LoadSeries | null,
  signal: AbortSignal,
): Promise<PhaseReport> {
  if (series === null) return withoutPhases(run);
  const load = chooseLoad(series);
  return findPhases(series, load, await spikeRecoveries(database, run, series, load.spikes, signal));
}

function withoutPhases(run: Run): PhaseReport {
  return {
    phases: [],
    edited: false,
    steady: null,
    note: reasonOf(run),
    load: null,
    testTypes: [],
    testTypeReasons: [],
    spikes: [],
  };
}

function reasonOf(run: Run): string {
  if (run.granularity === 'aggregated')
    return 'Phases are found in samples, and a report has none. Open the results of the single requests.';
  if (run.startedAtUs === null) return 'The samples have no time stamps, so the run has no timeline.';
  return 'All samples have one time stamp, so the run has no timeline.';
}
