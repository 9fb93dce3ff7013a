import { ChartSpline, ChevronDown, ChevronRight, File } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { classes } from '../../ui/class-names.ts';
import type { TreeRow } from './tree-rows.ts';

interface RunRowProps {
  readonly row: Extract<TreeRow, { readonly kind: 'run' }>;
  readonly selected: boolean;
  readonly focusable: boolean;
  readonly renaming: boolean;
  readonly onActivate: () => void;
  readonly onToggle: () => void;
  readonly onStartRename: () => void;
  /** Null: leave the name as it is. */
  readonly onRename: (name: string | null) => void;
}

export function RunRow(props: RunRowProps): ReactNode {
  const { row, selected, focusable, renaming } = props;
  const { run, expanded } = row;
  const Arrow = expanded ? ChevronDown : ChevronRight;
  return (
    <div
      className={classes('workspace-tree__row', selected && 'is-selected')}
      role="treeitem"
      aria-level={1}
      aria-expanded={expanded}
      aria-selected={selected}
      data-row={row.id}
      tabIndex={focusable ? 0 : -1}
      title={renaming ? undefined : run.name}
      onClick={props.onActivate}
      onDoubleClick={props.onStartRename}
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
      <ChartSpline />
      {renaming ? (
        <RenameField name={run.name} onDone={props.onRename} />
      ) : (
        <span className="ellipsis">{run.name}</span>
      )}
    </div>
  );
}

interface SourceRowProps {
  readonly row: Extract<TreeRow, { readonly kind: 'source' }>;
  readonly focusable: boolean;
  readonly onActivate: () => void;
}

export function SourceRow({ row, focusable, onActivate }: SourceRowProps): ReactNode {
  return (
    <div
      className="workspace-tree__row workspace-tree__row--child"
      role="treeitem"
      aria-level={2}
      aria-selected={false}
      data-row={row.id}
      tabIndex={focusable ? 0 : -1}
      title={`${row.source.name}: import log`}
      onClick={onActivate}
    >
      <File />
      <span className="ellipsis">{row.source.name}</span>
    </div>
  );
}

interface RenameFieldProps {
  readonly name: string;
  readonly onDone: (name: string | null) => void;
}

function RenameField({ name, onDone }: RenameFieldProps): ReactNode {
  const [text, setText] = useState(name);
  const trimmed = text.trim();
  // Enter takes the field away, and with it the focus: the blur that follows must not count as a second answer.
  const answered = useRef(false);
  function answer(next: string | null): void {
    if (answered.current) return;
    answered.current = true;
    onDone(next === '' ? null : next);
  }
  return (
    <input
      className="workspace-tree__rename"
      aria-label="Name of the run"
      autoFocus
      maxLength={200}
      value={text}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={() => answer(trimmed)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') answer(trimmed);
        if (event.key === 'Escape') answer(null);
      }}
    />
  );
}
