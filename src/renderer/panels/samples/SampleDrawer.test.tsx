import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineParams } from '#shared/contract/engine.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { Run } from '#shared/model/run.ts';
import { createCrosshair } from '../../charts/crosshair.ts';
import { useSelectedRun } from '../../state/use-store.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';
import { FakeRunWindow, openFakeRun } from '../testing/FakeRunWindow.tsx';
import { prepareWindow } from '../testing/prepare-window.ts';
import { SampleDrawer } from './SampleDrawer.tsx';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

function show(change: Partial<Run> = {}, handlers: FakeHandlers = {}) {
  const open = openFakeRun(change, handlers);
  const crosshair = createCrosshair();
  function Drawer() {
    const run = useSelectedRun();
    return run === null ? null : <SampleDrawer run={run} crosshair={crosshair} />;
  }
  render(
    <FakeRunWindow open={open}>
      <Drawer />
    </FakeRunWindow>,
  );
  const asked = (): EngineParams<'latency.samples'>[] =>
    open.engine.calls
      .filter(({ method }) => method === 'latency.samples')
      .map(({ params }) => params as EngineParams<'latency.samples'>);
  return { ...open, crosshair, asked, user: userEvent.setup(), actions: open.store.getState().actions };
}

const rows = () => screen.getAllByRole('row').slice(1);
const cells = (row: HTMLElement | undefined) =>
  within(row!)
    .getAllByRole('gridcell')
    .map((cell) => cell.textContent);
const shown = () => waitFor(() => expect(rows().length).toBeGreaterThan(5));

describe('the drawer of samples', () => {
  it('lists the slowest first, with what is known of them', async () => {
    show();
    await shown();
    expect(cells(rows()[0])).toEqual([
      '00:00.900',
      'Checkout: place order',
      '300',
      '200 OK',
      'Buyers 1-1',
      '1,000',
    ]);
    expect(screen.getByText('slowest first, 1,000 samples in the selection')).toBeTruthy();
    expect(screen.getByRole('columnheader', { name: 'Elapsed, ms' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
  });

  it('gives the selection as a statement', async () => {
    const { user, actions, store } = show();
    await shown();
    act(() => actions.setOutcome('failed'));
    await user.click(screen.getByRole('button', { name: 'Samples: more' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Copy as SQL' }));
    const statement = await navigator.clipboard.readText();
    expect(statement).toContain('FROM samples');
    expect(statement).toContain('AND NOT s.ok');
    await user.click(screen.getByRole('button', { name: 'Samples: more' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Open in SQL' }));
    expect(store.getState().sql.draft).toBe(statement);
    expect(store.getState().layout.view).toBe('sql');
  });

  it('lets the engine put them in order', async () => {
    const { user, asked } = show();
    await shown();
    await user.click(screen.getByRole('columnheader', { name: 'Start' }));
    await waitFor(() => expect(cells(rows()[0])[0]).toBe('00:00.000'));
    expect(asked().at(-1)).toMatchObject({ order: 'startMs', descending: false, offset: 0 });
    expect(screen.getByText(/^in order of their start/)).toBeTruthy();
    await user.click(screen.getByRole('columnheader', { name: 'Start' }));
    await waitFor(() => expect(cells(rows()[0])[0]).toBe('01:39.900'));
  });

  it('asks for the next 500 when the end comes into view, and not for what is there', async () => {
    const { asked } = show();
    await shown();
    const grid = screen.getByRole('grid');
    expect(asked().map(({ offset }) => offset)).toEqual([0]);
    act(() => {
      grid.scrollTop = 24 * 495;
      fireEvent.scroll(grid);
    });
    await waitFor(() => expect(asked().map(({ offset }) => offset)).toEqual([0, 500]));
    await waitFor(() => expect(grid.getAttribute('aria-rowcount')).toBe('1001'));
    act(() => {
      grid.scrollTop = 24 * 995;
      fireEvent.scroll(grid);
    });
    await act(async () => Promise.resolve());
    expect(asked()).toHaveLength(2);
  });

  it('shows failures alone, with an icon and in words', async () => {
    const { user, asked } = show();
    await shown();
    await user.click(screen.getByRole('radio', { name: 'Failing' }));
    await screen.findByText('slowest first, 10 failures in the selection');
    expect(asked().at(-1)?.filter.outcome).toBe('failed');
    const first = rows()[0]!;
    expect(cells(first)[3]).toContain('503 No healthy upstream');
    expect(within(first).getByRole('img', { name: 'failed' })).toBeTruthy();
  });

  it('follows the selection, but not the brush on its way', async () => {
    const { actions, asked } = show();
    await shown();
    act(() => actions.setTime({ fromMs: 0, toMs: 500 }, { moving: true }));
    await act(async () => Promise.resolve());
    expect(asked()).toHaveLength(1);
    act(() => actions.setTime({ fromMs: 0, toMs: 1000 }));
    await screen.findByText('slowest first, 10 samples in the selection');
    act(() => actions.setOutcome('failed'));
    await screen.findByText('No samples in the selection');
    // The outcome is chosen above: a second switch for it would contradict.
    expect(screen.queryByRole('radio', { name: 'Failing' })).toBeNull();
  });

  it('moves the crosshair to the sample with Enter, and takes it away when it goes', async () => {
    const { user, crosshair } = show();
    await shown();
    screen.getByRole('grid').focus();
    await user.keyboard('{ArrowDown}{Enter}');
    expect(crosshair.get()).toEqual({ owner: 'samples', timeMs: 1900, valueMs: 300 });
    cleanup();
    expect(crosshair.get()).toBeNull();
  });

  it('copies the loaded rows with exact values', async () => {
    const { user } = show();
    await shown();
    await user.click(screen.getByRole('button', { name: 'Copy rows' }));
    const text = await navigator.clipboard.readText();
    expect(text.split('\r\n').slice(0, 2)).toEqual([
      'Start\tTransaction\tElapsed, ms\tOutcome\tThread\tBytes',
      '900\tCheckout: place order\t300\t200 OK\tBuyers 1-1\t1000',
    ]);
  });

  it('shows further columns when they are asked for', async () => {
    const { user } = show();
    await shown();
    expect(screen.queryByRole('columnheader', { name: 'Row' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Columns' }));
    await user.click(await screen.findByRole('checkbox', { name: 'Row' }));
    expect(screen.getByRole('columnheader', { name: 'Row' })).toBeTruthy();
  });

  it('says what failed and goes on after a retry', async () => {
    let broken = true;
    const { user } = show(
      {},
      {
        'latency.samples': () => {
          if (broken) throw new AppError('query-failed', 'The disk is full.');
          return { total: 0, table: { rowCount: 0, columns: {} } };
        },
      },
    );
    await screen.findByText('The disk is full.');
    broken = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('No samples in the selection');
  });

  it('of a report says why it is empty', () => {
    const { asked } = show({ granularity: 'aggregated' });
    expect(screen.getByText(/A report has figures, not samples/)).toBeTruthy();
    expect(asked()).toEqual([]);
  });
});
