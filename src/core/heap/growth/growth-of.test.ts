import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '#core/import/testing/fuzz-runs.ts';
import { Random } from '#core/statistics/random.ts';
import { growthOf } from './growth-of.ts';
import { growthVerdicts, type GrowthSeries } from '#shared/model/heap-growth.ts';
import { heldBy, plantedSeries } from './testing/planted-series.ts';

const steps = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const requests = (n: number): number[] => steps(n).map((i) => 1000 * (i + 1));

function noisy(values: readonly number[], share: number, seed: string): number[] {
  const random = new Random(seed);
  return values.map((value) => value * (1 + share * (2 * random.uniform() - 1)));
}

function only(counts: readonly number[], operations: readonly number[] | null = null): GrowthSeries {
  return growthOf(plantedSeries({ classes: [{ name: 'Session', counts }] }), operations).series[0]!;
}

const has = ({ evidence }: GrowthSeries, code: string): boolean =>
  evidence.some((each) => each.code === code);

describe('Verdicts on planted series', () => {
  const flat = steps(12).map(() => 5000);
  const linear = steps(12).map((i) => 2000 + 1000 * i);
  const logCache = steps(12).map((i) => 4000 * Math.log1p(i) + 500);
  const sawtooth = steps(12).map((i) => 1000 + 900 * (i % 4));
  const warmUp = steps(12).map((i) => (i === 0 ? 1000 : 5000));
  const filled = steps(12).map((i) => Math.min(5000, 500 + 1500 * i));

  it.each([
    ['flat', flat, 'no-growth'],
    ['linear', linear, 'leak'],
    ['log-growth cache', logCache, 'bounded'],
    ['sawtooth', sawtooth, 'bounded'],
    ['step at warm-up', warmUp, 'bounded'],
    ['cache that is full after four steps', filled, 'bounded'],
    ['falling', linear.toReversed(), 'no-growth'],
  ] as const)('%s: %s', (_, counts, verdict) => {
    expect(only(counts, requests(12)).verdict).toBe(verdict);
  });

  it.each(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])('with noise of 5 %% (%s)', (seed) => {
    const verdict = (counts: readonly number[]): string =>
      only(noisy(counts, 0.05, seed), requests(12)).verdict;
    expect(verdict(flat)).toMatch(/^(no-growth|cannot-tell|candidate)$/u);
    expect(verdict(linear)).toBe('leak');
    expect(verdict(sawtooth)).toBe('bounded');
    expect(verdict(warmUp)).toBe('bounded');
    expect(verdict(filled)).not.toBe('leak');
  });

  it('flat noise is no growth nearly always', () => {
    const verdicts = steps(200).map(
      (i) => only(noisy(flat, 0.05, `flat ${String(i)}`), requests(12)).verdict,
    );
    expect(verdicts.filter((verdict) => verdict === 'leak').length).toBeLessThanOrEqual(10);
    expect(verdicts.filter((verdict) => verdict === 'no-growth').length).toBeGreaterThan(150);
  });

  it('finds the slope per operation, and what it can exclude', () => {
    const leak = only(linear, requests(12));
    expect(leak.slope).toMatchObject({ perOperation: 100, low: 100, high: 100 });
    expect(leak.countPerOperation).toBe(1);
    expect(leak.slope.level).toBeGreaterThanOrEqual(0.95);
    const quiet = only(noisy(flat, 0.01, 'quiet'), requests(12));
    expect(quiet.noGrowthAbove).toBe(Math.max(0, quiet.slope.high));
  });

  it('knows what matters from the plan', () => {
    const tables = plantedSeries({ classes: [{ name: 'Session', counts: linear }] });
    const verdict = (heapLimitBytes: number): string =>
      growthOf(tables, requests(12), { plan: { operations: 1_000_000, heapLimitBytes } }).series[0]!.verdict;
    // 100 bytes per request are 100 MB in a million.
    expect(verdict(9e9)).toBe('leak');
    expect(verdict(11e9)).toBe('no-growth');
  });
});

