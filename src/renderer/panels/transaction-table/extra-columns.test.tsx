import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { DEFAULT_APDEX_SETTINGS, type ApdexSettings } from '#shared/model/apdex.ts';
import { useSelectedRun } from '../../state/use-store.ts';
import { durationScale } from '../../ui/duration-format.ts';
import { useRunData } from '../run-figures/use-run-data.ts';
import { fakeReportHandlers, REPORTED } from '../testing/fake-report-engine.ts';
import { FakeRunWindow, openFakeRun } from '../testing/FakeRunWindow.tsx';
import { prepareWindow } from '../testing/prepare-window.ts';
import { modesText, sessionRisk } from './extra-columns.tsx';
import { TransactionTable } from './TransactionTable.tsx';

test('modes are said with share and place', () => {
  const modes = [
    { peakMs: 120, fromMs: 60, toMs: 200, share: 0.338 },
    { peakMs: 480, fromMs: 200, toMs: 900, share: 0.662 },
  ];
  expect(modesText(modes, durationScale('ms', 1))).toBe('2 modes: 34 % around 120 ms, 66 % around 480 ms');
});

test('one slow request in a hundred is met by two of five sessions of fifty', () => {
  expect(sessionRisk(10, 1000, 50)).toBeCloseTo(1 - 0.99 ** 50, 12);
  expect(sessionRisk(0, 1000, 50)).toBe(0);
  expect(sessionRisk(1000, 1000, 1)).toBe(1);
});

function Table({ run }: { readonly run: NonNullable<ReturnType<typeof useSelectedRun>> }) {
  const data = useRunData(run);
  return (
    <TransactionTable
      run={run}
      answer={data.figures}
      runCube={data.cube}
      jmeterCompatible={false}
      onJmeterCompatible={() => undefined}
    />
  );
}

function Window() {
  const run = useSelectedRun();
  return run === null ? null : <Table run={run} />;
}

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

async function show(shown: readonly string[], ...args: Parameters<typeof openFakeRun>) {
  const open = openFakeRun(...args);
  open.store.getState().actions.setTableLayout('transactions', { shown: [...shown] });
  render(
    <FakeRunWindow open={open}>
      <Window />
    </FakeRunWindow>,
  );
  await screen.findByText('Add to cart');
  return open;
}

function cellOf(transaction: string, header: string): string | undefined {
  const grid = screen.getByRole('grid', { name: 'Transactions' });
  const column = within(grid)
    .getAllByRole('columnheader')
    .findIndex((cell) => cell.textContent.startsWith(header));
  const row = within(grid)
    .getAllByRole('row')
    .find((candidate) => within(candidate).queryByText(transaction) !== null);
  return within(row!).getAllByRole('gridcell')[column]?.textContent;
}

