import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ensureExists } from '#shared/assert.ts';
import { createEngineClient, type EngineClient } from '#shared/rpc/client.ts';
import { fromEngineSchema, type FromEngine, type ToEngine } from './engine-messages.ts';
import type { ParentPort, PortLike } from './parent-port.ts';
import { portChannel } from './port-channel.ts';
import { portPair } from './testing/port-pair.ts';

/**
 * The real entry with the real engine, without Electron: only the line to the main process is made by hand. What the
 * page would do is done by the same client over the same kind of port.
 */

const said: FromEngine[] = [];
let send: (message: ToEngine, ports?: readonly PortLike[]) => void;
let folder: string;
const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);

async function hears<T extends FromEngine['t']>(type: T): Promise<Extract<FromEngine, { t: T }>> {
  const message = await vi.waitFor(
    () =>
      ensureExists(
        said.find(({ t }) => t === type),
        type,
      ),
    { timeout: 20_000 },
  );
  return message as Extract<FromEngine, { t: T }>;
}

function connect(): EngineClient {
  const [engineEnd, pageEnd] = portPair();
  send({ t: 'connect' }, [engineEnd]);
  return createEngineClient(portChannel(pageEnd));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-engine-process-'));
  const parent: ParentPort = {
    on: (_event, listener) => {
      send = (message, ports = []) => listener({ data: message, ports });
    },
    // As strict as the wire: what does not parse on the other side was never said.
    postMessage: (message) => said.push(fromEngineSchema.parse(structuredClone(message))),
  };
  Object.assign(process, { parentPort: parent });
  await import('./engine-process.ts');
}, 60_000);

afterAll(async () => {
  Reflect.deleteProperty(process, 'parentPort');
  exit.mockRestore();
  await rm(folder, { recursive: true, force: true });
});

test('starts, serves pages, grants files, keeps the workspace, and ends in order', async () => {
  const workspace = join(folder, 'night.loadstone');
  send({
    t: 'start',
    workspace: { path: workspace, mayCreate: true },
    configDirectory: join(folder, 'config'),
    resourcesDirectory: folder,
    threads: 1,
    memoryLimitBytes: 256e6,
  });
  const { tempDirectory, problem } = await hears('ready');
  expect(problem).toBeNull();
  expect(await hears('workspace')).toMatchObject({
    workspace: { path: workspace, isSaved: true, runCount: 0 },
  });

  const first = connect();
  const second = connect();
  expect(await first.call('engine.info', {})).toMatchObject({ threads: 1, memoryLimitBytes: 256e6 });
  expect(await second.call('workspace.info', {})).toMatchObject({ path: workspace });
  await expect(first.call('workspace.open', { fileId: workspace })).rejects.toMatchObject({
    code: 'not-found',
  });

  const results = join(folder, 'results.txt');
  await writeFile(results, 'nothing that any importer knows\n');
  send({ t: 'grant', id: 1, paths: [results] });
  const fileId = ensureExists((await hears('granted')).fileIds[0], 'an id');
  const detection = await first.call('import.detect', { fileId });
  expect(detection.best).toBeNull();

  first.close();
  expect(await second.call('workspace.info', {})).toMatchObject({ path: workspace });
  expect(existsSync(tempDirectory)).toBe(true);

  send({ t: 'shutdown' });
  await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0), { timeout: 20_000 });
  expect(existsSync(workspace)).toBe(true);
  expect(existsSync(tempDirectory)).toBe(false);
  expect(existsSync(join(folder, 'config/recent-workspaces.json'))).toBe(true);
  second.close();
}, 60_000);
