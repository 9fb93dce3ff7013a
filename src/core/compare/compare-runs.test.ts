import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison, ComparisonRequest, MetricVerdict } from '#shared/model/comparison.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { openTestDatabase, storeRun, type TestSample } from '../latency/testing/stored-run.ts';
import { compareRuns, type ComparingContext } from './compare-runs.ts';
import type { Loop } from './compared-sides.ts';
import { plantedSamples, type PlantedTransaction } from './testing/planted-run.ts';

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

const SECONDS = 360;
const LABELS = Array.from({ length: 20 }, (_, index) => `t${String(index).padStart(2, '0')}`);

type Change = (transaction: PlantedTransaction, index: number) => Partial<PlantedTransaction>;

async function store(
  seed: string,
  change: Change = () => ({}),
  options: { seconds?: number; threads?: number } = {},
) {
  const transactions = LABELS.map((label, index) => {
    const base = { label, perSecond: 6, medianMs: 60 + 10 * index };
    return { ...base, ...change(base, index) };
  });
  return storeSamples(plantedSamples({ seed, seconds: SECONDS, transactions, ...options }));
}

async function storeSamples(samples: readonly TestSample[]): Promise<Run> {
  return (await storeRun(database, [{ samples }])).run;
}

function requestOf(
  a: readonly Run[],
  b: readonly Run[],
  more: Partial<ComparisonRequest> = {},
): ComparisonRequest {
  const side = (runs: readonly Run[]) => ({
    runIds: runs.map(({ id }) => id),
    windows: runs.map(() => 'all' as const),
  });
  return {
    baseline: side(a),
    candidate: side(b),
    margin: { ratio: 0.1, ms: 5 },
    margins: [],
    waivers: [],
    mapping: [],
    metrics: ['p50', 'p95', 'p99', 'errorRate', 'throughput'],
    ...more,
  };
}

async function compare(
  a: readonly Run[],
  b: readonly Run[],
  more: Partial<ComparisonRequest> = {},
  context: Partial<ComparingContext> = {},
): Promise<Comparison> {
  return compareRuns(requestOf(a, b, more), {
    database,
    runs: [...new Map([...a, ...b].map((run) => [run.id, run])).values()],
    steadyOf: () => Promise.resolve(null),
    loopOf: () => Promise.resolve('closed' as Loop),
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...context,
  });
}

function row({ verdicts }: Comparison, label: string | null, metric: MetricVerdict['metric']): MetricVerdict {
  const found = verdicts.find((candidate) => candidate.label === label && candidate.metric === metric);
  if (found === undefined) throw new Error(`no row ${label} ${metric}`);
  return found;
}

const failedCodes = ({ checks }: Comparison) =>
  checks.filter(({ state }) => state === 'failed').map(({ code }) => code);

let baseline: Run;
let unchanged: Run;
let thirty: Run;
const slower =
  (ratio: number): Change =>
  (transaction, index) =>
    index === 7 ? { medianMs: transaction.medianMs * (1 + ratio) } : {};
beforeAll(async () => {
  baseline = await store('baseline');
  unchanged = await store('none');
  thirty = await store('thirty', slower(0.3));
});

