import './explorer.css';
import { useMemo, type ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { useNewCrosshair } from '../../charts/use-crosshair.tsx';
import { useRunData } from '../../panels/run-figures/use-run-data.ts';
import { NatureNote } from '../../panels/run-nature/NatureNote.tsx';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import { useActions } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Drawer } from './Drawer.tsx';
import { ExplorerContext, type ExplorerParts } from './explorer-context.ts';
import { usePlotSharing } from './use-plot-sharing.ts';
import { useZoom } from './use-zoom.ts';
import { ViewGrid } from './ViewGrid.tsx';

/** One selection, every view of it: time, distribution and transactions side by side. */
export function RunExplorer({ run }: { readonly run: Run }): ReactNode {
  return natureOf(run) === 'none' ? <NothingToExplore run={run} /> : <Views run={run} />;
}

function Views({ run }: { readonly run: Run }): ReactNode {
  const data = useRunData(run);
  const crosshair = useNewCrosshair();
  const zoom = useZoom(run.durationMs);
  const plots = usePlotSharing(run, data, crosshair, zoom);
  const parts = useMemo(
    (): ExplorerParts => ({ run, data, crosshair, zoom, plots }),
    [run, data, crosshair, zoom, plots],
  );
  return (
    <ExplorerContext value={parts}>
      <div className="explorer">
        <NatureNote run={run} />
        <ViewGrid />
        <Drawer />
      </div>
    </ExplorerContext>
  );
}

function NothingToExplore({ run }: { readonly run: Run }): ReactNode {
  const { setView } = useActions();
  return (
    <>
      <NatureNote run={run} />
      <div className="explorer__none">
        <EmptyState
          title="No response times in this file"
          actions={
            <Button size="small" onClick={() => setView('overview')}>
              Show its metrics
            </Button>
          }
        >
          The explorer shows response times over time and by percentile. What this file holds instead is
          listed in the overview.
        </EmptyState>
      </div>
    </>
  );
}
