import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, Menu, nativeTheme, screen } from 'electron';
import { AppError } from '#shared/contract/errors.ts';
import { speedscopeDirectory, speedscopeHeaders } from '../hosts/common/speedscope-files.ts';
import { AppWindow } from './app-window.ts';
import { AppWindows, type AppWindowsOptions } from './app-windows.ts';
import { configDirectory } from './config-directory.ts';
import { endOnFailure, guardAgainstCrashes } from './crash-guard.ts';
import { serveDesktop } from './desktop-api.ts';
import { DesktopIpc } from './desktop-ipc.ts';
import { EngineHost } from './engine-host.ts';
import { readEngineSettings, type EngineSettings } from './engine-settings.ts';
import { tellSettingsNotUsed } from './failure-dialogs.ts';
import { parseLaunchRequest, type LaunchRequest } from './launch-request.ts';
import { menuTemplate } from './menu.ts';
import { guardNavigation } from './navigation-guard.ts';
import { OpenFileEvents } from './open-file-events.ts';
import { Opener } from './opener.ts';
import { pageAddress, type PageAddress } from './page-address.ts';
import { PageFiles } from './page-files.ts';
import { declarePageSchemes, servePage } from './page-protocol.ts';
import { printInHiddenWindow } from './pdf-printer.ts';
import { arrangeQuit } from './quit.ts';
import { guardSession } from './session-guard.ts';
import { isOnlyInstance, onSecondInstance } from './single-instance.ts';
import { SPEEDSCOPE_URL } from './speedscope-address.ts';
import { SpeedscopeWindows } from './speedscope-windows.ts';
import { placeWindow } from './window-placement.ts';
import { ShellStateFile } from './window-state.ts';
import { APP_NAME } from './window-title.ts';
import { backgroundColour, createWindow } from './window.ts';

/** As in `build/electron-builder.yml`: Windows groups windows and recent documents by it. */
const APP_ID = 'app.loadstone.desktop';

/**
 * Starts the app. What Electron wants to know before it is ready is said at once; the rest is {@link openShell}.
 * @param entries folder of the built entries (`out/main/`), with a slash at the end
 */
