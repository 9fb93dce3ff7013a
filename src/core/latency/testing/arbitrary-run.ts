import fc from 'fast-check';
import type { Condition, SampleFilter, TimeSpan } from '#shared/model/filter.ts';
import { transactionKinds, type TransactionKind } from '#shared/model/run.ts';
import type { TestSample, TestSource } from './stored-run.ts';

/** Random runs for fast-check, small and full of ties, gaps and edges. */

/** Which columns the files of a run have. */
interface Shape {
  readonly times: 'all' | 'some' | 'none';
  readonly elapsed: 'whole' | 'nanoseconds' | 'gaps' | 'none';
  readonly outcome: 'all' | 'some' | 'none';
  readonly bytes: boolean;
  /** Codes, messages, threads and tags. */
  readonly texts: 'all' | 'some' | 'none';
  readonly kinds: readonly TransactionKind[];
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  times: fc.constantFrom('all', 'all', 'all', 'some', 'none'),
  elapsed: fc.constantFrom('whole', 'whole', 'nanoseconds', 'gaps', 'none'),
  outcome: fc.constantFrom('all', 'all', 'all', 'some', 'none'),
  bytes: fc.boolean(),
  texts: fc.constantFrom('all', 'some', 'none'),
  kinds: fc.oneof(
    fc.constant<readonly TransactionKind[]>(['request']),
    fc.constant<readonly TransactionKind[]>(['transaction']),
    fc.subarray([...transactionKinds], { minLength: 1 }),
  ),
});

/** A missing cell as `null`, a missing column as `undefined`. */
const sometimes = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 4 });

const LABELS = ['a', 'b', 'c d'] as const;
/** By label; the last has none. */
const METHODS = ['GET', 'POST', null] as const;
const CODES = ['200', '503', '', "it's"] as const;
const MESSAGES = ['OK', 'broken', ''] as const;
const THREADS = ['Group 1-1', 'Group 1-2', 'Group 2-1', 'main', '7', ''] as const;

function textsOf(shape: Shape) {
  const cell = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
    ({ all: value, some: sometimes(value), none: fc.constant(undefined) })[shape.texts];
  const text = sometimes(fc.constantFrom(...CODES));
  const message = sometimes(fc.constantFrom(...MESSAGES));
  return {
    outcome: cell(fc.record({ code: text, message, failure: message })),
    thread: cell(fc.constantFrom(...THREADS)),
    tags: cell(
      fc.record({ step: fc.constantFrom('x', 'y', ''), zone: fc.constantFrom('x') }, { requiredKeys: [] }),
    ),
  };
}

function samplesOf(shape: Shape): fc.Arbitrary<TestSample> {
  const start = fc.oneof(
    fc.integer({ min: 0, max: 40 }).map((tick) => tick * 250),
    fc.integer({ min: 0, max: 10_000_000 }).map((us) => us / 1000),
  );
  const whole = fc.oneof(
    fc.integer({ min: 0, max: 12 }),
    fc.constantFrom(0, 500, 2000, 2001),
    fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  );
  const fine = fc.integer({ min: 0, max: 2 ** 42 }).map((ns) => ns / 1e6);
  const elapsed = {
    whole,
    nanoseconds: fc.oneof(whole, fine),
    gaps: sometimes(whole),
    none: fc.constant(undefined),
  }[shape.elapsed];
  const ok = fc.boolean();
  const bytes = sometimes(fc.oneof(fc.nat(5000), fc.integer({ min: 0, max: 2 ** 40 })));
  const label = fc.constantFrom(...LABELS);
  const row = fc.record<TestSample>({
    label,
    kind: fc.constantFrom(...shape.kinds),
    startMs: { all: start, some: sometimes(start), none: fc.constant(undefined) }[shape.times],
    elapsedMs: elapsed,
    ok: { all: ok, some: sometimes(ok), none: fc.constant(undefined) }[shape.outcome],
    receivedBytes: shape.bytes ? bytes : fc.constant(undefined),
    sentBytes: shape.bytes ? bytes : fc.constant(undefined),
    ...textsOf(shape),
  });
  return row.map((sample) => ({
    ...sample,
    method: METHODS[LABELS.findIndex((name) => name === sample.label)]!,
  }));
}

