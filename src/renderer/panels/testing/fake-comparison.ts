import { numbersToColumn } from '#shared/contract/columns.ts';
import {
  comparedMetrics,
  DEFAULT_MARGIN,
  type ComparabilityCheck,
  type ComparedMetric,
  type ComparedDistributions,
  type Comparison,
  type ComparisonRequest,
  type MetricVerdict,
  type RunTrend,
  type SavedComparison,
  type Verdict,
} from '#shared/model/comparison.ts';
import type { LatencyCurve } from '#shared/model/latency.ts';
import type { PhaseReport } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import { fakeRun } from '../../testing/fake-data.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';
import { fakeRunHandlers, RUN_MS } from './fake-run-engine.ts';

/** ln-ratio and standard error of one transaction at p95, and its p95 on side A. */
interface Effect {
  readonly label: string;
  readonly p95Ms: number;
  readonly theta: number;
  readonly error: number;
}

const effects: readonly Effect[] = [
  { label: 'Checkout: place order', p95Ms: 597, theta: Math.log(1.235), error: 0.02 },
  { label: 'Checkout: shipping quote', p95Ms: 223, theta: Math.log(1.103), error: 0.045 },
  { label: 'Search products', p95Ms: 248, theta: Math.log(0.814), error: 0.012 },
  { label: 'Add to cart', p95Ms: 109, theta: Math.log(1.009), error: 0.012 },
  { label: 'Log in', p95Ms: 139, theta: Math.log(0.993), error: 0.012 },
];

export const BASELINE_RUN: Run = fakeRun({ id: 1, name: 'Nightly 2213', durationMs: RUN_MS, samples: 1000 });
export const CANDIDATE_RUN: Run = fakeRun({ id: 2, name: 'Nightly 2214', durationMs: RUN_MS, samples: 1000 });

export function fakeVerdict(change: Partial<MetricVerdict> = {}): MetricVerdict {
  return {
    label: 'Checkout: place order',
    candidateLabel: null,
    metric: 'p95',
    baseline: 597,
    candidate: 737,
    deltaRatio: 0.235,
    deltaMs: 140,
    ci95: [0.16, 0.31],
    ci95Ms: [95, 185],
    verdict: 'regressed',
    reason: null,
    sentence: 'p95 is 24 % slower (95 % confidence: 16 % to 31 %). More than your 10 % limit.',
    confidence: 'high',
    samples: [11_804, 11_990],
    blocks: [20, 20],
    standardError: 0.03,
    degreesOfFreedom: 38,
    mde: 0.09,
    minutesNeeded: 4,
    minutesTested: 29,
    pAdjusted: 0.0001,
    margin: DEFAULT_MARGIN,
    identical: false,
    shareOfOffered: false,
    ...change,
  };
}

export function fakeCheck(change: Partial<ComparabilityCheck> = {}): ComparabilityCheck {
  return {
    code: 'rate',
    state: 'ok',
    name: 'Achieved rate, /s',
    baseline: '386',
    candidate: '389',
    message: 'Both sides carry the same load.',
    caps: false,
    waived: null,
    ...change,
  };
}

/** Judges made-up effects by the margins and waivers of the request: wide intervals are inconclusive. */
export function fakeComparison(request: ComparisonRequest): Comparison {
  const waived = request.waivers.find((waiver) => waiver.code === 'window-length')?.reason ?? null;
  const checks: readonly ComparabilityCheck[] = [
    fakeCheck(),
    fakeCheck({
      code: 'window-length',
      state: 'failed',
      name: 'Window',
      baseline: '1 m 40 s',
      candidate: '1 m 40 s',
      message: 'Windows under 5 minutes hold too few independent facts.',
      caps: true,
      waived,
    }),
    fakeCheck({
      code: 'loop',
      state: 'note',
      name: 'Load model',
      baseline: 'closed',
      candidate: 'closed',
      message: 'Closed load: slower answers also lower the rate, so read the two together.',
    }),
  ];
  const capped = waived === null;
  const verdicts = [null, ...effects.map((effect) => effect.label)].flatMap((label) =>
    request.metrics.map((metric) => judge(request, label, metric, capped)),
  );
  const worst = ['regressed', 'inconclusive', 'improved', 'no-change'] as const;
  const verdict = worst.find((word) => verdicts.some((row) => row.verdict === word)) ?? 'no-change';
  const compared = (runIds: readonly number[]): Comparison['baseline'] =>
    runIds.map((runId) => ({
      runId,
      name: `Nightly ${2212 + runId}`,
      tool: 'jmeter',
      window: { fromMs: 0, toMs: RUN_MS },
      windowIs: 'steady',
      samples: 1000,
    }));
  return {
    baseline: compared(request.baseline.runIds),
    candidate: compared(request.candidate.runIds),
    checks,
    verdicts,
    added: request.mapping.some((pair) => pair.candidate === 'Sign out') ? [] : ['Sign out', 'Gift wrap'],
    removed: request.mapping.some((pair) => pair.baseline === 'Log out') ? [] : ['Log out'],
    verdict,
    sentence: `The comparison is ${verdict}.`,
  };
}

