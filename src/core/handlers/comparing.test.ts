import { writeFile } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createChannelPair } from '#shared/rpc/channel.ts';
import { createEngineClient } from '#shared/rpc/client.ts';
import { serveEngine } from '#shared/rpc/server.ts';
import type { ComparisonProgress, ComparisonRequest } from '#shared/model/comparison.ts';
import { createEngine } from '../engine.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { plantedSamples } from '../compare/testing/planted-run.ts';

const folder = useTemporaryFolder();

async function start() {
  const engine = await createEngine({
    version: '1.2.3',
    configDirectory: folder.file('config'),
    tempDirectory: folder.file('temp'),
    memoryLimitBytes: 512e6,
    threads: 2,
    workspacePath: null,
    remember: false,
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

/** Results as JMeter writes them: a closed loop of 20 threads, each waiting for its answer. */
function jtl(seed: string, slower: number): string {
  const samples = plantedSamples({
    seed,
    seconds: 900,
    threads: 20,
    transactions: [
      { label: 'browse', perSecond: 12, medianMs: 120 },
      { label: 'buy', perSecond: 8, medianMs: 200 * (1 + slower) },
    ],
  }).sort((a, b) => a.startMs! - b.startMs!);
  const rows = samples.map(
    ({ label, startMs, elapsedMs }, index) =>
      `${1_767_225_600_000 + Math.round(startMs!)},${elapsedMs},${label},200,OK,users 1-${(index % 20) + 1},true,20,20`,
  );
  return [
    'timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,grpThreads,allThreads',
    ...rows,
  ].join('\n');
}

it('files come in, a comparison of their steady phases goes out, with progress on the way; it can be kept', async () => {
  const { engine, client } = await start();
  for (const [name, slower] of [
    ['a.jtl', 0],
    ['b.jtl', 0.4],
  ] as const) {
    await writeFile(folder.file(name), jtl(name, slower));
    await client.call('import.start', {
      files: [{ fileId: engine.files.registerPath(folder.file(name)).fileId }],
    });
    await engine.idle();
  }
  const [a, b] = await client.call('runs.list', {});
  const request: ComparisonRequest = {
    baseline: { runIds: [a!.id], windows: [] },
    candidate: { runIds: [b!.id], windows: [] },
    margin: { ratio: 0.1, ms: 5 },
    margins: [],
    waivers: [],
    mapping: [],
    metrics: ['p50', 'p95', 'errorRate', 'throughput'],
  };
  const events: ComparisonProgress[] = [];
  client.on('compare.progress', (progress) => events.push(progress));
  const result = await client.call('compare.run', { request, token: 'mine' });
  expect(result.checks.filter(({ state }) => state === 'failed')).toEqual([]);
  expect(result.baseline[0]).toMatchObject({ name: a!.name, tool: 'jmeter', windowIs: 'steady' });
  const regressed = result.verdicts.filter(({ verdict }) => verdict === 'regressed');
  expect(regressed.map(({ label, metric }) => `${label} ${metric}`)).toEqual(
    expect.arrayContaining(['buy p50', 'buy p95']),
  );
  expect(regressed.some(({ label }) => label === 'browse')).toBe(false);
  expect(events.every(({ token }) => token === 'mine')).toBe(true);
  expect(events.at(-1)).toMatchObject({ done: 3, total: 3 });
  expect(events.flatMap(({ verdicts }) => verdicts)).toHaveLength(result.verdicts.length);

  const transactions = async (runId: number) => client.call('runs.transactions', { runId });
  const buy = async (runId: number) => (await transactions(runId)).find(({ label }) => label === 'buy')!.id;
  const distributions = await client.call('compare.distributions', {
    baseline: { runId: a!.id, transactionId: await buy(a!.id), window: 'steady' },
    candidate: { runId: b!.id, transactionId: await buy(b!.id), window: 'steady' },
    margin: 0.1,
  });
  expect(distributions.shift.rowCount).toBe(11);
  expect(distributions.hodgesLehmannMs).toBeGreaterThan(50);
  const trend = await client.call('compare.trend', { runIds: [b!.id, a!.id], label: 'buy' });
  expect(trend).toMatchObject({ changePoints: [], noiseFloor: null, table: { rowCount: 2 } });

  const saved = await client.call('comparisons.save', { id: null, name: 'nightly', request });
  expect(await client.call('comparisons.list', {})).toEqual([saved]);
  await client.call('runs.remove', { runId: b!.id });
  expect(await client.call('comparisons.list', {})).toEqual([]);
  await expect(client.call('compare.run', { request, token: 'gone' })).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(client.call('comparisons.remove', { id: saved.id })).rejects.toMatchObject({
    code: 'not-found',
  });
});

it('a report has figures, and no verdict that holds', async () => {
  const { engine, client } = await start();
  await writeFile(
    folder.file('statistics.json'),
    JSON.stringify(
      Object.fromEntries(
        ['Total', 'buy'].map((transaction) => [
          transaction,
          {
            transaction,
            sampleCount: 1000,
            errorCount: 10,
            errorPct: 1,
            meanResTime: 120,
            medianResTime: 110,
            minResTime: 20,
            maxResTime: 900,
            pct1ResTime: 200,
            pct2ResTime: 250,
            pct3ResTime: 400,
            throughput: 20,
            receivedKBytesPerSec: 1,
            sentKBytesPerSec: 1,
          },
        ]),
      ),
    ),
  );
  await client.call('import.start', {
    files: [{ fileId: engine.files.registerPath(folder.file('statistics.json')).fileId }],
  });
  await engine.idle();
  const [run] = await client.call('runs.list', {});
  expect(run?.granularity).toBe('aggregated');
  const side = { runIds: [run!.id], windows: [] };
  const waivers = ['aggregated', 'steady', 'window-length', 'window-ratio'].map((code) => ({
    code,
    reason: 'only a report is left',
  }));
  const request = (waived: boolean): ComparisonRequest => ({
    baseline: side,
    candidate: side,
    margin: { ratio: 0.1, ms: 5 },
    margins: [],
    waivers: waived ? waivers : [],
    mapping: [],
    metrics: ['p95', 'errorRate', 'throughput'],
  });
  const result = await client.call('compare.run', { request: request(false), token: 't' });
  expect(result.checks.find(({ code }) => code === 'aggregated')).toMatchObject({
    state: 'failed',
    caps: true,
  });
  expect(result.verdict).toBe('inconclusive');
  expect(result.verdicts.find(({ label, metric }) => label === 'buy' && metric === 'p95')).toMatchObject({
    baseline: 250,
    candidate: 250,
    reason: 'not-comparable',
    ci95: null,
  });
  const waived = await client.call('compare.run', { request: request(true), token: 't' });
  expect(waived.verdicts.find(({ label, metric }) => label === 'buy' && metric === 'p95')?.sentence).toBe(
    'Too few samples for p95: a report has no samples.',
  );
  const buy = (await client.call('runs.transactions', { runId: run!.id })).find(
    ({ label }) => label === 'buy',
  )!;
  const one = { runId: run!.id, transactionId: buy.id, window: 'all' as const };
  await expect(
    client.call('compare.distributions', { baseline: one, candidate: one, margin: 0.1 }),
  ).rejects.toMatchObject({ code: 'bad-request' });
});
