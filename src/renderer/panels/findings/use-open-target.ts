import { useCallback } from 'react';
import { comparedMetrics, type ComparedMetric } from '#shared/model/comparison.ts';
import type { QueryLayer } from '../../data/query-layer.ts';
import { useQueryLayer } from '../../data/use-query.ts';
import type { AppStore } from '../../state/store.ts';
import { useAppStore } from '../../state/use-store.ts';
import type { FindingTarget } from './finding-target.ts';

/** Shows what a finding rests on. */
export function useOpenTarget(): (target: FindingTarget) => Promise<void> {
  const store = useAppStore();
  const layer = useQueryLayer();
  return useCallback((target) => openTarget(target, store, layer), [store, layer]);
}

async function openTarget(target: FindingTarget, store: AppStore, layer: QueryLayer): Promise<void> {
  const { actions } = store.getState();
  switch (target.kind) {
    case 'samples': {
      const { runId, ...selection } = target.filter;
      actions.selectRun(runId);
      actions.setSelection(selection);
      actions.setView('explorer');
      return;
    }
    case 'run': {
      const transactions = await idsOf(target.labels, target.runId, layer);
      actions.selectRun(target.runId);
      actions.setSelection({
        time: target.span,
        transactions,
        outcome: 'all',
        latency: null,
        conditions: [],
      });
      actions.setView(target.view);
      return;
    }
    case 'comparison': {
      actions.openComparisonOf(target.request);
      if (target.label !== null) actions.chooseCompared(target.label);
      const metric = target.figures.find(isCompared);
      if (metric !== undefined) actions.setComparedMetric(metric);
      actions.setView('compare');
      return;
    }
    case 'profile':
      actions.openProfile(target.profileId);
      actions.setView('profile');
      return;
    case 'difference':
      actions.openDifference(target.baseline, target.candidate);
      actions.setView('profile');
      return;
    case 'heap':
      actions.openSeries(target.seriesId);
      actions.setView('heap');
      return;
  }
}

/** Transactions of a run by their labels; null: all of them, also where the run has none of these. */
async function idsOf(
  labels: readonly string[],
  runId: number,
  layer: QueryLayer,
): Promise<readonly number[] | null> {
  if (labels.length === 0) return null;
  const known = await layer.ask('runs.transactions', { runId }).result;
  const ids = known.filter(({ label }) => labels.includes(label)).map(({ id }) => id);
  return ids.length === 0 ? null : ids;
}

function isCompared(name: string): name is ComparedMetric {
  return (comparedMetrics as readonly string[]).includes(name);
}
