/** The product's way of putting rows into a workspace, without the rest of an import. Types: storage.d.ts, by hand. */
export { Database } from '../../src/core/db/database.ts';
export { SourceWriter } from '../../src/core/db/source-writer.ts';
export { readSource } from '../../src/core/import/read-source.ts';
export { importers } from '../../src/core/import/registry.ts';
export { openFileSource } from '../../src/core/io/byte-source.ts';
