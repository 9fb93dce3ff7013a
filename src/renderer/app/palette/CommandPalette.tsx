import './command-palette.css';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Kbd } from '../../ui/Kbd.tsx';
import { classes } from '../../ui/class-names.ts';
import { textParts } from './fuzzy.ts';
import { findItems, type PaletteHit, type PaletteItem } from './palette-item.ts';

interface CommandPaletteProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly items: readonly PaletteItem[];
}

export function CommandPalette({ open, onClose, items }: CommandPaletteProps): ReactNode {
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="command-palette__backdrop" />
        <Dialog.Popup className="command-palette" aria-label="Search and commands">
          <PaletteBody items={items} onClose={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ items, onClose }: Omit<CommandPaletteProps, 'open'>): ReactNode {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const hits = useMemo(() => findItems(items, query), [items, query]);
  const at = Math.min(active, hits.length - 1);

  function choose(hit: PaletteHit | undefined): void {
    if (hit === undefined) return;
    // Closing first gives the focus back, so that a command may move it.
    onClose();
    queueMicrotask(hit.item.run);
  }

  function move(to: number): void {
    const next = (to + hits.length) % Math.max(1, hits.length);
    setActive(next);
    list.current?.querySelector(`[data-index="${next}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') move(at + 1);
    else if (event.key === 'ArrowUp') move(at - 1);
    else if (event.key === 'Enter') choose(hits[at]);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <div className="command-palette__field">
        <Search />
        <input
          role="combobox"
          aria-label="Search"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={hits.length === 0 ? undefined : `${id}-${at}`}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          placeholder="Search runs, transactions, workspaces and commands"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={`${id}-list`} className="command-palette__list" role="listbox" aria-label="Results">
        {hits.map((hit, index) => (
          <div key={hit.item.id} role="presentation">
            {hits[index - 1]?.item.group !== hit.item.group && (
              <div className="command-palette__group" role="presentation">
                {hit.item.group}
              </div>
            )}
            <div
              id={`${id}-${index}`}
              data-index={index}
              role="option"
              aria-selected={index === at}
              className={classes('command-palette__item', index === at && 'is-active')}
              onPointerMove={() => setActive(index)}
              onClick={() => choose(hit)}
            >
              <span className="ellipsis">{marked(hit)}</span>
              {hit.item.note !== undefined && <span className="command-palette__note">{hit.item.note}</span>}
              {hit.item.shortcut !== undefined && <Kbd keys={hit.item.shortcut} />}
            </div>
          </div>
        ))}
      </div>
      {hits.length === 0 && (
        <p className="command-palette__none">Nothing is called “{query}”. Try fewer letters.</p>
      )}
    </>
  );
}

function marked({ item, positions }: PaletteHit): ReactNode {
  return textParts(item.title, positions).map((part) =>
    part.matched ? <b key={part.from}>{part.text}</b> : part.text,
  );
}
