import './workspace-tree.css';
import { Database, X } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import type { Run, Source } from '#shared/model/run.ts';
import type { WorkspaceInfo } from '#shared/model/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/byte-format.ts';
import { classes } from '../../ui/class-names.ts';
import { ContextMenu } from '../../ui/ContextMenu.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { parentIndex, runRowId, treeRows, type TreeRow } from './tree-rows.ts';
import { ComparisonList } from './ComparisonList.tsx';
import { HeapTree } from './HeapTree.tsx';
import { ProfileList } from './ProfileList.tsx';
import { ReportList } from './ReportList.tsx';
import { sidesOf } from './tree-comparing.ts';
import type { TreeHeap } from './tree-heap.ts';
import type { TreeProfiles } from './tree-profiles.ts';
import type { TreeReports } from './tree-reports.ts';
import { treeMenu, type TreeActions } from './tree-menu.tsx';
import { RunRow, SourceRow } from './TreeRows.tsx';
import { useRunPicks } from './use-run-picks.ts';

interface WorkspaceTreeProps extends TreeActions {
  readonly info: WorkspaceInfo | null;
  readonly runs: readonly Run[];
  readonly sources: readonly Source[];
  readonly selectedRunId: number | null;
  /** Scenarios that a run is the baseline of. */
  readonly baselines?: ReadonlyMap<number, readonly string[]>;
  readonly onRename: (runId: number, name: string) => void;
  readonly heap: TreeHeap;
  /** Left out: the workspace has none. */
  readonly profiles?: TreeProfiles;
  /** Left out: the tree shows none. */
  readonly reports?: TreeReports;
  /** Left out: the tree has no way to the SQL console. */
  readonly sql?: { readonly open: boolean; readonly onOpen: () => void };
}

const NO_NAMES: readonly string[] = [];

