import type { PdfPrinter, PrintPdf } from '#core/report/pdf/print-report.ts';
import { AppError, cancelledError } from '#shared/contract/errors.ts';
import type { Browser } from '../../../scripts/launch/browsers.mjs';
import { printError, RunningBrowser } from './running-browser.ts';

/** A browser that takes longer than this has hung: large reports take seconds. */
const LIMIT_MS = 120_000;
/** Starting a browser takes seconds, and who edits a report wants to see its pages again and again. */
const IDLE_MS = 120_000;

/**
 * Prints with an installed Chromium, Chrome or Edge, without a window. The browser is started for the first document, stays for
 * the next ones, and is ended when none has come for a while. The size of pages is that of the document's own rules.
 */
export class ChromiumPrinter implements PdfPrinter {
  private readonly browser: Browser;
  private readonly idleMs: number;
  private running: Promise<RunningBrowser> | null = null;
  /** The same, once it has started. */
  private started: RunningBrowser | null = null;
  private printing = 0;
  private idle: NodeJS.Timeout | undefined;

  constructor(browser: Browser, idleMs = IDLE_MS) {
    this.browser = browser;
    this.idleMs = idleMs;
  }

  /** @throws {AppError} `cancelled`; `internal` with what the browser did */
  readonly print: PrintPdf = async (html, _settings, signal) => {
    if (signal.aborted) throw cancelledError('Printing');
    clearTimeout(this.idle);
    this.printing += 1;
    try {
      const known = this.started;
      try {
        return await this.printWith(await this.start(), html, signal);
      } catch (error) {
        // One that had printed before may have been ended by anybody since: that is no reason not to print.
        const isCancelled = error instanceof AppError && error.code === 'cancelled';
        if (known?.isOver !== true || isCancelled) throw error;
        return await this.printWith(await this.start(), html, signal);
      }
    } finally {
      this.printing -= 1;
      this.rest();
    }
  };

  /** Starts the browser, which takes about a second, for a document that will come; whoever prints hears what fails. */
  readonly prepare = (): void => {
    clearTimeout(this.idle);
    this.start().catch(() => undefined);
    this.rest();
  };

  /** Ends the browser, if there is one; another document starts it again. */
  async close(): Promise<void> {
    clearTimeout(this.idle);
    const { running } = this;
    [this.running, this.started] = [null, null];
    const browser = await running?.catch(() => null);
    browser?.stop(printError(this.browser, 'was ended'));
    await browser?.ended;
  }

  /** Where nothing is printed, the browser is ended after a while. */
  private rest(): void {
    clearTimeout(this.idle);
    if (this.printing > 0) return;
    this.idle = setTimeout(() => void this.close(), this.idleMs);
    this.idle.unref();
  }

  /** The browser that runs, or a new one. */
  private start(): Promise<RunningBrowser> {
    if (this.running !== null && this.started?.isOver !== true) return this.running;
    this.started = null;
    const running = RunningBrowser.start(this.browser);
    this.running = running;
    running.then(
      (browser) => {
        if (this.running === running) this.started = browser;
      },
      () => {
        if (this.running === running) this.running = null;
      },
    );
    return running;
  }

  private async printWith(running: RunningBrowser, html: string, signal: AbortSignal): Promise<Uint8Array> {
    let settle = (): void => undefined;
    // Whoever cancels is not kept waiting until the page is closed.
    const cancelled = new Promise<never>((_, reject) => {
      settle = () => reject(cancelledError('Printing'));
      if (signal.aborted) settle();
      else signal.addEventListener('abort', settle, { once: true });
    });
    const timer = setTimeout(
      () => running.stop(printError(this.browser, 'did not answer within two minutes')),
      LIMIT_MS,
    );
    try {
      return await Promise.race([running.print(html, signal), cancelled]);
    } catch (error) {
      // Nobody must wait for what is left of it: its profile goes with it.
      if (running.isOver) await running.ended;
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', settle);
    }
  }
}
