import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ensureExists } from '#shared/assert.ts';
import { EngineHost } from './engine-host.ts';
import type { OpenWorkspace } from './engine-messages.ts';
import { electron, resetElectron, type FakeUtilityProcess } from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

const events: unknown[] = [];
let host: EngineHost;

beforeEach(() => {
  resetElectron();
  events.length = 0;
  vi.useFakeTimers();
  host = new EngineHost({
    entry: '/app/out/main/engine-process.js',
    settings: { configDirectory: '/config', resourcesDirectory: '/resources', threads: 3 },
    watcher: {
      workspaceChanged: ({ path }) => events.push(['workspace', path]),
      startedEmpty: ({ path }, { code }) => events.push(['empty', path, code]),
      gone: () => events.push('gone'),
      givenUp: ({ code }) => events.push(['given up', code]),
    },
    printPage: () => Promise.reject(new Error('nothing is printed here')),
  });
});
afterEach(() => vi.useRealTimers());

const child = (): FakeUtilityProcess => ensureExists(electron.children.at(-1), 'a child');
const sayReady = (problem: unknown = null): void =>
  child().say({ t: 'ready', tempDirectory: '/tmp/loadstone-none', problem });
const saySaved = (workspace: Partial<OpenWorkspace> = {}): void =>
  child().say({
    t: 'workspace',
    workspace: { path: '/w/a.loadstone', isSaved: true, runCount: 1, ...workspace },
  });

