import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { startHostProcess, type HostProcess } from '../../e2e/support/host-process.ts';
import { findTestChromium } from '../../scripts/testing/chromium.mjs';
import type { Tell } from '../measure/interleave.ts';
import { ensureApp } from '../product/app-build.ts';

/** Why there can be no window here; null: there can. */
export function windowMissing(tell: Tell): string | null {
  return findTestChromium() === undefined ? 'no Chromium on this computer' : ensureApp(tell);
}

/** The browser of the end-to-end tests, without its own traffic. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findTestChromium();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-gpu',
      '--disable-sync',
      '--no-first-run',
      // Chromium refuses to run sandboxed as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}

export interface OpenWindow {
  readonly page: Page;
  /** Epoch ms at which the host was started. */
  readonly startedAt: number;
  /** From there to its line "ready". */
  readonly readyMs: number;
}

interface HostRequest {
  /** Null: a new one. */
  readonly workspace: string | null;
  readonly files: readonly string[];
}

/** Starts a host with settings of its own, shows its page, and ends both after `use`. */
export async function withWindow<T>(
  browser: Browser,
  request: HostRequest,
  use: (window: OpenWindow) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'loadstone-bench-'));
  let host: HostProcess | null = null;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const startedAt = epochMs();
    host = await startHostProcess({
      workspace: request.workspace ?? join(folder, 'new.loadstone'),
      configDir: join(folder, 'config'),
      files: request.files,
    });
    const readyMs = epochMs() - startedAt;
    await page.goto(host.url, { waitUntil: 'commit' });
    return await use({ page, startedAt, readyMs });
  } finally {
    await context.close();
    await host?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function epochMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Functions below run in the page. @returns epoch ms of the frame in which it was so */
export async function timelinePainted(page: Page): Promise<number> {
  const shown = await page.waitForFunction(
    () => {
      const canvas = document.querySelector<HTMLCanvasElement>('section[aria-label="Timeline"] canvas');
      if (canvas === null || canvas.width === 0) return false;
      const small = new OffscreenCanvas(64, 16).getContext('2d')!;
      small.drawImage(canvas, 0, 0, 64, 16);
      const painted = small.getImageData(0, 0, 64, 16).data.filter((value, at) => at % 4 === 3 && value > 0);
      return painted.length > 100 ? performance.timeOrigin + performance.now() : false;
    },
    undefined,
    { polling: 'raf' },
  );
  return Number(await shown.jsonValue());
}

export async function headlineShown(page: Page): Promise<number> {
  const shown = await page.waitForFunction(
    () =>
      /\d/u.test(document.querySelector('section[aria-label="Headline figures"] dd')?.textContent ?? '')
        ? performance.timeOrigin + performance.now()
        : false,
    undefined,
    { polling: 'raf' },
  );
  return Number(await shown.jsonValue());
}
