import { beforeEach, describe, expect, it } from 'vitest';
import type { Condition, LatencyBand } from '#shared/model/filter.ts';
import { fakeRun } from '../testing/fake-data.ts';
import { describeSelection, filterWithoutTime, sampleFilter } from './selectors.ts';
import { MAX_HISTORY } from './selection-slice.ts';
import { createAppStore, type AppStore } from './store.ts';

let store: AppStore;
beforeEach(() => {
  store = createAppStore();
  store.getState().actions.selectRun(1);
});

const selection = () => store.getState().selection;
const act = () => store.getState().actions;

describe('selection', () => {
  it('is a filter of the run', () => {
    act().setTime({ fromMs: 10, toMs: 20 });
    act().setTransactions([3, 1, 3]);
    act().setOutcome('failed');
    expect(sampleFilter(selection())).toEqual({
      runId: 1,
      time: { fromMs: 10, toMs: 20 },
      transactions: [1, 3],
      outcome: 'failed',
      latency: null,
      conditions: [],
    });
    expect(filterWithoutTime(selection())?.time).toBeNull();
  });

  it('takes further spans of time as one step each, and goes back to those before', () => {
    act().addTime({ fromMs: 10, toMs: 20 });
    act().addTime({ fromMs: 40, toMs: 50 });
    const two = { fromMs: 10, toMs: 50, gaps: [{ fromMs: 20, toMs: 40 }] };
    expect(sampleFilter(selection())?.time).toEqual(two);
    act().addTime({ fromMs: 20, toMs: 40 });
    expect(selection().time).toEqual({ fromMs: 10, toMs: 50 });
    act().goBack();
    expect(selection().time).toEqual(two);
    act().setTime({ fromMs: 0, toMs: 5 });
    expect(selection().time).toEqual({ fromMs: 0, toMs: 5 });
  });

  it('means nothing without a run', () => {
    expect(sampleFilter(createAppStore().getState().selection)).toBeNull();
  });

  it('adds and removes transactions; without the last one it is everything again', () => {
    act().toggleTransaction(4);
    act().toggleTransaction(2);
    expect(selection().transactions).toEqual([2, 4]);
    act().toggleTransaction(4);
    act().toggleTransaction(2);
    expect(selection().transactions).toBeNull();
  });

  it('counts a drag as one step of the history', () => {
    act().setTime({ fromMs: 0, toMs: 1 }, { moving: true });
    act().setTime({ fromMs: 0, toMs: 2 }, { moving: true });
    expect(selection().moving).toBe(true);
    act().setTime({ fromMs: 0, toMs: 3 });
    expect(selection().moving).toBe(false);
    act().goBack();
    expect(selection().time).toBeNull();
    act().goForward();
    expect(selection().time).toEqual({ fromMs: 0, toMs: 3 });
  });

  it('does not record a change that changes nothing', () => {
    act().setOutcome('all');
    act().setTime(null);
    expect(selection().back).toEqual([]);
  });

  it('forgets the way forward after a new choice', () => {
    act().setOutcome('ok');
    act().goBack();
    act().setOutcome('failed');
    act().goForward();
    expect(selection().outcome).toBe('failed');
  });

  it('starts a new run with everything, and comes back to the old one as it was', () => {
    act().setOutcome('failed');
    act().selectRun(2);
    expect(selection()).toMatchObject({ runId: 2, outcome: 'all' });
    act().goBack();
    expect(selection()).toMatchObject({ runId: 1, outcome: 'failed' });
  });

  it('keeps a bounded history', () => {
    for (let step = 1; step <= MAX_HISTORY + 20; step++) act().setTime({ fromMs: 0, toMs: step });
    expect(selection().back).toHaveLength(MAX_HISTORY);
  });

  it('drops steps of a run that was removed', () => {
    act().selectRun(2);
    act().setContents([fakeRun({ id: 2 })], []);
    act().goBack();
    expect(selection().runId).toBe(2);
    act().setContents([fakeRun({ id: 5 }), fakeRun({ id: 6 })], []);
    expect(selection()).toMatchObject({ runId: 5, back: [], settled: { runId: 5 } });
    act().setContents([], []);
    expect(selection()).toMatchObject({ runId: null, back: [], forward: [] });
  });

  it('is described in one sentence', () => {
    const words = {
      span: () => '15:20–19:30 (4 m 10 s)',
      transactionName: (id: number) => `transaction ${id}`,
      latency: (band: LatencyBand) => `from ${band.fromMs} ms`,
      condition: ({ field, values }: Condition) => `${field} ${values.join()}`,
      count: String,
    };
    const describe = () => describeSelection(selection(), words);
    expect(describe()).toBe('Whole run, all transactions, successes and failures together');
    act().setTime({ fromMs: 920_000, toMs: 1_170_000 });
    act().setTransactions([1, 2]);
    act().setOutcome('failed');
    expect(describe()).toBe('15:20–19:30 (4 m 10 s), transaction 1 and transaction 2, failures only');
    act().setTransactions([1, 2, 3]);
    expect(describe()).toContain('3 transactions');
    act().setLatency({ fromMs: 250, toMs: null });
    act().setConditions([
      { field: 'code', values: ['503'], not: false },
      { field: 'source', values: ['a.jtl'], not: false },
    ]);
    expect(describe()).toMatch(/, failures only, from 250 ms, code 503, source a.jtl$/);
  });
});
