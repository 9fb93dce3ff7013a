import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WireError } from '#shared/contract/errors.ts';
import { fakeRun, STARTED_AT_US } from '../../testing/fake-data.ts';
import { MergeDialog } from './MergeDialog.tsx';

afterEach(cleanup);

const runs = [
  fakeRun({ id: 1, name: 'injector-1' }),
  fakeRun({ id: 2, name: 'injector-2', samples: 900_000 }),
  fakeRun({
    id: 3,
    name: 'yesterday',
    startedAtUs: STARTED_AT_US - 86_400_000_000,
    endedAtUs: STARTED_AT_US - 83_880_000_000,
  }),
  fakeRun({ id: 4, name: 'summary', granularity: 'aggregated' }),
];

function show(runIds: readonly number[], failure: WireError | null = null) {
  const onMerge = vi.fn(() => Promise.resolve(failure));
  const onClose = vi.fn();
  render(
    <MergeDialog
      runIds={runIds}
      runs={runs}
      sources={[]}
      toolLabel={() => 'JMeter'}
      onMerge={onMerge}
      onClose={onClose}
    />,
  );
  return { onMerge, onClose, user: userEvent.setup() };
}

const line = (name: string) => screen.getByRole('checkbox', { name }).closest('tr')!.textContent;

describe('merging runs', () => {
  it('shows what is merged, names the run that is kept, and merges in that order', async () => {
    const { onMerge, user } = show([1, 2]);
    expect(line('injector-1')).toBe('injector-1JMeter2026-03-14 01:00:04 UTC42 m 00 s966,377kept');
    expect(line('injector-2')).toBe('injector-2JMeter2026-03-14 01:00:04 UTC42 m 00 s900,00042 m 00 s');
    expect(screen.getByRole('status').textContent).toContain('injector-1 is kept, with its name.');
    expect(screen.queryByText('yesterday')).toBeNull();
    expect(screen.queryByRole('img', { name: 'Warning' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Merge 2 runs' }));
    expect(onMerge).toHaveBeenCalledExactlyOnceWith([1, 2]);
  });

  it('offers all runs when it was not asked about certain ones; a report cannot be taken', async () => {
    const { onMerge, user } = show([]);
    const button = screen.getByRole('button', { name: 'Merge' });
    expect(button).toHaveProperty('disabled', true);
    expect(screen.getByRole('status').textContent).toBe('Choose two or more runs.');
    await user.click(screen.getByRole('checkbox', { name: 'injector-2' }));
    expect(button).toHaveProperty('disabled', true);
    await user.click(screen.getByRole('checkbox', { name: 'yesterday' }));
    expect(line('yesterday')).toContain('none');
    expect(screen.getByText(/injector-2 has no time in common with the others/)).toBeTruthy();
    expect(screen.getByRole('checkbox', { name: 'summary' }).hasAttribute('data-disabled')).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Merge 2 runs' }));
    expect(onMerge).toHaveBeenCalledExactlyOnceWith([2, 3]);
  });

  it('keeps the run that it was asked about, whatever its place in the list', async () => {
    const { onMerge, user } = show([2]);
    await user.click(screen.getByRole('checkbox', { name: 'injector-1' }));
    expect(screen.getByRole('status').textContent).toContain('injector-2 is kept');
    await user.click(screen.getByRole('button', { name: 'Merge 2 runs' }));
    expect(onMerge).toHaveBeenCalledExactlyOnceWith([2, 1]);
  });

  it('stays open and says what went wrong', async () => {
    const { onClose, user } = show([1, 2], {
      code: 'busy',
      message: 'An import is running: merging runs has to wait.',
      hint: 'Wait until it is done.',
    });
    await user.click(screen.getByRole('button', { name: 'Merge 2 runs' }));
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('The runs could not be merged')).toBeTruthy();
    expect(alert.textContent).toContain('merging runs has to wait');
    expect(onClose).not.toHaveBeenCalled();
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Merge 2 runs' })).toHaveProperty('disabled', false),
    );
  });
});