function judge(
  request: ComparisonRequest,
  label: string | null,
  metric: ComparedMetric,
  capped: boolean,
): MetricVerdict {
  const effect = effects.find((candidate) => candidate.label === label) ?? effects[3]!;
  const margin = request.margins.find((own) => own.label === label)?.margin ?? request.margin;
  const flat = metric === 'errorRate' || metric === 'throughput';
  const theta = flat ? 0 : effect.theta;
  const low = Math.exp(theta - 2 * effect.error) - 1;
  const high = Math.exp(theta + 2 * effect.error) - 1;
  const found: Verdict =
    low > margin.ratio
      ? 'regressed'
      : high < -margin.ratio
        ? 'improved'
        : low > -margin.ratio && high < margin.ratio
          ? 'no-change'
          : 'inconclusive';
  const verdict = capped ? 'inconclusive' : found;
  const baseline = metric === 'errorRate' ? 0.01 : metric === 'throughput' ? 6.7 : effect.p95Ms;
  const delta = Math.exp(theta) - 1;
  const ms = flat ? null : baseline * delta;
  return fakeVerdict({
    label,
    metric,
    baseline,
    candidate: metric === 'errorRate' ? baseline : baseline * (1 + delta),
    deltaRatio: delta,
    deltaMs: ms,
    ci95: metric === 'errorRate' ? [-0.002, 0.002] : [low, high],
    ci95Ms: flat ? null : [baseline * low, baseline * high],
    verdict,
    reason: capped ? 'not-comparable' : verdict === 'inconclusive' ? 'leaning-slower' : null,
    sentence: `${metric} of ${label ?? 'all'} is ${verdict}.`,
    minutesNeeded: verdict === 'inconclusive' && !capped ? 27 : null,
    margin,
  });
}

export function fakeDistributions(): ComparedDistributions {
  const percentiles = [10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99];
  const baselineMs = percentiles.map((percentile) => 100 + 5 * percentile);
  const deltaMs = percentiles.map((percentile, i) => baselineMs[i]! * (percentile >= 90 ? 0.24 : 0.02));
  const column = (read: (i: number) => number) => numbersToColumn(percentiles.map((_, i) => read(i)));
  return {
    shift: {
      rowCount: percentiles.length,
      columns: {
        percentile: column((i) => percentiles[i]!),
        baselineMs: column((i) => baselineMs[i]!),
        candidateMs: column((i) => baselineMs[i]! + deltaMs[i]!),
        deltaMs: column((i) => deltaMs[i]!),
        lowMs: column((i) => deltaMs[i]! - baselineMs[i]! * 0.08),
        highMs: column((i) => deltaMs[i]! + baselineMs[i]! * 0.08),
        beyond: column((i) => (percentiles[i]! >= 90 ? 1 : 0)),
      },
    },
    hodgesLehmannMs: 12.5,
    cliffsDelta: 0.06,
    ksDistance: 0.11,
    wassersteinMs: 31,
  };
}

/** Of so many samples whose times rise evenly to a second. */
function fakeCurve(samples: number): LatencyCurve {
  const percentiles = [0, 50, 90, 99, 100];
  return {
    samples,
    table: {
      rowCount: percentiles.length,
      columns: {
        percentile: numbersToColumn(percentiles),
        valueMs: numbersToColumn(percentiles.map((percentile) => 10 + 9.9 * percentile)),
      },
    },
  };
}

export function fakePhases(): PhaseReport {
  return {
    phases: [
      { kind: 'ramp', fromMs: 0, toMs: 20_000, reason: 'Load rises.', edited: false },
      {
        kind: 'steady',
        fromMs: 20_000,
        toMs: RUN_MS,
        reason: 'Load and response times hold.',
        edited: false,
      },
    ],
    edited: false,
    steady: { fromMs: 20_000, toMs: RUN_MS },
    note: null,
    load: 'threads',
    testTypes: ['load'],
    testTypeReasons: [],
    spikes: [],
  };
}

export function fakeTrend(runIds: readonly number[]): RunTrend {
  const columns = Object.fromEntries(
    comparedMetrics.map((metric, i) => [
      metric,
      numbersToColumn(runIds.map((_, row) => (metric === 'errorRate' ? 0.01 : 100 * (i + 1) + row))),
    ]),
  );
  return {
    table: {
      rowCount: runIds.length,
      columns: {
        runId: numbersToColumn([...runIds]),
        startedAtUs: numbersToColumn(runIds.map((_, row) => 1_773_450_004_000_000 + row * 86_400_000_000)),
        ...columns,
      },
    },
    changePoints: [],
    noiseFloor: null,
    note: 'Under ten runs the points are shown only.',
  };
}

/** An engine that compares, and keeps what is saved. */
export function fakeCompareHandlers(): FakeHandlers {
  const saved: SavedComparison[] = [];
  return {
    ...fakeRunHandlers(),
    'compare.run': ({ request }) => fakeComparison(request),
    'compare.distributions': () => fakeDistributions(),
    'compare.curve': ({ side }) => fakeCurve(90 * side.runs.length),
    'compare.trend': ({ runIds }) => fakeTrend(runIds),
    'phases.get': () => fakePhases(),
    'comparisons.list': () => [...saved],
    'comparisons.save': ({ id, name, request }) => {
      const entry = { id: id ?? saved.length + 1, name, request };
      const at = saved.findIndex((other) => other.id === id);
      if (at >= 0) saved[at] = entry;
      else saved.push(entry);
      return entry;
    },
    'comparisons.remove': ({ id }) => {
      saved.splice(
        saved.findIndex((other) => other.id === id),
        1,
      );
      return [...saved];
    },
  };
}
