import { join } from 'node:path';

const PACKAGE = '@duckdb/node-bindings';
const OURS = 'scripts/bundle/duckdb-library.cjs';

/**
 * Loads DuckDB's library by `duckdb-library.cjs`, quicker than its package does.
 *
 * @param {string} root folder of the project
 * @returns {import('vite').Plugin}
 */
export function duckdbBindings(root) {
  const ours = join(root, OURS);
  return {
    name: 'loadstone:duckdb-bindings',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^@duckdb\/node-bindings(?:-|$)/u },
      handler(id, importer) {
        if (id === PACKAGE && importer !== ours) return ours;
        return { id, external: true };
      },
    },
  };
}
