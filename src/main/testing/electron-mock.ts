import { EventEmitter } from 'node:events';
import type Electron from 'electron';

/**
 * The main process's electron module for tests: `vi.mock('electron', () => import('./testing/electron-mock.ts'))`. It records what it
 * is told and answers what a test has set; it does nothing by itself. Members are tied to `electron.d.ts`, so that a
 * call which Electron does not know does not compile here either.
 */

export interface Sent {
  readonly channel: string;
  readonly payload: unknown;
  readonly ports: readonly unknown[];
}

export class FakeFrame implements Pick<
  Electron.WebFrameMain,
  'detached' | 'isDestroyed' | 'postMessage' | 'url'
> {
  url: string;
  detached = false;
  parent: FakeFrame | null = null;
  destroyed = false;
  readonly sent: Sent[] = [];

  constructor(url: string) {
    this.url = url;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  postMessage(channel: string, payload: unknown, ports: readonly unknown[] = []): void {
    this.sent.push({ channel, payload, ports });
  }
}

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

export class FakeWebContents
  extends EventEmitter
  implements Pick<Electron.WebContents, 'getURL' | 'send' | 'setWindowOpenHandler'>
{
  url = '';
  readonly sent: Sent[] = [];
  openHandler: OpenHandler | null = null;

  getURL(): string {
    return this.url;
  }

  send(channel: string, payload: unknown): void {
    this.sent.push({ channel, payload, ports: [] });
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
}

type Rectangle = Electron.Rectangle;

export class BrowserWindow
  extends EventEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      | 'close'
      | 'destroy'
      | 'focus'
      | 'getNormalBounds'
      | 'isDestroyed'
      | 'isMaximized'
      | 'isMinimized'
      | 'loadURL'
      | 'maximize'
      | 'removeMenu'
      | 'restore'
      | 'setBackgroundColor'
      | 'setRepresentedFilename'
      | 'setTitle'
      | 'show'
    >
{
  readonly webContents = new FakeWebContents();
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly loaded: string[] = [];
  bounds: Rectangle;
  title = '';
  background = '';
  representedFile = '';
  shown = false;
  hasMenu = true;
  maximised = false;
  minimised = false;
  focused = 0;
  destroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.options = options;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    electron.windows.push(this);
  }

  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    this.webContents.url = url;
    if (electron.loadError !== null) throw electron.loadError;
    return Promise.resolve();
  }
  destroy(): void {
    this.destroyed = true;
    this.emit('closed');
  }
  close(): void {
    this.emit('close');
    this.destroyed = true;
    this.emit('closed');
  }
  focus(): void {
    this.focused += 1;
    this.emit('focus');
  }
  show(): void {
    this.shown = true;
  }
  removeMenu(): void {
    this.hasMenu = false;
  }
  maximize(): void {
    this.maximised = true;
  }
  restore(): void {
    this.minimised = false;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  isMaximized(): boolean {
    return this.maximised;
  }
  isMinimized(): boolean {
    return this.minimised;
  }
  getNormalBounds(): Rectangle {
    return this.bounds;
  }
  setTitle(title: string): void {
    this.title = title;
  }
  setBackgroundColor(colour: string): void {
    this.background = colour;
  }
  setRepresentedFilename(path: string): void {
    this.representedFile = path;
  }
}

export class FakePort extends EventEmitter implements Pick<Electron.MessagePortMain, 'close' | 'start'> {
  closed = false;
  started = false;
  close(): void {
    this.closed = true;
  }
  start(): void {
    this.started = true;
  }
}

export class MessageChannelMain {
  readonly port1 = new FakePort();
  readonly port2 = new FakePort();
}

interface Posted {
  readonly message: { readonly t: string; readonly [name: string]: unknown };
  readonly ports: readonly unknown[];
}

export class FakeUtilityProcess
  extends EventEmitter
  implements Pick<Electron.UtilityProcess, 'kill' | 'pid' | 'postMessage'>
{
  pid: number | undefined = 4242;
  killed = false;
  readonly posted: Posted[] = [];
  readonly entry: string;
  readonly options: Electron.ForkOptions;

  constructor(entry: string, options: Electron.ForkOptions) {
    super();
    this.entry = entry;
    this.options = options;
  }

  postMessage(message: unknown, ports: readonly unknown[] = []): void {
    this.posted.push({ message: message as Posted['message'], ports });
  }
  kill(): boolean {
    this.killed = true;
    return true;
  }
  /** What it would tell the main process. */
  say(message: unknown): void {
    this.emit('message', message);
  }
  end(code: number): void {
    this.pid = undefined;
    this.emit('exit', code);
  }
  last(type: string): Posted | undefined {
    return this.posted.findLast(({ message }) => message.t === type);
  }
}

export const utilityProcess = {
  fork(entry: string, args: string[] = [], options: Electron.ForkOptions = {}): FakeUtilityProcess {
    if (args.length > 0) throw new Error('The engine takes no arguments: it is told what to do by messages.');
    const child = new FakeUtilityProcess(entry, options);
    electron.children.push(child);
    return child;
  },
};

class FakeApp
  extends EventEmitter
  implements
    Pick<
      Electron.App,
      | 'addRecentDocument'
      | 'exit'
      | 'getPath'
      | 'getVersion'
      | 'isPackaged'
      | 'isReady'
      | 'quit'
      | 'requestSingleInstanceLock'
      | 'setAboutPanelOptions'
      | 'setAppUserModelId'
      | 'setName'
      | 'setPath'
      | 'whenReady'
    >
{
  isPackaged = false;
  isOnlyInstance = true;
  ready = true;
  readonly recent: string[] = [];
  readonly exits: number[] = [];
  readonly paths = new Map<string, string>();
  lockData: unknown = null;
  quits = 0;
  aboutPanel: Electron.AboutPanelOptionsOptions = {};

  addRecentDocument(path: string): void {
    this.recent.push(path);
  }
  exit(code = 0): void {
    this.exits.push(code);
  }
  getPath(name: string): string {
    return this.paths.get(name) ?? `/${name}`;
  }
  getVersion(): string {
    return '1.2.3';
  }
  isReady(): boolean {
    return this.ready;
  }
  quit(): void {
    this.quits += 1;
  }
  requestSingleInstanceLock(data?: object): boolean {
    this.lockData = data;
    return this.isOnlyInstance;
  }
  setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions): void {
    this.aboutPanel = options;
  }
  setAppUserModelId(): void {
    // Windows only, nothing to see.
  }
  setName(name: string): void {
    this.paths.set('name', name);
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }
  async whenReady(): Promise<void> {
    return Promise.resolve();
  }
}

