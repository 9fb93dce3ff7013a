import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgainstChip } from '../../../panels/against/AgainstChip.tsx';
import { FakeRunWindow, openFakeRun } from '../../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../../panels/testing/prepare-window.ts';
import { useSelectedRun } from '../../../state/use-store.ts';
import { fakeRun } from '../../../testing/fake-data.ts';
import type { FakeHandlers } from '../../../testing/fake-engine.ts';
import { ExplorerView } from '../ExplorerView.tsx';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

function Chip() {
  const run = useSelectedRun();
  return run === null ? null : <AgainstChip run={run} />;
}

/** The fake run as side B, held against another one. */
async function shown(handlers: FakeHandlers = {}) {
  const open = openFakeRun({ name: 'Nightly 2214' }, handlers);
  const { actions, workspace } = open.store.getState();
  const [run] = workspace.runs;
  actions.setContents([run!, fakeRun({ ...run!, id: 7, name: 'Nightly 2213' })], []);
  actions.setView('explorer');
  actions.setAgainst({ runId: run!.id, baselineRunId: 7, mapping: [] });
  render(
    <FakeRunWindow open={open}>
      <Chip />
      <ExplorerView />
    </FakeRunWindow>,
  );
  await waitFor(() => expect(words('Distribution')).toContain('A, 1,000 samples'));
  return { ...open, user: userEvent.setup() };
}

const words = (view: string): string =>
  within(screen.getByRole('region', { name: view }))
    .queryByRole('img')
    ?.getAttribute('aria-label') ?? '';
const filters = (open: Awaited<ReturnType<typeof shown>>, method: string, runId: number) =>
  open.engine.calls
    .filter((call) => call.method === method)
    .map((call) => (call.params as { filter: { runId: number } }).filter)
    .filter((filter) => filter.runId === runId);

describe('the explorer of two runs', () => {
  it('draws A beside B in the distribution and over time, with their tables', async () => {
    const { user } = await shown();
    expect(words('Distribution')).toContain('B, 1,000 samples');
    await waitFor(() => expect(words('Over time')).toMatch(/B p50 from .*A p50 from /u));
    const view = screen.getByRole('region', { name: 'Distribution' });
    expect(within(view).getByTitle('A: Nightly 2213').textContent).toBe('A');
    expect(within(view).getByTitle('B: Nightly 2214').textContent).toBe('B');
    await user.click(within(view).getByRole('radio', { name: 'ECDF' }));
    await user.click(within(view).getByRole('button', { name: 'Show as table' }));
    const headers = await within(view).findAllByRole('columnheader');
    expect(headers.map((header) => header.textContent)).toEqual(['Percentile', 'A, ms', 'B, ms', 'Δ, ms']);
  });

  it('reads both sides by keyboard', async () => {
    const { user } = await shown();
    const view = screen.getByRole('region', { name: 'Distribution' });
    act(() => within(view).getByRole('application').focus());
    await user.keyboard('{ArrowRight}');
    await waitFor(() =>
      expect(
        within(view)
          .getAllByRole('status')
          .map((each) => each.textContent)
          .join(),
      ).toMatch(/ms, A p\d.*, B p\d.*, B at p\d/u),
    );
  });

  it('takes the selection over to A: span, outcome, and transactions by their names', async () => {
    const open = await shown({
      // On side A the same names have other ids.
      'runs.transactions': ({ runId }) =>
        runId === 7
          ? [
              { id: 40, label: 'Add to cart', kind: 'request' as const },
              { id: 41, label: 'Gift wrap', kind: 'request' as const },
            ]
          : [
              { id: 1, label: 'Add to cart', kind: 'request' as const },
              { id: 2, label: 'Checkout: place order', kind: 'request' as const },
            ],
    });
    const { actions } = open.store.getState();
    act(() => actions.setSelection({ time: { fromMs: 0, toMs: 20_000 }, transactions: [1], outcome: 'ok' }));
    await waitFor(() =>
      expect(filters(open, 'latency.curve', 7).at(-1)).toMatchObject({
        time: { fromMs: 0, toMs: 20_000 },
        transactions: [40],
        outcome: 'ok',
      }),
    );
    // Over time the whole of it is drawn, as of this run.
    await waitFor(() =>
      expect(filters(open, 'latency.series', 7).at(-1)).toMatchObject({ time: null, transactions: [40] }),
    );
    act(() => actions.setTransactions([2]));
    await screen.findByText('A has none of these transactions');
    await waitFor(() => expect(words('Distribution')).toContain('A: no samples.'));
  });

  it('says so where A cannot be narrowed as B is', async () => {
    const open = await shown();
    const { actions, workspace } = open.store.getState();
    const report = { ...workspace.runs[1]!, granularity: 'aggregated' as const };
    act(() => {
      actions.setContents([workspace.runs[0]!, report], []);
      actions.setSelection({ time: { fromMs: 0, toMs: 20_000 }, outcome: 'ok' });
    });
    await screen.findByText('A cannot be narrowed like this: all of it is shown');
    await waitFor(() =>
      expect(filters(open, 'latency.curve', 7).at(-1)).toMatchObject({ time: null, outcome: 'all' }),
    );
  });

  it('is that of one run again when the chip is taken away, or another run is opened', async () => {
    const { user, store } = await shown();
    expect(screen.getByText('Nightly 2213', { selector: '.chip *' })).toBeTruthy();
    act(() => store.getState().actions.selectRun(7));
    await waitFor(() => expect(words('Distribution')).toContain('Whole run, 1,000 samples'));
    expect(screen.queryByRole('button', { name: 'Clear against a' })).toBeNull();
    act(() => store.getState().actions.selectRun(1));
    await waitFor(() => expect(words('Distribution')).toContain('A, 1,000 samples'));
    await user.click(screen.getByRole('button', { name: 'Clear against a' }));
    await waitFor(() => expect(words('Distribution')).toContain('Whole run, 1,000 samples'));
    expect(words('Over time')).not.toContain('A p50');
    expect(store.getState().against.pair).toBeNull();
  });
});
