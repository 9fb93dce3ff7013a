import { describe, expect, it } from 'vitest';
import type { HonestyItem, Incident } from '#shared/model/diagnostics.ts';
import type { TailRow } from '#shared/model/drill-down.ts';
import type { Spike } from '#shared/model/phases.ts';
import type { RunEvidence } from '../evidence.ts';
import { findingsOf } from '../list-findings.ts';
import { DEFAULT_FINDING_SETTINGS } from '#shared/model/finding.ts';
import {
  bundle,
  capacity,
  figuresOf,
  gate,
  listed,
  metric,
  QUERY,
  row,
  runEvidence,
  serious,
  soak,
} from '../testing/clean-bundle.ts';

const steady = runEvidence().phases;

describe('a clean run', () => {
  it('has no findings', () => {
    expect(listed(bundle())).toEqual([]);
  });
});

describe('gates', () => {
  const failing = { subject: 'order', measured: 'p95 300 ms', outcome: 'failed' } as const;
  it('that failed are told with what is over the limit', () => {
    const slow = figuresOf([row({ p95Ms: 300 }), row({ id: 2, label: 'home', p95Ms: 100 })]);
    const [finding] = listed(
      bundle({ figures: slow, whole: slow, gates: [gate('p95 < 200ms', 'failed', [failing])] }),
    );
    expect(finding).toMatchObject({
      id: 'gate-failed:g',
      severity: 'high',
      title: 'order: p95 is 300 ms, 1.5 times the limit',
    });
    // One request in twenty, 100 ms too long.
    expect(finding?.impact).toBeCloseTo(50_000, 6);
    const conditional = gate(
      'apdex >= 0.9',
      'failed',
      [{ ...failing, measured: 'apdex 0.7' }],
      'conditional',
    );
    expect(listed(bundle({ gates: [conditional] }))[0]).toMatchObject({
      severity: 'medium',
      title: 'Gate: order, apdex 0.7',
    });
  });

  it('that passed say nothing; those that cannot tell are what was not measured', () => {
    expect(serious(bundle({ gates: [gate('p95 < 200ms', 'passed')] }))).toEqual([]);
    const open = findingsOf(
      bundle({ gates: [gate('apdex >= 0.9', 'cannot-tell')] }),
      DEFAULT_FINDING_SETTINGS,
    );
    expect(open).toMatchObject({
      findings: [],
      notMeasured: expect.arrayContaining(['Gate: nothing was recorded.']),
    });
  });
});

describe('errors', () => {
  const failing = (failures: number, samples = 10_000) => {
    const figures = figuresOf([
      row({ samples, failures, errorRate: failures / samples }),
      row({ id: 2, label: 'home', samples: 40_000 }),
    ]);
    return bundle({ figures, whole: figures });
  };
  it('of all requests, or of one transaction', () => {
    const all = figuresOf([row({ failures: 300, errorRate: 0.03 })]);
    expect(listed(bundle({ figures: all, whole: all }))[0]).toMatchObject({
      id: 'errors:*',
      severity: 'medium',
      impact: 600_000,
    });
    expect(serious(failing(200))).toEqual(['errors:order']);
  });
  it('not of what may be chance, or is allowed', () => {
    expect(serious(failing(100))).toEqual([]);
    expect(serious(failing(4, 100))).toEqual([]);
    const all = figuresOf([row({ failures: 300, errorRate: 0.03 })]);
    expect(serious(bundle({ figures: all, whole: all, gates: [gate('error rate < 5%', 'passed')] }))).toEqual(
      [],
    );
  });
});

const incident = (changes: Partial<Incident>): Incident => ({
  fromMs: 300_000,
  toMs: 320_000,
  kind: 'errors',
  transactionIds: [1],
  excess: 60,
  peakScore: 12,
  phase: 'steady',
  ...changes,
});

