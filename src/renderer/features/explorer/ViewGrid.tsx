import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { zoomCommand } from '../../charts/time-zoom/zoom-keys.ts';
import type { ExplorerViewId } from '../../state/layout-slice.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { classes } from '../../ui/class-names.ts';
import { moved, placed, visibleIn, type ColumnId, type Direction, type Place } from './arrangement.ts';
import { DistributionOfRuns } from './against/AgainstDistribution.tsx';
import { useExplorer } from './explorer-context.ts';
import { useViewEntries } from './use-view-entries.ts';
import { ViewFrameContext } from './view-frame.ts';
import { isAvailable, timeViews } from './view-names.ts';
import { ViewPanel } from './ViewPanel.tsx';
import { ViewsMenu } from './ViewsMenu.tsx';
import { CodesPanel } from './views/CodesPanel.tsx';
import { HeatMapPanel } from './views/HeatMapPanel.tsx';
import { HistogramPanel } from './views/HistogramPanel.tsx';
import { LoadPanel } from './views/LoadPanel.tsx';
import { OverTimePanel } from './views/OverTimePanel.tsx';
import { PartsPanel } from './views/PartsPanel.tsx';
import { SamplesPanel } from './views/SamplesPanel.tsx';
import { ZoomControls } from './ZoomControls.tsx';

const panels: Readonly<Record<ExplorerViewId, () => ReactNode>> = {
  'over-time': OverTimePanel,
  'heat-map': HeatMapPanel,
  codes: CodesPanel,
  parts: PartsPanel,
  samples: SamplesPanel,
  curve: DistributionOfRuns,
  histogram: HistogramPanel,
  load: LoadPanel,
};
const columns: readonly ColumnId[] = ['left', 'right'];

interface Drag {
  readonly view: ExplorerViewId;
  readonly place: Place | null;
}

/** The views in two columns: moved by drag, menu and keys, maximised one at a time. */
export function ViewGrid(): ReactNode {
  const { run, zoom, crosshair } = useExplorer();
  const layout = useAppState((state) => state.layout.explorer);
  const { setExplorerLayout } = useActions();
  const grid = useRef<HTMLDivElement>(null);
  const [maximised, setMaximised] = useState<ExplorerViewId | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);

  const shown = (view: ExplorerViewId): boolean => isAvailable(run, view);
  const inColumns = columns.map((column) => ({ column, views: visibleIn(layout, column).filter(shown) }));
  const all = inColumns.flatMap(({ views }) => views);
  // A view that was hidden meanwhile is maximised no more.
  const alone = maximised !== null && all.includes(maximised) ? maximised : null;
  const lead = alone ?? all[0];
  const firstPlot = all.find((view) => timeViews.has(view)) ?? null;
  const zoomed = alone ?? firstPlot;

  function move(view: ExplorerViewId, direction: Direction): void {
    const next = moved(layout, view, direction, shown);
    if (next === null) return;
    setExplorerLayout(next);
    // A view that changes its column is mounted anew: the keyboard stays with it.
    requestAnimationFrame(() => {
      const panel = grid.current?.querySelector<HTMLElement>(`[data-view="${view}"]`);
      if (panel?.contains(document.activeElement) === false)
        panel.querySelector<HTMLElement>('[tabindex="0"], button')?.focus();
    });
  }

  function onDrag(view: ExplorerViewId, point: { x: number; y: number } | null, drop: boolean): void {
    const place = point === null ? null : placeUnder(grid.current, point);
    if (drop && place !== null) setExplorerLayout(placed(layout, view, place));
    setDrag(drop || point === null ? null : { view, place });
  }

  function onKey(view: ExplorerViewId, event: KeyboardEvent): boolean {
    if (!timeViews.has(view)) return false;
    const { window } = zoom.state;
    const command = zoomCommand(window, run.durationMs, crosshair.get()?.timeMs ?? null, event);
    if (command === null) return false;
    if (command.kind === 'window') zoom.show(command.window);
    else if (command.kind === 'back') zoom.goBack();
    else zoom.goForward();
    return true;
  }

  return (
    <div
      ref={grid}
      className={classes(
        'explorer__views',
        alone !== null && 'has-maximised',
        drag !== null && 'is-dragging',
      )}
    >
      {inColumns.map(({ column, views }) =>
        views.length === 0 ? null : (
          <div
            key={column}
            className={classes(
              'explorer__column',
              `explorer__column--${column}`,
              drag?.place?.column === column && drag.place.before === null && 'is-drop-end',
            )}
            data-column={column}
            hidden={alone !== null && !views.includes(alone)}
          >
            {views.map((view) => {
              const Panel = panels[view];
              return (
                <ViewPanel
                  key={view}
                  view={view}
                  maximised={alone === view}
                  away={alone !== null && alone !== view}
                  dragged={drag?.view === view}
                  dropBefore={drag?.place?.before === view}
                  onMove={(direction) => move(view, direction)}
                  onMaximise={() => setMaximised(alone === view ? null : view)}
                  onDrag={(point, drop) => onDrag(view, point, drop)}
                  onKey={(event) => onKey(view, event)}
                >
                  <FramedView
                    view={view}
                    maximised={alone === view}
                    withViews={view === lead}
                    withZoom={view === zoomed && timeViews.has(view)}
                    onMove={move}
                    onMaximise={(which) => setMaximised(alone === which ? null : which)}
                  >
                    <Panel />
                  </FramedView>
                </ViewPanel>
              );
            })}
          </div>
        ),
      )}
    </div>
  );
}

interface FramedViewProps {
  readonly view: ExplorerViewId;
  readonly maximised: boolean;
  /** Whether the menu of all views stands in this header. */
  readonly withViews: boolean;
  readonly withZoom: boolean;
  readonly onMove: (view: ExplorerViewId, direction: Direction) => void;
  readonly onMaximise: (view: ExplorerViewId) => void;
  readonly children: ReactNode;
}

/** Gives the header of a view the entries and controls that belong to the grid. */
function FramedView(props: FramedViewProps): ReactNode {
  const { view, maximised, withViews, withZoom, onMove, onMaximise, children } = props;
  const { run, zoom } = useExplorer();
  const entries = useViewEntries(view, maximised, onMove, onMaximise);
  const frame = useMemo(
    () => ({
      entries,
      controls: (
        <>
          {withZoom && <ZoomControls zoom={zoom} />}
          {withViews && <ViewsMenu run={run} />}
        </>
      ),
    }),
    [entries, withZoom, withViews, zoom, run],
  );
  return <ViewFrameContext value={frame}>{children}</ViewFrameContext>;
}

/** Where a view would go that is let go at a point of the window. */
function placeUnder(grid: HTMLElement | null, { x, y }: { x: number; y: number }): Place | null {
  for (const column of grid?.querySelectorAll<HTMLElement>('[data-column]') ?? []) {
    const box = column.getBoundingClientRect();
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
    const name: ColumnId = column.dataset['column'] === 'right' ? 'right' : 'left';
    const below = [...column.querySelectorAll<HTMLElement>('[data-view]')].find((panel) => {
      const { top, height } = panel.getBoundingClientRect();
      return y < top + height / 2;
    });
    return { column: name, before: (below?.dataset['view'] ?? null) as ExplorerViewId | null };
  }
  return null;
}