describe('starting', () => {
  test('forks the engine under its name and tells it what to open', () => {
    host.start({ path: '/w/a.loadstone', mayCreate: true });
    expect(child().entry).toBe('/app/out/main/engine-process.js');
    expect(child().options).toEqual({ serviceName: 'Loadstone engine', stdio: 'inherit' });
    expect(child().posted).toEqual([
      {
        message: {
          t: 'start',
          workspace: { path: '/w/a.loadstone', mayCreate: true },
          configDirectory: '/config',
          resourcesDirectory: '/resources',
          threads: 3,
        },
        ports: [],
      },
    ]);
  });

  test('a workspace that could not be opened is reported, the engine runs', async () => {
    host.start({ path: '/w/locked.loadstone', mayCreate: false });
    sayReady({ code: 'workspace-locked', message: 'Open elsewhere.' });
    expect(events).toEqual([['empty', '/w/locked.loadstone', 'workspace-locked']]);
    await expect(host.connect()).resolves.toBeDefined();
  });

  test('an engine that cannot start at all is not tried again', async () => {
    host.start(null);
    const connected = host.connect();
    child().say({ t: 'failed', error: { code: 'read-only', message: 'No place to write.' } });
    child().end(1);
    await expect(connected).rejects.toMatchObject({ code: 'read-only', message: 'No place to write.' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(events).toEqual(['gone', ['given up', 'read-only']]);
    expect(electron.children).toHaveLength(1);
    await expect(host.connect()).rejects.toMatchObject({ code: 'read-only' });
  });

  test('a message that no engine sends is ignored', () => {
    host.start(null);
    child().say({ t: 'ready' });
    child().say('hello');
    child().say({ t: 'granted', id: 99, fileIds: [] });
    expect(events).toEqual([]);
  });
});

describe('ports', () => {
  test('one end goes to the engine, the other to whoever asked', async () => {
    host.start(null);
    sayReady();
    const port = await host.connect();
    const posted = child().last('connect');
    expect(posted?.ports).toHaveLength(1);
    expect(posted?.ports[0]).not.toBe(port);
    expect(await host.connect()).not.toBe(port);
  });

  test('who asks before the engine is there gets the port when it is', async () => {
    const before = host.connect();
    host.start(null);
    const during = host.connect();
    expect(child().last('connect')).toBeUndefined();
    sayReady();
    await expect(Promise.all([before, during])).resolves.toHaveLength(2);
    expect(child().posted.filter(({ message }) => message.t === 'connect')).toHaveLength(2);
  });
});

describe('printing', () => {
  test('what the engine wants printed is printed, and the answer goes back to it', async () => {
    host.start(null);
    sayReady();
    child().say({ t: 'print', id: 7, html: '<p>x</p>', pageSize: 'A4' });
    await vi.advanceTimersByTimeAsync(0);
    expect(child().last('not-printed')?.message).toMatchObject({
      id: 7,
      error: { message: expect.stringMatching(/nothing is printed here/u) as string },
    });
  });
});

describe('grants', () => {
  test('answers find their question, in any order', async () => {
    host.start(null);
    sayReady();
    const first = host.grant(['/r/a.jtl']);
    const second = host.grant(['/r/b.jtl', '/r/c.jtl']);
    await vi.advanceTimersByTimeAsync(0);
    const [a, b] = child().posted.filter(({ message }) => message.t === 'grant');
    expect(b?.message['paths']).toEqual(['/r/b.jtl', '/r/c.jtl']);
    child().say({ t: 'granted', id: b?.message['id'], fileIds: ['b', 'c'] });
    child().say({ t: 'granted', id: a?.message['id'], fileIds: ['a'] });
    expect(await Promise.all([first, second])).toEqual([['a'], ['b', 'c']]);
  });

  test('an engine that crashes answers with a failure', async () => {
    host.start(null);
    sayReady();
    const granted = host.grant(['/r/a.jtl']);
    await vi.advanceTimersByTimeAsync(0);
    child().end(139);
    await expect(granted).rejects.toMatchObject({ code: 'engine-gone' });
  });
});

describe('after a crash', () => {
  test('the engine is started again with what was open, and serves new ports', async () => {
    host.start(null);
    sayReady();
    saySaved();
    child().end(139);
    expect(events).toEqual([['workspace', '/w/a.loadstone'], 'gone']);
    const port = host.connect();
    await vi.advanceTimersByTimeAsync(250);
    expect(electron.children).toHaveLength(2);
    expect(child().last('start')?.message['workspace']).toEqual({ path: '/w/a.loadstone', mayCreate: false });
    sayReady();
    await expect(port).resolves.toBeDefined();
  });

  test.each([
    ['an unsaved workspace with runs is opened again', { isSaved: false, runCount: 2 }, '/w/a.loadstone'],
    ['an unsaved workspace without runs has nothing to open', { isSaved: false, runCount: 0 }, undefined],
  ])('%s', async (_what, workspace, path) => {
    host.start(null);
    sayReady();
    saySaved(workspace);
    child().end(1);
    await vi.advanceTimersByTimeAsync(250);
    expect((child().last('start')?.message['workspace'] as { path: string } | null)?.path).toBe(path);
  });

  test('a crash while opening asks for the same workspace again', async () => {
    host.start({ path: '/w/new.loadstone', mayCreate: true });
    child().end(1);
    await vi.advanceTimersByTimeAsync(250);
    expect(child().last('start')?.message['workspace']).toEqual({
      path: '/w/new.loadstone',
      mayCreate: true,
    });
  });

  test('three new starts within a minute, then a person decides', async () => {
    host.start(null);
    sayReady();
    saySaved();
    const waiting = host.grant(['/r/a.jtl']).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(0);
    for (const delayMs of [250, 1000, 4000]) {
      child().end(134);
      await vi.advanceTimersByTimeAsync(delayMs);
    }
    expect(electron.children).toHaveLength(4);
    const connected = host.connect();
    child().end(134);
    await expect(connected).rejects.toMatchObject({ code: 'engine-gone' });
    expect(await waiting).toMatchObject({ code: 'engine-gone' });
    expect(events.at(-1)).toEqual(['given up', 'engine-gone']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(electron.children).toHaveLength(4);

    host.retry();
    expect(electron.children).toHaveLength(5);
    expect(child().last('start')?.message['workspace']).toEqual({ path: '/w/a.loadstone', mayCreate: false });
    sayReady();
    await expect(host.connect()).resolves.toBeDefined();
  });

  test('or starts with nothing', async () => {
    host.start({ path: '/w/poison.loadstone', mayCreate: false });
    for (const delayMs of [250, 1000, 4000, 0]) {
      child().end(134);
      await vi.advanceTimersByTimeAsync(delayMs);
    }
    host.start(null);
    expect(child().last('start')?.message['workspace']).toBeNull();
  });

  test('what the database had swapped to disk is cleared away', async () => {
    vi.useRealTimers();
    const folder = mkdtempSync(join(tmpdir(), 'loadstone-left-'));
    host.start(null);
    child().say({ t: 'ready', tempDirectory: folder, problem: null });
    child().end(1);
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false));
    await host.close();
  });
});

describe('closing', () => {
  test('waits for the engine to end in order', async () => {
    host.start(null);
    sayReady();
    let isClosed = false;
    const closed = host.close().then(() => (isClosed = true));
    expect(child().last('shutdown')).toBeDefined();
    await vi.advanceTimersByTimeAsync(4999);
    expect(isClosed).toBe(false);
    child().end(0);
    await closed;
    expect(child().killed).toBe(false);
    expect(events).toEqual([]);
  });

  test('ends one that does not answer', async () => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    host.start(null);
    sayReady();
    const closed = host.close();
    await vi.advanceTimersByTimeAsync(5000);
    expect(child().killed).toBe(true);
    expect(kill).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(kill).toHaveBeenCalledWith(4242, 'SIGKILL');
    await closed;
    kill.mockRestore();
  });

  test('who waits for the engine is told', async () => {
    host.start(null);
    const connected = host.connect();
    const closed = host.close();
    await expect(connected).rejects.toMatchObject({ code: 'engine-gone' });
    child().end(0);
    await closed;
  });

  test('while it waits for the next start there is nothing to end', async () => {
    host.start(null);
    child().end(1);
    await host.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(electron.children).toHaveLength(1);
  });

  test('twice is once', async () => {
    host.start(null);
    const both = Promise.all([host.close(), host.close()]);
    expect(child().posted.filter(({ message }) => message.t === 'shutdown')).toHaveLength(1);
    child().end(0);
    await both;
  });
});
