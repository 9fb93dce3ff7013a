import { readdir } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { MAX_HISTORY } from '#shared/model/sql.ts';
import { savedAnswer } from '../export/saved-answer.ts';
import { decodeFrame, encodeFrame } from '#shared/rpc/wire-codec.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { openDatabase } from '../db/testing/test-database.ts';
import { startEngine } from './testing/profile-engine.ts';

const folder = useTemporaryFolder();
const bounds = { maxRows: 100, maxBytes: 1_000_000, maxCellCharacters: 1000 };

it('answers, lists the tables, and saves all rows', async () => {
  const { client } = await startEngine(folder);
  const { columns, rowCount, elapsedMs } = await client.call('sql.run', {
    sql: 'SELECT count(*) AS runs FROM runs',
    ...bounds,
  });
  expect([rowCount, columns[0]!.name, columns[0]!.type]).toEqual([1, 'runs', 'BIGINT']);
  expect(elapsedMs).toBeGreaterThan(0);
  const tables = await client.call('sql.tables', {});
  expect(tables.find(({ name }) => name === 'runs')!.columns[0]).toEqual({
    name: 'id',
    type: 'INTEGER',
    about: 'number of the run',
  });
  const saved = await client.call('sql.save', {
    sql: `SELECT range AS i, 'a,b' AS t FROM range(12345)`,
    format: 'csv',
  });
  expect([saved.rows, saved.mediaType]).toEqual([12_345, 'text/csv']);
  // As it comes to a window behind a socket.
  const { bytes } = decodeFrame(encodeFrame(saved)) as typeof saved;
  const lines = new TextDecoder().decode(bytes).trim().split('\n');
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([12_346, 'i,t', '12344,"a,b"']);
  expect((await readdir(folder.file('temp'))).filter((name) => name.startsWith('saved'))).toEqual([]);
});

it('keeps the statements of a workspace, the latest first and each once', async () => {
  const path = folder.file('history.loadstone');
  const { client, engine } = await startEngine(folder, path);
  for (const sql of ['SELECT 1', 'SELECT 2', ' SELECT 1 ', '   ']) await client.call('sql.remember', { sql });
  expect(await client.call('sql.history', {})).toEqual(['SELECT 1', 'SELECT 2']);
  expect(await client.call('sql.forget', { sql: 'SELECT 1' })).toEqual(['SELECT 2']);
  for (let count = 0; count < MAX_HISTORY + 5; count++)
    await client.call('sql.remember', { sql: `SELECT ${count} AS n` });
  const kept = await client.call('sql.history', {});
  expect([kept.length, kept[0]]).toEqual([MAX_HISTORY, `SELECT ${MAX_HISTORY + 4} AS n`]);
  await engine.close();
  const again = await startEngine(folder, path);
  expect(await again.client.call('sql.history', {})).toEqual(kept);
  expect(await again.client.call('sql.forget', {})).toEqual([]);
});

it('refuses a result that is too large for a window while it is written, and leaves no file', async () => {
  const database = await openDatabase(folder.path);
  const endless = 'SELECT md5(range::VARCHAR) AS t FROM range(100000000000)';
  const failure = await savedAnswer(database, endless, 'csv', new AbortController().signal, 2_000_000).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(AppError);
  expect(failure).toMatchObject({ code: 'bad-request', message: 'The result is larger than 2 MB.' });
  expect(await readdir(folder.file('temp'))).toEqual([]);
  const small = await savedAnswer(database, 'SELECT 1', 'json', new AbortController().signal, 1).catch(
    (error: unknown) => error,
  );
  expect(small).toMatchObject({ code: 'bad-request' });
});

it('stops saving when it is cancelled', async () => {
  const database = await openDatabase(folder.path);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), 100);
  onTestFinished(() => clearTimeout(timer));
  const endless = 'SELECT md5(range::VARCHAR) AS t FROM range(100000000000)';
  const failure = await savedAnswer(database, endless, 'parquet', abort.signal).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 'cancelled' });
  expect(await readdir(folder.file('temp'))).toEqual([]);
});
