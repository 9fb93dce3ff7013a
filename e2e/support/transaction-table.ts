import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { OPENING_MS } from './patience.ts';

/** Rows of the transaction table with exact values, as "Save as CSV" gives them; the first is "All transactions". */
export async function savedTable(page: Page): Promise<Record<string, string>[]> {
  // By keyboard: notices may lie over button and menu for seconds.
  await page.getByRole('button', { name: 'Transactions: more' }).press('Enter');
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Save as CSV' }).press('Enter');
  const text = await readFile(await (await download).path(), 'utf8');
  const [header = [], ...rows] = parseCsv(text);
  return rows.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
}

/** Waits until the figures of the table are exact, not those of a moving brush or of the selection before. */
export async function figuresSettled(page: Page): Promise<void> {
  const panel = page.getByRole('region', { name: 'Transactions' });
  // Often the first thing that is waited for: the host has just started, or is reading the file.
  await expect(panel.getByRole('grid')).toBeVisible({ timeout: OPENING_MS });
  await expect(panel.getByText('estimates until the selection rests')).toHaveCount(0);
  await expect(panel.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: OPENING_MS });
}

function parseCsv(text: string): string[][] {
  return text
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/gu)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}
