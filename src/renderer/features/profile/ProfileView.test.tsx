import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import type { ProfileSelection } from '#shared/model/profile.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import { screenOf } from '../../state/profile-slice.ts';
import { fakeRun } from '../../testing/fake-data.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';
import { LinkDialogHost } from './LinkDialog.tsx';
import { ProfileView } from './ProfileView.tsx';
import { fakeDifference } from './testing/fake-difference.ts';
import { fakeProfile, fakeProfileHandlers } from './testing/fake-profile.ts';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

function show(handlers: FakeHandlers = {}) {
  const open = openFakeRun({}, { ...fakeProfileHandlers(), ...handlers });
  render(
    <FakeRunWindow open={open}>
      <ProfileView />
      <LinkDialogHost />
    </FakeRunWindow>,
  );
  const last = (method: string) => open.engine.calls.findLast((call) => call.method === method)?.params;
  const selection = (method = 'profiles.tree') => (last(method) as { selection: ProfileSelection }).selection;
  return { ...open, user: userEvent.setup(), last, selection };
}

async function shown(handlers: FakeHandlers = {}) {
  const result = show(handlers);
  await screen.findByRole('application', { name: /flame graph/u });
  await screen.findByRole('grid', { name: 'Functions' });
  return result;
}

const flame = () => screen.getByRole('application', { name: /flame graph/u });
const said = () => within(flame()).getByRole('status').textContent;
const transforms = () => screen.getByRole('group', { name: 'Transforms' });