describe('incidents', () => {
  it('of failures from their number on, of slowness from their share on', () => {
    expect(listed(bundle({ incidents: [incident({})] }))[0]).toMatchObject({
      id: 'error-burst:300s',
      severity: 'medium',
    });
    expect(listed(bundle({ incidents: [incident({ excess: 200 })] }))[0]).toMatchObject({ severity: 'high' });
    // All requests took 600,000 ms.
    expect(listed(bundle({ incidents: [incident({ kind: 'slow', excess: 13_000 })] }))[0]).toMatchObject({
      severity: 'medium',
    });
    expect(serious(bundle({ incidents: [incident({ kind: 'slow', excess: 4000 })] }))).toEqual([
      'slow-incident:300s',
    ]);
    expect(listed(bundle({ incidents: [incident({ kind: 'slow', excess: 40_000 })] }))[0]).toMatchObject({
      severity: 'high',
    });
  });
  it('not below them, nor what load explains', () => {
    expect(serious(bundle({ incidents: [incident({ excess: 19 })] }))).toEqual([]);
    expect(serious(bundle({ incidents: [incident({ kind: 'slow', excess: 2900 })] }))).toEqual([]);
    expect(serious(bundle({ incidents: [incident({ kind: 'slow', excess: 9000, phase: 'ramp' })] }))).toEqual(
      [],
    );
    expect(serious(bundle({ incidents: [incident({ phase: 'spike' })] }))).toEqual([]);
  });

  const group = {
    transaction: 'order',
    code: '503',
    message: 'Unavailable',
    count: 100,
    firstMs: 700_000,
    lastMs: 1_199_000,
  };
  it('that begin and stay, of one kind of failure', () => {
    expect(serious(bundle({ errors: [group] }))).toEqual(['error-burst:onset 503 Unavailable']);
    expect(serious(bundle({ errors: [{ ...group, count: 30, firstMs: 620_000 }] }))).toHaveLength(1);
    // It ended, it was rare, or it was there from the start.
    expect(serious(bundle({ errors: [{ ...group, lastMs: 1_000_000 }] }))).toEqual([]);
    expect(serious(bundle({ errors: [{ ...group, count: 12 }] }))).toEqual([]);
    expect(serious(bundle({ errors: [{ ...group, firstMs: 80_000 }] }))).toEqual([]);
  });
});

describe('capacity', () => {
  const point = { users: 40, throughputPerSec: 200, p95Ms: 100 };
  const full = capacity({ saturation: point, sustainablePerSec: 200, sustainableLow: 190 });
  it('saturation and the breaking point', () => {
    expect(listed(bundle({ capacity: full }))[0]).toMatchObject({
      id: 'saturation:*',
      severity: 'medium',
      title: 'Throughput stops growing at 200/s, 40 users',
    });
    const breaking = {
      users: 80,
      atMs: 500_000,
      reason: 'errors',
      errorRate: 0.04,
      throughputPerSec: 190,
    } as const;
    expect(listed(bundle({ capacity: capacity({ breaking }) }))[0]).toMatchObject({
      severity: 'high',
      title: 'It breaks at 80 users',
    });
  });
  it('a bend is no limit, and rising throughput is nothing at all', () => {
    expect(listed(bundle({ capacity: capacity({ latencyKnee: point }) }))[0]).toMatchObject({
      rule: 'knee',
      severity: 'info',
    });
    const later = { users: 60, throughputPerSec: 260, p95Ms: null };
    expect(listed(bundle({ capacity: capacity({ throughputKnee: later }) }))[0]).toMatchObject({
      rule: 'knee',
      title: 'The curve bends at 260/s, 60 users',
    });
    expect(listed(bundle({ capacity: capacity() }))).toEqual([]);
    // A limit that was found is told, and the bend before it is not.
    expect(listed(bundle({ capacity: { ...full, latencyKnee: point } })).map(({ rule }) => rule)).toEqual([
      'saturation',
    ]);
  });
  it('headroom below the wanted one, never guessed', () => {
    const rules = (expectedPerSec: number | null) =>
      listed(bundle({ capacity: full }, { expectedPerSec })).map(({ id, severity }) => `${id} ${severity}`);
    expect(rules(120)).toContain('capacity:* medium');
    expect(rules(250)).toContain('capacity:* high');
    expect(rules(95)).toEqual(['saturation:* medium']);
    expect(rules(null)).toEqual(['saturation:* medium']);
    const unshown = findingsOf(
      bundle({ capacity: capacity() }, { expectedPerSec: 150 }),
      DEFAULT_FINDING_SETTINGS,
    );
    expect(unshown.findings).toEqual([]);
    expect(unshown.notMeasured.join(' ')).toContain('200/s was shown without a limit, and 300/s is wanted');
  });
});

