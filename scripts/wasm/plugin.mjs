import { compileWasm, sourcesOf } from './compile.mjs';

/** `import code from './module.ts?asc'`: AssemblyScript, compiled to WebAssembly, in base64. */
const MARK = '?asc';

/**
 * The module is part of the JavaScript file, so that every host finds it: threads, the packed app, plain Node.
 *
 * @param {string} root folder of the project: configurations are bundled, and this file's own place is lost then
 * @returns {import('vite').Plugin}
 */
export function wasmModules(root) {
  return {
    name: 'loadstone:wasm-modules',
    enforce: 'pre',
    load: {
      filter: { id: /\?asc$/u },
      async handler(id) {
        const entry = id.slice(0, -MARK.length);
        for (const source of sourcesOf(entry)) this.addWatchFile(source);
        const bytes = await compileWasm(entry, root);
        return { code: `export default '${bytes.toString('base64')}';`, map: null };
      },
    },
  };
}
