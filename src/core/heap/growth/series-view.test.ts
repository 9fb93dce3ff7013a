import { describe, expect, it } from 'vitest';
import type { GrowthBand, GrowthCheck } from '#shared/model/heap-growth.ts';
import type { SnapshotTables } from '../model/snapshot-tables.ts';
import { growthBands } from './growth-bands.ts';
import { growthChecks } from './growth-checks.ts';
import { growthOf } from './growth-of.ts';
import { heapExhaustion } from './heap-exhaustion.ts';
import { plantedSeries } from './testing/planted-series.ts';

const SESSIONS = [1000, 2000, 3000, 4000, 5000];
const OPERATIONS = [1000, 2000, 3000, 4000, 5000];

/** Sessions below a table below an application, with strings in them; code and a steady cache beside them. */
function series(): SnapshotTables[] {
  const tables = plantedSeries({
    classes: [
      { name: 'Session', counts: SESSIONS, bytesEach: 100 },
      { name: 'CacheEntry', counts: [500, 500, 501, 500, 500], bytesEach: 200 },
      { name: '(compiled code)', counts: [800, 801, 802, 803, 804], bytesEach: 100, family: 'code' },
      { name: 'App', counts: [1, 1, 1, 1, 1], bytesEach: 50_000 },
    ],
  });
  return tables.map((each, at) => ({
    ...each,
    owners: [{ name: 'App', family: 'object', count: 10, selfBytes: each.facts.selfBytes }],
    ownerPaths: [
      { path: ['App'], count: 1, retainedBytes: 50_000 + 100 * SESSIONS[at]! + 100_000 },
      { path: ['App', 'Session'], count: SESSIONS[at]!, retainedBytes: 100 * SESSIONS[at]! },
      { path: ['App', 'CacheEntry'], count: 500, retainedBytes: 100_000 },
      { path: ['(compiled code)'], count: 800, retainedBytes: 80_000 },
    ],
  }));
}

const sums = (bands: readonly GrowthBand[]): number[] =>
  bands[0]!.bytes.map((_, at) => bands.reduce((sum, { bytes }) => sum + bytes[at]!, 0));

describe('bands of the chart', () => {
  it.each(['class', 'owner', 'owner-path'] as const)('by %s add up to the heap', (by) => {
    const tables = series();
    const growth = growthOf(tables, OPERATIONS);
    const bands = growthBands(tables, growth, by);
    expect(sums(bands)).toEqual(growth.totalBytes);
    expect(bands.every(({ bytes }) => bytes.every((value) => value >= 0))).toBe(true);
  });

  it('show what grows first, with its verdict; a path and what is below it are not both there', () => {
    const tables = series();
    const growth = growthOf(tables, OPERATIONS);
    const [first, ...others] = growthBands(tables, growth, 'owner-path');
    expect(first).toMatchObject({ kind: 'series', name: 'Session', key: 'App › Session' });
    expect(first!.bytes).toEqual(SESSIONS.map((count) => 100 * count));
    expect(others.map(({ kind, name }) => [kind, name])).toEqual([
      ['other', 'Other'],
      ['noise', 'Compiled code'],
    ]);
    const classes = growthBands(tables, growth, 'class');
    expect(classes.at(-1)).toMatchObject({ kind: 'noise', bytes: [80_000, 80_100, 80_200, 80_300, 80_400] });
  });
});

describe('checks of a series', () => {
  const stateOf = (checks: readonly GrowthCheck[], code: GrowthCheck['code']): string =>
    checks.find((check) => check.code === code)!.state;
  const timed = (tables: readonly SnapshotTables[], times: readonly number[]): SnapshotTables[] =>
    tables.map((each, at) => ({ ...each, facts: { ...each.facts, takenAtMs: times[at]! } }));

  it('pass where all is known', () => {
    const checks = growthChecks(timed(series(), [1, 2, 3, 4, 5]), OPERATIONS, 'run');
    for (const code of [
      'in-order',
      'after-collection',
      'operations',
      'first-step',
      'snapshots-for-leak',
    ] as const)
      expect([code, stateOf(checks, code)]).toEqual([code, 'passed']);
    expect(checks.find(({ code }) => code === 'snapshots-for-blind-search')).toMatchObject({
      state: 'note',
      value: '5, needs 9',
    });
    expect(stateOf(checks, 'one-process')).toBe('unknown');
  });

  it('say what is wrong, and where', () => {
    const wrong = growthChecks(timed(series(), [1, 3, 2, 4, 5]), [1000, 3000, 2000, 4000, 5000], 'typed');
    expect(wrong.find(({ code }) => code === 'in-order')).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/step-2 was taken before step-1/u) as string,
    });
    expect(stateOf(wrong, 'operations')).toBe('failed');
    expect(stateOf(growthChecks(series(), [null, 1, 2, 3, 4], 'run'), 'operations')).toBe('note');
    expect(
      stateOf(growthChecks(series().slice(0, 3), OPERATIONS.slice(0, 3), 'typed'), 'snapshots-for-leak'),
    ).toBe('note');
  });

  it('know ids that disagree, warm-up, missing references and files that are cut off', () => {
    const identity = (className: string): SnapshotTables['identity'] => ({
      ids: Float64Array.from({ length: 100 }, (_, k) => 2 * k + 1),
      keys: Array.from({ length: 100 }, () => className),
    });
    const tables = series().map((each, at) => ({ ...each, identity: identity(at < 3 ? 'A' : 'B') }));
    expect(
      growthChecks(tables, OPERATIONS, 'typed').find(({ code }) => code === 'one-process'),
    ).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/step-3.*step-2/u) as string,
    });
    const same = series().map((each) => ({ ...each, identity: identity('A') }));
    expect(stateOf(growthChecks(same, OPERATIONS, 'typed'), 'one-process')).toBe('passed');
    const warm = plantedSeries({ classes: [{ name: 'A', counts: [1000, 9000, 9100, 9200, 9300] }] });
    const checks = growthChecks(warm, OPERATIONS, 'typed');
    expect(checks.find(({ code }) => code === 'first-step')).toMatchObject({
      state: 'note',
      value: '80.0×, limit 3×',
    });
    expect(stateOf(checks, 'references')).toBe('note');
    const cut = warm.map((each) => ({
      ...each,
      facts: { ...each.facts, warnings: [{ code: 'truncated', message: 'cut' }] },
    }));
    expect(stateOf(growthChecks(cut, OPERATIONS, 'typed'), 'complete')).toBe('failed');
  });
});

describe('when the limit is reached', () => {
  it('is the rest of the room over the slope, with its interval', () => {
    const found = heapExhaustion([100, 200, 300, 400], [10, 20, 30, 40], [1000, 2000, 3000, 4000], 1400);
    expect(found).toEqual({
      limitBytes: 1400,
      operations: { estimate: 100, low: 100, high: 100 },
      ms: { estimate: 10_000, low: 10_000, high: 10_000 },
    });
  });

  it('is never where nothing grows, and now where it is reached', () => {
    expect(heapExhaustion([400, 400, 399], null, [1, 2, 3], 1000)).toEqual({
      limitBytes: 1000,
      operations: null,
      ms: null,
    });
    expect(heapExhaustion([900, 1000, 1100], [1, 2, 3], null, 1000).operations!.estimate).toBe(0);
  });
});
