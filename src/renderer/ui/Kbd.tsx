import './kbd.css';
import type { ReactNode } from 'react';
import { shortcutLabel, shortcutPlatform } from './shortcut.ts';

/** A shortcut as this computer's keyboard names it. */
export function Kbd({ keys }: { readonly keys: string }): ReactNode {
  return <kbd className="kbd">{shortcutLabel(keys, shortcutPlatform())}</kbd>;
}
