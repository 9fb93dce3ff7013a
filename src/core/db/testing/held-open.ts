import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

const HOLD = `
  import { DuckDBInstance } from '@duckdb/node-api';
  const instance = await DuckDBInstance.create(process.argv[1]);
  const connection = await instance.connect();
  console.log('held');
  process.stdin.resume();
  process.stdin.on('end', () => process.exit());
`;

/**
 * Has another process open a database.
 * @returns a function that ends it
 */
export async function holdOpen(path: string): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLD, path], {
    cwd: import.meta.dirname,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const release = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  onTestFinished(release);
  const [first] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer | number];
  if (!Buffer.isBuffer(first)) throw new Error(`The process that should hold ${path} ended with ${first}`);
  return release;
}
