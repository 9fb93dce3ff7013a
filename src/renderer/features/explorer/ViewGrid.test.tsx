import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { numbersToColumn, textsToColumn } from '#shared/contract/columns.ts';
import { AppError } from '#shared/contract/errors.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';
import { ExplorerView } from './ExplorerView.tsx';

const STARTS = [0, 10_000, 20_000];

const handlers: FakeHandlers = {
  'latency.codes': ({ filter }) =>
    filter.outcome === 'failed'
      ? {
          bucketMs: 10_000,
          others: false,
          codes: [{ code: '503', samples: 20, failures: 20 }],
          table: {
            rowCount: 3,
            columns: { startMs: numbersToColumn(STARTS), 'code:0': numbersToColumn([0, 20, 0]) },
          },
        }
      : { bucketMs: 1000, others: false, codes: [], table: { rowCount: 0, columns: {} } },
  'latency.parts': () => ({
    bucketMs: 10_000,
    parts: ['connect', 'waiting'],
    table: {
      rowCount: 3,
      columns: {
        startMs: numbersToColumn(STARTS),
        connectMs: numbersToColumn([1, null, 3]),
        waitingMs: numbersToColumn([20, null, 25]),
      },
    },
  }),
  'latency.samples': ({ filter, limit }) => {
    if (limit > 5000) throw new AppError('bad-request', 'Too many at once.');
    const count = filter.time === null ? 1000 : 2;
    const rows = Array.from({ length: count }, (_, row) => row);
    return {
      total: count,
      table: {
        rowCount: count,
        columns: {
          startMs: numbersToColumn(rows.map((row) => row * 100)),
          elapsedMs: numbersToColumn(rows.map((row) => 20 + (row % 9))),
          ok: numbersToColumn(rows.map((row) => Number(row !== 1))),
          label: textsToColumn(rows.map(() => 'Add to cart')),
          code: textsToColumn(rows.map(() => '200')),
          ...Object.fromEntries(
            [
              'transactionId',
              'row',
              'connectMs',
              'waitingMs',
              'receivingMs',
              'receivedBytes',
              'sentBytes',
            ].map((name) => [name, numbersToColumn(rows)]),
          ),
          ...Object.fromEntries(
            ['message', 'failure', 'thread', 'url', 'source'].map((name) => [
              name,
              textsToColumn(rows.map(() => null)),
            ]),
          ),
        },
      },
    };
  },
  'latency.tail': () => ({ thresholdMs: 300, tailSamples: 10, samples: 1000, rows: [] }),
  'diagnostics.corrected': ({ filter }) => {
    const table = (slowest: number) => ({
      rowCount: 2,
      columns: { percentile: numbersToColumn([0, 100]), valueMs: numbersToColumn([20, slowest]) },
    });
    return {
      raw: { samples: 1000, table: table(300) },
      corrected: { samples: 1200, table: table(900) },
      addedSamples: 200,
      capped: false,
      method: 'interval',
      sentence: `200 samples that a stall kept from being sent were added (run ${filter.runId}).`,
    };
  },
};

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

async function shown() {
  const open = openFakeRun({}, handlers);
  render(
    <FakeRunWindow open={open}>
      <ExplorerView />
    </FakeRunWindow>,
  );
  await screen.findByRole('application', { name: 'Heat map: select a box' });
  return { ...open, user: userEvent.setup() };
}

const names = () => screen.getAllByRole('region').map((region) => region.getAttribute('aria-label'));
const view = (name: string) => screen.getByRole('region', { name });
const picture = (name: string) => within(view(name)).getByRole('img').getAttribute('aria-label') ?? '';

async function show(user: ReturnType<typeof userEvent.setup>, name: string) {
  await user.click(screen.getByRole('button', { name: 'Views' }));
  await user.click(await screen.findByRole('checkbox', { name }));
  await user.keyboard('{Escape}');
}

async function choose(user: ReturnType<typeof userEvent.setup>, name: string, entry: RegExp) {
  await user.click(within(view(name)).getByRole('button', { name: /: more$/u }));
  await user.click(await screen.findByRole('menuitem', { name: entry }));
}

