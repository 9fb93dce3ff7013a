import './menu.css';
import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './class-names.ts';
import { Kbd } from './Kbd.tsx';
import type { MenuEntry } from './menu-item.ts';

/** The entries of a menu, whether it opens from a button or from the right mouse button. */
export function MenuEntries({ entries }: { readonly entries: readonly MenuEntry[] }): ReactNode {
  return entries.map((entry) => <Entry key={entry.id} entry={entry} />);
}

function Entry({ entry }: { readonly entry: MenuEntry }): ReactNode {
  switch (entry.kind) {
    case 'separator':
      return <Menu.Separator className="menu__separator" />;
    case 'heading':
      return <div className="menu__heading">{entry.label}</div>;
    case 'choice':
      return (
        <Menu.CheckboxItem
          className="menu__item"
          checked={entry.chosen}
          closeOnClick
          onCheckedChange={() => entry.onSelect()}
        >
          <span className="menu__icon">{entry.chosen && <Check />}</span>
          <span className="menu__label">{entry.label}</span>
        </Menu.CheckboxItem>
      );
    case 'action':
      return (
        <Menu.Item
          className={classes('menu__item', entry.danger === true && 'is-danger')}
          disabled={entry.disabled === true}
          onClick={entry.onSelect}
        >
          {entry.icon !== undefined && <span className="menu__icon">{entry.icon}</span>}
          <span className="menu__label">{entry.label}</span>
          {entry.note !== undefined && <span className="menu__note">{entry.note}</span>}
          {entry.shortcut !== undefined && <Kbd keys={entry.shortcut} />}
        </Menu.Item>
      );
  }
}
