import { useCallback, useState } from 'react';
import type { EngineMethod, EngineParams } from '#shared/contract/engine.ts';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import type { HeapSeries } from '#shared/model/heap.ts';
import { useQueryLayer } from '../../../data/use-query.ts';
import type { QueryLayer } from '../../../data/query-layer.ts';
import { useActions, useAppState } from '../../../state/use-store.ts';

type Change = Omit<EngineParams<'series.update'>, 'seriesId'>;

export interface SeriesEdit {
  /** The workspace can only be read. */
  readonly readOnly: boolean;
  /** Why the last edit was not kept; null once another one is made. */
  readonly problem: WireError | null;
  /** Keeps an edit and remembers it for undo. @param label as in `UndoStep.label` */
  readonly change: (change: Change, label: string) => void;
}

/** Answers that can differ once a series is another one. */
const aboutSeries = (method: EngineMethod): boolean =>
  /^(series|snapshots|workspace)\.|^heap\.(growth|growthPath|verifyFix)$/.test(method);

/** Edits of a series: what is left out, operations, run, clock. Undo puts all of them back as they were. */
export function useSeriesEdit(series: HeapSeries): SeriesEdit {
  const layer = useQueryLayer();
  const { recordStep } = useActions();
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const [problem, setProblem] = useState<WireError | null>(null);
  const change = useCallback(
    (next: Change, label: string) => {
      setProblem(null);
      const before = stateOf(series);
      write(layer, series.id, next).then(
        () =>
          recordStep({
            label,
            runId: null,
            undo: () => write(layer, series.id, before),
            redo: () => write(layer, series.id, next),
          }),
        (error: unknown) => setProblem(toWireError(error)),
      );
    },
    [layer, series, recordStep],
  );
  return { readOnly, problem, change };
}

function stateOf({ leftOut, operations, runId, clockOffsetMs }: HeapSeries): Change {
  return {
    leftOut: [...leftOut],
    operations: operations === null ? null : [...operations],
    runId,
    clockOffsetMs,
  };
}

async function write(layer: QueryLayer, seriesId: number, change: Change): Promise<void> {
  await layer.change('series.update', { seriesId, ...change }, aboutSeries);
}

/** The snapshots that are left out once one of them was turned round. */
export function toggledLeftOut(series: HeapSeries, snapshotId: number): number[] {
  return series.leftOut.includes(snapshotId)
    ? series.leftOut.filter((id) => id !== snapshotId)
    : [...series.leftOut, snapshotId];
}
