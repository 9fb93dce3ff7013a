import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { errorGroups } from './error-groups.ts';
import {
  openTestDatabase,
  storeRun,
  type StoredRun,
  type TestOutcome,
  type TestSample,
} from './testing/stored-run.ts';

const signal = new AbortController().signal;

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

const askWhole = ({ run }: StoredRun, filter: Partial<SampleFilter> = {}, limit = 100) =>
  errorGroups(database, run, { ...wholeRun(run.id), ...filter }, limit, signal);

/** Without the times, which a test of their own is about. */
const ask = async (...question: Parameters<typeof askWhole>) =>
  (await askWhole(...question)).map(({ transaction, code, message, count }) => ({
    transaction,
    code,
    message,
    count,
  }));

function failures(
  count: number,
  label: string,
  outcome: TestOutcome | null,
  more: Partial<TestSample> = {},
): TestSample[] {
  return Array.from({ length: count }, (_, startMs) => ({
    label,
    startMs,
    elapsedMs: 1,
    ok: false,
    outcome,
    ...more,
  }));
}

const group = (transaction: string, code: string | null, message: string | null, count: number) => ({
  transaction,
  code,
  message,
  count,
});

describe('errorGroups', () => {
  it('puts the rarer half together by what was said, so that counts are whole where transactions are many', async () => {
    const refused = { code: '503', message: 'Unavailable' };
    const stored = await storeRun(database, [
      {
        samples: [
          ...failures(3, 'a', refused),
          ...Array.from({ length: 50 }, (_, i) => failures(1, `t${i}`, refused)).flat(),
          ...failures(2, 't0', { code: '500', message: 'Server Error' }),
        ],
      },
    ]);
    const groups = await ask(stored, {}, 4);
    expect(groups).toEqual([
      group('', '503', 'Unavailable', 50),
      group('a', '503', 'Unavailable', 3),
      group('t0', '500', 'Server Error', 2),
    ]);
    expect(await ask(stored, {}, 60)).toHaveLength(52);
  });

  it('counts failures by transaction, code and message, most frequent first, ties in the order of their texts', async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          ...failures(2, 'b', { code: '500', message: 'Server Error' }),
          ...failures(2, 'a', { code: '503', message: 'Unavailable' }),
          ...failures(2, 'a', { code: '500', message: 'Server Error' }),
          ...failures(5, 'c', { code: '404', message: 'Not Found' }),
          ...failures(9, 'c', { code: '200', message: 'OK' }, { ok: true }),
          ...failures(9, 'c', { code: '200', message: 'OK' }, { ok: null }),
        ],
      },
    ]);
    expect(await ask(stored)).toEqual([
      group('c', '404', 'Not Found', 5),
      group('a', '500', 'Server Error', 2),
      group('a', '503', 'Unavailable', 2),
      group('b', '500', 'Server Error', 2),
    ]);
    expect(await ask(stored, {}, 2)).toHaveLength(2);
  });

  it('says when a failure was seen first and last, since the start of the run', async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          ...failures(1, 'a', { code: '200' }, { startMs: 5000, ok: true }),
          ...failures(1, 'a', { code: '500' }, { startMs: 9000 }),
          ...failures(1, 'a', { code: '500' }, { startMs: 6500 }),
          ...failures(1, 'b', { code: '500' }, { startMs: null }),
        ],
      },
    ]);
    expect(await askWhole(stored)).toEqual([
      { ...group('a', '500', null, 2), firstMs: 1500, lastMs: 4000 },
      { ...group('b', '500', null, 1), firstMs: null, lastMs: null },
    ]);
  });

  it("prefers the text of the failure to the response's message", async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          ...failures(3, 'a', { code: '200', message: 'OK', failure: 'expected to contain "total"' }),
          ...failures(2, 'a', { code: '200', message: 'OK', failure: '' }),
          ...failures(1, 'a', { code: '200', message: 'OK' }),
        ],
      },
    ]);
    expect(await ask(stored)).toEqual([
      group('a', '200', 'OK', 3),
      group('a', '200', 'expected to contain "total"', 3),
    ]);
  });

  it('gives null for what the tool did not say', async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          ...failures(4, 'a', null),
          ...failures(3, 'a', { code: '500' }),
          ...failures(2, 'a', { message: 'reset' }),
        ],
      },
      // No column of outcomes at all.
      { samples: failures(1, 'b', null) },
    ]);
    expect(await ask(stored)).toEqual([
      group('a', null, null, 4),
      group('a', '500', null, 3),
      group('a', null, 'reset', 2),
      group('b', null, null, 1),
    ]);
  });

  it('puts equal texts of several sources together, whatever their numbers', async () => {
    const sources = [1, 2].map((count) => ({
      samples: failures(count, 'a', { code: '500', message: 'Server Error' }),
    }));
    expect(await ask(await storeRun(database, sources))).toEqual([group('a', '500', 'Server Error', 3)]);
  });

  it('follows the filter; of successes there are no failures', async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          ...failures(3, 'a', { code: '500' }),
          ...failures(2, 'b', { code: '500' }),
          ...failures(4, 't', { code: '500' }, { kind: 'transaction' }),
        ],
      },
    ]);
    const [b] = stored.transactions.filter(({ label }) => label === 'b');
    const [t] = stored.transactions.filter(({ label }) => label === 't');
    expect(await ask(stored)).toEqual([group('a', '500', null, 3), group('b', '500', null, 2)]);
    expect(await ask(stored, { transactions: [b!.id, t!.id] })).toEqual([
      group('t', '500', null, 4),
      group('b', '500', null, 2),
    ]);
    expect(await ask(stored, { time: { fromMs: 1, toMs: 2 } })).toEqual([
      group('a', '500', null, 1),
      group('b', '500', null, 1),
    ]);
    expect(await ask(stored, { outcome: 'ok' })).toEqual([]);
    expect(await ask(stored, { outcome: 'failed' })).toHaveLength(2);
  });
});
