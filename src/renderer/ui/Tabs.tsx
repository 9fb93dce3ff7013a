import './tabs.css';
import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface TabItem<T extends string> {
  readonly value: T;
  readonly label: string;
}

interface TabsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly items: readonly TabItem<T>[];
  readonly onChange: (value: T) => void;
}

/** The row of tabs only; what they switch is elsewhere on the page. */
export function Tabs<T extends string>({ label, value, items, onChange }: TabsProps<T>): ReactNode {
  return (
    <Base.Root className="tabs" value={value} onValueChange={(next: T) => onChange(next)}>
      <Base.List className="tabs__list" aria-label={label}>
        {items.map((item) => (
          <Base.Tab key={item.value} value={item.value} className="tabs__tab">
            {item.label}
          </Base.Tab>
        ))}
      </Base.List>
    </Base.Root>
  );
}
