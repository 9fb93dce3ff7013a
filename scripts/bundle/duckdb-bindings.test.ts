import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { expect, it, onTestFinished } from 'vitest';
import { duckdbBindings } from './duckdb-bindings.mjs';

const root = resolve(import.meta.dirname, '../..');

it('a bundle finds the library of DuckDB without asking what C library there is', async () => {
  // Inside of the project, as what is built: packages are found from there.
  const cache = join(root, 'node_modules/.cache/loadstone');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'bindings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(
    join(folder, 'entry.mjs'),
    `import duckdb from '@duckdb/node-bindings';
     import { createRequire } from 'node:module';
     const loaded = Object.keys(createRequire(import.meta.url).cache);
     import { double_to_hugeint } from '@duckdb/node-api';
     if (typeof double_to_hugeint !== 'function') throw new Error('a part of the library is missing');
     console.log(duckdb.library_version(), loaded.filter((path) => path.includes('detect-libc')).length);`,
  );
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    plugins: [duckdbBindings(root)],
    ssr: { noExternal: ['@duckdb/node-bindings', '@duckdb/node-api'] },
    build: {
      ssr: true,
      outDir: join(folder, 'out'),
      rolldownOptions: { input: join(folder, 'entry.mjs'), output: { entryFileNames: '[name].mjs' } },
    },
  });
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'out/entry.mjs')]);
  expect(stdout).toMatch(/^v1\.\d+\.\d+ 0\n$/u);
});
