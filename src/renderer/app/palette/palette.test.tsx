import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveElementsSize } from '../../testing/dom-layout.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { fuzzyMatch, textParts } from './fuzzy.ts';
import { findItems, type PaletteItem } from './palette-item.ts';

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize(600, 400);
});
afterEach(() => {
  cleanup();
  restore();
});

function item(title: string, group = 'Commands', run = vi.fn()): PaletteItem {
  return { id: `${group}-${title}`, group, title, run };
}

const titles = (items: readonly PaletteItem[], query: string): string[] =>
  findItems(items, query).map(({ item: { title } }) => title);

describe('fuzzy search', () => {
  it('takes characters in order, whatever the case', () => {
    expect(fuzzyMatch('CHPO', 'Checkout: place order')).not.toBeNull();
    expect(fuzzyMatch('opch', 'Checkout: place order')).toBeNull();
  });

  it('prefers beginnings of words to places inside of them', () => {
    expect(titles([item('Remove'), item('Move'), item('Overview')], 'ov')[0]).toBe('Overview');
    expect(titles([item('Scope of work'), item('Open files')], 'of')).toEqual([
      'Scope of work',
      'Open files',
    ]);
  });

  it('marks what matched', () => {
    const positions = fuzzyMatch('place', 'Checkout: place order')?.positions ?? [];
    expect(textParts('Checkout: place order', positions).map((part) => [part.text, part.matched])).toEqual([
      ['Checkout: ', false],
      ['place', true],
      [' order', false],
    ]);
    expect(textParts('', [])).toEqual([]);
  });

  it('keeps groups together and bounded, and their order where hits are equally good', () => {
    const many = Array.from({ length: 500 }, (_, index) => item(`check ${index}`, 'Transactions'));
    const hits = findItems([...many, item('checkout', 'Recent workspaces')], 'check');
    expect(hits.filter((hit) => hit.item.group === 'Transactions')).toHaveLength(12);
    expect(hits[0]?.item.group).toBe('Transactions');
    expect(hits.at(-1)?.item.group).toBe('Recent workspaces');
  });
});

describe('CommandPalette', () => {
  it('runs the chosen item with the keyboard, after closing', async () => {
    const order: string[] = [];
    const open = vi.fn(() => order.push('run'));
    const onClose = vi.fn(() => order.push('close'));
    const user = userEvent.setup();
    render(
      <CommandPalette
        open
        onClose={onClose}
        items={[
          item('Save the workspace as'),
          item('Open a workspace', 'Commands', open),
          item('Open files'),
        ]}
      />,
    );
    await user.keyboard('open{ArrowDown}{ArrowDown}');
    const chosen = screen.getByRole('option', { selected: true });
    expect(screen.getByRole('combobox').getAttribute('aria-activedescendant')).toBe(chosen.id);
    await user.keyboard('{ArrowUp}');
    expect(screen.getByRole('option', { selected: true }).textContent).toContain('Open a workspace');
    await user.keyboard('{Enter}');
    expect(order).toEqual(['close', 'run']);
  });

  it('says when nothing is called so', async () => {
    const user = userEvent.setup();
    render(<CommandPalette open onClose={vi.fn()} items={[item('Open files')]} />);
    await user.keyboard('zzz');
    expect(screen.getByText(/Nothing is called/)).toBeTruthy();
  });
});
