import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { wasmModules } from './scripts/wasm/plugin.mjs';

/** Tests of the engine that put something else in the place of a module: they need their modules for themselves. */
const mocking = ['src/core/engine.test.ts', 'src/core/**/*worker.test.ts'];

export default defineConfig({
  test: {
    env: { TZ: 'UTC' },
    // Vitest would leave one core idle; most of these tests wait for nobody.
    maxWorkers: '100%',
    coverage: { provider: 'v8', include: ['src/**/*.{ts,tsx}'], exclude: ['**/*.test.*'] },
    projects: [
      {
        extends: true,
        plugins: [wasmModules(import.meta.dirname)],
        test: {
          name: 'node',
          environment: 'node',
          // One worker runs many files without loading all modules anew: the engine has no state of its own in modules.
          isolate: false,
          include: ['src/{shared,core}/**/*.test.ts'],
          exclude: mocking,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        plugins: [wasmModules(import.meta.dirname)],
        test: {
          name: 'hosts',
          environment: 'node',
          include: [
            ...mocking,
            'src/{hosts,main,preload}/**/*.test.ts',
            'fixtures/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'dom',
          environment: 'jsdom',
          // Style sheets are left out, unless a test reads one.
          css: { include: [/\.css\?raw$/u] },
          include: ['src/{renderer,speedscope-bridge}/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
        },
      },
    ],
  },
});
