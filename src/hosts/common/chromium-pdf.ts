import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { AppError, cancelledError } from '#shared/contract/errors.ts';
import type { PageSize } from '#shared/model/report.ts';
import { isSnap, type Browser } from '../../../scripts/launch/browsers.mjs';
import { DevtoolsConnection } from './devtools-connection.ts';

/** A browser that takes longer than this has hung: large reports take seconds. */
const LIMIT_MS = 120_000;

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

/**
 * Prints with an installed Chromium, Chrome or Edge, without a window. The size of pages is that of the document's own rules.
 * @throws {AppError} `cancelled`; `internal` with what the browser did
 */
export async function printWithChromium(
  browser: Browser,
  html: string,
  _settings: { readonly pageSize: PageSize },
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (signal.aborted) throw cancelledError('Printing');
  // A snap does not see anybody's temporary folder.
  const parent = isSnap(browser.path) ? join(homedir(), 'snap/chromium/common') : tmpdir();
  const profile = await mkdtemp(join(parent, 'loadstone-print-'));
  const running = new RunningBrowser(browser, profile);
  const abort = (): void => running.stop(cancelledError('Printing'));
  signal.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(
    () => running.stop(printError(browser, 'did not answer within two minutes')),
    LIMIT_MS,
  );
  try {
    return await running.print(html);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    running.stop(printError(browser, 'was ended'));
    await running.ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }).catch(
      () => undefined,
    );
  }
}

const targetSchema = z.object({ targetId: z.string() });
const sessionSchema = z.object({ sessionId: z.string() });
const frameSchema = z.object({ frameTree: z.object({ frame: z.object({ id: z.string() }) }) });
const pdfSchema = z.object({ data: z.string() });

class RunningBrowser {
  /** Settles when the process is gone. */
  readonly ended: Promise<void>;
  private readonly browser: Browser;
  private readonly child: ChildProcess;
  private readonly connection: DevtoolsConnection;
  private failure: AppError | null = null;

  constructor(browser: Browser, profile: string) {
    this.browser = browser;
    const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
    this.child = spawn(
      browser.path,
      // Chromium refuses to run sandboxed as root.
      [...SWITCHES, `--user-data-dir=${profile}`, ...(isRoot ? ['--no-sandbox'] : []), 'about:blank'],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
        windowsHide: true,
        // A group of its own, so that its helpers go with it.
        detached: process.platform !== 'win32',
      },
    );
    this.connection = new DevtoolsConnection(
      this.child.stdio[3] as Writable,
      this.child.stdio[4] as Readable,
    );
    this.ended = new Promise((resolve) => {
      const end = (what: string): void => {
        this.connection.end(this.failure ?? printError(browser, what));
        resolve();
      };
      this.child.once('exit', (code) => end(`ended (code ${code ?? 'none'})`));
      this.child.once('error', (error) => end(`could not be started (${error.message})`));
    });
  }

  /** @throws {AppError} `internal` with what the browser did, or what {@link stop} was given */
  async print(html: string): Promise<Uint8Array> {
    try {
      const { targetId } = targetSchema.parse(await this.call('Target.createTarget', { url: 'about:blank' }));
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
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw printError(
        this.browser,
        `refused to print (${error instanceof Error ? error.message : 'unknown'})`,
      );
    }
  }

  /** Ends the browser at once; who still waits gets `reason`. */
  stop(reason: AppError): void {
    this.failure ??= reason;
    this.connection.end(this.failure);
    const { pid } = this.child;
    if (pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return;
    try {
      if (process.platform === 'win32') this.child.kill('SIGKILL');
      else process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended just now.
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

function printError({ name, path }: Browser, what: string): AppError {
  return new AppError('internal', `${name}, which prints the PDF, ${what}.`, {
    hint: 'Name another browser in the environment variable CHROMIUM_PATH, or export HTML and print it by hand.',
    place: { file: path },
  });
}
