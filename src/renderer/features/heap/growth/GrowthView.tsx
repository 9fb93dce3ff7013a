import './growth.css';
import { useMemo, useState, type ReactNode } from 'react';
import type { HeapSeries, SnapshotInfo } from '#shared/model/heap.ts';
import type { GrowthSeries, SeriesGrowth } from '#shared/model/heap-growth.ts';
import { useActions, useAppState } from '../../../state/use-store.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { HeapBody } from '../HeapBody.tsx';
import type { HeapAnswer } from '../use-heap-query.ts';
import { GrowthChartPanel } from './GrowthChartPanel.tsx';
import { GrowthChecks } from './GrowthChecks.tsx';
import { GrowthPanel } from './GrowthPanel.tsx';
import { LastClasses } from './LastClasses.tsx';
import { RetainerPathPanel } from './RetainerPathPanel.tsx';
import type { SeriesEdit } from './use-series-edit.ts';

interface GrowthViewProps {
  readonly series: HeapSeries;
  readonly snapshots: readonly SnapshotInfo[];
  readonly answer: HeapAnswer<SeriesGrowth>;
  readonly edit: SeriesEdit;
}

/** What grows over the snapshots of one process, how sure that is, and what holds it. */
export function GrowthView({ series, snapshots, answer, edit }: GrowthViewProps): ReactNode {
  return (
    <HeapBody
      subject="The growth"
      snapshotIds={series.snapshotIds}
      loading={answer.status === 'loading'}
      error={answer.error}
      stopped={answer.stopped}
      onRetry={answer.retry}
      onStop={answer.stop}
      onResume={answer.resume}
    >
      {answer.data === null ? null : (
        <Panels series={series} snapshots={snapshots} growth={answer.data} edit={edit} />
      )}
    </HeapBody>
  );
}

interface PanelsProps extends Omit<GrowthViewProps, 'answer'> {
  readonly growth: SeriesGrowth;
}

const NO_ROWS: readonly GrowthSeries[] = [];

function Panels({ series, snapshots, growth, edit }: PanelsProps): ReactNode {
  const grouping = useAppState((state) => state.heap.grouping);
  const chosen = useAppState((state) => state.heap.chosenGrowth);
  const { chooseGrowth } = useActions();
  const [hovered, setHovered] = useState<string | null>(null);
  const rows = useMemo(
    () => growth.growth?.series.filter(({ kind }) => kind === grouping) ?? NO_ROWS,
    [growth, grouping],
  );
  const row = rows.find(({ kind, key }) => kind === chosen?.kind && key === chosen.key) ?? rows[0] ?? null;
  const kept = growth.snapshots.filter(({ leftOut }) => !leftOut);
  const lastId = kept.at(-1)?.snapshotId ?? series.snapshotIds.at(-1);
  const last = snapshots.find(({ id }) => id === lastId) ?? null;
  const labelOf = (snapshotId: number): string => `S${series.snapshotIds.indexOf(snapshotId) + 1}`;
  return (
    <div className="growth">
      <div className="growth__top">
        <GrowthChartPanel series={series} growth={growth} highlighted={hovered} edit={edit} row={row} />
        <GrowthChecks checks={growth.checks} />
      </div>
      {growth.growth === null ? (
        <section className="growth__missing" aria-label="What grew">
          <EmptyState title="Growth cannot be told yet">
            {growth.missing ??
              'Fewer than three snapshots are left: take one in again, or add some to the series.'}
          </EmptyState>
        </section>
      ) : (
        <GrowthPanel
          growth={growth}
          found={growth.growth}
          labels={kept.map(({ snapshotId }) => labelOf(snapshotId))}
          chosen={row}
          onChoose={(next) => chooseGrowth({ kind: next.kind, key: next.key })}
          onHover={setHovered}
        />
      )}
      <div className="growth__bottom">
        <RetainerPathPanel series={series} row={row} labelOf={labelOf} />
        {last !== null && <LastClasses snapshot={last} label={labelOf(last.id)} grown={row} />}
      </div>
    </div>
  );
}
