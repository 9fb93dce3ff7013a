import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { comparedMetrics, type Comparison } from '#shared/model/comparison.ts';
import { fakeVerdict } from '../../panels/testing/fake-comparison.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import { OverviewView } from './OverviewView.tsx';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

async function show(handlers: FakeHandlers = {}) {
  const open = openFakeRun({}, handlers);
  render(
    <FakeRunWindow open={open}>
      <OverviewView />
    </FakeRunWindow>,
  );
  await screen.findByRole('button', { name: /^Response time/ });
  return { ...open, user: userEvent.setup() };
}

const headline = () => screen.getByRole('region', { name: 'Headline figures' }).textContent;
const lastCells = () =>
  within(screen.getByRole('grid', { name: 'Transactions' }))
    .getAllByRole('row')
    .slice(2)
    .map((row) => {
      const cells = within(row).getAllByRole('gridcell');
      return `${cells[0]?.textContent ?? ''}: ${cells.at(-1)?.textContent ?? ''}`;
    });

describe('gates in the overview', () => {
  it('say beside every transaction whether it keeps its limits', async () => {
    await show();
    expect(screen.getByRole('columnheader', { name: 'SLO, p95 < 200 ms' })).toBeTruthy();
    expect(lastCells()).toEqual(['Checkout: place order: failed', 'Add to cart: passed']);
  });

  it('select a transaction of their evidence; the headline shows its limit then', async () => {
    const { user, store } = await show();
    expect(headline()).toContain('1 of 2 over 200 ms');
    await user.click(screen.getByRole('button', { name: /^Response time/ }));
    await user.click(await screen.findByRole('button', { name: 'Add to cart' }));
    expect(store.getState().selection.transactions).toEqual([1]);
    await waitFor(() => expect(headline()).toContain('passed, limit 200 ms'));
  });

  it('are judged once, whatever is selected', async () => {
    const { engine, store } = await show();
    act(() => store.getState().actions.setTime({ fromMs: 0, toMs: 10_000 }));
    await waitFor(() => expect(headline()).toContain('100 samples'));
    expect(engine.countOf('gates.evaluate')).toBe(1);
  });
});

describe('p95 against the baseline', () => {
  const comparison: Comparison = {
    baseline: [],
    candidate: [],
    checks: [],
    verdicts: [
      fakeVerdict({ label: null, deltaRatio: 0.012, verdict: 'no-change' }),
      fakeVerdict({ metric: 'p50', label: 'Add to cart', deltaRatio: 0.9 }),
      fakeVerdict({ label: 'Checkout: place order', deltaRatio: 0.178, ci95: [0.13, 0.23] }),
    ],
    added: [],
    removed: [],
    verdict: 'regressed',
    sentence: '',
  };

  it('is not there without a baseline', async () => {
    const { engine } = await show();
    expect(screen.queryByRole('columnheader', { name: 'p95 against A' })).toBeNull();
    expect(engine.countOf('compare.run')).toBe(0);
  });

  it('is that of the comparison, with its margins, and its interval in the tooltip', async () => {
    const { engine, store } = await show({ 'compare.run': () => comparison });
    const { setComparedRuns, setCompareMargin } = store.getState().actions;
    act(() => {
      setComparedRuns('baseline', [7]);
      setComparedRuns('candidate', [1]);
      setCompareMargin(null, { ratio: 0.2, ms: 5 });
    });
    expect(await screen.findByRole('columnheader', { name: 'p95 against A' })).toBeTruthy();
    await waitFor(() => expect(grid()).toContain('+17.8 % regressed'));
    expect(screen.getByText('+17.8 % regressed').getAttribute('title')).toContain('+13 to +23 %');
    expect(grid()).toContain('+1.2 % no change');
    expect(grid()).not.toContain('+90');
    const asked = engine.calls.filter(({ method }) => method === 'compare.run').at(-1)?.params;
    expect(asked).toMatchObject({
      request: {
        baseline: { runIds: [7] },
        candidate: { runIds: [1] },
        margin: { ratio: 0.2, ms: 5 },
        metrics: comparedMetrics,
      },
    });
  });
});

const grid = () => screen.getByRole('grid', { name: 'Transactions' }).textContent;
