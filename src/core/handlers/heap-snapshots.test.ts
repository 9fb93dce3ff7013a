import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { numberAt, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { HeapSeries } from '#shared/model/heap.ts';
import { createChannelPair } from '#shared/rpc/channel.ts';
import { createEngineClient, type EngineClient } from '#shared/rpc/client.ts';
import { serveEngine } from '#shared/rpc/server.ts';
import { createEngine, type Engine } from '../engine.ts';
import { chunksOf } from '../io/testing/chunks.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';

const folder = useTemporaryFolder();
const FIXTURES = resolve(import.meta.dirname, '../../../fixtures/heap');

interface Running {
  readonly engine: Engine;
  readonly client: EngineClient;
}

async function start(workspacePath: string | null = null): Promise<Running> {
  const running = await engineAt(workspacePath);
  onTestFinished(() => running.engine.close());
  return running;
}

async function engineAt(workspacePath: string | null): Promise<Running> {
  const engine = await createEngine({
    version: '1.2.3',
    configDirectory: folder.file('config'),
    tempDirectory: folder.file('temp'),
    memoryLimitBytes: 512e6,
    threads: 2,
    workspacePath,
    remember: false,
    workerUrl: null,
    nowUs: () => 1,
    sample: null,
    timeZone: 'UTC',
  });
  const [mine, theirs] = createChannelPair();
  serveEngine(engine, theirs);
  return { engine, client: createEngineClient(mine) };
}

async function importFiles({ engine, client }: Running, ...paths: readonly string[]): Promise<void> {
  await client.call('import.start', {
    files: paths.map((path) => ({ fileId: engine.files.registerPath(path).fileId })),
  });
  await engine.idle();
}

const fixtures = (mode: 'leak' | 'control', count = 5): string[] =>
  Array.from({ length: count }, (_, k) => resolve(FIXTURES, `orders-${mode}-${k + 1}.heapsnapshot.zst`));

/** A workspace with both series, made once: importing takes longer than all that is asked of it. */
let prepared: string;
beforeAll(async () => {
  prepared = await mkdtemp(join(tmpdir(), 'loadstone-heap-'));
  const running = await engineAt(join(prepared, 'both.loadstone'));
  await importFiles(running, ...fixtures('leak'), ...fixtures('control'));
  await running.engine.close();
}, 120_000);
afterAll(() => rm(prepared, { recursive: true, force: true }));

/** A copy of it: snapshots 1 to 5 are those of the leak, 6 to 10 those of the control. */
async function startPrepared(): Promise<Running> {
  const path = folder.file('both.loadstone');
  await copyFile(join(prepared, 'both.loadstone'), path);
  return start(path);
}

/** What a person told Loadstone, or a series found by its name. */
async function seriesNamed({ client }: Running, name: string): Promise<HeapSeries> {
  const found = (await client.call('series.list', {})).find((series) => series.name === name);
  if (found === undefined) throw new Error(`There is no series ${name}`);
  return found;
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`Expected an AppError, got ${String(error)}`);
}

function rowsOf(table: ColumnTable): Record<string, string | number | null>[] {
  return Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(
      Object.entries(table.columns).map(([name, column]) => [
        name,
        column.kind === 'text' ? textAt(column, row) : numberAt(column, row),
      ]),
    ),
  );
}

const OPERATIONS = [250, 500, 750, 1000, 1250];

interface Facts {
  readonly nodes: number;
  readonly edges: number;
  readonly selfBytes: number;
  readonly counts: Readonly<Record<string, number>>;
}

const expected = JSON.parse(readFileSync(resolve(FIXTURES, 'expected.json'), 'utf8')) as {
  readonly snapshots: Readonly<Record<string, Facts>>;
};

