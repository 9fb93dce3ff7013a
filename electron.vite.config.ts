import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { duckdbBindings } from './scripts/bundle/duckdb-bindings.mjs';
import { startChunks } from './scripts/bundle/start-chunks.mjs';
import { speedscopeBridge } from './scripts/speedscope/plugin.mjs';
import { wasmModules } from './scripts/wasm/plugin.mjs';

const root = import.meta.dirname;

/**
 * Three builds from one source tree. The `main` build also holds the plain-Node entries (command line,
 * localhost host, import worker), so that every host runs the same bundled engine.
 */
export default defineConfig({
  main: {
    plugins: [wasmModules(root), duckdbBindings(root), speedscopeBridge(root)],
    build: {
      outDir: 'out/main',
      // Packages of many small files cost more to find and parse at every start than all of the engine.
      externalizeDeps: {
        exclude: [
          '@duckdb/node-api',
          'yaml',
          'zod',
          // Font files become part of the code that writes reports.
          '@fontsource-variable/inter',
          '@fontsource-variable/jetbrains-mono',
        ],
      },
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: resolve(root, 'src/main/index.ts'),
          'engine-process': resolve(root, 'src/main/engine-process.ts'),
          cli: resolve(root, 'src/hosts/cli.ts'),
          'http-server': resolve(root, 'src/hosts/http-server.ts'),
          'import-worker': resolve(root, 'src/core/import/worker.ts'),
          'heap-worker': resolve(root, 'src/core/heap/thread/heap-worker.ts'),
          'profile-worker': resolve(root, 'src/core/profile/thread/profile-worker.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          codeSplitting: startChunks(root),
          // A quarter less to read at every start; names stay, for whoever reads a stack trace.
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      isolatedEntries: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: resolve(root, 'src/preload/index.ts'),
          speedscope: resolve(root, 'src/speedscope-bridge/preload.ts'),
        },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      sourcemap: false,
      // Everything as files: the content security policy allows no inline script and no data: fonts.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: resolve(root, 'src/renderer/index.html') } },
    },
  },
});
