import { z } from 'zod';
import type { desktopCalls } from './channels.ts';
import type { WireError } from './errors.ts';
import type { HandedProfile } from './speedscope.ts';

export { ENGINE_PORT_MESSAGE } from './channels.ts';

/**
 * What the desktop shell offers to the page as `window.loadstone`, over named functions of the preload script.
 * Everything about load tests goes to the engine; this is only what needs the operating system. In the browser host
 * there is no such object, and the page does without.
 */

/** A file that the user chose. The engine reads it by `fileId`; the page never tells it a path. */
export const desktopFileSchema = z.object({
  fileId: z.string().min(1).max(200),
  name: z.string(),
  size: z.number().nonnegative(),
  /** For display only. */
  path: z.string().optional(),
});
export type DesktopFile = z.infer<typeof desktopFileSchema>;

export const saveTargetSchema = z.object({ fileId: z.string().min(1).max(200), name: z.string() });
export type SaveTarget = z.infer<typeof saveTargetSchema>;

/** Entries of the application menu that the page carries out. */
export const menuCommands = [
  'new-workspace',
  'open-files',
  'open-workspace',
  'save-as',
  'start-screen',
  'view-overview',
  'view-explorer',
  'selection-back',
  'selection-forward',
  'clear-selection',
  'palette',
  'shortcuts',
] as const;
export const menuCommandSchema = z.enum(menuCommands);
export type MenuCommand = z.infer<typeof menuCommandSchema>;

export const themeSettingSchema = z.enum(['system', 'light', 'dark']);

/** @typeParam F the page's `File`; this folder is checked without the DOM */
export interface DesktopApi<F = unknown> {
  readonly platform: 'darwin' | 'win32' | 'linux';
  /** Has the shell send a new engine port (see {@link ENGINE_PORT_MESSAGE}); rejects when the engine does not start. */
  connectEngine(): Promise<void>;
  /** Makes dropped files readable for the engine. Files without a path (made by a page) are left out. */
  registerFiles(files: readonly F[]): Promise<readonly DesktopFile[]>;
  /** Empty when the user cancels. */
  pickFiles(): Promise<readonly DesktopFile[]>;
  pickWorkspace(): Promise<DesktopFile | null>;
  pickSaveTarget(defaultName: string): Promise<SaveTarget | null>;
  /** This installation has speedscope. */
  hasSpeedscope(): Promise<boolean>;
  /** Opens a profile in a speedscope window of its own; settles when that has it. */
  openInSpeedscope(profile: HandedProfile): Promise<void>;
  setTitle(title: string): void;
  /** So that native menus and dialogs match. */
  setTheme(setting: z.infer<typeof themeSettingSchema>): void;
  /** @returns a function that takes the listener off again */
  onMenuCommand(listener: (command: MenuCommand) => void): () => void;
  /** Files named on the command line, double-clicked, or dropped on the dock icon; also those from before the page was ready. */
  onFilesOpened(listener: (files: readonly DesktopFile[]) => void): () => void;
}

/** Functions of {@link DesktopApi} that the main process answers. */
export type DesktopCall = keyof typeof desktopCalls;

/** An answer of the main process. Electron keeps only the message of a thrown error, so that failures are values here. */
export type DesktopReply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError };
