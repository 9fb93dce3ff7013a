import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Tell } from '../measure/interleave.ts';
import { childCommand } from '../product/bundle.ts';
import { dataFolder } from '../paths.ts';

/** Raise when what is written changes: files are kept between runs. */
const VERSION = 1;

export interface HeapFile {
  readonly path: string;
  readonly bytes: number;
  /** Instances of the class `User` that were alive when it was taken. */
  readonly users: number;
}

/** A snapshot that Node takes of a heap of many small objects; made once and kept. */
export async function heapFile(users: number, tell: Tell): Promise<HeapFile> {
  const folder = join(dataFolder, `heap-${VERSION}`);
  const path = join(folder, `${users}.heapsnapshot`);
  const facts = `${path}.facts.json`;
  if (!existsSync(facts)) {
    tell(`taking a snapshot of ${users.toLocaleString('en')} users …`);
    mkdirSync(folder, { recursive: true });
    const partial = `${path}.partial`;
    const [command, ...args] = childCommand('heap-generate', { users, path: partial }, [
      '--max-old-space-size=8000',
    ]);
    const child = spawn(command!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`the snapshot could not be taken (exit code ${code})`);
    const { answer } = JSON.parse(printed) as { readonly answer: { readonly bytes: number } };
    renameSync(partial, path);
    writeFileSync(facts, JSON.stringify({ path, bytes: answer.bytes, users } satisfies HeapFile));
  }
  return JSON.parse(readFileSync(facts, 'utf8')) as HeapFile;
}
