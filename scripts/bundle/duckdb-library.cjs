/* eslint-disable @typescript-eslint/no-require-imports -- it stands in for a CommonJS package, which others require */

/**
 * DuckDB's library for this computer. The package's own way, which is taken where this finds nothing, asks on Linux for a
 * diagnostic report of the process to tell the kind of C library, and loads what starts child processes: 10 ms of every
 * start. Of the two packages for Linux, npm installs the one that fits.
 */
function library() {
  if (process.platform === 'linux') {
    try {
      return require(`@duckdb/node-bindings-linux-${process.arch}/duckdb.node`);
    } catch {
      // Another C library, or an architecture that there is no package for: the package says so.
    }
  }
  return require('@duckdb/node-bindings');
}

module.exports = library();