describe('snapshots in a workspace', { timeout: 60_000 }, () => {
  it('that come in are there with their figures, also for SQL, and make proposed series', async () => {
    const running = await start();
    const { client } = running;
    await importFiles(running, ...fixtures('leak', 2).reverse(), fixtures('control')[0]!);
    const infos = await client.call('snapshots.list', {});
    expect(infos.map(({ name }) => name)).toEqual(['orders-leak-2', 'orders-leak-1', 'orders-control-1']);
    for (const { id, name, nodes, edges, selfBytes, ...info } of infos) {
      const facts = expected.snapshots[`${name}.heapsnapshot.zst`]!;
      expect({ nodes, edges, selfBytes }).toEqual({
        nodes: facts.nodes,
        edges: facts.edges,
        selfBytes: facts.selfBytes,
      });
      expect(info).toMatchObject({ runtime: 'v8', hasGraph: true, stableIds: true, warnings: [] });
      const classes = rowsOf(await client.call('heap.classes', { snapshotId: id }));
      for (const [className, count] of Object.entries(facts.counts))
        expect(classes.find((row) => row['name'] === className)?.['count'] ?? 0).toBe(count);
      const statistics = await client.call('heap.statistics', { snapshotId: id });
      expect(statistics.parts.reduce((sum, part) => sum + part.selfBytes, 0)).toBe(selfBytes);
      const sums = await client.call('sql.query', {
        sql: `SELECT sum(self_bytes) AS classes, (SELECT sum(self_bytes) FROM snapshot_owners WHERE snapshot_id = ${id}) AS owners
          FROM snapshot_classes WHERE snapshot_id = ${id}`,
        limit: 1,
      });
      expect(rowsOf(sums)).toEqual([{ classes: selfBytes, owners: selfBytes }]);
    }
    // In the order of their names, whatever order they came in; processes are told apart by ids.
    expect((await seriesNamed(running, 'orders-leak')).snapshotIds).toEqual([2, 1]);
    expect(await client.call('series.list', {})).toMatchObject([{ name: 'orders-leak', proposed: true }]);
    expect((await client.call('sources.list', {}))[0]).toMatchObject({
      kind: 'heap',
      runId: null,
      compression: 'zstd',
      format: 'v8-heapsnapshot',
      rows: infos[0]!.nodes,
    });
    expect(await client.call('workspace.info', {})).toMatchObject({ snapshotCount: 3, runCount: 0 });
  });

  it('that are there already are refused before they are read', async () => {
    const running = await start();
    await importFiles(running, fixtures('leak')[0]!);
    await writeFile(folder.file('copy.heapsnapshot'), readFileSync(fixtures('leak')[0]!));
    await importFiles(running, folder.file('copy.heapsnapshot'));
    const { files } = await running.client.call('import.state', {});
    expect(files.map(({ phase, error }) => [phase, error?.code])).toEqual([
      ['done', undefined],
      ['failed', 'file-duplicate'],
    ]);
    expect(await running.client.call('snapshots.list', {})).toHaveLength(1);
  });

  it('come in without a path, too: their bytes are asked for as often as they are read', async () => {
    const { engine, client } = await start();
    const bytes = readFileSync(fixtures('leak')[0]!);
    const { fileId } = engine.files.registerUpload('orders-leak-1.heapsnapshot.zst', bytes.length);
    client.on('files.wanted', (wanted) => engine.files.supply(wanted.fileId, chunksOf(bytes, 100_000)));
    await client.call('import.start', { files: [{ fileId }] });
    await engine.idle();
    expect((await client.call('import.state', {})).files).toMatchObject([{ phase: 'done', snapshotId: 1 }]);
    expect(await client.call('snapshots.list', {})).toMatchObject([
      { name: 'orders-leak-1', hasGraph: true },
    ]);
  });

  it('that are hostile or cut off leave nothing but a message', async () => {
    const running = await start();
    const head =
      '{"snapshot":{"meta":{"node_fields":["type","name","id","self_size","edge_count"],"node_types":[["synthetic"]],"edge_fields":["type","name_or_index","to_node"],"edge_types":[["property"]]},"node_count":1e15,"edge_count":1e15},';
    const cases: readonly (readonly [name: string, content: string | Buffer, message: RegExp])[] = [
      ['cut.heapsnapshot', `${head}"nodes":[0,0,1,`, /ends early/u],
      ['no-numbers.heapsnapshot', `${head}"nodes":[0,"x",1,0,0]`, /not what belongs here.*"byte":\d/u],
      ['cut.zst', readFileSync(fixtures('leak')[0]!).subarray(0, 200_000), /ends early|damaged|cut/u],
    ];
    for (const [name, content] of cases) await writeFile(folder.file(name), content);
    await importFiles(running, ...cases.map(([name]) => folder.file(name)));
    const { files } = await running.client.call('import.state', {});
    files.forEach(({ phase, error }, at) => {
      expect([phase, error?.code]).toEqual(['failed', 'file-damaged']);
      expect(`${error!.message} ${JSON.stringify(error!.place ?? {})}`).toMatch(cases[at]![2]);
    });
    expect(await running.client.call('sources.list', {})).toEqual([]);
    const tables = await running.client.call('sql.query', {
      sql: `SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'snapshot_graph%'`,
      limit: 10,
    });
    expect(tables.rowCount).toBe(0);
  });

  it('whose import is cancelled while it is analysed leave nothing', async () => {
    const running = await start();
    const { client, engine } = running;
    const { fileId } = engine.files.registerPath(fixtures('leak')[0]!);
    let asked = 0;
    client.on('import.changed', ({ files }) => {
      if (files[0]?.phase !== 'finishing' || asked > 0) return;
      asked = performance.now();
      void client.call('import.cancel', { fileId });
    });
    await client.call('import.start', { files: [{ fileId }] });
    await engine.idle();
    expect(asked).toBeGreaterThan(0);
    expect(performance.now() - asked).toBeLessThan(1000);
    expect((await client.call('import.state', {})).files[0]!.phase).toBe('cancelled');
    expect(await client.call('snapshots.list', {})).toEqual([]);
    expect(await client.call('sources.list', {})).toEqual([]);
  });

  it('are renamed, dated and removed, with their source and their place in a series', async () => {
    const running = await startPrepared();
    const { client } = running;
    for (const snapshotId of [10, 9, 8, 7, 6, 5, 4]) await client.call('snapshots.remove', { snapshotId });
    expect((await client.call('snapshots.rename', { snapshotId: 1, name: 'after warm-up' })).name).toBe(
      'after warm-up',
    );
    expect((await client.call('snapshots.setTime', { snapshotId: 1, takenAtUs: 5e12 })).takenAtUs).toBe(5e12);
    expect((await client.call('snapshots.setTime', { snapshotId: 1, takenAtUs: null })).takenAtUs).toBeNull();
    await client.call('heap.containment', { snapshotId: 3, node: null, offset: 0, limit: 1 });
    expect((await client.call('snapshots.remove', { snapshotId: 3 })).map(({ id }) => id)).toEqual([1, 2]);
    expect((await seriesNamed(running, 'orders-leak')).snapshotIds).toEqual([1, 2]);
    expect((await failureOf(client.call('heap.object', { snapshotId: 3, node: 0 }))).code).toBe('not-found');
    // Its number is used again, by another snapshot.
    await importFiles(running, fixtures('control')[0]!);
    const { references } = await client.call('heap.containment', {
      snapshotId: 3,
      node: null,
      offset: 0,
      limit: 1000,
    });
    expect(references.length).toBeGreaterThan(0);
    expect((await client.call('snapshots.list', {}))[2]!.name).toBe('orders-control-1');
    await client.call('snapshots.remove', { snapshotId: 2 });
    expect(await client.call('series.list', {})).toEqual([]);
    expect(await client.call('sources.list', {})).toHaveLength(2);
  });
});

