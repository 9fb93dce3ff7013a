import { BrowserWindow, type Session } from 'electron';
import { AppError } from '#shared/contract/errors.ts';
import { SPEEDSCOPE_PROFILE_CHANNEL, type HandedProfile } from '#shared/contract/speedscope.ts';
import type { PageFiles } from './page-files.ts';
import { SPEEDSCOPE_URL } from './speedscope-address.ts';
import { speedscopeSession } from './speedscope-session.ts';
import { cleanTitle } from './window-title.ts';
import { backgroundColour } from './window.ts';

interface SpeedscopeOptions {
  /** speedscope's own page, served at {@link SPEEDSCOPE_URL}. */
  readonly files: PageFiles;
  /** `src/speedscope-bridge/preload.ts`, built. */
  readonly preload: string;
  readonly isPackaged: boolean;
}

/**
 * Windows of speedscope, one for each profile that is opened in it. Their page is not trusted any more than the window's own: it
 * reads files of anybody. Navigation and new windows are refused for them as for all (`navigation-guard.ts`).
 */
export class SpeedscopeWindows {
  private readonly options: SpeedscopeOptions;
  private session: Session | null = null;

  constructor(options: SpeedscopeOptions) {
    this.options = options;
  }

  /** speedscope's files are part of this installation. */
  get areThere(): boolean {
    return this.options.files.isComplete;
  }

  /**
   * @param from the window whose profile it is: speedscope goes with it
   * @throws {AppError} `file-missing` when the installation has no speedscope; `internal` when its page could not be loaded
   */
  async open(from: BrowserWindow, profile: HandedProfile): Promise<void> {
    if (!this.areThere) {
      throw new AppError('file-missing', 'speedscope is missing in this installation.', {
        hint: 'Install Loadstone again, or save the profile for speedscope and open it elsewhere.',
      });
    }
    const window = this.create();
    const close = (): void => {
      if (!window.isDestroyed()) window.destroy();
    };
    from.once('closed', close);
    window.once('closed', () => from.off('closed', close));
    try {
      await window.loadURL(SPEEDSCOPE_URL);
    } catch (cause) {
      close();
      throw new AppError('internal', 'The page of speedscope could not be loaded.', {
        hint: 'Try again, or save the profile for speedscope and open it elsewhere.',
        cause,
      });
    }
    window.webContents.send(SPEEDSCOPE_PROFILE_CHANNEL, profile);
    window.show();
  }

  private create(): BrowserWindow {
    this.session ??= speedscopeSession(this.options.files);
    const window = new BrowserWindow({
      width: 1280,
      height: 800,
      show: false,
      title: 'speedscope',
      backgroundColor: backgroundColour(),
      webPreferences: {
        session: this.session,
        preload: this.options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        // A file that is dropped on it is for speedscope, which reads it; as a page it must not open.
        navigateOnDragDrop: false,
        spellcheck: false,
        devTools: !this.options.isPackaged,
      },
    });
    // The menu is about Loadstone's windows.
    window.removeMenu();
    window.on('page-title-updated', (event, title) => {
      event.preventDefault();
      window.setTitle(cleanTitle(title));
    });
    return window;
  }
}
