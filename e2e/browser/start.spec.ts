import { mkdir, open, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/app-server.ts';
import { dropFiles } from '../support/drop-files.ts';
import { OPENING_MS } from '../support/patience.ts';

const jmeter = resolve('fixtures/jmeter/5.6.3/default.jtl');

async function openSample(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill('sample workspace');
  await page.getByRole('option', { name: /Open the sample workspace/u }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Importing 10 files');
  // Ten files, five of them heap snapshots.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('shop-candidate', {
    timeout: 3 * OPENING_MS,
  });
  await expect(page.getByRole('tab', { name: 'Overview', selected: true })).toBeVisible();
}

test('the sample workspace ends with the overview of its first run, the second time as well', async ({
  app,
  page,
}) => {
  test.setTimeout(480_000);
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await openSample(page);
  await openSample(page);
});

test('rubbish is named one by one, and keeps nothing good from coming in', async ({
  app,
  page,
}, testInfo) => {
  const folder = testInfo.outputPath('dropped');
  await mkdir(resolve(folder, 'empty folder'), { recursive: true });
  const files = {
    'empty.jtl': new Uint8Array(),
    'noise.bin': Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 251),
    'notes.txt': new TextEncoder().encode('What was tested, and why.\n'.repeat(40)),
  };
  for (const [name, bytes] of Object.entries(files)) await writeFile(resolve(folder, name), bytes);
  // As a load generator leaves it that was killed.
  const cut = await open(jmeter);
  const { bytesRead, buffer } = await cut.read(new Uint8Array(20_011), 0, 20_011, 0);
  await cut.close();
  await writeFile(resolve(folder, 'cut.jtl'), buffer.subarray(0, bytesRead));

  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(
    page,
    [...Object.keys(files), 'cut.jtl'].map((name) => resolve(folder, name)),
  );
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 of 4 files imported');
  const row = (name: string) =>
    page.getByRole('grid', { name: 'Files' }).getByRole('row').filter({ hasText: name });
  await expect(row('empty.jtl')).toContainText('is empty');
  await expect(row('noise.bin')).toContainText('Not recognised');
  await expect(row('notes.txt')).toContainText('Plain text');
  await expect(row('cut.jtl')).toContainText('JMeter CSV');
  await expect(page.getByText('cut off at the end of the file')).toBeVisible();
  await page.getByRole('button', { name: 'Open the run' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('cut');
});
