import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeReportHandlers, REPORTED } from '../../panels/testing/fake-report-engine.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import { ExplorerView } from './ExplorerView.tsx';

function showRun(...args: Parameters<typeof openFakeRun>) {
  const open = openFakeRun(...args);
  render(
    <FakeRunWindow open={open}>
      <ExplorerView />
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

const distribution = () => screen.getByRole('region', { name: 'Distribution' });
const curveText = () => within(distribution()).queryByRole('img')?.getAttribute('aria-label') ?? '';

async function shown() {
  const result = showRun();
  await screen.findByRole('slider', { name: 'Time selection' });
  await waitFor(() => expect(curveText()).toContain('Whole run, 1,000 samples'));
  // The brush lies on the bins of the cube, which is built in slices.
  await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
  return result;
}

describe('explorer', () => {
  it('the keyboard brushes: one selection for all views', async () => {
    const { store } = await shown();
    const slider = screen.getByRole('slider', { name: 'Time selection' });
    const user = userEvent.setup();
    act(() => slider.focus());
    await user.keyboard('{ArrowRight}');
    expect(store.getState().selection.time).toEqual({ fromMs: 0, toMs: 10_000 });
    expect(store.getState().selection.moving).toBe(true);
    expect(within(distribution()).getByText('≈ estimate')).toBeTruthy();
    await waitFor(() => expect(store.getState().selection.moving).toBe(false));
    await waitFor(() => expect(within(distribution()).getByText('exact')).toBeTruthy());
    expect(curveText()).toMatch(/Selection, 100 samples.*Steady phase, 500 samples/);
    expect(slider.getAttribute('aria-valuetext')).toBe('10 s, 100 samples');
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    expect(store.getState().selection.time).toEqual({ fromMs: 0, toMs: 20_000 });
    await user.keyboard('{Escape}');
    expect(store.getState().selection.time).toBeNull();
    expect(slider.getAttribute('aria-valuetext')).toBe('Whole run');
  });

  it('compares with the steady phase, and the steady phase itself with the whole run', async () => {
    const { store } = await shown();
    await waitFor(() => expect(curveText()).toMatch(/Whole run, 1,000 .*Steady phase, 500 samples/));
    expect(within(distribution()).getByText('steady')).toBeTruthy();
    act(() => store.getState().actions.setTime({ fromMs: 10_000, toMs: 60_000 }));
    await waitFor(() => expect(curveText()).toMatch(/Selection, 500 .*Whole run, 1,000 samples/));
    expect(within(distribution()).queryByText('steady')).toBeNull();
  });

  it('the pointer brushes; a drag is estimated while it moves and rests when the button is up', async () => {
    const { store } = await shown();
    const slider = screen.getByRole('slider', { name: 'Time selection' });
    // The plot is 884 px wide and begins 6 px right of the slider's edge.
    const at = (px: number) => ({ clientX: px, offsetX: px + 6, offsetY: 200, pointerId: 1, button: 0 });
    pointer(slider, 'pointerdown', at(0));
    pointer(slider, 'pointermove', at(442));
    expect(store.getState().selection.time).toEqual({ fromMs: 0, toMs: 50_000 });
    expect(store.getState().selection.moving).toBe(true);
    pointer(slider, 'pointerup', at(442));
    expect(store.getState().selection.moving).toBe(false);
    expect(store.getState().selection.back).toHaveLength(1);
    fireEvent.doubleClick(slider, at(200));
    await waitFor(() => expect(store.getState().selection.time?.toMs ?? null).toBeNull());
  });

  it('from the button going down until it is up nothing is asked in the background', async () => {
    const { queries } = await shown();
    const release = vi.fn();
    const hold = vi.spyOn(queries, 'holdBackground').mockReturnValue(release);
    const slider = screen.getByRole('slider', { name: 'Time selection' });
    const at = (px: number) => ({ offsetX: px + 6, offsetY: 200, button: 0 });
    pointer(slider, 'pointerdown', at(0));
    expect(hold).toHaveBeenCalledTimes(1);
    pointer(slider, 'pointermove', at(442));
    // It rests under the finger, which may move on.
    await act(() => new Promise((resolve) => setTimeout(resolve, 200)));
    pointer(slider, 'pointermove', at(300));
    expect([hold.mock.calls.length, release.mock.calls.length]).toEqual([1, 0]);
    pointer(slider, 'pointerup', at(300));
    expect(release).toHaveBeenCalledTimes(1);
    fireEvent.keyDown(slider, { key: 'ArrowRight' });
    expect([hold.mock.calls.length, release.mock.calls.length]).toEqual([2, 1]);
    await waitFor(() => expect(release).toHaveBeenCalledTimes(2));
  });

  it('a screen that is left in the middle of a drag leaves a selection at rest and holds nothing up', async () => {
    const { store, queries } = await shown();
    const release = vi.fn();
    vi.spyOn(queries, 'holdBackground').mockReturnValue(release);
    const slider = screen.getByRole('slider', { name: 'Time selection' });
    const at = (px: number) => ({ offsetX: px + 6, offsetY: 200, button: 0 });
    pointer(slider, 'pointerdown', at(0));
    pointer(slider, 'pointermove', at(442));
    expect(store.getState().selection.moving).toBe(true);
    cleanup();
    expect(release).toHaveBeenCalledTimes(1);
    const { moving, settled } = store.getState().selection;
    expect(moving).toBe(false);
    expect(settled.time).toEqual({ fromMs: 0, toMs: 50_000 });
  });

  it('the percentiles of the chart are chosen in a menu, one at least', async () => {
    const { store, engine } = await shown();
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Percentiles' }));
    await user.click(await screen.findByRole('checkbox', { name: 'p99.9' }));
    expect(store.getState().layout.charts.percentiles).toEqual([50, 90, 95, 99, 99.9]);
    await waitFor(() =>
      expect(engine.calls.findLast((call) => call.method === 'latency.series')?.params).toMatchObject({
        percentiles: [50, 90, 95, 99, 99.9],
      }),
    );
    for (const name of ['p50, the median', 'p90', 'p95', 'p99'])
      await user.click(screen.getByRole('checkbox', { name }));
    expect(screen.getByRole('checkbox', { name: 'p99.9' }).hasAttribute('data-disabled')).toBe(true);
  });

  it('lanes can be left out', async () => {
    await shown();
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Series' }));
    const errors = await screen.findByRole('checkbox', { name: 'Errors' });
    await user.click(errors);
    expect(errors.getAttribute('aria-checked')).toBe('false');
  });

  it('linear or logarithmic is remembered', async () => {
    const { store } = await shown();
    await userEvent.setup().click(screen.getByRole('radio', { name: 'Linear' }));
    expect(store.getState().layout.charts.latencyScale).toBe('linear');
  });

  it('the curve is a table too', async () => {
    await shown();
    await waitFor(() => expect(curveText()).toContain('Steady phase'));
    await userEvent.setup().click(within(distribution()).getByRole('button', { name: 'Show as table' }));
    const rows = within(within(distribution()).getByRole('grid')).getAllByRole('row');
    expect(rows.map((row) => row.textContent).slice(1, 3)).toEqual(['0.0200.020', '50.02550.025']);
  });

  it('a selection without samples says so', async () => {
    const { store } = await shown();
    act(() => {
      store.getState().actions.setTime({ fromMs: 0, toMs: 1000 });
      store.getState().actions.setOutcome('failed');
    });
    expect(await within(distribution()).findByText('No samples in the selection')).toBeTruthy();
  });
});

describe('the explorer of a report', () => {
  function showReport() {
    const open = openFakeRun(REPORTED, fakeReportHandlers());
    render(
      <FakeRunWindow open={open}>
        <ExplorerView />
      </FakeRunWindow>,
    );
    return open;
  }

  it('draws what was printed as points, and nothing over time', async () => {
    const { engine } = showReport();
    await waitFor(() =>
      expect(curveText()).toBe(
        'Reported percentiles, nothing between them: minimum 0 ms, p50 24.5 ms, p75 27.0 ms, p95 305 ms, maximum 340 ms.',
      ),
    );
    expect(within(distribution()).getByText('reported percentiles only')).toBeTruthy();
    expect(screen.getByText('The report has no history')).toBeTruthy();
    expect(engine.countOf('latency.cube')).toBe(0);
  });

  it('has no curve of several transactions, and says why', async () => {
    const { store } = showReport();
    await waitFor(() => expect(curveText()).toContain('p50 24.5'));
    act(() => store.getState().actions.setTransactions([1, 2]));
    expect(await within(distribution()).findByText('Percentiles cannot be put together')).toBeTruthy();
    act(() => store.getState().actions.setTransactions([1]));
    await waitFor(() => expect(curveText()).toContain('p50 24.0 ms'));
    expect(screen.getByText('The report has no history of this transaction')).toBeTruthy();
    await userEvent.setup().click(screen.getByRole('button', { name: 'Show all transactions' }));
    expect(store.getState().selection.transactions).toBeNull();
  });
});

describe('the explorer of a run without response times', () => {
  it('leads to the overview', async () => {
    const { store, engine } = showRun({ samples: 0, transactionCount: 0 });
    await userEvent.setup().click(screen.getByRole('button', { name: 'Show its metrics' }));
    expect(store.getState().layout.view).toBe('overview');
    expect(engine.calls).toEqual([]);
  });
});

/** jsdom's pointer events have no offset. */
function pointer(
  element: HTMLElement,
  type: string,
  at: { readonly offsetX: number; readonly offsetY: number; readonly button: number },
): void {
  const event = new MouseEvent(type, { bubbles: true, button: at.button });
  Object.defineProperties(event, {
    offsetX: { value: at.offsetX },
    offsetY: { value: at.offsetY },
    pointerId: { value: 1 },
  });
  fireEvent(element, event);
}
