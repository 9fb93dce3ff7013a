import { useMemo } from 'react';
import { useEngineQuery } from '../../data/use-query.ts';
import { selectedRun } from '../../state/current-view.ts';
import { useAppState } from '../../state/use-store.ts';
import { useServices } from '../services.tsx';
import type { PaletteItem } from './palette-item.ts';

/**
 * Commands that can be run now, runs, transactions of the open run, and recent workspaces.
 * @param open while the palette is closed nothing is asked
 */
export function usePaletteItems(open: boolean): readonly PaletteItem[] {
  const { commands, workspace, store } = useServices();
  const state = useAppState((current) => (open ? current : null));
  const run = state === null ? null : selectedRun(state);
  const transactions = useEngineQuery('runs.transactions', run === null ? null : { runId: run.id });
  const recent = useEngineQuery('workspace.recent', open ? {} : null);
  const comparisons = useEngineQuery('comparisons.list', open ? {} : null);

  return useMemo(() => {
    if (state === null) return [];
    const { actions } = store.getState();
    const enabled: readonly PaletteItem[] = commands
      .filter((command) => command.id !== 'palette' && command.enabled?.(state) !== false)
      .map(({ id, title, section, shortcut, run: start }) => ({
        id,
        group: 'Commands',
        title,
        note: section,
        ...(shortcut === undefined ? {} : { shortcut }),
        run: start,
      }));
    const runs = state.workspace.runs.map((item): PaletteItem => ({
      id: `run-${item.id}`,
      group: 'Runs',
      title: item.name,
      run: () => {
        actions.selectRun(item.id);
        actions.setView('overview');
      },
    }));
    const labels = (transactions.data ?? []).map((item): PaletteItem => ({
      id: `transaction-${item.id}`,
      group: 'Transactions',
      title: item.label,
      note: 'select',
      run: () => actions.setTransactions([item.id]),
    }));
    const workspaces = (recent.data ?? [])
      .filter((item) => item.sizeBytes !== null && item.path !== state.workspace.info?.path)
      .map((item): PaletteItem => ({
        id: `workspace-${item.path}`,
        group: 'Recent workspaces',
        title: item.name,
        note: item.folder,
        run: () => void workspace.openRecent(item.path),
      }));
    const compared = (comparisons.data ?? []).map((item): PaletteItem => ({
      id: `comparison-${item.id}`,
      group: 'Comparisons',
      title: item.name,
      run: () => {
        actions.openComparison(item);
        actions.setView('compare');
      },
    }));
    return [...runs, ...compared, ...labels, ...enabled, ...workspaces];
  }, [commands, workspace, store, state, transactions.data, recent.data, comparisons.data]);
}
