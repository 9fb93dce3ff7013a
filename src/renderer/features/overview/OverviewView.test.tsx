import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import { OverviewView } from './OverviewView.tsx';

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

const headline = () => screen.getByRole('region', { name: 'Headline figures' });
const table = () => screen.getByRole('grid', { name: 'Transactions' });

function rowOf(name: string): string[] {
  const row = within(table())
    .getAllByRole('row')
    .find((candidate) => within(candidate).queryByText(name) !== null);
  return within(row!)
    .getAllByRole('gridcell')
    .map((cell) => cell.textContent);
}

async function exactFigures(): Promise<void> {
  await waitFor(() => expect(headline().textContent).toMatch(/95 % CI|are slower/));
  await waitFor(() => expect(headline().textContent).not.toContain('≈'));
}

describe('overview', () => {
  it('shows the headline with what it rests on', async () => {
    showRun();
    await waitFor(() => expect(headline().textContent).toContain('95 % CI'));
    await waitFor(() => expect(headline().textContent).toContain('over 200 ms'));
    const text = headline().textContent;
    expect(text).toContain('Response time p95300ms95 % CI 270–3301 of 2 over 200 ms');
    expect(text).toContain('Error rate1.00%10 of 1,000passed, limit 1 %');
    expect(text).toContain('Apdex0.999[0.5 s]');
    expect(text).toContain('1,000 samplesin 1 m 40 s');
  });

  it('lists all transactions under a row for all of them, slowest first', async () => {
    showRun();
    await exactFigures();
    expect(rowOf('All transactions')[2]).toBe('1,000');
    const names = within(table())
      .getAllByRole('row')
      .slice(2)
      .map((row) => within(row).getAllByRole('gridcell')[0]!.textContent);
    expect(names).toEqual(['Checkout: place order', 'Add to cart']);
    expect(rowOf('Checkout: place order').slice(2, 6)).toEqual(['100', '10.0', '10.0', '300']);
  });

  it('follows a moving brush with marked estimates whose counts are exact, then with exact figures', async () => {
    const { store, engine } = showRun();
    await exactFigures();
    // The cube is built in slices: let it finish before the brush asks.
    await waitFor(() => expect(engine.countOf('latency.cube')).toBe(1));
    const asked = engine.countOf('latency.summary');
    await act(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      store.getState().actions.setTime({ fromMs: 60_000, toMs: 70_000 }, { moving: true });
    });
    expect(headline().textContent).toContain('≈');
    expect(headline().textContent).toContain('100 samples');
    expect(rowOf('Checkout: place order').slice(2, 5)).toEqual(['10', '1.00', '100']);
    expect(engine.countOf('latency.summary')).toBe(asked);

    act(() => store.getState().actions.setTime({ fromMs: 60_000, toMs: 70_000 }));
    await waitFor(() => expect(headline().textContent).not.toContain('≈'));
    expect(headline().textContent).toContain('100 samples');
    expect(engine.countOf('latency.summary')).toBe(asked + 1);
  });

  it('chooses transactions in the table: the headline follows, the other rows stay', async () => {
    const { store } = showRun();
    const user = userEvent.setup();
    await exactFigures();
    act(() => table().focus());
    await user.keyboard('{Enter}');
    expect(store.getState().selection.transactions).toEqual([2]);
    await waitFor(() => expect(headline().textContent).toContain('100 samples'));
    expect(rowOf('1 chosen')[2]).toBe('100');
    expect(rowOf('Add to cart')[2]).toBe('900');
    await user.keyboard('{Enter}');
    expect(store.getState().selection.transactions).toEqual([2]);
    await user.keyboard(' ');
    expect(store.getState().selection.transactions).toBeNull();
  });

  it('filters rows by text and by regular expression', async () => {
    showRun();
    const user = userEvent.setup();
    await exactFigures();
    const field = screen.getByRole('textbox', { name: 'Filter transactions' });
    await user.type(field, '/^check/');
    expect(within(table()).queryByText('Add to cart')).toBeNull();
    await user.clear(field);
    await user.type(field, 'nothing like this');
    expect(screen.getByText('No transaction has this name')).toBeTruthy();
  });

  it("adds JMeter's own percentiles on request", async () => {
    const { engine } = showRun();
    const user = userEvent.setup();
    await exactFigures();
    expect(screen.queryByRole('columnheader', { name: 'JM p95, ms' })).toBeNull();
    await user.click(screen.getByRole('checkbox', { name: 'JMeter-compatible' }));
    await waitFor(() => expect(screen.getByRole('columnheader', { name: 'JM p95, ms' })).toBeTruthy());
    await waitFor(() => expect(rowOf('Add to cart')).toContain('777'));
    expect(engine.calls.at(-1)?.params).toMatchObject({ jmeterCompatible: true });
  });

  it('lists errors of the selection', async () => {
    const { store } = showRun();
    expect(await screen.findByText('No healthy upstream')).toBeTruthy();
    expect(screen.getByText('10 in the whole run')).toBeTruthy();
    act(() => store.getState().actions.setTime({ fromMs: 0, toMs: 10_000 }));
    expect(await screen.findByText('No sample of the selection failed.')).toBeTruthy();
  });

  it('shows what k6 judged in tabs of its own', async () => {
    showRun({ tool: 'k6', format: 'k6-ndjson' });
    const user = userEvent.setup();
    await user.click(screen.getByRole('tab', { name: 'Thresholds' }));
    const thresholds = await screen.findByRole('grid', { name: 'Thresholds' });
    const results = within(thresholds)
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.textContent);
    expect(results).toEqual([' failedhttp_req_durationp(95)<200300', ' cannot tellchecksrate>0.99–']);
    await user.click(screen.getByRole('tab', { name: 'Checks' }));
    expect(await screen.findByText('status is 200')).toBeTruthy();
    await user.click(screen.getByRole('tab', { name: 'Metrics' }));
    expect(await screen.findByText('The file has no further metrics.')).toBeTruthy();
  });

  it('has a tab for metrics where the file of another tool holds some', async () => {
    showRun(
      {},
      {
        'k6.metrics': () => [
          {
            name: 'CPU of shop-1',
            unit: '',
            kind: 'gauge',
            count: 5,
            min: 7,
            mean: null,
            max: 68.2,
            value: 68,
            percentiles: {},
          },
        ],
      },
    );
    await userEvent.setup().click(await screen.findByRole('tab', { name: 'Metrics' }));
    const metrics = await screen.findByRole('grid', { name: 'Metrics' });
    await waitFor(() => expect(within(metrics).getByText('CPU of shop-1')).toBeTruthy());
    expect(screen.queryByRole('tab', { name: 'Checks' })).toBeNull();
  });

  it('says what the figures rest on, what wants attention first', async () => {
    showRun();
    const facts = screen.getByRole('complementary', { name: 'What the figures rest on' });
    const list = await within(facts).findByRole('list', { name: 'How far the figures can be trusted' });
    const items = within(list)
      .getAllByRole('listitem')
      .map((item) => item.textContent);
    expect(items.map((text) => text.split('.')[0])).toEqual([
      'Load modelclosed loopEach thread waits for its answer before the next request',
      'Injector saturationcannot tellNothing is known of the machine that made the load',
      'Clock resolution1 msValues are not rounded further',
    ]);
    expect(within(list).getByRole('img', { name: 'Warning' })).toBeTruthy();
    expect(within(list).getByRole('img', { name: 'Cannot tell' })).toBeTruthy();
    // Said once: the engine's statement takes the place of the plain fact.
    expect(within(facts).getAllByText('Clock resolution')).toHaveLength(1);
    expect(facts.textContent).toContain('injector-1.jtl.gz966,377 rows, 41 MB, gzip');
    expect(facts.textContent).toContain('12 rows rejected');
    expect(facts.textContent).toContain('The columns Connect and IdleTime are missing.');
    expect(facts.textContent).toContain('Percentilesexact, type 7');
  });

  it('shows the timeline as a table', async () => {
    showRun();
    const user = userEvent.setup();
    const timeline = screen.getByRole('region', { name: 'Timeline' });
    await waitFor(() =>
      expect(within(timeline).getByRole('img').getAttribute('aria-label')).toMatch(
        /^Figures over 1 m 40 s, 10 s buckets/,
      ),
    );
    await user.click(within(timeline).getByRole('button', { name: 'Show as table' }));
    const rows = within(within(timeline).getByRole('grid')).getAllByRole('row');
    expect(rows).toHaveLength(11);
    expect(rows[7]?.textContent).toBe('01:0010010.01052555300300');
  });

  it('without time stamps it says so and still has a table', async () => {
    showRun({ startedAtUs: null, endedAtUs: null, durationMs: 0 });
    expect(screen.getByText('No time stamps in this file')).toBeTruthy();
    await exactFigures();
    // There is no sparkline to stand between the name and the count.
    expect(rowOf('All transactions')[1]).toBe('1,000');
    expect(screen.queryByRole('slider')).toBeNull();
  });

  it('a question that fails says what failed and is asked again on request', async () => {
    let broken = true;
    const { engine } = showRun(
      {},
      {
        'latency.errors': () => {
          if (broken) throw new AppError('query-failed', 'The file could not be read.');
          return [];
        },
      },
    );
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('The table "Errors" could not be computed');
    broken = false;
    await userEvent.setup().click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('No sample of the selection failed.')).toBeTruthy();
    expect(engine.countOf('latency.errors')).toBe(2);
  });

  it('without a run it says what to do', () => {
    const { store } = showRun();
    act(() => store.getState().actions.selectRun(null));
    expect(screen.getByText('No run is open')).toBeTruthy();
  });
});