describe('growth over a stored series', { timeout: 60_000 }, () => {
  it('names the planted class, and the table that is never cleared; also after the workspace was opened again', async () => {
    const running = await startPrepared();
    const path = running.engine.workspacePath();
    const leaking = await seriesNamed(running, 'orders-leak');
    await running.client.call('series.update', { seriesId: leaking.id, operations: OPERATIONS });
    const asked = { seriesId: leaking.id, plan: { operations: 1e6, heapLimitBytes: 64e6 } };
    const found = await running.client.call('heap.growth', asked);
    const growth = found.growth!;
    const leaks = growth.series.filter(({ verdict }) => verdict === 'leak');
    expect(leaks.map(({ kind, name }) => `${kind} ${name}`)).toContain('class OrderSession');
    const session = leaks.find(({ name }) => name === 'OrderSession')!;
    expect(session).toMatchObject({ counts: OPERATIONS, countPerOperation: 1 });
    expect(session.evidence.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['integer-per-operation', 'one-owner-path', 'container-grows']),
    );
    expect(session.retainerPath.slice(-3)).toEqual([
      'liveOrders › Map',
      'table › (array)',
      '[*] › OrderSession',
    ]);
    expect(
      growth.series.filter(({ name }) => /PriceEntry|WorkBuffer/u.test(name)).map(({ verdict }) => verdict),
    ).not.toContain('leak');
    expect(found.checks.find(({ code }) => code === 'operations')).toMatchObject({
      state: 'passed',
      value: '5 of 5',
    });
    expect(found.bands[0]).toMatchObject({ kind: 'series', name: 'OrderSession', verdict: 'leak' });
    growth.totalBytes.forEach((total, at) =>
      expect(found.bands.reduce((sum, band) => sum + band.bytes[at]!, 0)).toBe(total),
    );
    expect(found.exhaustion!.operations!.estimate).toBeGreaterThan(100_000);

    const way = { seriesId: leaking.id, kind: 'class', key: 'OrderSession' } as const;
    const before = (await running.client.call('heap.growthPath', way))!;
    expect(before).toMatchObject({ newInstances: 1000, sampled: 200, sharing: 200 });
    expect(before.steps.filter(({ growing }) => growing)).toMatchObject([
      { className: '(array)', edge: 'table', outEdges: [251, 501, 751, 1001, 1251] },
    ]);
    expect(before.steps.find(({ edge }) => edge === 'liveOrders')!.outEdges).toEqual([3, 3, 3, 3, 3]);
    const classes = await running.client.call('heap.classes', { snapshotId: 5 });
    const objects = await running.client.call('heap.instances', INSTANCES);
    await running.engine.close();

    const again = await start(path);
    expect(await again.client.call('heap.growth', asked)).toEqual(found);
    expect(await again.client.call('heap.growthPath', way)).toEqual(before);
    expect(await again.client.call('heap.classes', { snapshotId: 5 })).toEqual(classes);
    expect(await again.client.call('heap.instances', INSTANCES)).toEqual(objects);
  });

  it('leads to what an owner path ends with, and to a container, too', async () => {
    const running = await startPrepared();
    const { id } = await seriesNamed(running, 'orders-leak');
    const { growth } = await running.client.call('heap.growth', { seriesId: id });
    for (const kind of ['shape', 'container'] as const) {
      const grows = ['leak', 'candidate'];
      const leaks = growth!.series.filter((row) => row.kind === kind && grows.includes(row.verdict));
      expect(leaks).not.toEqual([]);
      const ways = await Promise.all(
        leaks.map(({ key }) => running.client.call('heap.growthPath', { seriesId: id, kind, key })),
      );
      expect(ways.map((way) => way?.leadsTo)).toEqual(
        leaks.map(() => (kind === 'shape' ? 'largest' : 'container')),
      );
      // The map that is never cleared is on some way, and grows.
      const held = ways.filter((way) => way!.steps.some(({ edge }) => edge === 'liveOrders'));
      expect(held.length).toBeGreaterThan(0);
      for (const way of held)
        expect(way!.steps.filter(({ growing }) => growing).map(({ edge }) => edge)).toContain('table');
    }
    const gone = { seriesId: id, kind: 'container', key: ' @999999999' } as const;
    expect(await running.client.call('heap.growthPath', gone)).toBeNull();
  });

  it('finds nothing where the service lets go', async () => {
    const running = await startPrepared();
    const series = await seriesNamed(running, 'orders-control');
    for (const operations of [null, OPERATIONS]) {
      await running.client.call('series.update', { seriesId: series.id, operations });
      const { growth } = await running.client.call('heap.growth', { seriesId: series.id });
      const grows = growth!.series.filter(({ verdict }) => verdict === 'leak' || verdict === 'candidate');
      expect(grows.map(({ kind, name }) => `${kind} ${name}`)).toEqual([]);
    }
  });

  it('is judged without the snapshots that a person leaves out; under three it says what is missing', async () => {
    const running = await startPrepared();
    const { client } = running;
    const { id, snapshotIds } = await seriesNamed(running, 'orders-leak');
    const [first, second, third] = snapshotIds;
    const { growth, snapshots } = await client.call('heap.growth', { seriesId: id, leftOut: [first!] });
    expect(growth!.snapshots).toEqual([2, 3, 4, 5].map((step) => `orders-leak-${step}`));
    expect(snapshots.map(({ leftOut }) => leftOut)).toEqual([true, false, false, false, false]);
    await client.call('series.update', { seriesId: id, leftOut: [first!, second!, third!] });
    const few = await client.call('heap.growth', { seriesId: id });
    expect(few).toMatchObject({ growth: null, bands: [] });
    expect(few.missing).toMatch(/three|3 snapshots/u);
  });

  it('takes operations from a linked run: samples completed before each snapshot', async () => {
    const running = await startPrepared();
    const { client } = running;
    const startMs = 1_767_225_600_000;
    // One request every 100 ms, each 50 ms long.
    const rows = Array.from(
      { length: 1000 },
      (_, k) => `${startMs + 100 * k},50,order,200,OK,t 1-1,true,1,1`,
    );
    const head =
      'timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,grpThreads,allThreads';
    await writeFile(folder.file('load.jtl'), [head, ...rows].join('\n'));
    await importFiles(running, folder.file('load.jtl'));
    const { id } = await seriesNamed(running, 'orders-leak');
    const [run] = await client.call('runs.list', {});
    await client.call('series.update', { seriesId: id, runId: run!.id });
    const unknown = await client.call('heap.growth', { seriesId: id });
    expect(unknown.operationsFrom).toBe('run');
    expect(unknown.checks.find(({ code }) => code === 'operations')!.state).toBe('note');
    for (const [at, second] of [10, 20, 30, 40, 50].entries())
      await client.call('snapshots.setTime', {
        snapshotId: at + 1,
        takenAtUs: (startMs + 1000 * second) * 1000,
      });
    const linked = await client.call('heap.growth', { seriesId: id });
    expect(linked.snapshots.map(({ operations }) => operations)).toEqual([100, 200, 300, 400, 500]);
    expect(linked.snapshots.map(({ elapsedMs }) => elapsedMs)).toEqual([1e4, 2e4, 3e4, 4e4, 5e4]);
    expect(linked.growth!.operations).toEqual([100, 200, 300, 400, 500]);
    // The clock of the process was five seconds ahead.
    await client.call('series.update', { seriesId: id, clockOffsetMs: 5000 });
    const moved = await client.call('heap.growth', { seriesId: id });
    expect(moved.growth!.operations).toEqual([50, 150, 250, 350, 450]);
    await client.call('runs.remove', { runId: run!.id });
    expect(await seriesNamed(running, 'orders-leak')).toMatchObject({ runId: null });
  });

  it('stands beside the heap that the process said it used, as metrics of the linked run tell it', async () => {
    const running = await startPrepared();
    const { client } = running;
    const { id } = await seriesNamed(running, 'orders-leak');
    expect(await client.call('heap.used', { seriesId: id })).toEqual([]);
    const at = (second: number): string => new Date(1_767_225_600_000 + 1000 * second).toISOString();
    const metric = (name: string, contains: string) => ({
      type: 'Metric',
      data: { name, type: 'gauge', contains, thresholds: [], submetrics: null },
      metric: name,
    });
    const point = (name: string, second: number, value: number) => ({
      type: 'Point',
      data: { time: at(second), value, tags: {} },
      metric: name,
    });
    const lines = [
      metric('http_req_duration', 'time'),
      metric('heap_used', 'data'),
      metric('heap_used_ratio', 'default'),
      ...[0, 1, 2].flatMap((second) => [
        {
          ...point('http_req_duration', second, 5),
          data: { ...point('', second, 5).data, tags: { name: 'order', status: '200', method: 'GET' } },
        },
        point('heap_used', second, 1e6 * (second + 1)),
        point('heap_used_ratio', second, 0.5),
      ]),
    ];
    await writeFile(folder.file('load.json'), lines.map((line) => JSON.stringify(line)).join('\n'));
    await importFiles(running, folder.file('load.json'));
    const [run] = await client.call('runs.list', {});
    await client.call('series.update', { seriesId: id, runId: run!.id });
    const used = await client.call('heap.used', { seriesId: id });
    expect(used).toMatchObject([{ metric: 'heap_used', host: null }]);
    expect([...used[0]!.bytes]).toEqual([1e6, 2e6, 3e6]);
    const [first, second] = used[0]!.elapsedMs;
    expect(second! - first!).toBe(1000);
  });

  it('says of a fix that it is one', async () => {
    const running = await startPrepared();
    const before = await seriesNamed(running, 'orders-leak');
    const after = await seriesNamed(running, 'orders-control');
    for (const { id } of [before, after])
      await running.client.call('series.update', { seriesId: id, operations: OPERATIONS });
    const { rows } = await running.client.call('heap.verifyFix', {
      beforeSeriesId: before.id,
      afterSeriesId: after.id,
    });
    expect(rows.find(({ kind, name }) => kind === 'class' && name === 'OrderSession')).toMatchObject({
      verdict: 'fixed',
    });
    const swapped = await running.client.call('heap.verifyFix', {
      beforeSeriesId: after.id,
      afterSeriesId: before.id,
    });
    expect(swapped.rows.map(({ name }) => name)).not.toContain('OrderSession');
    const same = running.client.call('heap.verifyFix', {
      beforeSeriesId: before.id,
      afterSeriesId: before.id,
    });
    expect((await failureOf(same)).code).toBe('bad-request');
  });
});

