import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberAt, textAt } from '#shared/contract/columns.ts';
import { sampleOrders, type SampleOrder } from '#shared/model/drill-down.ts';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { conditionFields } from './fields.ts';
import { samplesPage } from './samples-page.ts';
import { arbitraryFilter, arbitrarySources, resolveFilter } from './testing/arbitrary-run.ts';
import { countedKind, fieldValue, kindOf, passing } from './testing/oracle.ts';
import {
  openTestDatabase,
  storeRun,
  type StoredRun,
  type TestSample,
  type TestSource,
} from './testing/stored-run.ts';

const signal = new AbortController().signal;

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

async function page(
  { run }: StoredRun,
  filter: Partial<SampleFilter>,
  order: SampleOrder,
  options: { readonly descending?: boolean; readonly offset?: number; readonly limit?: number } = {},
) {
  const { descending = false, offset = 0, limit = 5000 } = options;
  const asked = { filter: { ...wholeRun(run.id), ...filter }, order, descending, offset, limit };
  const { total, table } = await samplesPage(database, run, asked, signal);
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(
      Object.entries(table.columns).map(([name, column]) => [
        name,
        column.kind === 'text' ? textAt(column, row) : numberAt(column, row),
      ]),
    ),
  );
  return { total, rows };
}

/** Where a sample stands: the source and its row there. */
const place = (row: Readonly<Record<string, unknown>>): string =>
  `${String(row['source'])} ${String(row['row'])}`;

function named(sources: readonly TestSource[]): TestSource[] {
  return sources.map((source, index) => ({ ...source, name: `file ${index}` }));
}

function keyOf(order: SampleOrder, sample: TestSample): number | string | null {
  const lower = (text: string | null): string | null =>
    text === null ? null : `${text.toLowerCase()}\n${text}`;
  switch (order) {
    case 'startMs':
      return typeof sample.startMs === 'number' ? Math.round(sample.startMs * 1000) : null;
    case 'elapsedMs':
      return sample.elapsedMs ?? null;
    case 'receivedBytes':
      return sample.receivedBytes ?? null;
    case 'label':
      return lower(sample.label);
    default:
      return lower(fieldValue(order, sample, ''));
  }
}

describe('a page of samples', () => {
  it(
    'has the selected samples in their order, and pages fit together, for any run and filter',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          arbitrarySources,
          arbitraryFilter,
          fc.constantFrom(...sampleOrders),
          fc.boolean(),
          async (anySources, wanted, order, descending) => {
            const sources = named(anySources);
            const stored = await storeRun(database, sources);
            const samples = sources.flatMap((source) => source.samples);
            const sourceOf = (sample: TestSample): string =>
              sources.find((source) => source.samples.includes(sample))!.name!;
            const idOf = (sample: TestSample): number =>
              stored.transactions.find(
                ({ label, kind }) => label === sample.label && kind === kindOf(sample),
              )!.id;
            const filter = resolveFilter(
              wanted,
              stored.run.id,
              samples,
              stored.transactions.map(({ id }) => id),
            );
            const expected = passing(samples, filter, idOf, sourceOf).filter(
              (sample) => filter.transactions !== null || kindOf(sample) === countedKind(samples),
            );
            const sign = descending ? -1 : 1;
            // A stable sort: ties stay as in the files.
            const sorted = [...expected].sort((a, b) => {
              const [left, right] = [keyOf(order, a), keyOf(order, b)];
              if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
              return left < right ? -sign : left > right ? sign : 0;
            });
            const { total, rows } = await page(stored, filter, order, { descending });
            expect(total).toBe(expected.length);
            const places = sorted.map((sample) => {
              const source = sources.find(({ samples: own }) => own.includes(sample))!;
              return `${source.name} ${source.samples.indexOf(sample) + 1}`;
            });
            expect(rows.map(place)).toEqual(places);
            const paged = [];
            for (let offset = 0; offset < total; offset += 7) {
              paged.push(...(await page(stored, filter, order, { descending, offset, limit: 7 })).rows);
            }
            expect(paged).toEqual(rows);
          },
        ),
        { numRuns: fuzzRuns(25), endOnFailure: true },
      );
    },
  );

  it('has everything that is known of a sample', async () => {
    const stored = await storeRun(database, [
      {
        name: 'injector 1',
        samples: [
          {
            label: 'Log in',
            startMs: 1000,
            elapsedMs: 250,
            ok: false,
            outcome: { code: '504', message: 'Gateway Timeout', failure: 'too slow' },
            thread: 'Users 1-3',
            url: 'https://shop.example/login',
            receivedBytes: 312,
            sentBytes: 90,
            latencyMs: 200,
            connectMs: 50,
          },
          { label: 'Log in', startMs: 1500, elapsedMs: 20, ok: true },
        ],
      },
    ]);
    const { rows } = await page(stored, {}, 'elapsedMs', { descending: true });
    const transactionId = stored.transactions[0]!.id;
    expect(rows).toEqual([
      {
        startMs: 0,
        elapsedMs: 250,
        transactionId,
        label: 'Log in',
        ok: 0,
        code: '504',
        message: 'Gateway Timeout',
        failure: 'too slow',
        thread: 'Users 1-3',
        url: 'https://shop.example/login',
        source: 'injector 1',
        row: 1,
        connectMs: 50,
        waitingMs: 150,
        receivingMs: 50,
        receivedBytes: 312,
        sentBytes: 90,
      },
      {
        startMs: 500,
        elapsedMs: 20,
        transactionId,
        label: 'Log in',
        ok: 1,
        code: null,
        message: null,
        failure: null,
        thread: null,
        url: null,
        source: 'injector 1',
        row: 2,
        connectMs: null,
        waitingMs: null,
        receivingMs: null,
        receivedBytes: null,
        sentBytes: null,
      },
    ]);
  });

  it('beyond the last sample is empty and still tells how many there are', async () => {
    const stored = await storeRun(database, [{ samples: [{ label: 'a', startMs: 0, elapsedMs: 1 }] }]);
    expect(await page(stored, {}, 'label', { offset: 10 })).toEqual({ total: 1, rows: [] });
  });
});

