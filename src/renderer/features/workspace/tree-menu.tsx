import { FileText, Merge, Pencil, ScrollText, SquareArrowOutUpRight, Trash2 } from 'lucide-react';
import type { MenuEntry } from '../../ui/menu-item.ts';
import type { TreeRow } from './tree-rows.ts';

export interface TreeActions {
  readonly onOpenRun: (runId: number) => void;
  readonly onOpenFiles: () => void;
  readonly onRemove: (runId: number) => void;
  readonly onShowLog: (sourceId: number) => void;
  /** Asks how these runs, in this order, become one. */
  readonly onMerge: (runIds: readonly number[]) => void;
}

/**
 * What the right mouse button offers on a row of the tree, or beside the rows.
 * @param picked runs that are being chosen
 */
export function treeMenu(
  row: TreeRow | null,
  actions: TreeActions,
  startRename: (runId: number) => void,
  picked: readonly number[],
): readonly MenuEntry[] {
  if (row === null) {
    return [
      { kind: 'action', id: 'open', label: 'Open files', icon: <FileText />, onSelect: actions.onOpenFiles },
    ];
  }
  if (row.kind === 'source') {
    const { id } = row.source;
    return [
      {
        kind: 'action',
        id: 'log',
        label: 'Import log',
        icon: <ScrollText />,
        onSelect: () => actions.onShowLog(id),
      },
    ];
  }
  const { id, sourceIds } = row.run;
  const [onlySource] = sourceIds.length === 1 ? sourceIds : [];
  const log: readonly MenuEntry[] =
    onlySource === undefined
      ? []
      : [
          {
            kind: 'action',
            id: 'log',
            label: 'Import log',
            icon: <ScrollText />,
            onSelect: () => actions.onShowLog(onlySource),
          },
        ];
  return [
    {
      kind: 'action',
      id: 'open',
      label: 'Open',
      icon: <SquareArrowOutUpRight />,
      onSelect: () => actions.onOpenRun(id),
    },
    ...log,
    {
      kind: 'action',
      id: 'rename',
      label: 'Rename',
      icon: <Pencil />,
      shortcut: 'F2',
      onSelect: () => startRename(id),
    },
    {
      kind: 'action',
      id: 'merge',
      label: picked.length > 1 && picked.includes(id) ? `Merge ${picked.length} runs…` : 'Merge with…',
      icon: <Merge />,
      onSelect: () => actions.onMerge(picked.length > 1 && picked.includes(id) ? picked : [id]),
    },
    { kind: 'separator', id: 'separator' },
    {
      kind: 'action',
      id: 'remove',
      label: 'Remove from the workspace',
      icon: <Trash2 />,
      shortcut: 'Del',
      danger: true,
      onSelect: () => actions.onRemove(id),
    },
  ];
}