const INSTANCES = {
  snapshotId: 5,
  classKey: 'OrderSession',
  sort: { by: 'retained', descending: true },
  offset: 0,
  limit: 20,
} as const;

describe('two snapshots', { timeout: 60_000 }, () => {
  it('of one process tell new objects from deleted ones; of two only sums', async () => {
    const running = await startPrepared();
    const { client } = running;
    const same = await client.call('heap.compare', { beforeId: 1, afterId: 2 });
    expect(same.process).toBe('same');
    const rows = rowsOf(same.classes);
    expect(rows.find((row) => row['key'] === 'OrderSession')).toMatchObject({
      countBefore: 250,
      countAfter: 500,
      created: 250,
      deleted: 0,
    });
    // All buffers of the first step are gone, those of the second are new.
    const { counts } = expected.snapshots['orders-leak-2.heapsnapshot.zst']!;
    expect(rows.find((row) => row['key'] === 'WorkBuffer')).toMatchObject({ created: counts['WorkBuffer'] });
    const owners = rowsOf(same.owners).reduce((sum, row) => sum + Number(row['selfAfter']), 0);
    expect(owners).toBe(same.selfBytes[1]);
    const other = await client.call('heap.compare', { beforeId: 1, afterId: 6 });
    expect(other.process).toBe('different');
    expect(other.processNote).toMatch(/different processes/u);
    expect(rowsOf(other.classes).every((row) => row['created'] === null)).toBe(true);
    expect(
      textColumn(other.ownerPaths, 'path').dictionary.some((each) => each.endsWith('OrderSession')),
    ).toBe(true);
  });
});

