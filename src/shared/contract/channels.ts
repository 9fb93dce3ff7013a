/**
 * Names of what travels between the page's preload script and the main process. Kept apart from `desktop.ts`, which
 * brings zod: a sandboxed preload script is one small file without packages.
 */

/** Questions with an answer: the names are those of the functions of `DesktopApi`. */
export const desktopCalls = {
  connectEngine: 'engine:connect',
  registerFiles: 'files:register',
  pickFiles: 'dialog:pick-files',
  pickWorkspace: 'dialog:pick-workspace',
  pickSaveTarget: 'dialog:pick-save-target',
  hasSpeedscope: 'speedscope:is-there',
  openInSpeedscope: 'speedscope:open',
} as const;

/** From the page, without an answer. */
export const desktopNotices = {
  setTitle: 'window:set-title',
  setTheme: 'window:set-theme',
} as const;

/** From the main process to the preload script. */
export const desktopPushes = {
  /** Carries the engine's port. */
  enginePort: 'engine:port',
  filesOpened: 'files:opened',
  menuCommand: 'menu:command',
} as const;

/** The engine's port arrives at the page in a `message` event with this as data and the port as its only port. */
export const ENGINE_PORT_MESSAGE = { type: 'loadstone:engine-port' } as const;
