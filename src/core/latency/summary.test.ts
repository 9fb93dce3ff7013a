import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberAt, numberColumn, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { LatencySummary } from '#shared/model/latency.ts';
import type { Statistics } from '#shared/model/statistics.ts';
import type { Database } from '../db/database.ts';
import { summarise, type SummaryRequest } from './summary.ts';
import { arbitraryFilter, arbitrarySources, resolveFilter } from './testing/arbitrary-run.ts';
import {
  gapInstants,
  countedKind,
  kindOf,
  passing,
  plainFigures,
  type PlainFigures,
} from './testing/oracle.ts';
import { openTestDatabase, storeRun, type StoredRun, type TestSample } from './testing/stored-run.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';

const PERCENTILES = [0, 50, 90, 99.9, 100];
const T = 500;
const signal = new AbortController().signal;

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

function ask(
  { run, transactions }: StoredRun,
  filter: Partial<SampleFilter> = {},
  request: Partial<SummaryRequest> = {},
): Promise<LatencySummary> {
  return summarise(
    database,
    run,
    transactions,
    {
      filter: { ...wholeRun(run.id), ...filter },
      percentiles: PERCENTILES,
      estimator: 'type7',
      apdexTMs: T,
      jmeterCompatible: false,
      ...request,
    },
    signal,
  );
}

/** A row of the table of transactions. */
interface Row extends PlainFigures {
  readonly id: number;
  readonly label: string;
  readonly kind: string;
}

function rowsOf(table: ColumnTable): Row[] {
  const number = (name: string, row: number) => numberAt(numberColumn(table, name), row);
  return Array.from({ length: table.rowCount }, (_, row) => ({
    id: number('id', row)!,
    label: textAt(textColumn(table, 'label'), row)!,
    kind: textAt(textColumn(table, 'kind'), row)!,
    samples: number('samples', row)!,
    failures: number('failures', row)!,
    errorRate: number('errorRate', row),
    minMs: number('minMs', row),
    meanMs: number('meanMs', row),
    maxMs: number('maxMs', row),
    stdDevMs: number('stdDevMs', row),
    percentilesMs: Object.fromEntries(PERCENTILES.map((p) => [String(p), number(`p:${p}`, row)])),
    throughputPerSec: number('throughputPerSec', row),
    receivedBytes: number('receivedBytes', row),
    sentBytes: number('sentBytes', row),
    apdex: number('apdex', row),
  }));
}

const flat = ({ apdex, ...figures }: Statistics): PlainFigures => ({
  ...figures,
  apdex: apdex?.score ?? null,
});

/** Equal, but for the last digits of figures that the oracle adds up in floating point. */
function expectFigures(actual: PlainFigures, expected: PlainFigures): void {
  const scale = Math.max(1, Math.abs(expected.maxMs ?? 0));
  const near = (value: number | null, tolerance: number) =>
    value === null
      ? null
      : (expect.toSatisfy(
          (given: unknown) => Math.abs(Number(given) - value) <= tolerance && given !== null,
        ) as number);
  expect(actual).toEqual({
    ...expected,
    meanMs: near(expected.meanMs, 1e-12 * scale),
    stdDevMs: near(expected.stdDevMs, 1e-7 * scale),
    throughputPerSec: near(expected.throughputPerSec, 1e-9 * (expected.throughputPerSec ?? 0)),
  });
}

describe('the Apdex', () => {
  const sample = (label: string, elapsedMs: number, ok = true): TestSample => ({
    label,
    startMs: elapsedMs,
    elapsedMs,
    ok,
  });
  const times = [100, 200, 300, 400, 700, 1300, 2500];

  it('judges each transaction by its own T, and all of them together by those', async () => {
    const stored = await storeRun(database, [
      { samples: ['a', 'b'].flatMap((label) => times.map((ms) => sample(label, ms, ms !== 100))) },
    ]);
    const summary = await ask(stored, {}, { apdexTMs: 300, apdexThresholds: [{ label: 'b', tMs: 700 }] });
    const [scores, thresholds] = ['apdex', 'apdexTMs'].map((name) =>
      numberColumn(summary.transactions, name),
    );
    // 100 ms failed. Of a: 200 and 300 satisfied, 400 and 700 tolerated. Of b: 200 to 700, and 1300 and 2500.
    expect([0, 1].map((row) => numberAt(scores!, row))).toEqual([(2 + 2 / 2) / 7, (4 + 2 / 2) / 7]);
    expect([0, 1].map((row) => numberAt(thresholds!, row))).toEqual([300, 700]);
    expect(summary.overall.apdex).toEqual({ score: (6 + 4 / 2) / 14, tMs: 300, samples: 14, mixed: true });
    const one = await ask(
      stored,
      { transactions: [stored.transactions[1]!.id] },
      { apdexTMs: 300, apdexThresholds: [{ label: 'b', tMs: 700 }], apdexMode: 'jmeter' },
    );
    expect(one.overall.apdex).toEqual({ score: (4 + 1 / 2) / 7, tMs: 700, samples: 7, mode: 'jmeter' });
  });
});

