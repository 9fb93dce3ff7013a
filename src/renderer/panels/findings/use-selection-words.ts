import { useEngineQuery } from '../../data/use-query.ts';
import { currentView, selectedRun } from '../../state/current-view.ts';
import { describeSelection } from '../../state/selectors.ts';
import { useAppState } from '../../state/use-store.ts';
import { formatElapsed, formatSpan } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { bandText, describeCondition } from '../selection/condition-words.ts';

/**
 * What is selected on screen, in words that mean something on paper: `Nightly 2214, 15:20–19:30 (4 m 10 s), Add to cart,
 * failures only`. Views of profiles, heaps and comparisons have other selections: of them it says which runs they are about.
 */
export function useSelectionWords(): string {
  const view = useAppState(currentView);
  const run = useAppState(selectedRun);
  const runs = useAppState((state) => state.workspace.runs);
  const settled = useAppState((state) => state.selection.settled);
  const draft = useAppState((state) => state.compare.draft);
  const ofRun = (view === 'overview' || view === 'explorer') && run !== null;
  const transactions = useEngineQuery('runs.transactions', ofRun ? { runId: run.id } : null);
  if (view === 'compare') {
    const names = (ids: readonly number[]): string =>
      runs
        .filter(({ id }) => ids.includes(id))
        .map(({ name }) => name)
        .join(', ');
    return `A ${names(draft.baseline.runIds)}, B ${names(draft.candidate.runIds)}`;
  }
  if (!ofRun) return '';
  const words = describeSelection(settled, {
    span: ({ fromMs, toMs }) => {
      const step = toMs - fromMs < 10_000 ? 100 : 1000;
      return `${formatElapsed(fromMs, step)}–${formatElapsed(toMs, step)} (${formatSpan(toMs - fromMs)})`;
    },
    transactionName: (id) => transactions.data?.find((item) => item.id === id)?.label ?? `number ${id}`,
    latency: bandText,
    condition: describeCondition,
    count: numberFormat.count,
  });
  return `${run.name}, ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}
