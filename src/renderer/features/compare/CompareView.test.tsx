import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { followEngine } from '../../data/engine-events.ts';
import {
  BASELINE_RUN,
  CANDIDATE_RUN,
  fakeCompareHandlers,
  fakeComparison,
  fakeVerdict,
} from '../../panels/testing/fake-comparison.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import { ownStylesOnly } from '../../testing/own-styles.ts';
import { fakeRun } from '../../testing/fake-data.ts';
import { deferred, type FakeHandlers } from '../../testing/fake-engine.ts';
import { CompareView } from './CompareView.tsx';

ownStylesOnly();
let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

/** With both sides chosen unless told otherwise. */
function show(handlers: FakeHandlers = {}, sides: readonly [number[], number[]] = [[1], [2]]) {
  const runs = [BASELINE_RUN, CANDIDATE_RUN];
  const open = openFakeRun({}, { ...fakeCompareHandlers(), 'runs.list': () => runs, ...handlers });
  const { actions } = open.store.getState();
  actions.setContents(runs, []);
  actions.newComparison(...sides);
  const follower = followEngine(open.engine.client, actions);
  render(
    <FakeRunWindow open={open}>
      <CompareView />
    </FakeRunWindow>,
  );
  return { ...open, follower, user: userEvent.setup() };
}

/** A dialog that is closing still hides the page from roles. */
const rows = () =>
  within(screen.getByRole('grid', { name: 'Verdicts by transaction', hidden: true }))
    .getAllByRole('row', { hidden: true })
    .slice(2)
    .map((row) => within(row).getAllByRole('gridcell', { hidden: true }));
const column = (index: number) => rows().map((cells) => cells[index]!.textContent);
const verdictOf = (label: string) =>
  rows()
    .find((cells) => cells[0]?.textContent === label)
    ?.map((cell) => cell.textContent)
    .find((text) => /regressed|inconclusive|improved|no change/u.test(text));
const request = (engine: { readonly calls: readonly { method: string; params: unknown }[] }) =>
  engine.calls.findLast((call) => call.method === 'compare.run')?.params as {
    request: Record<string, unknown>;
  };

async function shown(...args: Parameters<typeof show>) {
  const result = show(...args);
  await screen.findByRole('region', { name: 'Details' });
  return result;
}

async function waive(user: ReturnType<typeof userEvent.setup>) {
  await user.click(screen.getByRole('button', { name: 'Waive with a reason' }));
  await user.type(await screen.findByRole('textbox', { name: 'Reason' }), 'A smoke test');
  await user.click(screen.getByRole('button', { name: 'Waive the check' }));
  await screen.findByText('A smoke test');
}