describe('one snapshot', { timeout: 60_000 }, () => {
  it('is browsed from a class to its instances, what holds them and what they hold', async () => {
    const running = await startPrepared();
    const { client } = running;
    const progress: number[] = [];
    client.on('heap.progress', ({ snapshotId }) => progress.push(snapshotId));
    const page = await client.call('heap.instances', { ...INSTANCES, snapshotId: 1 });
    expect(progress).toContain(1);
    expect(page.total).toBe(250);
    expect(page.objects).toHaveLength(20);
    const [session] = page.objects;
    const { node } = session!;
    const details = await client.call('heap.object', { snapshotId: 1, node });
    expect(details).toMatchObject({ classKey: 'OrderSession', object: session, detachedness: null });
    const fields = await client.call('heap.containment', { snapshotId: 1, node, offset: 0, limit: 100 });
    expect(fields.references.map(({ name }) => name)).toEqual(expect.arrayContaining(['cart', 'note']));
    const cart = fields.references.find(({ name }) => name === 'cart')!;
    expect(cart.object.className).toBe('Cart');
    const freed = await client.call('heap.freedBy', { snapshotId: 1, edge: cart.edge });
    expect(freed.bytes).toBe(cart.object.retainedBytes);
    const holders = await client.call('heap.retainers', { snapshotId: 1, node, offset: 0, limit: 10 });
    expect(holders.references[0]).toMatchObject({ essential: true, onShortestPath: true });
    expect(holders.references[0]!.object.className).toBe('(array)');
    const { paths, retainers } = await client.call('heap.paths', { snapshotId: 1, node, limit: 5 });
    expect(retainers).toBeGreaterThan(0);
    expect(paths[0]!.steps.map(({ name }) => name).slice(1, 4)).toEqual([
      'orderService',
      'liveOrders',
      'table',
    ]);
    expect(paths[0]!.steps.at(-1)!.object.node).toBe(node);
    const dominators = await client.call('heap.dominators', {
      snapshotId: 1,
      node: null,
      sort: 'retained',
      offset: 0,
      limit: 1000,
    });
    const root = dominators.parent;
    const sum = dominators.rows.reduce((bytes, { object }) => bytes + object.retainedBytes, root.selfBytes);
    if (dominators.total <= 1000) expect(sum).toBe(root.retainedBytes);
    const set = await client.call('heap.retainedSet', { snapshotId: 1, of: { classKey: 'OrderSession' } });
    expect(set.objects).toBe(250);
    expect(set.freed.bytes).toBeGreaterThan(set.selfBytes);
    const one = await client.call('heap.retainedSet', { snapshotId: 1, of: { nodes: [node] } });
    expect(one.freed.bytes).toBe(session!.retainedBytes);
    const search = { snapshotId: 1, how: 'contains', matchCase: false, where: 'anywhere' } as const;
    const sorted = { sort: { by: 'self', descending: true }, offset: 0, limit: 50 } as const;
    const notes = await client.call('heap.search', { ...search, text: 'ORDER 17 OF ARTICLE 2', ...sorted });
    expect(notes.objects.map(({ name }) => name)).toEqual([expect.stringMatching(/^order 17 of article/u)]);
    const byId = await client.call('heap.search', { ...search, text: `@${session!.id}`, ...sorted });
    expect(byId.objects.map((object) => object.node)).toEqual([node]);
    const bad = client.call('heap.search', { ...search, how: 'pattern', text: '(', ...sorted });
    expect((await failureOf(bad)).code).toBe('bad-request');
    const strings = await client.call('heap.strings', { snapshotId: 1, offset: 0, limit: 5 });
    expect(strings.rows[0]!.count).toBeGreaterThan(1);
    const detached = await client.call('heap.detached', { snapshotId: 1, offset: 0, limit: 5 });
    expect(detached).toMatchObject({ count: 0, rows: [] });
    const largest = await client.call('heap.collections', {
      snapshotId: 1,
      which: 'largest',
      offset: 0,
      limit: 100,
    });
    expect(largest.rows.some(({ object, children }) => object.className === 'Map' && children >= 250)).toBe(
      true,
    );
    expect((await failureOf(client.call('heap.object', { snapshotId: 1, node: 4e9 }))).code).toBe(
      'not-found',
    );
  });

  it('of class figures only says that it has no objects', async () => {
    const running = await start();
    const { client } = running;
    const histogram = [
      ' num     #instances         #bytes  class name (module)',
      '-------------------------------------------------------',
      '   1:         20000        1200000  [B (java.base@17.0.2)',
      '   2:         10000         240000  java.lang.String (java.base@17.0.2)',
      '   3:          3000          72000  com.shop.Ticket',
      'Total         33000        1512000',
    ];
    await writeFile(folder.file('heap-1.txt'), histogram.join('\n'));
    await importFiles(running, folder.file('heap-1.txt'));
    expect(await client.call('snapshots.list', {})).toMatchObject([
      { name: 'heap-1', hasGraph: false, nodes: null },
    ]);
    expect(rowsOf(await client.call('heap.classes', { snapshotId: 1 }))).toContainEqual({
      key: 'com.shop.Ticket',
      name: 'com.shop.Ticket',
      family: 'object',
      count: 3000,
      self: 72_000,
      retained: null,
      distance: null,
    });
    const failure = await failureOf(client.call('heap.statistics', { snapshotId: 1 }));
    expect(failure).toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/class/u) as string,
    });
  });
});

