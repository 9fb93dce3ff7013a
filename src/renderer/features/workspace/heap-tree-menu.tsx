import {
  ArrowDown,
  ArrowLeftRight,
  ArrowUp,
  Layers,
  Pencil,
  ScrollText,
  SquareArrowOutUpRight,
  Trash2,
} from 'lucide-react';
import type { MenuEntry } from '../../ui/menu-item.ts';
import type { HeapTreeRow, TreeHeap } from './tree-heap.ts';

interface RowActions {
  readonly rename: (rowId: string) => void;
  readonly move: (row: HeapTreeRow, by: number) => void;
  readonly remove: (row: HeapTreeRow) => void;
}

/** What the right mouse button offers on a series or a snapshot. @param picked snapshots that are being chosen */
export function heapTreeMenu(
  row: HeapTreeRow,
  heap: TreeHeap,
  picked: readonly number[],
  { rename, move, remove }: RowActions,
): readonly MenuEntry[] {
  const last: readonly MenuEntry[] = [
    {
      kind: 'action',
      id: 'rename',
      label: 'Rename',
      icon: <Pencil />,
      shortcut: 'F2',
      disabled: heap.readOnly,
      onSelect: () => rename(row.id),
    },
    { kind: 'separator', id: 'separator' },
    {
      kind: 'action',
      id: 'remove',
      label: row.kind === 'series' ? 'Remove the series' : 'Remove from the workspace',
      icon: <Trash2 />,
      shortcut: 'Del',
      danger: true,
      disabled: heap.readOnly,
      onSelect: () => remove(row),
    },
  ];
  if (row.kind === 'series') return [opens(() => heap.onOpenSeries(row.series.id)), ...last];
  const { snapshot } = row;
  return [
    opens(() => heap.onOpenSnapshot(snapshot.id)),
    {
      kind: 'action',
      id: 'log',
      label: 'Import log',
      icon: <ScrollText />,
      onSelect: () => heap.onShowLog(snapshot.sourceId),
    },
    ...orderEntries(row, heap, move),
    ...seriesEntries(row, heap, picked),
    ...compareEntries(row, heap, picked),
    ...last,
  ];
}

function opens(onSelect: () => void): MenuEntry {
  return { kind: 'action', id: 'open', label: 'Open', icon: <SquareArrowOutUpRight />, onSelect };
}

type Row = Extract<HeapTreeRow, { readonly kind: 'snapshot' }>;

function orderEntries(row: Row, heap: TreeHeap, move: RowActions['move']): readonly MenuEntry[] {
  const { member } = row;
  if (member === null) return [];
  return [
    {
      kind: 'action',
      id: 'up',
      label: 'Earlier in the series',
      icon: <ArrowUp />,
      shortcut: 'Alt+Up',
      disabled: heap.readOnly || member.place === 0,
      onSelect: () => move(row, -1),
    },
    {
      kind: 'action',
      id: 'down',
      label: 'Later in the series',
      icon: <ArrowDown />,
      shortcut: 'Alt+Down',
      disabled: heap.readOnly || member.place === member.series.snapshotIds.length - 1,
      onSelect: () => move(row, 1),
    },
  ];
}

function seriesEntries(
  { snapshot, member }: Row,
  heap: TreeHeap,
  picked: readonly number[],
): readonly MenuEntry[] {
  const several = picked.length > 1 && picked.includes(snapshot.id);
  const ids = several
    ? heap.snapshots.map(({ id }) => id).filter((id) => picked.includes(id))
    : [snapshot.id];
  return [
    { kind: 'separator', id: 'series-separator' },
    ...(several
      ? [
          {
            kind: 'action' as const,
            id: 'make-series',
            label: `Make a series of ${ids.length} snapshots`,
            icon: <Layers />,
            disabled: heap.readOnly,
            onSelect: () => heap.onMakeSeries(ids),
          },
        ]
      : []),
    ...heap.series
      .filter((series) => series.id !== member?.series.id)
      .map((series): MenuEntry => ({
        kind: 'action',
        id: `add-${series.id}`,
        label: `Add to ${series.name}`,
        icon: <Layers />,
        disabled: heap.readOnly,
        onSelect: () =>
          heap.onReorder(series.id, [...series.snapshotIds.filter((id) => !ids.includes(id)), ...ids]),
      })),
    ...(member === null
      ? []
      : [
          {
            kind: 'action' as const,
            id: 'leave',
            label: 'Take out of the series',
            // A series of one is none: the series itself can be removed.
            disabled: heap.readOnly || member.series.snapshotIds.length < 3,
            onSelect: () =>
              heap.onReorder(
                member.series.id,
                member.series.snapshotIds.filter((id) => id !== snapshot.id),
              ),
          },
        ]),
  ];
}

function compareEntries({ snapshot }: Row, heap: TreeHeap, picked: readonly number[]): readonly MenuEntry[] {
  const [first, second] = picked.length === 2 && picked.includes(snapshot.id) ? picked : [];
  const [openId] = heap.openSnapshotId === null ? [] : [heap.openSnapshotId];
  const [before, after] = first !== undefined ? [first, second] : [openId, snapshot.id];
  if (before === undefined || after === undefined || before === after) return [];
  const name = heap.snapshots.find(({ id }) => id === (first === undefined ? before : undefined))?.name;
  return [
    {
      kind: 'action',
      id: 'compare',
      label: name === undefined ? 'Compare the two chosen' : `Compare with ${name}`,
      icon: <ArrowLeftRight />,
      onSelect: () => heap.onCompare(before, after),
    },
  ];
}
