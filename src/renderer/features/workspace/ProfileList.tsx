import './profile-list.css';
import { Flame, X } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import type { ProfileInfo } from '#shared/model/profile.ts';
import { inOrder } from '../../panels/profiles/comparable.ts';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/class-names.ts';
import { ContextMenu } from '../../ui/ContextMenu.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { profileMenu } from './profile-menu.tsx';
import { sidesOf } from './tree-comparing.ts';
import type { TreeProfiles } from './tree-profiles.ts';
import { RenameField } from './TreeRows.tsx';

const NO_PICKS: readonly number[] = [];

/** The profiles of the workspace. Ctrl and click, or Space, chooses two of them to compare. */
export function ProfileList({ tree }: { readonly tree: TreeProfiles }): ReactNode {
  const { profiles, openId } = tree;
  const [activeId, setActiveId] = useState<number | null>(null);
  const [renaming, setRenaming] = useState<number | null>(null);
  const [menuOf, setMenuOf] = useState<ProfileInfo | null>(null);
  const [chosen, setChosen] = useState(NO_PICKS);
  const list = useRef<HTMLDivElement>(null);
  // A profile that is gone cannot be meant any more.
  const picked = profiles.filter(({ id }) => chosen.includes(id));
  const active = Math.max(
    0,
    profiles.findIndex(({ id }) => id === (activeId ?? openId)),
  );

  function focusRow(index: number): void {
    const row = profiles[Math.min(Math.max(index, 0), profiles.length - 1)];
    if (row === undefined) return;
    setActiveId(row.id);
    list.current?.querySelector<HTMLElement>(`[data-profile="${row.id}"]`)?.focus();
  }

  function pick(id: number): void {
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = profiles[active];
    if (row === undefined || event.target instanceof HTMLInputElement) return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowDown') focusRow(active + 1);
    else if (event.key === 'ArrowUp') focusRow(active - 1);
    else if (event.key === 'Home') focusRow(0);
    else if (event.key === 'End') focusRow(profiles.length - 1);
    else if (event.key === ' ') pick(row.id);
    else if (event.key === 'Escape' && picked.length > 0) setChosen(NO_PICKS);
    else if (event.key === 'Enter') tree.onOpen(row.id);
    else if (event.key === 'F2' && !tree.readOnly) setRenaming(row.id);
    else if (event.key === 'Delete' && !tree.readOnly) tree.onRemove(row);
    else return;
    event.preventDefault();
  }

  function click(profile: ProfileInfo, event: MouseEvent): void {
    setActiveId(profile.id);
    if (event.ctrlKey || event.metaKey || event.shiftKey) pick(profile.id);
    else tree.onOpen(profile.id);
  }

  function comparePicked(): void {
    const [one, other] = picked;
    if (one === undefined || other === undefined) return;
    const [baseline, candidate] = inOrder(one, other);
    setChosen(NO_PICKS);
    tree.onCompare([baseline.id], [candidate.id]);
  }

  return (
    <div className="workspace-tree__profiles">
      <div className="workspace-tree__group">
        Profiles<span className="figure">{numberFormat.count(profiles.length)}</span>
      </div>
      <ContextMenu entries={profileMenu(menuOf, tree, setRenaming)}>
        <div
          ref={list}
          className="workspace-tree__list"
          role="tree"
          aria-label="Profiles"
          aria-multiselectable={picked.length > 0}
          onKeyDown={onKeyDown}
          onContextMenuCapture={(event) => {
            const id = (event.target as Element).closest('[data-profile]')?.getAttribute('data-profile');
            setMenuOf(profiles.find((profile) => String(profile.id) === id) ?? null);
          }}
        >
          {profiles.map((profile, index) => (
            <div
              key={profile.id}
              className={classes(
                'workspace-tree__row',
                profile.id === openId && 'is-selected',
                picked.includes(profile) && 'is-picked',
              )}
              role="treeitem"
              aria-level={1}
              aria-selected={picked.length > 0 ? picked.includes(profile) : profile.id === openId}
              data-profile={profile.id}
              tabIndex={index === active ? 0 : -1}
              title={titleOf(profile, tree)}
              onClick={(event) => click(profile, event)}
              onDoubleClick={() => {
                if (!tree.readOnly) setRenaming(profile.id);
              }}
            >
              <Flame />
              {renaming === profile.id ? (
                <RenameField
                  label="Name of the profile"
                  name={profile.name}
                  onDone={(name) => {
                    setRenaming(null);
                    if (name !== null && name !== profile.name) tree.onRename(profile.id, name);
                    list.current?.querySelector<HTMLElement>(`[data-profile="${profile.id}"]`)?.focus();
                  }}
                />
              ) : (
                <>
                  <span className="ellipsis">{profile.name}</span>
                  {sidesOf(tree, profile.id).map((side) => (
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
          ))}
        </div>
      </ContextMenu>
      {picked.length > 0 && (
        <div className="workspace-tree__picks" role="group" aria-label="Chosen profiles">
          <span className="figure" role="status">
            {numberFormat.count(picked.length)} chosen
          </span>
          <Button size="small" disabled={picked.length !== 2} onClick={comparePicked}>
            Compare
          </Button>
          <IconButton label="Choose no profiles" onClick={() => setChosen(NO_PICKS)}>
            <X />
          </IconButton>
        </div>
      )}
    </div>
  );
}

function titleOf({ name, formatLabel, link }: ProfileInfo, tree: TreeProfiles): string {
  const run = link === null ? null : tree.runName(link.runId);
  return run === null ? `${name}, ${formatLabel}` : `${name}, ${formatLabel}, taken during ${run}`;
}
