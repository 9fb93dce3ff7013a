import { join } from 'node:path';
import { build } from 'vite';

/** Beside the other builds; `src/hosts/common/installation.ts` looks for it there. */
const OUT = 'out/speedscope-bridge';

/**
 * The script of the bridge page, as one file with a fixed name: the browser host serves it from another origin than the window,
 * where none of the window's files are.
 *
 * @param {string} root folder of the project
 * @returns {import('vite').Plugin}
 */
export function speedscopeBridge(root) {
  return {
    name: 'loadstone:speedscope-bridge',
    apply: 'build',
    async closeBundle() {
      await build({
        configFile: false,
        root: join(root, 'src/speedscope-bridge'),
        logLevel: 'warn',
        build: {
          outDir: join(root, OUT),
          emptyOutDir: true,
          lib: {
            entry: 'main.ts',
            formats: ['iife'],
            name: 'loadstoneSpeedscopeBridge',
            fileName: () => 'bridge.js',
          },
        },
      });
    },
  };
}
