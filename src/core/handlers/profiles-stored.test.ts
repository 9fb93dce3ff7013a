import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { subjectOf } from '#shared/model/report.ts';
import { chunksOf } from '../io/testing/chunks.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import {
  FIXTURES,
  BASE,
  REGRESSED,
  HEAP,
  JTL_HEAD,
  startEngine,
  importedFrom,
  imported,
  whole,
  numbersOf,
  refusal,
} from './testing/profile-engine.ts';

const folder = useTemporaryFolder();

describe('the profiles of a workspace', () => {
  it('are renamed, and removed with all that was stored for them', async () => {
    const running = await startEngine(folder);
    const { client } = running;
    const [first, second] = [await imported(running, BASE), await imported(running, REGRESSED)];
    expect(await client.call('profiles.rename', { profileId: first, name: 'Before' })).toMatchObject({
      name: 'Before',
    });
    await client.call('profiles.functions', { selection: whole(first) });
    const { id } = await client.call('reports.create', {
      name: 'Release',
      subject: { ...subjectOf([], []), profileIds: [second], baselineProfileIds: [first] },
    });
    expect(await client.call('profiles.remove', { profileId: first })).toMatchObject([{ id: second }]);
    // A report must not speak of another profile that is given the number later.
    expect((await client.call('reports.get', { id })).subject).toMatchObject({
      profileIds: [second],
      baselineProfileIds: [],
    });
    const tables = await client.call('sql.query', {
      sql: `SELECT count(*)::INTEGER FROM duckdb_tables() WHERE table_name LIKE 'profile\\_%\\_${first}' ESCAPE '\\'`,
      limit: 1,
    });
    expect(numbersOf(tables, 0)).toEqual([0]);
    const rows = await client.call('sql.query', {
      sql: `SELECT (SELECT count(*) FROM sources)::INTEGER, (SELECT count(DISTINCT profile_id) FROM profile_samples)::INTEGER,
        (SELECT count(*) FROM profile_threads)::INTEGER`,
      limit: 1,
    });
    expect(numbersOf(rows, 0)).toEqual([1, 1, 1]);
    expect(await refusal(client.call('profiles.functions', { selection: whole(first) }))).toMatchObject({
      code: 'not-found',
    });
    // The number of the removed one may be given anew: what was computed for it must be gone.
    expect(await client.call('profiles.remove', { profileId: second })).toEqual([]);
    const third = await imported(running, HEAP);
    expect(third).toBe(1);
    expect((await client.call('profiles.functions', { selection: whole(third) })).selected.unit).toBe(
      'bytes',
    );
  });

  it('are kept when another workspace is opened, though there is no run among them', async () => {
    const running = await startEngine(folder, null, true);
    const { client } = running;
    await imported(running, BASE);
    await client.call('workspace.create', {});
    const [left] = await client.call('workspace.recent', {});
    expect(left).toMatchObject({ contents: '1 profile', name: BASE });
    await client.call('workspace.openRecent', { path: left!.path });
    expect(await client.call('profiles.list', {})).toMatchObject([{ name: BASE }]);
  });

  it('move with their run when runs are merged', async () => {
    const running = await startEngine(folder);
    const { client, engine } = running;
    const begun = 1_767_225_600_000;
    for (const [name, second] of [
      ['late', 30],
      ['early', 10],
    ] as const) {
      const rows = [0, 1].map((i) => `${begun + (second + i) * 1000},50,buy,200,OK,users 1-1,true,1,1`);
      await writeFile(folder.file(`${name}.jtl`), [JTL_HEAD, ...rows].join('\n'));
      await client.call('import.start', {
        files: [{ fileId: engine.files.registerPath(folder.file(`${name}.jtl`)).fileId }],
      });
      await engine.idle();
    }
    const [late, early] = await client.call('runs.list', {});
    const ids = [await imported(running, BASE), await imported(running, REGRESSED)];
    await client.call('profiles.link', { profileId: ids[0]!, runId: late!.id, offsetMs: 500 });
    await client.call('profiles.link', { profileId: ids[1]!, runId: early!.id, offsetMs: 700 });
    await client.call('runs.merge', { runIds: [late!.id, early!.id] });
    expect((await client.call('profiles.list', {})).map(({ link }) => link)).toEqual([
      { runId: late!.id, offsetMs: 20_500, by: 'person' },
      { runId: late!.id, offsetMs: 700, by: 'person' },
    ]);
  });

  it('belong to the run that they overlap with, until somebody says otherwise', async () => {
    const running = await startEngine(folder);
    const { client, engine } = running;
    const begun = 1_767_225_600_000;
    const row = (second: number) => `${begun + second * 1000},50,buy,200,OK,users 1-1,true,1,1`;
    await writeFile(
      folder.file('a.jtl'),
      [JTL_HEAD, ...Array.from({ length: 60 }, (_, i) => row(i))].join('\n'),
    );
    await client.call('import.start', {
      files: [{ fileId: engine.files.registerPath(folder.file('a.jtl')).fileId }],
    });
    await engine.idle();
    const [run] = await client.call('runs.list', {});
    await writeFile(folder.file('firefox.json'), JSON.stringify(firefoxProfile(begun + 10_000, 20)));
    const [timed] = await importedFrom(running, folder.file('firefox.json'));
    const [info] = await client.call('profiles.list', {});
    expect(info).toMatchObject({ id: timed, startedAtUs: (begun + 10_000) * 1000 });
    expect(info!.link).toEqual({ runId: run!.id, offsetMs: 10_000, by: 'clock' });
    await client.call('profiles.remove', { profileId: timed! });
    const id = await imported(running, BASE);
    const linked = await client.call('profiles.link', { profileId: id, runId: run!.id, offsetMs: 1500 });
    expect(linked.link).toEqual({ runId: run!.id, offsetMs: 1500, by: 'person' });
    expect(
      (await client.call('profiles.link', { profileId: id, runId: null, offsetMs: null })).link,
    ).toBeNull();
    expect(
      (await client.call('profiles.link', { profileId: id, runId: run!.id, offsetMs: null })).link,
    ).toMatchObject({ offsetMs: 0 });
    expect(
      await refusal(client.call('profiles.link', { profileId: id, runId: 77, offsetMs: 0 })),
    ).toMatchObject({
      code: 'not-found',
    });
    await client.call('runs.remove', { runId: run!.id });
    expect((await client.call('profiles.list', {}))[0]!.link).toBeNull();
  });
});

