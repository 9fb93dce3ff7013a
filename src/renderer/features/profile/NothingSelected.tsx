import type { ReactNode } from 'react';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Kbd } from '../../ui/Kbd.tsx';

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['Up', 'Down', 'Left', 'Right'], 'walk the tree'],
  [['Enter', 'Backspace'], 'zoom in and out'],
  [['F'], 'focus'],
  [['H'], 'hide'],
  [['C'], 'collapse recursion'],
  [['/', 'N'], 'search, next match'],
];

/** The details before anything was chosen: how to choose, and the keys that work on a box. */
export function NothingSelected({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <>
      <EmptyState title="Nothing is selected">{children}</EmptyState>
      <dl className="profile__keys">
        {KEYS.map(([keys, words]) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key} keys={key} />
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
