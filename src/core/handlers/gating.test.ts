import { writeFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createChannelPair } from '#shared/rpc/channel.ts';
import { createEngineClient, type EngineClient } from '#shared/rpc/client.ts';
import { serveEngine } from '#shared/rpc/server.ts';
import { createEngine } from '../engine.ts';
import { DEFAULT_GATES_YAML } from '../gates/default-gates.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';

/** Gates and baselines through the contract, in a workspace that is closed and opened again. */

const folder = useTemporaryFolder();

interface Started {
  readonly client: EngineClient;
  readonly revisions: number[];
  /** Opens a file of 100 rows. */
  readonly open: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

async function start(): Promise<Started> {
  const engine = await createEngine({
    version: '1.2.3',
    configDirectory: folder.file('config'),
    tempDirectory: folder.file('temp'),
    memoryLimitBytes: 512e6,
    threads: 2,
    workspacePath: folder.file('w.loadstone'),
    remember: false,
    workerUrl: null,
    nowUs: () => 1,
    sample: null,
    timeZone: 'UTC',
  });
  let closing: Promise<void> | null = null;
  const close = () => (closing ??= engine.close());
  onTestFinished(close);
  const [mine, theirs] = createChannelPair();
  serveEngine(engine, theirs);
  const client = createEngineClient(mine);
  const revisions: number[] = [];
  client.on('workspace.changed', ({ revision }) => revisions.push(revision));
  const open = async (name: string): Promise<void> => {
    const rows = Array.from(
      { length: 100 },
      (_, i) => `${1_700_000_000_000 + i * 100},${10 + i},a,200,${name},true`,
    );
    await writeFile(
      folder.file(name),
      `timeStamp,elapsed,label,responseCode,responseMessage,success\n${rows.join('\n')}\n`,
    );
    await client.call('import.start', {
      files: [{ fileId: engine.files.registerPath(folder.file(name)).fileId }],
    });
    await engine.idle();
  };
  if ((await client.call('runs.list', {})).length === 0) await open('a.jtl');
  return { client, revisions, open, close };
}

const OWN = '# ours\nversion: 1\ngates:\n  - { id: own, rule: p95 < 1s, phase: all }\n';

describe('gates of a workspace', () => {
  it('are the defaults, then its own, then the defaults again', async () => {
    const { client, revisions, close } = await start();
    expect(await client.call('gates.document', {})).toEqual({
      yaml: DEFAULT_GATES_YAML,
      isDefault: true,
      expectedPerSec: null,
      problems: [],
    });
    const before = revisions.length;
    expect(await client.call('gates.save', { yaml: OWN })).toEqual({
      yaml: OWN,
      isDefault: false,
      expectedPerSec: null,
      problems: [],
    });
    expect(revisions.length).toBe(before + 1);
    await close();
    const again = await start();
    expect(await again.client.call('gates.document', {})).toMatchObject({ yaml: OWN, isDefault: false });
    const expecting = await again.client.call('gates.check', { yaml: `${OWN}expectedLoad: 9000/min\n` });
    expect(expecting.expectedPerSec).toBe(150);
    expect(await again.client.call('gates.save', { yaml: null })).toMatchObject({ isDefault: true });
  });

  it('are refused with a problem, and checked without being kept', async () => {
    const { client } = await start();
    const yaml = OWN.replace('1s', '1');
    expect(await client.call('gates.check', { yaml })).toMatchObject({
      problems: [{ line: 4, column: 28, message: expect.stringContaining('needs a unit') }],
    });
    await expect(client.call('gates.save', { yaml })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('line 4, column 28'),
    });
    expect(await client.call('gates.document', {})).toMatchObject({ isDefault: true });
  });

  it('are evaluated by what is stored, or by a text while it is edited', async () => {
    const { client } = await start();
    await client.call('gates.save', { yaml: OWN });
    const evaluate = (yaml: string | null) =>
      client.call('gates.evaluate', { runId: 1, baselineRunIds: [], yaml });
    expect(await evaluate(null)).toMatchObject({
      runId: 1,
      outcome: 'passed',
      results: [{ id: 'own', outcome: 'passed' }],
    });
    // 10..109: p95 is 104.05.
    expect(await evaluate(OWN.replace('1s', '50ms'))).toMatchObject({ outcome: 'failed' });
    await expect(evaluate('nonsense')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(
      client.call('gates.evaluate', { runId: 9, baselineRunIds: [], yaml: null }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      client.call('gates.evaluate', { runId: 1, baselineRunIds: [9], yaml: null }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are held against a baseline as a comparison sets it up', async () => {
    const { client, open } = await start();
    await open('b.jtl');
    const yaml = '# ours\nversion: 1\ngates:\n  - { id: base, rule: baseline is comparable, phase: all }\n';
    const question = { runId: 2, baselineRunIds: [1], yaml };
    const before = await client.call('gates.evaluate', question);
    // Ten seconds are too short.
    expect(before.results[0]).toMatchObject({ outcome: 'failed' });
    expect(before.results[0]?.sentence).toContain('Window length');
    const comparison = { waivers: [{ code: 'window-length', reason: 'a smoke test' }], mapping: [] };
    const waived = await client.call('gates.evaluate', { ...question, comparison });
    expect(waived.results[0]?.sentence).not.toContain('Window length (');
    expect(waived.results[0]?.outcome).not.toBe('failed');
  });

  it('are proposed beside what is stored', async () => {
    const { client } = await start();
    await client.call('gates.save', { yaml: OWN });
    const { yaml } = await client.call('gates.propose', { runId: 1 });
    expect(yaml.startsWith(OWN.slice(0, 20))).toBe(true);
    expect(yaml).toContain('rule: p95 of a < 130ms');
    expect(await client.call('gates.document', {})).toMatchObject({ yaml: OWN });
  });
});

describe('baselines of a workspace', () => {
  it('are named, named anew, taken away, and go with their run', async () => {
    const { client, revisions, close } = await start();
    expect(await client.call('baselines.list', {})).toEqual([]);
    const before = revisions.length;
    await client.call('baselines.set', { name: 'nightly', runId: 1 });
    expect(await client.call('baselines.set', { name: ' nightly ', runId: 1 })).toEqual([
      { name: 'nightly', runId: 1 },
    ]);
    expect(revisions.length).toBe(before + 2);
    await expect(client.call('baselines.set', { name: 'x', runId: 7 })).rejects.toMatchObject({
      code: 'not-found',
    });
    await close();
    const again = await start();
    await again.client.call('baselines.set', { name: 'weekly', runId: 1 });
    expect(await again.client.call('baselines.remove', { name: 'nightly' })).toEqual([
      { name: 'weekly', runId: 1 },
    ]);
    await expect(again.client.call('baselines.remove', { name: 'nightly' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await again.client.call('runs.remove', { runId: 1 });
    expect(await again.client.call('baselines.list', {})).toEqual([]);
  });
});