describe('planted changes of one of 20 transactions', () => {
  it('none: nothing regressed or improved, most figures settled', async () => {
    const result = await compare([baseline], [unchanged]);
    expect(failedCodes(result)).toEqual([]);
    expect(result.verdicts).toHaveLength(21 * 5);
    expect(
      result.verdicts.filter(({ verdict }) => verdict === 'regressed' || verdict === 'improved'),
    ).toEqual([]);
    const settled = result.verdicts.filter(
      ({ metric, verdict }) => metric === 'p50' && verdict === 'no-change',
    );
    expect(settled).toHaveLength(21);
    expect(row(result, 't03', 'p50').sentence).toMatch(
      /^No change beyond (10 %|5 ms) \([−+].* to [−+].*\)\.$/u,
    );
    expect(row(result, 't03', 'errorRate').verdict).toBe('no-change');
    expect(row(result, 't03', 'throughput').verdict).toBe('no-change');
  });

  it('+5 %: not called regressed', async () => {
    const result = await compare([baseline], [await store('five', slower(0.05))]);
    expect(row(result, 't07', 'p50').deltaRatio).toBeCloseTo(0.05, 1);
    expect(result.verdicts.filter(({ verdict }) => verdict === 'regressed')).toEqual([]);
    expect(['no-change', 'small-but-real']).toContain(
      row(result, 't07', 'p50').reason ?? row(result, 't07', 'p50').verdict,
    );
  });

  it('+12 %: leaning slower, beyond the margin only perhaps', async () => {
    const result = await compare([baseline], [await store('twelve', slower(0.12))]);
    const p50 = row(result, 't07', 'p50');
    expect(p50.verdict).toBe('inconclusive');
    expect(p50.ci95![0]).toBeGreaterThan(0);
    expect(p50.reason).toBe(p50.deltaRatio! >= 0.1 ? 'leaning-slower' : 'small-but-real');
    expect(p50.sentence).toContain('not sure');
    expect(result.verdicts.filter(({ verdict }) => verdict === 'regressed')).toEqual([]);
  });

  it('+30 %: regressed, it alone, with the interval around the truth', async () => {
    const result = await compare([baseline], [thirty]);
    const p95 = row(result, 't07', 'p95');
    expect(p95).toMatchObject({
      verdict: 'regressed',
      reason: null,
      confidence: expect.stringMatching(/high|medium/u),
    });
    expect(p95.ci95![0]).toBeLessThan(0.3);
    expect(p95.ci95![1]).toBeGreaterThan(0.3);
    expect(p95.pAdjusted).toBeLessThan(0.025);
    expect(p95.sentence).toMatch(
      /^p95 is \d+ % slower \(95 % confidence: \d+ % to \d+ %\)\. More than your 10 % limit\.$/u,
    );
    expect(result.verdict).toBe('regressed');
    expect(result.sentence).toContain('t07');
    const wrong = result.verdicts.filter(({ label, verdict }) => verdict === 'regressed' && label !== 't07');
    expect(wrong).toEqual([]);
    // The other way round it is an improvement.
    const mirrored = row(await compare([thirty], [baseline]), 't07', 'p95');
    expect(mirrored.verdict).toBe('improved');
    expect(mirrored.deltaRatio).toBeCloseTo(1 / (1 + p95.deltaRatio!) - 1, 10);
    expect(mirrored.sentence).toContain('faster');
  });

  it('+30 % within a margin of its own is not one', async () => {
    const margins = [{ label: 't07', margin: { ratio: 0.6, ms: 5 } }];
    const result = await compare([baseline], [thirty], { margins });
    expect(row(result, 't07', 'p95')).toMatchObject({ verdict: 'no-change', margin: { ratio: 0.6, ms: 5 } });
  });

  it('only the tail: p99 moves, the median does not', async () => {
    const candidate = await store('tail', (_, index) =>
      index === 7 ? { tail: { share: 0.08, factor: 2 } } : {},
    );
    const result = await compare([baseline], [candidate]);
    expect(row(result, 't07', 'p50').verdict).toBe('no-change');
    expect(row(result, 't07', 'p95').verdict).toBe('regressed');
    // 2,160 samples: 22 beyond p99, of which 50 are needed.
    expect(row(result, 't07', 'p99')).toMatchObject({
      verdict: 'inconclusive',
      reason: 'too-few-samples',
      confidence: 'low',
    });
    expect(row(result, 't07', 'p99').ci95Ms![1]).toBeGreaterThan(100);
    expect(row(result, 't07', 'p99').sentence).toContain('50 samples must lie beyond the percentile');
  });
});

