import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startChunks } from './start-chunks.mjs';

/** A project of a few modules; each says its own name when it is run. */
async function project(imports: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'loadstone-chunks-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [path, code] of Object.entries(imports)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), `${code}\nconsole.log(${JSON.stringify(path)});\n`);
  }
  return root;
}

/** By chunk: the modules in it. */
async function chunksOf(root: string, entries: readonly string[]): Promise<Record<string, string[]>> {
  const built = (await build({
    configFile: false,
    root,
    logLevel: 'silent',
    build: {
      ssr: true,
      write: false,
      rolldownOptions: {
        input: entries.map((entry) => join(root, entry)),
        output: { codeSplitting: startChunks(root), chunkFileNames: '[name].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  return Object.fromEntries(
    built.output.flatMap((chunk) =>
      chunk.type === 'chunk'
        ? [[chunk.name, chunk.moduleIds.map((id) => id.slice(root.length + 1)).sort()]]
        : [],
    ),
  );
}

describe('what the engine loads at its start', () => {
  it('is in two files, one of which has what threads beside it need, too', async () => {
    const root = await project({
      'src/hosts/cli.ts': `import '../core/engine.ts';`,
      'src/core/engine.ts': `import './errors.ts'; import './handlers.ts'; globalThis.later = () => import('./report.ts');`,
      'src/core/handlers.ts': `import './errors.ts'; import './database.ts'; import './columns.ts';`,
      'src/core/database.ts': '',
      'src/core/errors.ts': '',
      'src/core/columns.ts': '',
      'src/core/report.ts': `import './database.ts'; import './charts.ts';`,
      'src/core/charts.ts': '',
      'src/core/import/worker.ts': `import '../errors.ts'; globalThis.later = () => import('./registry.ts');`,
      'src/core/import/registry.ts': `import '../charts.ts'; import '../columns.ts';`,
    });
    const chunks = await chunksOf(root, ['src/hosts/cli.ts', 'src/core/import/worker.ts']);
    expect(chunks['engine']).toEqual(['src/core/database.ts', 'src/core/engine.ts', 'src/core/handlers.ts']);
    expect(chunks['shared']).toEqual(['src/core/columns.ts', 'src/core/errors.ts']);
    expect(chunks['worker']).toEqual(['src/core/import/worker.ts']);
    expect(chunks['report']).toEqual(['src/core/report.ts']);
    expect(chunks['registry']).toEqual(['src/core/import/registry.ts']);
  });
});
