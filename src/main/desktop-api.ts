import { basename, isAbsolute } from 'node:path';
import { nativeTheme } from 'electron';
import { z } from 'zod';
import { ensureExists } from '#shared/assert.ts';
import { themeSettingSchema, type DesktopFile } from '#shared/contract/desktop.ts';
import type { AppWindow } from './app-window.ts';
import type { AppWindows } from './app-windows.ts';
import type { DesktopIpc } from './desktop-ipc.ts';
import { MAX_FILES } from '../hosts/common/expand-folders.ts';
import { chooseFiles, chooseSaveTarget, chooseWorkspace, tellOpenElsewhere } from './file-dialogs.ts';
import type { ShellStateFile } from './window-state.ts';

const nothing = z.undefined();
/** Only the preload script has paths, from files that were dropped; a page has none to send. */
const paths = z.array(z.string().min(1).max(32_767).refine(isAbsolute)).max(MAX_FILES);
const fileName = z.string().max(1024);
const title = z.string().max(10_000);

interface DesktopContext {
  readonly ipc: DesktopIpc;
  readonly windows: Pick<AppWindows, 'all'>;
  readonly state: Pick<ShellStateFile, 'save'>;
}

/** The desktop contract: what the page may ask of the operating system. */
export function serveDesktop({ ipc, windows, state }: DesktopContext): void {
  ipc.answer('connectEngine', nothing, ({ window, frame }) => window.connectPage(frame));
  ipc.answer('registerFiles', paths, ({ window }, chosen) => window.grant(chosen));
  ipc.answer('pickFiles', nothing, async ({ window }) =>
    window.grant(await chooseFiles(window.browserWindow)),
  );
  ipc.answer('pickWorkspace', nothing, async ({ window }) => {
    const path = await chooseWorkspace(window.browserWindow);
    return path === null ? null : grantOne(window, path);
  });
  ipc.answer('pickSaveTarget', fileName, async ({ window }, name) => {
    const path = await chooseSaveTarget(window.browserWindow, name);
    if (path === null) return null;
    const isElsewhere = windows.all.some(
      (other) => other !== window && other.engine.workspace?.path === path,
    );
    if (isElsewhere) {
      await tellOpenElsewhere(window.browserWindow, path);
      return null;
    }
    const { fileId } = await grantOne(window, path);
    return { fileId, name: basename(path) };
  });

  ipc.take('setTitle', title, ({ window }, text) => window.setTitle(text));
  ipc.take('setTheme', themeSettingSchema, (_sender, theme) => {
    nativeTheme.themeSource = theme;
    state.save({ theme });
  });
}

async function grantOne(window: AppWindow, path: string): Promise<DesktopFile> {
  const [file] = await window.grant([path]);
  return ensureExists(file, 'the file that was chosen');
}
