import { describe, expect, test } from 'vitest';
import type { Run, Source } from '#shared/model/run.ts';
import { fakeImportFile, fakeRun, fakeSource, STARTED_AT_US } from '../../testing/fake-data.ts';
import { mergeObstacle, planMerge } from './merge-plan.ts';
import { suggestionKey, suggestMerge } from './merge-suggestion.ts';
import { instantsOf, overlapMs } from './run-overlap.ts';

const MINUTE_US = 60_000_000;

/** A run of ten minutes that begins so many minutes after the first one. */
function run(id: number, afterMinutes: number, change: Partial<Run> = {}): Run {
  const startedAtUs = STARTED_AT_US + afterMinutes * MINUTE_US;
  return fakeRun({
    id,
    name: `injector-${id}`,
    startedAtUs,
    endedAtUs: startedAtUs + 10 * MINUTE_US,
    durationMs: 600_000,
    sourceIds: [id],
    ...change,
  });
}
const sourceOf = (id: number, change: Partial<Source> = {}): Source =>
  fakeSource({ id, runId: id, sha256: `digest ${id}`, ...change });
const label = (tool: string) => ({ jmeter: 'JMeter', k6: 'k6' })[tool] ?? tool;
const plan = (...runs: Run[]) => planMerge(runs, [], label);

describe('when a run was', () => {
  test('is told by its samples, else by what its files hold, after the correction of their clocks', () => {
    expect(instantsOf(run(1, 0), [])?.lastUs).toBe(STARTED_AT_US + 10 * MINUTE_US);
    const metrics = run(2, 0, { startedAtUs: null, endedAtUs: null });
    const source = sourceOf(2, { firstInstantUs: 5_000_000, lastInstantUs: 9_000_000, clockOffsetMs: 1000 });
    expect(instantsOf(metrics, [source])).toEqual({ firstUs: 4_000_000, lastUs: 8_000_000 });
    expect(instantsOf(metrics, [])).toBeNull();
  });

  test('has a part in common with another one, or a time between them', () => {
    const [a, b, c] = [run(1, 0), run(2, 4), run(3, 15)].map((of) => instantsOf(of, [])!);
    expect(overlapMs(a!, b!)).toBe(360_000);
    expect(overlapMs(a!, c!)).toBe(-300_000);
    expect(overlapMs(c!, a!)).toBe(-300_000);
  });
});

describe('the plan of a merge', () => {
  test('keeps the first, and warns of nothing where nothing is odd', () => {
    const { kept, overlaps, warnings } = plan(run(1, 0), run(2, 1), run(3, 2));
    expect(kept?.name).toBe('injector-1');
    expect([...overlaps]).toEqual([
      [2, 540_000],
      [3, 480_000],
    ]);
    expect(warnings).toEqual([]);
  });

  test('warns once of runs that are apart, and names the way to set a clock right', () => {
    expect(plan(run(1, 0), run(2, 15)).warnings).toEqual([
      'injector-2 has no time in common with the others: it begins 5 m 00 s after the end of injector-1. If that is a wrong clock, set it right in the import log.',
    ]);
    expect(plan(run(1, 15), run(2, 0)).warnings).toHaveLength(1);
    expect(plan(run(1, 0), run(2, 60 * 24 * 30)).warnings[0]).toContain('begins 30 days after');
  });

  test('does not warn of a chain in which each overlaps the next', () => {
    expect(plan(run(1, 0), run(2, 8), run(3, 16)).warnings).toEqual([]);
  });

  test('warns of other tools and of missing time stamps', () => {
    const { overlaps, warnings } = plan(run(1, 0), run(2, 0, { tool: 'k6', startedAtUs: null }));
    expect(warnings).toEqual([
      'They are of different tools (JMeter, k6), which do not count and time the same things.',
      'injector-2 has no time stamps: whether it was at the same time cannot be told.',
    ]);
    expect(overlaps.get(2)).toBeNull();
  });

  test('has no place for reports', () => {
    expect(mergeObstacle(run(1, 0))).toBeNull();
    expect(mergeObstacle(run(1, 0, { granularity: 'aggregated' }))).toContain('percentiles');
  });
});

describe('a suggestion to merge', () => {
  const fresh = (...ids: number[]) =>
    ids.map((runId) => fakeImportFile({ fileId: `f${runId}`, phase: 'done', runId }));
  const sources = [sourceOf(1), sourceOf(2), sourceOf(3)];
  const suggested = (runs: Run[], imported = fresh(2, 3), of = sources) => {
    const suggestion = suggestMerge(imported, runs, of);
    return suggestion === null ? null : suggestionKey(suggestion);
  };

  test('is made for what came in at the same time from the same tool', () => {
    expect(suggested([run(1, 0), run(2, 1)])).toBe('1,2');
    expect(suggested([run(1, 0), run(2, 1), run(3, 0)])).toBe('1,2,3');
    // Dropped together, the first of them is the one that is kept.
    expect(suggested([run(2, 0), run(3, 0)])).toBe('2,3');
  });

  test('is not made for what was there before, or is still on its way', () => {
    expect(suggested([run(1, 0), run(2, 1)], fresh(1))).toBeNull();
    expect(suggested([run(1, 0), run(2, 1)], [fakeImportFile({ phase: 'reading', runId: 2 })])).toBeNull();
  });

  test('is not made where tool, format, time or bytes speak against it', () => {
    expect(suggested([run(1, 0), run(2, 0, { tool: 'k6' })])).toBeNull();
    expect(suggested([run(1, 0), run(2, 0, { format: 'jmeter-xml' })])).toBeNull();
    expect(suggested([run(1, 0), run(2, 5)])).toBeNull();
    expect(suggested([run(1, 0), run(2, 0, { granularity: 'aggregated' })])).toBeNull();
    expect(
      suggested([run(1, 0), run(2, 0)], fresh(2), [sourceOf(1), sourceOf(2, { sha256: 'digest 1' })]),
    ).toBeNull();
  });
});