describe('Few snapshots', () => {
  const rows = (counts: readonly number[]) => ({
    classes: [{ name: 'Session', counts }],
    shapes: [heldBy('Session', counts.at(-1)! - counts[0]!, 'sessions › Map', 'table › (array)')],
    containers: { 'sessions › table': counts },
  });
  const session = (counts: readonly number[], operations: readonly number[] | null): GrowthSeries =>
    growthOf(plantedSeries(rows(counts)), operations).series.find(({ name }) => name === 'Session')!;

  it('perfect growth over three is a candidate', () => {
    const found = only([1000, 2000, 3000]);
    expect(found.verdict).toBe('candidate');
    expect(found.p).toBeCloseTo(1 / 6, 12);
    expect(has(found, 'equal-steps')).toBe(true);
    expect(only([1000, 2000, 3000], requests(3)).verdict).toBe('candidate');
  });

  it('over three with a whole number per operation and one owner it is a leak', () => {
    const found = session([1000, 2000, 3000], requests(3));
    expect(found.verdict).toBe('leak');
    expect(found.retainerPath).toEqual(['sessions › Map', 'table › (array)', '[*] › Session']);
  });

  it('over three with one owner and a growing container it is not', () => {
    expect(session([1000, 2000, 3000], null).verdict).toBe('candidate');
  });

  it('over four any two of the evidences are enough', () => {
    const found = session([1000, 1900, 3000, 4050], null);
    expect(found.evidence.map(({ code }) => code)).toEqual(['one-owner-path', 'container-grows', 'trend']);
    expect(found.verdict).toBe('leak');
  });

  it('over five without structure it is a candidate', () => {
    expect(only([1000, 2100, 2900, 4000, 5000]).verdict).toBe('candidate');
  });

  it('uneven rises are not told from chance', () => {
    expect(only([1000, 1050, 2000, 2400])).toMatchObject({ verdict: 'cannot-tell' });
  });

  it('two ways of being held are no evidence', () => {
    const planted = rows([1000, 2000, 3000, 4000]);
    const [shape] = planted.shapes;
    const [cluster] = shape!.clusters;
    const halves = {
      ...shape!,
      clusters: [
        { ...cluster!, count: 100 },
        { steps: ['other › Map'], count: 100, node: 0 },
      ],
    };
    const tables = plantedSeries({ ...planted, shapes: [halves], containers: {} });
    expect(growthOf(tables, requests(4)).series[0]!.verdict).toBe('candidate');
  });

  it('a container that others hold them by is no evidence', () => {
    const planted = { ...rows([1000, 1900, 3000, 4050]), containers: { 'listeners › table': [1, 2, 3, 4] } };
    expect(growthOf(plantedSeries(planted), null).series[0]!.verdict).toBe('candidate');
  });

  it('old instances do not stand in for new ones where ids do not last', () => {
    const tables = plantedSeries(rows([3000, 3100, 3200, 3300]));
    const share = (count: number): GrowthSeries => {
      const shape = tables[3]!.shapes[0]!;
      const shapes = [{ ...shape, sampled: 200, clusters: [{ ...shape.clusters[0]!, count }] }];
      const unstable = tables.map((each) => ({
        ...each,
        shapes: each.shapes.length > 0 ? shapes : [],
        facts: { ...each.facts, stableIds: false },
      }));
      return growthOf(unstable, null).series.find(({ name }) => name === 'Session')!;
    };
    expect(has(share(200), 'one-owner-path')).toBe(true);
    // 95 % of all may be the old ones alone.
    expect(has(share(190), 'one-owner-path')).toBe(false);
  });
});

describe('Many classes', () => {
  it('flat noise has a leak in at most 5 % of runs', { timeout: 600_000 }, () => {
    const runs = fuzzRuns(40);
    const random = new Random('5,000 flat classes');
    let withLeak = 0;
    for (let run = 0; run < runs; run++) {
      const classes = Array.from({ length: 5000 }, (_, i) => ({
        name: `C${String(i)}`,
        counts: Array.from({ length: 9 }, () => 2000 * (0.95 + 0.1 * random.uniform())),
      }));
      const { series } = growthOf(plantedSeries({ classes }), requests(9));
      if (series[0]!.verdict === 'leak') withLeak += 1;
    }
    expect(withLeak / runs).toBeLessThanOrEqual(0.05);
  });

  it('a single leak among 5,000 flat ones is found with ten snapshots', () => {
    const random = new Random('one leak');
    const classes = Array.from({ length: 5000 }, (_, i) => ({
      name: `C${String(i)}`,
      counts: steps(10).map((at) => 2000 * (0.95 + 0.1 * random.uniform()) + (i === 4321 ? 400 * at : 0)),
    }));
    const { series } = growthOf(plantedSeries({ classes }), requests(10));
    expect(series.filter(({ verdict }) => verdict === 'leak').map(({ name }) => name)).toEqual(['C4321']);
  });

  it('puts noise together and counts what is too small', () => {
    const growth = growthOf(
      plantedSeries({
        classes: [
          { name: '(compiled code)', counts: [1000, 2000, 3000, 4000], family: 'code' },
          { name: 'CallSiteInfo', counts: [100, 200, 300, 400] },
          { name: '(string)', counts: [500, 500, 500, 500], family: 'text' },
          { name: 'Tiny', counts: [1, 2, 3, 4] },
          { name: 'Session', counts: [1000, 2000, 3000, 4000] },
        ],
      }),
      null,
    );
    expect(growth.series.map(({ name }) => name)).toEqual(['Session']);
    expect(growth.noise.map(({ family, bytes }) => [family, bytes.at(-1)])).toEqual([
      ['compiled code and feedback', 400_000],
      ['texts: source, interned and other strings', 50_000],
      ['captured error stacks', 40_000],
    ]);
    expect(growth.belowFloor).toEqual({ series: 1, bytes: 400 });
  });
});

