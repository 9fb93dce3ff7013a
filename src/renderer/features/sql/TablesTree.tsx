import { ChevronDown, ChevronRight, Search, Table2 } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { DocumentedTable } from '#shared/model/sql.ts';
import { TextField } from '../../ui/TextField.tsx';
import { tableRows, type TableRow } from './table-rows.ts';

interface TablesTreeProps {
  readonly tables: readonly DocumentedTable[];
  /** Puts a name into the statement. */
  readonly onInsert: (name: string) => void;
}

/** The documented tables with their columns; click or Enter puts a name into the statement, the arrow keys open and close. */
export function TablesTree({ tables, onInsert }: TablesTreeProps): ReactNode {
  const [filter, setFilter] = useState('');
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const [activeId, setActiveId] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => tableRows(tables, expanded, filter), [tables, expanded, filter]);
  const active = Math.max(
    0,
    rows.findIndex(({ id }) => id === activeId),
  );

  function focusRow(index: number): void {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (row === undefined) return;
    setActiveId(row.id);
    list.current?.querySelector<HTMLElement>(`[data-row="${row.id}"]`)?.focus();
  }

  function setOpen(table: string, open: boolean): void {
    const next = new Set(expanded);
    if (open) next.add(table);
    else next.delete(table);
    setExpanded(next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = rows[active];
    if (row === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowDown') focusRow(active + 1);
    else if (event.key === 'ArrowUp') focusRow(active - 1);
    else if (event.key === 'Home') focusRow(0);
    else if (event.key === 'End') focusRow(rows.length - 1);
    else if (event.key === 'ArrowRight' && row.level === 1 && !row.expanded) setOpen(row.name, true);
    else if (event.key === 'ArrowLeft') closeOrLeave(row);
    else if (event.key === 'Enter' || event.key === ' ') onInsert(row.inserted);
    else return;
    event.preventDefault();
  }

  function closeOrLeave(row: TableRow): void {
    if (row.level === 1) setOpen(row.name, false);
    else focusRow(rows.findIndex(({ id }) => id === row.parent));
  }

  return (
    <>
      <div className="sql__filter">
        <TextField
          label="Filter tables and columns"
          size="small"
          icon={<Search />}
          placeholder="Filter"
          clearable
          value={filter}
          onChange={setFilter}
        />
      </div>
      <div ref={list} className="sql__tables" role="tree" aria-label="Tables" onKeyDown={onKeyDown}>
        {rows.map((row, index) => (
          <div
            key={row.id}
            className={row.level === 1 ? 'sql__table' : 'sql__column'}
            role="treeitem"
            aria-level={row.level}
            aria-expanded={row.level === 1 ? row.expanded : undefined}
            aria-selected={false}
            aria-label={row.level === 1 ? row.name : `${row.name}, ${row.type ?? ''}`}
            data-row={row.id}
            tabIndex={index === active ? 0 : -1}
            title={row.about}
            onFocus={() => setActiveId(row.id)}
            onClick={() => onInsert(row.inserted)}
          >
            {row.level === 1 && (
              <span
                className="sql__arrow"
                aria-hidden="true"
                onClick={(event) => {
                  event.stopPropagation();
                  setOpen(row.name, !row.expanded);
                }}
              >
                {row.expanded ? <ChevronDown /> : <ChevronRight />}
              </span>
            )}
            {row.level === 1 && <Table2 />}
            <span className="ellipsis">{row.name}</span>
            {row.type !== null && <span className="sql__type ellipsis">{row.type}</span>}
          </div>
        ))}
        {rows.length === 0 && <p className="sql__none">No table or column is called so.</p>}
      </div>
    </>
  );
}
