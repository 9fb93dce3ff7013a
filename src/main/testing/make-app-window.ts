import { BrowserWindow as ElectronWindow } from 'electron';
import { ensureExists } from '#shared/assert.ts';
import { AppWindow } from '../app-window.ts';
import { EngineHost } from '../engine-host.ts';
import type { OpenWorkspace } from '../engine-messages.ts';
import { pageAddress } from '../page-address.ts';
import { electron, type BrowserWindow, type FakeUtilityProcess } from './electron-mock.ts';

export interface MadeWindow {
  readonly window: AppWindow;
  readonly fake: BrowserWindow;
  /** How often it asked to be remembered. */
  readonly changes: () => number;
  child(): FakeUtilityProcess;
  sayReady(workspace?: OpenWorkspace): void;
}

/** A real `AppWindow` with a real `EngineHost`, over a window and a process that do nothing. */
export function makeAppWindow(
  options: { maximised?: boolean; workspacePath?: string | null; changed?: () => void } = {},
): MadeWindow {
  let changes = 0;
  const first = electron.children.length;
  const window = new AppWindow({
    browserWindow: new ElectronWindow(),
    page: pageAddress(undefined),
    maximised: options.maximised ?? false,
    workspacePath: options.workspacePath ?? null,
    createEngine: (watcher) =>
      new EngineHost({
        entry: 'engine-process.js',
        settings: { configDirectory: '/config', resourcesDirectory: '/resources' },
        watcher,
        printPage: () => Promise.reject(new Error('nothing is printed here')),
      }),
    changed: () => {
      changes += 1;
      options.changed?.();
    },
  });
  let latest = first;
  const child = (): FakeUtilityProcess => {
    while (electron.children[latest + 1] !== undefined) latest += 1;
    return ensureExists(electron.children[latest], 'a started engine');
  };
  return {
    window,
    fake: ensureExists(electron.windows.at(-1), 'a window'),
    changes: () => changes,
    child,
    sayReady(workspace) {
      if (workspace !== undefined) child().say({ t: 'workspace', workspace });
      child().say({ t: 'ready', tempDirectory: '/tmp/loadstone-none', problem: null });
    },
  };
}

/** Answers every grant of a child with ids made of the paths. */
export function answerGrants(child: FakeUtilityProcess): void {
  const postMessage = child.postMessage.bind(child);
  child.postMessage = (message, ports) => {
    postMessage(message, ports);
    const { t, id, paths } = message as { t: string; id?: number; paths?: readonly string[] };
    if (t === 'grant')
      queueMicrotask(() => child.say({ t: 'granted', id, fileIds: paths?.map((path) => `id:${path}`) }));
  };
}
