import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import type { WrittenHeap } from '../child/heap-write.ts';
import type { Tell } from '../measure/interleave.ts';
import { childCommand } from '../product/bundle.ts';
import { dataFolder } from '../paths.ts';

/** Raise when what is taken or written changes: files are kept between runs. */
const VERSION = 1;
const WRITTEN_VERSION = 1;

export interface HeapFile {
  readonly path: string;
  readonly bytes: number;
  /** Instances of the class `User` in it. */
  readonly users: number;
}

export interface WrittenHeapFile extends HeapFile, WrittenHeap {}

/** A snapshot that Node takes of a heap of many small objects; made once and kept. */
export function heapFile(users: number, tell: Tell): Promise<HeapFile> {
  return kept(`heap-${VERSION}`, users, tell, (path) =>
    childCommand('heap-generate', { users, path }, ['--max-old-space-size=14000']),
  );
}

/** One that is written as Node would: there is no limit but the disk. */
export async function writtenHeapFile(users: number, tell: Tell): Promise<WrittenHeapFile> {
  const file = await kept(`heap-written-${WRITTEN_VERSION}`, users, tell, (path) =>
    childCommand('heap-write', { users, path }),
  );
  return file as WrittenHeapFile;
}

async function kept(
  name: string,
  users: number,
  tell: Tell,
  commandFor: (path: string) => string[],
): Promise<HeapFile> {
  const folder = join(dataFolder, name);
  const path = join(folder, `${users}.heapsnapshot`);
  const facts = `${path}.facts.json`;
  if (!existsSync(facts)) {
    tell(`making a snapshot of ${users.toLocaleString('en')} users …`);
    mkdirSync(folder, { recursive: true });
    const partial = `${path}.partial`;
    const answer = await answerOf(commandFor(partial));
    renameSync(partial, path);
    writeFileSync(facts, JSON.stringify({ ...answer, path, users }));
  }
  return JSON.parse(readFileSync(facts, 'utf8')) as HeapFile;
}

async function answerOf(command: readonly string[]): Promise<object> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the snapshot could not be made (exit code ${code})`);
  return (JSON.parse(printed) as { readonly answer: object }).answer;
}
