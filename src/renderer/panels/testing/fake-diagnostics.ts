import { numbersToColumn, textsToColumn } from '#shared/contract/columns.ts';
import type {
  HonestyItem,
  Incident,
  PercentileIntervals,
  TransactionModes,
} from '#shared/model/diagnostics.ts';
import type { Phase, PhaseReport, PhaseSpan } from '#shared/model/phases.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';

/** What the fake run's phases are found to be: it ramps for ten seconds, and is hit by a spike in its second minute. */
export const FOUND_PHASES: readonly PhaseSpan[] = [
  { kind: 'ramp', fromMs: 0, toMs: 10_000 },
  { kind: 'steady', fromMs: 10_000, toMs: 60_000 },
  { kind: 'spike', fromMs: 60_000, toMs: 70_000 },
  { kind: 'steady', fromMs: 70_000, toMs: 100_000 },
];

export const FAKE_HONESTY: readonly HonestyItem[] = [
  {
    code: 'clock',
    state: 'good',
    name: 'Clock resolution',
    value: '1 ms',
    sentence: 'Values are not rounded further.',
    settle: null,
    evidence: [['Distinct values', '10']],
  },
  {
    code: 'loop',
    state: 'warning',
    name: 'Load model',
    value: 'closed loop',
    sentence: 'Each thread waits for its answer before the next request.',
    settle: null,
    evidence: [],
  },
  {
    code: 'generator',
    state: 'unknown',
    name: 'Injector saturation',
    value: 'cannot tell',
    sentence: 'Nothing is known of the machine that made the load.',
    settle: 'Attach the CPU of the injectors.',
    evidence: [['Series of CPU', 'none']],
  },
];

export const FAKE_INCIDENTS: readonly Incident[] = [
  {
    fromMs: 60_000,
    toMs: 70_000,
    kind: 'errors',
    transactionIds: [2],
    excess: 10,
    peakScore: 9,
    phase: 'spike',
  },
  {
    fromMs: 30_000,
    toMs: 32_000,
    kind: 'slow',
    transactionIds: [2, 1],
    excess: 4200,
    peakScore: 5,
    phase: 'steady',
  },
];

const MODES: readonly TransactionModes[] = [
  {
    transactionId: 2,
    modes: [
      { peakMs: 120, fromMs: 60, toMs: 200, share: 0.34 },
      { peakMs: 480, fromMs: 200, toMs: 900, share: 0.66 },
    ],
  },
];

/** Diagnostics of the fake run. Phases can be edited as in the real engine, and are kept as long as the handlers live. */
export function fakeDiagnostics(durationMs: number): FakeHandlers {
  let edited: readonly PhaseSpan[] = [];
  return {
    'phases.get': () => report(edited, durationMs),
    'phases.set': ({ phases }) => {
      edited = phases;
      return report(edited, durationMs);
    },
    'phases.reset': () => {
      edited = [];
      return report(edited, durationMs);
    },
    'diagnostics.honesty': () => FAKE_HONESTY,
    'diagnostics.incidents': () => FAKE_INCIDENTS,
    'diagnostics.modes': () => MODES,
    'diagnostics.intervals': ({ percentiles }) => intervals(percentiles),
  };
}

function report(edited: readonly PhaseSpan[], durationMs: number): PhaseReport {
  const phases = merged(edited);
  const steady = phases
    .filter(({ kind }) => kind === 'steady')
    .sort((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))[0];
  return {
    phases: phases.map((phase) => ({ ...phase, toMs: Math.min(phase.toMs, durationMs) })),
    edited: edited.length > 0,
    steady: steady === undefined ? null : { fromMs: steady.fromMs, toMs: steady.toMs },
    note: null,
    load: 'threads',
    testTypes: ['load', 'spike'],
    testTypeReasons: ['One plateau of 5 threads.', 'Load rose to twice for 10 s.'],
    spikes: [
      {
        span: { fromMs: 60_000, toMs: 70_000 },
        baselineP95Ms: 300,
        peakP95Ms: 900,
        recoveryMs: null,
        waitedMs: 30_000,
        excessFailures: 10,
        backlog: 4,
      },
    ],
  };
}

/** What a person set, and of what was found the rest. */
function merged(edited: readonly PhaseSpan[]): readonly Phase[] {
  const rest = FOUND_PHASES.flatMap((found) => cut(found, edited)).map((span) => ({
    ...span,
    edited: false,
    reason: 'Found.',
  }));
  const set = edited.map((span) => ({ ...span, edited: true, reason: 'Set by hand.' }));
  return [...rest, ...set].sort((a, b) => a.fromMs - b.fromMs);
}

function cut(span: PhaseSpan, edited: readonly PhaseSpan[]): readonly PhaseSpan[] {
  return edited.reduce<readonly PhaseSpan[]>(
    (parts, { fromMs, toMs }) =>
      parts
        .flatMap((part) => [
          { ...part, toMs: Math.min(part.toMs, fromMs) },
          { ...part, fromMs: Math.max(part.fromMs, toMs) },
        ])
        .filter((part) => part.toMs > part.fromMs),
    [span],
  );
}

/** ±10 % of 300 ms for all together and "Checkout"; "Add to cart" has too few samples. */
function intervals(percentiles: readonly number[]): PercentileIntervals {
  const column = (value: number) => numbersToColumn([value, value, null]);
  return {
    percentiles,
    table: {
      rowCount: 3,
      columns: {
        id: numbersToColumn([null, 2, 1]),
        method: textsToColumn(['order-statistics', 'blocks', 'order-statistics']),
        ...Object.fromEntries(
          percentiles.flatMap((percentile) => [
            [`low:${percentile}`, column(270)],
            [`high:${percentile}`, column(330)],
          ]),
        ),
      },
    },
  };
}
