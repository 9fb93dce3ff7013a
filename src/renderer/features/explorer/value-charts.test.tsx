import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import { ExplorerView } from './ExplorerView.tsx';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

async function shown() {
  const open = openFakeRun();
  render(
    <FakeRunWindow open={open}>
      <ExplorerView />
    </FakeRunWindow>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Views' }));
  await user.click(await screen.findByRole('checkbox', { name: 'Response time against load' }));
  await user.keyboard('{Escape}');
  return { ...open, user };
}

const view = (name: string) => screen.getByRole('region', { name });
const pinned = () => document.querySelectorAll('.chart-tooltip.is-pinned');
const statuses = (name: string) =>
  within(view(name))
    .getAllByRole('status')
    .map((status) => status.textContent)
    .filter((text) => text !== '');

describe.each([
  {
    region: 'Distribution',
    name: 'Percentile curve: read values',
    reads: /^[\d,.]+ m?s, (Selection|Whole run) p[\d.]+, /,
  },
  {
    region: 'Histogram',
    name: 'Histogram: read values',
    reads: /^[\d.,]+–[\d.,]+ m?s.*, Samples [\d,]+ of /,
  },
  {
    region: 'Response time against load',
    name: 'Response time against load: read values',
    reads: /^\d\d:\d\d–\d\d:\d\d, p\d+ [\d.,]+ m?s, Throughput /,
  },
])('$region', ({ region, name, reads }) => {
  it('is read by keys, and P pins what was read, C copies it, Escape lets it go', async () => {
    const { user, store } = await shown();
    act(() => store.getState().actions.setOutcome('ok'));
    const surface = await screen.findByRole('application', { name });
    surface.focus();
    await user.keyboard('{Home}');
    await waitFor(() => expect(statuses(region).some((text) => reads.test(text))).toBe(true));
    const first = statuses(region).find((text) => reads.test(text));
    await user.keyboard('{End}');
    await waitFor(() => expect(statuses(region).find((text) => reads.test(text))).not.toBe(first));
    const last = statuses(region).find((text) => reads.test(text))!;

    await user.keyboard('p');
    await waitFor(() => expect(pinned()).toHaveLength(1));
    expect(statuses(region)).toContain(`Pinned: ${last}. C copies it, Escape lets it go.`);
    await user.keyboard('c');
    await within(view(region)).findByText('Copied');
    const copied = await navigator.clipboard.readText();
    expect(copied.replaceAll('\n', ', ').replaceAll('\t', ' ')).toBe(last);

    await user.keyboard('{Escape}');
    await waitFor(() => expect(pinned()).toHaveLength(0));
    expect(store.getState().selection.outcome).toBe('ok');
  });

  it('is pinned by Alt and a click, which selects nothing, and let go by a click', async () => {
    const { store } = await shown();
    const surface = await screen.findByRole('application', { name });
    fireEvent.pointerDown(surface, { button: 0, altKey: true, pointerId: 1 });
    await waitFor(() => expect(pinned()).toHaveLength(1));
    fireEvent.pointerMove(surface, { pointerId: 1, clientX: 200 });
    fireEvent.pointerUp(surface, { pointerId: 1 });
    expect(store.getState().selection.latency).toBeNull();
    fireEvent.pointerDown(surface, { button: 0, pointerId: 1 });
    await waitFor(() => expect(pinned()).toHaveLength(0));
  });
});
