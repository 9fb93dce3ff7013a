import { beforeEach, describe, expect, it } from 'vitest';
import { fakeRun } from '../testing/fake-data.ts';
import { marginOf } from './compare-draft.ts';
import { comparisonRequest, isUnsaved } from './compare-slice.ts';
import { createAppStore, type AppStore } from './store.ts';

let store: AppStore;
beforeEach(() => {
  store = createAppStore();
  act().setContents([fakeRun({ id: 1 }), fakeRun({ id: 2 }), fakeRun({ id: 3 })], []);
});

const act = () => store.getState().actions;
const compare = () => store.getState().compare;
const runs = () => [compare().draft.baseline.runIds, compare().draft.candidate.runIds];

describe('comparison', () => {
  it('takes what arrives as baseline, then as candidate, and no more', () => {
    act().fillSides([1, 2, 3]);
    expect(runs()).toEqual([[1], [2]]);
    act().fillSides([3]);
    expect(runs()).toEqual([[1], [2]]);
    act().setComparedRuns('baseline', []);
    act().fillSides([3]);
    expect(runs()).toEqual([[3], [2]]);
  });

  it('asks nothing until both sides have a run', () => {
    expect(comparisonRequest(compare().draft)).toBeNull();
    act().fillSides([1]);
    expect(comparisonRequest(compare().draft)).toBeNull();
    act().fillSides([2]);
    expect(comparisonRequest(compare().draft)).toMatchObject({
      baseline: { runIds: [1], windows: ['steady'] },
      candidate: { runIds: [2], windows: ['steady'] },
      metrics: ['p50', 'p95', 'p99', 'errorRate', 'throughput'],
    });
  });

  it('keeps the window of a run that stays on its side', () => {
    act().setComparedRuns('baseline', [1]);
    act().setComparedWindow('baseline', 1, { fromMs: 0, toMs: 10 });
    act().setComparedRuns('baseline', [2, 1]);
    expect(compare().draft.baseline).toEqual({
      runIds: [2, 1],
      windows: ['steady', { fromMs: 0, toMs: 10 }],
    });
  });

  it('swaps everything: runs, windows, names and margins', () => {
    act().newComparison([1], [2]);
    act().setComparedWindow('candidate', 2, 'all');
    act().setLabelMapping([{ baseline: 'Log out', candidate: 'Sign out' }]);
    act().setCompareMargin('Log out', { ratio: 0.2, ms: 1 });
    act().chooseCompared('Log out');
    const before = compare();
    act().swapSides();
    expect(compare()).toMatchObject({
      chosen: 'Sign out',
      draft: {
        baseline: { runIds: [2], windows: ['all'] },
        candidate: { runIds: [1] },
        mapping: [{ baseline: 'Sign out', candidate: 'Log out' }],
        margins: [{ label: 'Sign out', margin: { ratio: 0.2, ms: 1 } }],
      },
    });
    act().swapSides();
    expect(compare()).toEqual(before);
  });

  it('has a margin for all and margins of single transactions', () => {
    act().setCompareMargin(null, { ratio: 0.05, ms: 1 });
    act().setCompareMargin('Log in', { ratio: 0.3, ms: 9 });
    expect(marginOf(compare().draft, 'Log in').ratio).toBe(0.3);
    expect(marginOf(compare().draft, 'Log out').ratio).toBe(0.05);
    act().setCompareMargin('Log in', null);
    expect(marginOf(compare().draft, 'Log in').ratio).toBe(0.05);
    act().setCompareMargin(null, null);
    expect(compare().draft.margin).toEqual({ ratio: 0.1, ms: 5 });
  });

  it('takes edits back and makes them again, each by its name', async () => {
    act().newComparison([1], [2]);
    act().waiveCheck('window-length', 'A smoke test');
    act().setCompareMargin('Log in', { ratio: 0.3, ms: 9 });
    expect((await act().undo())?.label).toBe('changing the margin of Log in');
    expect(compare().draft).toMatchObject({ margins: [], waivers: [{ reason: 'A smoke test' }] });
    expect((await act().undo())?.label).toBe('waiving a check');
    expect(compare().draft.waivers).toEqual([]);
    await act().redo();
    expect(compare().draft.waivers).toHaveLength(1);
  });

  it('records nothing where nothing has changed', () => {
    act().newComparison([1], [2]);
    act().setComparedRuns('baseline', [1]);
    act().setComparedMetric('p99');
    act().chooseCompared('Log in');
    expect(store.getState().undo.done).toEqual([]);
  });

  it('lets go of runs that are gone, also when an edit of them is taken back', async () => {
    act().newComparison([1, 2], [3]);
    act().setComparedRuns('baseline', [3]);
    act().setContents([fakeRun({ id: 1 }), fakeRun({ id: 3 })], []);
    expect(runs()).toEqual([[3], [3]]);
    await act().undo();
    expect(runs()).toEqual([[1], [3]]);
    act().setContents([fakeRun({ id: 1 })], []);
    expect(runs()).toEqual([[1], []]);
  });

  it('comes back as it was saved, and knows when it differs from that', () => {
    act().newComparison([1], [2]);
    act().setCompareMargin(null, { ratio: 0.05, ms: 1 });
    act().waiveCheck('rate', 'Known');
    expect(isUnsaved(compare())).toBe(true);
    const request = comparisonRequest(compare().draft)!;
    act().newComparison();
    act().openComparison({ id: 7, name: 'Release', request });
    expect(isUnsaved(compare())).toBe(false);
    expect(comparisonRequest(compare().draft)).toEqual(request);
    act().waiveCheck('rate', null);
    expect(isUnsaved(compare())).toBe(true);
  });

  it('collects what the engine finds, and starts anew with another question', () => {
    const verdict = (label: string, metric: 'p50' | 'p95', baseline = 1) =>
      ({ label, metric, baseline }) as never;
    act().setCompareProgress({ token: 'a', done: 1, total: 2, verdicts: [verdict('x', 'p50')] });
    act().setCompareProgress({
      token: 'a',
      done: 2,
      total: 2,
      verdicts: [verdict('x', 'p95'), verdict('x', 'p50', 9)],
    });
    expect(compare().progress).toMatchObject({
      done: 2,
      verdicts: [{ metric: 'p50', baseline: 9 }, { metric: 'p95' }],
    });
    act().setCompareProgress({ token: 'b', done: 1, total: 1, verdicts: [verdict('y', 'p50')] });
    expect(compare().progress?.verdicts).toHaveLength(1);
  });
});
