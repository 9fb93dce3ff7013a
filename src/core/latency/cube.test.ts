import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberColumn } from '#shared/contract/columns.ts';
import { bucketEdgeMs, bucketOf, chooseScheme } from '#shared/model/latency-buckets.ts';
import type { BucketScheme, LatencyCube } from '#shared/model/latency.ts';
import type { Database } from '../db/database.ts';
import { bucketSql, latencyCube, type CubeRequest } from './cube.ts';
import { arbitrarySources } from './testing/arbitrary-run.ts';
import { countedKind, kindOf } from './testing/oracle.ts';
import { openTestDatabase, storeRun, type StoredRun, type TestSample } from './testing/stored-run.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';

const signal = new AbortController().signal;
const REQUEST: CubeRequest = { conditions: [], maxBins: 60, maxBytes: 64_000_000 };

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

const ask = ({ run }: StoredRun, request: CubeRequest = REQUEST) =>
  latencyCube(database, run, request, signal);

/** Cells as text -> samples; a cell that came twice would be lost here, so that is checked too. */
function cellsOf({ cells }: LatencyCube): Map<string, number> {
  const out = new Map<string, number>();
  if (cells.rowCount === 0) return out;
  const [bin, transaction, failed, bucket, samples] = [
    'bin',
    'transaction',
    'failed',
    'bucket',
    'samples',
  ].map((name) => numberColumn(cells, name).values);
  for (let row = 0; row < cells.rowCount; row++) {
    const key = [bin, transaction, failed, bucket].map((values) => values![row]!).join(' ');
    expect(out.has(key)).toBe(false);
    out.set(key, samples![row]!);
  }
  return out;
}

const total = (cube: LatencyCube): number => [...cellsOf(cube).values()].reduce((a, b) => a + b, 0);

/** What the dense form of a cube takes, by its definition. */
const denseBytes = ({ scheme, binCount, transactionIds }: LatencyCube): number =>
  4 * 2 * (transactionIds.length + 1) * (binCount + 1) * scheme.count;

describe('bucketSql', () => {
  async function buckets(scheme: BucketScheme, values: readonly number[]): Promise<number[]> {
    const table = await database.query(
      `SELECT ${bucketSql(scheme)} AS bucket FROM (SELECT unnest([${values.map((value) => `'${value}'`).join(', ')}]::DOUBLE[]) AS elapsed_ms)`,
    );
    return [...numberColumn(table, 'bucket').values];
  }
  const schemes = [
    chooseScheme(1, 1, 60_000),
    chooseScheme(1, 1, 3),
    chooseScheme(10, 10, 1e6),
    chooseScheme(1e-6, 0.000_276, 1e6),
    chooseScheme(1e-6, 0.02, 60_000),
    chooseScheme(1e-6, 3.3, 9_000),
  ];

  it.each(schemes)('equals bucketOf for ticks, powers, edges and their neighbours (%j)', async (scheme) => {
    const last = scheme.count + 2;
    const ticks = Array.from({ length: 3 * scheme.linear }, (_, i) => i * scheme.tickMs);
    const powers = Array.from({ length: 20 }, (_, i) => [10 ** (i - 6), 2 ** (i - 4)]).flat();
    const edges = Array.from({ length: last }, (_, bucket) => bucketEdgeMs(scheme, bucket));
    // To the nanosecond and to the millisecond: no clock gives an edge that has more digits.
    const readings = edges.flatMap((edge) =>
      [-1, 0, 1].flatMap((step) => [
        Math.round(edge * 1e6 + step) / 1e6,
        Math.round(edge) + step,
        Math.round(edge / scheme.tickMs + step) * scheme.tickMs,
      ]),
    );
    const values = [...ticks, ...powers, ...readings, -1, -0.5, 1e12];
    expect(await buckets(scheme, values)).toEqual(values.map((value) => bucketOf(scheme, value)));
  });

  it('equals bucketOf for any value', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...schemes),
        fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 200 }),
        async (scheme, values) => {
          expect(await buckets(scheme, values)).toEqual(values.map((value) => bucketOf(scheme, value)));
        },
      ),
      { numRuns: fuzzRuns(25) },
    );
  });
});

