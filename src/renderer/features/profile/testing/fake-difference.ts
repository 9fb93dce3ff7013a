import {
  NO_REASON,
  type ComparedWeights,
  type JudgedColumns,
  type ProfileDifference,
} from '#shared/model/profile-difference.ts';
import { callees, functions } from './fake-profile.ts';

const MS = 1e6;
const ms = (...values: readonly number[]): Float64Array => Float64Array.from(values, (value) => value * MS);

function weights(baseline: Float64Array, candidate: Float64Array): ComparedWeights {
  return { baselineRaw: baseline, candidateRaw: candidate, baseline, candidate };
}

function judged(
  low: Float64Array,
  high: Float64Array,
  verdict: readonly number[],
  reason: readonly number[],
): JudgedColumns {
  const unknown = new Float64Array(low.length).fill(NaN);
  return {
    low,
    high,
    p: unknown,
    mde: unknown,
    mdeInList: unknown,
    verdict: Uint8Array.from(verdict),
    reason: Uint8Array.from(reason),
  };
}

const [MORE, LESS, CANNOT_TELL] = [0, 1, 3] as const;

/** The shop got slower: price is new and costs 60 ms, parse 20 less, main cannot be told. */
export function fakeDifference(change: Partial<ProfileDifference> = {}): ProfileDifference {
  const side = {
    profiles: [{ name: 'orders', tool: 'V8', samples: 100, total: 100 * MS, seconds: 2, operations: null }],
    samples: 100,
    total: 100 * MS,
    selectedTotal: 100 * MS,
    withoutStack: 0,
    scaledTotal: 60 * MS,
    scaledWithoutStack: 0,
  };
  return {
    mode: 'rate',
    unit: { unit: 'ns', per: 'second' },
    baseline: side,
    candidate: { ...side, scaledTotal: 100 * MS },
    alignment: [{ step: 'addresses', on: true, applied: 4 }],
    checks: [
      {
        code: 'samples',
        state: 'ok',
        name: 'Samples',
        baseline: '100',
        candidate: '100',
        message: 'Enough.',
      },
      {
        code: 'period',
        state: 'failed',
        name: 'Sampling period',
        baseline: '1 ms',
        candidate: '10 ms',
        message: 'Periods differ by more than a factor of two.',
      },
    ],
    method: {
      kind: 'blocks',
      sentence: 'Blocks of time are compared: 24 on each side.',
      indicative: false,
      units: [24, 24],
      blockMs: [80, 80],
      designEffect: null,
      smallestP: null,
      reason: null,
    },
    floor: 1 * MS,
    overall: {
      baseline: 60 * MS,
      candidate: 100 * MS,
      change: 40 * MS,
      ci95: [30 * MS, 50 * MS],
      verdict: 'more',
      reason: null,
    },
    changedFunctions: { self: 2, total: 2 },
    functions: {
      functions: { ...functions, id: Int32Array.of(0, 1, 2) },
      self: {
        ...weights(ms(10, 50, 0), ms(12, 30, 58)),
        ...judged(ms(-3, -25, 50), ms(7, -15, 66), [CANNOT_TELL, LESS, MORE], [0, NO_REASON, NO_REASON]),
      },
      total: {
        ...weights(ms(60, 50, 0), ms(100, 30, 60)),
        ...judged(ms(30, -25, 52), ms(50, -15, 68), [MORE, LESS, MORE], [NO_REASON, NO_REASON, NO_REASON]),
      },
      baselineSamples: Float64Array.of(100, 80, 0),
      candidateSamples: Float64Array.of(100, 30, 60),
    },
    nodes: {
      count: callees.count,
      rowStart: callees.rowStart,
      parent: callees.parent,
      function: callees.function,
      self: weights(ms(10, 50, 0, 0), ms(12, 28, 58, 2)),
      total: weights(ms(60, 50, 0, 0), ms(100, 28, 60, 2)),
      colour: Float32Array.of(0.4, -0.44, 1, 1),
      strength: Float32Array.of(0.7, 0.4, 1, 0),
      // Places in nodeVerdicts: untested comes first.
      verdict: Uint8Array.of(1, 2, 1, 0),
      low: ms(30, -27, 52, NaN),
      high: ms(50, -17, 68, NaN),
    },
    renames: [
      {
        baseline: { name: 'parse', file: null },
        candidate: { name: 'price', file: null },
        path: ['main'],
        shared: 0.9,
      },
    ],
    attribution: {
      state: 'change',
      sentence: '100 % of the change sits under price: +60 ms per second.',
      changes: [
        {
          kind: 'path',
          path: ['main', 'price'],
          node: 2,
          function: 2,
          change: 60 * MS,
          ci95: [52 * MS, 68 * MS],
          share: 1.5,
          shareCi95: null,
          confidence: 'high',
          sentence: 'It sits under main, price.',
        },
      ],
      against: [],
    },
    ...change,
  };
}
