import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { createChannelPair } from '#shared/rpc/channel.ts';
import { createEngineClient, type EngineClient } from '#shared/rpc/client.ts';
import { serveEngine } from '#shared/rpc/server.ts';
import { createEngine, type Engine, type EngineOptions } from './engine.ts';
import { lineFile } from './import/testing/line-importer.ts';
import { chunksOf, stalling } from './io/testing/chunks.ts';
import { useTemporaryFolder } from './io/testing/temporary-folder.ts';

vi.mock('./import/registry.ts', async () => {
  const { createLineImporter } = await import('./import/testing/line-importer.ts');
  const importers = [createLineImporter()];
  return { importers, formatInfos: () => importers.map(({ id, label }) => ({ id, label })) };
});

const folder = useTemporaryFolder();

interface Running {
  readonly engine: Engine;
  readonly client: EngineClient;
  readonly events: string[];
}

async function start(options: Partial<EngineOptions> = {}): Promise<Running> {
  const engine = await createEngine({
    version: '1.2.3',
    configDirectory: folder.file('config'),
    tempDirectory: folder.file('temp'),
    memoryLimitBytes: 512e6,
    threads: 2,
    workspacePath: null,
    remember: true,
    workerUrl: null,
    nowUs: () => 1,
    sample: null,
    timeZone: 'UTC',
    ...options,
  });
  onTestFinished(() => engine.close());
  const [mine, theirs] = createChannelPair();
  serveEngine(engine, theirs);
  const client = createEngineClient(mine);
  const events: string[] = [];
  client.on('workspace.changed', ({ runCount, revision }) =>
    events.push(`workspace ${runCount} ${revision}`),
  );
  client.on('files.wanted', () => events.push('wanted'));
  return { engine, client, events };
}

async function fileOf({ engine }: Running, name: string, content: string): Promise<string> {
  await writeFile(folder.file(name), content);
  return engine.files.registerPath(folder.file(name)).fileId;
}

async function imported(running: Running, name: string, rows: number): Promise<void> {
  await running.client.call('import.start', {
    files: [{ fileId: await fileOf(running, name, lineFile(rows)) }],
  });
  await running.engine.idle();
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`Expected an AppError, got ${String(error)}`);
}