describe('Words of what is no trend', () => {
  /** Five snapshots, one step down: p = 5/120 in a test of its own. */
  const oneFall = [1000, 2100, 2000, 4000, 5000];
  const message = ({ evidence }: GrowthSeries): string =>
    evidence.find(({ code }) => code === 'no-trend')?.message ?? '';

  it('say that the correction for many rows is what keeps a rise from being told', () => {
    const random = new Random('one fall');
    const others = steps(60).map((i) => ({
      name: `Flat${String(i)}`,
      counts: steps(5).map(() => 2000 * (0.95 + 0.1 * random.uniform())),
    }));
    const { series } = growthOf(
      plantedSeries({ classes: [{ name: 'Session', counts: oneFall }, ...others] }),
      null,
    );
    const found = series.find(({ name }) => name === 'Session')!;
    expect(found).toMatchObject({ verdict: 'cannot-tell' });
    expect(found.p).toBeCloseTo(5 / 120, 12);
    expect(message(found)).toBe(
      `It rises by itself (Mann–Kendall test, p = 0.042), but not after the correction for all that was looked at (Benjamini–Hochberg, q = ${found.q.toPrecision(2)}): among so many, some rise as much by chance.`,
    );
    // None of them says that there is no trend where its p is small, or the other way round.
    for (const each of series.filter((one) => has(one, 'no-trend')))
      expect(/no upward trend/iu.test(message(each)), message(each)).toBe(each.p > 0.05);
  });

  it('say what else is missing where the correction changes nothing', () => {
    expect(message(only(oneFall))).toMatch(/^It rises .*no growth at all\.$/u);
    const flat = only(
      noisy(
        steps(12).map(() => 5000),
        0.01,
        'quiet',
      ),
      requests(12),
    );
    expect(message(flat)).toMatch(/^It has no upward trend: Mann–Kendall test, p = /u);
  });
});

describe('Paths', () => {
  it('shows the place that accumulates, not all that is above it', () => {
    const tables = plantedSeries({ classes: [{ name: 'Session', counts: [1000, 2000, 3000] }] }).map(
      (each, at) => ({
        ...each,
        ownerPaths: [
          { path: ['App'], count: 1, retainedBytes: 50_000 + 30_000 * at },
          { path: ['App', 'Map'], count: 1, retainedBytes: 20_000 + 29_000 * at },
          { path: ['App', 'Map', 'A'], count: 5, retainedBytes: 10_000 + 14_000 * at },
          { path: ['App', 'Map', 'B'], count: 5, retainedBytes: 10_000 + 15_000 * at },
        ],
      }),
    );
    const shapes = growthOf(tables, null).series.filter(({ kind }) => kind === 'shape');
    expect(shapes.map(({ name }) => name)).toEqual(['App › Map', 'App › Map › B', 'App › Map › A']);
  });
});

describe('What a series must be', () => {
  const tables = (n: number) => plantedSeries({ classes: [{ name: 'Session', counts: steps(n) }] });

  it.each([
    ['two snapshots', 2, null, /at least 3/u],
    ['operations for others', 3, [1, 2], /do not go with/u],
    ['operations that stand still', 3, [1, 1, 2], /must rise/u],
    ['operations that are none', 3, [1, Number.NaN, 2], /must rise/u],
  ] as const)('refuses %s', (_, n, operations, message) => {
    expect(() => growthOf(tables(n), operations)).toThrow(message);
  });

  it('refuses snapshots of different kinds', () => {
    const [a, b, c] = tables(3);
    const other = { ...c!, facts: { ...c!.facts, runtime: 'jvm' as const } };
    expect(() => growthOf([a!, b!, other], null)).toThrow(/another kind/u);
  });

  it('warns of warm-up, order and strangers', () => {
    const counts = [1000, 5000, 5100, 5200];
    const identity = (from: number) => ({
      ids: Float64Array.from(steps(100), (i) => from + i),
      keys: steps(100).map((i) => `C${String(i % 7)}`),
    });
    const series = plantedSeries({ classes: [{ name: 'Session', counts }] }).map((each, at) => ({
      ...each,
      identity: identity(at === 2 ? 3 : 0),
      facts: { ...each.facts, takenAtMs: at === 3 ? 5 : 10 * (at + 1) },
    }));
    expect(growthOf(series, null).warnings.map(({ code }) => code)).toEqual([
      'few-snapshots',
      'operations-unknown',
      'warm-up',
      'order',
      'classes-only',
      'other-process',
    ]);
  });

  it('has a verdict on anything', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(1_000_000), { minLength: 3, maxLength: 14 }), {
          minLength: 1,
          maxLength: 5,
        }),
        (all) => {
          const n = Math.min(...all.map(({ length }) => length));
          const classes = all.map((counts, i) => ({ name: String(i), counts: counts.slice(0, n) }));
          const growth = growthOf(plantedSeries({ classes }), null);
          expect(growth.series.length + growth.belowFloor.series).toBe(classes.length);
          for (const { verdict, p, q, slope, evidence } of growth.series) {
            expect(growthVerdicts).toContain(verdict);
            expect(evidence.length).toBeGreaterThan(0);
            expect(p - q).toBeLessThan(1e-12);
            expect(q <= 1 && p > 0).toBe(true);
            expect(slope.low <= slope.perOperation && slope.perOperation <= slope.high).toBe(true);
          }
        },
      ),
      { numRuns: fuzzRuns(100) },
    );
  });
});
