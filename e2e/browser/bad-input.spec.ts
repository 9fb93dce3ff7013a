import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from '../support/app-server.ts';
import { dropFiles } from '../support/drop-files.ts';
import { OPENING_MS } from '../support/patience.ts';
import { keepScreenshots } from '../support/screenshot.ts';
import { figuresSettled, savedTable } from '../support/transaction-table.ts';

const jmeter = resolve('fixtures/jmeter/5.6.3/default.jtl');
const HEADER =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect\n';

test('rubbish is named one by one, and the good file between it comes in', async ({
  app,
  page,
}, testInfo) => {
  const folder = testInfo.outputPath('mixed');
  await mkdir(folder, { recursive: true });
  const good = await readFile(jmeter);
  await writeFile(`${folder}/empty.jtl`, '');
  await writeFile(`${folder}/picture.jtl`, await readFile(resolve('build/icon.png')));
  await writeFile(`${folder}/notes.txt`, 'remember the milk\n'.repeat(31));
  await writeFile(`${folder}/cut.jtl.gz`, gzipSync(good).subarray(0, 20_000));
  await writeFile(`${folder}/half.jtl`, good.subarray(0, 100_001));
  await writeFile(`${folder}/wrong-extension.png`, good);
  await writeFile(`${folder}/zeros.jtl`, Buffer.concat([good.subarray(0, 50_000), Buffer.alloc(5000)]));
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [folder]);
  const files = page.getByRole('grid', { name: 'Files' });
  await expect(page.getByRole('heading', { name: '4 of 7 files imported' })).toBeVisible({
    timeout: OPENING_MS,
  });
  await expect(files.getByText(/is empty/u)).toBeVisible();
  await expect(files.getByText('Not recognised')).toHaveCount(2);
  await keepScreenshots(page, testInfo, 'import-rubbish');
  await files.getByText('half.jtl', { exact: true }).click();
  await expect(page.getByText(/cut off at the end of the file/u).first()).toBeVisible();
});

test('an import can be cancelled, and leaves the workspace as it was', async ({ app, page }, testInfo) => {
  const large = testInfo.outputPath('large.jtl');
  const out = createWriteStream(large);
  out.write(HEADER);
  const block = Array.from(
    { length: 20_000 },
    (_, row) =>
      `${1_700_000_000_000 + row},${row % 977},GET /${row % 20},200,OK,T 1-${row % 50},text,true,,${row % 9000},120,50,50,http://x/${row % 20},5,0,1\n`,
  ).join('');
  for (let count = 0; count < 120; count++) out.write(block);
  out.end();
  await finished(out);

  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [jmeter]);
  await figuresSettled(page);
  const before = await savedTable(page);
  await dropFiles(page, [large]);
  await page
    .getByRole('button', { name: /Cancel/u })
    .first()
    .click();
  await expect(page.getByText(/cancelled/iu).first()).toBeVisible();
  await expect(page.getByRole('treeitem')).toHaveCount(1);
  await page.getByRole('treeitem', { name: /default/u }).click();
  await figuresSettled(page);
  expect(await savedTable(page)).toEqual(before);
});