describe('what is no change of a transaction', () => {
  it('a shifted mix is not comparable, until it is waived', async () => {
    const candidate = await store('mix', ({ perSecond }, index) => ({
      perSecond: index < 10 ? perSecond * 1.3 : perSecond * 0.7,
    }));
    const result = await compare([baseline], [candidate], { metrics: ['p50'] });
    expect(failedCodes(result)).toEqual(['mix']);
    expect(result.verdict).toBe('inconclusive');
    expect(new Set(result.verdicts.map(({ reason }) => reason))).toEqual(new Set(['not-comparable']));
    expect(result.sentence).toContain('transaction mix');
    const waivers = [{ code: 'mix', reason: 'a new campaign' }];
    const waived = await compare([baseline], [candidate], { metrics: ['p50'], waivers });
    expect(waived.checks.find(({ code }) => code === 'mix')).toMatchObject({
      state: 'failed',
      waived: 'a new campaign',
    });
    expect(row(waived, 't03', 'p50').verdict).toBe('no-change');
  });

  it('a burst of errors is a regression of the error rate, and holds back what compares times', async () => {
    const burst = (second: number) => (second > 100 && second < 190 ? 0.3 : 0);
    const result = await compare([baseline], [await store('burst', () => ({ failing: burst }))]);
    expect(failedCodes(result)).toContain('error-rate');
    expect(row(result, null, 'errorRate').deltaRatio).toBeCloseTo(0.075, 2);
    expect(row(result, 't05', 'p50').reason).toBe('not-comparable');
    expect(row(result, null, 'errorRate').reason).not.toBe('not-comparable');
    // The same errors, spread over the run, are far surer.
    const spread = await compare([baseline], [await store('spread', () => ({ failing: () => 0.075 }))]);
    expect(row(spread, null, 'errorRate')).toMatchObject({ verdict: 'regressed' });
    expect(row(spread, null, 'errorRate').sentence).toMatch(
      /^The error rate is 7\.\d points higher .* More than your 1 point limit\.$/u,
    );
    const width = ({ ci95 }: MetricVerdict) => ci95![1] - ci95![0];
    expect(width(row(result, null, 'errorRate'))).toBeGreaterThan(3 * width(row(spread, null, 'errorRate')));
  });

  it('another load is not comparable; the throughput itself is judged', async () => {
    const candidate = await store('load', () => ({ perSecond: 4 }), { threads: 7 });
    const result = await compare([baseline], [candidate]);
    expect(failedCodes(result)).toEqual(['rate', 'concurrency']);
    expect(row(result, 't01', 'p50').reason).toBe('not-comparable');
    const waivers = [{ code: 'concurrency', reason: 'known' }];
    const waived = await compare([baseline], [candidate], { waivers });
    expect(row(waived, null, 'throughput')).toMatchObject({
      verdict: 'regressed',
      deltaRatio: expect.closeTo(-1 / 3, 3),
    });
    expect(row(waived, 't01', 'p50').reason).toBe('not-comparable');
  });

  it('short windows, missing steady states and other load models say so', async () => {
    const short = await store('short', undefined, { seconds: 100 });
    const result = await compare(
      [short],
      [baseline],
      {
        candidate: { runIds: [baseline.id], windows: ['steady'] },
      },
      {
        loopOf: (run) => Promise.resolve(run.id === short.id ? 'open' : 'closed'),
      },
    );
    expect(failedCodes(result)).toEqual(['window-length', 'window-ratio', 'steady', 'loop']);
    expect(result.candidate[0]).toMatchObject({ windowIs: 'all' });
    const steady = await compare(
      [baseline],
      [unchanged],
      {
        baseline: { runIds: [baseline.id], windows: [] },
      },
      { steadyOf: () => Promise.resolve({ fromMs: 30_000, toMs: 350_000 }) },
    );
    expect(steady.baseline[0]).toMatchObject({
      windowIs: 'steady',
      window: { fromMs: 30_000, toMs: 350_000 },
    });
    expect(failedCodes(steady)).toEqual([]);
  });
});

