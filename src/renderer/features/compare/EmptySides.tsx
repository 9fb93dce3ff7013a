import type { ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

/** Stands where verdicts would be as long as a side has no run. */
export function EmptySides(): ReactNode {
  const runs = useAppState((state) => state.workspace.runs);
  const { baseline, candidate } = useAppState((state) => state.compare.draft);
  const { fillSides } = useActions();
  const wanted = [...(baseline.runIds.length === 0 ? [1] : []), ...(candidate.runIds.length === 0 ? [1] : [])]
    .length;
  const taken = [...baseline.runIds, ...candidate.runIds];
  const pair = latestRuns(
    runs.filter((run) => !taken.includes(run.id)),
    wanted,
  );
  return (
    <div className="compare__none">
      <EmptyState
        title={
          wanted === 2
            ? 'Choose what to compare'
            : `Choose the ${baseline.runIds.length === 0 ? 'baseline' : 'candidate'}`
        }
        actions={
          pair.length === wanted ? (
            <Button variant="primary" onClick={() => fillSides(pair.map((run) => run.id))}>
              {pair.length === 2
                ? `Compare ${pair[0]?.name ?? ''} with ${pair[1]?.name ?? ''}`
                : `Take ${pair[0]?.name ?? ''}`}
            </Button>
          ) : undefined
        }
      >
        {wanted === 2
          ? `Drop two result files on the window: the first becomes the baseline (A), the second the candidate (B).${runs.length > 0 ? ' Runs that are open already are chosen above, or in the tree with the right mouse button.' : ''}`
          : 'Drop a result file on the window, or choose a run above.'}
      </EmptyState>
    </div>
  );
}

/** The latest runs, the older one first: what was there before is the baseline. */
function latestRuns(runs: readonly Run[], count: number): readonly Run[] {
  const started = (run: Run): number => run.startedAtUs ?? -Infinity;
  return [...runs].sort((a, b) => started(a) - started(b)).slice(-count);
}