export function startShell(entries: URL): void {
  guardAgainstCrashes();
  app.setName(APP_NAME);
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
  declarePageSchemes();
  const openFileEvents = new OpenFileEvents();
  const page = pageAddress(app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']);
  guardNavigation(page);

  const { env, platform } = process;
  const config = configDirectory({ env, platform, appData: app.getPath('appData') });
  try {
    useConfigDirectory(config);
  } catch (error) {
    endOnFailure(error);
    return;
  }

  const request = parseLaunchRequest(process.argv, {
    isPackaged: app.isPackaged,
    workingDirectory: process.cwd(),
  });
  if (!isOnlyInstance(request)) {
    app.quit();
    return;
  }
  const opener = app
    .whenReady()
    .then(() => openShell({ entries, config, page }))
    .then((shell) => {
      const early = openFileEvents.takeOver((path) => shell.opener.open({ workspace: null, files: [path] }));
      return showFirstWindow(shell, { ...request, files: [...request.files, ...early] });
    });
  opener.catch(endOnFailure);
  onSecondInstance((second) => void opener.then((ready) => ready.open(second)));
}

/** Everything that Chromium keeps for the page (its local storage, caches) lies below Loadstone's own folder. */
function useConfigDirectory(config: string): void {
  const profile = join(config, 'window');
  try {
    mkdirSync(profile, { recursive: true });
  } catch (error) {
    throw new AppError('read-only', `Loadstone cannot keep its settings in ${config}.`, {
      hint: 'Make this folder writable, or name another one in the environment variable LOADSTONE_CONFIG_DIR.',
      cause: error,
    });
  }
  // Also decides which Loadstones know of each other as first and second instance.
  app.setPath('userData', profile);
}

interface ShellPlaces {
  readonly entries: URL;
  readonly config: string;
  readonly page: PageAddress;
}

interface Shell {
  readonly opener: Opener;
  /** What is wrong with the settings file, if anything. */
  readonly settingsProblem: string | null;
}

/** Makes the parts of the shell and joins them. */
async function openShell(places: ShellPlaces): Promise<Shell> {
  const { entries, config, page } = places;
  const state = new ShellStateFile(config);
  nativeTheme.themeSource = state.saved.theme;
  guardSession(page);
  if (page.isBuilt) servePage(await builtPage(entries, page));

  const { settings, problem } = readEngineSettings(config);
  const windows = new AppWindows({ state, create: windowMaker(places, settings) });
  const opener = new Opener(windows, state);
  serveDesktop({
    ipc: new DesktopIpc(windows, page),
    windows,
    state,
    speedscope: await speedscopeWindows(entries),
  });
  installMenu(windows, opener);
  arrangeQuit(windows, process.platform);
  app.on('activate', () => {
    if (windows.all.length === 0) opener.openWindow(null);
  });
  nativeTheme.on('updated', () => {
    for (const { browserWindow } of windows.all) browserWindow.setBackgroundColor(backgroundColour());
  });
  return { opener, settingsProblem: problem };
}

function showFirstWindow({ opener, settingsProblem }: Shell, request: LaunchRequest): Opener {
  const window = opener.start(request);
  if (settingsProblem !== null) {
    void window.shown.then(() => tellSettingsNotUsed(window.browserWindow, settingsProblem));
  }
  return opener;
}

async function builtPage(entries: URL, page: PageAddress): Promise<PageFiles> {
  const folder = fileURLToPath(new URL('../renderer/', entries));
  const files = await PageFiles.of(folder, page.url);
  if (files.isComplete) return files;
  throw new AppError('file-missing', `The content of Loadstone's window is missing (${folder}).`, {
    hint: app.isPackaged ? 'Install Loadstone again.' : 'Build it with `npm run build`.',
  });
}

async function speedscopeWindows(entries: URL): Promise<SpeedscopeWindows> {
  const folder = speedscopeDirectory(entries);
  return new SpeedscopeWindows({
    // A folder that is not there holds nothing to serve.
    files: await PageFiles.of(folder ?? '', SPEEDSCOPE_URL, speedscopeHeaders(`'none'`)),
    preload: fileURLToPath(new URL('../preload/speedscope.cjs', entries)),
    isPackaged: app.isPackaged,
  });
}

function windowMaker(
  { entries, config, page }: ShellPlaces,
  settings: EngineSettings,
): AppWindowsOptions['create'] {
  const preload = fileURLToPath(new URL('../preload/index.cjs', entries));
  const entry = fileURLToPath(new URL('./engine-process.js', entries));
  return ({ bounds, maximised, workspace }, changed) =>
    new AppWindow({
      browserWindow: createWindow({
        bounds: placeWindow(bounds, screen.getAllDisplays(), screen.getPrimaryDisplay()),
        preload,
        isPackaged: app.isPackaged,
      }),
      page,
      maximised,
      workspacePath: workspace?.path ?? null,
      createEngine: (watcher) =>
        new EngineHost({
          entry,
          settings: { ...settings, configDirectory: config, resourcesDirectory: process.resourcesPath },
          watcher,
          printPage: printInHiddenWindow,
        }),
      changed,
    });
}

function installMenu(windows: AppWindows, opener: Opener): void {
  app.setAboutPanelOptions({
    applicationName: APP_NAME,
    applicationVersion: app.getVersion(),
    version: `Electron ${process.versions.electron}`,
    copyright: 'MIT licence',
  });
  const template = menuTemplate({
    platform: process.platform,
    isPackaged: app.isPackaged,
    run(command, inFront) {
      const window = windows.ofWindow(inFront) ?? windows.current ?? opener.openWindow(null);
      window.runCommand(command);
    },
    newWindow: () => opener.openWindow(null),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
