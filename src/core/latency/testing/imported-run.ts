import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Database } from '../../db/database.ts';
import { importers } from '../../import/registry.ts';
import { openFileSource } from '../../io/byte-source.ts';
import { listRuns, listTransactions } from '../../workspace/catalog.ts';
import { importSource } from '../../workspace/import-source.ts';
import type { StoredRun } from './stored-run.ts';

const REPOSITORY = join(import.meta.dirname, '../../../..');
export const FIXTURES = join(REPOSITORY, 'fixtures');
/** Real files beside the repository; absent where only the repository is. */
export const CORPUS = join(REPOSITORY, '../shared/corpus/load');
export const hasCorpus = existsSync(CORPUS);

/** Imports a real file as the product does. */
export async function importRun(database: Database, path: string): Promise<StoredRun> {
  const source = await openFileSource(path, basename(path));
  const { runId } = await importSource(
    { database, importers, workerUrl: null, nowUs: () => 0 },
    { source, format: null, options: { timeZone: 'UTC' }, allowDuplicate: true, runId: null },
    { detected: () => undefined, progress: () => undefined, finishing: () => undefined },
    new AbortController().signal,
  ).finally(() => source.close());
  const run = (await listRuns(database)).find(({ id }) => id === runId)!;
  return { run, transactions: await listTransactions(database, runId) };
}