describe('the engine', () => {
  it('says what it is', async () => {
    const { client } = await start();
    expect(await client.call('engine.info', {})).toEqual({
      version: '1.2.3',
      formats: expect.arrayContaining([
        { id: 'lines', label: 'Lines (lines)' },
        expect.objectContaining({ id: 'v8-cpuprofile', group: 'profile' }),
        expect.objectContaining({ id: 'v8-heapsnapshot', group: 'heap' }),
      ]) as unknown,
      memoryLimitBytes: 512e6,
      threads: 2,
      sample: null,
    });
  });

  it('imports a file by its number, and tells of it', async () => {
    const running = await start();
    const { client, events } = running;
    await imported(running, 'a.lines', 30);
    expect(await client.call('runs.list', {})).toMatchObject([{ id: 1, name: 'a', samples: 30 }]);
    expect(await client.call('sources.list', {})).toMatchObject([
      { name: 'a.lines', path: folder.file('a.lines') },
    ]);
    expect(await client.call('runs.transactions', { runId: 1 })).toHaveLength(3);
    expect(events).toEqual(['workspace 1 2']);
  });

  it('tells what is in a file without importing it', async () => {
    const running = await start();
    const fileId = await fileOf(running, 'a.lines', lineFile(3));
    expect(await running.client.call('import.detect', { fileId })).toMatchObject({
      best: { format: 'lines' },
    });
    expect(await running.client.call('runs.list', {})).toEqual([]);
    expect((await failureOf(running.client.call('import.detect', { fileId: 'unknown' }))).code).toBe(
      'not-found',
    );
  });

  it('asks for the bytes of an upload', async () => {
    const { engine, client, events } = await start();
    const bytes = Buffer.from(lineFile(5));
    const { fileId } = engine.files.registerUpload('up.lines', bytes.length);
    client.on('files.wanted', (wanted) => engine.files.supply(wanted.fileId, chunksOf(bytes)));
    await client.call('import.start', { files: [{ fileId }] });
    await engine.idle();
    expect(events[0]).toBe('wanted');
    expect(await client.call('runs.list', {})).toMatchObject([{ samples: 5 }]);
  });

  it('answers statements that read, and no others', async () => {
    const running = await start();
    await imported(running, 'a.lines', 30);
    const table = await running.client.call('sql.query', {
      sql: 'SELECT count(*) AS n FROM samples',
      limit: 10,
    });
    expect(table.columns['n']).toMatchObject({ values: Float64Array.of(30) });
    const failure = await failureOf(running.client.call('sql.query', { sql: 'DELETE FROM runs', limit: 10 }));
    expect(failure.code).toBe('bad-request');
    expect(await running.client.call('runs.list', {})).toHaveLength(1);
  });

  it('tells of every change of its workspace', async () => {
    const running = await start();
    const { client, engine, events } = running;
    await imported(running, 'a.lines', 3);
    await client.call('runs.rename', { runId: 1, name: ' b ' });
    expect((await client.call('runs.list', {}))[0]?.name).toBe('b');
    const target = engine.files.registerPath(folder.file('saved.loadstone')).fileId;
    expect(await client.call('workspace.saveAs', { fileId: target })).toMatchObject({
      name: 'saved',
      runCount: 1,
    });
    await client.call('workspace.compact', {});
    await client.call('runs.remove', { runId: 1 });
    expect(await client.call('workspace.create', {})).toMatchObject({ name: 'Untitled', runCount: 0 });
    expect(await client.call('workspace.recent', {})).toMatchObject([{ name: 'saved', contents: 'empty' }]);
    expect(await client.call('workspace.openRecent', { path: folder.file('saved.loadstone') })).toMatchObject(
      {
        name: 'saved',
      },
    );
    await client.call('workspace.create', {});
    expect(await client.call('workspace.forget', { path: folder.file('saved.loadstone') })).toEqual([]);
    expect(events).toEqual([
      'workspace 1 2',
      'workspace 1 3',
      'workspace 1 4',
      'workspace 1 5',
      'workspace 0 6',
      'workspace 0 7',
      'workspace 0 8',
      'workspace 0 9',
    ]);
  });

  it('opens its sample, when it has one', async () => {
    await writeFile(folder.file('a.lines'), lineFile(4));
    await writeFile(folder.file('b.lines'), lineFile(5));
    const callFrame = { functionName: 'f', scriptId: '0', url: '', lineNumber: 0, columnNumber: 0 };
    await writeFile(
      folder.file('b.cpuprofile'),
      JSON.stringify({
        nodes: [{ id: 1, callFrame, hitCount: 1 }],
        startTime: 0,
        endTime: 10,
        samples: [1],
        timeDeltas: [5],
      }),
    );
    const files = [
      { path: folder.file('a.lines') },
      { path: folder.file('b.lines'), baseline: 'lines' },
      {
        path: folder.file('b.cpuprofile'),
        profileOf: { path: folder.file('b.lines'), offsetMs: -250 },
      },
    ];
    const { client, engine } = await start({ sample: { files, description: 'Two runs', sizeBytes: 9 } });
    expect(await client.call('workspace.openSample', {})).toMatchObject({ name: 'Untitled', runCount: 0 });
    await engine.idle();
    expect((await client.call('runs.list', {})).map(({ samples }) => samples)).toEqual([4, 5]);
    expect(await client.call('baselines.list', {})).toEqual([{ name: 'lines', runId: 2 }]);
    expect(await client.call('profiles.list', {})).toMatchObject([{ link: { runId: 2, offsetMs: -250 } }]);
    // What was imported into one workspace is no news of the next.
    await client.call('workspace.openSample', {});
    expect((await client.call('import.state', {})).files).toHaveLength(3);
    await engine.idle();
    await client.call('workspace.create', {});
    expect((await client.call('import.state', {})).files).toEqual([]);
    const without = await start({ configDirectory: folder.file('other') });
    expect((await failureOf(without.client.call('workspace.openSample', {}))).code).toBe('not-found');
  });

  it('keeps what nobody saved for the next time', async () => {
    const first = await start();
    await imported(first, 'a.lines', 3);
    await first.engine.close();
    const { client } = await start();
    expect(await client.call('workspace.recent', {})).toMatchObject([
      { name: 'a', untitled: true, contents: '1 run' },
    ]);
  });
});

