import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subjectOf, type ReportSubject } from '#shared/model/report.ts';
import { createChannelPair } from '#shared/rpc/channel.ts';
import { createEngineClient, type EngineClient } from '#shared/rpc/client.ts';
import { serveEngine } from '#shared/rpc/server.ts';
import { createEngine, type Engine } from '../engine.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures');

let engine: Engine;
let client: EngineClient;
let folder: string;
let subject: ReportSubject;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-report-'));
  engine = await createEngine({
    version: '1.2.3',
    configDirectory: join(folder, 'config'),
    tempDirectory: join(folder, 'temp'),
    memoryLimitBytes: 1e9,
    threads: 2,
    workspacePath: join(folder, 'attached.loadstone'),
    remember: false,
    workerUrl: null,
    nowUs: () => Date.UTC(2026, 2, 14) * 1000,
    sample: null,
    timeZone: 'UTC',
  });
  const [mine, theirs] = createChannelPair();
  serveEngine(engine, theirs);
  client = createEngineClient(mine);
  const names = ['orders-base.cpuprofile.gz', 'orders-regressed.cpuprofile.gz'].map(
    (name) => `profiles/${name}`,
  );
  const snapshots = [1, 2, 3, 4].map((n) => `heap/orders-leak-${n}.heapsnapshot.zst`);
  for (const name of [...names, ...snapshots]) {
    const { fileId } = engine.files.registerPath(join(FIXTURES, name));
    await client.call('import.start', { files: [{ fileId }] });
    await engine.idle();
  }
  const profiles = await client.call('profiles.list', {});
  const id = (part: string): number => profiles.find(({ name }) => name.includes(part))!.id;
  const [series] = await client.call('series.list', {});
  subject = {
    ...subjectOf([], []),
    profileIds: [id('regressed')],
    baselineProfileIds: [id('base')],
    seriesIds: [series!.id],
  };
}, 60_000);
afterAll(async () => {
  client.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a report of profiles and heap snapshots alone', () => {
  it('says what they say, and nothing of runs that are not there', async () => {
    const { id } = await client.call('reports.create', { name: 'Orders', subject });
    const { text } = await client.call('reports.render', { id, format: 'markdown', token: '' });
    const headings = [...text.matchAll(/^## (.+)$/gmu)].map(([, title]) => title);
    expect(headings).toEqual(
      expect.arrayContaining(['Profile difference', 'Heap growth', 'Method and definitions', 'Provenance']),
    );
    for (const title of ['Gates', 'Transactions', 'Charts', 'Capacity', 'Errors', 'Test and phases'])
      expect(headings).not.toContain(title);
    expect(text).toContain('compared with');
    expect(text).toMatch(/4 snapshots of /u);
    expect(text).toContain('Response times, errors and throughput: no results of a load test were named.');

    const said = await client.call('reports.findings', { id, token: '' });
    expect(said.findings.map(({ rule }) => rule)).toContain('heap-leak');
    expect(text).toContain(said.findings[0]!.title);
    const { text: html } = await client.call('reports.render', { id, format: 'html', token: '' });
    expect(html).not.toMatch(/<dl class="figures"><\/dl>|<tbody><\/tbody>/u);
  }, 60_000);

  it('needs one of them', async () => {
    const { id } = await client.call('reports.create', { name: 'Nothing', subject: subjectOf([], []) });
    await expect(client.call('reports.render', { id, format: 'html', token: '' })).rejects.toMatchObject({
      code: 'bad-request',
    });
    await expect(client.call('findings.list', { candidate: [], baseline: [] })).rejects.toMatchObject({
      code: 'bad-request',
    });
  });
});