const CORPUS = resolve(import.meta.dirname, '../../../../shared/corpus/heap/heapsnapshot');
const corpusAvailable = existsSync(CORPUS);

describe.skipIf(!corpusAvailable)(
  `real series${corpusAvailable ? '' : ` (SKIPPED: there is no ${CORPUS})`}`,
  { timeout: 120_000 },
  () => {
    it('of a leaking service: the sessions, and the map that they are kept in', async () => {
      const running = await start();
      const { client } = running;
      const files = (name: string, count: number): string[] =>
        Array.from({ length: count }, (_, k) => join(CORPUS, `${name}-${k}.heapsnapshot.gz`));
      await importFiles(running, ...files('node20-leak-a', 4), ...files('node20-control-a', 1));
      const leaking = await seriesNamed(running, 'node20-leak-a');
      // The control is of another process: it is not taken for one of them.
      expect(leaking.snapshotIds).toEqual([1, 2, 3, 4]);
      await client.call('series.update', { seriesId: leaking.id, operations: [600, 1200, 1800, 2400] });
      const { growth } = await client.call('heap.growth', { seriesId: leaking.id });
      const session = growth!.series.find(({ name, kind }) => name === 'SessionContext' && kind === 'class');
      expect(session).toMatchObject({
        verdict: 'leak',
        counts: [600, 1200, 1800, 2400],
        countPerOperation: 1,
      });
      const way = await client.call('heap.growthPath', {
        seriesId: leaking.id,
        kind: 'class',
        key: 'SessionContext',
      });
      expect(way!.steps.some(({ edge }) => edge === 'liveSessions')).toBe(true);
      const growing = way!.steps.filter((step) => step.growing);
      expect(growing.map(({ edge, className }) => `${edge} › ${className}`)).toEqual(['table › (array)']);
    });
  },
);
