import type { EngineMethod } from '#shared/contract/engine.ts';
import type { ComparisonRequest } from '#shared/model/comparison.ts';
import type { Report } from '#shared/model/report.ts';
import type { QueryLayer } from '../../data/query-layer.ts';
import { hasProfiles, hasSnapshots } from '../../state/current-view.ts';
import type { AppStore } from '../../state/store.ts';
import { attachedNameOf, reportNameOf, subjectAround } from './report-subject.ts';

/** What a report is to be about. */
export interface ReportWish {
  readonly candidate: readonly number[];
  /** Empty: nothing is compared. */
  readonly baseline: readonly number[];
  /** What was set for the comparison that it comes from. */
  readonly comparison?: Pick<ComparisonRequest, 'margin' | 'margins' | 'waivers' | 'mapping'>;
}

/** Profiles and snapshots alone. One object: a selector must give the same answer twice. */
const NO_RUNS: ReportWish = { candidate: [], baseline: [] };

const aboutReports = (method: EngineMethod): boolean => method.startsWith('reports.');

/**
 * What a new report would be about: the comparison on screen, else the open run, else the first; of a workspace without runs its
 * profiles and snapshots. Null where there is nothing.
 */
export function wishAtHand(state: ReturnType<AppStore['getState']>): ReportWish | null {
  const { draft } = state.compare;
  if (state.layout.view === 'compare' && draft.candidate.runIds.length > 0) {
    const { margin, margins, waivers, mapping } = draft;
    return {
      candidate: draft.candidate.runIds,
      baseline: draft.baseline.runIds,
      comparison: { margin, margins: [...margins], waivers: [...waivers], mapping: [...mapping] },
    };
  }
  const runId = state.selection.runId ?? state.workspace.runs[0]?.id;
  if (runId === undefined) return hasProfiles(state) || hasSnapshots(state) ? NO_RUNS : null;
  const isCompared = draft.candidate.runIds.includes(runId) && !draft.baseline.runIds.includes(runId);
  return { candidate: [runId], baseline: isCompared ? draft.baseline.runIds : [] };
}

/**
 * Makes a report and opens it.
 * @throws {AppError} what the engine says
 */
export async function makeReport(wish: ReportWish, store: AppStore, layer: QueryLayer): Promise<void> {
  const { id } = await createReport(wish, store, layer);
  const { actions } = store.getState();
  actions.openReport(id);
  actions.setView('report');
}

/**
 * Makes a report, and leaves the view as it is.
 * @throws {AppError} what the engine says
 */
export async function createReport(wish: ReportWish, store: AppStore, layer: QueryLayer): Promise<Report> {
  const state = store.getState();
  const [profiles, series] = await Promise.all([
    hasProfiles(state) ? layer.ask('profiles.list', {}).result : [],
    hasSnapshots(state) ? layer.ask('series.list', {}).result : [],
  ]);
  const { candidate, baseline, comparison } = wish;
  const subject = subjectAround(candidate, baseline, {
    profiles,
    series,
    difference: state.profile.difference,
  });
  const report = await layer.change(
    'reports.create',
    {
      name:
        candidate.length === 0
          ? attachedNameOf(subject, profiles, series)
          : reportNameOf(candidate, baseline, state.workspace.runs),
      subject: comparison === undefined ? subject : { ...subject, comparison },
    },
    aboutReports,
  );
  state.actions.loadReport(report);
  return report;
}