describe('a pinned tooltip', () => {
  const pinned = () => document.querySelectorAll('.chart-tooltip.is-pinned');

  it('is set by P, copied by C and let go by Escape, which leaves the selection alone', async () => {
    const { user, store } = await shown();
    act(() => store.getState().actions.setTime({ fromMs: 20_000, toMs: 40_000 }));
    const surface = await screen.findByRole('application', { name: 'Heat map: select a box' });
    surface.focus();
    await user.keyboard('p');
    await waitFor(() => expect(pinned()).toHaveLength(1));
    expect(within(view('Heat map')).getByText(/^Pinned: .*C copies it/)).toBeTruthy();
    await user.keyboard('c');
    await within(view('Heat map')).findByText('Copied');
    const copied = await navigator.clipboard.readText();
    expect(copied.split('\n').length).toBeGreaterThan(1);
    expect(copied).toContain('\t');
    expect(pinned()[0]!.textContent).toContain(copied.split('\n')[0]!.split('\t')[0]);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(pinned()).toHaveLength(0));
    expect(store.getState().selection.time).toEqual({ fromMs: 20_000, toMs: 40_000 });
  });

  it('is set by Alt and a click without beginning a brush, and let go by a click', async () => {
    const { store } = await shown();
    const slider = within(view('Over time')).getByRole('slider', { name: 'Time selection' });
    fireEvent.pointerDown(slider, { button: 0, altKey: true, pointerId: 1 });
    await waitFor(() => expect(pinned()).toHaveLength(1));
    fireEvent.pointerMove(slider, { pointerId: 1, clientX: 200 });
    fireEvent.pointerUp(slider, { pointerId: 1 });
    expect(store.getState().selection.time).toBeNull();
    fireEvent.pointerDown(view('Over time').querySelector('.chart')!, { button: 0, pointerId: 1 });
    await waitFor(() => expect(pinned()).toHaveLength(0));
  });
});

describe('views of the explorer', () => {
  it('are the plots over time beside the distribution, and further ones on demand', async () => {
    const { user, store } = await shown();
    expect(names()).toEqual(['Over time', 'Heat map', 'Distribution', 'Histogram', 'Transactions']);
    await show(user, 'Codes over time');
    expect(names()).toContain('Codes over time');
    expect(store.getState().layout.explorer.hidden).not.toContain('codes');
  });

  it('move by menu and by keys', async () => {
    const { user, store } = await shown();
    await choose(user, 'Heat map', /^Move up/u);
    expect(store.getState().layout.explorer.left.slice(0, 2)).toEqual(['heat-map', 'over-time']);
    act(() => screen.getByRole('application', { name: 'Heat map: select a box' }).focus());
    await user.keyboard('{Alt>}{Shift>}{ArrowRight}{/Shift}{/Alt}');
    expect(store.getState().layout.explorer.right).toContain('heat-map');
  });

  it('are maximised by a double click or M, and Escape brings the others back', async () => {
    const { user } = await shown();
    fireEvent.doubleClick(within(view('Histogram')).getByRole('heading', { name: 'Histogram' }));
    expect(names()).toEqual(['Histogram', 'Transactions']);
    act(() => within(view('Histogram')).getByRole('button', { name: 'Histogram: more' }).focus());
    await user.keyboard('{Escape}');
    expect(names()).toHaveLength(5);
    act(() => within(view('Heat map')).getByRole('button', { name: 'Heat map: more' }).focus());
    await user.keyboard('m');
    expect(names()).toEqual(['Heat map', 'Transactions']);
  });

  it('leave one at least', async () => {
    const { user, store } = await shown();
    act(() =>
      store.getState().actions.setExplorerLayout({
        ...store.getState().layout.explorer,
        hidden: ['heat-map', 'codes', 'parts', 'samples', 'curve', 'histogram', 'load'],
      }),
    );
    await user.click(screen.getByRole('button', { name: 'Views' }));
    const last = await screen.findByRole('checkbox', { name: 'Over time' });
    expect(last.hasAttribute('data-disabled')).toBe(true);
  });
});

describe('the heat map', () => {
  it('says what it shows and follows transactions and outcome', async () => {
    const { store } = await shown();
    expect(picture('Heat map')).toContain('1,000 samples');
    act(() => store.getState().actions.setOutcome('failed'));
    await waitFor(() => expect(picture('Heat map')).toContain('10 samples'));
    act(() => store.getState().actions.setTransactions([1]));
    expect(await within(view('Heat map')).findByText('No samples in the selection')).toBeTruthy();
  });

  it('selects a box by keyboard and says where the cursor is', async () => {
    const { user, store } = await shown();
    act(() => screen.getByRole('application', { name: 'Heat map: select a box' }).focus());
    await user.keyboard('{ArrowRight}');
    expect(within(view('Heat map')).getByText(/^00:5.–00:5.*0 of 10, /u)).toBeTruthy();
    await user.keyboard('{Enter}{Shift>}{ArrowRight}{ArrowUp}{/Shift}{Enter}');
    const { time, latency } = store.getState().selection;
    expect(time!.toMs - time!.fromMs).toBe(10_000);
    expect(latency!.fromMs).toBeGreaterThan(0);
    await user.keyboard('{Escape}');
    expect(store.getState().selection.time).toBeNull();
    expect(store.getState().selection.latency).toBeNull();
  });

  it('counts anew with a filter', async () => {
    const { store, engine } = await shown();
    const conditions = [{ field: 'code', values: ['503'], not: false }];
    act(() => store.getState().actions.setConditions(conditions));
    await waitFor(() =>
      expect(engine.calls.filter(({ method }) => method === 'latency.cube').at(-1)?.params).toMatchObject({
        conditions,
      }),
    );
    await waitFor(() => expect(within(view('Heat map')).getByRole('img')).toBeTruthy());
  });
});

