import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/**
 * Compiles AssemblyScript to WebAssembly. Needs Node alone: the compiler is a package. What was compiled once is kept, by
 * its sources: the compiler takes seconds to load, and tests and builds ask for it all the time.
 */

/** Lives in node_modules so that a fresh install also forgets what the old compiler made. */
const cacheFolder = 'node_modules/.cache/loadstone/wasm';

/** No garbage collector, no checks of its own, memory from the host: the sources only know numbers and addresses. */
const options = [
  '--runtime',
  'stub',
  '--enable',
  'simd,bulk-memory',
  '--importMemory',
  '--noExportMemory',
  '--optimizeLevel',
  '3',
  '--shrinkLevel',
  '0',
  '--converge',
  '--noAssert',
];

/**
 * @param {string} entry path of an AssemblyScript module; it and its neighbours are compiled into one
 * @param {string} root folder of the project, above `entry`
 * @returns {Promise<Buffer>}
 * @throws {Error} with what the compiler says about the sources
 */
export async function compileWasm(entry, root) {
  const folder = join(root, cacheFolder);
  const cached = join(folder, `${keyOf(entry, root)}.wasm`);
  try {
    return readFileSync(cached);
  } catch {
    const bytes = await compile(entry, root);
    mkdirSync(folder, { recursive: true });
    // Others may compile the same at the same time: the file must never be there half.
    const unfinished = `${cached}.${process.pid}`;
    writeFileSync(unfinished, bytes);
    renameSync(unfinished, cached);
    return bytes;
  }
}

/** @param {string} entry */
export function sourcesOf(entry) {
  const folder = dirname(entry);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * @param {string} entry
 * @param {string} root
 */
function keyOf(entry, root) {
  const hash = createHash('sha256').update(JSON.stringify(options));
  hash.update(readFileSync(join(root, 'node_modules/assemblyscript/package.json')));
  for (const source of [entry, ...sourcesOf(entry)]) hash.update(`${source}\0`).update(readFileSync(source));
  return hash.digest('hex');
}

/**
 * What is used of the compiler. Its own types declare globals (`Array.at` and others) that are wrong for Node, and would
 * hold for every file that is checked with this one: so its name must not be one that TypeScript looks up.
 *
 * @typedef {object} Compiler
 * @property {(args: readonly string[], io: CompilerFiles) => Promise<{ readonly error: Error | null }>} main
 *
 * @typedef {object} CompilerFiles
 * @property {{ write: (chunk: string | Uint8Array) => void }} stderr
 * @property {(name: string, contents: string | Uint8Array) => void} writeFile
 */
const compilerName = 'assemblyscript/asc';

/**
 * @param {string} entry
 * @param {string} root
 */
async function compile(entry, root) {
  /** @type {unknown} */
  const loaded = await import(compilerName);
  const { default: asc } = /** @type {{ default: Compiler }} */ (loaded);
  /** @type {Uint8Array | undefined} */
  let bytes;
  let problems = '';
  const path = relative(root, entry).split(sep).join('/');
  const { error } = await asc.main([path, '--outFile', 'out.wasm', '--baseDir', root, ...options], {
    stderr: {
      write: (chunk) => {
        problems += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
      },
    },
    writeFile: (name, contents) => {
      if (name === 'out.wasm') bytes = /** @type {Uint8Array} */ (contents);
    },
  });
  if (error !== null || bytes === undefined) throw new Error(`${path} does not compile:\n${problems}`);
  return Buffer.from(bytes);
}