describe('the tail', () => {
  const tail = (changes: Partial<TailRow>, tailSamples = 100): Pick<RunEvidence, 'tails'> => ({
    tails: [
      {
        transactionId: 1,
        query: QUERY,
        report: {
          thresholdMs: 160,
          tailSamples,
          samples: 10_000,
          rows: [
            {
              field: 'tag:host',
              value: 'web3',
              key: null,
              tailSamples: 60,
              samples: 2000,
              lift: 3,
              low: 2.4,
              high: 3.6,
              ...changes,
            },
          ],
        },
      },
    ],
  });
  it.each([{}, { field: 'thread', value: 'Users 1-7' }, { field: 'source', value: 'injector-2' }])(
    'of one place (%o)',
    (changes) => {
      expect(serious(bundle(tail(changes)))).toHaveLength(1);
    },
  );
  it('not of what may be chance, of a small part, of most samples, or of what says what a request is', () => {
    expect(serious(bundle(tail({ low: 1.8 })))).toEqual([]);
    expect(serious(bundle(tail({ tailSamples: 20 })))).toEqual([]);
    expect(serious(bundle(tail({ samples: 6000 })))).toEqual([]);
    expect(serious(bundle(tail({ field: 'tag:status' })))).toEqual([]);
    expect(serious(bundle(tail({ value: null })))).toEqual([]);
    expect(serious(bundle(tail({ tailSamples: 20 }, 30)))).toEqual([]);
  });
});

describe('two modes', () => {
  const modes = (share: number, slowMs: number): Pick<RunEvidence, 'modes'> => ({
    modes: [
      {
        transactionId: 1,
        modes: [
          { peakMs: 40, fromMs: 10, toMs: 90, share: 1 - share },
          { peakMs: slowMs, fromMs: 90, toMs: 900, share },
        ],
      },
    ],
  });
  it('that lie apart are told', () => {
    expect(listed(bundle(modes(0.19, 640)))[0]).toMatchObject({
      id: 'bimodality:order',
      severity: 'low',
      title: 'Two modes in order: 19 % near 640 ms',
    });
    expect(serious(bundle(modes(0.06, 85)))).toEqual(['bimodality:order']);
  });
  it('not rare ones, nor near ones', () => {
    expect(serious(bundle(modes(0.04, 640)))).toEqual([]);
    expect(serious(bundle(modes(0.3, 75)))).toEqual([]);
  });
});

describe('the start', () => {
  const warmUp = (alone: number, together: number): Pick<RunEvidence, 'warmUp'> => ({
    warmUp: { alone: figuresOf([row({ p95Ms: alone })]), together: figuresOf([row({ p95Ms: together })]) },
  });
  it('warm-up that moves figures', () => {
    expect(serious(bundle(warmUp(400, 140)))).toEqual(['warm-up:*']);
    expect(serious(bundle(warmUp(200, 135)))).toEqual(['warm-up:*']);
    expect(serious(bundle(warmUp(400, 125)))).toEqual([]);
    expect(serious(bundle(warmUp(110, 140)))).toEqual([]);
    expect(serious(bundle({ warmUp: null }))).toEqual([]);
  });
  it('first requests beyond twice the later p95', () => {
    const first = (medianMs: number): Pick<RunEvidence, 'firstRequests'> => ({
      firstRequests: [{ transactionId: 1, samples: 10, medianMs, untilMs: 800, query: QUERY }],
    });
    expect(serious(bundle(first(900)))).toEqual(['cold-start:*']);
    expect(serious(bundle(first(241)))).toEqual(['cold-start:*']);
    expect(serious(bundle(first(200)))).toEqual([]);
    expect(serious(bundle(first(60)))).toEqual([]);
  });
});

