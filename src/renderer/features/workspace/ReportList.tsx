import { FileText, Pencil, Plus, SquareArrowOutUpRight, Trash2 } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ReportSummary } from '#shared/model/report.ts';
import { classes } from '../../ui/class-names.ts';
import { ContextMenu } from '../../ui/ContextMenu.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { TreeReports } from './tree-reports.ts';
import { RenameField } from './TreeRows.tsx';

/** The reports of the workspace, at the end of its tree. */
export function ReportList({ tree }: { readonly tree: TreeReports }): ReactNode {
  const { reports, openId, readOnly } = tree;
  const [activeId, setActiveId] = useState<number | null>(null);
  const [renaming, setRenaming] = useState<number | null>(null);
  const [menuOf, setMenuOf] = useState<ReportSummary | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const active = Math.max(
    0,
    reports.findIndex(({ id }) => id === (activeId ?? openId)),
  );

  function focusRow(index: number): void {
    const row = reports[Math.min(Math.max(index, 0), reports.length - 1)];
    if (row === undefined) return;
    setActiveId(row.id);
    list.current?.querySelector<HTMLElement>(`[data-report="${row.id}"]`)?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = reports[active];
    if (row === undefined || event.target instanceof HTMLInputElement) return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowDown') focusRow(active + 1);
    else if (event.key === 'ArrowUp') focusRow(active - 1);
    else if (event.key === 'Home') focusRow(0);
    else if (event.key === 'End') focusRow(reports.length - 1);
    else if (event.key === 'Enter' || event.key === ' ') tree.onOpen(row.id);
    else if (event.key === 'F2' && !readOnly) setRenaming(row.id);
    else if (event.key === 'Delete' && !readOnly) tree.onRemove(row);
    else return;
    event.preventDefault();
  }

  return (
    <div className="workspace-tree__comparisons">
      <div className="workspace-tree__group">
        Reports<span className="figure">{numberFormat.count(reports.length)}</span>
        <IconButton
          label="New report of the open run or comparison"
          disabled={readOnly || !tree.canMake}
          onClick={tree.onNew}
        >
          <Plus />
        </IconButton>
      </div>
      {reports.length > 0 && (
        <ContextMenu entries={menuEntries(menuOf, tree, setRenaming)}>
          <div
            ref={list}
            className="workspace-tree__list"
            role="listbox"
            aria-label="Reports"
            onKeyDown={onKeyDown}
            onContextMenuCapture={(event) => {
              const id = (event.target as Element).closest('[data-report]')?.getAttribute('data-report');
              setMenuOf(reports.find((report) => String(report.id) === id) ?? null);
            }}
          >
            {reports.map((report, index) => (
              <div
                key={report.id}
                className={classes('workspace-tree__row', report.id === openId && 'is-selected')}
                role="option"
                aria-selected={report.id === openId}
                data-report={report.id}
                tabIndex={index === active ? 0 : -1}
                title={renaming === report.id ? undefined : titleOf(report)}
                onClick={() => {
                  setActiveId(report.id);
                  tree.onOpen(report.id);
                }}
                onDoubleClick={() => {
                  if (!readOnly) setRenaming(report.id);
                }}
              >
                <FileText />
                {renaming === report.id ? (
                  <RenameField
                    label="Name of the report"
                    name={report.name}
                    onDone={(name) => {
                      setRenaming(null);
                      if (name !== null && name !== report.name) tree.onRename(report, name);
                      list.current?.querySelector<HTMLElement>(`[data-report="${report.id}"]`)?.focus();
                    }}
                  />
                ) : (
                  <span className="ellipsis">{report.name}</span>
                )}
              </div>
            ))}
          </div>
        </ContextMenu>
      )}
    </div>
  );
}

function titleOf({ name, signed }: ReportSummary): string {
  return signed === 0 ? `${name}, nothing signed yet` : `${name}, ${numberFormat.count(signed)} signed`;
}

function menuEntries(
  report: ReportSummary | null,
  tree: TreeReports,
  startRename: (id: number) => void,
): readonly MenuEntry[] {
  if (report === null) return [];
  return [
    {
      kind: 'action',
      id: 'open',
      label: 'Open',
      icon: <SquareArrowOutUpRight />,
      onSelect: () => tree.onOpen(report.id),
    },
    {
      kind: 'action',
      id: 'rename',
      label: 'Rename',
      icon: <Pencil />,
      shortcut: 'F2',
      disabled: tree.readOnly,
      onSelect: () => startRename(report.id),
    },
    { kind: 'separator', id: 'separator' },
    {
      kind: 'action',
      id: 'remove',
      label: 'Remove from the workspace',
      icon: <Trash2 />,
      shortcut: 'Del',
      danger: true,
      disabled: tree.readOnly,
      onSelect: () => tree.onRemove(report),
    },
  ];
}