describe('conditions', () => {
  it('of a field that does not exist are refused with what there is', async () => {
    const stored = await storeRun(database, [{ samples: [{ label: 'a', startMs: 0, elapsedMs: 1 }] }]);
    const conditions = [{ field: 'weather', values: ['rain'], not: false }];
    await expect(page(stored, { conditions }, 'startMs')).rejects.toMatchObject({
      code: 'bad-request',
      hint: expect.stringContaining('thread-group') as string,
    });
  });

  it('take texts as they are, whatever SQL makes of them', async () => {
    const texts = ["it's", '%', '\\', "'; DROP TABLE runs; --", 'ü ✓', 'a\0b'];
    const stored = await storeRun(database, [
      { samples: texts.map((code, startMs) => ({ label: 'a', startMs, elapsedMs: 1, outcome: { code } })) },
    ]);
    for (const [index, value] of texts.entries()) {
      const conditions = [{ field: 'code', values: [value], not: false }];
      const { rows } = await page(stored, { conditions }, 'startMs');
      expect(rows.map(({ row }) => row)).toEqual([index + 1]);
    }
  });

  it.each([
    ['Thread Group 1-3', 'Thread Group 1'],
    ['10.0.0.7-setUp Thread Group 2-11', '10.0.0.7-setUp Thread Group 2'],
    ['pool-1-thread-7', 'pool-1-thread'],
    ['worker #4', 'worker'],
    ['main', 'main'],
    ['17', null],
  ])('know the thread group of "%s"', async (thread, group) => {
    const stored = await storeRun(database, [
      {
        samples: [
          { label: 'a', startMs: 0, elapsedMs: 1, thread },
          { label: 'a', startMs: 1, elapsedMs: 1, thread: 'another one' },
        ],
      },
    ]);
    const conditions = [{ field: 'thread-group', values: [group], not: false }];
    const { rows } = await page(stored, { conditions }, 'startMs');
    expect(rows.map((row) => row['thread'])).toEqual([thread]);
  });
});

describe('fields', () => {
  it('have the values that samples have, with how many, for any run', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySources, fc.integer({ min: 1, max: 4 }), async (anySources, maxValues) => {
        const sources = named(anySources);
        const stored = await storeRun(database, sources);
        const all = sources.flatMap(({ samples, name }) =>
          samples.map((sample) => ({ sample, name: name! })),
        );
        const kind = countedKind(all.map(({ sample }) => sample));
        const counted = all.filter(({ sample }) => kindOf(sample) === kind);
        const fields = await conditionFields(database, stored.run, maxValues, signal);
        for (const field of [
          'code',
          'failure',
          'method',
          'thread-group',
          'thread',
          'source',
          'tag:step',
          'tag:zone',
        ]) {
          const counts = new Map<string | null, number>();
          for (const { sample, name } of counted) {
            const value = fieldValue(field, sample, name);
            counts.set(value, (counts.get(value) ?? 0) + 1);
          }
          const found = fields.find((candidate) => candidate.field === field);
          const known = [...counts.keys()].some((value) => value !== null);
          if (!known || (field === 'source' && sources.length === 1)) {
            expect(found).toBeUndefined();
            continue;
          }
          expect(found!.values).toHaveLength(Math.min(counts.size, maxValues));
          expect(found!.moreValues).toBe(Math.max(0, counts.size - maxValues));
          const largest = [...counts.values()].sort((a, b) => b - a).slice(0, maxValues);
          expect(found!.values.map(({ samples }) => samples)).toEqual(largest);
          for (const { value, samples } of found!.values) expect(counts.get(value)).toBe(samples);
        }
      }),
      { numRuns: fuzzRuns(25), endOnFailure: true },
    );
  });

  it('are named as people name them', async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          { label: 'a', startMs: 0, elapsedMs: 1, thread: 'Users 1-1', tags: { scenario: 'browse' } },
        ],
      },
    ]);
    const fields = await conditionFields(database, stored.run, 10, signal);
    expect(fields.map(({ label, values }) => [label, values[0]?.value])).toEqual([
      ['Thread group', 'Users 1'],
      ['Thread', 'Users 1-1'],
      ['scenario', 'browse'],
    ]);
  });
});