describe('spikes', () => {
  const spike = (changes: Partial<Spike>): Pick<RunEvidence, 'phases'> => ({
    phases: {
      ...steady,
      spikes: [
        {
          span: { fromMs: 300_000, toMs: 360_000 },
          baselineP95Ms: 100,
          peakP95Ms: 900,
          recoveryMs: 20_000,
          waitedMs: 600_000,
          excessFailures: 0,
          backlog: 40,
          ...changes,
        },
      ],
    },
  });
  it('slow or failing recovery is told, a good one is worth knowing', () => {
    expect(listed(bundle(spike({ recoveryMs: 140_000 })))[0]).toMatchObject({
      id: 'spike-recovery:300s',
      severity: 'medium',
    });
    expect(listed(bundle(spike({ recoveryMs: null })))[0]).toMatchObject({
      severity: 'high',
      confidence: 'high',
    });
    expect(listed(bundle(spike({ recoveryMs: null, waitedMs: 30_000 })))[0]).toMatchObject({
      confidence: 'low',
    });
    expect(listed(bundle(spike({ excessFailures: 500 })))[0]).toMatchObject({ severity: 'medium' });
    expect(serious(bundle(spike({})))).toEqual([]);
    expect(serious(bundle(spike({ recoveryMs: 59_000, excessFailures: 5 })))).toEqual([]);
  });
});

describe('soak', () => {
  it('drift, and steps, of response times', () => {
    expect(serious(bundle({ soak: soak([{}]) }))).toEqual(['soak-latency:order']);
    const step = { atMs: 1_800_000, change: 0.3 };
    expect(listed(bundle({ soak: soak([{ step }]) }))[0]?.title).toBe(
      'order: p95 stepped up by 30 % at 30:00 under constant load',
    );
    expect(serious(bundle({ soak: soak([{ change: 0.08 }]) }))).toEqual([]);
    expect(serious(bundle({ soak: soak([{ p: 0.02 }]) }))).toEqual([]);
    expect(serious(bundle({ soak: soak([{ change: -0.3 }]) }))).toEqual([]);
    expect(serious(bundle({ soak: soak([{}], 20) }))).toEqual([]);
  });
  it('what is held', () => {
    const memory = {
      kind: 'resource',
      transactionId: null,
      label: 'Memory',
      figure: 'floor',
      host: 'web1',
      contains: 'default',
    } as const;
    expect(serious(bundle({ soak: soak([{ ...memory, change: 0.06 }]) }))).toEqual([
      'soak-resource:Memory of web1',
    ]);
    expect(serious(bundle({ soak: soak([{ ...memory, host: null, change: 0.5 }]) }))).toEqual([
      'soak-resource:Memory',
    ]);
    expect(serious(bundle({ soak: soak([{ ...memory, change: 0.04 }]) }))).toEqual([]);
    expect(serious(bundle({ soak: soak([{ ...memory, change: 0.5, p: 0.3 }]) }))).toEqual([]);
    const failed = gate('metric Memory has no upward trend', 'failed', [
      { subject: 'Memory of web1', measured: 'rises', outcome: 'failed' },
    ]);
    expect(serious(bundle({ soak: soak([memory]), gates: [failed] }))).toEqual([
      'soak-resource:Memory of web1',
    ]);
  });
});

