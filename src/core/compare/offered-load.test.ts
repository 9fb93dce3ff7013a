import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComparedMetric, Comparison } from '#shared/model/comparison.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { openTestDatabase, storeRun, type TestPoint } from '../latency/testing/stored-run.ts';
import { SUB_BLOCKS } from '../statistics/block-selection.ts';
import { Random } from '../statistics/random.ts';
import { compareRuns } from './compare-runs.ts';
import type { Loop } from './compared-sides.ts';
import { loopOf } from './loop.ts';
import { readOfferedLoad, throughputBasis, type OfferedLoad } from './offered-load.ts';
import { plantedSamples } from './testing/planted-run.ts';
import { achievedShareEstimate } from './throughput-estimate.ts';

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

const SECONDS = 360;
const signal = new AbortController().signal;
const METRICS = ['iterations', 'dropped_iterations', 'vus'].map((name) => ({
  name,
  kind: 'counter' as const,
}));

/** A k6 test with an arrival rate of ten a second, of which a share is dropped since no virtual user is free. */
async function k6Run(seed: string, dropped: number | null): Promise<Run> {
  const random = new Random(`iterations ${seed}`);
  const points = Array.from({ length: SECONDS * 10 }, (_, index): TestPoint => ({
    metric: random.uniform() < (dropped ?? 0) ? 'dropped_iterations' : 'iterations',
    // Within the first and the last sample, which are where a run begins and ends.
    atMs: Math.min(Math.max(index * 100, 500), SECONDS * 1000 - 500),
    value: 1,
  }));
  const samples = plantedSamples({
    seed,
    seconds: SECONDS,
    transactions: [
      { label: 'browse', perSecond: 6 * (1 - (dropped ?? 0)), medianMs: 120 },
      { label: 'buy', perSecond: 4 * (1 - (dropped ?? 0)), medianMs: 200 },
    ],
  });
  const source = dropped === null ? { samples } : { samples, points };
  return (await storeRun(database, [source], { metrics: METRICS })).run;
}

async function compare(
  a: Run,
  b: Run,
  loop: ((run: Run) => Loop) | null = null,
  metrics: readonly ComparedMetric[] = ['p50', 'throughput'],
): Promise<Comparison> {
  const side = ({ id }: Run) => ({ runIds: [id], windows: ['all' as const] });
  return compareRuns(
    {
      baseline: side(a),
      candidate: side(b),
      margin: { ratio: 0.1, ms: 5 },
      margins: [],
      waivers: ['rate', 'loop'].map((code) => ({ code, reason: 'that is what is asked' })),
      mapping: [],
      metrics: [...metrics],
    },
    {
      database,
      runs: [a, b],
      steadyOf: () => Promise.resolve(null),
      loopOf: (run, aborted) => (loop === null ? loopOf(database, run, aborted) : Promise.resolve(loop(run))),
      onProgress: () => undefined,
      signal,
    },
  );
}

const throughput = ({ verdicts }: Comparison, label: string | null) =>
  verdicts.find((row) => row.metric === 'throughput' && row.label === label)!;

