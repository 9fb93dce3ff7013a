import { ArrowLeftRight, Plus, SquareArrowOutUpRight, Trash2 } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import type { SavedComparison } from '#shared/model/comparison.ts';
import { classes } from '../../ui/class-names.ts';
import { ContextMenu } from '../../ui/ContextMenu.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { TreeComparing } from './tree-comparing.ts';

/** The saved comparisons of the workspace, below its runs. */
export function ComparisonList({ comparing }: { readonly comparing: TreeComparing }): ReactNode {
  const { comparisons, openId, isOpen, onOpen, onNew, onRemove } = comparing;
  const [activeId, setActiveId] = useState<number | null>(null);
  const [menuOf, setMenuOf] = useState<SavedComparison | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const active = Math.max(
    0,
    comparisons.findIndex(({ id }) => id === (activeId ?? openId)),
  );

  function focusRow(index: number): void {
    const row = comparisons[Math.min(Math.max(index, 0), comparisons.length - 1)];
    if (row === undefined) return;
    setActiveId(row.id);
    list.current?.querySelector<HTMLElement>(`[data-comparison="${row.id}"]`)?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = comparisons[active];
    if (row === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowDown') focusRow(active + 1);
    else if (event.key === 'ArrowUp') focusRow(active - 1);
    else if (event.key === 'Home') focusRow(0);
    else if (event.key === 'End') focusRow(comparisons.length - 1);
    else if (event.key === 'Enter' || event.key === ' ') onOpen(row);
    else if (event.key === 'Delete') onRemove(row);
    else return;
    event.preventDefault();
  }

  function noteMenuRow(event: MouseEvent): void {
    const id = (event.target as Element).closest('[data-comparison]')?.getAttribute('data-comparison');
    setMenuOf(comparisons.find((comparison) => String(comparison.id) === id) ?? null);
  }

  return (
    <div className="workspace-tree__comparisons">
      <div className="workspace-tree__group">
        Comparisons<span className="figure">{numberFormat.count(comparisons.length)}</span>
        <IconButton label="New comparison" onClick={onNew}>
          <Plus />
        </IconButton>
      </div>
      {comparisons.length > 0 && (
        <ContextMenu entries={menuEntries(menuOf, onOpen, onRemove)}>
          <div
            ref={list}
            className="workspace-tree__list"
            role="listbox"
            aria-label="Comparisons"
            onKeyDown={onKeyDown}
            onContextMenuCapture={noteMenuRow}
          >
            {comparisons.map((comparison, index) => {
              const selected = isOpen && comparison.id === openId;
              return (
                <div
                  key={comparison.id}
                  className={classes('workspace-tree__row', selected && 'is-selected')}
                  role="option"
                  aria-selected={selected}
                  data-comparison={comparison.id}
                  tabIndex={index === active ? 0 : -1}
                  title={comparison.name}
                  onClick={() => {
                    setActiveId(comparison.id);
                    onOpen(comparison);
                  }}
                >
                  <ArrowLeftRight />
                  <span className="ellipsis">{comparison.name}</span>
                </div>
              );
            })}
          </div>
        </ContextMenu>
      )}
    </div>
  );
}

function menuEntries(
  comparison: SavedComparison | null,
  onOpen: (comparison: SavedComparison) => void,
  onRemove: (comparison: SavedComparison) => void,
): readonly MenuEntry[] {
  if (comparison === null) return [];
  return [
    {
      kind: 'action',
      id: 'open',
      label: 'Open',
      icon: <SquareArrowOutUpRight />,
      onSelect: () => onOpen(comparison),
    },
    { kind: 'separator', id: 'separator' },
    {
      kind: 'action',
      id: 'remove',
      label: 'Remove from the workspace',
      icon: <Trash2 />,
      shortcut: 'Del',
      danger: true,
      onSelect: () => onRemove(comparison),
    },
  ];
}
