import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison, MetricVerdict } from '#shared/model/comparison.ts';
import type { GateResult } from '#shared/model/gates.ts';
import { mostSampledCheck } from '../compare/most-sampled.ts';
import type { Database } from '../db/database.ts';
import {
  openTestDatabase,
  storeRun,
  type StoredRun,
  type TestSample,
} from '../latency/testing/stored-run.ts';
import { DEFAULT_GATES_YAML } from './default-gates.ts';
import { evaluateGates, overallOutcome } from './evaluate-gates.ts';
import { readGates } from './gates-file.ts';
import { fakeEngine, type FakeAnswers } from './testing/fake-engine.ts';

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

/** Two minutes, ten samples a second: `fast` takes 100 ms, `slow` 100 to 299 ms; every tenth of `slow` fails in the second minute. */
function twoMinutes(): TestSample[] {
  return Array.from({ length: 1200 }, (_, i): TestSample[] => [
    { label: 'fast', startMs: i * 100, elapsedMs: 100, ok: true },
    { label: 'slow', startMs: i * 100, elapsedMs: 100 + (i % 200), ok: i < 600 || i % 10 !== 0 },
  ]).flat();
}

const yamlOf = (rule: string, more = ''): string =>
  `version: 1\nexpectedLoad: 10/s\ngates:\n  - id: g\n    rule: ${JSON.stringify(rule)}\n    phase: all\n${more}`;

async function evaluate(
  stored: StoredRun,
  yaml: string,
  answers: FakeAnswers = {},
  baselineRunIds: readonly number[] = [],
  asked: string[] = [],
) {
  const { gates, problems } = readGates(yaml);
  expect(problems).toEqual([]);
  return evaluateGates({
    ask: fakeEngine(database, stored, answers, asked),
    database,
    run: stored.run,
    transactions: stored.transactions,
    gates: gates!,
    baselineRunIds,
    signal: new AbortController().signal,
  });
}

async function judge(
  stored: StoredRun,
  rule: string,
  answers?: FakeAnswers,
  more?: string,
): Promise<GateResult> {
  return (await evaluate(stored, yamlOf(rule, more), answers, [])).results[0]!;
}

