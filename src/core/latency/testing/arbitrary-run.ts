import fc from 'fast-check';
import type { SampleFilter } from '#shared/model/filter.ts';
import { transactionKinds, type TransactionKind } from '#shared/model/run.ts';
import type { TestSample, TestSource } from './stored-run.ts';

/** Random runs for fast-check, small and full of ties, gaps and edges. */

/** Which columns the files of a run have. */
interface Shape {
  readonly times: 'all' | 'some' | 'none';
  readonly elapsed: 'whole' | 'nanoseconds' | 'gaps' | 'none';
  readonly outcome: 'all' | 'some' | 'none';
  readonly bytes: boolean;
  readonly kinds: readonly TransactionKind[];
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  times: fc.constantFrom('all', 'all', 'all', 'some', 'none'),
  elapsed: fc.constantFrom('whole', 'whole', 'nanoseconds', 'gaps', 'none'),
  outcome: fc.constantFrom('all', 'all', 'all', 'some', 'none'),
  bytes: fc.boolean(),
  kinds: fc.oneof(
    fc.constant<readonly TransactionKind[]>(['request']),
    fc.constant<readonly TransactionKind[]>(['transaction']),
    fc.subarray([...transactionKinds], { minLength: 1 }),
  ),
});

/** A missing cell as `null`, a missing column as `undefined`. */
const sometimes = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 4 });

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
  return fc.record<TestSample>({
    label: fc.constantFrom('a', 'b', 'c d'),
    kind: fc.constantFrom(...shape.kinds),
    startMs: { all: start, some: sometimes(start), none: fc.constant(undefined) }[shape.times],
    elapsedMs: elapsed,
    ok: { all: ok, some: sometimes(ok), none: fc.constant(undefined) }[shape.outcome],
    receivedBytes: shape.bytes ? bytes : fc.constant(undefined),
    sentBytes: shape.bytes ? bytes : fc.constant(undefined),
  });
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
  /** Positions of transactions in the run's list, modulo its length. */
  readonly transactions: readonly number[] | null;
  readonly outcome: SampleFilter['outcome'];
}

interface Edge {
  readonly sample: number;
  readonly offsetMs: number;
}

const edge: fc.Arbitrary<Edge> = fc.record({
  sample: fc.nat(100),
  offsetMs: fc.constantFrom(0, 0, 0, 0.001, -0.001, 100),
});

export const arbitraryFilter: fc.Arbitrary<ArbitraryFilter> = fc.record({
  time: fc.option(fc.tuple(edge, edge)),
  transactions: fc.option(fc.array(fc.nat(11), { maxLength: 4 })),
  outcome: fc.constantFrom('all', 'all', 'ok', 'failed'),
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
  const edges = filter.time?.map(offset).sort((a, b) => a - b);
  return {
    runId,
    time: edges === undefined ? null : { fromMs: edges[0]!, toMs: edges[1]! },
    transactions:
      filter.transactions?.map((position) => transactionIds[position % transactionIds.length]!) ?? null,
    outcome: filter.outcome,
  };
}
