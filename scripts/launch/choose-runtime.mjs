/**
 * @typedef {object} Facts what is known about this machine when the choice is made
 * @property {string | undefined} wanted LOADSTONE_RUNTIME, or 'url' for --no-window
 * @property {boolean} hasDisplay
 * @property {string | undefined} electron path of the binary
 * @property {string | undefined} electronObstacle why the binary must not or cannot run here
 * @property {{ possible: true } | { possible: false, reason: string }} download of the binary
 * @property {{ name: string, path: string } | undefined} browser
 *
 * @typedef {{ kind: 'electron', path: string, why: string }} ElectronChoice
 * @typedef {{ kind: 'browser', name: string, path: string, why: string }} BrowserChoice
 * @typedef {{ kind: 'url', why: string }} UrlChoice
 * @typedef {{ kind: 'fetch-electron' }} FetchChoice decide again when the download is done or has failed
 * @typedef {{ kind: 'impossible', why: string }} ImpossibleChoice
 * @typedef {ElectronChoice | BrowserChoice | UrlChoice | FetchChoice | ImpossibleChoice} Choice
 */

const asked = 'asked for';

/**
 * Electron if it is there or can be fetched; else an installed browser's app window; else an address.
 *
 * @param {Facts} facts
 * @returns {Choice}
 */
export function chooseRuntime(facts) {
  switch (facts.wanted) {
    case undefined:
    case '':
      return chooseFreely(facts);
    case 'electron':
      return chooseElectron(facts);
    case 'browser':
      return facts.browser === undefined
        ? { kind: 'impossible', why: 'no Chromium, Chrome or Edge was found; CHROMIUM_PATH can name one.' }
        : { kind: 'browser', ...facts.browser, why: asked };
    case 'url':
      return { kind: 'url', why: asked };
    default:
      return {
        kind: 'impossible',
        why: `LOADSTONE_RUNTIME is electron, browser or url, not "${facts.wanted}".`,
      };
  }
}

/**
 * @param {Facts} facts
 * @returns {Choice}
 */
function chooseElectron({ electron, download }) {
  if (electron !== undefined) return { kind: 'electron', path: electron, why: asked };
  if (download.possible) return { kind: 'fetch-electron' };
  return { kind: 'impossible', why: `Electron was asked for, but ${download.reason}.` };
}

/**
 * @param {Facts} facts
 * @returns {Choice}
 */
function chooseFreely({ hasDisplay, electron, electronObstacle, download, browser }) {
  if (!hasDisplay)
    return { kind: 'url', why: 'there is no display (DISPLAY and WAYLAND_DISPLAY are not set)' };
  if (electronObstacle === undefined) {
    if (electron !== undefined) return { kind: 'electron', path: electron, why: 'its binary is installed' };
    if (download.possible) return { kind: 'fetch-electron' };
  }
  const why = electronObstacle ?? (download.possible ? 'Electron is not installed' : download.reason);
  if (browser !== undefined) return { kind: 'browser', ...browser, why };
  return { kind: 'url', why: `${why}, and no Chromium, Chrome or Edge was found` };
}