describe('a profile', () => {
  it('shows its functions with self, total and shares', async () => {
    const { engine } = await shown();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('orders.cpuprofile');
    const cells = within(screen.getByRole('grid', { name: 'Functions' }))
      .getAllByRole('row')
      .slice(1)
      .map((row) =>
        within(row)
          .getAllByRole('gridcell')
          .map((cell) => cell.textContent),
      );
    expect(cells.map((row) => row.slice(0, 6))).toEqual([
      ['parse', 'json', '50.0', '50.0', '50.0', '50.0'],
      ['price', 'shop', '40.0', '40.0', '60.0', '60.0'],
      ['main', 'shop', '10.0', '10.0', '100', '100'],
    ]);
    expect(engine.countOf('profiles.tree')).toBe(1);
    expect(screen.getByText('keep 100 % of the weight; undo with Ctrl Z')).toBeTruthy();
  });

  it('is walked through by keyboard, and says what is selected', async () => {
    const { user } = await shown();
    act(() => flame().focus());
    await user.keyboard('{ArrowDown}');
    expect(said()).toBe('all stacks, 100 ms');
    await user.keyboard('{ArrowDown}');
    expect(said()).toBe('main, 100 ms, 100 %');
    await user.keyboard('{ArrowDown}');
    expect(said()).toBe('price, 60.0 ms, 60.0 %');
    await user.keyboard('{ArrowLeft}');
    expect(said()).toBe('parse, 30.0 ms, 30.0 %');
    const details = screen.getByRole('complementary', { name: 'Details' });
    expect(within(details).getByRole('heading', { level: 2 }).textContent).toBe('parse');
    expect(within(details).getByText('/app/src/json.ts:20,')).toBeTruthy();
    // This stack has 30 ms of it, all stacks together 50.
    expect(
      within(details)
        .getAllByRole('row')
        .map((row) => row.textContent),
    ).toEqual([
      'ms%',
      'This stack',
      'Self30.030.0',
      'Total30.030.0',
      'Wherever it is called',
      'Self50.050.0',
      'Total50.050.0',
      'Samples, total50',
    ]);
    await user.click(within(details).getByRole('button', { name: /^main/u }));
    expect(said()).toBe('main, 100 ms, 100 %');
  });

  it('finds functions, counts each sample once, and goes from match to match', async () => {
    const { user } = await shown();
    await user.type(screen.getByRole('textbox', { name: 'Search functions' }), '/^p/');
    // parse 30 and price 60; the parse inside of price is in it already.
    await screen.findByText('2 functions, 90.0 %');
    await user.keyboard('{Enter}');
    expect(said()).toMatch(/^parse, 30/u);
    await user.keyboard('{Enter}');
    expect(said()).toMatch(/^price/u);
    await user.keyboard('{Shift>}{Enter}{/Shift}');
    expect(said()).toMatch(/^parse, 30/u);
    await user.clear(screen.getByRole('textbox', { name: 'Search functions' }));
    await user.type(screen.getByRole('textbox', { name: 'Search functions' }), '/(/');
    expect(await screen.findByText('not a regular expression')).toBeTruthy();
  });

  it('is changed by a key, tells what is lost, and undoes it', async () => {
    const { user, store, selection } = await shown();
    act(() => flame().focus());
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}f');
    await screen.findByText('shows 62.0 % of the weight; undo with Ctrl Z');
    expect(selection().transforms).toEqual([
      {
        kind: 'focus',
        occurrence: 'outermost',
        match: { by: 'function', name: 'price', file: '/app/src/price.ts', line: 7 },
      },
    ]);
    await act(() => store.getState().actions.undo());
    await screen.findByText('keep 100 % of the weight; undo with Ctrl Z');
    await user.click(within(transforms()).getByRole('button', { name: 'Add' }));
    await user.click(await screen.findByRole('menuitem', { name: 'By pattern or module…' }));
    await user.type(await screen.findByRole('textbox', { name: 'Pattern' }), '^node:');
    await user.click(screen.getByRole('button', { name: 'Add' }));
    await waitFor(() =>
      expect(selection().transforms).toEqual([{ kind: 'hide', match: { by: 'pattern', pattern: '^node:' } }]),
    );
    await user.click(within(transforms()).getByRole('button', { name: 'Remove: Hide /^node:/' }));
    expect(screenOf(store.getState().profile, 1).transforms).toEqual([]);
    await user.click(within(transforms()).getByRole('button', { name: 'Remove: Leave out idle' }));
    await waitFor(() => expect(selection().withIdle).toBe(true));
  });

  it('has the tree as a table that moves with the picture', async () => {
    const { user } = await shown();
    await user.click(screen.getByRole('radio', { name: 'Top-down' }));
    const grid = await screen.findByRole('treegrid', { name: 'Calls, top-down' });
    const rows = () =>
      within(grid)
        .getAllByRole('row')
        .slice(1)
        .map(
          (row) =>
            `${row.getAttribute('aria-level')} ${within(row).getAllByRole('gridcell')[0]!.textContent}`,
        );
    expect(rows()).toEqual(['1 main']);
    act(() => grid.focus());
    await user.keyboard('{ArrowDown}{ArrowRight}');
    expect(rows()).toEqual(['1 main', '2 price', '2 parse']);
    await user.keyboard('{ArrowDown}');
    expect(said()).toMatch(/^price, 60/u);
    act(() => flame().focus());
    await user.keyboard('{ArrowDown}');
    // A box below is opened in the table, too.
    expect(rows()).toEqual(['1 main', '2 price', '3 parse', '2 parse']);
    expect(within(grid).getAllByRole('row')[3]!.getAttribute('aria-selected')).toBe('true');
    act(() => grid.focus());
    await user.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(rows()).toEqual(['1 main', '2 price', '2 parse']);
  });

  it('is seen from its callers, as a sandwich, and in the order of time', async () => {
    const { user, last, store } = await shown();
    await user.click(screen.getByRole('button', { name: 'Invert: callers of each function' }));
    await screen.findByRole('application', { name: /callers of each function/u });
    expect(last('profiles.tree')).toMatchObject({ direction: 'callers' });
    await user.click(screen.getByRole('radio', { name: 'Sandwich' }));
    expect(await screen.findByRole('application', { name: 'Callers of main' })).toBeTruthy();
    expect(screen.getByText(/^60.0 ms, 60.0 % of what is shown, 60 samples/u)).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: 'Innermost' }));
    await waitFor(() => expect(last('profiles.sandwich')).toMatchObject({ occurrence: 'innermost' }));
    await user.click(screen.getByRole('radio', { name: 'Time order' }));
    const time = await screen.findByRole('application', { name: 'Calls of main in the order of time' });
    act(() => time.focus());
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(within(time).getByRole('status').textContent).toMatch(/^price, 1,?000(\.0+)? ms/u);
    expect(screenOf(store.getState().profile, 1).view).toBe('time-order');
  });

  it('is narrowed to a part of its time', async () => {
    const { user, selection, store } = await shown();
    act(() => screen.getByRole('slider', { name: 'Time of the profile' }).focus());
    await user.keyboard('{ArrowRight}');
    await waitFor(() => expect(selection()).toMatchObject({ fromMs: 0, toMs: 200 }));
    await user.click(screen.getByRole('button', { name: 'All of the time' }));
    expect(screenOf(store.getState().profile, 1).span).toBeNull();
    await user.click(screen.getByRole('radio', { name: 'Heat map' }));
    const heat = await screen.findByRole('application', { name: /Weight by second/u });
    act(() => heat.focus());
    await user.keyboard('{ArrowUp}{ArrowUp}{Enter}{ArrowRight}{Enter}');
    await waitFor(() => expect(selection()).toMatchObject({ fromMs: 20, toMs: 1040 }));
  });

  it('says what went wrong, and tries again', async () => {
    let fails = true;
    const tree = fakeProfileHandlers()['profiles.tree']!;
    const { user } = show({
      'profiles.tree': (params, context) => {
        if (fails) throw new AppError('file-damaged', 'The stacks of the profile are damaged.');
        return tree(params, context);
      },
    });
    await screen.findByText('The stacks of the profile are damaged.');
    fails = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('application', { name: /flame graph/u });
  });

  it('is linked to a run with an offset of its own, and then weighs per request', async () => {
    const link = vi.fn<(params: unknown) => void>();
    const linked = fakeProfile({ link: { runId: 1, offsetMs: 12_500, by: 'person' } });
    let profiles = [fakeProfile()];
    const { user, store } = await shown({
      'profiles.list': () => profiles,
      'profiles.link': (params) => {
        profiles = [linked];
        link(params);
        return linked;
      },
    });
    act(() => store.getState().actions.setContents([fakeRun({ id: 1, name: 'Nightly 2214' })], []));
    await user.click(screen.getByRole('button', { name: 'Link to a run…' }));
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Taken during' }), 'Nightly 2214');
    const seconds = screen.getByRole('textbox', { name: 'Seconds after the start of the run' });
    await user.clear(seconds);
    await user.type(seconds, '12.5');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(link).toHaveBeenCalledWith({ profileId: 1, runId: 1, offsetMs: 12_500 }));
    await screen.findByRole('button', { name: 'Nightly 2214' });
    await user.click(screen.getByRole('button', { name: /^Unit/u }));
    fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'per request' }));
    expect(screenOf(store.getState().profile, 1).display).toBe('per-operation');
  });
});

