import { resolve } from 'node:path';
import type { Page } from '@playwright/test';

interface Point {
  x: number;
  y: number;
}

/**
 * Drags files and folders over the page and, with `drop`, lets go of them there. The browser gets paths, as
 * from a file manager: so folders are entries, big files are not copied, and in Electron
 * `webUtils.getPathForFile` works, none of which a DataTransfer made in the page can do.
 */
async function drag(page: Page, paths: readonly string[], { x, y }: Point, drop: boolean): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths.map((path) => resolve(path)), dragOperationsMask: 1 };
  try {
    for (const type of ['dragEnter', 'dragOver', ...(drop ? (['drop'] as const) : [])] as const) {
      await session.send('Input.dispatchDragEvent', { type, x, y, data });
    }
  } finally {
    await session.detach();
  }
}

function centre(page: Page): Point {
  const { width, height } = page.viewportSize() ?? { width: 800, height: 600 };
  return { x: Math.round(width / 2), y: Math.round(height / 2) };
}

/** Drops files or folders on the window, by default in its middle. */
export async function dropFiles(
  page: Page,
  paths: readonly string[],
  at: Point = centre(page),
): Promise<void> {
  await drag(page, paths, at, true);
}

/** Holds files over the window, for what it shows before they are dropped. */
export async function holdFiles(
  page: Page,
  paths: readonly string[],
  at: Point = centre(page),
): Promise<void> {
  await drag(page, paths, at, false);
}
