import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebFrameMain } from 'electron';
import { z } from 'zod';
import { desktopCalls, desktopNotices } from '#shared/contract/channels.ts';
import type { DesktopApi, DesktopCall, DesktopReply } from '#shared/contract/desktop.ts';
import { AppError, toWireError } from '#shared/contract/errors.ts';
import type { AppWindow } from './app-window.ts';
import type { AppWindows } from './app-windows.ts';
import type { PageAddress } from './page-address.ts';

/** Whoever asks: the main frame of one of our windows, showing our page. */
export interface Sender {
  readonly window: AppWindow;
  readonly frame: WebFrameMain;
}

type Answer<C extends DesktopCall> = Awaited<ReturnType<DesktopApi[C]>>;

/**
 * The page's messages to the main process. The page is not trusted: who sends is checked, and what was sent is parsed,
 * before anything of it is used.
 */
export class DesktopIpc {
  private readonly windows: Pick<AppWindows, 'of'>;
  private readonly page: PageAddress;

  constructor(windows: Pick<AppWindows, 'of'>, page: PageAddress) {
    this.windows = windows;
    this.page = page;
  }

  /** Answers a call of the page; what it throws goes back as a value, because Electron would keep its message only. */
  answer<C extends DesktopCall, S extends z.ZodType>(
    call: C,
    schema: S,
    run: (sender: Sender, payload: z.infer<S>) => Promise<Answer<C>>,
  ): void {
    ipcMain.handle(
      desktopCalls[call],
      async (event, ...payload: unknown[]): Promise<DesktopReply<Answer<C>>> => {
        try {
          const sender = this.senderOf(event);
          if (sender === null)
            throw new AppError('bad-request', 'This page may not ask Loadstone for anything.');
          const parsed = schema.safeParse(payload[0]);
          if (!parsed.success) throw new AppError('bad-request', `Bad parameters for ${call}.`);
          return { ok: true, value: await run(sender, parsed.data) };
        } catch (error) {
          return { ok: false, error: toWireError(error) };
        }
      },
    );
  }

  /** Takes a notice of the page; one from elsewhere, or with another content, is ignored. */
  take<S extends z.ZodType>(
    notice: keyof typeof desktopNotices,
    schema: S,
    run: (sender: Sender, payload: z.infer<S>) => void,
  ): void {
    ipcMain.on(desktopNotices[notice], (event, ...payload: unknown[]) => {
      const sender = this.senderOf(event);
      const parsed = schema.safeParse(payload[0]);
      if (sender !== null && parsed.success) run(sender, parsed.data);
    });
  }

  private senderOf({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): Sender | null {
    // Null when the frame has navigated or is gone; detached while it is just going.
    if (senderFrame?.parent !== null || senderFrame.detached) return null;
    if (!this.page.isPage(senderFrame.url)) return null;
    const window = this.windows.of(sender);
    return window === undefined ? null : { window, frame: senderFrame };
  }
}
