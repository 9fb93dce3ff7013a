import type { Rectangle, WebContents } from 'electron';
import type { AppWindow } from './app-window.ts';
import type { WorkspaceTarget } from './engine-messages.ts';
import type { ShellStateFile } from './window-state.ts';

export interface WindowRequest {
  readonly workspace: WorkspaceTarget | null;
  /** Null where the person has not put it yet. */
  readonly bounds: Rectangle | null;
  readonly maximised: boolean;
}

export interface AppWindowsOptions {
  readonly state: ShellStateFile;
  create(request: WindowRequest, changed: () => void): AppWindow;
}

/** A person drags a window through hundreds of places; only the last one matters. */
const SAVE_DELAY_MS = 500;

/** All windows, which of them was used last, and what is remembered of them. */
export class AppWindows {
  private readonly options: AppWindowsOptions;
  /** Least recently used first. */
  private windows: readonly AppWindow[] = [];
  private readonly closing = new Set<Promise<void>>();
  private saveTimer: NodeJS.Timeout | null = null;
  /** While the app quits, the windows that close one by one are those to open next time. */
  private isQuitting = false;

  constructor(options: AppWindowsOptions) {
    this.options = options;
  }

  get all(): readonly AppWindow[] {
    return this.windows;
  }

  /** The one that the person used last. */
  get current(): AppWindow | undefined {
    return this.windows.at(-1);
  }

  of(contents: WebContents): AppWindow | undefined {
    return this.windows.find(({ browserWindow }) => browserWindow.webContents === contents);
  }

  ofWindow(window: Electron.BaseWindow | undefined): AppWindow | undefined {
    return this.windows.find(({ browserWindow }) => browserWindow === window);
  }

  open(request: WindowRequest): AppWindow {
    this.isQuitting = false;
    const window = this.options.create(request, () => this.saveSoon());
    const { browserWindow } = window;
    this.windows = [...this.windows, window];
    browserWindow.on('focus', () => {
      this.windows = [...this.windows.filter((other) => other !== window), window];
    });
    browserWindow.on('close', () => this.save());
    browserWindow.on('closed', () => this.closed(window));
    window.load();
    // An engine that is just closing may still hold the workspace that this one is to open.
    void this.enginesClosed().then(() => {
      if (!browserWindow.isDestroyed()) window.engine.start(request.workspace);
    });
    return window;
  }

  /** Remembers what is open now, for the next start. */
  beginQuit(): void {
    this.save();
    this.isQuitting = true;
  }

  get hasClosingEngines(): boolean {
    return this.closing.size > 0;
  }

  async enginesClosed(): Promise<void> {
    await Promise.all(this.closing);
  }

  private closed(window: AppWindow): void {
    this.windows = this.windows.filter((other) => other !== window);
    const closed = window.engine.close().finally(() => this.closing.delete(closed));
    this.closing.add(closed);
    // The last window to close is the one to come back to.
    if (this.windows.length > 0) this.save();
  }

  private saveSoon(): void {
    if (this.isQuitting) return;
    this.saveTimer ??= setTimeout(() => this.save(), SAVE_DELAY_MS);
  }

  private save(): void {
    if (this.saveTimer !== null) clearTimeout(this.saveTimer);
    this.saveTimer = null;
    const alive = this.windows.filter(({ browserWindow }) => !browserWindow.isDestroyed());
    if (this.isQuitting || alive.length === 0) return;
    this.options.state.save({ windows: alive.map(({ savedState }) => savedState) });
  }
}
