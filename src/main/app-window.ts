import { app, type BrowserWindow, type WebFrameMain } from 'electron';
import { desktopPushes } from '#shared/contract/channels.ts';
import type { DesktopFile, MenuCommand } from '#shared/contract/desktop.ts';
import type { AppError, WireError } from '#shared/contract/errors.ts';
import type { EngineHost, EngineWatcher } from './engine-host.ts';
import type { OpenWorkspace, WorkspaceTarget } from './engine-messages.ts';
import { askAfterEngineFailure, askAfterPageFailure, tellWorkspaceNotOpened } from './failure-dialogs.ts';
import { grantFiles } from './granted-files.ts';
import type { PageAddress } from './page-address.ts';
import { PageOutbox, type PageMessage } from './page-outbox.ts';
import { showWhenDrawn } from './window.ts';
import type { SavedWindow } from './window-state.ts';
import { cleanTitle } from './window-title.ts';

export interface AppWindowOptions {
  readonly browserWindow: BrowserWindow;
  readonly page: PageAddress;
  readonly maximised: boolean;
  /** The workspace that the engine is asked to open first. */
  readonly workspacePath: string | null;
  createEngine(watcher: EngineWatcher): EngineHost;
  /** Something that is restored the next time has changed. */
  changed(): void;
}

/** The code with which Chromium reports a load that another one replaced. */
const ABORTED = -3;

/** One window: its page, its engine, and what passes between them by way of the shell. */
export class AppWindow implements EngineWatcher {
  readonly browserWindow: BrowserWindow;
  readonly engine: EngineHost;
  /** Settles when the window can be seen. */
  readonly shown: Promise<void>;
  private readonly options: AppWindowOptions;
  private readonly outbox = new PageOutbox((message) => this.deliver(message));

  constructor(options: AppWindowOptions) {
    const { browserWindow } = options;
    this.options = options;
    this.browserWindow = browserWindow;
    this.engine = options.createEngine(this);
    this.shown = showWhenDrawn(browserWindow, options.maximised);
    this.watchPage();
  }

  /** The page itself: failures come as events. */
  load(): void {
    this.browserWindow.loadURL(this.options.page.url).catch(() => undefined);
  }

  /** Hands the page a port to the engine, and then what has been waiting for it. */
  async connectPage(frame: WebFrameMain): Promise<void> {
    const port = await this.engine.connect();
    // While the engine started, the page may have been loaded anew: that one asks for a port of its own.
    if (frame.isDestroyed()) {
      port.close();
      return;
    }
    frame.postMessage(desktopPushes.enginePort, null, [port]);
    this.outbox.open();
  }

  grant(paths: readonly string[]): Promise<DesktopFile[]> {
    return grantFiles(this.engine, paths);
  }

  openFiles(paths: readonly string[]): void {
    if (paths.length > 0) this.outbox.put({ kind: 'files', paths });
  }

  runCommand(command: MenuCommand): void {
    this.outbox.put({ kind: 'command', command });
  }

  setTitle(title: string): void {
    this.browserWindow.setTitle(cleanTitle(title));
  }

  focus(): void {
    if (this.browserWindow.isMinimized()) this.browserWindow.restore();
    this.browserWindow.focus();
  }

  /** Nothing has been opened in it: a workspace can take its place. */
  get isPristine(): boolean {
    const { workspace } = this.engine;
    return workspace !== null && !workspace.isSaved && workspace.runCount === 0;
  }

  get savedState(): SavedWindow {
    return {
      bounds: this.browserWindow.getNormalBounds(),
      maximised: this.browserWindow.isMaximized(),
      workspace: this.workspaceToRestore(),
    };
  }

  private workspaceToRestore(): string | null {
    const { workspace } = this.engine;
    if (workspace === null) return this.options.workspacePath;
    return this.isPristine ? null : workspace.path;
  }

  workspaceChanged({ path, isSaved }: OpenWorkspace): void {
    if (this.browserWindow.isDestroyed()) return;
    // Puts the file's icon and the way to it into the title bar.
    if (process.platform === 'darwin') this.browserWindow.setRepresentedFilename(isSaved ? path : '');
    if (isSaved) app.addRecentDocument(path);
    this.options.changed();
  }

  startedEmpty(asked: WorkspaceTarget, problem: WireError): void {
    void this.shown.then(() => tellWorkspaceNotOpened(this.browserWindow, asked.path, problem));
  }

  gone(): void {
    this.outbox.close();
  }

  givenUp(error: AppError): void {
    void this.afterEngineFailure(error);
  }

  private async afterEngineFailure(error: AppError): Promise<void> {
    await this.shown;
    const answer = await askAfterEngineFailure(this.browserWindow, error);
    if (this.browserWindow.isDestroyed()) return;
    switch (answer) {
      case 'retry':
        this.engine.retry();
        break;
      case 'start-empty':
        this.engine.start(null);
        break;
      case 'close':
        this.browserWindow.close();
        return;
    }
    // The page shows that its engine is gone; loaded again it asks for the new one.
    this.load();
  }

  private watchPage(): void {
    const { browserWindow, options } = this;
    const { webContents } = browserWindow;
    webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.outbox.close();
    });
    webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
      if (isMainFrame && code !== ABORTED) void this.afterPageFailure(`${description} (${code})`);
    });
    webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      this.outbox.close();
      if (reason !== 'clean-exit') void this.afterPageFailure(`Its process ended: ${reason} (${exitCode}).`);
    });
    browserWindow.on('page-title-updated', (event, title) => {
      event.preventDefault();
      this.setTitle(title);
    });
    browserWindow.on('resize', () => options.changed());
    browserWindow.on('move', () => options.changed());
    browserWindow.on('maximize', () => options.changed());
    browserWindow.on('unmaximize', () => options.changed());
  }

  private async afterPageFailure(why: string): Promise<void> {
    if (this.browserWindow.isDestroyed()) return;
    // A page that never got as far as drawing has not shown its window either.
    this.browserWindow.show();
    const again = await askAfterPageFailure(this.browserWindow, why);
    if (this.browserWindow.isDestroyed()) return;
    if (again) this.load();
    else this.browserWindow.close();
  }

  private async deliver(message: PageMessage): Promise<void> {
    const { webContents } = this.browserWindow;
    switch (message.kind) {
      case 'files':
        webContents.send(desktopPushes.filesOpened, await this.grant(message.paths));
        return;
      case 'command':
        webContents.send(desktopPushes.menuCommand, message.command);
        return;
    }
  }
}
