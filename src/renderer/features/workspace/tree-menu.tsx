import {
  ArrowLeftRight,
  FileText,
  Merge,
  Pencil,
  ScrollText,
  SquareArrowOutUpRight,
  Trash2,
} from 'lucide-react';
import type { MenuEntry } from '../../ui/menu-item.ts';
import type { TreeComparing } from './tree-comparing.ts';
import type { TreeRow } from './tree-rows.ts';

export interface TreeActions {
  readonly onOpenRun: (runId: number) => void;
  readonly onOpenFiles: () => void;
  readonly onRemove: (runId: number) => void;
  readonly onShowLog: (sourceId: number) => void;
  /** Asks how these runs, in this order, become one. */
  readonly onMerge: (runIds: readonly number[]) => void;
  readonly comparing: TreeComparing;
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
    ...compareEntries(id, picked, actions.comparing),
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

/** Of one run, or of all that are chosen when it is among them. */
function compareEntries(
  id: number,
  picked: readonly number[],
  { onUseAsBaseline, onCompare }: TreeComparing,
): readonly MenuEntry[] {
  const several = picked.length > 1 && picked.includes(id);
  const ids = several ? picked : [id];
  return [
    { kind: 'separator', id: 'compare-separator' },
    {
      kind: 'action',
      id: 'use-as-baseline',
      label: several ? `Use ${ids.length} runs as baseline (A)` : 'Use as baseline (A)',
      onSelect: () => onUseAsBaseline(ids),
    },
    {
      kind: 'action',
      id: 'compare',
      label: several ? `Compare ${ids.length} runs` : 'Compare with…',
      icon: <ArrowLeftRight />,
      onSelect: () => onCompare(ids),
    },
  ];
}
