import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { root } from '../paths.ts';

const folder = join(root, 'node_modules/.cache/loadstone/bench-flame');

export interface FlamePageFiles {
  readonly script: string;
  readonly styles: string;
}

/** The page of `profile-flame-page.ts`, bundled and minified as the window is. */
export async function buildFlamePage(): Promise<FlamePageFiles> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [react()],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: {
        input: { flame: join(root, 'bench/product/profile-flame-page.ts') },
        output: { format: 'es', entryFileNames: 'flame.js', assetFileNames: 'flame.[ext]' },
      },
    },
  });
  return { script: join(folder, 'flame.js'), styles: join(folder, 'flame.css') };
}
