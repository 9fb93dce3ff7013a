import { useMemo } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import type { HeapSeries, SnapshotInfo } from '#shared/model/heap.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import type { HeapPlace } from '../../state/heap-slice.ts';
import { useAppState } from '../../state/use-store.ts';

export interface HeapContents {
  readonly snapshots: readonly SnapshotInfo[];
  readonly series: readonly HeapSeries[];
}

/** What is on screen. Of a series a snapshot is shown too: the last one that is not left out. */
export interface OpenHeap {
  readonly snapshot: SnapshotInfo;
  readonly series: HeapSeries | null;
}

export interface HeapContentsAnswer {
  /** Null before the first answer. */
  readonly contents: HeapContents | null;
  /** Null where the workspace holds none. */
  readonly open: OpenHeap | null;
  readonly error: WireError | null;
  readonly retry: () => void;
}

/** The snapshots and series of the workspace, and which of them is open. */
export function useHeapContents(): HeapContentsAnswer {
  const snapshots = useEngineQuery('snapshots.list', {});
  const series = useEngineQuery('series.list', {});
  const place = useAppState((state) => state.heap.place);
  const contents = useMemo(
    () =>
      snapshots.data === null || series.data === null
        ? null
        : { snapshots: snapshots.data, series: series.data },
    [snapshots.data, series.data],
  );
  const open = useMemo(() => (contents === null ? null : openOf(contents, place)), [contents, place]);
  return {
    contents,
    open,
    error: snapshots.error ?? series.error,
    retry: () => {
      snapshots.retry();
      series.retry();
    },
  };
}

/** What a place means now; what is gone gives way to the first that is there. */
export function openOf(contents: HeapContents, place: HeapPlace | null): OpenHeap | null {
  const { snapshots, series } = contents;
  if (place?.kind === 'snapshot') {
    const snapshot = snapshots.find(({ id }) => id === place.snapshotId);
    if (snapshot !== undefined) return { snapshot, series: seriesOf(series, snapshot.id) };
  }
  const wanted = place?.kind === 'series' ? series.find(({ id }) => id === place.seriesId) : undefined;
  const chosen = wanted ?? series[0];
  const kept = chosen?.snapshotIds.filter((id) => !chosen.leftOut.includes(id)) ?? [];
  const lastId = kept.at(-1) ?? chosen?.snapshotIds.at(-1);
  const last = snapshots.find(({ id }) => id === lastId);
  if (last !== undefined) return { snapshot: last, series: chosen ?? null };
  const [first] = snapshots;
  return first === undefined ? null : { snapshot: first, series: seriesOf(series, first.id) };
}

function seriesOf(series: readonly HeapSeries[], snapshotId: number): HeapSeries | null {
  return series.find(({ snapshotIds }) => snapshotIds.includes(snapshotId)) ?? null;
}

/** `S3` in its series, else the name. */
export function shortName(snapshot: SnapshotInfo, series: HeapSeries | null): string {
  const place = series?.snapshotIds.indexOf(snapshot.id) ?? -1;
  return place < 0 ? snapshot.name : `S${place + 1}`;
}

/** `S3 heap-3.heapsnapshot`: for lists of choices. */
export function longName(snapshot: SnapshotInfo, series: HeapSeries | null): string {
  const short = shortName(snapshot, series);
  return short === snapshot.name ? short : `${short} ${snapshot.name}`;
}
