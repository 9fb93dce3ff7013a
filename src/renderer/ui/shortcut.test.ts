import { describe, expect, it } from 'vitest';
import { isPlainKey, matchesShortcut, shortcutLabel, type KeyPress } from './shortcut.ts';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe('shortcuts', () => {
  it.each([
    ['Mod+O', press('o', { ctrlKey: true }), true],
    ['Mod+O', press('O', { ctrlKey: true }), true],
    ['Mod+O', press('O', { ctrlKey: true, shiftKey: true }), false],
    ['Mod+Shift+O', press('O', { ctrlKey: true, shiftKey: true }), true],
    ['Mod+O', press('o'), false],
    ['Mod+O', press('o', { ctrlKey: true, altKey: true }), false],
    ['Alt+Left', press('ArrowLeft', { altKey: true }), true],
    ['Esc', press('Escape'), true],
    ['1', press('1'), true],
    ['1', press('1', { ctrlKey: true }), false],
    ['?', press('?', { shiftKey: true }), true],
    ['/', press('/', { shiftKey: true }), true],
    ['F6', press('F6', { shiftKey: true }), false],
  ])('%s', (shortcut, event, matches) => {
    expect(matchesShortcut(event, shortcut, 'other')).toBe(matches);
  });

  it('takes Command on a Mac, and Control there for nothing', () => {
    expect(matchesShortcut(press('k', { metaKey: true }), 'Mod+K', 'mac')).toBe(true);
    expect(matchesShortcut(press('k', { ctrlKey: true }), 'Mod+K', 'mac')).toBe(false);
  });

  it('is written as the keyboard names it', () => {
    expect(shortcutLabel('Mod+Shift+O', 'other')).toBe('Ctrl Shift O');
    expect(shortcutLabel('Mod+Shift+O', 'mac')).toBe('⌘⇧O');
    expect(shortcutLabel('Alt+Left', 'other')).toBe('Alt ←');
  });

  it('knows which keys a text field would take', () => {
    expect(['/', '1', 'Mod+K', 'F6', 'Alt+Left'].map(isPlainKey)).toEqual([true, true, false, false, false]);
  });
});