describe('gates on a run of samples', () => {
  let run: StoredRun;
  beforeAll(async () => {
    run = await storeRun(database, [{ samples: twoMinutes() }]);
  });

  it.each<[string, GateResult['outcome'], string]>([
    // Of 0..199 six times each, p95 by type 7 is 289.05; of `fast` 100.
    ['p95 < 290ms', 'passed', 'All 2 transactions keep < 290 ms. Closest: slow, p95 289 ms'],
    [
      'p95 < 289ms',
      'failed',
      'slow: p95 289.05 ms, 1,200 samples, limit < 289 ms. 1 of 2 transactions fail.',
    ],
    ['p95 of fast < 101ms', 'passed', 'fast: p95 100 ms, 1,200 samples, limit < 101 ms. Judged: whole run.'],
    ['p95 of all <= 0.3s', 'passed', 'All: p95'],
    ['median of slow >= 199.5ms', 'passed', 'slow: median 199.5 ms'],
    ['mean of slow < 199.5ms', 'failed', 'slow: mean 199.5 ms'],
    ['max of each < 299ms', 'failed', 'slow: max 299 ms'],
    ['min < 100ms', 'failed', '2 of 2 transactions fail'],
    ['p99.9 < 1s', 'cannot-tell', 'p99.9 takes at least 3,688 samples to be judged, and there are 1,200'],
    ['p95 of none < 1s', 'cannot-tell', 'the run has no transaction "none"; it has "fast", "slow"'],
    ['error rate < 2.5%', 'failed', 'All: error rate 2.5 % (60 of 2,400), limit < 2.5 %.'],
    ['error rate <= 2.5%', 'passed', 'All: error rate 2.5 %'],
    ['error rate of each < 3%', 'failed', 'slow: error rate 5 % (60 of 1,200)'],
    ['error rate of fast < 1%', 'passed', 'fast: error rate 0 %'],
    ['error rate of fast < 0.01%', 'cannot-tell', 'it takes at least 10,000 to tell a rate of 0.01 %'],
    ['throughput >= 20/s', 'failed', 'All: 19.97/s'],
    ['throughput >= 1190/min', 'passed', 'All: '],
    ['throughput of fast >= 9.9/s', 'passed', 'fast: 10'],
    ['apdex(100ms) of fast >= 1', 'passed', 'fast: Apdex 1 [T 100 ms]'],
    ['apdex >= 0.99', 'failed', 'All: Apdex 0.975 [T 500 ms]'],
    ['checks > 99%', 'cannot-tell', 'the run has no checks'],
    ['metric CPU < 70%', 'cannot-tell', 'the run has no metric "CPU"; it has no metrics'],
    ['baseline is comparable', 'cannot-tell', 'no baseline is named'],
    ['regression of p95 <= 10%', 'cannot-tell', 'no baseline is named'],
    // Half-overlapping windows of 60 s: the last one has ten failures in a hundred of `slow`.
    ['error rate < 5% over 60s', 'failed', 'error rate 5 % in 1:00 to 2:00; 1 of 3 windows break the limit'],
    ['error rate < 5.1% over 60s', 'passed', 'error rate 5 % at worst'],
    ['p95 of slow < 299ms within 60s', 'passed', 'slow: p95 289'],
    [
      'p99 of slow < 299ms over 10s',
      'cannot-tell',
      'p99 takes at least 368 samples to be judged, and there are 100',
    ],
    ['throughput >= 20/s over 10s', 'passed', 'All: 20/s at worst'],
    ['p95 < 1s over 3m', 'cannot-tell', 'is shorter than a window of 180 s. Test longer'],
    ['mean of slow < 200ms for 5s', 'failed', 'beyond the limit for 10 s'],
    ['mean of slow < 200ms for 11s', 'passed', 'beyond the limit for 10 s at most'],
    ['error rate of slow < 50% for 1s', 'passed', 'slow: never beyond the limit'],
    ['p95 < 290ms and error rate <= 2.5%', 'passed', 'error rate 2.5 %'],
    ['p95 < 290ms and error rate < 1%', 'failed', 'All: error rate 2.5 %'],
    ['p95 < 290ms and metric CPU < 70% if present', 'passed', 'p95 289'],
    ['metric CPU < 70% if present', 'cannot-tell', 'no metric "CPU"'],
  ])('%s: %s', async (rule, outcome, words) => {
    const result = await judge(run, rule);
    expect(result.sentence).toContain(words);
    expect(result).toMatchObject({ id: 'g', name: 'g', rule, outcome });
  });

  it('have evidence, worst first', async () => {
    const { evidence } = await judge(run, 'p95 < 289ms');
    expect(evidence).toEqual([
      { subject: 'slow', measured: 'p95 289.05 ms, 1,200 samples', outcome: 'failed' },
      { subject: 'fast', measured: 'p95 100 ms, 1,200 samples', outcome: 'passed' },
    ]);
  });

  it('count what was judged, and say what limits they set to which transactions', async () => {
    const ids = new Map(run.transactions.map(({ label, id }) => [label, id]));
    const yaml = yamlOf('p95 < 289ms and error rate <= 2.5% and throughput >= 1/s');
    const { results, limits } = await evaluate(run, yaml);
    expect(results[0]?.counts).toEqual({ passed: 3, failed: 1, 'cannot-tell': 0 });
    expect(limits).toMatchObject([
      {
        gateId: 'g',
        figure: 'p95',
        operator: '<',
        limit: '289 ms',
        windowed: false,
        outcome: 'failed',
        outcomes: [
          { transactionId: ids.get('slow'), measured: 'p95 289.05 ms, 1,200 samples', outcome: 'failed' },
          { transactionId: ids.get('fast'), outcome: 'passed' },
        ],
      },
      {
        figure: 'error rate',
        limit: '2.5 %',
        outcome: 'passed',
        outcomes: [{ transactionId: null, outcome: 'passed' }],
      },
    ]);
    const windowed = await evaluate(run, yamlOf('p95 of slow < 299ms within 60s'));
    expect(windowed.limits).toMatchObject([
      { windowed: true, outcomes: [{ transactionId: ids.get('slow'), outcome: 'passed' }] },
    ]);
    expect((await evaluate(run, yamlOf('throughput >= 1/s'))).limits).toEqual([]);
  });

  it('cannot tell where the interval of a percentile contains the limit, unless the value decides', async () => {
    const slow = run.transactions.find(({ label }) => label === 'slow')!;
    const intervals = new Map([[slow.id, [280, 295] as const]]);
    const unsure = await judge(run, 'p95 of slow < 292ms', { intervals });
    expect(unsure.outcome).toBe('cannot-tell');
    expect(unsure.sentence).toContain(
      'slow: p95 289 ms (95 % interval 280 ms to 295 ms), 1,200 samples: the interval contains the limit of 292 ms',
    );
    expect((await judge(run, 'p95 of slow < 296ms', { intervals })).outcome).toBe('passed');
    expect((await judge(run, 'p95 of slow < 279ms', { intervals })).outcome).toBe('failed');
    const byValue = await judge(run, 'p95 of slow < 292ms', { intervals }, '    decidedBy: value\n');
    expect(byValue).toMatchObject({ outcome: 'passed' });
  });

  it('are about the chosen transactions', async () => {
    const only = (more: string) => judge(run, 'p95 < 200ms', {}, `    transactions: { ${more} }\n`);
    expect((await only('labels: [fast]')).outcome).toBe('passed');
    expect((await only('matching: "^s"')).outcome).toBe('failed');
    expect((await only('except: "^s"')).outcome).toBe('passed');
    expect((await only('labels: [gone]')).sentence).toContain("fits the gate's choice");
    const rate = await judge(run, 'error rate < 3%', {}, `    transactions: { labels: [slow] }\n`);
    expect(rate).toMatchObject({ outcome: 'failed' });
    expect(rate.sentence).toContain('The chosen transactions together: error rate 5 %');
  });

  it('refuse a pattern that never ends', async () => {
    const long = await storeRun(database, [
      { samples: [{ label: `${'a'.repeat(40)}!`, startMs: 0, elapsedMs: 1 }] },
    ]);
    await expect(
      judge(long, 'p95 < 1s', {}, `    transactions: { matching: "^(a+)+$" }\n`),
    ).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('takes too long') });
  });

  it('judge the steady phase, and say when there is none', async () => {
    const yaml = yamlOf('error rate < 1%').replace('phase: all', 'phase: steady');
    const steady = await evaluate(run, yaml, { steady: { fromMs: 0, toMs: 60_000 } });
    expect(steady.results[0]).toMatchObject({ outcome: 'passed' });
    expect(steady.results[0]!.sentence).toContain(
      '(0 of 1,200), limit < 1 %. Judged: steady phase, 0:00 to 1:00.',
    );
    const none = await evaluate(run, yaml, { steady: null, note: 'Too short.' });
    expect(none.results[0]).toMatchObject({ outcome: 'cannot-tell' });
    expect(none.results[0]!.sentence).toContain('no steady phase was found (Too short). Test longer');
  });

  it('of load are shown, not shown, or refuted', async () => {
    const slo = (rule: string): string => `  - id: s\n    name: Errors\n    rule: ${rule}\n    phase: all\n`;
    const load = (rule: string, limit: string) => judge(run, rule, {}, slo(limit));
    const shown = await load('throughput >= 1.9x expected load within slo', 'error rate < 5%');
    expect(shown).toMatchObject({ outcome: 'passed' });
    expect(shown.sentence).toContain('"Errors" held.');
    const notTried = await load('throughput >= 3x expected load within slo', 'error rate < 5%');
    expect(notTried).toMatchObject({ outcome: 'cannot-tell' });
    expect(notTried.sentence).toContain('did not reach 30/s, and the SLOs held');
    expect(notTried.evidence.map(({ outcome }) => outcome)).not.toContain('failed');
    const refuted = await load('throughput >= 3x expected load within slo', 'error rate < 1%');
    expect(refuted).toMatchObject({ outcome: 'failed' });
    expect(refuted.sentence).toContain('"Errors" failed at the load of this run');
    expect((await load('throughput >= 5/s within slo', 'p99.9 < 1s')).outcome).toBe('cannot-tell');
    expect((await judge(run, 'throughput >= 5/s within slo')).sentence).toContain('no SLOs to hold');
    const unknown = await evaluate(
      run,
      yamlOf('throughput >= 2x expected load within slo').replace('expectedLoad: 10/s\n', ''),
    );
    expect(unknown.results[0]!.sentence).toContain('it is not guessed');
  });

  it('ask the engine for each figure once', async () => {
    const asked: string[] = [];
    const rules = ['p95 < 1s', 'p99 < 1s', 'mean < 1s', 'error rate < 1%', 'throughput > 1/s', 'apdex > 0.5'];
    const yaml = `version: 1\ngates:\n${rules.map((rule, i) => `  - { id: g${i}, rule: "${rule}" }\n`).join('')}`;
    await evaluate(run, yaml, { steady: { fromMs: 0, toMs: 60_000 } }, [], asked);
    expect(asked.sort()).toEqual(['diagnostics.intervals', 'latency.summary', 'phases.get']);
  });

  it('of the product come out for a run of which little is known', async () => {
    const { results, outcome } = await evaluate(run, DEFAULT_GATES_YAML, {
      steady: { fromMs: 0, toMs: 120_000 },
    });
    expect(results.map(({ name, outcome: each }) => `${name}: ${each}`)).toEqual([
      'Baseline: cannot-tell',
      'Load: cannot-tell',
      'Response time: failed',
      'Regression: cannot-tell',
      'Errors: failed',
      'Resources: cannot-tell',
      'Web vitals: cannot-tell',
    ]);
    expect(outcome).toBe('failed');
  });
});

