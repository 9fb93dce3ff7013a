import { describe, expect, it } from 'vitest';
import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import { textsToColumn } from '#shared/contract/columns.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { GrowthSeries, SeriesGrowth } from '#shared/model/heap-growth.ts';
import type { HeapSeries } from '#shared/model/heap.ts';
import { frameKinds } from '#shared/model/profile.ts';
import type { AskEngine } from '../gates/run-figures.ts';
import { evidenceOf } from './heap-evidence.ts';
import { profileEvidence } from './profile-evidence.ts';

/** An engine that answers what a test gives it. */
function engine(
  answers: Partial<Record<EngineMethod, (params: never) => unknown>>,
  asked: string[] = [],
): AskEngine {
  return <M extends EngineMethod>(method: M, params: EngineParams<M>): Promise<EngineResult<M>> => {
    asked.push(method);
    return Promise.resolve().then(() => answers[method]?.(params as never) as EngineResult<M>);
  };
}

describe('garbage collection in profiles', () => {
  const profile = (id: number, runId: number | null, unit = 'ns') => ({
    id,
    defaultWeight: 0,
    weights: [{ name: 'cpu', unit }],
    durationMs: 10_000,
    link: runId === null ? null : { runId, offsetMs: 0, by: 'person' },
  });
  const shares: Readonly<Record<number, number>> = { 1: 20, 2: 5, 3: 80 };
  const ask = engine({
    'profiles.list': () => [profile(1, 7), profile(2, 6), profile(3, null, 'bytes')],
    'profiles.difference': () => {
      throw new AppError('bad-request', 'Nothing can be compared.');
    },
    'profiles.functions': ({ selection }: EngineParams<'profiles.functions'>) => ({
      selected: { total: 100 },
      self: Float64Array.of(100 - shares[selection.profileId]!, shares[selection.profileId]!),
      functions: {
        count: 2,
        name: textsToColumn(['work', 'gc']),
        kind: Uint8Array.of(frameKinds.indexOf('program'), frameKinds.indexOf('gc')),
      },
    }),
  });
  it('is a share of the time of both sides', async () => {
    expect((await profileEvidence(ask, [1, 2, 3], { profileIds: [], runIds: [6] }))?.gc).toMatchObject({
      share: 0.2,
      baseline: 0.05,
    });
  });
  it('comes with the difference of both sides, by the strongest scaling that they allow', async () => {
    const modes: string[] = [];
    const difference = engine({
      'profiles.list': () => [profile(1, 7), profile(2, 6)],
      'profiles.functions': () => ({
        selected: { total: 100 },
        self: Float64Array.of(100),
        functions: { count: 1, name: textsToColumn(['work']), kind: Uint8Array.of(0) },
      }),
      'profiles.difference': ({ options }: EngineParams<'profiles.difference'>) => {
        modes.push(options.mode);
        if (options.mode === 'per-operation') throw new AppError('bad-request', 'Operations are not known.');
        return {
          unit: { unit: 'ns', per: options.mode === 'rate' ? 'second' : 'total' },
          method: { kind: 'blocks', sentence: 'Blocks of 1 s were compared.' },
          checks: [],
          attribution: { sentence: '82 % of the extra time is in parse.' },
          functions: {
            functions: { count: 3, name: textsToColumn(['parse', 'noise', 'gone']) },
            self: {
              baseline: Float64Array.of(2e6, 1e6, 4e6),
              candidate: Float64Array.of(6e6, 1.1e6, 0),
              low: Float64Array.of(3e6, -1e6, -5e6),
              high: Float64Array.of(5e6, 1e6, -3e6),
              verdict: Uint8Array.of(0, 3, 1),
            },
          },
        };
      },
    });
    const found = (await profileEvidence(difference, [1, 2], { profileIds: [2], runIds: [] }))?.difference;
    expect(modes).toEqual(['per-operation', 'rate']);
    expect(found).toMatchObject({
      sentence: '82 % of the extra time is in parse.',
      confidence: 'high',
      unit: 'ms',
      normalised: 'per second',
      functions: [
        { name: 'parse', baseline: 2, candidate: 6, low: 1.5, high: 2.5 },
        { name: 'gone', baseline: 4, candidate: 0, low: -1.25, high: -0.75 },
      ],
    });
  });

  it('is none without profiles of time', async () => {
    expect(await profileEvidence(ask, [], { profileIds: [], runIds: [] })).toBeNull();
    expect(await profileEvidence(ask, [3], { profileIds: [], runIds: [] })).toBeNull();
    expect(await profileEvidence(ask, [9], { profileIds: [], runIds: [] })).toBeNull();
  });
});

describe('growth of heaps', () => {
  const series: HeapSeries = {
    id: 4,
    name: 'orders',
    snapshotIds: [1, 2, 3],
    leftOut: [],
    operations: null,
    runId: 7,
    clockOffsetMs: 0,
    proposed: false,
  };
  const grown = (
    kind: GrowthSeries['kind'],
    verdict: GrowthSeries['verdict'],
    slope: number,
  ): GrowthSeries => ({
    kind,
    key: kind,
    name: `a ${kind}`,
    family: null,
    counts: [100, 200, 300],
    bytes: [1000, 3000, 5000],
    retained: null,
    slope: { perOperation: slope, low: slope, high: slope, level: 0.95 },
    countPerOperation: 1,
    p: 0.01,
    q: 0.02,
    verdict,
    evidence: [{ code: 'trend', message: 'It grows.' }],
    retainerPath: ['root', 'map'],
    noGrowthAbove: null,
  });
  const growth = (...rows: GrowthSeries[]): SeriesGrowth => ({
    seriesId: 4,
    snapshots: [1, 2, 3].map((id) => ({
      snapshotId: id,
      name: '',
      takenAtUs: null,
      elapsedMs: null,
      operations: null,
      totalBytes: 0,
      leftOut: id === 2,
    })),
    operationsFrom: 'run',
    checks: [],
    growth: {
      snapshots: [],
      operations: null,
      totalBytes: [],
      series: rows,
      noise: [],
      belowFloor: { series: 0, bytes: 0 },
      warnings: [],
    },
    missing: null,
    bands: [],
    exhaustion: null,
  });
  it('is told of the kind that names it best, and only of what grows', () => {
    const told = evidenceOf(
      series,
      growth(grown('shape', 'leak', 20), grown('class', 'leak', 20), grown('owner', 'bounded', 20)),
    );
    expect(told).toMatchObject({ seriesId: 4, runId: 7, snapshots: 2 });
    expect(told.growing).toMatchObject([
      { key: 'class:class', verdict: 'leak', bytes: [1000, 5000], operationsKnown: true },
    ]);
  });
  it('of a container is told in bytes', () => {
    const { growing } = evidenceOf(series, growth(grown('container', 'candidate', 2)));
    // 2 references per operation of 20 bytes each.
    expect(growing[0]).toMatchObject({ verdict: 'candidate', perOperation: 40 });
  });
  it('is none without leaks or candidates', () => {
    expect(evidenceOf(series, growth(grown('class', 'no-growth', 0))).growing).toEqual([]);
    expect(evidenceOf(series, { ...growth(), growth: null }).growing).toEqual([]);
  });
});
