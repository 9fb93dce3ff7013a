import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_TABLE } from '#shared/contract/columns.ts';
import type { LatencySummary } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import { createQueryLayer } from '../../data/query-layer.ts';
import { QueryContext } from '../../data/use-query.ts';
import { createAppStore } from '../../state/store.ts';
import { StoreContext } from '../../state/use-store.ts';
import { giveElementsSize } from '../../testing/dom-layout.ts';
import { fakeRun, fakeTransactions } from '../../testing/fake-data.ts';
import { createFakeEngine } from '../../testing/fake-engine.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { asChoice, choiceLabel, withToggled } from './transaction-choice.ts';

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize(340, 400);
});
afterEach(() => {
  cleanup();
  restore();
});

function summaryOf(samples: number): LatencySummary {
  const overall = {
    samples,
    failures: 0,
    errorRate: 0,
    minMs: null,
    meanMs: null,
    maxMs: null,
    stdDevMs: null,
    percentilesMs: {},
    throughputPerSec: null,
    receivedBytes: null,
    sentBytes: null,
    apdex: null,
  };
  return { overall, jmeterOverall: null, transactions: EMPTY_TABLE, percentiles: [] };
}

function show(change: Partial<Run> = {}) {
  const run = fakeRun(change);
  const engine = createFakeEngine({
    'runs.transactions': () => fakeTransactions(),
    'latency.summary': () => summaryOf(95_460),
  });
  const store = createAppStore();
  store.getState().actions.setContents([run], []);
  store.getState().actions.selectRun(1);
  render(
    <StoreContext value={store}>
      <QueryContext value={createQueryLayer(engine.client)}>
        <SelectionBar run={run} />
      </QueryContext>
    </StoreContext>,
  );
  return { engine, store, user: userEvent.setup(), selection: () => store.getState().selection };
}

describe('SelectionBar', () => {
  it('says that everything is selected, without asking for a count', async () => {
    const { engine } = show();
    expect(screen.getByText('all 42 m 00 s')).toBeTruthy();
    await waitFor(() => expect(screen.getByText('all 6')).toBeTruthy());
    expect(screen.getByRole('status').textContent).toBe('966,377 samples');
    expect(engine.countOf('latency.summary')).toBe(0);
  });

  it('shows a brushed span and its samples, and clears it', async () => {
    const { store, user, selection } = show();
    act(() => store.getState().actions.setTime({ fromMs: 920_000, toMs: 1_170_000 }));
    expect(screen.getByText('15:20–19:30')).toBeTruthy();
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('95,460 of 966,377 samples'));
    await user.click(screen.getByRole('button', { name: 'Clear time' }));
    expect(selection().time).toBeNull();
  });

  it('does not ask while the brush moves', async () => {
    const { engine, store } = show();
    act(() => store.getState().actions.setTime({ fromMs: 0, toMs: 10 }, { moving: true }));
    await Promise.resolve();
    expect(engine.countOf('latency.summary')).toBe(0);
  });

  it('takes a span as text', async () => {
    const { user, selection } = show();
    await user.click(screen.getByRole('button', { name: /Time/ }));
    const from = await screen.findByRole('textbox', { name: 'From' });
    await user.clear(from);
    await user.type(from, '15:20');
    await user.clear(screen.getByRole('textbox', { name: 'To' }));
    expect(screen.getByText(/Write times as/)).toBeTruthy();
    await user.type(screen.getByRole('textbox', { name: 'To' }), '19:30{Enter}');
    expect(selection().time).toEqual({ fromMs: 920_000, toMs: 1_170_000 });
  });

  it('leaves out a transaction by its tick', async () => {
    const { user, selection } = show();
    await user.click(screen.getByRole('button', { name: /Transactions/ }));
    await user.click(await screen.findByRole('option', { name: /Log out/ }));
    expect(selection().transactions).toEqual([1, 2, 3, 4, 5]);
    expect(screen.getByText('not Log out')).toBeTruthy();
  });

  it('takes all matches of an expression', async () => {
    const { user, selection } = show();
    await user.click(screen.getByRole('button', { name: /Transactions/ }));
    await user.type(await screen.findByRole('textbox', { name: 'Find transactions' }), '/^log/');
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2));
    await user.click(screen.getByRole('button', { name: 'Only these' }));
    expect(selection().transactions).toEqual([2, 6]);
    await user.click(screen.getByRole('button', { name: 'All but these' }));
    expect(selection().transactions).toEqual([1, 3, 4, 5]);
  });

  it('chooses with the keyboard alone', async () => {
    const { user, selection } = show();
    await user.click(screen.getByRole('button', { name: /Transactions/ }));
    await screen.findByRole('textbox', { name: 'Find transactions' });
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(selection().transactions).toEqual([2]);
  });

  it('chooses an outcome from its menu', async () => {
    const { user, selection } = show();
    await user.click(screen.getByRole('button', { name: /Outcome/ }));
    await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Failures only' }));
    expect(selection().outcome).toBe('failed');
    await user.click(screen.getByRole('button', { name: 'Clear' }));
    expect(selection().outcome).toBe('all');
  });
});

describe('what cannot be chosen', () => {
  const chip = (name: RegExp) => screen.getByRole('button', { name });

  it('stays in its place and says why, to the keyboard too', async () => {
    const { user } = show({ granularity: 'aggregated', startedAtUs: null });
    await user.tab();
    expect(document.activeElement).toBe(chip(/Time/));
    expect(await screen.findByText('A report has no samples that could be chosen by time.')).toBeTruthy();
    expect(chip(/Time/).textContent).toBe('Timenot in the report');
    expect(chip(/Time/).getAttribute('aria-disabled')).toBe('true');
    expect(chip(/Outcome/).getAttribute('aria-description')).toBe(
      'A report has no samples that could be chosen by outcome.',
    );
    await user.click(chip(/Outcome/));
    expect(screen.queryByRole('menu')).toBeNull();
    // Transactions of a report have figures of their own.
    expect(chip(/Transactions/).hasAttribute('aria-disabled')).toBe(false);
  });

  it('is the time of a file without time stamps: no length of it is claimed', () => {
    show({ startedAtUs: null, endedAtUs: null, durationMs: 0 });
    expect(chip(/Time/).textContent).toBe('Timeno time stamps in the file');
    expect(chip(/Outcome/).hasAttribute('aria-disabled')).toBe(false);
    expect(document.body.textContent).not.toContain('0 ms');
  });

  it('is everything of a file without response times', () => {
    show({ samples: 0, failures: 0, transactionCount: 0, startedAtUs: null });
    for (const name of [/Time/, /Transactions/, /Outcome/])
      expect(chip(name).getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByRole('status').textContent).toBe('no samples');
  });

  it('a report that does not count its samples has not none of them', () => {
    show({ granularity: 'aggregated', samples: 0 });
    expect(screen.getByRole('status').textContent).toBe('samples not in the report');
  });
});

describe('transaction choice', () => {
  const transactions = fakeTransactions();
  const counted = [1, 2, 3, 4, 5, 6];

  it('is "everything" when it lists exactly the counted ones', () => {
    expect(asChoice([6, 5, 4, 3, 2, 1], counted)).toBeNull();
    expect(asChoice([], counted)).toBeNull();
    expect(withToggled([1, 2, 3, 4, 5], 6, counted)).toBeNull();
  });

  it('is put in words', () => {
    expect(choiceLabel(null, transactions, counted)).toBe('all 6');
    expect(choiceLabel([4], transactions, counted)).toBe('Add to cart');
    expect(choiceLabel([1, 2, 3], transactions, counted)).toBe('3 of 6');
  });
});