describe('comparison', () => {
  it('asks for sides first, and offers the latest runs', async () => {
    const { store, engine, user } = show({}, [[], []]);
    expect(screen.getByText('Choose what to compare')).toBeTruthy();
    expect(engine.countOf('compare.run')).toBe(0);
    await user.click(screen.getByRole('button', { name: 'Compare Nightly 2213 with Nightly 2214' }));
    expect(store.getState().compare.draft).toMatchObject({
      baseline: { runIds: [1] },
      candidate: { runIds: [2] },
    });
    await screen.findByRole('region', { name: 'Details' });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Nightly 2213 against Nightly 2214');
  });

  it('takes a run alone by a click, several by their boxes', async () => {
    const { store, user } = await shown();
    await user.click(screen.getByRole('button', { name: /Runs of the candidate/ }));
    const list = await screen.findByRole('listbox', { name: 'Runs of the candidate' });
    const other = within(list).getByRole('option', { name: /Nightly 2213/ });
    await user.click(other.querySelector('.tick-list__box')!);
    expect(store.getState().compare.draft.candidate.runIds).toEqual([2, 1]);
    await user.click(within(other).getByText('Nightly 2213'));
    expect(store.getState().compare.draft.candidate.runIds).toEqual([1]);
  });

  it('holds every verdict at inconclusive until a failed check is waived with a reason', async () => {
    const { user, store } = await shown();
    expect(new Set(column(6))).toEqual(new Set(['inconclusive']));
    expect(screen.getByText('not comparable')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Waive with a reason' }));
    expect((await screen.findByRole('button', { name: 'Waive the check' })).hasAttribute('disabled')).toBe(
      true,
    );
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await waive(user);
    await waitFor(() =>
      expect(column(6)).toEqual(['regressed', 'inconclusive', 'improved', 'no change', 'no change']),
    );
    expect(screen.getByText('1 waived')).toBeTruthy();
    await act(() => store.getState().actions.undo());
    await waitFor(() => expect(new Set(column(6))).toEqual(new Set(['inconclusive'])));
  });

  it('judges one transaction by a margin of its own, and takes that back', async () => {
    const { user, store, engine } = await shown();
    await waive(user);
    await waitFor(() => expect(verdictOf('Checkout: place order')).toBe('regressed'));
    const details = screen.getByRole('region', { name: 'Details' });
    expect(within(details).getByText('p95 of Checkout: place order is regressed.')).toBeTruthy();
    await user.click(within(details).getByRole('button', { name: 'Margin ±10 % and 5 ms' }));
    const field = await screen.findByRole('textbox', { name: 'Margin in percent' });
    await user.clear(field);
    await user.type(field, 'much');
    expect(screen.getByRole('button', { name: 'Set the margin' }).hasAttribute('disabled')).toBe(true);
    await user.clear(field);
    await user.type(field, '40');
    await user.click(screen.getByRole('button', { name: 'Set the margin' }));
    await waitFor(() => expect(verdictOf('Checkout: place order')).toBe('no change'));
    expect(verdictOf('Search products')).toBe('improved');
    expect(request(engine).request['margins']).toEqual([
      { label: 'Checkout: place order', margin: { ratio: 0.4, ms: 5 } },
    ]);
    await act(() => store.getState().actions.undo());
    await waitFor(() => expect(verdictOf('Checkout: place order')).toBe('regressed'));
  });

  it('moves through the rows with the arrow keys; Enter opens the explorer with both runs', async () => {
    const { user, store } = await shown();
    act(() => screen.getByRole('grid', { name: 'Verdicts by transaction' }).focus());
    await user.keyboard('{ArrowDown}');
    const second = column(0)[1]!;
    await waitFor(() =>
      expect(screen.getAllByRole('heading', { level: 2 }).map((h) => h.textContent)).toContain(second),
    );
    expect(store.getState().compare.chosen).toBe(second);
    act(() => store.getState().actions.chooseCompared('Add to cart'));
    await user.keyboard('{Home}{Enter}');
    await waitFor(() => expect(store.getState().layout.view).toBe('explorer'));
    expect(store.getState().against.pair).toEqual({ runId: 2, baselineRunId: 1, mapping: [] });
    expect(store.getState().selection.runId).toBe(2);
  });

  it('shows verdicts of one kind, of a name, and of another metric', async () => {
    const { user } = await shown();
    await waive(user);
    await waitFor(() => expect(verdictOf('Search products')).toBe('improved'));
    await user.click(screen.getByRole('button', { name: 'improved, 1' }));
    expect(column(0)).toEqual(['Search products']);
    await user.click(screen.getByRole('button', { name: 'improved, 1' }));
    await user.type(screen.getByRole('textbox', { name: 'Filter transactions' }), 'checkout');
    expect(column(0)).toEqual(['Checkout: place order', 'Checkout: shipping quote']);
    await user.click(
      within(screen.getByRole('radiogroup', { name: 'Metric' })).getByRole('radio', { name: 'Errors' }),
    );
    expect(screen.getByText('Errors: 5 no change')).toBeTruthy();
  });

  it('swaps the sides', async () => {
    const { user, store } = await shown();
    await user.click(screen.getByRole('button', { name: 'Swap the sides' }));
    expect(store.getState().compare.draft.baseline.runIds).toEqual([2]);
    await waitFor(() =>
      expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Nightly 2214 against Nightly 2213'),
    );
  });

  it('sets the window of a side', async () => {
    const { user, store } = await shown();
    await user.click(screen.getAllByTitle('Choose the window that is compared')[1]!);
    const dialog = await screen.findByRole('dialog', { name: /Window of the candidate/ });
    await user.click(within(dialog).getByRole('radio', { name: 'Whole run' }));
    expect(store.getState().compare.draft.candidate.windows).toEqual(['all']);
    const slider = await within(dialog).findByRole('slider', { name: 'Time selection' });
    act(() => slider.focus());
    await user.keyboard('{Shift>}{ArrowLeft}{/Shift}');
    await waitFor(() =>
      expect(store.getState().compare.draft.candidate.windows).toEqual([{ fromMs: 0, toMs: 99_000 }]),
    );
  });

  it('pairs transactions that have another name', async () => {
    const { user, engine } = await shown();
    const bar = screen.getByRole('group', { name: 'Not on both sides' });
    expect(bar.textContent).toContain('1 only in A: Log out');
    expect(bar.textContent).toContain('2 only in B: Sign out, Gift wrap');
    await user.click(within(bar).getByRole('button', { name: 'Pair transactions…' }));
    await user.selectOptions(
      await screen.findByRole('combobox', { name: 'Name of Log out in B' }),
      'Sign out',
    );
    await user.click(screen.getByRole('button', { name: 'Use 1 pair' }));
    await waitFor(() =>
      expect(request(engine).request['mapping']).toEqual([{ baseline: 'Log out', candidate: 'Sign out' }]),
    );
    expect(await screen.findByText('1 pair by hand')).toBeTruthy();
  });

  it('draws the distributions, and has them as tables', async () => {
    const { user } = await shown();
    const curve = screen.getByRole('region', { name: 'Percentile curve' });
    await waitFor(() =>
      expect(within(curve).getByRole('img').getAttribute('aria-label')).toContain('A, 90 samples'),
    );
    const shift = screen.getByRole('region', { name: 'Shift function' });
    await waitFor(() =>
      expect(within(shift).getByRole('img').getAttribute('aria-label')).toContain(
        'Beyond the margin: p90, p95, p99.',
      ),
    );
    await user.click(within(shift).getByRole('button', { name: 'Show as table' }));
    expect(within(shift).getAllByRole('row')).toHaveLength(12);
    expect(screen.getByText('+0.06, negligible overall')).toBeTruthy();
  });

  it('has all figures of a verdict in its tooltip, and for the keyboard', async () => {
    const { user } = await shown();
    const open = screen.getByRole('button', { name: /^Figures of the verdict/u });
    act(() => open.focus());
    await user.keyboard('{Enter}');
    const facts = await screen.findByRole('dialog', { name: 'Figures of the verdict' });
    const names = within(facts)
      .getAllByRole('term')
      .map((term) => term.textContent);
    expect(names).toEqual(
      expect.arrayContaining([
        'Change',
        '95 % interval',
        'Margin',
        'p (Holm)',
        'Samples',
        'Time blocks',
        'Smallest detectable',
      ]),
    );
    const tooltip = document.querySelector('[role="row"] .verdicts__forest[title*="p (Holm)"]')!;
    for (const name of names) expect(tooltip.getAttribute('title')).toContain(`${name}: `);
  });

  it('sets the margin of a transaction by a double click on its band', async () => {
    const { user, store } = await shown();
    const band = rows()
      .find((cells) => cells[0]?.textContent === 'Add to cart')!
      .flatMap((cell) => [...cell.querySelectorAll('.verdicts__forest')])[0]!;
    await user.dblClick(band);
    const dialog = await screen.findByRole('dialog', { name: 'Margin of one transaction' });
    expect(dialog.textContent).toContain('Add to cart');
    await user.clear(within(dialog).getByRole('textbox', { name: 'Margin in percent' }));
    await user.type(within(dialog).getByRole('textbox', { name: 'Margin in percent' }), '20');
    await user.click(within(dialog).getByRole('button', { name: 'Set the margin' }));
    expect(store.getState().compare.draft.margins).toEqual([
      { label: 'Add to cart', margin: { ratio: 0.2, ms: 5 } },
    ]);
    expect(store.getState().layout.view).not.toBe('explorer');
  });

  it('limits the charts, not the verdicts, to a brushed span and says so', async () => {
    const { user, engine } = await shown();
    const before = engine.countOf('compare.run');
    const paired = screen.getByRole('region', { name: 'Percentiles over time' });
    const slider = await within(paired).findByRole('slider', { name: 'Time selection' });
    act(() => slider.focus());
    await user.keyboard('{ArrowRight}');
    expect(await screen.findByText(/verdicts keep their windows/)).toBeTruthy();
    await waitFor(() =>
      expect(engine.calls.findLast((call) => call.method === 'compare.distributions')?.params).toMatchObject({
        baseline: { window: { fromMs: 0, toMs: 10_000 } },
        candidate: { window: { fromMs: 0, toMs: 10_000 } },
      }),
    );
    expect(engine.countOf('compare.run')).toBe(before);
    await user.click(screen.getByRole('button', { name: 'Show all' }));
    expect(screen.queryByText(/verdicts keep their windows/)).toBeNull();
  });

  it('shows where the samples of both sides lie', async () => {
    const { user, engine, store } = await shown();
    // The fake run knows this transaction by the same name.
    act(() => store.getState().actions.chooseCompared('Add to cart'));
    expect(engine.countOf('latency.cube')).toBe(0);
    await user.click(screen.getByRole('radio', { name: 'Heat maps' }));
    const maps = await screen.findByRole('region', { name: 'Heat maps' });
    await waitFor(() =>
      expect(within(maps).getByRole('img').getAttribute('aria-label')).toContain('Most samples of A lie at'),
    );
    expect(engine.countOf('latency.cube')).toBe(2);
  });

  it('shows one run of a side that is chosen, or all of them together, and says which', async () => {
    const third = fakeRun({ ...BASELINE_RUN, id: 3, name: 'Nightly 2215' });
    const { user, store, engine } = await shown();
    act(() => {
      store.getState().actions.setContents([BASELINE_RUN, CANDIDATE_RUN, third], []);
      store.getState().actions.newComparison([1], [2, 3]);
    });
    const curve = await screen.findByRole('region', { name: 'Percentile curve' });
    const paired = screen.getByRole('region', { name: 'Percentiles over time' });
    await within(curve).findByText(/A: Nightly 2213, B: Nightly 2214/);
    expect(engine.countOf('compare.curve')).toBe(0);
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Run of B in the charts' }), '1');
    await within(curve).findByText(/B: Nightly 2215/);
    await within(paired).findByText(/B: Nightly 2215/);
    const distributions = () =>
      engine.calls.findLast((call) => call.method === 'compare.distributions')?.params;
    await waitFor(() => expect(distributions()).toMatchObject({ candidate: { runId: 3 } }));
    const extent = screen.getByRole('radiogroup', {
      name: 'Runs in the percentile curve and the shift function',
    });
    await user.click(within(extent).getByRole('radio', { name: 'All runs' }));
    await within(curve).findByText(/A: Nightly 2213, B: all 2 runs/);
    // Over time each run has its own picture.
    expect(within(paired).getByText(/B: Nightly 2215/)).toBeTruthy();
    const window = { fromMs: 0, toMs: BASELINE_RUN.durationMs };
    await waitFor(() =>
      expect(distributions()).toMatchObject({
        baseline: { runId: 1 },
        candidate: {
          runs: [
            { runId: 2, window },
            { runId: 3, window },
          ],
        },
      }),
    );
    await waitFor(() =>
      expect(within(curve).getByRole('img').getAttribute('aria-label')).toContain('B, 180 samples'),
    );
  });

  it('lists the errors of both sides', async () => {
    const { user } = await shown();
    await user.click(
      within(screen.getByRole('radiogroup', { name: 'Details' })).getByRole('radio', { name: 'Errors' }),
    );
    const grid = await screen.findByRole('grid', { name: 'Errors of both sides' });
    await waitFor(() => expect(within(grid).getAllByRole('row').length).toBeGreaterThan(1));
    expect(within(grid).getByText('503 No healthy upstream')).toBeTruthy();
  });

  it('shows verdicts as they arrive, provisionally, and can be cancelled', async () => {
    const answer = deferred<'compare.run'>();
    const { engine, follower, user } = show({ 'compare.run': () => answer.promise });
    await follower.ready;
    await waitFor(() => expect(engine.countOf('compare.run')).toBe(1));
    const { token } = engine.calls.findLast((call) => call.method === 'compare.run')!.params as {
      token: string;
    };
    act(() => engine.push('compare.progress', { token, done: 1, total: 4, verdicts: [fakeVerdict()] }));
    await waitFor(() => expect(column(0)).toEqual(['Checkout: place order']));
    expect(verdictOf('Checkout: place order')).toBe('regressed…');
    expect(
      screen
        .getByRole('progressbar', { name: 'The comparison is being computed' })
        .getAttribute('aria-valuenow'),
    ).toBe('25');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.getByText('Stopped.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Compare' }));
    await waitFor(() => expect(engine.countOf('compare.run')).toBe(2));
  });

  it('never shows the verdicts of another pair', async () => {
    const answers = [deferred<'compare.run'>()];
    let asked = 0;
    const { store } = await shown({
      'compare.run': ({ request: of }) => (asked++ === 0 ? fakeComparison(of) : answers[0]!.promise),
    });
    act(() => store.getState().actions.swapSides());
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Details' })).toBeNull());
    expect(screen.getByText('being checked')).toBeTruthy();
  });

  it('says what went wrong, and tries again', async () => {
    let fails = true;
    const { user } = show({
      'compare.run': ({ request: of }) => {
        if (fails)
          throw new AppError('query-failed', 'The baseline has no samples.', { hint: 'Choose another run.' });
        return fakeComparison(of);
      },
    });
    expect(await screen.findByText('The baseline has no samples.')).toBeTruthy();
    fails = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('region', { name: 'Details' })).toBeTruthy();
  });

  it('is saved under a name, and comes back as it was', async () => {
    const { user, store, engine } = await shown();
    await waive(user);
    await user.click(screen.getByRole('button', { name: 'Save…' }));
    const name = await screen.findByRole('textbox', { name: 'Name of the comparison' });
    await user.clear(name);
    await user.type(name, 'Release 4.18{Enter}');
    await waitFor(() => expect(store.getState().compare.saved?.name).toBe('Release 4.18'));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Release 4.18');
    const { saved } = store.getState().compare;
    act(() => store.getState().actions.newComparison());
    act(() => store.getState().actions.openComparison(saved!));
    expect(await screen.findByText('A smoke test')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Save' }).hasAttribute('disabled')).toBe(true);
    expect(engine.countOf('comparisons.save')).toBe(1);
    // Neither saving, renaming nor removing makes any figure stale.
    const asked = () =>
      (['compare.run', 'compare.distributions', 'latency.curve', 'phases.get'] as const).map((method) =>
        engine.countOf(method),
      );
    const before = asked();
    await user.click(screen.getByRole('button', { name: 'Comparison: more' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Rename…' }));
    const other = await screen.findByRole('textbox', { name: 'Name of the comparison' });
    await user.clear(other);
    await user.type(other, 'Release 4.19{Enter}');
    await waitFor(() => expect(store.getState().compare.saved?.name).toBe('Release 4.19'));
    await user.click(await screen.findByRole('button', { name: 'Comparison: more' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Remove from the workspace' }));
    await waitFor(() => expect(store.getState().compare.saved).toBeNull());
    expect(engine.countOf('comparisons.remove')).toBe(1);
    expect(asked()).toEqual(before);
  });

  it('shows the trend of more than two runs', async () => {
    const { user, store, engine } = await shown();
    act(() =>
      store
        .getState()
        .actions.setContents([BASELINE_RUN, CANDIDATE_RUN, fakeRun({ id: 3, name: 'Nightly 2215' })], []),
    );
    await user.click(await screen.findByRole('radio', { name: 'Trend' }));
    const trend = await screen.findByRole('region', { name: 'Trend' });
    await waitFor(() =>
      expect(within(trend).getByRole('img').getAttribute('aria-label')).toContain('over 3 runs'),
    );
    expect(engine.calls.findLast((call) => call.method === 'compare.trend')?.params).toMatchObject({
      runIds: [1, 2, 3],
      label: 'Checkout: place order',
    });
  });
});
