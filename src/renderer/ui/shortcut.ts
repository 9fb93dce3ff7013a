/**
 * Keyboard shortcuts as text: `Mod+O`, `Alt+Left`, `/`, `?`, `F6`, `1`. `Mod` is Ctrl, on a Mac Command.
 * Letters are written in upper case and match whatever case the keyboard sends.
 */
export interface Shortcut {
  readonly key: string;
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

export type ShortcutPlatform = 'mac' | 'other';

/** The part of a keyboard event that counts. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const eventKeys: Readonly<Record<string, string>> = {
  Left: 'ArrowLeft',
  Right: 'ArrowRight',
  Up: 'ArrowUp',
  Down: 'ArrowDown',
  Esc: 'Escape',
  Space: ' ',
};

const macSigns: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };

const arrows: Readonly<Record<string, string>> = { Left: '←', Right: '→', Up: '↑', Down: '↓' };

export function parseShortcut(text: string): Shortcut {
  const parts = text.split('+');
  const key = parts.at(-1) ?? '';
  return {
    key: eventKeys[key] ?? (key.length === 1 ? key.toLowerCase() : key),
    mod: parts.includes('Mod'),
    alt: parts.includes('Alt'),
    shift: parts.includes('Shift'),
  };
}

export function matchesShortcut(event: KeyPress, text: string, platform: ShortcutPlatform): boolean {
  const shortcut = parseShortcut(text);
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key !== shortcut.key || event.altKey !== shortcut.alt) return false;
  const [mod, other] = platform === 'mac' ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  if (mod !== shortcut.mod || other) return false;
  // A sign such as "?" or "/" sits on a shifted key on some keyboards: what it produced is what counts.
  const isSign = /^[^a-z0-9]$/.test(shortcut.key);
  return isSign || event.shiftKey === shortcut.shift;
}

/** Keys without Mod or Alt would also be typed into fields. */
export function isPlainKey(text: string): boolean {
  const shortcut = parseShortcut(text);
  return !shortcut.mod && !shortcut.alt && shortcut.key.length === 1;
}

export function shortcutLabel(text: string, platform: ShortcutPlatform): string {
  const parts = text.split('+').map((part) => arrows[part] ?? part);
  if (platform === 'mac') return parts.map((part) => macSigns[part] ?? part).join('');
  return parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join(' ');
}

export function shortcutPlatform(): ShortcutPlatform {
  return navigator.userAgent.includes('Macintosh') ? 'mac' : 'other';
}