describe('a difference', () => {
  async function compared(handlers: FakeHandlers = {}) {
    const profiles = [fakeProfile({ name: 'base' }), fakeProfile({ id: 2, name: 'regressed' })];
    const result = show({
      ...fakeProfileHandlers(profiles),
      'profiles.difference': () => fakeDifference(),
      ...handlers,
    });
    act(() => result.store.getState().actions.openDifference([1], [2]));
    await screen.findByRole('application', { name: /^Difference/u });
    return result;
  }

  it('says what changed, how sure that is, and where it comes from', async () => {
    const { last } = await compared();
    expect(screen.getByText('100 % of the change sits under price: +60 ms per second.')).toBeTruthy();
    const cells = within(screen.getByRole('grid', { name: 'Functions of both sides' }))
      .getAllByRole('row')
      .slice(1)
      .map((row) =>
        within(row)
          .getAllByRole('gridcell')
          .map((cell) => cell.textContent),
      );
    expect(cells.map((row) => [row[0], row[2], row[3], row[4], row[5], row[7]])).toEqual([
      ['price', 'absent', '58.0', '+58', '+50 to +66', 'more'],
      ['parse', '50.0', '30.0', '−20', '−25 to −15', 'less'],
      ['main', '10.0', '12.0', '+2', '−3 to +7', 'cannot tell'],
    ]);
    // Both last, neither is linked: per second.
    expect(last('profiles.difference')).toMatchObject({ options: { mode: 'rate' } });
    expect(screen.getByRole('button', { name: 'not comparable: 1 check failed' })).toBeTruthy();
  });

  it('is walked through, changes sides, and takes a renamed function for the same', async () => {
    const { user, last, store } = await compared();
    const picture = screen.getByRole('application', { name: /^Difference/u });
    act(() => picture.focus());
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(within(picture).getByRole('status').textContent).toBe(
      'price, more, A 0 ms per second, B 60.0 ms per second, Change +60 ms per second, 95 % +52 to +68',
    );
    await user.click(screen.getByRole('button', { name: 'Alignment, 1 renamed?' }));
    await user.click(await screen.findByRole('button', { name: 'Same function' }));
    await waitFor(() =>
      expect(last('profiles.difference')).toMatchObject({
        options: { renames: [{ baseline: { name: 'parse' }, candidate: { name: 'price' } }] },
      }),
    );
    await user.keyboard('{Escape}');
    await user.click(await screen.findByRole('button', { name: 'Swap', hidden: true }));
    expect(store.getState().profile.difference).toMatchObject({ baseline: [2], candidate: [1] });
  });

  it('says how much of the weight the changes of the tree have left', async () => {
    const whole = fakeDifference();
    const kept = { ...whole.baseline, total: 62, selectedTotal: 100 };
    let answer = whole;
    const { store } = await compared({ 'profiles.difference': () => answer });
    expect(screen.getByText('keep 100 % of both totals; undo with Ctrl Z')).toBeTruthy();
    answer = { ...whole, baseline: kept, candidate: kept };
    const match = { by: 'pattern', pattern: 'price' } as const;
    act(() =>
      store
        .getState()
        .actions.setDifferenceTransforms('Focus', [{ kind: 'focus', match, occurrence: 'outermost' }]),
    );
    await screen.findByText('shows 62.0 % of the weight on both sides; undo with Ctrl Z');
    answer = { ...whole, baseline: kept, candidate: { ...kept, total: 40 } };
    act(() => store.getState().actions.setDifferenceTransforms('Drop', [{ kind: 'drop', match }]));
    await screen.findByText('shows 62.0 % of the weight of A, 40.0 % of B; undo with Ctrl Z');
  });

  it('goes from one match to the next in tables and in both halves of the sandwich', async () => {
    const { user, store } = await compared();
    const { changeDifference } = store.getState().actions;
    const change = (next: Parameters<typeof changeDifference>[0]): void => act(() => changeDifference(next));
    change({ view: 'tables', search: '/^p/' });
    const grid = await screen.findByRole('grid', { name: 'Functions of both sides' });
    const marked = (): string[] =>
      within(grid)
        .getAllByRole('row')
        .filter((row) => row.matches('.is-marked'))
        .map((row) => within(row).getAllByRole('gridcell')[0]!.textContent);
    act(() => grid.focus());
    await user.keyboard('n');
    expect(marked()).toEqual(['price']);
    await user.keyboard('n');
    expect(marked()).toEqual(['parse']);
    await user.keyboard('n');
    expect(marked()).toEqual(['price']);
    await user.keyboard('{Shift>}n{/Shift}');
    expect(marked()).toEqual(['parse']);
    change({ view: 'sandwich', search: 'main' });
    const callers = await screen.findByRole('application', { name: /^Callers/u });
    const callees = await screen.findByRole('application', { name: /^Callees/u });
    const said = (half: HTMLElement): string => within(half).getByRole('status').textContent;
    await user.keyboard('n');
    expect(said(callers)).toMatch(/^main/u);
    await user.keyboard('n');
    expect(said(callees)).toMatch(/^main/u);
    await user.keyboard('{Shift>}n{/Shift}');
    expect(said(callers)).toMatch(/^main/u);
  });

  it('can be stopped, and says why it cannot be made', async () => {
    const profiles = [fakeProfile({ name: 'base' }), fakeProfile({ id: 2, name: 'regressed' })];
    let answer: () => ReturnType<typeof fakeDifference> | Promise<never> = () =>
      new Promise<never>(() => undefined);
    const { user, store } = show({ ...fakeProfileHandlers(profiles), 'profiles.difference': () => answer() });
    act(() => store.getState().actions.openDifference([1], [2]));
    await user.click(await screen.findByRole('button', { name: 'Stop' }));
    expect(await screen.findByText('The difference was stopped')).toBeTruthy();
    answer = () => {
      throw new AppError('bad-request', 'The profiles do not weigh the same.');
    };
    await user.click(screen.getByRole('button', { name: 'Compute it' }));
    await screen.findByText('The profiles do not weigh the same.');
  });
});
