import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFakeRun } from '../panels/testing/FakeRunWindow.tsx';
import type { ToastMessage } from '../ui/Toasts.tsx';
import { selectionTextCommands } from './selection-commands.ts';

let clipboard: { text: string; readable: boolean };
let restore: () => void;
beforeEach(() => {
  clipboard = { text: '', readable: true };
  const before = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: {
      writeText: (text: string) => {
        clipboard.text = text;
        return Promise.resolve();
      },
      readText: () =>
        clipboard.readable ? Promise.resolve(clipboard.text) : Promise.reject(new Error('NotAllowedError')),
    },
  });
  restore = () => {
    if (before === undefined) Reflect.deleteProperty(navigator, 'clipboard');
    else Object.defineProperty(navigator, 'clipboard', before);
  };
});
afterEach(() => restore());

function start(...args: Parameters<typeof openFakeRun>) {
  const open = openFakeRun(...args);
  const said: ToastMessage[] = [];
  const toasts = { show: (message: ToastMessage) => void said.push(message) };
  const commands = selectionTextCommands({ store: open.store, queries: open.queries, toasts });
  const command = (id: string) => commands.find((one) => one.id === id)!;
  const run = async (id: string): Promise<ToastMessage> => {
    const before = said.length;
    command(id).run();
    await expect.poll(() => said.length).toBe(before + 1);
    return said[before]!;
  };
  const enabled = (id: string): boolean => command(id).enabled?.(open.store.getState()) ?? true;
  return { ...open, run, enabled, actions: open.store.getState().actions };
}

describe('the selection as text', () => {
  it('is copied, and pasted where it was not', async () => {
    const { run, enabled, actions, store } = start();
    expect(enabled('copy-selection')).toBe(false);
    actions.setSelection({
      transactions: [2],
      latency: { fromMs: 250, toMs: null },
      conditions: [{ field: 'code', values: ['503'], not: false }],
    });
    expect(enabled('copy-selection')).toBe(true);
    await run('copy-selection');
    expect(clipboard.text).toContain('Checkout: place order');
    const { time, transactions, outcome, latency, conditions } = store.getState().selection;
    actions.clearSelection();
    expect((await run('paste-selection')).status).toBe('good');
    expect(store.getState().selection).toMatchObject({ time, transactions, outcome, latency, conditions });
  });

  it('changes nothing where the text is something else', async () => {
    const { run, store } = start();
    clipboard.text = 'a line of a log';
    expect((await run('paste-selection')).title).toBe('The clipboard holds no selection');
    expect(store.getState().selection.back).toEqual([]);
  });

  it('says how to paste where the window may not read the clipboard', async () => {
    const { run } = start();
    clipboard.readable = false;
    expect((await run('paste-selection')).title).toContain('Ctrl+V');
  });

  it('is not for reports', () => {
    expect(start({ granularity: 'aggregated' }).enabled('paste-selection')).toBe(false);
  });
});