describe('windows', () => {
  it('find a breach across the border of two, and a shorter one only with "over"', async () => {
    // Everything between 0:15 and 0:45 fails: no window of 30 s from 0:00 or 0:30 would be all bad.
    const samples = Array.from({ length: 900 }, (_, i): TestSample => ({
      label: 'a',
      startMs: i * 100,
      elapsedMs: 5,
      ok: i < 150 || i >= 450,
    }));
    const run = await storeRun(database, [{ samples }]);
    expect((await judge(run, 'error rate < 99% over 30s')).outcome).toBe('failed');
    expect((await judge(run, 'error rate < 1% for 30s')).outcome).toBe('failed');
    expect((await judge(run, 'error rate < 1% for 31s')).outcome).toBe('passed');
    expect((await judge(run, 'throughput >= 10/s over 5s')).outcome).toBe('passed');
  });

  it('without samples have no throughput, and neither begin nor end a breach', async () => {
    const startMs = [0, 1, 2, 3, 4, 5, 9, 10, 11, 12].map((second) => second * 1000);
    const samples = startMs.map((at): TestSample => ({
      label: 'a',
      startMs: at,
      elapsedMs: 5,
      ok: at < 2000 || at > 9500,
    }));
    const run = await storeRun(database, [{ samples }]);
    const result = await judge(run, 'throughput >= 1/s over 4s');
    expect(result.outcome).toBe('failed');
    expect(result.sentence).toContain('0.25/s');
    // Failing seconds 2, 3, 4, 5, 9: eight seconds with the gap.
    expect((await judge(run, 'error rate < 50% for 8s')).outcome).toBe('failed');
    expect((await judge(run, 'error rate < 50% for 9s')).outcome).toBe('passed');
  });

  it('need time stamps', async () => {
    const run = await storeRun(database, [{ samples: [{ label: 'a', elapsedMs: 5, ok: true }] }]);
    expect((await judge(run, 'p95 < 1s over 10s')).sentence).toContain('no time stamps');
  });
});