describe('resources', () => {
  it('CPU', () => {
    expect(listed(bundle({ metrics: [metric({ mean: 75 })] }))[0]).toMatchObject({
      id: 'resource-limit:CPU of web1',
      severity: 'medium',
    });
    expect(listed(bundle({ metrics: [metric({ mean: 94, max: 99 })] }))[0]).toMatchObject({
      severity: 'high',
    });
    expect(serious(bundle({ metrics: [metric({ mean: 69 })] }))).toEqual([]);
    expect(serious(bundle({ metrics: [metric({ mean: 0.9 })] }))).toEqual([]);
    expect(serious(bundle({ metrics: [metric({ mean: 95, name: 'CPU idle' })] }))).toEqual([]);
    expect(serious(bundle({ metrics: [metric({ mean: 95, host: 'localhost' })] }))).toEqual([]);
    const passed = gate('metric CPU < 90%', 'passed', [
      { subject: 'CPU of web1', measured: '75 %', outcome: 'passed' },
    ]);
    expect(serious(bundle({ metrics: [metric({ mean: 75 })], gates: [passed] }))).toEqual([]);
  });
  it('cache hit rate, as a share or in per cent', () => {
    const cache = (changes: Parameters<typeof metric>[0]) =>
      bundle({ metrics: [metric({ name: 'cache hit rate', host: null, ...changes })] });
    expect(serious(cache({ mean: 62 }))).toEqual(['cache:cache hit rate']);
    expect(serious(cache({ mean: 0.62, max: 0.7 }))).toEqual(['cache:cache hit rate']);
    expect(serious(cache({ kind: 'rate', nonZero: 0.5, mean: 0.5, max: 1 }))).toEqual([
      'cache:cache hit rate',
    ]);
    expect(serious(cache({ mean: 81 }))).toEqual([]);
    expect(serious(cache({ mean: 62, count: 3 }))).toEqual([]);
    expect(serious(cache({ kind: 'counter', mean: 3 }))).toEqual([]);
  });
  it('garbage collection where the unit is clear', () => {
    const gc = (changes: Parameters<typeof metric>[0]) =>
      bundle({ metrics: [metric({ host: null, ...changes })] });
    expect(serious(gc({ name: 'GC time %', mean: 14 }))).toEqual(['gc-pressure:GC time %']);
    expect(serious(gc({ name: 'gc_pause_ratio', mean: 0.3, max: 0.4 }))).toEqual([
      'gc-pressure:gc_pause_ratio',
    ]);
    expect(serious(gc({ name: 'GC time %', mean: 6 }))).toEqual([]);
    expect(serious(gc({ name: 'gc-time', mean: 4000, max: 9000 }))).toEqual([]);
    expect(serious(gc({ name: 'gcp_requests %', mean: 40 }))).toEqual([]);
  });
  it('web vitals at p75', () => {
    const vital = (name: string, p75: number, changes: Parameters<typeof metric>[0] = {}) =>
      bundle({
        metrics: [
          metric({
            name: `browser_web_vital_${name}`,
            host: null,
            kind: 'trend',
            contains: name === 'cls' ? 'default' : 'time',
            p75,
            ...changes,
          }),
        ],
      });
    expect(listed(vital('lcp', 3200))[0]).toMatchObject({
      id: 'web-vitals:browser_web_vital_lcp',
      severity: 'medium',
    });
    expect(listed(vital('cls', 0.3))[0]).toMatchObject({ severity: 'high' });
    expect(serious(vital('inp', 240))).toHaveLength(1);
    expect(serious(vital('lcp', 2400))).toEqual([]);
    expect(serious(vital('cls', 0.09))).toEqual([]);
    expect(serious(vital('lcp', 9000, { count: 4 }))).toEqual([]);
  });
});

describe('repeated requests', () => {
  const repeated = (
    changes: Partial<NonNullable<RunEvidence['repeated']>['transactions'][number]>,
  ): Pick<RunEvidence, 'repeated'> => ({
    repeated: {
      tag: 'iter',
      query: QUERY,
      transactions: [
        {
          transactionId: 1,
          iterations: 200,
          repeating: 180,
          medianTimes: 12,
          maxTimes: 40,
          differentTimes: 20,
          meanMs: 8,
          ...changes,
        },
      ],
    },
  });
  it('look like one request per row', () => {
    expect(serious(bundle(repeated({})))).toEqual(['repeated-requests:order']);
    expect(serious(bundle(repeated({ medianTimes: 5, repeating: 101 })))).toEqual([
      'repeated-requests:order',
    ]);
  });
  it('not where the script says how often, or it is seldom', () => {
    expect(serious(bundle(repeated({ differentTimes: 1 })))).toEqual([]);
    expect(serious(bundle(repeated({ repeating: 90 })))).toEqual([]);
    expect(serious(bundle(repeated({ iterations: 10, repeating: 10 })))).toEqual([]);
    expect(serious(bundle({ repeated: null }))).toEqual([]);
  });
});

