import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

async function show() {
  const open = openFakeRun();
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
