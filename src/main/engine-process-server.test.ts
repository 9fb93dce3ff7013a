import { describe, expect, test, vi } from 'vitest';
import type { Engine } from '#core/engine.ts';
import { ensureExists } from '#shared/assert.ts';
import type { EngineParams } from '#shared/contract/engine.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { WorkspaceInfo } from '#shared/model/workspace.ts';
import type { FromEngine, WorkspaceTarget } from './engine-messages.ts';
import { serveMain, type EngineProcessOptions } from './engine-process-server.ts';
import type { ParentPort, PortLike } from './parent-port.ts';
import { portChannel } from './port-channel.ts';
import { portPair } from './testing/port-pair.ts';
import { createEngineClient } from '#shared/rpc/client.ts';

type Listener = Parameters<ParentPort['on']>[1];

/** The main process's end, by hand. */
class FakeParent implements ParentPort {
  readonly said: FromEngine[] = [];
  private listener: Listener = () => undefined;

  on(_event: 'message', listener: Listener): void {
    this.listener = listener;
  }
  postMessage(message: unknown): void {
    this.said.push(message as FromEngine);
  }
  send(data: unknown, ports: readonly PortLike[] = []): void {
    this.listener({ data, ports });
  }
  async hears(type: FromEngine['t']): Promise<FromEngine> {
    return vi.waitFor(() =>
      ensureExists(
        this.said.find(({ t }) => t === type),
        type,
      ),
    );
  }
}

const info: WorkspaceInfo = {
  name: 'Untitled',
  path: null,
  sizeBytes: 0,
  runCount: 0,
  profileCount: 0,
  snapshotCount: 0,
  sourceCount: 0,
  revision: 1,
  readOnly: false,
};

interface World {
  readonly parent: FakeParent;
  readonly created: (string | null)[];
  readonly opened: string[];
  readonly exits: number[];
  readonly log: string[];
  emit: (workspace: WorkspaceInfo) => void;
  start(workspace: WorkspaceTarget | null): void;
}

/** An engine of a few methods; `fail` says which workspaces cannot be opened. */
function world(fail: Readonly<Record<string, AppError>> = {}): World {
  const parent = new FakeParent();
  const registered = new Map<string, string>();
  const result: World = {
    parent,
    created: [],
    opened: [],
    exits: [],
    log: [],
    emit: () => undefined,
    start: (workspace) =>
      parent.send({ t: 'start', workspace, configDirectory: '/config', resourcesDirectory: '/resources' }),
  };
  const engine = {
    files: {
      registerPath(path: string) {
        const fileId = `id-of-${path}`;
        registered.set(fileId, path);
        return { fileId };
      },
    },
    workspacePath: () => '/config/unsaved/untitled-1.loadstone',
    handlers: {
      'workspace.info': () => info,
      'workspace.open': ({ fileId }: EngineParams<'workspace.open'>) => {
        const path = registered.get(fileId) ?? '';
        if (fail[path] !== undefined) throw fail[path];
        result.opened.push(path);
        return info;
      },
    },
    onEvent(listener: (name: 'workspace.changed', payload: WorkspaceInfo) => void) {
      result.emit = (workspace) => listener('workspace.changed', workspace);
      return () => undefined;
    },
    close: () => {
      result.log.push('engine closed');
      return Promise.resolve();
    },
  };
  const options: EngineProcessOptions = {
    parent,
    tempDirectory: '/tmp/loadstone-7',
    createEngine: (_start, path) => {
      result.created.push(path);
      const failure = fail[path ?? 'empty'];
      return failure === undefined ? Promise.resolve(engine as unknown as Engine) : Promise.reject(failure);
    },
    cleanUp: () => {
      result.log.push('cleaned up');
      return Promise.resolve();
    },
    exit: (code) => result.exits.push(code),
  };
  serveMain(options);
  return result;
}

const locked = new AppError('workspace-locked', 'This workspace is open in another Loadstone.', {
  hint: 'Close it.',
});

