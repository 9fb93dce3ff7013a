import type { Run } from '#shared/model/run.ts';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import type { ExplorerViewId } from '../../state/layout-slice.ts';

export const viewNames: Readonly<Record<ExplorerViewId, string>> = {
  'over-time': 'Over time',
  'heat-map': 'Heat map',
  codes: 'Codes over time',
  parts: 'Parts of the response',
  samples: 'Single samples',
  curve: 'Distribution',
  histogram: 'Histogram',
  load: 'Response time against load',
};

/** What these views draw needs samples with time stamps. */
const needSamples: ReadonlySet<ExplorerViewId> = new Set([
  'heat-map',
  'codes',
  'parts',
  'samples',
  'histogram',
  'load',
]);

/** Plots over time share the zoom. */
export const timeViews: ReadonlySet<ExplorerViewId> = new Set([
  'over-time',
  'heat-map',
  'codes',
  'parts',
  'samples',
]);

/** Whether a view has anything to show of a run; the others are not offered. */
export function isAvailable(run: Run, view: ExplorerViewId): boolean {
  return !needSamples.has(view) || (natureOf(run) === 'samples' && run.startedAtUs !== null);
}
