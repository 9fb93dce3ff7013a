import {
  Activity,
  ChartSpline,
  Check,
  ChevronDown,
  ChevronRight,
  File,
  FileChartColumn,
  Flag,
  TriangleAlert,
} from 'lucide-react';
import { useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { natureOf, type RunNature } from '../../panels/run-nature/run-nature.ts';
import { classes } from '../../ui/class-names.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { TreeRow } from './tree-rows.ts';

interface RunRowProps {
  readonly row: Extract<TreeRow, { readonly kind: 'run' }>;
  readonly selected: boolean;
  readonly focusable: boolean;
  readonly renaming: boolean;
  /** Whether it is among the chosen ones; null: runs are not being chosen. */
  readonly picked: boolean | null;
  /** Sides of the comparison at hand that it is on. */
  readonly sides: readonly ('A' | 'B')[];
  /** Names of the scenarios that it is the baseline of. */
  readonly baselineOf: readonly string[];
  readonly onActivate: (event: MouseEvent) => void;
  /** Takes it in, or out. */
  readonly onPick: () => void;
  readonly onToggle: () => void;
  readonly onStartRename: () => void;
  /** Opens the import log of a run of which nothing could be read. */
  readonly onShowLog: (sourceId: number) => void;
  /** Null: leave the name as it is. */
  readonly onRename: (name: string | null) => void;
}

const icons = { samples: ChartSpline, report: FileChartColumn, none: Activity } as const;

/** Said beside the name: what kind of run it is, where it is not the usual one. */
const words: Readonly<Record<RunNature, string | null>> = {
  samples: null,
  report: 'report',
  none: 'metrics',
};

export function RunRow(props: RunRowProps): ReactNode {
  const { row, selected, focusable, renaming, picked } = props;
  const { run, expanded, unread } = row;
  const nature = natureOf(run);
  const Icon = unread === null ? icons[nature] : TriangleAlert;
  const Arrow = expanded ? ChevronDown : ChevronRight;
  return (
    <div
      className={classes('workspace-tree__row', selected && 'is-selected', picked === true && 'is-picked')}
      role="treeitem"
      aria-level={1}
      aria-expanded={expanded}
      aria-selected={selected}
      aria-checked={picked ?? undefined}
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
      <Icon />
      {renaming ? (
        <RenameField label="Name of the run" name={run.name} onDone={props.onRename} />
      ) : (
        <>
          <span className="ellipsis">{run.name}</span>
          {unread !== null ? (
            <span
              className="workspace-tree__word workspace-tree__word--unread"
              title={`${numberFormat.count(unread.rejectedRows)} rejected rows: import log of ${unread.name}`}
              onClick={(event) => {
                event.stopPropagation();
                props.onShowLog(unread.id);
              }}
            >
              nothing could be read
            </span>
          ) : (
            words[nature] !== null && <span className="workspace-tree__word">{words[nature]}</span>
          )}
          {props.baselineOf.length > 0 && <BaselineMark names={props.baselineOf} />}
          {props.sides.map((side) => (
            <span
              key={side}
              className={`workspace-tree__side workspace-tree__side--${side.toLowerCase()}`}
              role="img"
              aria-label={side === 'A' ? 'baseline' : 'candidate'}
            >
              {side}
            </span>
          ))}
        </>
      )}
    </div>
  );
}

function BaselineMark({ names }: { readonly names: readonly string[] }): ReactNode {
  const text = `baseline of ${names.join(', ')}`;
  return (
    <span className="workspace-tree__baseline" role="img" aria-label={text} title={text}>
      <Flag />
    </span>
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
  /** What is renamed: "Name of the run". */
  readonly label: string;
  readonly name: string;
  readonly onDone: (name: string | null) => void;
}

export function RenameField({ label, name, onDone }: RenameFieldProps): ReactNode {
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
      aria-label={label}
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
