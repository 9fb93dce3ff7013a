import {
  OPEN_PROFILE,
  speedscopeThemes,
  type BridgeReply,
  type OpenProfileMessage,
  type SpeedscopeTheme,
} from '#shared/contract/speedscope.ts';
import { chooseFile } from './file-input.ts';
import { outcomeOf } from './outcome.ts';
import { loadSpeedscope } from './release.ts';

/** speedscope 1.25 keeps the theme that was chosen in it here. */
const THEME_KEY = 'speedscope-color-scheme';

/**
 * Takes one profile from the window that embeds this page, and from nobody else, and opens it in speedscope.
 * @param appOrigins under which the window may have been opened
 */
export function takeProfile(page: Window, appOrigins: readonly string[]): void {
  const receive = (event: MessageEvent<unknown>): void => {
    const [port] = event.ports;
    if (event.source !== page.parent || !appOrigins.includes(event.origin)) return;
    if (port === undefined || !isOpenProfile(event.data)) return;
    // speedscope would take a second file for the source map of the first.
    page.removeEventListener('message', receive);
    void open(page, event.data, (reply) => port.postMessage(reply));
  };
  page.addEventListener('message', receive);
}

async function open(
  page: Window,
  { file, theme }: OpenProfileMessage<File>,
  tell: (reply: BridgeReply) => void,
): Promise<void> {
  try {
    replaceStorage(page, theme);
    await loadSpeedscope(page.document);
    const outcome = outcomeOf(page);
    // Its failure is told below, also when it comes before the file is in.
    outcome.catch(() => undefined);
    await chooseFile(page.document, file);
    tell({ type: 'taken' });
    await outcome;
    tell({ type: 'shown' });
  } catch (error) {
    tell({ type: 'refused', reason: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * speedscope does not start where storage is refused, and browsers that block third-party cookies refuse it to a page in a frame.
 * All that it keeps is the theme; this one is that of the window, and is gone with the page.
 */
function replaceStorage(page: Window, theme: SpeedscopeTheme): void {
  const kept = theme === 'system' ? {} : { [THEME_KEY]: theme.toUpperCase() };
  Object.defineProperty(page, 'localStorage', { value: kept, configurable: true });
}

function isOpenProfile(data: unknown): data is OpenProfileMessage<File> {
  if (typeof data !== 'object' || data === null) return false;
  const { type, file, theme } = data as Partial<OpenProfileMessage>;
  return (
    type === OPEN_PROFILE &&
    file instanceof File &&
    theme !== undefined &&
    (speedscopeThemes as readonly string[]).includes(theme)
  );
}
