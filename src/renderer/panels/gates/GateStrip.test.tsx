import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import type { GatesEvaluation } from '#shared/model/gates.ts';
import { fakeRun } from '../../testing/fake-data.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';
import { fakeEvaluation, fakeGate } from '../testing/fake-gates.ts';
import { FakeRunWindow, openFakeRun } from '../testing/FakeRunWindow.tsx';
import { prepareWindow } from '../testing/prepare-window.ts';
import { GateStrip } from './GateStrip.tsx';
import { useGates } from './use-gates.ts';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

const RUN = fakeRun();

function show(handlers: FakeHandlers = {}) {
  const open = openFakeRun({}, handlers);
  open.store.getState().actions.setContents([RUN, fakeRun({ id: 7, name: 'Nightly 2213' })], []);
  const picked: string[] = [];
  const transactions = {
    isLabel: (text: string) => ['Checkout: place order', 'Add to cart'].includes(text),
    onPick: (label: string) => void picked.push(label),
  };
  function Strip() {
    return <GateStrip runId={RUN.id} answer={useGates(RUN)} transactions={transactions} />;
  }
  render(
    <FakeRunWindow open={open}>
      <Strip />
    </FakeRunWindow>,
  );
  return { ...open, picked, user: userEvent.setup() };
}

const strip = () => screen.getByRole('region', { name: 'Gates' });
const cells = () =>
  within(strip())
    .getAllByRole('button')
    .map((button) => button.textContent)
    .filter((text) => text !== '');

describe('the strip of gates', () => {
  it('shows the outcome, then each gate with its word and figure, the worst first', async () => {
    show();
    await screen.findByRole('button', { name: /Gates failed/ });
    expect(cells()).toEqual([
      'Gates failed1 of 3 blocking',
      'Response timefailed, 1 of 2 over 200 ms',
      'Baselinecannot tell, no baseline is named',
      'Resourcescannot tell, no metric "CPU", conditional',
      'Errorspassed, 1 %, limit 1 %',
    ]);
  });

  it('shows rule, sentence and evidence of a gate, and selects a transaction of it', async () => {
    const { user, picked } = show();
    await user.click(await screen.findByRole('button', { name: /^Response time/ }));
    const details = await screen.findByRole('dialog', { name: 'Gate Response time' });
    expect(details.textContent).toContain('p95 < 200ms');
    expect(details.textContent).toContain('blocking');
    expect(details.textContent).toContain('2 judged: 1 failed, 1 passed');
    const rows = within(details).getAllByRole('row').slice(1);
    expect(rows.map((row) => row.textContent)).toEqual([
      'Checkout: place orderp95 300 ms, 100 samplesfailed',
      'Add to cartp95 28 ms, 900 samplespassed',
    ]);
    await user.click(within(details).getByRole('button', { name: 'Checkout: place order' }));
    expect(picked).toEqual(['Checkout: place order']);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('offers no selection for what is no transaction', async () => {
    const { user } = show();
    await user.click(await screen.findByRole('button', { name: /^Errors/ }));
    const details = await screen.findByRole('dialog', { name: 'Gate Errors' });
    expect(within(details).getByRole('rowheader', { name: 'All' })).toBeTruthy();
    expect(within(details).queryByRole('button', { name: 'All' })).toBeNull();
  });

  it('judges anew against the baseline that is chosen', async () => {
    const { user, engine } = show({ 'baselines.list': () => [{ name: 'nightly', runId: 7 }] });
    await screen.findByRole('button', { name: /^Baseline/ });
    const asked = () =>
      engine.calls.filter(({ method }) => method === 'gates.evaluate').map(({ params }) => params);
    expect(asked()).toEqual([{ runId: 1, baselineRunIds: [7], yaml: null }]);
    await user.click(screen.getByRole('button', { name: /^Gates failed/ }));
    const summary = await screen.findByRole('dialog', { name: 'All gates' });
    const choice = within(summary).getByRole('combobox', { name: 'Baseline that the gates compare with' });
    await user.selectOptions(choice, 'No baseline');
    await waitFor(() => expect(asked().at(-1)).toEqual({ runId: 1, baselineRunIds: [], yaml: null }));
    await waitFor(() => expect(cells().join()).toContain('no baseline is named'));
  });

  it('unfolds every gate in the summary, with what is proposed marked', async () => {
    const gates = Array.from({ length: 12 }, (_, index) =>
      fakeGate({ id: `g${index}`, name: `Gate ${index}`, proposed: index === 11 }),
    );
    const answer: GatesEvaluation = { ...fakeEvaluation(1), results: gates, outcome: 'passed' };
    const { user } = show({ 'gates.evaluate': () => answer });
    await screen.findByRole('button', { name: /Gates passed/ });
    expect(cells()).toHaveLength(9);
    expect(cells().at(-1)).toBe('5 moreall passed');
    await user.click(screen.getByRole('button', { name: /^5 more/ }));
    const more = await screen.findByRole('dialog', { name: 'Further gates' });
    const items = within(more).getAllByRole('listitem');
    expect(items).toHaveLength(5);
    expect(items.filter((item) => item.textContent.includes('proposed'))).toHaveLength(1);
  });

  it('opens editor and baselines', async () => {
    const { user, store } = show();
    await user.click(await screen.findByRole('button', { name: 'Gates: more' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Propose limits from this run…' }));
    expect(store.getState().gates.dialog).toEqual({ kind: 'editor', runId: 1, propose: true });
    await user.click(screen.getByRole('button', { name: 'Gates: more' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Name this run as baseline…' }));
    expect(store.getState().gates.dialog).toEqual({ kind: 'baselines', runId: 1 });
  });

  it('says why nothing could be judged, and tries again', async () => {
    let broken = true;
    const { user } = show({
      'gates.evaluate': ({ runId }) => {
        if (broken) throw new AppError('bad-request', 'The pattern takes too long.');
        return fakeEvaluation(runId);
      },
    });
    expect((await screen.findByRole('alert')).textContent).toContain('The pattern takes too long.');
    broken = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('button', { name: /Gates failed/ });
  });
});
