import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { HeapSeries } from '#shared/model/heap.ts';
import type { GrowthSeries, HeapUsed, SeriesGrowth } from '#shared/model/heap-growth.ts';
import type { ChartHandle } from '../../../charts/chart-handle.ts';
import { ChartPanel } from '../../../charts/chart-panel/ChartPanel.tsx';
import { HeapGrowthChart } from '../../../charts/heap-growth/HeapGrowthChart.tsx';
import { heapGrowthModel, sizeUnit, type HeapGrowthModel } from '../../../charts/heap-growth/model.ts';
import { heapGrowthTable } from '../../../charts/heap-growth/summary.ts';
import { useEngineQuery } from '../../../data/use-query.ts';
import { canHavePhases } from '../../../panels/phases/use-phases.ts';
import { runById } from '../../../state/selectors.ts';
import { useActions, useAppState } from '../../../state/use-store.ts';
import type { MenuEntry } from '../../../ui/menu-item.ts';
import { AddToReportButton, MakeFindingButton } from '../../../panels/findings/MakeFindingButton.tsx';
import { growthFinding, growthQuery } from './growth-finding.ts';
import { groupingNames } from './growth-words.ts';
import { bandsBy } from './use-growth.ts';
import { toggledLeftOut, type SeriesEdit } from './use-series-edit.ts';

interface GrowthChartPanelProps {
  readonly series: HeapSeries;
  readonly growth: SeriesGrowth;
  /** Band of the row that is pointed at. */
  readonly highlighted: string | null;
  readonly edit: SeriesEdit;
  /** The row of "What grew" that is looked at: what a finding is about. */
  readonly row: GrowthSeries | null;
}

/** The live heap, cut into what grows, what is settled, noise and the rest. */
export function GrowthChartPanel({
  series,
  growth,
  highlighted,
  edit,
  row,
}: GrowthChartPanelProps): ReactNode {
  const chart = useRef<ChartHandle>(null);
  const run = useAppState((state) => runById(state.workspace.runs, series.runId));
  const grouping = useAppState((state) => state.heap.grouping);
  const perOperations = useAppState((state) => state.heap.perOperations);
  const query = growthQuery(series, growth, groupingNames[grouping], run?.name ?? null);
  const { compareSnapshots, openSnapshot } = useActions();
  const phases = useEngineQuery('phases.get', run !== null && canHavePhases(run) ? { runId: run.id } : null);
  const lines = useEngineQuery('heap.used', run === null ? null : { seriesId: series.id });
  const [line, setLine] = useState(0);
  // A run that was linked before may have had more of them.
  const used = lines.data?.[line] ?? lines.data?.[0] ?? null;
  const model = useMemo(() => heapGrowthModel(growth, run?.durationMs ?? null, used), [growth, run, used]);

  function toggle(snapshotId: number): void {
    if (edit.readOnly) return;
    const isOut = series.leftOut.includes(snapshotId);
    edit.change(
      { leftOut: toggledLeftOut(series, snapshotId) },
      isOut ? 'taking a snapshot in' : 'leaving a snapshot out',
    );
  }

  function menuOf(snapshotId: number): readonly MenuEntry[] {
    const place = series.snapshotIds.indexOf(snapshotId);
    return [
      {
        kind: 'action',
        id: 'toggle',
        label: series.leftOut.includes(snapshotId) ? 'Take it in again' : 'Leave it out',
        disabled: edit.readOnly,
        onSelect: () => toggle(snapshotId),
      },
      { kind: 'action', id: 'open', label: `Open S${place + 1}`, onSelect: () => openSnapshot(snapshotId) },
      { kind: 'heading', id: 'compare', label: 'Compare with' },
      ...series.snapshotIds.flatMap((id, other): MenuEntry[] =>
        id === snapshotId
          ? []
          : [
              {
                kind: 'action',
                id: `compare-${id}`,
                label: `S${other + 1}`,
                onSelect: () => {
                  if (other < place) compareSnapshots(id, snapshotId);
                  else compareSnapshots(snapshotId, id);
                },
              },
            ],
      ),
    ];
  }

  return (
    <section className="growth__chart" aria-label="Live heap" data-pane="growth-chart">
      <ChartPanel
        title="Live heap"
        note={noteOf(
          model,
          sizeUnit(model).name,
          groupingNames[grouping === 'container' ? 'shape' : grouping],
          grouping === 'class',
        )}
        table={() => heapGrowthTable(model)}
        chart={chart}
        controls={
          <>
            {lines.data !== null && lines.data.length > 1 && (
              <select
                aria-label="Line of heap used"
                value={line}
                onChange={(event) => setLine(Number(event.target.value))}
              >
                {lines.data.map((each, place) => (
                  <option key={place} value={place}>
                    {usedName(each)}
                  </option>
                ))}
              </select>
            )}
            <MakeFindingButton
              title={`Live heap of ${series.name}`}
              chart={chart}
              finding={row === null ? null : growthFinding(growth, row, perOperations)}
              query={query}
            />
            <AddToReportButton title={`Live heap of ${series.name}`} chart={chart} query={query} />
          </>
        }
        fileName={`${series.name} growth by ${bandsBy(grouping)}`}
      >
        <HeapGrowthChart
          ref={chart}
          model={model}
          phases={phases.data?.phases ?? null}
          highlighted={model.bands.some(({ id }) => id === highlighted) ? highlighted : null}
          onToggle={toggle}
          onCompare={compareSnapshots}
          menuOf={menuOf}
        />
      </ChartPanel>
    </section>
  );
}

function noteOf(model: HeapGrowthModel, unit: string, grouping: string, own: boolean): string {
  const outside = model.flags.filter((flag) => flag.outside).map(({ label }) => label);
  const left = model.flags.filter((flag) => flag.leftOut).map(({ label }) => label);
  return [
    `${unit} by ${grouping}${own ? ', own bytes' : ''}`,
    model.used === null ? null : `line: heap used (${usedName(model.used)})`,
    outside.length > 0 ? `${outside.join(', ')} outside of the run: check its clock` : null,
    left.length > 0 ? `${left.join(', ')} left out` : null,
  ]
    .filter((part) => part !== null)
    .join('; ');
}

function usedName({ metric, host }: HeapUsed): string {
  return host === null ? metric : `${metric}, ${host}`;
}
