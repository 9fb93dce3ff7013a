import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '#shared/model/run.ts';
import { FakeRunWindow, openFakeRun } from '../../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../../panels/testing/prepare-window.ts';
import { useSelectedRun } from '../../../state/use-store.ts';
import type { FakeHandlers } from '../../../testing/fake-engine.ts';
import { SelectionBar } from '../SelectionBar.tsx';
import { parseMs } from '../LatencyBandForm.tsx';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

function Bar() {
  const run = useSelectedRun();
  return run === null ? null : <SelectionBar run={run} />;
}

function show(change: Partial<Run> = {}, handlers: FakeHandlers = {}) {
  const open = openFakeRun(change, handlers);
  render(
    <FakeRunWindow open={open}>
      <Bar />
    </FakeRunWindow>,
  );
  const { actions } = open.store.getState();
  return { ...open, actions, user: userEvent.setup(), selection: () => open.store.getState().selection };
}

const chip = (name: RegExp) => screen.getByRole('button', { name });

describe('filters by field', () => {
  it('are ticked from a list of fields and values with their counts', async () => {
    const { user, selection } = show();
    await user.click(chip(/^Filter$/));
    await user.click(await screen.findByRole('button', { name: /Code ?2 values/ }));
    const values = await screen.findByRole('listbox', { name: 'Code' });
    expect(
      within(values)
        .getAllByRole('option')
        .map((option) => option.textContent),
    ).toEqual(['200990only', '50310only']);
    await user.click(within(values).getByRole('option', { name: /503/ }));
    expect(selection().conditions).toEqual([{ field: 'code', values: ['503'], not: false }]);
    await user.click(screen.getByRole('radio', { name: 'is not' }));
    expect(selection().conditions).toEqual([{ field: 'code', values: ['503'], not: true }]);
    expect(chip(/Code ?not 503/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'All fields' }));
    await user.click(await screen.findByRole('button', { name: /Thread group ?9 values/ }));
    await user.click(await screen.findByRole('option', { name: /none/ }));
    expect(selection().conditions).toHaveLength(2);
    expect(chip(/Thread group ?none/)).toBeTruthy();
  });

  it('take a value that is too rare to be listed', async () => {
    const { user, selection } = show();
    await user.click(chip(/^Filter$/));
    await user.click(await screen.findByRole('button', { name: /Thread group/ }));
    expect(await screen.findByText('0 chosen, 7 rarer values not listed')).toBeTruthy();
    await user.type(screen.getByRole('textbox', { name: 'Find values of Thread group' }), 'Admins 3');
    await user.click(screen.getByRole('button', { name: 'Take “Admins 3”' }));
    expect(selection().conditions).toEqual([{ field: 'thread-group', values: ['Admins 3'], not: false }]);
    await user.click(await screen.findByRole('option', { name: /Admins 3/ }));
    expect(selection().conditions).toEqual([]);
  });

  it('are changed and taken away by their chips', async () => {
    const { user, actions, selection } = show();
    act(() =>
      actions.setConditions([
        { field: 'code', values: ['503'], not: false },
        { field: 'tag:scenario', values: ['browse', 'buy'], not: true },
      ]),
    );
    expect(chip(/scenario ?neither browse nor buy/)).toBeTruthy();
    await user.click(chip(/^Code ?503/));
    await user.click(await screen.findByRole('option', { name: /200/ }));
    expect(selection().conditions[0]).toEqual({ field: 'code', values: ['503', '200'], not: false });
    await user.keyboard('{Escape}');
    await user.click(screen.getByRole('button', { name: 'Clear code' }));
    expect(selection().conditions).toEqual([{ field: 'tag:scenario', values: ['browse', 'buy'], not: true }]);
    await user.click(screen.getByRole('button', { name: 'Clear' }));
    expect(selection().conditions).toEqual([]);
  });

  it('are found by name and reached with the keyboard alone', async () => {
    const { user, selection } = show();
    await user.click(chip(/^Filter$/));
    const find = await screen.findByRole('textbox', { name: 'Find a field' });
    await screen.findByRole('button', { name: /Code/ });
    await user.type(find, 'thr');
    expect(screen.queryByRole('button', { name: /Code ?2/ })).toBeNull();
    await user.keyboard('{ArrowDown}{Enter}');
    await screen.findByRole('listbox', { name: 'Thread group' });
    await user.keyboard('{ArrowDown} ');
    expect(selection().conditions).toEqual([{ field: 'thread-group', values: ['Buyers 1'], not: false }]);
  });

  it('include a band of response times', async () => {
    const { user, selection } = show();
    await user.click(chip(/^Filter$/));
    await user.click(await screen.findByRole('button', { name: /Response time/ }));
    await user.type(await screen.findByRole('textbox', { name: 'From, ms' }), '0.25 s');
    await user.type(screen.getByRole('textbox', { name: 'To, ms' }), '200');
    expect(screen.getByText('The upper end must lie above the lower one.')).toBeTruthy();
    await user.clear(screen.getByRole('textbox', { name: 'To, ms' }));
    await user.keyboard('500{Enter}');
    expect(selection().latency).toEqual({ fromMs: 250, toMs: 500 });
    expect(chip(/Response time ?250–500 ms/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clear response time' }));
    expect(selection().latency).toBeNull();
  });

  it('stand in the sentence of the selection', async () => {
    const { actions } = show();
    act(() =>
      actions.setSelection({
        latency: { fromMs: 250, toMs: null },
        conditions: [{ field: 'code', values: ['503'], not: true }],
      }),
    );
    await waitFor(() =>
      expect(screen.getByRole('status').getAttribute('title')).toBe(
        'Whole run, all transactions, successes and failures together, from 250 ms, Code not 503',
      ),
    );
  });

  it('are not offered for a report, which has no samples', () => {
    show({ granularity: 'aggregated' });
    expect(screen.queryByRole('button', { name: /^Filter$/ })).toBeNull();
    expect(screen.queryByRole('button', { name: /Phase/ })).toBeNull();
  });
});

describe('the phase', () => {
  it('sets the time span, and is named when the span is one', async () => {
    const { user, actions, selection } = show();
    await waitFor(() => expect(chip(/Phase ?all/).hasAttribute('aria-disabled')).toBe(false));
    await user.click(chip(/Phase ?all/));
    await user.click(await screen.findByRole('menuitemcheckbox', { name: 'spike, 01:00–01:10' }));
    expect(selection().time).toEqual({ fromMs: 60_000, toMs: 70_000 });
    expect(await screen.findByRole('button', { name: /Phase ?spike/ })).toBeTruthy();
    act(() => actions.setTime({ fromMs: 60_000, toMs: 69_000 }));
    expect(screen.getByRole('button', { name: /Phase ?–/ })).toBeTruthy();
  });

  it('says why there is none to choose', async () => {
    const report = {
      phases: [],
      edited: false,
      steady: null,
      note: 'The run is too short.',
      load: null,
      testTypes: [],
      testTypeReasons: [],
      spikes: [],
    };
    show({}, { 'phases.get': () => report });
    await waitFor(() => expect(chip(/Phase/).getAttribute('aria-description')).toBe('The run is too short.'));
  });
});

describe('transactions', () => {
  it.each([
    ['p95', [2]],
    ['Samples', [1]],
    ['Failures', [2]],
  ])('that are the first by %s are chosen at once', async (measure, expected) => {
    const { user, selection } = show();
    await user.click(chip(/Transactions/));
    const count = await screen.findByRole('textbox', { name: 'How many transactions' });
    await user.clear(count);
    await user.type(count, '1');
    await user.click(screen.getByRole('radio', { name: measure }));
    const choose = screen.getByRole('button', { name: 'Choose' });
    await waitFor(() => expect(choose.hasAttribute('disabled')).toBe(false));
    await user.click(choose);
    expect(selection().transactions).toEqual(expected);
  });
});

describe('saved selections', () => {
  it('are kept by name, used again and removed', async () => {
    const { user, actions, selection } = show();
    await user.click(chip(/Saved/));
    expect(await screen.findByText('No selection has been saved in this workspace.')).toBeTruthy();
    await user.keyboard('{Escape}');
    act(() => actions.setSelection({ transactions: [2], latency: { fromMs: 250, toMs: null } }));
    await user.click(chip(/Saved/));
    await user.type(
      await screen.findByRole('textbox', { name: 'Name of the selection' }),
      'slow orders{Enter}',
    );
    const saved = await screen.findByRole('button', { name: 'slow orders' });
    act(() => actions.clearSelection());
    await user.click(saved);
    expect(selection()).toMatchObject({ transactions: [2], latency: { fromMs: 250, toMs: null } });
    await user.click(chip(/Saved/));
    await user.click(await screen.findByRole('button', { name: 'Remove slow orders' }));
    expect(await screen.findByText('No selection has been saved in this workspace.')).toBeTruthy();
  });

  it('of transactions that the run has not change nothing and say so', async () => {
    const { user, selection } = show(
      {},
      {
        'selections.list': () => [
          {
            id: 1,
            name: 'other test',
            selection: {
              time: null,
              transactions: ['Pay'],
              outcome: 'failed',
              latency: null,
              conditions: [],
            },
          },
        ],
      },
    );
    await user.click(chip(/Saved/));
    await user.click(await screen.findByRole('button', { name: 'other test' }));
    expect(await screen.findByText('None of the transactions of “other test” is in this run.')).toBeTruthy();
    expect(selection().outcome).toBe('all');
  });
});

describe('a response time', () => {
  it.each([
    ['250', 250],
    ['1.5 s', 1500],
    ['1,5s', 1500],
    ['800 µs', 0.8],
    ['-1', null],
    ['soon', null],
  ])('"%s" is read as %s ms', (text, ms) => {
    expect(parseMs(text)).toBe(ms);
  });
});
