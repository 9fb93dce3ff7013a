import type Electron from 'electron';

/**
 * The preload script's electron module for tests; `main/testing/electron-mock.ts` is the main process's, in another
 * TypeScript world. It records what it is told and answers what a test has set.
 */

type Listener = Parameters<Electron.IpcRenderer['on']>[1];

class FakeIpcRenderer implements Pick<Electron.IpcRenderer, 'invoke' | 'send'> {
  readonly listeners = new Map<string, Listener>();
  readonly sent: { readonly channel: string; readonly payload: readonly unknown[] }[] = [];
  readonly invoked: { readonly channel: string; readonly payload: unknown }[] = [];
  reply: unknown = { ok: true, value: undefined };

  on(channel: string, listener: Listener): void {
    this.listeners.set(channel, listener);
  }
  send(channel: string, ...payload: unknown[]): void {
    this.sent.push({ channel, payload });
  }
  async invoke(channel: string, payload: unknown): Promise<unknown> {
    this.invoked.push({ channel, payload });
    return Promise.resolve(this.reply);
  }
  /** What the main process would send. */
  push(channel: string, payload: unknown, ports: readonly unknown[] = []): void {
    this.listeners.get(channel)?.({ ports } as unknown as Electron.IpcRendererEvent, payload);
  }
}

class FakeContextBridge implements Pick<Electron.ContextBridge, 'exposeInMainWorld'> {
  readonly exposed = new Map<string, unknown>();
  exposeInMainWorld(name: string, api: unknown): void {
    this.exposed.set(name, api);
  }
}

class FakeWebUtils implements Pick<Electron.WebUtils, 'getPathForFile'> {
  /** A `File` made by a page has none. */
  readonly paths = new Map<File, string>();
  getPathForFile(file: File): string {
    return this.paths.get(file) ?? '';
  }
}

export const ipcRenderer = new FakeIpcRenderer();
export const contextBridge = new FakeContextBridge();
export const webUtils = new FakeWebUtils();
