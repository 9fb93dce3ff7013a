import type { ReactNode } from 'react';
import type { HeapTab } from '../../state/heap-slice.ts';
import { useActions } from '../../state/use-store.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { Tabs, type TabItem } from '../../ui/Tabs.tsx';
import type { HeapContents, OpenHeap } from './use-heap-contents.ts';

interface HeapHeaderProps {
  readonly contents: HeapContents;
  readonly open: OpenHeap;
  readonly tab: HeapTab;
}

/** Name of the series or the snapshot, and its views. */
export function HeapHeader({ contents, open, tab }: HeapHeaderProps): ReactNode {
  const { setHeapTab } = useActions();
  const { series, snapshot } = open;
  const name = series?.name ?? snapshot.name;
  return (
    <div className="heap__header" data-pane="tabs">
      <h1 className="ellipsis" title={name}>
        {name}
        {series !== null && (
          <span className="heap__count">, {numberFormat.count(series.snapshotIds.length)} snapshots</span>
        )}
      </h1>
      <Tabs label="Views of the heap" value={tab} items={itemsFor(contents, open)} onChange={setHeapTab} />
    </div>
  );
}

function itemsFor(
  { snapshots, series: allSeries }: HeapContents,
  { series, snapshot }: OpenHeap,
): readonly TabItem<HeapTab>[] {
  const graph: readonly TabItem<HeapTab>[] = snapshot.hasGraph
    ? [
        { value: 'objects', label: 'Objects' },
        { value: 'dominators', label: 'Dominators' },
        { value: 'containment', label: 'Containment' },
        { value: 'strings', label: 'Strings' },
        { value: 'detached', label: 'Detached' },
        { value: 'collections', label: 'Collections' },
      ]
    : [];
  return [
    ...(series === null ? [] : [{ value: 'growth' as const, label: 'Growth' }]),
    { value: 'statistics', label: 'Statistics' },
    { value: 'classes', label: 'Classes' },
    ...graph,
    ...(snapshots.length > 1 ? [{ value: 'compare' as const, label: 'Compare two' }] : []),
    ...(series !== null && allSeries.length > 1 ? [{ value: 'verify' as const, label: 'Verify a fix' }] : []),
  ];
}