describe('latencyCube', () => {
  it('counts every timed sample once, where a plain computation puts it', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySources, async (sources) => {
        const stored = await storeRun(database, sources);
        const cube = await ask(stored);
        const samples = sources.flatMap((source) => source.samples);
        const timed = samples.filter(
          ({ startMs, elapsedMs }) => typeof startMs === 'number' && typeof elapsedMs === 'number',
        );
        const runStartUs = Math.min(
          ...samples.flatMap(({ startMs }) =>
            typeof startMs === 'number' ? [Math.round(startMs * 1000)] : [],
          ),
        );
        const place = (sample: TestSample): number =>
          cube.transactionIds.indexOf(
            stored.transactions.find(({ label, kind }) => label === sample.label && kind === kindOf(sample))!
              .id,
          );
        const expected = new Map<string, number>();
        for (const sample of timed) {
          const bin = Math.floor((Math.round(sample.startMs! * 1000) - runStartUs) / 1000 / cube.binMs);
          expect(bin).toBeLessThan(cube.binCount);
          const key = [
            bin,
            place(sample),
            sample.ok === false ? 1 : 0,
            bucketOf(cube.scheme, sample.elapsedMs!),
          ].join(' ');
          expected.set(key, (expected.get(key) ?? 0) + 1);
        }
        expect(cellsOf(cube)).toEqual(expected);
        expect(cube.binCount).toBeLessThanOrEqual(REQUEST.maxBins);
        expect(cube.counted).toEqual(
          cube.transactionIds.map(
            (id) =>
              stored.transactions.find((transaction) => transaction.id === id)!.kind === countedKind(samples),
          ),
        );
        // A place of its own for every transaction that has something to show, none for the others.
        expect(new Set(cube.transactionIds)).toEqual(
          new Set(timed.map((sample) => cube.transactionIds[place(sample)])),
        );
      }),
      { numRuns: fuzzRuns(20), endOnFailure: true },
    );
  });

  it('has a bin for the last instant, and not one more than was asked for', async () => {
    // 600 bins of a second hold [0, 600 s); the sample at 600 s would be in the 601st.
    const stored = await storeRun(database, [
      { samples: [0, 599_999, 600_000].map((startMs) => ({ label: 'a', startMs, elapsedMs: 0 })) },
    ]);
    const cube = await ask(stored, { ...REQUEST, maxBins: 600, maxBytes: 64_000_000 });
    expect(cube.binCount).toBeLessThanOrEqual(600);
    expect(cube.binCount * cube.binMs).toBeGreaterThan(600_000);
    expect(total(cube)).toBe(3);
  });

  it('puts times below zero, which no clock gives, into the first bucket', async () => {
    const stored = await storeRun(database, [
      { samples: [-5, 0, 7].map((elapsedMs) => ({ label: 'a', startMs: 0, elapsedMs })) },
    ]);
    expect([...cellsOf(await ask(stored)).keys()].sort()).toEqual(['0 0 0 0', '0 0 0 7']);
  });

  it('is empty for a run without time stamps', async () => {
    const cube = await ask(await storeRun(database, [{ samples: [{ label: 'a', elapsedMs: 5 }] }]));
    expect([cube.cells.rowCount, cube.transactionIds]).toEqual([0, []]);
  });

  it('keeps places for the busiest, and one for all other counted transactions', async () => {
    const busy = (label: string, count: number, kind?: TestSample['kind']): TestSample[] =>
      Array.from({ length: count }, (_, i) => ({
        label,
        ...(kind === undefined ? {} : { kind }),
        startMs: i * 1000,
        elapsedMs: 2 ** (i % 20),
        ok: i % 3 > 0,
      }));
    const quiet = Array.from({ length: 60 }, (_, i) => busy(`quiet ${i}`, 20));
    const stored = await storeRun(database, [
      {
        samples: [
          ...busy('busiest', 900),
          ...busy('controller', 800, 'transaction'),
          ...quiet.flat(),
          ...busy('quiet controller', 5, 'transaction'),
        ],
      },
    ]);
    const cube = await ask(stored, { ...REQUEST, maxBins: 100, maxBytes: 4_000_000 });
    expect(denseBytes(cube)).toBeLessThanOrEqual(4_000_000);
    const shown = cube.transactionIds.length;
    expect(shown).toBeGreaterThanOrEqual(8);
    expect(shown).toBeLessThan(60);
    const labels = cube.transactionIds.map((id) => stored.transactions.find((t) => t.id === id)!.label);
    expect(labels.slice(0, 3)).toEqual(['busiest', 'controller', 'quiet 0']);
    expect(cube.counted.slice(0, 3)).toEqual([true, false, true]);
    const others = [...cellsOf(cube)].filter(([key]) => key.split(' ')[1] === String(shown));
    // The quiet controller is no part of the others: it is not counted.
    expect(others.reduce((sum, [, n]) => sum + n, 0)).toBe((62 - shown) * 20);
    expect(total(cube)).toBe(900 + 800 + 60 * 20);
  });

  it('cuts time coarser before it gives up the busiest eight', async () => {
    const samples = Array.from({ length: 2000 }, (_, i) => ({
      label: `t${i % 20}`,
      startMs: i * 1000,
      elapsedMs: 1 + ((i * 7919) % 100_000),
      ok: true,
    }));
    const cube = await ask(await storeRun(database, [{ samples }]), {
      conditions: [],
      maxBins: 2000,
      maxBytes: 1_000_000,
    });
    expect(cube.transactionIds.length).toBeGreaterThanOrEqual(8);
    expect(denseBytes(cube)).toBeLessThanOrEqual(1_000_000);
    expect(total(cube)).toBe(2000);
  });

  it('stays within its bounds with a hundred thousand transactions', { timeout: 60_000 }, async () => {
    const seed = await storeRun(database, [
      { samples: [{ label: 'first', startMs: 0, elapsedMs: 1, ok: true }] },
    ]);
    const first = seed.transactions[0]!.id;
    const table = `samples_${seed.run.sourceIds[0]!}`;
    await database.execute(
      `INSERT INTO transactions SELECT ${first} + i::INTEGER, ${seed.run.id}, 't' || i, NULL, 't' || i, 'request', NULL FROM range(1, 100001) t(i)`,
    );
    await database.execute(
      `INSERT INTO ${table} (transaction_id, started_at, elapsed_ms, ok)
       SELECT ${first} + i::INTEGER, (SELECT min(started_at) FROM ${table}), (i % 40)::INTEGER, true FROM range(1, 100001) t(i)`,
    );
    // A run of one instant has one bin: the narrowest cube there is, and the most transactions.
    for (const maxBytes of [1_000_000, 64_000_000, 512_000_000]) {
      const cube = await ask(seed, { ...REQUEST, maxBins: 600, maxBytes });
      expect(denseBytes(cube)).toBeLessThanOrEqual(maxBytes);
      expect(cube.transactionIds.length).toBeLessThan(65_536);
      expect(total(cube)).toBe(100_001);
      const places = new Set(numberColumn(cube.cells, 'transaction').values);
      expect(places.size).toBe(cube.transactionIds.length + 1);
      expect(places.has(cube.transactionIds.length)).toBe(true);
    }
  });

  it('counts only samples for which the conditions hold', async () => {
    const sample = (startMs: number, code: string): TestSample => ({
      label: 'a',
      startMs,
      elapsedMs: 10,
      ok: true,
      outcome: { code },
    });
    const stored = await storeRun(database, [
      { samples: [sample(0, '200'), sample(1000, '503'), sample(2000, '503')] },
    ]);
    const conditions = [{ field: 'code', values: ['503'], not: false }];
    expect(total(await ask(stored))).toBe(3);
    expect(total(await ask(stored, { ...REQUEST, conditions }))).toBe(2);
    expect(
      total(await ask(stored, { ...REQUEST, conditions: [{ ...conditions[0]!, values: ['404'] }] })),
    ).toBe(0);
  });
});
