import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { numberAt, textAt, type ColumnTable } from '#shared/contract/columns.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { ProfileFunctions, ProfileNodes, ProfileSelection } from '#shared/model/profile.ts';
import { createChannelPair } from '#shared/rpc/channel.ts';
import { createEngineClient, type EngineClient } from '#shared/rpc/client.ts';
import { serveEngine } from '#shared/rpc/server.ts';
import { createEngine, type Engine } from '../../engine.ts';
import type { useTemporaryFolder } from '../../io/testing/temporary-folder.ts';

export const FIXTURES = join(import.meta.dirname, '../../../../fixtures/profiles');
export const BASE = 'orders-base.cpuprofile.gz';
export const REGRESSED = 'orders-regressed.cpuprofile.gz';
export const HEAP = 'orders-base.heapprofile.gz';

interface Facts {
  readonly samples: number;
  readonly totalUs: number;
  readonly selfUs: Readonly<Record<string, number>>;
  readonly totalsUs: Readonly<Record<string, number>>;
}
export const facts = JSON.parse(readFileSync(join(FIXTURES, 'expected.json'), 'utf8')) as Record<
  string,
  Facts
>;

export const JTL_HEAD =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,grpThreads,allThreads';

export interface Running {
  readonly engine: Engine;
  readonly client: EngineClient;
}

/**
 * An engine with a client over a direct carrier; both end with the test.
 * @param workspacePath null: a temporary workspace
 */
export async function startEngine(
  folder: ReturnType<typeof useTemporaryFolder>,
  workspacePath: string | null = null,
  remember = false,
): Promise<Running> {
  const engine = await createEngine({
    version: '1.2.3',
    configDirectory: folder.file('config'),
    tempDirectory: folder.file('temp'),
    memoryLimitBytes: 512e6,
    threads: 2,
    workspacePath,
    remember,
    workerUrl: null,
    nowUs: () => 1,
    sample: null,
    timeZone: 'UTC',
  });
  onTestFinished(() => engine.close());
  const [mine, theirs] = createChannelPair();
  serveEngine(engine, theirs);
  return { engine, client: createEngineClient(mine) };
}

export async function importedFrom({ engine, client }: Running, path: string): Promise<readonly number[]> {
  const { fileId } = engine.files.registerPath(path);
  await client.call('import.start', { files: [{ fileId }] });
  await engine.idle();
  const { files } = await client.call('import.state', {});
  const file = files.find((each) => each.fileId === fileId)!;
  expect(file).toMatchObject({ phase: 'done', error: null, runId: null, snapshotId: null });
  return file.profileIds;
}

/** @returns the first profile of a fixture */
export async function imported(running: Running, name: string): Promise<number> {
  return (await importedFrom(running, join(FIXTURES, name)))[0]!;
}

export function whole(profileId: number, change: Partial<ProfileSelection> = {}): ProfileSelection {
  const all = { threads: null, fromMs: null, toMs: null, withIdle: true, transforms: [] };
  return { profileId, weight: 0, ...all, ...change };
}

export const nameOf = (functions: ProfileFunctions, row: number): string => textAt(functions.name, row) ?? '';

export function pathOf(
  functions: ProfileFunctions,
  { parent, function: rows }: ProfileNodes,
  node: number,
): string {
  const path: string[] = [];
  for (let at = node; at >= 0; at = parent[at]!) path.unshift(nameOf(functions, rows[at]!));
  return path.join(';');
}

export const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
export const numbersOf = (table: ColumnTable, row: number): (number | null)[] =>
  Object.values(table.columns).map((column) => (column.kind === 'number' ? numberAt(column, row) : null));

export async function refusal(call: Promise<unknown>): Promise<AppError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error('It was not refused');
}

/** Modules of Node.js itself, and what they become when they are made one. */
export const INTERNAL = { by: 'pattern', pattern: '^node:internal/' } as const;
export const LIBRARY = '/^node:internal//';

export const by = (name: string) => ({ by: 'function', name, file: null, line: null }) as const;
