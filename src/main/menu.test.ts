import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { menuCommands, type MenuCommand } from '#shared/contract/desktop.ts';
import { menuTemplate, type MenuContext } from './menu.ts';

type Item = MenuItemConstructorOptions;

const ran: unknown[] = [];
const template = (platform: NodeJS.Platform, isPackaged = true): Item[] => {
  const context: MenuContext = {
    platform,
    isPackaged,
    run: (command) => ran.push(command),
    newWindow: () => ran.push('new window'),
  };
  return menuTemplate(context);
};

const submenu = (item: Item | undefined): Item[] => (Array.isArray(item?.submenu) ? item.submenu : []);
const flat = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...flat(submenu(item))]);
const roles = (items: readonly Item[]) => flat(items).map(({ role }) => role);
const command = (items: readonly Item[], id: MenuCommand): Item | undefined =>
  flat(items).find((item) => item.id === id);

describe.each<NodeJS.Platform>(['darwin', 'win32', 'linux'])('on %s', (platform) => {
  const items = template(platform);

  test('every command of the contract is in it once, and is carried out by the page', () => {
    const ids = flat(items).flatMap(({ id }) => id ?? []);
    expect(ids.sort()).toEqual([...menuCommands].sort());
    for (const id of menuCommands) {
      ran.length = 0;
      const item = command(items, id);
      item?.click?.(item as never, undefined, {});
      expect(ran).toEqual([id]);
    }
  });

  test('no key is given twice', () => {
    const keys = flat(items).flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('a new window is made by the shell', () => {
    ran.length = 0;
    const item = flat(items).find(({ label }) => label === 'New window');
    item?.click?.(item as never, undefined, {});
    expect(ran).toEqual(['new window']);
  });

  test('developer tools are in unpackaged builds only', () => {
    expect(roles(items)).not.toContain('toggleDevTools');
    expect(roles(items)).not.toContain('reload');
    expect(roles(template(platform, false))).toContain('toggleDevTools');
  });

  test('text fields, zoom and full screen work as everywhere', () => {
    expect(roles(items)).toEqual(
      expect.arrayContaining([
        'undo',
        'redo',
        'cut',
        'copy',
        'paste',
        'selectAll',
        'resetZoom',
        'zoomIn',
        'zoomOut',
        'togglefullscreen',
        'windowMenu',
        'help',
        'about',
        'quit',
        'close',
      ]),
    );
  });
});

test('macOS has the app menu first and recent documents in the file menu', () => {
  const items = template('darwin');
  expect(items.map(({ label }) => label)).toEqual(['Loadstone', 'File', 'Edit', 'View', 'Window', 'Help']);
  expect(roles(items)).toEqual(expect.arrayContaining(['recentDocuments', 'services', 'hideOthers']));
  expect(submenu(items[1]).some(({ role }) => role === 'quit')).toBe(false);
});

test('elsewhere quitting is in the file menu, and about in help', () => {
  const items = template('linux');
  expect(items.map(({ label }) => label)).toEqual(['File', 'Edit', 'View', 'Window', 'Help']);
  expect(submenu(items[0]).some(({ role }) => role === 'quit')).toBe(true);
  expect(submenu(items[4]).some(({ role }) => role === 'about')).toBe(true);
  expect(roles(items)).not.toContain('recentDocuments');
});

describe('keys that the page handles', () => {
  const own: MenuCommand[] = ['open-files', 'open-workspace', 'save-as', 'palette'];
  const plain: MenuCommand[] = [
    'view-overview',
    'view-explorer',
    'shortcuts',
    'selection-back',
    'selection-forward',
  ];

  test.each<NodeJS.Platform>(['win32', 'linux'])('are shown on %s, not taken from it', (platform) => {
    for (const id of [...own, ...plain]) {
      expect(command(template(platform), id)).toMatchObject({ registerAccelerator: false });
      expect(command(template(platform), id)?.accelerator).toBeTruthy();
    }
  });

  test('on macOS, which cannot only show them, those that also write text are left out', () => {
    for (const id of own) expect(command(template('darwin'), id)?.accelerator).toBeTruthy();
    for (const id of plain) expect(command(template('darwin'), id)?.accelerator).toBeUndefined();
  });
});