describe('optional columns of the transaction table', () => {
  it('Apdex with its T, changed by label and undone', async () => {
    const settings: ApdexSettings[] = [DEFAULT_APDEX_SETTINGS];
    const { store } = await show(
      ['apdex'],
      {},
      {
        'apdex.settings': () => settings.at(-1)!,
        'apdex.set': (next: ApdexSettings) => {
          settings.push(next);
          return next;
        },
      },
    );
    await waitFor(() => expect(cellOf('Add to cart', 'Apdex')).toBe('1.00 [0.5]'));
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Apdex, T = 500 ms, change' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Apdex' }));
    const t = dialog.getByRole('textbox', { name: 'T of the Apdex, ms' });
    await user.clear(t);
    expect(dialog.getByRole('button', { name: 'Use these thresholds' })).toHaveProperty('disabled', true);
    await user.type(t, '250');
    await user.click(dialog.getByRole('radio', { name: /JMeter/ }));
    await user.type(dialog.getByRole('combobox', { name: /gets a T of its own/ }), 'add to{Enter}');
    const own = dialog.getByRole('textbox', { name: 'T of Add to cart, ms' });
    await user.clear(own);
    await user.type(own, '80');
    await user.click(dialog.getByRole('button', { name: 'Use these thresholds' }));
    await screen.findByRole('button', { name: 'Apdex, T = 250 ms, change' });
    expect(settings.at(-1)).toEqual({
      tMs: 250,
      mode: 'jmeter',
      thresholds: [{ label: 'Add to cart', tMs: 80 }],
    });
    await act(async () => {
      await store.getState().actions.undo();
    });
    await screen.findByRole('button', { name: 'Apdex, T = 500 ms, change' });
    expect(settings.at(-1)).toEqual(DEFAULT_APDEX_SETTINGS);
  });

  it('cost nothing until they are shown', async () => {
    const { engine } = await show([]);
    expect(engine.countOf('diagnostics.intervals')).toBe(0);
    expect(engine.countOf('diagnostics.modes')).toBe(0);
    expect(screen.queryByRole('columnheader', { name: /Modes/ })).toBeNull();
    await userEvent.setup().click(screen.getByRole('button', { name: 'Columns' }));
    const choice = await screen.findByRole('checkbox', { name: /^Modes/ });
    expect(choice.getAttribute('aria-checked')).toBe('false');
    await userEvent.setup().click(choice);
    await waitFor(() =>
      expect(cellOf('Checkout: place order', 'Modes')).toBe(
        '2 modes: 34 % around 120 ms, 66 % around 480 ms',
      ),
    );
    expect(cellOf('Add to cart', 'Modes')).toBe('one');
  });

  it('intervals: of each transaction, of all, and a dash where samples are too few', async () => {
    await show(['interval-p95']);
    await waitFor(() => expect(cellOf('Checkout: place order', 'p95 CI')).toBe('270–330'));
    expect(cellOf('All transactions', 'p95 CI')).toBe('270–330');
    expect(cellOf('Add to cart', 'p95 CI')).toBe('–');
  });

  it('nothing is asked while the brush moves, and nothing old is shown', async () => {
    const { store, engine } = await show(['interval-p95']);
    await waitFor(() => expect(cellOf('Checkout: place order', 'p95 CI')).toBe('270–330'));
    await waitFor(() => expect(engine.countOf('latency.cube')).toBe(1));
    const asked = engine.countOf('diagnostics.intervals');
    await act(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      store.getState().actions.setTime({ fromMs: 0, toMs: 50_000 }, { moving: true });
    });
    expect(cellOf('Checkout: place order', 'p95 CI')).toBe('–');
    expect(engine.countOf('diagnostics.intervals')).toBe(asked);
  });

  it('the risk of a session follows how long it is and what it may take', async () => {
    const { engine } = await show(['session-risk'], {}, overLimit());
    await waitFor(() => expect(cellOf('Checkout: place order', '10 over 500 ms')).toBe('65.1'));
    expect(cellOf('Add to cart', '10 over 500 ms')).toBe('0');
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Sessions of 10, 500 ms' }));
    const requests = await screen.findByRole('textbox', { name: 'Requests of a session' });
    await user.clear(requests);
    expect(requests.getAttribute('aria-invalid')).toBe('true');
    expect(cellOf('Checkout: place order', '10 over 500 ms')).toBe('65.1');
    await user.type(requests, '1');
    await waitFor(() => expect(cellOf('Checkout: place order', '1 over 500 ms')).toBe('10.0'));
    const limit = screen.getByRole('textbox', { name: 'None over, ms' });
    await user.clear(limit);
    await user.type(limit, '250');
    await waitFor(() =>
      expect(engine.calls.findLast(({ method }) => method === 'latency.summary')?.params).toMatchObject({
        filter: { latency: { fromMs: 250, toMs: null } },
      }),
    );
  });

  it('a report has none of them', async () => {
    const { engine } = await show(['modes', 'interval-p95', 'session-risk'], REPORTED, fakeReportHandlers());
    expect(screen.queryByRole('columnheader', { name: /Modes|CI|over/ })).toBeNull();
    expect(engine.calls.filter(({ method }) => method.startsWith('diagnostics.'))).toEqual([]);
  });
});

/** Ten of the hundred samples of "Checkout" are over the limit: the fake engine does not know bands of response times. */
function overLimit(): Parameters<typeof openFakeRun>[1] {
  const { engine } = openFakeRun();
  return {
    'latency.summary': (params) =>
      engine.client.call('latency.summary', {
        ...params,
        filter:
          params.filter.latency === null
            ? params.filter
            : { ...params.filter, latency: null, transactions: [2], time: { fromMs: 0, toMs: 10_000 } },
      }),
  };
}