describe('starting', () => {
  test('empty', async () => {
    const { parent, start, created } = world();
    start(null);
    expect(await parent.hears('ready')).toEqual({
      t: 'ready',
      tempDirectory: '/tmp/loadstone-7',
      problem: null,
    });
    expect(created).toEqual([null]);
    expect(await parent.hears('workspace')).toEqual({
      t: 'workspace',
      workspace: { path: '/config/unsaved/untitled-1.loadstone', isSaved: false, runCount: 0 },
    });
  });

  test('with a workspace that may be new', async () => {
    const { parent, start, created, opened } = world();
    start({ path: '/w/new.loadstone', mayCreate: true });
    await parent.hears('ready');
    expect([created, opened]).toEqual([['/w/new.loadstone'], []]);
  });

  test('with one that must be there: it is opened, never made', async () => {
    const { parent, start, created, opened } = world();
    start({ path: '/w/old.loadstone', mayCreate: false });
    await parent.hears('ready');
    expect([created, opened]).toEqual([[null], ['/w/old.loadstone']]);
  });

  test.each([true, false])(
    'a locked workspace (may be new: %s) leaves an empty one and the reason',
    async (mayCreate) => {
      const { parent, start } = world({ '/w/locked.loadstone': locked });
      start({ path: '/w/locked.loadstone', mayCreate });
      expect(await parent.hears('ready')).toMatchObject({
        problem: { code: 'workspace-locked', message: locked.message, hint: 'Close it.' },
      });
    },
  );

  test('when not even an empty one can be made, it says why and ends', async () => {
    const { parent, start, exits, log } = world({ empty: new AppError('read-only', 'No place to write.') });
    start(null);
    expect(await parent.hears('failed')).toMatchObject({ error: { code: 'read-only' } });
    await vi.waitFor(() => expect(exits).toEqual([1]));
    expect(log).toEqual(['cleaned up']);
  });
});

test('the main process hears of another workspace', async () => {
  const running = world();
  running.start(null);
  await running.parent.hears('ready');
  running.emit({ ...info, path: '/w/saved.loadstone', runCount: 2 });
  expect(running.parent.said.at(-1)).toMatchObject({
    t: 'workspace',
    workspace: { isSaved: true, runCount: 2 },
  });
});

test('paths from the main process become ids', async () => {
  const { parent, start } = world();
  start(null);
  await parent.hears('ready');
  parent.send({ t: 'grant', id: 5, paths: ['/r/a.jtl', '/r/b.jtl'] });
  expect(await parent.hears('granted')).toEqual({
    t: 'granted',
    id: 5,
    fileIds: ['id-of-/r/a.jtl', 'id-of-/r/b.jtl'],
  });
});

describe('ports', () => {
  test('each is served by the engine; none can grant or end anything', async () => {
    const { parent, start, exits } = world();
    start(null);
    await parent.hears('ready');
    const [engineEnd, pageEnd] = portPair();
    parent.send({ t: 'connect' }, [engineEnd]);
    const channel = portChannel(pageEnd);
    const client = createEngineClient(channel);
    expect(await client.call('workspace.info', {})).toEqual(info);
    channel.post({ t: 'grant', id: 1, paths: ['/etc/passwd'] });
    channel.post({ t: 'shutdown' });
    expect(await client.call('workspace.info', {})).toEqual(info);
    expect(parent.said.some(({ t }) => t === 'granted')).toBe(false);
    expect(exits).toEqual([]);
    client.close();
  });

  test('before the engine is there a port is closed', () => {
    const { parent } = world();
    const [engineEnd] = portPair();
    const close = vi.spyOn(engineEnd, 'close');
    parent.send({ t: 'connect' }, [engineEnd]);
    expect(close).toHaveBeenCalledOnce();
  });
});

describe('shut-down', () => {
  test('closes the engine, clears away and ends', async () => {
    const { parent, start, exits, log } = world();
    start(null);
    await parent.hears('ready');
    parent.send({ t: 'shutdown' });
    await vi.waitFor(() => expect(exits).toEqual([0]));
    expect(log).toEqual(['engine closed', 'cleaned up']);
  });

  test('in the middle of the start waits for it', async () => {
    const { parent, start, exits, log } = world();
    start(null);
    parent.send({ t: 'shutdown' });
    await vi.waitFor(() => expect(exits).toEqual([0]));
    expect(log).toEqual(['engine closed', 'cleaned up']);
  });

  test('without a start ends at once', async () => {
    const { parent, exits } = world();
    parent.send({ t: 'shutdown' });
    await vi.waitFor(() => expect(exits).toEqual([0]));
  });
});

test('a message that is none of the main process stops it loudly', () => {
  const { parent } = world();
  expect(() => parent.send({ t: 'quit' })).toThrow();
});
