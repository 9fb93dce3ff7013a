import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { wasmModules } from './scripts/wasm/plugin.mjs';

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
          include: [
            'src/{shared,core,hosts,main,preload}/**/*.test.ts',
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
          include: ['src/{renderer,speedscope-bridge}/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
        },
      },
    ],
  },
});
