import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import { OverviewView } from './OverviewView.tsx';

/** What the overview says of a run beside its figures: phases, incidents, errors, and how far all that can be trusted. */
function showRun(...args: Parameters<typeof openFakeRun>) {
  const open = openFakeRun(...args);
  render(
    <FakeRunWindow open={open}>
      <OverviewView />
    </FakeRunWindow>,
  );
  return open;
}

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

describe('how far figures can be trusted', () => {
  it('opens the evidence, and what would settle it', async () => {
    showRun();
    const user = userEvent.setup();
    await user.click(
      await screen.findByRole('button', { name: 'What would settle it: Injector saturation' }),
    );
    const evidence = await screen.findByRole('dialog', { name: 'Injector saturation: evidence' });
    expect(evidence.textContent).toContain('Series of CPUnone');
    expect(evidence.textContent).toContain('Attach the CPU of the injectors.');
    expect(evidence.textContent).toContain('diagnostics.honesty {"runId":1}');
    // Nothing to show, nothing to open.
    expect(screen.queryByRole('button', { name: /: Load model$/ })).toBeNull();
  });

  it('keeps the plain facts where the engine cannot tell', async () => {
    showRun(
      {},
      {
        'diagnostics.honesty': () => {
          throw new AppError('query-failed', 'The file could not be read.');
        },
      },
    );
    const facts = screen.getByRole('complementary', { name: 'What the figures rest on' });
    expect((await within(facts).findByRole('alert')).textContent).toContain('The file could not be read.');
    expect(facts.textContent).toContain('Clock resolution1 ms');
  });
});

describe('incidents', () => {
  const incidents = () => screen.getByRole('grid', { name: 'Incidents' });
  const showIncidents = (): void => screen.getByRole('tab', { name: 'Incidents' }).click();

  it('are listed with span, transactions, excess and phase', async () => {
    showRun();
    act(showIncidents);
    await screen.findByText('2 in the whole run, 1 while steady; Enter opens one');
    const rows = within(incidents())
      .getAllByRole('row')
      .slice(1)
      .map((row) =>
        within(row)
          .getAllByRole('gridcell')
          .map((cell) => cell.textContent),
      );
    expect(rows).toEqual([
      ['01:00–01:10', 'errors', 'Checkout: place order', '+10 failed', 'spike'],
      ['00:30.0–00:32.0', 'slow', 'Checkout: place order and 1 more', '+4.2 s', 'steady'],
    ]);
  });

  it('Enter selects the span and opens the explorer; Space stays', async () => {
    const { store } = showRun();
    act(showIncidents);
    const user = userEvent.setup();
    await screen.findByText('+10 failed');
    act(() => incidents().focus());
    await user.keyboard(' ');
    expect(store.getState().selection.time).toEqual({ fromMs: 60_000, toMs: 70_000 });
    expect(store.getState().layout.view).not.toBe('explorer');
    await user.keyboard('{ArrowDown}{Enter}');
    expect(store.getState().selection.time).toEqual({ fromMs: 30_000, toMs: 32_000 });
    expect(store.getState().layout.view).toBe('explorer');
  });

  it('a calm run says so, and one without instants has none', async () => {
    showRun({}, { 'diagnostics.incidents': () => [] });
    act(showIncidents);
    expect(await screen.findByText(/No stretch of time was slower/)).toBeTruthy();
    cleanup();
    const { engine } = showRun({ startedAtUs: null, endedAtUs: null, durationMs: 0 });
    await screen.findByRole('grid', { name: 'Transactions' });
    expect(screen.queryByRole('tab', { name: 'Incidents' })).toBeNull();
    expect(engine.countOf('diagnostics.incidents')).toBe(0);
    expect(engine.countOf('phases.get')).toBe(0);
    expect(screen.getByText('no phases: the file has no time stamps')).toBeTruthy();
  });
});

describe('errors', () => {
  it('a click selects the failures of the code; the list stays, another click lets them go', async () => {
    const { store } = showRun();
    const user = userEvent.setup();
    const message = await screen.findByText('No healthy upstream');
    const row = message.closest('[role="row"]');
    expect(row?.textContent).toBe('503No healthy upstream1010001:01–01:10Checkout: place order');
    await user.click(message);
    expect(store.getState().selection).toMatchObject({
      outcome: 'failed',
      conditions: [{ field: 'code', values: ['503'], not: false }],
    });
    await waitFor(() =>
      expect(screen.getByText('No healthy upstream').closest('[role="row"]')?.className).toContain(
        'is-marked',
      ),
    );
    await user.click(screen.getByText('No healthy upstream'));
    expect(store.getState().selection).toMatchObject({ outcome: 'all', conditions: [] });
  });

  it('of a part of the run the counts of both stand side by side', async () => {
    const { store } = showRun();
    await screen.findByText('No healthy upstream');
    act(() => store.getState().actions.setTime({ fromMs: 60_000, toMs: 65_000 }));
    await waitFor(() =>
      expect(screen.getByText('No healthy upstream').closest('[role="row"]')?.textContent).toMatch(
        /^503No healthy upstream510100/,
      ),
    );
  });
});

describe('what kind of test it was', () => {
  it('is said with reasons, phases and recovery', async () => {
    const { store } = showRun();
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'test type: load + spike' }));
    const popup = await screen.findByRole('dialog', { name: 'Test type and phases' });
    expect(popup.textContent).toContain('One plateau of 5 threads.');
    expect(popup.textContent).toContain('not recovered within 30 s');
    await user.click(within(popup).getByRole('button', { name: /^spike, 01:00 to 01:10/ }));
    expect(store.getState().selection.time).toEqual({ fromMs: 60_000, toMs: 70_000 });
  });

  it('the way to the steady phase, and what the figures are of', async () => {
    const { store } = showRun();
    await userEvent.setup().click(await screen.findByRole('button', { name: 'Use the steady phase, 50 s' }));
    expect(store.getState().selection.time).toEqual({ fromMs: 10_000, toMs: 60_000 });
    expect(await screen.findByText('Figures use steady: 50 s, 500 samples')).toBeTruthy();
    act(() => store.getState().actions.setTime({ fromMs: 0, toMs: 10_000 }, { moving: true }));
    act(() => store.getState().actions.setTime({ fromMs: 0, toMs: 20_000 }));
    expect(await screen.findByText('Figures use 20 s, 200 samples')).toBeTruthy();
  });
});