describe('summarise', () => {
  it(
    'equals a plain computation from the list of samples, for any run and filter',
    { timeout: 180_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          arbitrarySources,
          fc.array(arbitraryFilter, { minLength: 1, maxLength: 4 }),
          async (sources, filters) => {
            const stored = await storeRun(database, sources);
            const samples = sources.flatMap((source) => source.samples);
            const idOf = (sample: TestSample): number =>
              stored.transactions.find(
                ({ label, kind }) => label === sample.label && kind === kindOf(sample),
              )!.id;
            const ids = stored.transactions.map(({ id }) => id);
            const everything = { time: null, transactions: null, outcome: 'all' } as const;
            for (const wanted of [everything, ...filters]) {
              const filter = resolveFilter(wanted, stored.run.id, samples, ids);
              const selected = passing(samples, filter, idOf);
              const gaps = gapInstants(filter, samples);
              const { overall, transactions } = await ask(stored, filter);
              const counted =
                filter.transactions === null
                  ? selected.filter((sample) => kindOf(sample) === countedKind(samples))
                  : selected;
              expectFigures(flat(overall), plainFigures(counted, PERCENTILES, T, gaps));
              const rows = rowsOf(transactions);
              // Transactions without samples in the selection have no row, and none has two.
              expect(rows.map(({ id }) => id)).toEqual(
                ids.filter((id) => selected.some((sample) => idOf(sample) === id)),
              );
              for (const { id, label, kind, ...figures } of rows) {
                expect(stored.transactions).toContainEqual({ id, label, kind });
                const own = selected.filter((sample) => idOf(sample) === id);
                expectFigures(figures, plainFigures(own, PERCENTILES, T, gaps));
              }
            }
          },
        ),
        { numRuns: fuzzRuns(20), endOnFailure: true },
      );
    },
  );

  it('gives nulls, not zeros or NaN, for an empty selection', async () => {
    const stored = await storeRun(database, [
      { samples: [{ label: 'a', startMs: 0, elapsedMs: 5, ok: true, receivedBytes: 3, sentBytes: 4 }] },
    ]);
    const nothing = {
      samples: 0,
      failures: 0,
      errorRate: null,
      minMs: null,
      meanMs: null,
      maxMs: null,
      stdDevMs: null,
      percentilesMs: { 0: null, 50: null, 90: null, 99.9: null, 100: null },
      throughputPerSec: null,
      receivedBytes: null,
      sentBytes: null,
      apdex: null,
    };
    for (const filter of [
      { outcome: 'failed' },
      { transactions: [] },
      { transactions: [999_999] },
      { time: { fromMs: 1, toMs: 2 } },
      { time: { fromMs: 0, toMs: 0 } },
      { time: { fromMs: -1e15, toMs: -1e14 } },
    ] as const satisfies Partial<SampleFilter>[]) {
      const { overall, transactions } = await ask(stored, filter);
      expect(overall).toEqual(nothing);
      expect(transactions.rowCount).toBe(0);
    }
    // A span far beyond what the clock of the database can show is no error.
    const { overall } = await ask(stored, { time: { fromMs: -1e300, toMs: 1e300 } });
    expect(overall.samples).toBe(1);
  });

  it('takes the start of the span in and leaves its end out', async () => {
    const stored = await storeRun(database, [
      {
        samples: [0, 1000, 1999.999, 2000, 3000].map((startMs) => ({
          label: 'a',
          startMs,
          elapsedMs: startMs,
        })),
      },
    ]);
    const { overall } = await ask(stored, { time: { fromMs: 1000, toMs: 2000 } });
    expect([overall.samples, overall.minMs, overall.maxMs]).toEqual([2, 1000, 1999.999]);
  });

  it('leaves out of the headline figures what stands in other rows already, and shows it in the table', async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          {
            label: 'checkout',
            kind: 'transaction',
            startMs: 0,
            elapsedMs: 300,
            ok: false,
            receivedBytes: 30,
          },
          { label: 'cart', startMs: 0, elapsedMs: 100, ok: true, receivedBytes: 10 },
          { label: 'cart-0', kind: 'sub-result', startMs: 0, elapsedMs: 60, ok: true, receivedBytes: 6 },
          { label: 'order', startMs: 100, elapsedMs: 200, ok: false, receivedBytes: 20 },
        ],
      },
    ]);
    const { overall, transactions } = await ask(stored);
    expect(overall).toMatchObject({ samples: 2, failures: 1, meanMs: 150, receivedBytes: 30 });
    expect(rowsOf(transactions).map(({ label, kind, samples }) => [label, kind, samples])).toEqual([
      ['checkout', 'transaction', 1],
      ['cart', 'request', 1],
      ['cart-0', 'sub-result', 1],
      ['order', 'request', 1],
    ]);
    // A choice means exactly what was chosen.
    const chosen = stored.transactions.filter(({ kind }) => kind !== 'request').map(({ id }) => id);
    expect((await ask(stored, { transactions: chosen })).overall).toMatchObject({ samples: 2, meanMs: 180 });
  });

  it('counts transaction controllers where a file has nothing else', async () => {
    const stored = await storeRun(database, [
      {
        samples: [7, 9].map((elapsedMs) => ({
          label: 't',
          kind: 'transaction',
          startMs: 0,
          elapsedMs,
          ok: true,
        })),
      },
    ]);
    expect((await ask(stored)).overall).toMatchObject({ samples: 2, meanMs: 8 });
  });

  it('has no rates without time stamps, but everything else', async () => {
    const stored = await storeRun(database, [
      { samples: [7, 9].map((elapsedMs) => ({ label: 't', elapsedMs, ok: elapsedMs > 8 })) },
    ]);
    expect((await ask(stored)).overall).toMatchObject({
      samples: 2,
      failures: 1,
      meanMs: 8,
      throughputPerSec: null,
    });
    expect((await ask(stored, { time: { fromMs: 0, toMs: 1e9 } })).overall.samples).toBe(0);
  });

  it('knows neither successes nor failures where the tool did not say', async () => {
    const stored = await storeRun(database, [
      { samples: [{ label: 'a', startMs: 0, elapsedMs: 1 }] },
      { samples: [{ label: 'a', startMs: 0, elapsedMs: 2, ok: false }] },
    ]);
    const samplesOf = async (outcome: SampleFilter['outcome']) =>
      (await ask(stored, { outcome })).overall.samples;
    expect([await samplesOf('all'), await samplesOf('ok'), await samplesOf('failed')]).toEqual([2, 0, 1]);
  });

  it('does not overflow on samples of hours, in 32-bit columns', async () => {
    const hours = 2 ** 31 - 1;
    const stored = await storeRun(database, [
      {
        samples: [0, 1].map((startMs) => ({
          label: 'a',
          startMs,
          elapsedMs: hours,
          receivedBytes: 2 ** 31 - 1,
        })),
      },
    ]);
    const { overall } = await ask(stored);
    expect(overall).toMatchObject({ meanMs: hours, stdDevMs: 0, receivedBytes: 2 ** 32 - 2 });
    expect(overall.throughputPerSec).toBeCloseTo(2 / ((hours + 1) / 1000), 12);
  });

  it('takes the span of each row from its own samples', async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          { label: 'a', startMs: 0, elapsedMs: 60_000 },
          { label: 'b', startMs: 50_000, elapsedMs: 1000 },
          { label: 'b', startMs: 51_000, elapsedMs: 1000 },
          { label: 'a', startMs: 1000, elapsedMs: 10 },
        ],
      },
    ]);
    const { overall, transactions } = await ask(stored);
    expect(overall.throughputPerSec).toBe(4 / 60);
    expect(rowsOf(transactions).map(({ throughputPerSec }) => throughputPerSec)).toEqual([2 / 60, 1]);
  });

  it('uses the estimator that was asked for', async () => {
    const x = [12, 15, 11, 19, 14, 13, 40, 16, 18, 17, 22, 21];
    const stored = await storeRun(database, [
      { samples: x.map((elapsedMs, startMs) => ({ label: 'a', startMs, elapsedMs })) },
    ]);
    const p90 = async (estimator: SummaryRequest['estimator']) => {
      const { overall, transactions } = await ask(stored, {}, { estimator });
      expect(rowsOf(transactions)[0]!.percentilesMs['90']).toBe(overall.percentilesMs['90']);
      return overall.percentilesMs['90'];
    };
    expect(await p90('type7')).toBeCloseTo(21.9, 12);
    expect(await p90('type6')).toBeCloseTo(34.6, 12);
    expect(await p90('nearest-rank')).toBe(22);
  });
});