describe('metrics', () => {
  let run: StoredRun;
  beforeAll(async () => {
    const minutes = Array.from({ length: 60 }, (_, minute) => minute * 60_000);
    run = await storeRun(
      database,
      [
        {
          samples: minutes.flatMap((atMs) => [{ label: 'a', startMs: atMs, elapsedMs: 5, ok: true }]),
          points: minutes.flatMap((atMs, i) => [
            { metric: 'CPU', atMs, value: 60 + (i % 21) },
            { metric: 'Share', atMs, value: 0.5 },
            { metric: 'Leak', atMs, value: 1000 + 10 * i + ((i * 7) % 5) },
            { metric: 'Flat', atMs, value: 1000 + ((i * 7919) % 13) },
            { metric: 'hits', atMs, value: 2 },
            { metric: 'good', atMs, value: i % 4 === 0 ? 0 : 1 },
            { metric: 'cls', atMs, value: i / 600 },
          ]),
        },
      ],
      {
        metrics: [
          ...['CPU', 'Share', 'Leak', 'Flat'].map((name) => ({ name, kind: 'gauge' as const })),
          { name: 'hits', kind: 'counter' },
          { name: 'good', kind: 'rate' },
          { name: 'cls', kind: 'trend' },
        ],
      },
    );
    await database.execute(`UPDATE metrics SET contains = 'default' WHERE run_id = ?`, [run.run.id]);
  });

  it.each<[string, GateResult['outcome'], string]>([
    ['metric CPU < 70%', 'passed', 'CPU: mean 69.'],
    ['metric cpu max <= 80%', 'passed', 'cpu: max 80 %, 60 readings'],
    ['metric CPU p95 < 70%', 'cannot-tell', 'takes at least 72 readings'],
    ['metric CPU median < 69%', 'failed', 'median 69.5 %'],
    ['metric Share < 70%', 'cannot-tell', 'Write the limit as 0.7'],
    ['metric Share < 0.7', 'passed', 'mean 0.5'],
    ['metric hits >= 120', 'passed', 'total 120'],
    ['metric hits total > 2/min', 'passed', 'total 0.033'],
    ['metric good > 80%', 'failed', 'share 75 %'],
    ['metric good >= 75%', 'passed', 'share 75 %'],
    ['metric cls p75 < 0.1', 'passed', 'p75 0.0737'],
    ['metric cls p75 < 2s', 'cannot-tell', 'write the limit as a bare number'],
    ['metric hits mean > 2/s', 'cannot-tell', 'for the total of a counter'],
    ['metric disk < 5', 'cannot-tell', 'no metric "disk"; it has '],
    ['metric Leak has no upward trend', 'failed', 'Leak: floor rises by'],
    ['metric Flat has no upward trend', 'passed', 'Flat: floor'],
  ])('%s: %s', async (rule, outcome, words) => {
    const result = await judge(run, rule);
    expect(result.sentence).toContain(words);
    expect(result.outcome).toBe(outcome);
  });

  it('of a phase have its readings only', async () => {
    const yaml = yamlOf('metric CPU max < 65%').replace('phase: all', 'phase: steady');
    const result = await evaluate(run, yaml, { steady: { fromMs: 0, toMs: 5 * 60_000 } });
    expect(result.results[0]!.sentence).toContain('max 64 %, 5 readings');
    const short = await evaluate(run, yaml.replace('CPU max < 65%', 'Leak has no upward trend'), {
      steady: { fromMs: 0, toMs: 20 * 60_000 },
    });
    expect(short.results[0]!.sentence).toContain('takes at least 30 minutes of readings, and there are 20');
  });
});

