import { expect, test, vi } from 'vitest';
import { desktopPushes, ENGINE_PORT_MESSAGE } from '#shared/contract/channels.ts';
import type { DesktopApi } from '#shared/contract/desktop.ts';
import { contextBridge, ipcRenderer } from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

const contract: Readonly<Record<keyof DesktopApi, true>> = {
  platform: true,
  connectEngine: true,
  registerFiles: true,
  pickFiles: true,
  pickWorkspace: true,
  pickSaveTarget: true,
  hasSpeedscope: true,
  openInSpeedscope: true,
  setTitle: true,
  setTheme: true,
  onMenuCommand: true,
  onFilesOpened: true,
};

test('gives the page exactly the contract, and its port to no other origin', async () => {
  const posted: unknown[] = [];
  vi.stubGlobal('window', {
    location: { origin: 'loadstone://app' },
    postMessage: (...message: unknown[]) => posted.push(message),
  });
  await import('./index.ts');
  expect([...contextBridge.exposed.keys()]).toEqual(['loadstone']);
  const api = contextBridge.exposed.get('loadstone');
  expect(Object.keys(api as object).sort()).toEqual(Object.keys(contract).sort());

  const port = { name: 'the port' };
  ipcRenderer.push(desktopPushes.enginePort, null, [port]);
  expect(posted).toEqual([[ENGINE_PORT_MESSAGE, 'loadstone://app', [port]]]);
});