describe('while an import runs', () => {
  async function importing(): Promise<Running & { readonly fileId: string }> {
    const running = await start();
    await imported(running, 'a.lines', 10);
    const { engine, client } = running;
    const { fileId } = engine.files.registerUpload('stalled.lines', 1e6);
    client.on('files.wanted', (wanted) => engine.files.supply(wanted.fileId, stalling(lineFile(3000, 7))));
    await client.call('import.start', { files: [{ fileId }] });
    await expect
      .poll(async () => (await client.call('import.state', {})).files.at(-1)?.phase)
      .toBe('reading');
    return { ...running, fileId };
  }

  it('the workspace can be looked at, but not changed for another', async () => {
    const { client, engine, fileId } = await importing();
    const target = engine.files.registerPath(folder.file('x.loadstone')).fileId;
    const changes = [
      client.call('workspace.create', {}),
      client.call('workspace.open', { fileId: target }),
      client.call('workspace.openRecent', { path: '/x' }),
      client.call('workspace.saveAs', { fileId: target }),
      client.call('workspace.compact', {}),
      client.call('runs.remove', { runId: 1 }),
    ];
    for (const change of changes) {
      const failure = await failureOf(change);
      expect(failure.code).toBe('busy');
      expect(failure.hint).toContain('cancel');
    }
    expect(await client.call('runs.list', {})).toMatchObject([{ samples: 10 }]);
    expect(await client.call('runs.rename', { runId: 1, name: 'still possible' })).toMatchObject({ id: 1 });
    expect((await client.call('sql.query', { sql: 'SELECT * FROM samples', limit: 100 })).rowCount).toBe(10);
    await client.call('import.cancel', { fileId });
    await engine.idle();
    expect(await client.call('workspace.saveAs', { fileId: target })).toMatchObject({ runCount: 1 });
    expect((await client.call('runs.list', {}))[0]?.name).toBe('still possible');
  });

  it('the engine can be closed, and leaves nothing half done', async () => {
    const { engine } = await importing();
    const begun = performance.now();
    await engine.close();
    expect(performance.now() - begun).toBeLessThan(2000);
    const { client } = await start();
    const [recent] = await client.call('workspace.recent', {});
    await client.call('workspace.openRecent', { path: recent!.path });
    expect(await client.call('runs.list', {})).toMatchObject([{ samples: 10 }]);
  });
});

describe('while the workspace changes', () => {
  it('other changes wait for their turn', async () => {
    const running = await start();
    const { client, engine } = running;
    await imported(running, 'a.lines', 2000);
    const target = (name: string): string =>
      engine.files.registerPath(folder.file(`${name}.loadstone`)).fileId;
    const answers = await Promise.all([
      client.call('workspace.saveAs', { fileId: target('a') }),
      client.call('workspace.compact', {}),
      client.call('workspace.saveAs', { fileId: target('b') }),
      client.call('workspace.compact', {}),
      client.call('workspace.saveAs', { fileId: target('c') }),
    ]);
    expect(answers.map(({ name, runCount }) => [name, runCount])).toEqual([
      ['a', 1],
      ['a', 1],
      ['b', 1],
      ['b', 1],
      ['c', 1],
    ]);
    expect((await readdir(folder.path)).filter((name) => name.includes('.loadstone')).sort()).toEqual([
      'a.loadstone',
      'b.loadstone',
      'c.loadstone',
    ]);
  });

  it('an import that is started waits for the new one', async () => {
    const running = await start();
    const { client, engine } = running;
    await imported(running, 'a.lines', 10);
    const fileId = await fileOf(running, 'b.lines', lineFile(20));
    const created = client.call('workspace.create', {});
    const state = await client.call('import.start', { files: [{ fileId }] });
    expect(state.active).toBe(true);
    await created;
    await engine.idle();
    expect(await client.call('runs.list', {})).toMatchObject([{ name: 'b', samples: 20 }]);
  });

  it('questions wait, and are answered from the new one', async () => {
    const running = await start();
    const { client, engine } = running;
    await imported(running, 'a.lines', 2000);
    const { fileId } = engine.files.registerPath(folder.file('saved.loadstone'));
    const saving = client.call('workspace.saveAs', { fileId });
    const questions: Promise<unknown>[] = [];
    const ask = () => client.call('runs.list', {}).catch((error: unknown) => error);
    const asking = setInterval(() => questions.push(ask()), 1);
    await saving;
    clearInterval(asking);
    questions.push(ask());
    const answers = await Promise.all(questions);
    // A question that was under way when the file was closed is cancelled; none is answered wrongly.
    for (const answer of answers) {
      if (answer instanceof AppError) expect(answer.code).toBe('cancelled');
      else expect(answer).toMatchObject([{ samples: 2000 }]);
    }
    expect(answers.at(-1)).toHaveLength(1);
  });

  it('a change that fails lets the next one come', async () => {
    const running = await start();
    const { client, engine } = running;
    await writeFile(folder.file('bad.loadstone'), 'hello');
    const bad = engine.files.registerPath(folder.file('bad.loadstone')).fileId;
    const [opened, created] = await Promise.allSettled([
      client.call('workspace.open', { fileId: bad }),
      client.call('workspace.create', {}),
    ]);
    expect(opened).toMatchObject({ status: 'rejected', reason: { code: 'workspace-damaged' } });
    expect(created).toMatchObject({ status: 'fulfilled' });
    expect(
      (await readdir(join(folder.path, 'config', 'unsaved'))).filter((name) => name.endsWith('.loadstone')),
    ).toHaveLength(1);
  });
});
