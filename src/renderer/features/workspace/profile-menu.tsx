import { ArrowLeftRight, Link, Pencil, ScrollText, SquareArrowOutUpRight, Trash2 } from 'lucide-react';
import type { ProfileInfo } from '#shared/model/profile.ts';
import { comparable, inOrder } from '../../panels/profiles/comparable.ts';
import type { MenuEntry } from '../../ui/menu-item.ts';
import type { TreeProfiles } from './tree-profiles.ts';

/** More would not fit a menu; the others are in the picker of the profile itself. */
const MOST_OFFERED = 12;

/** What the right mouse button offers on a profile of the tree. */
export function profileMenu(
  profile: ProfileInfo | null,
  tree: TreeProfiles,
  startRename: (profileId: number) => void,
): readonly MenuEntry[] {
  if (profile === null) return [];
  const { id, sourceId } = profile;
  return [
    {
      kind: 'action',
      id: 'open',
      label: 'Open',
      icon: <SquareArrowOutUpRight />,
      onSelect: () => tree.onOpen(id),
    },
    {
      kind: 'action',
      id: 'log',
      label: 'Import log',
      icon: <ScrollText />,
      onSelect: () => tree.onShowLog(sourceId),
    },
    {
      kind: 'action',
      id: 'rename',
      label: 'Rename',
      icon: <Pencil />,
      shortcut: 'F2',
      disabled: tree.readOnly,
      onSelect: () => startRename(id),
    },
    {
      kind: 'action',
      id: 'link',
      label: profile.link === null ? 'Link to a run…' : 'Change the link to the run…',
      icon: <Link />,
      disabled: tree.readOnly,
      onSelect: () => tree.onLink(id),
    },
    ...compareEntries(profile, tree),
    { kind: 'separator', id: 'separator' },
    {
      kind: 'action',
      id: 'remove',
      label: 'Remove from the workspace',
      icon: <Trash2 />,
      shortcut: 'Del',
      danger: true,
      disabled: tree.readOnly,
      onSelect: () => tree.onRemove(profile),
    },
  ];
}

function compareEntries(profile: ProfileInfo, tree: TreeProfiles): readonly MenuEntry[] {
  const others = comparable(profile, tree.profiles).slice(0, MOST_OFFERED);
  if (others.length === 0) return [];
  return [
    { kind: 'separator', id: 'compare-separator' },
    { kind: 'heading', id: 'compare', label: 'Compare with' },
    ...others.map((other): MenuEntry => ({
      kind: 'action',
      id: `compare-${other.id}`,
      label: other.name,
      icon: <ArrowLeftRight />,
      onSelect: () => {
        const [baseline, candidate] = inOrder(profile, other);
        tree.onCompare([baseline.id], [candidate.id]);
      },
    })),
  ];
}
