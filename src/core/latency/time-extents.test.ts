import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { runTables } from './selection.ts';
import {
  EPOCH_US,
  openTestDatabase,
  storeRun,
  type StoredRun,
  type TestSample,
} from './testing/stored-run.ts';
import { timeExtents } from './time-extents.ts';

const signal = new AbortController().signal;

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

/** Extents by label, in ms since the epoch of the tests. */
async function ask(
  { run, transactions }: StoredRun,
  samples: readonly TestSample[],
  time: SampleFilter['time'] = null,
) {
  const within = samples.filter(
    ({ startMs }) => time === null || (startMs! >= time.fromMs && startMs! < time.toMs),
  );
  const longest = new Map<number, number>();
  for (const { label, elapsedMs } of within) {
    const { id } = transactions.find((transaction) => transaction.label === label)!;
    longest.set(id, Math.max(longest.get(id) ?? 0, elapsedMs ?? 0));
  }
  const extents = await timeExtents(
    database,
    await runTables(database, run),
    { ...wholeRun(run.id), time },
    longest,
    signal,
  );
  const ms = (us: number): number => (us - EPOCH_US) / 1000;
  const found = Object.fromEntries(
    [...extents].map(([id, { firstStartUs, lastEndUs }]) => [
      transactions.find((transaction) => transaction.id === id)!.label,
      [ms(firstStartUs), ms(lastEndUs)],
    ]),
  );
  const expected = Object.fromEntries(
    [...new Set(within.map(({ label }) => label))].map((label) => {
      const own = within.filter((sample) => sample.label === label);
      return [
        label,
        [
          Math.min(...own.map(({ startMs }) => startMs!)),
          Math.max(...own.map(({ startMs, elapsedMs }) => startMs! + (elapsedMs ?? 0))),
        ],
      ];
    }),
  );
  return { found, expected };
}

describe('timeExtents', () => {
  it(
    'finds the first start and the last end of every transaction, wherever in the run they lie',
    { timeout: 120_000 },
    async () => {
      // Long against the hundredth of the run that is read first, with samples that outlast whole parts of it.
      const sample = fc.record<TestSample>({
        label: fc.constantFrom('a', 'b', 'c', 'd'),
        startMs: fc.oneof(fc.nat(1_000_000), fc.constantFrom(0, 5, 999_990, 1_000_000)),
        elapsedMs: fc.oneof(
          { weight: 6, arbitrary: fc.nat(2000) },
          { weight: 1, arbitrary: fc.nat(400_000) },
          { weight: 1, arbitrary: fc.constant(null) },
        ),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(sample, { minLength: 1, maxLength: 40 }),
          fc.option(fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000))),
          async (samples, span) => {
            // A run that starts at 0, so that offsets are instants.
            const all: TestSample[] = [{ label: 'a', startMs: 0, elapsedMs: 1 }, ...samples];
            const stored = await storeRun(database, [{ samples: all }]);
            const time = span === null ? null : { fromMs: Math.min(...span), toMs: Math.max(...span) };
            const { found, expected } = await ask(stored, all, time);
            expect(found).toEqual(expected);
          },
        ),
        { numRuns: fuzzRuns(50), endOnFailure: true },
      );
    },
  );

  it('knows that a sample from the middle can outlast those at the end', async () => {
    const samples = [
      { label: 'a', startMs: 0, elapsedMs: 1 },
      { label: 'a', startMs: 500_000, elapsedMs: 700_000 },
      { label: 'a', startMs: 999_999, elapsedMs: 100 },
      { label: 'b', startMs: 400_000, elapsedMs: 5 },
    ];
    const { found } = await ask(await storeRun(database, [{ samples }]), samples);
    expect(found).toEqual({ a: [0, 1_200_000], b: [400_000, 400_005] });
    // The same where the end of the span has samples of the transaction, which end sooner.
    const more = [...samples.slice(0, 3), { label: 'a', startMs: 599_000, elapsedMs: 10 }];
    const part = await ask(await storeRun(database, [{ samples: more }]), more, { fromMs: 0, toMs: 600_000 });
    expect(part.found).toEqual({ a: [0, 1_200_000] });
  });

  it('has nothing to say without time stamps, or without transactions', async () => {
    const samples = [{ label: 'a', elapsedMs: 1 }];
    const stored = await storeRun(database, [{ samples }]);
    expect((await ask(stored, samples)).found).toEqual({});
    expect(
      (await ask(await storeRun(database, [{ samples: [{ label: 'a', startMs: 0 }] }]), [])).found,
    ).toEqual({});
  });
});