/** One to three files; they need not have the same columns. */
export const arbitrarySources: fc.Arbitrary<TestSource[]> = fc.array(
  shapes.chain((shape) =>
    fc.record({ samples: fc.array(samplesOf(shape), { minLength: 1, maxLength: 40 }) }),
  ),
  { minLength: 1, maxLength: 3 },
);

/** A filter in words that do not depend on the numbers that transactions get. */
export interface ArbitraryFilter {
  /** Edges as index into the start times of the run (so that they meet samples exactly), plus an offset. */
  readonly time: readonly [from: Edge, to: Edge] | null;
  /** What is left out between the edges. */
  readonly gap?: readonly [from: Edge, to: Edge] | null;
  /** Positions of transactions in the run's list, modulo its length. */
  readonly transactions: readonly number[] | null;
  readonly outcome: SampleFilter['outcome'];
  readonly latency?: SampleFilter['latency'];
  readonly conditions?: readonly Condition[];
}

interface Edge {
  readonly sample: number;
  readonly offsetMs: number;
}

const edge: fc.Arbitrary<Edge> = fc.record({
  sample: fc.nat(100),
  offsetMs: fc.constantFrom(0, 0, 0, 0.001, -0.001, 100),
});

const band = fc
  .tuple(fc.constantFrom(0, 1, 5, 500, 2000.5), fc.option(fc.constantFrom(0, 1, 7.25, 2000, 1e9)))
  .map(([fromMs, width]) => ({ fromMs, toMs: width === null ? null : fromMs + width }));

const fieldValues: Readonly<Record<string, readonly (string | null)[]>> = {
  code: [...CODES, null, 'none of them'],
  failure: [...MESSAGES, null],
  method: ['GET', 'POST', null],
  thread: [...THREADS, null],
  'thread-group': ['Group 1', 'Group 2', 'main', null],
  source: ['test', 'other', null],
  'tag:step': ['x', 'y', '', null],
  'tag:zone': ['x', null],
  'tag:never': ['x', null],
};

const condition: fc.Arbitrary<Condition> = fc.constantFrom(...Object.keys(fieldValues)).chain((field) =>
  fc.record({
    field: fc.constant(field),
    values: fc.uniqueArray(fc.constantFrom(...fieldValues[field]!), { minLength: 1, maxLength: 3 }),
    not: fc.boolean(),
  }),
);

export const arbitraryFilter: fc.Arbitrary<Required<ArbitraryFilter>> = fc.record({
  time: fc.option(fc.tuple(edge, edge)),
  gap: fc.option(fc.tuple(edge, edge)),
  transactions: fc.option(fc.array(fc.nat(11), { maxLength: 4 })),
  outcome: fc.constantFrom('all', 'all', 'ok', 'failed'),
  latency: fc.option(band, { freq: 3 }),
  conditions: fc.array(condition, { maxLength: 2 }),
});

export function resolveFilter(
  filter: ArbitraryFilter,
  runId: number,
  samples: readonly TestSample[],
  transactionIds: readonly number[],
): SampleFilter {
  const starts = samples.flatMap(({ startMs }) => (typeof startMs === 'number' ? [startMs] : []));
  const runStart = starts.reduce((a, b) => Math.min(a, b), Infinity);
  // To a whole microsecond, as samples are stored.
  const offset = ({ sample, offsetMs }: Edge): number =>
    starts.length === 0
      ? offsetMs
      : Math.round((starts[sample % starts.length]! - runStart + offsetMs) * 1000) / 1000;
  const spanOf = (edges: readonly Edge[]): TimeSpan => {
    const [fromMs = 0, toMs = 0] = edges.map(offset).sort((a, b) => a - b);
    return { fromMs, toMs };
  };
  const within = (span: TimeSpan, gap: TimeSpan): TimeSpan[] => {
    const fromMs = Math.max(span.fromMs, gap.fromMs);
    const toMs = Math.min(span.toMs, gap.toMs);
    return toMs >= fromMs ? [{ fromMs, toMs }] : [];
  };
  const time = filter.time === null ? null : spanOf(filter.time);
  return {
    runId,
    time: time === null || filter.gap == null ? time : { ...time, gaps: within(time, spanOf(filter.gap)) },
    transactions:
      filter.transactions?.map((position) => transactionIds[position % transactionIds.length]!) ?? null,
    outcome: filter.outcome,
    latency: filter.latency ?? null,
    conditions: [...(filter.conditions ?? [])],
  };
}
