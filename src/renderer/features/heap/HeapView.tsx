import './heap.css';
import type { ReactNode } from 'react';
import type { HeapSeries } from '#shared/model/heap.ts';
import { isSnapshotTab, type HeapTab } from '../../state/heap-slice.ts';
import { useAppState } from '../../state/use-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ProgressLine } from '../../ui/ProgressLine.tsx';
import { GrowthView } from './growth/GrowthView.tsx';
import { SeriesBar } from './growth/SeriesBar.tsx';
import { useGrowth } from './growth/use-growth.ts';
import { useSeriesEdit } from './growth/use-series-edit.ts';
import { HeapHeader } from './HeapHeader.tsx';
import { CompareTab } from './pair/CompareTab.tsx';
import { VerifyTab } from './pair/VerifyTab.tsx';
import { SnapshotBar } from './snapshot/SnapshotBar.tsx';
import { SnapshotViews } from './snapshot/SnapshotViews.tsx';
import { useHeapContents, type HeapContents, type OpenHeap } from './use-heap-contents.ts';

/** Heap snapshots: one of them, two, or a series of one process. */
export function HeapView(): ReactNode {
  const { contents, open, error, retry } = useHeapContents();
  if (error !== null)
    return (
      <div className="heap__none">
        <ErrorNote title="The heap snapshots could not be listed" error={error} onRetry={retry} />
      </div>
    );
  if (contents === null)
    return <ProgressLine label="The heap snapshots are being listed" value={null} thickness={2} />;
  if (open === null)
    return (
      <EmptyState title="There are no heap snapshots">
        Drop a heap snapshot to look into it, or three of one process under load to see what grows.
      </EmptyState>
    );
  return <Heap contents={contents} open={open} />;
}

interface HeapProps {
  readonly contents: HeapContents;
  readonly open: OpenHeap;
}

function Heap({ contents, open }: HeapProps): ReactNode {
  const wanted = useAppState((state) => state.heap.tab);
  const tab = tabOf(wanted, open);
  return (
    <div className="heap">
      <HeapHeader contents={contents} open={open} tab={tab} />
      {tab === 'growth' && open.series !== null ? (
        <Growth key={open.series.id} contents={contents} series={open.series} />
      ) : tab === 'compare' ? (
        <CompareTab contents={contents} open={open} />
      ) : tab === 'verify' ? (
        <VerifyTab contents={contents} open={open} />
      ) : (
        isSnapshotTab(tab) && (
          <>
            <SnapshotBar contents={contents} open={open} />
            <SnapshotViews key={open.snapshot.id} snapshot={open.snapshot} tab={tab} />
          </>
        )
      )}
    </div>
  );
}

function Growth({
  contents,
  series,
}: {
  readonly contents: HeapContents;
  readonly series: HeapSeries;
}): ReactNode {
  const answer = useGrowth(series);
  const edit = useSeriesEdit(series);
  return (
    <>
      <SeriesBar series={series} growth={answer.data} edit={edit} />
      <div className="heap__body">
        <GrowthView series={series} snapshots={contents.snapshots} answer={answer} edit={edit} />
      </div>
    </>
  );
}

/** The view that can be shown: growth needs a series, a comparison another snapshot. */
function tabOf(tab: HeapTab, { series }: OpenHeap): HeapTab {
  return tab === 'growth' && series === null ? 'statistics' : tab;
}
