import { Check, ChevronDown, ChevronRight, File, Layers } from 'lucide-react';
import { useState, type DragEvent, type MouseEvent, type ReactNode } from 'react';
import { classes } from '../../ui/class-names.ts';
import { formatBytes } from '../../ui/byte-format.ts';
import { formatInstant } from '../../ui/instant-format.ts';
import { RenameField } from './TreeRows.tsx';
import type { HeapTreeRow } from './tree-heap.ts';

interface HeapRowProps {
  readonly selected: boolean;
  readonly focusable: boolean;
  readonly renaming: boolean;
  readonly onActivate: (event: MouseEvent) => void;
  readonly onStartRename: () => void;
  /** Null: leave the name as it is. */
  readonly onRename: (name: string | null) => void;
  /** Something was let go of over this row. */
  readonly onDropped: (event: DragEvent) => void;
}

interface SeriesRowProps extends HeapRowProps {
  readonly row: Extract<HeapTreeRow, { readonly kind: 'series' }>;
  readonly onToggle: () => void;
}

export function SeriesRow(props: SeriesRowProps): ReactNode {
  const { row, selected, focusable, renaming } = props;
  const { series, expanded } = row;
  const Arrow = expanded ? ChevronDown : ChevronRight;
  const over = useDragOver(props.onDropped);
  return (
    <div
      className={classes('workspace-tree__row', selected && 'is-selected', over.isOver && 'is-drop')}
      role="treeitem"
      aria-level={1}
      aria-expanded={expanded}
      aria-selected={selected}
      data-row={row.id}
      tabIndex={focusable ? 0 : -1}
      title={renaming ? undefined : series.name}
      onClick={props.onActivate}
      onDoubleClick={props.onStartRename}
      {...over.handlers}
    >
      <span
        className="workspace-tree__arrow"
        onClick={(event) => {
          event.stopPropagation();
          props.onToggle();
        }}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        <Arrow />
      </span>
      <Layers />
      {renaming ? (
        <RenameField label="Name of the series" name={series.name} onDone={props.onRename} />
      ) : (
        <>
          <span className="ellipsis">{series.name}</span>
          <span className="workspace-tree__word figure">{series.snapshotIds.length} in order</span>
        </>
      )}
    </div>
  );
}

interface SnapshotRowProps extends HeapRowProps {
  readonly row: Extract<HeapTreeRow, { readonly kind: 'snapshot' }>;
  /** Whether it is among the chosen ones; null: snapshots are not being chosen. */
  readonly picked: boolean | null;
  readonly onPick: () => void;
  readonly onDragged: (event: DragEvent) => void;
}

export function SnapshotRow(props: SnapshotRowProps): ReactNode {
  const { row, selected, focusable, renaming, picked } = props;
  const { snapshot, member } = row;
  const leftOut = member?.series.leftOut.includes(snapshot.id) === true;
  const over = useDragOver(props.onDropped);
  return (
    <div
      className={classes(
        'workspace-tree__row',
        member !== null && 'workspace-tree__row--child',
        member !== null && 'workspace-tree__row--snapshot',
        selected && 'is-selected',
        picked === true && 'is-picked',
        leftOut && 'is-left-out',
        over.isOver && 'is-drop',
      )}
      role="treeitem"
      aria-level={member === null ? 1 : 2}
      aria-selected={selected}
      aria-checked={picked ?? undefined}
      data-row={row.id}
      tabIndex={focusable ? 0 : -1}
      title={renaming ? undefined : about(row)}
      draggable={!renaming}
      onDragStart={props.onDragged}
      onClick={props.onActivate}
      onDoubleClick={props.onStartRename}
      {...over.handlers}
    >
      {picked !== null && (
        <span
          className="workspace-tree__tick"
          onClick={(event) => {
            event.stopPropagation();
            props.onPick();
          }}
          onDoubleClick={(event) => event.stopPropagation()}
        >
          {picked && <Check />}
        </span>
      )}
      {picked === null && <File />}
      {renaming ? (
        <RenameField label="Name of the snapshot" name={snapshot.name} onDone={props.onRename} />
      ) : (
        <>
          {member !== null && <span className="workspace-tree__place figure">S{member.place + 1}</span>}
          <span className="ellipsis">{snapshot.name}</span>
          {leftOut && <span className="workspace-tree__word">left out</span>}
        </>
      )}
    </div>
  );
}

function about({ snapshot }: SnapshotRowProps['row']): string {
  const { name, formatLabel, selfBytes, takenAtUs } = snapshot;
  const taken = takenAtUs === null ? '' : `\n${formatInstant(takenAtUs)}`;
  return `${name}\n${formatLabel}, ${formatBytes(selfBytes)}${taken}`;
}

/** A row as a place to drop snapshots on; files are the window's affair. */
function useDragOver(onDropped: (event: DragEvent) => void) {
  const [isOver, setOver] = useState(false);
  return {
    isOver,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        setOver(false);
        if (!event.dataTransfer.types.includes('Files')) onDropped(event);
      },
    },
  };
}
