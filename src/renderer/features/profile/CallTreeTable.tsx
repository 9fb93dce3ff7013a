import './call-tree.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import {
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { classes } from '../../ui/class-names.ts';
import {
  ancestorsOf,
  hotPath,
  treeLines,
  type NodeWeights,
  type TableNodes,
  type TreeLine,
} from './tree-rows.ts';

const ROW = 24;

/** One column of figures behind the function. */
export interface TreeColumn {
  readonly id: string;
  readonly header: string;
  readonly width: number;
  readonly align?: 'right';
  readonly cell: (node: number) => ReactNode;
  /** Exact, for copies. */
  readonly copyText: (node: number) => string;
}

export interface CallTreeHandle {
  readonly focus: () => void;
  /** The lines that are open, for copies and files. */
  readonly lines: () => readonly TreeLine[];
}

interface CallTreeTableProps {
  readonly label: string;
  readonly nodes: TableNodes;
  /** What children are sorted by, the largest first whatever its sign. */
  readonly weights: NodeWeights;
  readonly nameOf: (node: number) => string;
  readonly colourOf?: ((node: number) => string) | undefined;
  readonly columns: readonly TreeColumn[];
  readonly selected: number;
  readonly onSelect: (node: number) => void;
  readonly onOpen?: ((node: number) => void) | undefined;
  readonly empty: ReactNode;
  readonly ref?: Ref<CallTreeHandle>;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * A tree of calls as a table, expanded where it is opened: the accessible equal of the flame graph. Right opens, with Shift
 * along the heaviest path; Left closes, then goes to the caller.
 */
export function CallTreeTable({ ref, ...props }: CallTreeTableProps): ReactNode {
  const { label, nodes, weights, columns, selected, onSelect } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [opened, setOpened] = useState<{ readonly of: TableNodes; readonly set: ReadonlySet<number> }>({
    of: nodes,
    set: NONE,
  });
  const chosen = opened.of === nodes ? opened.set : NONE;
  const expanded = useMemo(() => {
    const above = selected < 0 ? [] : ancestorsOf(nodes, selected);
    return above.every((node) => chosen.has(node)) ? chosen : new Set([...chosen, ...above]);
  }, [chosen, nodes, selected]);
  const lines = useMemo(() => treeLines(nodes, weights, expanded), [nodes, weights, expanded]);
  const active = useMemo(() => lines.findIndex(({ node }) => node === selected), [lines, selected]);

  // eslint-disable-next-line react-hooks/incompatible-library -- built without the React compiler
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollPaddingEnd: ROW,
    useFlushSync: false,
  });
  useEffect(() => {
    if (active >= 0) virtualizer.scrollToIndex(active, { align: 'auto' });
    // The table follows the selection, not its own scrolling.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [active, nodes]);

  useImperativeHandle(ref, () => ({ focus: () => scroller.current?.focus(), lines: () => lines }), [lines]);

  function setOpen(list: readonly number[], open: boolean): void {
    const next = new Set(expanded);
    for (const node of list) {
      if (open) next.add(node);
      else next.delete(node);
    }
    setOpened({ of: nodes, set: next });
  }

  function close(line: TreeLine): void {
    // What is selected keeps its callers open: a closed one takes the selection.
    if (selected >= 0 && ancestorsOf(nodes, selected).includes(line.node)) onSelect(line.node);
    setOpen([line.node], false);
  }

  function toggle(line: TreeLine): void {
    if (line.expanded) close(line);
    else setOpen([line.node], true);
  }

  function go(to: number): void {
    const line = lines[Math.min(Math.max(to, 0), lines.length - 1)];
    if (line !== undefined) onSelect(line.node);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || lines.length === 0) return;
    const line = lines[active];
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 2);
    switch (event.key) {
      case 'ArrowDown':
        go(active + 1);
        break;
      case 'ArrowUp':
        go(active < 0 ? 0 : active - 1);
        break;
      case 'PageDown':
        go(active + page);
        break;
      case 'PageUp':
        go(active - page);
        break;
      case 'Home':
        go(0);
        break;
      case 'End':
        go(lines.length - 1);
        break;
      case 'ArrowRight':
        if (line === undefined) return;
        if (event.shiftKey) {
          const path = hotPath(nodes, weights, line.node);
          setOpen(path, true);
          onSelect(path.at(-1) ?? line.node);
        } else if (line.hasChildren && !line.expanded) setOpen([line.node], true);
        else go(active + 1);
        break;
      case 'ArrowLeft':
        if (line === undefined) return;
        if (line.expanded) close(line);
        else if (nodes.parent[line.node]! >= 0) onSelect(nodes.parent[line.node]!);
        break;
      case ' ':
        if (line !== undefined) toggle(line);
        break;
      case 'Enter':
        if (line !== undefined) props.onOpen?.(line.node);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  const template = `minmax(220px, 1fr) ${columns.map(({ width }) => `${width}px`).join(' ')}`;
  return (
    <div
      ref={scroller}
      className="call-tree"
      role="treegrid"
      aria-label={label}
      aria-rowcount={lines.length + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={active >= 0 ? `${id}-${lines[active]!.node}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="call-tree__head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
        <span role="columnheader">Function</span>
        {columns.map((column) => (
          <span
            key={column.id}
            role="columnheader"
            className={classes(column.align === 'right' && 'is-right')}
          >
            {column.header}
          </span>
        ))}
      </div>
      <div className="call-tree__rows" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const line = lines[item.index]!;
          const { node, level, hasChildren } = line;
          const Arrow = line.expanded ? ChevronDown : ChevronRight;
          return (
            <div
              key={node}
              id={`${id}-${node}`}
              className={classes('call-tree__row', node === selected && 'is-selected')}
              role="row"
              aria-rowindex={item.index + 2}
              aria-level={level + 1}
              aria-selected={node === selected}
              aria-expanded={hasChildren ? line.expanded : undefined}
              style={{ gridTemplateColumns: template, transform: `translateY(${item.start}px)` }}
              onClick={() => onSelect(node)}
              onDoubleClick={() => toggle(line)}
            >
              <span
                role="gridcell"
                className="call-tree__name"
                style={{ paddingLeft: 12 + Math.min(level, 60) * 12 }}
              >
                <span
                  className="call-tree__arrow"
                  aria-hidden="true"
                  onClick={(event) => {
                    event.stopPropagation();
                    if (hasChildren) toggle(line);
                  }}
                >
                  {hasChildren && <Arrow />}
                </span>
                {props.colourOf !== undefined && (
                  <span className="profile__swatch" style={{ background: props.colourOf(node) }} />
                )}
                <span className="mono ellipsis" title={props.nameOf(node)}>
                  {props.nameOf(node)}
                </span>
              </span>
              {columns.map((column) => (
                <span
                  key={column.id}
                  role="gridcell"
                  className={classes('call-tree__cell ellipsis', column.align === 'right' && 'is-right')}
                >
                  {column.cell(node)}
                </span>
              ))}
            </div>
          );
        })}
      </div>
      {lines.length === 0 && <div className="call-tree__empty">{props.empty}</div>}
    </div>
  );
}
