import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineParams } from '#shared/contract/engine.ts';
import type { Run } from '#shared/model/run.ts';
import { useSelectedRun } from '../../state/use-store.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';
import { FakeRunWindow, openFakeRun } from '../testing/FakeRunWindow.tsx';
import { prepareWindow } from '../testing/prepare-window.ts';
import { TailTable } from './TailTable.tsx';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

function Table() {
  const run = useSelectedRun();
  return run === null ? null : <TailTable run={run} />;
}

function show(change: Partial<Run> = {}, handlers: FakeHandlers = {}) {
  const open = openFakeRun(change, handlers);
  render(
    <FakeRunWindow open={open}>
      <Table />
    </FakeRunWindow>,
  );
  return { ...open, user: userEvent.setup(), selection: () => open.store.getState().selection };
}

const row = (name: RegExp) => screen.findByRole('row', { name });
const cellsOf = (of: HTMLElement) =>
  within(of)
    .getAllByRole('gridcell')
    .map((cell) => cell.textContent);

describe('what is in the slowest samples', () => {
  it('stands with its shares, its lift and the interval, and is grey where chance would do', async () => {
    show();
    const checkout = await row(/Checkout/);
    expect(cellsOf(checkout)).toEqual(['Checkout: place order', '100', '10.0', '10.0', '8.4 to 12']);
    expect(screen.getByText('100 from 300 ms')).toBeTruthy();
    const chance = await row(/Thread group none/);
    expect(cellsOf(chance).at(-1)).toBe('0.4 to 3.6');
    expect(chance.querySelectorAll('.is-by-chance').length).toBe(5);
    expect(checkout.querySelectorAll('.is-by-chance').length).toBe(0);
    expect(within(chance).getByTitle('Thread group none: chance alone would do')).toBeTruthy();
  });

  it.each([
    [/Checkout/, { transactions: [2] }],
    [/503/, { conditions: [{ field: 'code', values: ['503'], not: false }] }],
    [/Second/, { time: { fromMs: 60_000, toMs: 61_000 } }],
    [/Thread group none/, { conditions: [{ field: 'thread-group', values: [null], not: false }] }],
  ])('Enter on %s narrows the selection to it, and it is marked', async (name, expected) => {
    const { user, selection } = show();
    const wanted = await row(name);
    const position = screen.getAllByRole('row').indexOf(wanted) - 1;
    screen.getByRole('grid').focus();
    await user.keyboard('{ArrowDown}'.repeat(position) + '{Enter}');
    expect(selection()).toMatchObject(expected);
    await waitFor(async () => expect((await row(name)).className).toContain('is-marked'));
  });

  it('adds a second value of a field to the first', async () => {
    const { user, selection, store } = show();
    act(() => store.getState().actions.setConditions([{ field: 'code', values: ['504'], not: false }]));
    await user.dblClick(await row(/503/));
    expect(selection().conditions).toEqual([{ field: 'code', values: ['504', '503'], not: false }]);
  });

  it('is asked of another share', async () => {
    const { user, engine } = show();
    await row(/Checkout/);
    await user.click(screen.getByRole('button', { name: 'Share of the slowest samples: 1 %' }));
    await user.click(await screen.findByRole('menuitemcheckbox', { name: 'slowest 5 %' }));
    await waitFor(() => {
      const params = engine.calls.findLast(({ method }) => method === 'latency.tail')?.params;
      expect((params as EngineParams<'latency.tail'>).share).toBe(0.05);
    });
  });

  it('is shown of one field alone', async () => {
    const { user } = show();
    await row(/Checkout/);
    await user.click(screen.getByRole('button', { name: 'By: all' }));
    await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Code' }));
    const left = screen.getAllByRole('row').slice(1);
    expect(left.map((of) => cellsOf(of)[0])).toEqual(['503']);
  });

  it('says why there is nothing to compare', async () => {
    show({}, { 'latency.tail': () => ({ thresholdMs: 5, tailSamples: 80, samples: 80, rows: [] }) });
    expect(await screen.findByText('All samples took as long')).toBeTruthy();
  });

  it('of a report asks nothing', () => {
    const { engine } = show({ granularity: 'aggregated' });
    expect(screen.getByText('No samples')).toBeTruthy();
    expect(engine.countOf('latency.tail')).toBe(0);
  });
});
