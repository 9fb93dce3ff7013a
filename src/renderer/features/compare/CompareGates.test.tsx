import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BASELINE_RUN, CANDIDATE_RUN, fakeCompareHandlers } from '../../panels/testing/fake-comparison.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import { CompareView } from './CompareView.tsx';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

function show(candidate: number[]) {
  const open = openFakeRun({}, fakeCompareHandlers());
  const { actions } = open.store.getState();
  actions.setContents([BASELINE_RUN, CANDIDATE_RUN, { ...CANDIDATE_RUN, id: 3, name: 'Nightly 2215' }], []);
  actions.newComparison([1], candidate);
  render(
    <FakeRunWindow open={open}>
      <CompareView />
    </FakeRunWindow>,
  );
  const asked = () =>
    open.engine.calls.filter(({ method }) => method === 'gates.evaluate').map(({ params }) => params);
  return { ...open, asked, user: userEvent.setup() };
}

describe('gates in a comparison', () => {
  it('hold the candidate against side A, and lead to its transactions', async () => {
    const { asked, user, store } = show([2]);
    await user.click(await screen.findByRole('button', { name: /^Response time/ }));
    expect(asked()).toEqual([{ runId: 2, baselineRunIds: [1], yaml: null }]);
    await user.click(await screen.findByRole('button', { name: 'Add to cart' }));
    expect(store.getState().compare.chosen).toBe('Add to cart');
  });

  it('judge one of several candidates, by choice', async () => {
    const { asked, user } = show([2, 3]);
    const choice = await screen.findByRole('combobox', { name: 'Run of B that is judged' });
    await user.selectOptions(choice, 'Nightly 2215');
    await waitFor(() => expect(asked().at(-1)).toEqual({ runId: 3, baselineRunIds: [1], yaml: null }));
  });
});
