import './heap-tree.css';
import { X } from 'lucide-react';
import {
  useMemo,
  useRef,
  useState,
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { Button } from '../../ui/Button.tsx';
import { ContextMenu } from '../../ui/ContextMenu.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { SeriesRow, SnapshotRow } from './HeapTreeRows.tsx';
import { heapTreeMenu } from './heap-tree-menu.tsx';
import { heapTreeRows, movedInSeries, type HeapTreeRow, type TreeHeap } from './tree-heap.ts';

/** Marks what is dragged as one of our snapshots: the window's drop target takes files only. */
const DRAGGED = 'application/x-loadstone-snapshot';
const NO_PICKS: readonly number[] = [];

/** The heap snapshots of the workspace: series with their snapshots, and what is in none. */
export function HeapTree({ heap }: { readonly heap: TreeHeap }): ReactNode {
  const { snapshots, series, openSeriesId, openSnapshotId } = heap;
  const [toggled, setToggled] = useState<ReadonlyMap<number, boolean>>(new Map());
  const [activeId, setActiveId] = useState<string | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [menuRow, setMenuRow] = useState<HeapTreeRow | null>(null);
  const [chosen, setChosen] = useState(NO_PICKS);
  const list = useRef<HTMLDivElement>(null);
  const openId =
    openSeriesId !== null
      ? `series-${openSeriesId}`
      : openSnapshotId !== null
        ? `snapshot-${openSnapshotId}`
        : null;

  const rows = useMemo(() => {
    const holdsOpen = (id: number): boolean =>
      id === openSeriesId ||
      series.some(
        (each) => each.id === id && openSnapshotId !== null && each.snapshotIds.includes(openSnapshotId),
      );
    const expanded = series.map(({ id }) => id).filter((id) => toggled.get(id) ?? holdsOpen(id));
    return heapTreeRows({ snapshots, series }, new Set(expanded));
  }, [snapshots, series, toggled, openSeriesId, openSnapshotId]);
  // A snapshot that is gone cannot be meant any more.
  const picked = chosen.filter((id) => snapshots.some((snapshot) => snapshot.id === id));
  const activeIndex = Math.max(
    0,
    rows.findIndex((row) => row.id === (activeId ?? openId)),
  );

  function focusRow(index: number): void {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (row === undefined) return;
    setActiveId(row.id);
    list.current?.querySelector<HTMLElement>(`[data-row="${row.id}"]`)?.focus();
  }

  function setOpen(seriesId: number, open: boolean): void {
    setToggled(new Map([...toggled, [seriesId, open]]));
  }

  function pick(id: number): void {
    setChosen(picked.includes(id) ? picked.filter((other) => other !== id) : [...picked, id]);
  }

  function activate(row: HeapTreeRow): void {
    if (row.kind === 'series') heap.onOpenSeries(row.series.id);
    else heap.onOpenSnapshot(row.snapshot.id);
  }

  function remove(row: HeapTreeRow): void {
    if (row.kind === 'series') heap.onRemoveSeries(row.series);
    else heap.onRemoveSnapshot(row.snapshot);
  }

  function move(row: HeapTreeRow, by: number): void {
    if (row.kind !== 'snapshot' || row.member === null || heap.readOnly) return;
    const order = movedInSeries(row.member.series.snapshotIds, row.snapshot.id, by);
    if (order !== null) heap.onReorder(row.member.series.id, order);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = rows[activeIndex];
    if (row === undefined || event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey)
      return;
    if (event.altKey) {
      const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
      if (by === 0) return;
      move(row, by);
    } else if (!moveKey(event.key, row) && !actKey(event.key, row)) return;
    event.preventDefault();
  }

  function moveKey(key: string, row: HeapTreeRow): boolean {
    if (key === 'ArrowDown') focusRow(activeIndex + 1);
    else if (key === 'ArrowUp') focusRow(activeIndex - 1);
    else if (key === 'Home') focusRow(0);
    else if (key === 'End') focusRow(rows.length - 1);
    else if (key === 'ArrowRight') {
      if (row.kind === 'series' && !row.expanded) setOpen(row.series.id, true);
      else focusRow(activeIndex + 1);
    } else if (key === 'ArrowLeft') {
      if (row.kind === 'series') setOpen(row.series.id, false);
      else focusRow(rows.findLastIndex((other, at) => at < activeIndex && other.kind === 'series'));
    } else return false;
    return true;
  }

  function actKey(key: string, row: HeapTreeRow): boolean {
    if (key === ' ' && row.kind === 'snapshot') pick(row.snapshot.id);
    else if (key === 'Escape' && picked.length > 0) setChosen(NO_PICKS);
    else if (key === 'Enter' || key === ' ') activate(row);
    else if (key === 'F2' && !heap.readOnly) setRenaming(row.id);
    else if (key === 'Delete' && !heap.readOnly) remove(row);
    else return false;
    return true;
  }

  function click(row: HeapTreeRow, event: MouseEvent): void {
    setActiveId(row.id);
    if (row.kind === 'snapshot' && (event.ctrlKey || event.metaKey || event.shiftKey)) pick(row.snapshot.id);
    else activate(row);
  }

  function rename(row: HeapTreeRow, name: string | null): void {
    setRenaming(null);
    if (row.kind === 'series') {
      if (name !== null && name !== row.series.name) heap.onRenameSeries(row.series.id, name);
    } else if (name !== null && name !== row.snapshot.name) heap.onRenameSnapshot(row.snapshot.id, name);
    list.current?.querySelector<HTMLElement>(`[data-row="${row.id}"]`)?.focus();
  }

  /** On a series, or a snapshot of one: it goes there; on a single snapshot: the two are compared. */
  function drop(row: HeapTreeRow, event: DragEvent): void {
    const id = Number(event.dataTransfer.getData(DRAGGED));
    if (!snapshots.some((snapshot) => snapshot.id === id)) return;
    event.preventDefault();
    if (row.kind === 'snapshot' && row.member === null) {
      if (row.snapshot.id !== id) heap.onCompare(row.snapshot.id, id);
      return;
    }
    const target = row.kind === 'series' ? row.series : row.member?.series;
    if (target === undefined || heap.readOnly) return;
    const others = target.snapshotIds.filter((other) => other !== id);
    const place = row.kind === 'snapshot' && row.member !== null ? row.member.place : others.length;
    heap.onReorder(target.id, [...others.slice(0, place), id, ...others.slice(place)]);
  }

  const common = (row: HeapTreeRow, index: number) => ({
    selected: row.id === openId,
    focusable: index === activeIndex,
    renaming: renaming === row.id,
    onActivate: (event: MouseEvent) => click(row, event),
    onStartRename: () => {
      if (!heap.readOnly) setRenaming(row.id);
    },
    onRename: (name: string | null) => rename(row, name),
    onDropped: (event: DragEvent) => drop(row, event),
  });

  return (
    <div className="workspace-tree__heap">
      <div className="workspace-tree__group">
        Heap snapshots<span className="figure">{numberFormat.count(snapshots.length)}</span>
      </div>
      <ContextMenu
        entries={
          menuRow === null ? [] : heapTreeMenu(menuRow, heap, picked, { rename: setRenaming, move, remove })
        }
      >
        <div
          ref={list}
          className="workspace-tree__list"
          role="tree"
          aria-label="Heap snapshots"
          aria-multiselectable={picked.length > 0}
          onKeyDown={onKeyDown}
          onFocus={({ target }) => {
            const id = target.getAttribute('data-row');
            if (id !== null) setActiveId(id);
          }}
          onContextMenuCapture={(event) => {
            const id = (event.target as Element).closest('[data-row]')?.getAttribute('data-row');
            setMenuRow(rows.find((row) => row.id === id) ?? null);
          }}
        >
          {rows.map((row, index) =>
            row.kind === 'series' ? (
              <SeriesRow
                key={row.id}
                row={row}
                {...common(row, index)}
                onToggle={() => setOpen(row.series.id, !row.expanded)}
              />
            ) : (
              <SnapshotRow
                key={row.id}
                row={row}
                {...common(row, index)}
                picked={picked.length === 0 ? null : picked.includes(row.snapshot.id)}
                onPick={() => pick(row.snapshot.id)}
                onDragged={(event) => event.dataTransfer.setData(DRAGGED, String(row.snapshot.id))}
              />
            ),
          )}
        </div>
      </ContextMenu>
      {picked.length > 0 && (
        <div className="workspace-tree__picks" role="group" aria-label="Chosen snapshots">
          <span className="figure" role="status">
            {numberFormat.count(picked.length)} chosen
          </span>
          <Button
            size="small"
            disabled={picked.length < 2 || heap.readOnly}
            onClick={() => {
              heap.onMakeSeries(snapshots.map(({ id }) => id).filter((id) => picked.includes(id)));
              setChosen(NO_PICKS);
            }}
          >
            Make a series
          </Button>
          <Button
            size="small"
            disabled={picked.length !== 2}
            onClick={() => heap.onCompare(picked[0]!, picked[1]!)}
          >
            Compare
          </Button>
          <IconButton label="Choose no snapshots" onClick={() => setChosen(NO_PICKS)}>
            <X />
          </IconButton>
        </div>
      )}
    </div>
  );
}
