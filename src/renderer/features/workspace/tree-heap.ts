import type { HeapSeries, SnapshotInfo } from '#shared/model/heap.ts';

/** What the tree knows of heap snapshots, and can do about them. */
export interface TreeHeap {
  readonly snapshots: readonly SnapshotInfo[];
  readonly series: readonly HeapSeries[];
  /** What is on screen; null: neither. */
  readonly openSeriesId: number | null;
  readonly openSnapshotId: number | null;
  readonly readOnly: boolean;
  readonly onOpenSeries: (seriesId: number) => void;
  readonly onOpenSnapshot: (snapshotId: number) => void;
  readonly onRenameSeries: (seriesId: number, name: string) => void;
  readonly onRenameSnapshot: (snapshotId: number, name: string) => void;
  readonly onRemoveSeries: (series: HeapSeries) => void;
  readonly onRemoveSnapshot: (snapshot: SnapshotInfo) => void;
  /** Makes one series of these, in this order. */
  readonly onMakeSeries: (snapshotIds: readonly number[]) => void;
  /** New order of a series; snapshots may come and go. */
  readonly onReorder: (seriesId: number, snapshotIds: readonly number[]) => void;
  readonly onCompare: (beforeId: number, afterId: number) => void;
  readonly onShowLog: (sourceId: number) => void;
}

/** One line of the group "Heap snapshots". */
export type HeapTreeRow =
  | { readonly kind: 'series'; readonly id: string; readonly series: HeapSeries; readonly expanded: boolean }
  | {
      readonly kind: 'snapshot';
      readonly id: string;
      readonly snapshot: SnapshotInfo;
      /** Its series and its place there, from 0; null: it is in none. */
      readonly member: { readonly series: HeapSeries; readonly place: number } | null;
    };

/** Series first, each with its snapshots below it, then what is in no series. */
export function heapTreeRows(
  { snapshots, series }: Pick<TreeHeap, 'snapshots' | 'series'>,
  expanded: ReadonlySet<number>,
): readonly HeapTreeRow[] {
  const byId = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]));
  const inSeries = new Set(series.flatMap(({ snapshotIds }) => snapshotIds));
  return [
    ...series.flatMap((each): HeapTreeRow[] => {
      const open = expanded.has(each.id);
      const row: HeapTreeRow = { kind: 'series', id: `series-${each.id}`, series: each, expanded: open };
      if (!open) return [row];
      const members = each.snapshotIds.flatMap((id, place): HeapTreeRow[] => {
        const snapshot = byId.get(id);
        return snapshot === undefined ? [] : [snapshotRow(snapshot, { series: each, place })];
      });
      return [row, ...members];
    }),
    ...snapshots
      .filter((snapshot) => !inSeries.has(snapshot.id))
      .map((snapshot) => snapshotRow(snapshot, null)),
  ];
}

function snapshotRow(
  snapshot: SnapshotInfo,
  member: Extract<HeapTreeRow, { kind: 'snapshot' }>['member'],
): HeapTreeRow {
  return { kind: 'snapshot', id: `snapshot-${snapshot.id}`, snapshot, member };
}

/** The order after one snapshot has moved by some places; null where it is at the end already. */
export function movedInSeries(
  snapshotIds: readonly number[],
  id: number,
  by: number,
): readonly number[] | null {
  const from = snapshotIds.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= snapshotIds.length) return null;
  const others = snapshotIds.filter((other) => other !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}
