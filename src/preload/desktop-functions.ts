import { ipcRenderer, webUtils } from 'electron';
import { desktopCalls, desktopNotices, desktopPushes } from '#shared/contract/channels.ts';
import type {
  DesktopApi,
  DesktopCall,
  DesktopFile,
  DesktopReply,
  MenuCommand,
} from '#shared/contract/desktop.ts';
import { createInbox } from './inbox.ts';

/**
 * The functions that the page gets: one for each thing it may ask, never `on`, `send` or `invoke` themselves. What
 * arrives from the main process is not checked here, what leaves the page is checked there.
 */
export function createDesktopFunctions() {
  const commands = createInbox<MenuCommand>();
  const openedFiles = createInbox<readonly DesktopFile[]>();
  ipcRenderer.on(desktopPushes.menuCommand, (_event, command: MenuCommand) => commands.receive(command));
  ipcRenderer.on(desktopPushes.filesOpened, (_event, files: readonly DesktopFile[]) =>
    openedFiles.receive(files),
  );

  return {
    platform: platform(),
    connectEngine: () => ask('connectEngine'),
    registerFiles: (files) =>
      ask(
        'registerFiles',
        files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ''),
      ),
    pickFiles: () => ask('pickFiles'),
    pickWorkspace: () => ask('pickWorkspace'),
    pickSaveTarget: (defaultName) => ask('pickSaveTarget', defaultName),
    hasSpeedscope: () => ask('hasSpeedscope'),
    openInSpeedscope: (profile) => ask('openInSpeedscope', profile),
    setTitle: (title) => ipcRenderer.send(desktopNotices.setTitle, title),
    setTheme: (setting) => ipcRenderer.send(desktopNotices.setTheme, setting),
    onMenuCommand: (listener) => commands.listen(listener),
    onFilesOpened: (listener) => openedFiles.listen(listener),
  } satisfies DesktopApi<File>;
}

async function ask<C extends DesktopCall>(
  call: C,
  payload?: unknown,
): Promise<Awaited<ReturnType<DesktopApi[C]>>> {
  const reply = (await ipcRenderer.invoke(desktopCalls[call], payload)) as DesktopReply<
    Awaited<ReturnType<DesktopApi[C]>>
  >;
  if (reply.ok) return reply.value;
  // The bridge to the page carries an error's message and nothing else of it.
  const { message, hint } = reply.error;
  throw new Error(hint === undefined ? message : `${message} ${hint}`);
}

function platform(): DesktopApi['platform'] {
  const { platform: name } = process;
  return name === 'darwin' || name === 'win32' ? name : 'linux';
}