class FakeIpcMain extends EventEmitter implements Pick<Electron.IpcMain, 'handle'> {
  readonly handlers = new Map<string, Parameters<Electron.IpcMain['handle']>[1]>();

  handle(channel: string, handler: Parameters<Electron.IpcMain['handle']>[1]): void {
    this.handlers.set(channel, handler);
  }

  /** What `ipcRenderer.invoke` of a page would bring about. */
  async invoke(channel: string, event: unknown, ...payload: unknown[]): Promise<unknown> {
    const handler = this.handlers.get(channel);
    if (handler === undefined) throw new Error(`Nobody answers ${channel}`);
    return (await handler(event as Electron.IpcMainInvokeEvent, ...payload)) as unknown;
  }
}

type MessageBox = Electron.MessageBoxOptions;

class FakeDialog {
  readonly boxes: MessageBox[] = [];
  readonly errors: string[] = [];
  readonly openDialogs: Electron.OpenDialogOptions[] = [];
  readonly saveDialogs: Electron.SaveDialogOptions[] = [];
  /** Index of the button that the person presses. */
  response = 0;
  /** What the person chooses; empty when they cancel. */
  chosen: string[] = [];

  async showMessageBox(_window: unknown, options: MessageBox): Promise<Electron.MessageBoxReturnValue> {
    this.boxes.push(options);
    return Promise.resolve({ response: this.response, checkboxChecked: false });
  }
  showMessageBoxSync(options: MessageBox): number {
    this.boxes.push(options);
    return this.response;
  }
  showErrorBox(title: string, content: string): void {
    this.errors.push(`${title}: ${content}`);
  }
  async showOpenDialog(
    _window: unknown,
    options: Electron.OpenDialogOptions,
  ): Promise<Electron.OpenDialogReturnValue> {
    this.openDialogs.push(options);
    return Promise.resolve({ canceled: this.chosen.length === 0, filePaths: this.chosen });
  }
  async showSaveDialog(
    _window: unknown,
    options: Electron.SaveDialogOptions,
  ): Promise<Electron.SaveDialogReturnValue> {
    this.saveDialogs.push(options);
    return Promise.resolve({ canceled: this.chosen.length === 0, filePath: this.chosen[0] ?? '' });
  }
}

class FakeNativeTheme extends EventEmitter {
  themeSource: Electron.NativeTheme['themeSource'] = 'system';
  shouldUseDarkColors = false;
}

class FakeSchemes implements Pick<Electron.Protocol, 'handle'> {
  readonly handlers = new Map<string, Parameters<Electron.Protocol['handle']>[1]>();

