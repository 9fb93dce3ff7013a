import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Database, type DatabaseOptions } from '../database.ts';

/** Settings of a database in a test's own folder. */
export function testSettings(folder: string): DatabaseOptions {
  return { memoryLimitBytes: 512e6, threads: 2, tempDirectory: join(folder, 'temp') };
}

/** Opens a database that is closed when the test has ended. */
export async function openDatabase(folder: string, name = 'test.loadstone'): Promise<Database> {
  const database = await Database.open(join(folder, name), testSettings(folder));
  onTestFinished(() => database.close());
  return database;
}
