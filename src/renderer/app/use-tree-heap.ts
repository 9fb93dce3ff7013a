import { toWireError } from '#shared/contract/errors.ts';
import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import type { HeapSeries, SnapshotInfo } from '#shared/model/heap.ts';
import { useEngineQuery } from '../data/use-query.ts';
import type { TreeHeap } from '../features/workspace/tree-heap.ts';
import { isSnapshotTab } from '../state/heap-slice.ts';
import { useActions, useAppState } from '../state/use-store.ts';
import { useServices } from './services.tsx';
import { askChoice } from './session-store.ts';

const NO_SNAPSHOTS: readonly SnapshotInfo[] = [];
const NO_SERIES: readonly HeapSeries[] = [];
const aboutHeap = (method: EngineMethod): boolean => /^(heap|series|snapshots|workspace)\./.test(method);

/** Heap snapshots as the tree shows them, and what it does about them. */
export function useTreeHeap(): TreeHeap {
  const { session, queries, toasts } = useServices();
  const holds = useAppState((state) => (state.workspace.info?.snapshotCount ?? 0) > 0);
  const snapshots = useEngineQuery('snapshots.list', holds ? {} : null);
  const series = useEngineQuery('series.list', holds ? {} : null);
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const place = useAppState((state) => (state.layout.view === 'heap' ? state.heap.place : null));
  const isSeriesView = useAppState((state) => !isSnapshotTab(state.heap.tab));
  const actions = useActions();

  async function change<M extends EngineMethod>(
    failed: string,
    method: M,
    params: EngineParams<M>,
  ): Promise<EngineResult<M> | null> {
    try {
      return await queries.change(method, params, aboutHeap);
    } catch (error) {
      const { message, hint } = toWireError(error);
      toasts.show({
        status: 'bad',
        title: failed,
        text: hint === undefined ? message : `${message} ${hint}`,
      });
      return null;
    }
  }

  async function confirmed(title: string, message: string): Promise<boolean> {
    const answer = await askChoice(session, {
      title,
      message,
      choices: [
        { id: 'cancel', label: 'Cancel' },
        { id: 'remove', label: 'Remove', variant: 'danger' },
      ],
    });
    return answer === 'remove';
  }

  async function removeSeries({ id, name }: HeapSeries): Promise<void> {
    const message =
      'Its order, its operations and what was left out are forgotten; its snapshots stay. This cannot be undone.';
    if (!(await confirmed(`Remove ${name}?`, message))) return;
    await change('The series could not be removed', 'series.remove', { seriesId: id });
  }

  async function removeSnapshot({ id, name }: SnapshotInfo): Promise<void> {
    const message =
      'Its objects are taken out of the workspace, and it leaves its series. The file that it was read from stays where it is. This cannot be undone.';
    if (!(await confirmed(`Remove ${name}?`, message))) return;
    await change('The snapshot could not be removed', 'snapshots.remove', { snapshotId: id });
  }

  // What a series is judged by is shown for all of it, whichever of its snapshots it was opened by.
  const openSeriesId =
    place?.kind === 'series'
      ? place.seriesId
      : place !== null && isSeriesView
        ? (series.data?.find(({ snapshotIds }) => snapshotIds.includes(place.snapshotId))?.id ?? null)
        : null;

  return {
    snapshots: snapshots.data ?? NO_SNAPSHOTS,
    series: series.data ?? NO_SERIES,
    openSeriesId,
    openSnapshotId: openSeriesId === null && place?.kind === 'snapshot' ? place.snapshotId : null,
    readOnly,
    onOpenSeries: (seriesId) => {
      actions.openSeries(seriesId);
      actions.setView('heap');
    },
    onOpenSnapshot: (snapshotId) => {
      actions.openSnapshot(snapshotId);
      actions.setView('heap');
    },
    onRenameSeries: (seriesId, name) =>
      void change('The series could not be renamed', 'series.update', { seriesId, name }),
    onRenameSnapshot: (snapshotId, name) =>
      void change('The snapshot could not be renamed', 'snapshots.rename', { snapshotId, name }),
    onRemoveSeries: (gone) => void removeSeries(gone),
    onRemoveSnapshot: (gone) => void removeSnapshot(gone),
    onMakeSeries: (snapshotIds) =>
      void change('The series could not be made', 'series.create', { snapshotIds: [...snapshotIds] }).then(
        (made) => {
          if (made === null) return;
          actions.openSeries(made.id);
          actions.setView('heap');
        },
      ),
    onReorder: (seriesId, snapshotIds) =>
      void change('The series could not be changed', 'series.update', {
        seriesId,
        snapshotIds: [...snapshotIds],
      }),
    onCompare: (beforeId, afterId) => {
      actions.openSnapshot(afterId, 'compare');
      actions.compareSnapshots(beforeId, afterId);
      actions.setView('heap');
    },
    onShowLog: (sourceId) => session.setState({ logSourceId: sourceId }),
  };
}
