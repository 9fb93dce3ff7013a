import '../../../ui/data-table/data-table.css';
import './tree-grid.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, ChevronDown, ChevronRight } from 'lucide-react';
import {
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
  type ClipboardEvent,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { Button } from '../../../ui/Button.tsx';
import { classes } from '../../../ui/class-names.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import type { TreeLine } from './lazy-tree.ts';
import { treeTemplate, treeText, treeWidth, type TreeColumn, type TreeSort } from './tree-column.ts';
import { moveInTree } from './tree-keyboard.ts';

const ROW_PX = 24;
const INDENT_PX = 14;

export interface TreeGridHandle {
  readonly focus: () => void;
}

interface TreeGridProps<R> {
  readonly label: string;
  readonly columns: readonly TreeColumn<R>[];
  readonly lines: readonly TreeLine<R>[];
  readonly onToggle: (line: TreeLine<R>) => void;
  /** The next page below a row, or again what failed. */
  readonly onMore: (parentKey: string) => void;
  /** Keyboard or pointer have come to this row. */
  readonly onActive?: ((row: R) => void) | undefined;
  readonly onEnter?: ((row: R) => void) | undefined;
  readonly onSpace?: ((row: R) => void) | undefined;
  readonly isMarked?: ((row: R) => boolean) | undefined;
  readonly sort?: TreeSort | undefined;
  readonly onSort?: ((column: string) => void) | undefined;
  readonly empty?: ReactNode;
  readonly ref?: Ref<TreeGridHandle> | undefined;
}

/**
 * A virtualised tree with columns. Arrows move, open and close; Enter and Space are the caller's; Ctrl C copies the row with
 * exact values, and all that is shown where nothing is marked as text.
 */
export function TreeGrid<R>(props: TreeGridProps<R>): ReactNode {
  const { label, columns, lines, onToggle, onMore, onActive, onEnter, onSpace, sort, onSort } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const active = Math.max(
    0,
    lines.findIndex(({ key }) => key === activeKey),
  );
  // eslint-disable-next-line react-hooks/incompatible-library -- built without the React compiler
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    scrollPaddingEnd: ROW_PX,
    useFlushSync: false,
  });
  useImperativeHandle(props.ref, () => ({ focus: () => scroller.current?.focus() }), []);
  const items = virtualizer.getVirtualItems();

  // What comes into view is loaded; what failed waits for a person.
  const wanted = items
    .map(({ index }) => lines[index])
    .find((line) => line?.kind === 'more' && line.error === null);
  const wantedKey = wanted?.kind === 'more' ? wanted.parentKey : null;
  const wantedRest = wanted?.kind === 'more' ? wanted.rest : 0;
  const load = useRef(onMore);
  useEffect(() => {
    load.current = onMore;
  });
  useEffect(() => {
    if (wantedKey !== null) load.current(wantedKey);
  }, [wantedKey, wantedRest]);

  function choose(index: number): void {
    const line = lines[index];
    if (line === undefined) return;
    setActiveKey(line.key);
    if (line.kind === 'row') onActive?.(line.row);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
    const line = lines[active];
    if (line === undefined) return;
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2);
    const to = moveInTree(lines, active, event.key, pageRows);
    if (to === 'toggle') onToggle(line);
    else if (to !== null) {
      choose(to);
      virtualizer.scrollToIndex(to);
    } else if (event.key === 'Enter') {
      if (line.kind === 'more') onMore(line.parentKey);
      else if (onEnter === undefined) onToggle(line);
      else onEnter(line.row);
    } else if (event.key === ' ' && line.kind === 'row' && onSpace !== undefined) onSpace(line.row);
    else return;
    event.preventDefault();
  }

  function onCopy(event: ClipboardEvent): void {
    const line = lines[active];
    if (document.getSelection()?.isCollapsed === false || line?.kind !== 'row') return;
    event.clipboardData.setData('text/plain', treeText(columns, [line], 'tsv'));
    event.preventDefault();
  }

  return (
    <div
      ref={scroller}
      className="data-table tree-grid"
      role="treegrid"
      aria-label={label}
      aria-rowcount={lines.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={lines.length === 0 ? undefined : `${id}-${active}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onCopy={onCopy}
    >
      <div className="data-table__content" style={contentStyle(columns)}>
        <div className="data-table__header" role="row" aria-rowindex={1}>
          {columns.map((column) => (
            <TreeHead key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
        <div className="data-table__rows" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const line = lines[index];
            if (line === undefined) return null;
            return (
              <div
                key={line.key}
                id={`${id}-${index}`}
                role="row"
                aria-rowindex={index + 2}
                aria-level={line.level}
                {...(line.kind === 'row' && {
                  'aria-posinset': line.place + 1,
                  'aria-setsize': line.siblings,
                  'aria-expanded': line.expanded ?? undefined,
                })}
                aria-selected={index === active && activeKey !== null}
                className={classes(
                  'data-table__row',
                  index === active && activeKey !== null && 'is-selected',
                  line.kind === 'row' && props.isMarked?.(line.row) === true && 'is-marked',
                )}
                style={{ transform: `translateY(${start}px)`, height: ROW_PX }}
                onClick={(event) => {
                  choose(index);
                  if (event.detail === 2 && line.kind === 'row' && onEnter !== undefined) onEnter(line.row);
                }}
              >
                {line.kind === 'more' ? (
                  <MoreCell line={line} onMore={onMore} />
                ) : (
                  columns.map((column, place) => (
                    <div
                      key={column.id}
                      role="gridcell"
                      className={classes(
                        'data-table__cell',
                        column.align === 'right' && 'is-right',
                        column.id === sort?.column && 'is-sorted',
                        place === 0 && index === active && 'is-active',
                      )}
                      style={place === 0 ? { paddingLeft: 6 + INDENT_PX * (line.level - 1) } : undefined}
                    >
                      {place === 0 && <Arrow line={line} onToggle={onToggle} />}
                      {column.cell(line.row)}
                    </div>
                  ))
                )}
              </div>
            );
          })}
        </div>
      </div>
      {lines.length === 0 && props.empty !== undefined && (
        <div className="data-table__empty">{props.empty}</div>
      )}
    </div>
  );
}

function contentStyle<R>(columns: readonly TreeColumn<R>[]): CSSProperties {
  const variables: Record<string, string> = {
    '--columns': treeTemplate(columns),
    '--row-height': `${ROW_PX}px`,
  };
  return { minWidth: treeWidth(columns), ...variables };
}

/** Pointer only: the keyboard opens and closes with the arrow keys. */
function Arrow<R>({
  line,
  onToggle,
}: {
  readonly line: Extract<TreeLine<R>, { readonly kind: 'row' }>;
  readonly onToggle: (line: TreeLine<R>) => void;
}): ReactNode {
  const Icon = line.expanded === true ? ChevronDown : ChevronRight;
  return (
    <span
      className={classes('tree-grid__arrow', line.expanded === null && 'is-leaf')}
      aria-hidden="true"
      onClick={() => onToggle(line)}
    >
      {line.expanded !== null && <Icon />}
    </span>
  );
}

interface TreeHeadProps<R> {
  readonly column: TreeColumn<R>;
  readonly sort: TreeSort | undefined;
  readonly onSort: ((column: string) => void) | undefined;
}

function TreeHead<R>({ column, sort, onSort }: TreeHeadProps<R>): ReactNode {
  const { id, header, hint, align, sortable } = column;
  const sorted = sort?.column === id ? (sort.descending ? 'descending' : 'ascending') : 'none';
  return (
    <div
      role="columnheader"
      aria-sort={sortable === true ? sorted : undefined}
      title={hint}
      className={classes(
        'data-table__head',
        align === 'right' && 'is-right',
        sorted !== 'none' && 'is-sorted',
      )}
    >
      {sortable === true && onSort !== undefined ? (
        <button type="button" className="tree-grid__sort" onClick={() => onSort(id)}>
          {header}
          {sorted === 'ascending' && <ArrowUp />}
          {sorted === 'descending' && <ArrowDown />}
        </button>
      ) : (
        <span className={header === '' ? 'visually-hidden' : 'data-table__head-text'}>
          {header === '' ? (hint ?? id) : header}
        </span>
      )}
    </div>
  );
}

function MoreCell<R>({
  line,
  onMore,
}: {
  readonly line: Extract<TreeLine<R>, { readonly kind: 'more' }>;
  readonly onMore: (parentKey: string) => void;
}): ReactNode {
  return (
    <div
      role="gridcell"
      className="data-table__cell tree-grid__more"
      style={{ paddingLeft: 24 + INDENT_PX * (line.level - 1) }}
    >
      {line.error === null ? (
        <span className="text-3">Loading {numberFormat.count(line.rest)} more</span>
      ) : (
        <>
          <span className="bad">{line.error.message}</span>{' '}
          <Button size="small" variant="ghost" tabIndex={-1} onClick={() => onMore(line.parentKey)}>
            Try again
          </Button>
        </>
      )}
    </div>
  );
}