describe('checks', () => {
  it('are judged together, or by name', async () => {
    const run = await storeRun(database, [{ samples: [{ label: 'a', startMs: 0, elapsedMs: 1, ok: true }] }]);
    const checks = [
      { name: 'status is 200', group: '', passed: 990, failed: 10 },
      { name: 'has a body', group: 'cart', passed: 1000, failed: 0 },
    ];
    const all = await judge(run, 'checks > 99%', { checks });
    expect(all).toMatchObject({ outcome: 'passed' });
    expect(all.evidence.map(({ subject, outcome }) => `${subject}: ${outcome}`)).toEqual([
      'status is 200: failed',
      'Checks: passed',
      'cart: has a body: passed',
    ]);
    expect((await judge(run, 'checks of status is 200 > 99%', { checks })).outcome).toBe('failed');
    expect((await judge(run, 'checks of none > 99%', { checks })).sentence).toContain(
      'it has "status is 200"',
    );
  });
});

describe('against a baseline', () => {
  let run: StoredRun;
  let baseline: StoredRun;
  const verdict = (label: string | null, given: Partial<MetricVerdict>): MetricVerdict => ({
    label,
    candidateLabel: null,
    metric: 'p95',
    baseline: 100,
    candidate: 124,
    deltaRatio: 0.24,
    deltaMs: 24,
    ci95: [0.13, 0.36],
    ci95Ms: [13, 36],
    verdict: 'no-change',
    reason: null,
    sentence: `p95 of ${label ?? 'all'}.`,
    confidence: 'high',
    samples: [10, 10],
    blocks: [20, 20],
    standardError: 0.01,
    degreesOfFreedom: 30,
    mde: 0.1,
    minutesNeeded: null,
    minutesTested: 10,
    pAdjusted: 0.01,
    margin: { ratio: 0.1, ms: 5 },
    identical: false,
    shareOfOffered: false,
    ...given,
  });
  const comparison = (given: Partial<Comparison>): Comparison => ({
    baseline: [
      {
        runId: 1,
        name: 'nightly',
        tool: 'jmeter',
        window: { fromMs: 0, toMs: 1 },
        windowIs: 'steady',
        samples: 1,
      },
    ],
    candidate: [],
    checks: [],
    verdicts: [verdict(null, {}), verdict('fast', {}), verdict('slow', {})],
    added: [],
    removed: [],
    verdict: 'no-change',
    sentence: '',
    ...given,
  });
  beforeAll(async () => {
    baseline = await storeRun(database, [{ samples: twoMinutes() }]);
    run = await storeRun(database, [{ samples: twoMinutes() }]);
  });
  const against = async (rule: string, given: Partial<Comparison>, more = '') =>
    (await evaluate(run, yamlOf(rule, more), { comparison: () => comparison(given) }, [baseline.run.id]))
      .results[0]!;

  it('a regression fails, what is inconclusive cannot be told, the rest passes', async () => {
    const rule = 'regression of p95 <= 10% or 5ms';
    expect(await against(rule, {})).toMatchObject({ outcome: 'passed' });
    const regressed = verdict('slow', {
      verdict: 'regressed',
      sentence: 'p95 is 24 % slower (13 % to 36 %).',
    });
    const failed = await against(rule, { verdicts: [verdict('fast', {}), regressed] });
    expect(failed).toMatchObject({ outcome: 'failed' });
    expect(failed.sentence).toContain(
      'slow: p95 is 24 % slower (13 % to 36 %), limit at most 10% or 5ms worse. 1 of 2 transactions fail.',
    );
    const unsure = verdict('slow', {
      verdict: 'inconclusive',
      reason: 'too-noisy',
      sentence: 'Too noisy.',
      minutesNeeded: 32,
    });
    const unknown = await against(rule, { verdicts: [verdict('fast', {}), unsure] });
    expect(unknown).toMatchObject({ outcome: 'cannot-tell' });
    expect(unknown.sentence).toContain('Too noisy; about 32 min of test would settle it, 10 min were tested');
    // Nobody asked about the other transaction.
    expect(
      await against('regression of p95 of fast <= 10%', { verdicts: [verdict('fast', {}), regressed] }),
    ).toMatchObject({
      outcome: 'passed',
    });
    expect(
      await against('regression of p95 of all <= 10%', {
        verdicts: [verdict(null, { verdict: 'regressed' }), verdict('fast', {})],
      }),
    ).toMatchObject({
      outcome: 'failed',
    });
    expect((await against('regression of p95 of new <= 10%', {})).sentence).toContain(
      '"new" is not in both runs',
    );
  });

  it('of very many transactions says once that only those with the most samples are judged', async () => {
    const note = mostSampledCheck(1000, 5432);
    const rule = 'regression of p95 <= 10%';
    const passed = await against(rule, { checks: note });
    expect(passed).toMatchObject({ outcome: 'passed' });
    expect(passed.sentence).toContain('All 2 transactions keep');
    expect(passed.evidence.filter(({ measured }) => measured.includes('of 5,432'))).toEqual([
      expect.objectContaining({
        subject: 'Transactions judged',
        measured: '1,000 of 5,432, those with the most samples',
      }),
    ]);
    expect((await against(rule, {})).evidence).toHaveLength(2);
    expect((await against('regression of p95 of fast <= 10%', { checks: note })).evidence).toHaveLength(1);
    expect((await against('regression of p95 of new <= 10%', { checks: note })).sentence).toContain(
      'not among the transactions that are judged (1,000 of 5,432',
    );
  });

  it('asks for the margin and the metrics of the rule, and for waivers and names of the file', async () => {
    const requests: unknown[] = [];
    const yaml = `version: 1
comparison: { waivers: [{ code: mix, reason: known }], mapping: [{ baseline: old, candidate: slow }] }
gates:
  - { id: a, rule: 'regression of p50, p95 <= 20% or 8ms', phase: all }
  - { id: b, rule: 'regression of p95, p50 <= 20% or 8ms', phase: all }
  - { id: c, rule: baseline is comparable, phase: all }
  - { id: d, rule: regression of error rate <= 1% }
`;
    await evaluate(
      run,
      yaml,
      {
        comparison: ({ request }) => {
          requests.push(request);
          return comparison({});
        },
      },
      [baseline.run.id],
    );
    expect(requests).toEqual([
      {
        baseline: { runIds: [baseline.run.id], windows: ['all'] },
        candidate: { runIds: [run.run.id], windows: ['all'] },
        margin: { ratio: 0.2, ms: 8 },
        margins: [],
        waivers: [{ code: 'mix', reason: 'known' }],
        mapping: [{ baseline: 'old', candidate: 'slow' }],
        metrics: ['p50', 'p95'],
      },
      expect.objectContaining({
        baseline: { runIds: [baseline.run.id], windows: ['steady'] },
        margin: { ratio: 0.1, ms: 5 },
        metrics: ['errorRate'],
      }),
    ]);
  });

  it('is comparable unless a check that counts failed', async () => {
    const check = {
      code: 'rate',
      name: 'Rate',
      baseline: '100/s',
      candidate: '150/s',
      message: 'differs',
      waived: null,
    };
    const rule = 'baseline is comparable';
    const failed = await against(rule, { checks: [{ ...check, state: 'failed', caps: true }] });
    expect(failed).toMatchObject({ outcome: 'failed' });
    expect(failed.sentence).toContain('Not comparable with nightly: Rate (100/s against 150/s)');
    expect(await against(rule, { checks: [{ ...check, state: 'failed', caps: false }] })).toMatchObject({
      outcome: 'passed',
    });
    expect(
      await against(rule, { checks: [{ ...check, state: 'failed', caps: true, waived: 'known' }] }),
    ).toMatchObject({ outcome: 'passed', evidence: [{ measured: '100/s against 150/s; waived: known' }] });
    expect(await against(rule, { checks: [{ ...check, state: 'unknown', caps: true }] })).toMatchObject({
      outcome: 'cannot-tell',
    });
  });

  it('that is the run itself, nothing is said', async () => {
    const { results } = await evaluate(run, yamlOf('baseline is comparable'), {}, [run.run.id]);
    expect(results[0]!.sentence).toContain('its own baseline');
  });
});

describe('the outcome of all', () => {
  const of = (...gates: readonly [GateResult['enforcement'], GateResult['outcome']][]) =>
    overallOutcome(
      gates.map(([enforcement, outcome], index) => ({
        id: String(index),
        name: '',
        rule: '',
        enforcement,
        outcome,
        sentence: '',
        evidence: [],
        counts: { passed: 0, failed: 0, 'cannot-tell': 0 },
        proposed: false,
      })),
    );
  it('is that of the blocking gates', () => {
    expect(of(['blocking', 'passed'], ['conditional', 'failed'])).toBe('passed');
    expect(of(['blocking', 'cannot-tell'], ['blocking', 'passed'])).toBe('cannot-tell');
    expect(of(['blocking', 'cannot-tell'], ['blocking', 'failed'])).toBe('failed');
    expect(of(['conditional', 'failed'])).toBe('passed');
    expect(of()).toBe('passed');
  });
});
