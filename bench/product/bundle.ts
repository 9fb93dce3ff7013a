import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import appBuild from '../../electron.vite.config.ts';
import { duckdbBindings } from '../../scripts/bundle/duckdb-bindings.mjs';
import { startChunks } from '../../scripts/bundle/start-chunks.mjs';
import { wasmModules } from '../../scripts/wasm/plugin.mjs';
import type { JobAnswer, JobInput, JobName } from '../child/child.ts';
import { runMeasured, type Measurement } from '../measure/run-process.ts';
import { bundleFolder, root } from '../paths.ts';

/**
 * The product's engine with the jobs of the benches as further entries, built by the product's bundler as
 * `electron.vite.config.ts` has it built: without white space, packages outside unless that file takes them in. The app's
 * own build has no entry that a job could be put into, and it must not be a condition that the window builds.
 */
export async function bundle(): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [wasmModules(root), duckdbBindings(root), modulesOfNode],
    ssr: { noExternal: packagesInside() },
    build: {
      ssr: true,
      outDir: bundleFolder,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: {
          child: join(root, 'bench/child/child.ts'),
          'import-worker': join(root, 'src/core/import/worker.ts'),
          'heap-worker': join(root, 'src/core/heap/thread/heap-worker.ts'),
        },
        output: {
          format: 'es',
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
          // The engine finds this one by its name.
          entryFileNames: ({ name }) => (name === 'heap-worker' ? '[name].js' : '[name].mjs'),
          chunkFileNames: 'chunks/[name]-[hash].mjs',
          codeSplitting: startChunks(root, WITHOUT_DATABASE),
        },
      },
    },
  });
}

/** Jobs that measure a part of the product by itself. */
const WITHOUT_DATABASE = ['bench/product/profile.js', 'bench/product/heap.js', 'bench/product/cube.js'];

/** What ends in `.js` is a module, too. */
const modulesOfNode: Plugin = {
  name: 'loadstone:bench-modules',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "module" }' });
  },
};

/** The packages that the app's build does not leave outside. */
function packagesInside(): string[] {
  const { externalizeDeps } = appBuild.main?.build ?? {};
  return typeof externalizeDeps === 'object' ? (externalizeDeps.exclude ?? []) : [];
}

export function childCommand<N extends JobName>(
  job: N,
  input: JobInput<N>,
  nodeOptions: readonly string[] = [],
): string[] {
  return [process.execPath, ...nodeOptions, join(bundleFolder, 'child.mjs'), job, JSON.stringify(input)];
}

/** A measurement whose answer is known. */
export type JobMeasurement<N extends JobName> = Measurement & { readonly answer: JobAnswer<N> };

export async function runJob<N extends JobName>(job: N, input: JobInput<N>): Promise<JobMeasurement<N>> {
  return (await runMeasured(childCommand(job, input))) as JobMeasurement<N>;
}
