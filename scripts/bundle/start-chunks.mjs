import { join } from 'node:path';

/** What a host loads before it can answer anything. */
const ENGINE = 'src/core/engine.ts';

/** Entries that run beside it, and share some of its code but not the database. */
const OTHERS = [
  'src/main/index.ts',
  'src/core/import/worker.ts',
  'src/core/heap/thread/heap-worker.ts',
  'src/core/profile/thread/profile-worker.ts',
];

/**
 * Puts the code that the engine needs at its start into two files, instead of one for each set of entries that share
 * something: finding, opening and linking a module takes half a millisecond, and there were nearly fifty of them. What is
 * loaded later (`import()`) stays in files of its own.
 *
 * @param {string} root folder of the project
 * @param {readonly string[]} [beside] further entries that must not load the database
 * @returns {import('vite').Rolldown.CodeSplittingOptions}
 */
export function startChunks(root, beside = []) {
  /** @type {Map<string, Set<string>> | null} */
  let closures = null;
  const others = [...OTHERS, ...beside];
  return {
    groups: [
      {
        debugName: 'engine start',
        name(id, context) {
          closures ??= new Map(
            [ENGINE, ...others].map((entry) => [
              entry,
              importsOf(join(root, entry), context, entry === ENGINE ? 'first' : 'all'),
            ]),
          );
          const known = closures;
          if (known.get(ENGINE)?.has(id) !== true) return null;
          return others.some((entry) => known.get(entry)?.has(id) === true) ? 'shared' : 'engine';
        },
        includeDependenciesRecursively: false,
      },
    ],
  };
}

/**
 * @param {string} entry
 * @param {import('vite').Rolldown.ChunkingContext} context
 * @param {'first' | 'all'} which `all`: with what is loaded later, which must not bring the database into a thread
 * @returns {Set<string>} `entry` and what is loaded with it, by id
 */
function importsOf(entry, context, which) {
  const found = new Set([entry]);
  for (const id of found) {
    const info = context.getModuleInfo(id);
    for (const imported of info?.importedIds ?? []) found.add(imported);
    if (which === 'all') for (const imported of info?.dynamicallyImportedIds ?? []) found.add(imported);
  }
  return found;
}
