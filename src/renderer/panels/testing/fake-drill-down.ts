import { numbersToColumn, textsToColumn } from '#shared/contract/columns.ts';
import type { EngineParams } from '#shared/contract/engine.ts';
import type { SavedSelection, SamplePage, TailReport } from '#shared/model/drill-down.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';

/** A sample of the fake run, as far as the list of samples shows it. */
export interface FakeSample {
  readonly atMs: number;
  readonly transaction: number;
  readonly label: string;
  readonly ms: number;
  readonly failed: boolean;
}

/** Samples, fields and saved selections of a fake run. */
export function fakeDrillDown(select: (filter: SampleFilter) => readonly FakeSample[]): FakeHandlers {
  let saved: readonly SavedSelection[] = [];
  return {
    'latency.samples': (params) => page(select(params.filter), params),
    'latency.tail': ({ filter, share }) => tail(select(filter), share),
    'latency.fields': () => [
      {
        field: 'code',
        label: 'Code',
        values: [
          { value: '200', samples: 990 },
          { value: '503', samples: 10 },
        ],
        moreValues: 0,
      },
      {
        field: 'thread-group',
        label: 'Thread group',
        values: [
          { value: 'Buyers 1', samples: 600 },
          { value: null, samples: 400 },
        ],
        moreValues: 7,
      },
    ],
    'selections.list': () => saved,
    'selections.save': ({ name, selection }) => {
      const others = saved.filter((one) => one.name !== name);
      saved = [...others, { id: 1 + Math.max(0, ...saved.map(({ id }) => id)), name, selection }];
      return saved;
    },
    'selections.remove': ({ id }) => (saved = saved.filter((one) => one.id !== id)),
  };
}

function page(
  samples: readonly FakeSample[],
  { order, descending, offset, limit }: EngineParams<'latency.samples'>,
): SamplePage {
  const keyOf = (sample: FakeSample): number | string =>
    order === 'elapsedMs' ? sample.ms : order === 'label' ? sample.label : sample.atMs;
  const sign = descending ? -1 : 1;
  const sorted = [...samples].sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    return left < right ? -sign : left > right ? sign : 0;
  });
  const rows = sorted.slice(offset, offset + limit);
  const none = numbersToColumn(rows.map(() => null));
  return {
    total: samples.length,
    table: {
      rowCount: rows.length,
      columns: {
        startMs: numbersToColumn(rows.map(({ atMs }) => atMs)),
        elapsedMs: numbersToColumn(rows.map(({ ms }) => ms)),
        transactionId: numbersToColumn(rows.map(({ transaction }) => transaction)),
        label: textsToColumn(rows.map(({ label }) => label)),
        ok: numbersToColumn(rows.map(({ failed }) => Number(!failed))),
        code: textsToColumn(rows.map(({ failed }) => (failed ? '503' : '200'))),
        message: textsToColumn(rows.map(({ failed }) => (failed ? 'No healthy upstream' : 'OK'))),
        failure: textsToColumn(rows.map(() => null)),
        thread: textsToColumn(rows.map(() => 'Buyers 1-1')),
        url: textsToColumn(rows.map(() => null)),
        source: textsToColumn(rows.map(() => 'injector-1.jtl')),
        row: numbersToColumn(rows.map(({ atMs }) => atMs / 100 + 1)),
        connectMs: none,
        waitingMs: none,
        receivingMs: none,
        receivedBytes: numbersToColumn(rows.map(() => 1000)),
        sentBytes: none,
      },
    },
  };
}

/** The slow transaction, what chance would do as well, and a second. */
function tail(samples: readonly FakeSample[], share: number): TailReport {
  const ascending = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  const wanted = Math.max(1, Math.ceil(samples.length * share));
  const thresholdMs = ascending[ascending.length - wanted] ?? null;
  const slow = samples.filter(({ ms }) => ms >= (thresholdMs ?? Infinity));
  const row = { samples: 100, tailSamples: slow.length };
  return {
    thresholdMs,
    tailSamples: slow.length,
    samples: samples.length,
    rows: [
      {
        ...row,
        field: 'transaction',
        value: 'Checkout: place order',
        key: 2,
        lift: 10,
        low: 8.4,
        high: 11.9,
      },
      { ...row, field: 'code', value: '503', key: null, lift: 4, low: 2.1, high: 7.6 },
      { ...row, field: 'second', value: '60', key: 60_000, lift: 3, low: 1.2, high: 7.5 },
      { ...row, field: 'thread-group', value: null, key: null, lift: 1.2, low: 0.4, high: 3.6 },
    ],
  };
}
