import type { Capacity } from '#shared/model/capacity.ts';
import type { Comparison, MetricVerdict } from '#shared/model/comparison.ts';
import { DEFAULT_MARGIN } from '#shared/model/comparison.ts';
import { wholeRun } from '#shared/model/filter.ts';
import { DEFAULT_FINDING_SETTINGS, type Finding, type FindingSettings } from '#shared/model/finding.ts';
import type { GateResult } from '#shared/model/gates.ts';
import type { Run } from '#shared/model/run.ts';
import type { SoakReport, SoakTrend } from '#shared/model/soak.ts';
import { readGates } from '../../gates/gates-file.ts';
import type {
  EvidenceBundle,
  HeapEvidence,
  JudgedGate,
  MetricEvidence,
  RowFigures,
  RunEvidence,
  SpanFigures,
} from '../evidence.ts';
import { findingsOf } from '../list-findings.ts';

/** Evidence of a run in which nothing is wrong: tests change what they plant. */

export const QUERY = { method: 'sql.query', params: { sql: 'SELECT 1', limit: 1 } };

export function row(figures: Partial<RowFigures> = {}): RowFigures {
  return {
    id: 1,
    label: 'order',
    counted: true,
    samples: 10_000,
    failures: 0,
    errorRate: 0,
    meanMs: 60,
    p50Ms: 50,
    p95Ms: 120,
    p99Ms: 160,
    throughputPerSec: 20,
    ...figures,
  };
}

export function figuresOf(rows: readonly RowFigures[] = [row()]): SpanFigures {
  const samples = rows.reduce((sum, each) => sum + (each.samples ?? 0), 0);
  const failures = rows.reduce((sum, each) => sum + (each.failures ?? 0), 0);
  return {
    filter: wholeRun(1),
    query: QUERY,
    overall: {
      ...(rows[0] ?? row()),
      id: null,
      label: 'All requests',
      samples,
      failures,
      errorRate: samples === 0 ? null : failures / samples,
    },
    rows: new Map(rows.map((each) => [each.id!, each])),
  };
}

const RUN: Run = {
  id: 1,
  name: 'run',
  tool: 'jmeter',
  toolVersion: null,
  format: 'jmeter-csv',
  granularity: 'samples',
  startedAtUs: 0,
  endedAtUs: 1_200_000_000,
  durationMs: 1_200_000,
  countedKind: 'request',
  samples: 10_000,
  failures: 0,
  transactionCount: 1,
  clockTickMs: 1,
  sourceIds: [1],
};

export function runEvidence(changes: Partial<RunEvidence> = {}): RunEvidence {
  const figures = figuresOf();
  return {
    run: RUN,
    phases: {
      phases: [{ kind: 'steady', fromMs: 60_000, toMs: 1_200_000, reason: '', edited: false }],
      edited: false,
      steady: { fromMs: 60_000, toMs: 1_200_000 },
      note: null,
      load: 'threads',
      testTypes: ['load'],
      testTypeReasons: [],
      spikes: [],
    },
    judged: { fromMs: 60_000, toMs: 1_200_000 },
    figures,
    whole: figures,
    warmUp: null,
    p95Intervals: new Map(),
    honesty: [],
    incidents: [],
    modes: [],
    tails: [],
    errors: [],
    metrics: [],
    capacity: null,
    soak: null,
    firstRequests: [],
    repeated: null,
    gates: [],
    ...changes,
  };
}

export function bundle(
  changes: Partial<RunEvidence> = {},
  whole: Partial<Omit<EvidenceBundle, 'candidate'>> = {},
): EvidenceBundle {
  return {
    candidate: [runEvidence(changes)],
    baseline: [],
    compared: null,
    profile: null,
    heap: [],
    expectedPerSec: null,
    missing: [],
    ...whole,
  };
}

/** Ids of findings that somebody has to do something about. */
export function serious(evidence: EvidenceBundle, settings: Partial<FindingSettings> = {}): string[] {
  return listed(evidence, settings)
    .filter(({ severity }) => severity !== 'info' && severity !== 'good')
    .map(({ id }) => id);
}

export function listed(
  evidence: EvidenceBundle,
  settings: Partial<FindingSettings> = {},
): readonly Finding[] {
  return findingsOf(evidence, { ...DEFAULT_FINDING_SETTINGS, ...settings }).findings;
}

export function metric(changes: Partial<MetricEvidence>): MetricEvidence {
  const mean = changes.mean ?? 50;
  return {
    name: 'CPU',
    host: 'web1',
    kind: 'gauge',
    contains: 'default',
    count: 100,
    mean,
    max: mean * 1.1,
    p75: mean,
    p95: mean * 1.05,
    nonZero: 1,
    query: QUERY,
    ...changes,
  };
}