export function WorkspaceTree(props: WorkspaceTreeProps): ReactNode {
  const { info, runs, sources, selectedRunId, onOpenRun, onRename, onRemove, onShowLog } = props;
  const [expanded, setExpanded] = useState<ReadonlySet<number>>(new Set());
  const [activeId, setActiveId] = useState<string | null>(null);
  const [renaming, setRenaming] = useState<number | null>(null);
  const [menuRow, setMenuRow] = useState<TreeRow | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => treeRows(runs, sources, expanded), [runs, sources, expanded]);
  const picks = useRunPicks(runs, selectedRunId);

  // One row takes the Tab key: the last one used, else that of the open run.
  const wanted = activeId ?? (selectedRunId === null ? null : runRowId(selectedRunId));
  const activeIndex = Math.max(
    0,
    rows.findIndex((row) => row.id === wanted),
  );

  function focusRow(index: number): void {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (row === undefined) return;
    setActiveId(row.id);
    list.current?.querySelector<HTMLElement>(`[data-row="${row.id}"]`)?.focus();
  }

  function setOpen(runId: number, open: boolean): void {
    const next = new Set(expanded);
    if (open) next.add(runId);
    else next.delete(runId);
    setExpanded(next);
  }

  function activate(row: TreeRow): void {
    if (row.kind === 'run') onOpenRun(row.run.id);
    else onShowLog(row.source.id);
  }

  function clickRun(runId: number, event: MouseEvent): void {
    if (event.shiftKey) picks.click(runId, 'extend');
    else if (event.ctrlKey || event.metaKey) picks.click(runId, 'toggle');
    else onOpenRun(runId);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = rows[activeIndex];
    if (row === undefined || event.target instanceof HTMLInputElement) return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const handled = moveKey(event.key, row) || actKey(event.key, row);
    if (handled) event.preventDefault();
  }

  function moveKey(key: string, row: TreeRow): boolean {
    switch (key) {
      case 'ArrowDown':
        focusRow(activeIndex + 1);
        return true;
      case 'ArrowUp':
        focusRow(activeIndex - 1);
        return true;
      case 'Home':
        focusRow(0);
        return true;
      case 'End':
        focusRow(rows.length - 1);
        return true;
      case 'ArrowRight':
        if (row.kind === 'run' && !row.expanded) setOpen(row.run.id, true);
        else focusRow(activeIndex + 1);
        return true;
      case 'ArrowLeft':
        if (row.kind === 'run') setOpen(row.run.id, false);
        else focusRow(parentIndex(rows, activeIndex));
        return true;
      default:
        return false;
    }
  }

  function actKey(key: string, row: TreeRow): boolean {
    if (key === ' ' && row.kind === 'run') picks.toggle(row.run.id);
    else if (key === 'Escape' && picks.active) picks.clear();
    else if (key === 'Enter' || key === ' ') activate(row);
    else if (key === 'F2' && row.kind === 'run') setRenaming(row.run.id);
    else if (key === 'Delete' && row.kind === 'run') onRemove(row.run.id);
    else return false;
    return true;
  }

  function noteMenuRow(event: MouseEvent): void {
    const id = (event.target as Element).closest('[data-row]')?.getAttribute('data-row');
    setMenuRow(rows.find((row) => row.id === id) ?? null);
  }

  return (
    <nav className="workspace-tree" aria-label="Workspace" data-pane="tree">
      <div className="workspace-tree__group">
        Runs<span className="figure">{numberFormat.count(runs.length)}</span>
      </div>
      <ContextMenu entries={treeMenu(menuRow, props, setRenaming, picks.ids)}>
        <div
          ref={list}
          className="workspace-tree__list"
          role="tree"
          aria-label="Runs"
          aria-multiselectable={picks.active}
          onKeyDown={onKeyDown}
          onContextMenuCapture={noteMenuRow}
        >
          {rows.map((row, index) =>
            row.kind === 'run' ? (
              <RunRow
                key={row.id}
                row={row}
                selected={row.run.id === selectedRunId}
                focusable={index === activeIndex}
                renaming={renaming === row.run.id}
                picked={picks.active ? picks.has(row.run.id) : null}
                sides={sidesOf(props.comparing, row.run.id)}
                baselineOf={props.baselines?.get(row.run.id) ?? NO_NAMES}
                onActivate={(event) => {
                  setActiveId(row.id);
                  clickRun(row.run.id, event);
                }}
                onPick={() => {
                  setActiveId(row.id);
                  picks.toggle(row.run.id);
                }}
                onToggle={() => setOpen(row.run.id, !row.expanded)}
                onRename={(name) => {
                  setRenaming(null);
                  if (name !== null && name !== row.run.name) onRename(row.run.id, name);
                  list.current?.querySelector<HTMLElement>(`[data-row="${row.id}"]`)?.focus();
                }}
                onStartRename={() => setRenaming(row.run.id)}
                onShowLog={onShowLog}
              />
            ) : (
              <SourceRow
                key={row.id}
                row={row}
                focusable={index === activeIndex}
                onActivate={() => {
                  setActiveId(row.id);
                  onShowLog(row.source.id);
                }}
              />
            ),
          )}
        </div>
      </ContextMenu>
      {picks.active && (
        <div className="workspace-tree__picks" role="group" aria-label="Chosen runs">
          <span className="figure" role="status">
            {picks.ids.length === 1 ? '1 run chosen' : `${numberFormat.count(picks.ids.length)} runs chosen`}
          </span>
          <Button size="small" disabled={picks.ids.length < 2} onClick={() => props.onMerge(picks.ids)}>
            Merge…
          </Button>
          <Button
            size="small"
            disabled={picks.ids.length < 2}
            onClick={() => props.comparing.onCompare(picks.ids)}
          >
            Compare
          </Button>
          <IconButton label="Choose no runs" onClick={picks.clear}>
            <X />
          </IconButton>
        </div>
      )}
      {props.profiles !== undefined && props.profiles.profiles.length > 0 && (
        <ProfileList tree={props.profiles} />
      )}
      {props.heap.snapshots.length > 0 && <HeapTree heap={props.heap} />}
      <ComparisonList comparing={props.comparing} />
      {props.reports !== undefined && <ReportList tree={props.reports} />}
      {props.sql !== undefined && (
        <button
          type="button"
          className={classes('workspace-tree__row', 'workspace-tree__sql', props.sql.open && 'is-selected')}
          aria-current={props.sql.open ? 'page' : undefined}
          onClick={props.sql.onOpen}
        >
          <Database />
          SQL console
        </button>
      )}
      <footer className="workspace-tree__foot">
        <span>Drop files anywhere to add</span>
        {info !== null && <span>{formatBytes(info.sizeBytes)}</span>}
      </footer>
    </nav>
  );
}