/** A sample a second. */
function firefoxProfile(startTime: number, seconds: number): object {
  return {
    meta: {
      startTime,
      interval: 1000,
      product: 'Firefox',
      misc: 'rv:140.0',
      preprocessedProfileVersion: 58,
      sampleUnits: { time: 'ms', eventDelay: 'ms', threadCPUDelta: 'ns' },
    },
    libs: [],
    shared: {
      stringArray: ['(root)', 'main', 'app.js'],
      sources: { length: 1, id: [null], filename: [2] },
      resourceTable: { length: 0, name: [], type: [], lib: [], host: [] },
      funcTable: {
        length: 2,
        name: [0, 1],
        isJS: [false, true],
        resource: [-1, -1],
        source: [null, 0],
        lineNumber: [null, 1],
        columnNumber: [null, 1],
      },
      frameTable: { length: 2, func: [0, 1], inlineDepth: [0, 0], line: [null, 1] },
      stackTable: { length: 2, prefix: [null, 0], frame: [0, 1] },
    },
    threads: [
      {
        name: 'GeckoMain',
        pid: '12',
        tid: 34,
        samples: {
          length: seconds,
          stack: Array.from({ length: seconds }, () => 1),
          timeDeltas: Array.from({ length: seconds }, (_, i) => (i === 0 ? 0 : 1000)),
        },
      },
    ],
  };
}

describe('an import of a profile', () => {
  it('takes bytes that the window holds', async () => {
    const { client, engine } = await startEngine(folder);
    const bytes = readFileSync(join(FIXTURES, BASE));
    const { fileId } = engine.files.registerUpload('dropped.bin', bytes.length);
    let wanted = 0;
    client.on('files.wanted', () => {
      wanted++;
      engine.files.supply(fileId, chunksOf(bytes, 1000));
    });
    await client.call('import.start', { files: [{ fileId }] });
    await engine.idle();
    expect((await client.call('import.state', {})).files).toMatchObject([{ phase: 'done', profileIds: [1] }]);
    // Looking at the start does not use it up.
    expect(wanted).toBe(1);
    expect(await client.call('sources.list', {})).toMatchObject([{ path: null, sizeBytes: bytes.length }]);
  });

  it('that is cancelled, damaged or known leaves nothing', async () => {
    const running = await startEngine(folder);
    const { client, engine } = running;
    const text = gunzipSync(readFileSync(join(FIXTURES, BASE)));
    await writeFile(folder.file('cut.cpuprofile'), text.subarray(0, 3000));
    await writeFile(folder.file('whole.cpuprofile'), text);
    const failed = async (name: string, cancel: boolean) => {
      const { fileId } = engine.files.registerPath(name);
      if (cancel) client.on('import.changed', () => void client.call('import.cancel', { fileId }));
      await client.call('import.start', { files: [{ fileId }] });
      await engine.idle();
      return (await client.call('import.state', {})).files.find((file) => file.fileId === fileId)!;
    };
    expect(await failed(folder.file('cut.cpuprofile'), false)).toMatchObject({
      phase: 'failed',
      error: { code: 'file-damaged' },
      profileIds: [],
    });
    expect(await client.call('sources.list', {})).toEqual([]);
    await imported(running, BASE);
    expect(await failed(join(FIXTURES, BASE), false)).toMatchObject({
      phase: 'failed',
      error: { code: 'file-duplicate' },
    });
    expect(await failed(folder.file('whole.cpuprofile'), true)).toMatchObject({ phase: 'cancelled' });
    expect(await client.call('profiles.list', {})).toHaveLength(1);
    const tables = await client.call('sql.query', {
      sql: `SELECT count(*)::INTEGER FROM duckdb_tables() WHERE table_name LIKE 'profile_samples_%'`,
      limit: 1,
    });
    expect(numbersOf(tables, 0)).toEqual([1]);
  });
});