describe('trust', () => {
  const item = (code: HonestyItem['code'], state: HonestyItem['state']): Pick<RunEvidence, 'honesty'> => ({
    honesty: [
      {
        code,
        state,
        name: code,
        value: 'so',
        sentence: 'It is so.',
        settle: 'Look again.',
        evidence: [['a', 'b']],
      },
    ],
  });
  it.each([
    ['coordinated-omission', 'coordinated-omission'],
    ['generator', 'load-generator'],
    ['rejected-rows', 'data-quality'],
    ['double-counting', 'data-quality'],
    ['clock', 'data-quality'],
  ] as const)('a warning about %s is a finding', (code, rule) => {
    expect(listed(bundle(item(code, 'warning')))[0]).toMatchObject({ id: `${rule}:${code}` });
    expect(serious(bundle(item(code, 'note')))).toEqual([]);
    expect(serious(bundle(item(code, 'good')))).toEqual([]);
    // In either run of a candidate of two it is one finding, with both.
    const two = { ...bundle(item(code, 'warning')) };
    const again = runEvidence({ run: { ...runEvidence().run, id: 3 }, ...item(code, 'warning') });
    const [both, other] = listed({ ...two, candidate: [...two.candidate, again] });
    expect(both).toMatchObject({ rule, affected: { runIds: [1, 3] } });
    expect(other).toBeUndefined();
  });
  it('a closed loop is worth knowing; what is unknown was not measured', () => {
    expect(listed(bundle(item('loop', 'note')))).toMatchObject([{ rule: 'closed-loop', severity: 'info' }]);
    expect(listed(bundle(item('loop', 'warning')))).toMatchObject([{ rule: 'closed-loop' }]);
    expect(listed(bundle(item('loop', 'good')))).toEqual([]);
    const [untold] = item('loop', 'note').honesty;
    expect(listed(bundle({ honesty: [{ ...untold!, value: 'cannot tell' }] }))).toEqual([]);
    const unknown = findingsOf(bundle(item('generator', 'unknown')), DEFAULT_FINDING_SETTINGS);
    expect(unknown.findings).toEqual([]);
    expect(unknown.notMeasured).toContain('generator: It is so. Look again.');
  });
});

describe('the list', () => {
  it('is ranked by severity, then by what it costs', () => {
    const incidents = [
      incident({ kind: 'slow', excess: 4000 }),
      incident({ kind: 'slow', excess: 5000, fromMs: 500_000 }),
      incident({ excess: 200 }),
    ];
    expect(serious(bundle({ incidents }))).toEqual([
      'error-burst:300s',
      'slow-incident:500s',
      'slow-incident:300s',
    ]);
  });

  it('tells the same subject of several runs once, and the rest of many in words', () => {
    const two = {
      ...bundle(),
      candidate: [
        runEvidence({ incidents: [incident({})] }),
        runEvidence({ run: { ...runEvidence().run, id: 3 }, incidents: [incident({})] }),
      ],
    };
    const [finding] = listed(two);
    expect(listed(two)).toHaveLength(1);
    expect(finding?.affected.runIds).toEqual([1, 3]);
    expect(finding?.statement).toContain('1 more run');
    expect(new Set(finding?.evidence.map(({ id }) => id)).size).toBe(finding?.evidence.length);
    const many = Array.from({ length: 14 }, (_, i) =>
      incident({ fromMs: i * 60_000, toMs: i * 60_000 + 5000, excess: 30 + i }),
    );
    const listOf = listed(bundle({ incidents: many }), { maxPerRule: 5 });
    expect(listOf).toHaveLength(5);
    expect(listOf[4]?.statement).toContain('9 more of this kind are not listed');
  });
});