describe('throughput of open-loop tests is an input (method A6)', () => {
  let light: Run;
  let alike: Run;
  let heavy: Run;
  beforeAll(async () => {
    light = await k6Run('light', 0.02);
    alike = await k6Run('alike', 0.02);
    heavy = await k6Run('heavy', 0.3);
  });

  it('where k6 counts what it dropped, achieved ÷ offered is compared', async () => {
    const worse = await compare(light, heavy);
    const row = throughput(worse, null);
    expect(row).toMatchObject({ shareOfOffered: true, verdict: 'regressed', samples: [3600, 3600] });
    expect(row.baseline).toBeCloseTo(0.98, 1);
    expect(row.candidate).toBeCloseTo(0.7, 1);
    expect(row.deltaRatio).toBeCloseTo(row.candidate! / row.baseline! - 1, 12);
    expect(row.ci95![0]).toBeLessThan(0.7 / 0.98 - 1);
    expect(row.ci95![1]).toBeGreaterThan(0.7 / 0.98 - 1);
    expect(row.sentence).toMatch(
      /^The share of the offered load that was achieved is 2\d % lower \(95 % confidence: .*\)\. More than your 10 % limit\.$/u,
    );
    const same = throughput(await compare(light, alike), null);
    expect(same).toMatchObject({ shareOfOffered: true, verdict: 'no-change' });
  });

  it('of a single transaction nothing tells what was offered: no verdict, which does not hold back that of all', async () => {
    const result = await compare(light, alike);
    const row = throughput(result, 'buy');
    expect(row).toMatchObject({
      verdict: 'inconclusive',
      reason: 'input',
      shareOfOffered: false,
      deltaRatio: null,
      ci95: null,
    });
    expect(row.baseline).toBeCloseTo(3.92, 1);
    expect(row.sentence).toContain('input of an open-loop test');
    expect(result.verdict).toBe('no-change');
    expect(result.sentence).toBe('No change beyond the margin in any of 4 figures.');
  });

  it('without counts of iterations there is no verdict on throughput at all', async () => {
    const [a, b] = [await k6Run('x', null), await k6Run('y', null)];
    const result = await compare(a, b, () => 'open');
    expect(throughput(result, null)).toMatchObject({ reason: 'input', shareOfOffered: false });
    expect(result.verdict).toBe('no-change');
    const only = await compare(a, b, () => 'open', ['throughput']);
    expect(only.verdict).toBe('inconclusive');
    expect(only.sentence).toContain('the files do not tell what was offered');
    // The same runs in a closed loop are judged by their rates.
    expect(throughput(await compare(a, b, () => 'closed'), null)).toMatchObject({
      verdict: 'no-change',
      reason: null,
    });
  });

  it('a baseline that dropped nothing achieved all of it', async () => {
    const row = throughput(await compare(await k6Run('none', 0), heavy), null);
    expect(row).toMatchObject({ shareOfOffered: true, baseline: 1, verdict: 'regressed' });
  });
});

describe('what was offered', () => {
  it('is counted by stretches of the window, which ends before its end', async () => {
    const points = [
      { metric: 'iterations', atMs: 999, value: 5 },
      { metric: 'iterations', atMs: 1000, value: 1 },
      { metric: 'dropped_iterations', atMs: 1000, value: 3 },
      { metric: 'iterations', atMs: 120_999, value: 2 },
      { metric: 'vus', atMs: 2000, value: 7 },
      { metric: 'iterations', atMs: 121_000, value: 9 },
    ];
    const samples = [
      { label: 'a', startMs: 0, elapsedMs: 10, ok: true },
      { label: 'a', startMs: 130_000, elapsedMs: 10, ok: true },
    ];
    const { run } = await storeRun(database, [{ samples, points }], { metrics: METRICS });
    const load = await readOfferedLoad(database, run, { fromMs: 1000, toMs: 121_000 }, signal);
    const [offered, achieved] = [new Float64Array(SUB_BLOCKS), new Float64Array(SUB_BLOCKS)];
    offered[0] = 4;
    achieved[0] = 1;
    offered[119] = achieved[119] = 2;
    expect(load).toEqual({ offered, achieved });
    expect(await readOfferedLoad(database, run, { fromMs: 2000, toMs: 3000 }, signal)).toBeNull();
  });

  it('gives the variance of a ratio: that of the shares of blocks that are equally large', () => {
    const offered = new Float64Array(SUB_BLOCKS).fill(50);
    const random = new Random('shares');
    const achieved = offered.map(() => 40 + Math.floor(random.uniform() * 10));
    const estimate = achievedShareEstimate({ offered, achieved }, 600_000)!;
    const { blocks } = estimate;
    const per = SUB_BLOCKS / blocks!;
    const shares = Array.from(
      { length: blocks! },
      (_, block) => achieved.slice(block * per, (block + 1) * per).reduce((x, y) => x + y, 0) / (50 * per),
    );
    const mean = shares.reduce((x, y) => x + y, 0) / blocks!;
    const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (blocks! - 1) / blocks!;
    expect(estimate.value).toBeCloseTo(mean, 12);
    expect(estimate.parts[0]!.variance).toBeCloseTo(variance / mean ** 2, 12);
  });

  it('decides what throughput is', () => {
    const load: OfferedLoad = { offered: new Float64Array(1), achieved: new Float64Array(1) };
    const of = (loop: Loop, offered: OfferedLoad | null) => [{ loop, offered }];
    expect(throughputBasis(of('closed', load), of('closed', load)).kind).toBe('rate');
    expect(throughputBasis(of(null, load), of('open', load)).kind).toBe('offered');
    expect(throughputBasis(of('open', null), of('open', load)).kind).toBe('input');
    expect(throughputBasis(of('closed', null), of('open', load)).kind).toBe('rate');
  });
});