  handle(scheme: string, handler: Parameters<Electron.Protocol['handle']>[1]): void {
    this.handlers.set(scheme, handler);
  }
}

export class FakeSession
  extends EventEmitter
  implements
    Pick<
      Electron.Session,
      | 'setDevicePermissionHandler'
      | 'setPermissionCheckHandler'
      | 'setPermissionRequestHandler'
      | 'setSpellCheckerEnabled'
    >
{
  requestHandler: Parameters<Electron.Session['setPermissionRequestHandler']>[0] = null;
  checkHandler: Parameters<Electron.Session['setPermissionCheckHandler']>[0] = null;
  deviceHandler: Parameters<Electron.Session['setDevicePermissionHandler']>[0] = null;
  spellChecker = true;
  requestFilter: Electron.WebRequestFilter | null = null;
  requestListener:
    | ((details: { readonly url: string }, decide: (response: Electron.CallbackResponse) => void) => void)
    | null = null;

  readonly protocol = new FakeSchemes();
  readonly webRequest = {
    onBeforeRequest: (
      filter: Electron.WebRequestFilter,
      listener: NonNullable<FakeSession['requestListener']>,
    ): void => {
      this.requestFilter = filter;
      this.requestListener = listener;
    },
  };
  setPermissionRequestHandler(handler: FakeSession['requestHandler']): void {
    this.requestHandler = handler;
  }
  setPermissionCheckHandler(handler: FakeSession['checkHandler']): void {
    this.checkHandler = handler;
  }
  setDevicePermissionHandler(handler: FakeSession['deviceHandler']): void {
    this.deviceHandler = handler;
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled;
  }
}

class FakeProtocol extends FakeSchemes implements Pick<Electron.Protocol, 'registerSchemesAsPrivileged'> {
  privileged: Electron.CustomScheme[] = [];

  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    this.privileged = schemes;
  }
}

const screenArea = { x: 0, y: 0, width: 1920, height: 1080 };

class FakeScreen {
  displays: { workArea: Rectangle }[] = [{ workArea: screenArea }];
  getAllDisplays(): { workArea: Rectangle }[] {
    return this.displays;
  }
  getPrimaryDisplay(): { workArea: Rectangle } {
    return this.displays[0] ?? { workArea: screenArea };
  }
}

class FakeMenu {
  template: Electron.MenuItemConstructorOptions[] = [];
  installed = false;
  buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): this {
    this.template = template;
    return this;
  }
  setApplicationMenu(): void {
    this.installed = true;
  }
}

class FakeClipboard {
  text = '';
  async writeText(text: string): Promise<void> {
    this.text = text;
    return Promise.resolve();
  }
}

export const app = new FakeApp();
export const clipboard = new FakeClipboard();
export const dialog = new FakeDialog();
export const ipcMain = new FakeIpcMain();
export const Menu = new FakeMenu();
export const nativeTheme = new FakeNativeTheme();
export const protocol = new FakeProtocol();
export const screen = new FakeScreen();
export const session = {
  defaultSession: new FakeSession(),
  partitions: new Map<string, FakeSession>(),
  fromPartition(partition: string): FakeSession {
    const known = this.partitions.get(partition) ?? new FakeSession();
    this.partitions.set(partition, known);
    return known;
  },
};

/** What a test has brought about. Every test file has a module of its own; within one, {@link resetElectron} clears it. */
export const electron = {
  windows: [] as BrowserWindow[],
  children: [] as FakeUtilityProcess[],
  /** What loading a page ends with; null: it is loaded. */
  loadError: null as Error | null,
};

export function resetElectron(): void {
  electron.windows.length = 0;
  electron.children.length = 0;
  electron.loadError = null;
  renew(app, new FakeApp());
  renew(clipboard, new FakeClipboard());
  renew(dialog, new FakeDialog());
  renew(ipcMain, new FakeIpcMain());
  renew(Menu, new FakeMenu());
  renew(nativeTheme, new FakeNativeTheme());
  renew(protocol, new FakeProtocol());
  renew(screen, new FakeScreen());
  session.defaultSession = new FakeSession();
  session.partitions.clear();
}

/** Same object for those who have imported it, all else as on the first day. */
function renew(old: object, fresh: object): void {
  if (old instanceof EventEmitter) old.removeAllListeners();
  Object.assign(old, fresh);
}

/** An event whose default can be prevented, as Electron hands it to listeners. */
export class FakeEvent {
  defaultPrevented = false;
  readonly preventDefault = (): void => {
    this.defaultPrevented = true;
  };
}
