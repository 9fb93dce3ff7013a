import { toWireError } from '#shared/contract/errors.ts';
import type { SavedComparison } from '#shared/model/comparison.ts';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery } from '../data/use-query.ts';
import type { TreeComparing } from '../features/workspace/tree-comparing.ts';
import { useActions, useAppState } from '../state/use-store.ts';
import { useServices } from './services.tsx';
import { askChoice } from './session-store.ts';

const NONE: readonly SavedComparison[] = [];
/** A comparison that is not kept any more changes no figure of any run. */
const touchesList = (method: string): boolean => method === 'comparisons.list';

/** Comparisons as the tree shows them, and what it does about them. */
export function useTreeComparing(): TreeComparing {
  const { session, queries, toasts, store } = useServices();
  const saved = useEngineQuery('comparisons.list', {});
  const draft = useAppState((state) => state.compare.draft);
  const openId = useAppState((state) => state.compare.saved?.id ?? null);
  const isOpen = useAppState((state) => state.layout.view === 'compare');
  const actions = useActions();

  async function remove({ id, name }: SavedComparison): Promise<void> {
    const answer = await askChoice(session, {
      title: `Remove ${name}?`,
      message:
        'Its margins, waivers and pairs are taken out of the workspace; its runs stay. This cannot be undone.',
      choices: [
        { id: 'cancel', label: 'Cancel' },
        { id: 'remove', label: 'Remove', variant: 'danger' },
      ],
    });
    if (answer !== 'remove') return;
    try {
      await queries.change('comparisons.remove', { id }, touchesList);
      if (store.getState().compare.saved?.id === id) actions.setSavedComparison(null);
    } catch (error) {
      const { message, hint } = toWireError(error);
      toasts.show({
        status: 'bad',
        title: 'The comparison could not be removed',
        text: hint === undefined ? message : `${message} ${hint}`,
      });
    }
  }

  return {
    comparisons: saved.data ?? NONE,
    openId,
    isOpen,
    baseline: draft.baseline.runIds,
    candidate: draft.candidate.runIds,
    onUseAsBaseline: (runIds) => {
      actions.setComparedRuns('baseline', runIds);
      actions.setView('compare');
    },
    onCompare: (runIds) => {
      const [first, ...others] = oldestFirst(runIds, store.getState().workspace.runs);
      if (first === undefined) return;
      if (others.length === 0) actions.setComparedRuns('candidate', [first]);
      else actions.newComparison([first], others);
      actions.setView('compare');
    },
    onOpen: (comparison) => {
      actions.openComparison(comparison);
      actions.setView('compare');
    },
    onNew: () => {
      actions.newComparison();
      actions.setView('compare');
    },
    onRemove: (comparison) => void remove(comparison),
  };
}

/** What was there before is the baseline; runs without instants keep the order of the tree. */
function oldestFirst(runIds: readonly number[], runs: readonly Run[]): readonly number[] {
  return runs
    .filter((run) => runIds.includes(run.id))
    .sort((a, b) => (a.startedAtUs ?? 0) - (b.startedAtUs ?? 0))
    .map((run) => run.id);
}
