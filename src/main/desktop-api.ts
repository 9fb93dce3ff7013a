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
import type { SpeedscopeWindows } from './speedscope-windows.ts';
import type { ShellStateFile } from './window-state.ts';

/** Of one profile for speedscope. */
const MAX_PROFILE_BYTES = 1 << 29;

const nothing = z.undefined();
/** Only the preload script has paths, from files that were dropped; a page has none to send. */
const paths = z.array(z.string().min(1).max(32_767).refine(isAbsolute)).max(MAX_FILES);
const fileName = z.string().max(1024);
const title = z.string().max(10_000);
const profile = z.strictObject({
  name: z.string().min(1).max(1024),
  // Not more than the engine exports.
  bytes: z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength <= MAX_PROFILE_BYTES),
});

interface DesktopContext {
  readonly ipc: DesktopIpc;
  readonly windows: Pick<AppWindows, 'all'>;
  readonly state: Pick<ShellStateFile, 'save'>;
  readonly speedscope: Pick<SpeedscopeWindows, 'areThere' | 'open'>;
}

/** The desktop contract: what the page may ask of the operating system. */
export function serveDesktop({ ipc, windows, state, speedscope }: DesktopContext): void {
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

  ipc.answer('hasSpeedscope', nothing, () => Promise.resolve(speedscope.areThere));
  ipc.answer('openInSpeedscope', profile, ({ window }, handed) =>
    speedscope.open(window.browserWindow, handed),
  );

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