describe('edge cases', () => {
  it('the same run is exactly no change, whatever the checks say', async () => {
    const short = await store('short', undefined, { seconds: 100 });
    const result = await compare([short], [short]);
    expect(failedCodes(result)).toEqual(['window-length']);
    for (const verdict of result.verdicts) {
      expect(verdict).toMatchObject({
        verdict: 'no-change',
        identical: true,
        ci95: [0, 0],
        standardError: 0,
      });
      expect(verdict.deltaRatio).toBe(0);
      expect(verdict.sentence).toBe('Identical data: both sides hold the very same samples.');
    }
    expect(result.sentence).toBe('Identical data: both sides hold the very same samples.');
  });

  it('the same comparison again is the same, bit for bit', async () => {
    expect(JSON.stringify(await compare([baseline], [unchanged]))).toBe(
      JSON.stringify(await compare([baseline], [unchanged])),
    );
  });

  const constant = (label: string, elapsedMs: number, n = 3000): TestSample[] =>
    Array.from({ length: n }, (_, index) => ({
      label,
      startMs: index * 120,
      elapsedMs,
      ok: true,
      threads: 5,
    }));

  it('constant times are as sure as the clock', async () => {
    const [a, b] = [
      await storeSamples([...constant('c', 100), ...constant('d', 400), ...constant('z', 0)]),
      await storeSamples([...constant('c', 101), ...constant('d', 500, 2999), ...constant('z', 2)]),
    ];
    const result = await compare([a], [b]);
    const c = row(result, 'c', 'p50');
    expect(c).toMatchObject({ verdict: 'no-change', deltaMs: 1 });
    expect(c.standardError).toBeCloseTo(Math.hypot(1 / 100, 1 / 101), 10);
    expect(row(result, 'd', 'p95')).toMatchObject({ verdict: 'regressed', deltaRatio: 0.25 });
    // Zero has no ratio: milliseconds alone decide.
    expect(row(result, 'z', 'p50')).toMatchObject({
      verdict: 'no-change',
      deltaRatio: null,
      ci95: null,
      deltaMs: 2,
    });
    expect(row(result, 'z', 'p50').sentence).toMatch(/^No change beyond 5 ms/u);
  });

  it('labels of one side only are added or removed, never judged; others can be mapped', async () => {
    const [a, b] = [
      await storeSamples([...constant('GET /cart', 50), ...constant('old', 50), ...constant('Log in', 70)]),
      await storeSamples([
        ...constant('https://shop.example.com/cart', 50),
        ...constant('new', 50),
        ...constant('Sign on', 70),
      ]),
    ];
    const result = await compare([a], [b], {
      metrics: ['p95'],
      mapping: [{ baseline: 'Log in', candidate: 'Sign on' }],
    });
    expect(result).toMatchObject({ added: ['new'], removed: ['old'] });
    expect(result.verdicts.map(({ label, candidateLabel }) => [label, candidateLabel])).toEqual([
      [null, null],
      ['GET /cart', 'https://shop.example.com/cart'],
      ['Log in', 'Sign on'],
    ]);
    expect(result.checks.find(({ code }) => code === 'labels')?.state).toBe('note');
  });

  it('labels that one side has cleaned hold verdicts back until that is waived', async () => {
    const [a, b] = [
      await storeSamples([...constant('/user/8231', 50), ...constant('/home', 50)]),
      await storeSamples([...constant('/user/{id}', 51), ...constant('/home', 51)]),
    ];
    const result = await compare([a], [b], { metrics: ['p95'] });
    expect(failedCodes(result)).toEqual(['labels']);
    expect(result.checks.find(({ code }) => code === 'labels')?.message).toContain(
      'ids stand in names of the baseline (“/user/8231”) that the other side has as “/user/{id}”',
    );
    expect(row(result, '/home', 'p95').reason).toBe('not-comparable');
    const waivers = [{ code: 'labels', reason: 'the test has one user only' }];
    const waived = await compare([a], [b], { metrics: ['p95'], waivers });
    expect(row(waived, '/home', 'p95').verdict).toBe('no-change');
    expect(row(waived, '/user/8231', 'p95')).toMatchObject({
      candidateLabel: '/user/{id}',
      verdict: 'no-change',
    });
  });

  it('without time stamps there is a difference, and no interval of blocks', async () => {
    const bare = constant('c', 100).map(({ label, elapsedMs, ok }) => ({
      label,
      elapsedMs: elapsedMs!,
      ok: ok!,
    }));
    const result = await compare(
      [await storeSamples(bare)],
      [await storeSamples(bare.map((s) => ({ ...s, elapsedMs: 120 })))],
    );
    expect(row(result, 'c', 'p50')).toMatchObject({
      baseline: 100,
      candidate: 120,
      verdict: 'inconclusive',
      reason: 'not-comparable',
    });
    expect(row(result, 'c', 'errorRate').baseline).toBeNull();
    expect(failedCodes(result)).toContain('steady');
  });

  it('a strong drift makes the interval wider and says so', async () => {
    const drifting =
      (phase: number): Change =>
      () => ({
        factor: (second) => Math.exp(0.25 * Math.sin((2 * Math.PI * second) / 300 + phase)),
      });
    const result = await compare(
      [await store('drift a', drifting(0))],
      [await store('drift b', drifting(2))],
    );
    const p50 = row(result, 't04', 'p50');
    expect(p50).toMatchObject({ verdict: 'inconclusive', confidence: 'medium', blocks: [10, 10] });
    expect(['drifting', 'leaning-slower', 'leaning-faster', 'small-but-real']).toContain(p50.reason);
    expect(p50.minutesNeeded).toBeGreaterThan(p50.minutesTested);
  });

  it('two digits of Locust are seen', async () => {
    const rounded = plantedSamples({
      seed: 'r',
      seconds: SECONDS,
      transactions: [{ label: 'a', perSecond: 10, medianMs: 150 }],
    }).map((sample) => ({ ...sample, elapsedMs: Number(sample.elapsedMs!.toPrecision(2)) }));
    const result = await compare([await storeSamples(rounded)], [baseline], { metrics: ['p95'] });
    expect(failedCodes(result)).toContain('rounded');
  });

  it('progress names every transaction once, and an abort ends it', async () => {
    const seen: MetricVerdict[] = [];
    const totals: number[] = [];
    const result = await compare(
      [baseline],
      [unchanged],
      { metrics: ['p95'] },
      {
        onProgress: ({ verdicts, done, total }) => {
          seen.push(...verdicts);
          totals.push(done, total);
        },
      },
    );
    expect(seen.map(({ label }) => label)).toEqual(result.verdicts.map(({ label }) => label));
    expect(totals.slice(-2)).toEqual([21, 21]);
    const abort = new AbortController();
    const running = compare(
      [baseline],
      [unchanged],
      {},
      { signal: abort.signal, onProgress: () => abort.abort() },
    );
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('a run that is not there, or twice on a side, is refused', async () => {
    await expect(
      compare([baseline], [{ ...baseline, id: 9999 }], {}, { runs: [baseline] }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await expect(compare([baseline, baseline], [baseline])).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('several runs per side (method A5)', () => {
  const noisy =
    (factor: number): Change =>
    ({ medianMs }) => ({ medianMs: medianMs * factor });

  it('three runs a side: what runs differ by is the uncertainty', async () => {
    const factors = [0.95, 1, 1.05];
    const side = async (name: string, ratio: number) => {
      const runs: Run[] = [];
      for (const factor of factors) runs.push(await store(`${name}${factor}`, noisy(factor * ratio)));
      return runs;
    };
    const [a, b, same] = [await side('a', 1), await side('b', 1.5), await side('c', 1.05)];
    const worse = row(await compare(a, b, { metrics: ['p50'] }), 't09', 'p50');
    expect(worse.blocks).toEqual([null, null]);
    expect(worse.samples).toEqual([3 * SECONDS * 6, 3 * SECONDS * 6]);
    // √(2 · 0.05² ÷ 3) = 0.041, and what the samples of each run add or take.
    expect(worse.standardError).toBeGreaterThan(0.025);
    expect(worse.standardError).toBeLessThan(0.06);
    expect(worse.degreesOfFreedom).toBeGreaterThan(2);
    expect(worse.degreesOfFreedom).toBeLessThanOrEqual(4);
    expect(worse.minutesNeeded).toBeNull();
    expect(worse.deltaRatio).toBeCloseTo(0.5, 1);
    const close = row(await compare(a, same, { metrics: ['p50'] }), 't09', 'p50');
    expect(close.verdict).toBe('inconclusive');
  });

  it('a history of five runs widens what two runs alone would claim', async () => {
    const runs: Run[] = [];
    for (const factor of [0.9, 0.96, 1, 1.05, 1.1]) {
      const shifted = plantedSamples({
        seed: `h${factor}`,
        seconds: SECONDS,
        transactions: [{ label: 'h', perSecond: 20, medianMs: 200 * factor }],
      });
      runs.push(await storeSamples(shifted));
    }
    const later = plantedSamples({
      seed: 'later',
      seconds: SECONDS,
      transactions: [{ label: 'h', perSecond: 20, medianMs: 260 }],
    }).map((sample) => ({ ...sample, startMs: sample.startMs! + 86_400_000 }));
    const candidate = await storeSamples(later);
    const alone = row(await compare([runs[2]!], [candidate], { metrics: ['p50'] }), 'h', 'p50');
    expect(alone.verdict).toBe('regressed');
    const known = row(
      await compare([runs[2]!], [candidate], { metrics: ['p50'] }, { runs: [...runs, candidate] }),
      'h',
      'p50',
    );
    const sd = Math.sqrt(
      [0.9, 0.96, 1, 1.05, 1.1].map(Math.log).reduce((sum, v, _, all) => {
        const centre = all.reduce((x, y) => x + y, 0) / all.length;
        return sum + (v - centre) ** 2 / 4;
      }, 0),
    );
    expect(known.standardError! ** 2).toBeCloseTo(alone.standardError! ** 2 + 2 * sd ** 2, 2);
    expect(known.verdict).toBe('inconclusive');
    expect(known.reason).toBe('leaning-slower');
  });
});
