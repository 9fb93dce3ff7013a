import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import type { Tell } from '../measure/interleave.ts';
import { peerPackages } from './packages.ts';

const NAME = 'chrome-devtools-frontend';

/** What DevTools opens heap snapshots with: the code of its worker, as one module of Node. */
export interface DevtoolsWorker {
  /** Path of the module. */
  readonly module: string;
  readonly version: string;
  /** Why it is not there; null: it is. */
  readonly missing: string | null;
}

/** Installs DevTools' sources and bundles those of its heap snapshot worker, unless that was done before. */
export async function devtoolsWorker(tell: Tell): Promise<DevtoolsWorker> {
  const { folder, missing, versionOf } = peerPackages(tell);
  const version = versionOf(NAME);
  const outDir = join(folder, `devtools-${version}`);
  const module = join(outDir, 'heap_snapshot_worker.mjs');
  if (missing !== null || existsSync(module)) return { module, version, missing };
  tell(`bundling the heap snapshot worker of ${NAME} ${version} …`);
  const sources = join(folder, 'node_modules', NAME, 'front_end');
  try {
    await build({
      configFile: false,
      root: folder,
      logLevel: 'error',
      plugins: [withoutLocales],
      ssr: { noExternal: true },
      build: {
        ssr: true,
        outDir,
        target: 'node20',
        minify: false,
        rolldownOptions: {
          input: join(sources, 'entrypoints/heap_snapshot_worker/heap_snapshot_worker.ts'),
          output: { format: 'es', entryFileNames: '[name].mjs', banner: WITH_RESOLVERS },
        },
      },
    });
    return { module, version, missing: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { module, version, missing: `its sources could not be bundled: ${reason}` };
  }
}

/** Chrome has it, Node 20 has not. */
const WITH_RESOLVERS = `Promise.withResolvers ??= function () {
  let resolve, reject;
  const promise = new this((...settle) => ([resolve, reject] = settle));
  return { promise, resolve, reject };
};`;

/** The package lacks the module that DevTools' build generates for its translations. */
const withoutLocales: Plugin = {
  name: 'devtools-without-locales',
  enforce: 'pre',
  resolveId: (source) => (source.endsWith('/locales.js') ? '\0locales' : null),
  load: (id) =>
    id === '\0locales'
      ? `export const LOCALES = ['en-US'], BUNDLED_LOCALES = ['en-US'], DEFAULT_LOCALE = 'en-US';
         export const REMOTE_FETCH_PATTERN = '', LOCAL_FETCH_PATTERN = '';`
      : null,
};
