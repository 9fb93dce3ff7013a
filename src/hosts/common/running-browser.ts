import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { AppError } from '#shared/contract/errors.ts';
import type { Browser } from '../../../scripts/launch/browsers.mjs';
import { DevtoolsConnection } from './devtools-connection.ts';
import { makePrintProfile, type PrintProfile } from './print-profile.ts';

/** As a window of the app, but without one: nothing of its own, no network, no questions. */
const SWITCHES = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-gpu',
  '--disable-sync',
  '--disable-features=Translate,OptimizationHints,MediaRouter',
  '--metrics-recording-only',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--password-store=basic',
  '--use-mock-keychain',
];

const targetSchema = z.object({ targetId: z.string() });
const sessionSchema = z.object({ sessionId: z.string() });
const frameSchema = z.object({ frameTree: z.object({ frame: z.object({ id: z.string() }) }) });
const pdfSchema = z.object({ data: z.string() });

/** A browser without a window that prints documents, one page each. It ends with this process, however that ends. */
export class RunningBrowser {
  /** Settles when the process is gone and its profile cleared away. */
  readonly ended: Promise<void>;
  private readonly browser: Browser;
  private readonly child: ChildProcess;
  private readonly connection: DevtoolsConnection;
  private failure: AppError | null = null;

  /** @throws when no folder can be made for it */
  static async start(browser: Browser): Promise<RunningBrowser> {
    return new RunningBrowser(browser, await makePrintProfile(browser));
  }

  private constructor(browser: Browser, profile: PrintProfile) {
    this.browser = browser;
    const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
    this.child = spawn(
      browser.path,
      // Chromium refuses to run sandboxed as root.
      [...SWITCHES, `--user-data-dir=${profile.path}`, ...(isRoot ? ['--no-sandbox'] : []), 'about:blank'],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
        windowsHide: true,
        // A group of its own, so that its helpers go with it.
        detached: process.platform !== 'win32',
      },
    );
    // Where this process is killed, the pipes close, and the browser ends by itself.
    const [output, input] = [this.child.stdio[3] as Writable, this.child.stdio[4] as Readable];
    this.connection = new DevtoolsConnection(output, input);
    const atExit = (): void => {
      this.kill();
      profile.removeNow();
    };
    process.once('exit', atExit);
    this.ended = new Promise((resolve) => {
      const end = (what: string): void => {
        this.failure ??= printError(browser, what);
        this.connection.end(this.failure);
        // Helpers that outlived it.
        this.kill();
        void profile.remove().then(() => {
          process.off('exit', atExit);
          resolve();
        });
      };
      this.child.once('exit', (code) => end(`ended (code ${code ?? 'none'})`));
      this.child.once('error', (error) => end(`could not be started (${error.message})`));
    });
  }

  /** Whether it can print no more. */
  get isOver(): boolean {
    return this.failure !== null;
  }

  /**
   * Prints a document in a page of its own. An abort closes the page; the browser goes on.
   * @throws {AppError} `internal` with what the browser did, or what {@link stop} was given
   */
  async print(html: string, signal: AbortSignal): Promise<Uint8Array> {
    try {
      const { targetId } = targetSchema.parse(await this.call('Target.createTarget', { url: 'about:blank' }));
      const close = (): void => {
        this.call('Target.closeTarget', { targetId }).catch(() => undefined);
      };
      signal.addEventListener('abort', close, { once: true });
      try {
        return await this.printIn(targetId, html);
      } finally {
        signal.removeEventListener('abort', close);
        close();
      }
    } catch (error) {
      if (error instanceof AppError) throw error;
      const what = `refused to print (${error instanceof Error ? error.message : 'unknown'})`;
      throw printError(this.browser, what);
    }
  }

  /** Ends the browser at once; who still waits gets `reason`. */
  stop(reason: AppError): void {
    this.failure ??= reason;
    this.connection.end(this.failure);
    const { pid, exitCode, signalCode } = this.child;
    if (pid !== undefined && exitCode === null && signalCode === null) this.kill();
  }

  private async printIn(targetId: string, html: string): Promise<Uint8Array> {
    const { sessionId } = sessionSchema.parse(
      await this.call('Target.attachToTarget', { targetId, flatten: true }),
    );
    const page = (method: string, params: Record<string, unknown>) => this.call(method, params, sessionId);
    await page('Emulation.setScriptExecutionDisabled', { value: true });
    await page('Network.enable', {});
    await page('Network.emulateNetworkConditions', {
      offline: true,
      latency: 0,
      downloadThroughput: 0,
      uploadThroughput: 0,
    });
    const { frameTree } = frameSchema.parse(await page('Page.getFrameTree', {}));
    await page('Page.setDocumentContent', { frameId: frameTree.frame.id, html });
    const { data } = pdfSchema.parse(
      await page('Page.printToPDF', {
        preferCSSPageSize: true,
        printBackground: true,
        generateTaggedPDF: true,
        generateDocumentOutline: true,
      }),
    );
    return new Uint8Array(Buffer.from(data, 'base64'));
  }

  private kill(): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.child.kill('SIGKILL');
      else process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended already.
    }
  }

  private call(
    method: string,
    params: Record<string, unknown>,
    sessionId?: string,
  ): Promise<Readonly<Record<string, unknown>>> {
    if (this.failure !== null) return Promise.reject(this.failure);
    return this.connection.call(method, params, sessionId);
  }
}

export function printError({ name, path }: Browser, what: string): AppError {
  return new AppError('internal', `${name}, which prints the PDF, ${what}.`, {
    hint: 'Name another browser in the environment variable CHROMIUM_PATH, or export HTML and print it by hand.',
    place: { file: path },
  });
}
