import { useMemo } from 'react';
import type { LatencyRows } from '../../../charts/latency-rows.ts';
import { bucketExtent, latencyRows } from '../../../charts/latency-rows.ts';
import type { DenseCube } from '../../../data/latency-cube.ts';
import type { CubeSelection } from '../../../data/latency-cube-estimate.ts';
import { cubeHistogram } from '../../../data/latency-cube-grid.ts';
import { cubeSelection } from '../../../panels/run-figures/estimated-figures.ts';
import { useAppState } from '../../../state/use-store.ts';
import { useExplorer } from '../explorer-context.ts';

/** The part of the cube that the chosen transactions and outcome make up, over the whole run. */
export interface ChosenCells {
  readonly cube: DenseCube;
  readonly chosen: CubeSelection;
  /** Rows over all response times that occur; null without samples. */
  readonly rows: LatencyRows | null;
}

/**
 * - loading: the cube is on its way
 * - rare: a chosen transaction has no place of its own in the cube
 */
export type ChosenAnswer = ChosenCells | 'loading' | 'rare';

/** Time and response time are left out: views that draw them mark what is chosen of them. */
export function useChosenCells(): ChosenAnswer {
  const { run, data } = useExplorer();
  const { transactions, outcome } = useAppState((state) => state.selection);
  const mode = useAppState((state) => state.layout.charts.latencyScale);
  const cube = data.cube?.cube ?? null;
  return useMemo(() => {
    if (cube === null) return 'loading';
    const chosen = cubeSelection(cube, { time: null, transactions, outcome });
    if (chosen === null) return 'rare';
    const extent = bucketExtent(cubeHistogram(cube, chosen, chosen.range));
    const rows =
      extent === null ? null : latencyRows(cube.scheme, run.clockTickMs, mode, extent.from, extent.to);
    return { cube, chosen, rows };
  }, [run.clockTickMs, cube, transactions, outcome, mode]);
}