describe('further views', () => {
  it('codes are failures first, and all on demand', async () => {
    const { user, engine } = await shown();
    await show(user, 'Codes over time');
    await waitFor(() => expect(picture('Codes over time')).toContain('503 up to 2.00 /s'));
    await user.click(within(view('Codes over time')).getByRole('radio', { name: 'All' }));
    expect(await within(view('Codes over time')).findByText('No samples in the selection')).toBeTruthy();
    expect(engine.countOf('latency.codes')).toBe(2);
  });

  it('parts of the response are means that may be missing', async () => {
    const { user } = await shown();
    await show(user, 'Parts of the response');
    await waitFor(() =>
      expect(picture('Parts of the response')).toContain('connect up to 3.00 ms, wait up to 25.0 ms'),
    );
  });

  it('single samples are drawn where there are few', async () => {
    const { user, store } = await shown();
    await show(user, 'Single samples');
    await waitFor(() => expect(picture('Single samples')).toContain('1,000 single samples'));
    act(() => store.getState().actions.setTime({ fromMs: 0, toMs: 1000 }));
    await waitFor(() =>
      expect(picture('Single samples')).toBe('2 single samples by time and response time, 1 of them failed.'),
    );
  });

  it('response time stands against load', async () => {
    const { user } = await shown();
    await show(user, 'Response time against load');
    await waitFor(() =>
      expect(picture('Response time against load')).toContain(
        'p95 of response time against load, 10 buckets',
      ),
    );
  });

  it('the curve is corrected for coordinated omission only when asked', async () => {
    const { user, engine } = await shown();
    await waitFor(() => expect(picture('Distribution')).toContain('Whole run'));
    expect(engine.countOf('diagnostics.corrected')).toBe(0);
    await user.click(within(view('Distribution')).getByRole('button', { name: 'Distribution: more' }));
    await user.click(await screen.findByRole('menuitemcheckbox', { name: /coordinated omission/u }));
    await waitFor(() => expect(picture('Distribution')).toMatch(/Corrected, 1,200 samples.*maximum 900 ms/u));
    expect(screen.getByText(/^200 samples that a stall/u)).toBeTruthy();
  });
});

describe('the drawer', () => {
  it('has the transactions, the samples and the slowest of the selection', async () => {
    const { user } = await shown();
    await user.click(screen.getByRole('tab', { name: 'Samples' }));
    expect(await screen.findByRole('grid', { name: 'Samples' })).toBeTruthy();
    expect(screen.queryByRole('grid', { name: 'Transactions' })).toBeNull();
    await user.click(screen.getByRole('tab', { name: 'Slowest 1 %' }));
    expect(screen.queryByRole('grid', { name: 'Samples' })).toBeNull();
  });
});

describe('zoom', () => {
  it('is shared by all plots, asked for with finer buckets, and has a history', async () => {
    const { user, engine } = await shown();
    await user.click(screen.getByRole('button', { name: 'Zoom in' }));
    await waitFor(() => expect(picture('Heat map')).toContain('500 samples'));
    await waitFor(() =>
      expect(engine.calls).toContainEqual({
        method: 'latency.series',
        params: expect.objectContaining({
          filter: expect.objectContaining({ time: { fromMs: 20_000, toMs: 80_000 } }),
        }),
      }),
    );
    await user.click(screen.getByRole('button', { name: 'Zoom back' }));
    await waitFor(() => expect(picture('Heat map')).toContain('1,000 samples'));
    act(() => screen.getByRole('slider', { name: 'Time selection' }).focus());
    await user.keyboard(']');
    await waitFor(() => expect(picture('Heat map')).toContain('500 samples'));
    await user.keyboard('0');
    await waitFor(() => expect(picture('Heat map')).toContain('1,000 samples'));
  });

  it('follows the wheel around the pointer and leaves the selection alone', async () => {
    const { store } = await shown();
    const plot = screen.getByRole('application', { name: 'Heat map: select a box' });
    fireEvent.wheel(plot, { deltaY: -500, clientX: 498 });
    await waitFor(() => expect(picture('Heat map')).not.toContain('1,000 samples'));
    expect(store.getState().selection.time).toBeNull();
  });
});