/** A gate of one rule, judged as the test says. */
export function gate(
  rule: string,
  outcome: GateResult['outcome'],
  evidence: GateResult['evidence'] = [],
  enforcement: GateResult['enforcement'] = 'blocking',
): JudgedGate {
  const { gates } = readGates(`version: 1\ngates:\n  - { id: g, rule: ${JSON.stringify(rule)} }\n`);
  const counted = (wanted: GateResult['outcome']): number =>
    evidence.filter((each) => each.outcome === wanted).length;
  return {
    clauses: gates!.gates[0]!.parsed.clauses,
    result: {
      id: 'g',
      name: 'Gate',
      rule,
      enforcement,
      outcome,
      sentence:
        outcome === 'cannot-tell' ? 'Cannot tell: nothing was recorded.' : 'order: 300 ms, limit < 200 ms.',
      evidence,
      counts: { passed: counted('passed'), failed: counted('failed'), 'cannot-tell': counted('cannot-tell') },
      proposed: false,
    },
  };
}

export function verdict(changes: Partial<MetricVerdict> = {}): MetricVerdict {
  return {
    label: 'order',
    candidateLabel: null,
    metric: 'p95',
    baseline: 100,
    candidate: 125,
    deltaRatio: 0.25,
    deltaMs: 25,
    ci95: [0.2, 0.3],
    ci95Ms: [20, 30],
    verdict: 'regressed',
    reason: null,
    sentence: 'p95 is 25 % slower (95 % confidence: 20 % to 30 %). More than your 10 % limit.',
    confidence: 'high',
    samples: [10_000, 10_000],
    blocks: [30, 30],
    standardError: 0.02,
    degreesOfFreedom: 50,
    mde: 0.05,
    minutesNeeded: null,
    minutesTested: 19,
    pAdjusted: 0.0001,
    margin: DEFAULT_MARGIN,
    identical: false,
    shareOfOffered: false,
    ...changes,
  };
}

export function compared(
  verdicts: readonly MetricVerdict[],
  checks: Comparison['checks'] = [],
): Pick<EvidenceBundle, 'compared' | 'baseline'> {
  const side = { runIds: [2], windows: ['steady' as const] };
  return {
    baseline: [{ run: { ...RUN, id: 2, name: 'before' }, figures: figuresOf([row({ meanMs: 50 })]) }],
    compared: {
      request: {
        baseline: side,
        candidate: { ...side, runIds: [1] },
        margin: DEFAULT_MARGIN,
        margins: [],
        waivers: [],
        mapping: [],
        metrics: ['p50', 'p95', 'p99', 'errorRate', 'throughput'],
      },
      comparison: {
        baseline: [],
        candidate: [],
        checks,
        verdicts,
        added: [],
        removed: [],
        verdict: 'no-change',
        sentence: '',
      },
    },
  };
}

export function check(
  code: string,
  changes: Partial<Comparison['checks'][number]> = {},
): Comparison['checks'][number] {
  return {
    code,
    state: 'failed',
    name: code,
    baseline: '100 per s',
    candidate: '50 per s',
    message: 'The sides were not under the same load.',
    caps: true,
    waived: null,
    ...changes,
  };
}

export function capacity(changes: Partial<Capacity> = {}): Capacity {
  return {
    runId: 1,
    concurrency: 'threads',
    bucketMs: 10_000,
    levels: [10, 20, 40, 60, 80, 100, 120, 160].map((users) => ({
      users,
      throughputPerSec: Math.min(users, 40) * 5,
      p95Ms: 100 * Math.max(1, users / 40),
      errorRate: 0,
      buckets: 3,
    })),
    saturation: null,
    latencyKnee: null,
    throughputKnee: null,
    breaking: null,
    scalability: null,
    shownPerSec: 200,
    sustainablePerSec: null,
    sustainableLow: null,
    notes: [],
    ...changes,
  };
}

export function soak(trends: readonly Partial<SoakTrend>[], minutes = 60): SoakReport {
  return {
    runId: 1,
    span: { fromMs: 0, toMs: minutes * 60_000 },
    tooShort: null,
    trends: trends.map((changes) => ({
      kind: 'latency',
      transactionId: 1,
      label: 'order',
      figure: 'p95',
      host: null,
      contains: 'time',
      minutes,
      from: 100,
      to: 130,
      change: 0.3,
      perHour: 0.3,
      perHourLow: 0.25,
      perHourHigh: 0.35,
      p: 0.0001,
      step: null,
      ...changes,
    })),
  };
}

export function heap(...growing: readonly Partial<HeapEvidence['growing'][number]>[]): HeapEvidence {
  return {
    seriesId: 1,
    seriesName: 'orders-service',
    runId: 1,
    snapshots: 6,
    query: QUERY,
    growing: growing.map((changes) => ({
      key: 'class:Quote',
      name: 'QuoteContext',
      verdict: 'leak',
      perOperation: 420,
      low: 400,
      high: 440,
      operationsKnown: true,
      bytes: [1e6, 3e6],
      retainerPath: ['quotes › QuoteService', 'open › Map', '[*] › QuoteContext'],
      heldAlike: true,
      evidence: ['It grows by the same amount in every step.'],
      ...changes,
    })),
  };
}
