import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeInfo, fakeRecent, STARTED_AT_US } from '../../testing/fake-data.ts';
import { dropInvitation } from './drop-invitation.ts';
import { StartView, type StartViewProps } from './StartView.tsx';

afterEach(cleanup);

function show(change: Partial<StartViewProps> = {}) {
  const props: StartViewProps = {
    engine: fakeInfo(),
    recent: [],
    recentError: null,
    nowUs: STARTED_AT_US + 3_600_000_000,
    onOpenFiles: vi.fn(),
    onOpenSample: vi.fn(),
    onOpenWorkspace: vi.fn(),
    onOpenRecent: vi.fn(),
    onForget: vi.fn(),
    ...change,
  };
  render(<StartView {...props} />);
  return { props, user: userEvent.setup() };
}

describe('StartView', () => {
  it('lists what this engine opens, one line per tool', () => {
    show({
      engine: fakeInfo({
        formats: [
          ...fakeInfo().formats,
          {
            id: 'jmeter-xml',
            label: 'JMeter XML',
            tool: 'jmeter',
            toolLabel: 'JMeter',
            describes: 'JTL as XML',
            group: 'load',
          },
        ],
      }),
    });
    expect(screen.getByText('JTL as CSV or XML')).toBeTruthy();
    expect(screen.getByText('NDJSON output')).toBeTruthy();
  });

  it('offers the sample only where it is installed', async () => {
    const { props, user } = show();
    await user.click(screen.getByRole('button', { name: 'Open the sample workspace' }));
    expect(props.onOpenSample).toHaveBeenCalledTimes(1);
    expect(screen.getByText(/3\.8 MB, already on this computer/)).toBeTruthy();
    cleanup();
    show({ engine: fakeInfo({ sample: null }) });
    expect(screen.queryByRole('button', { name: 'Open the sample workspace' })).toBeNull();
    expect(screen.queryByText('The sample workspace')).toBeNull();
  });

  it('says what will stand in the list while it is empty', () => {
    show();
    expect(screen.getByText(/stands here the next time/)).toBeTruthy();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('opens a recent workspace, and forgets one that is gone', async () => {
    const gone = fakeRecent({ path: '/gone.loadstone', name: 'gone', sizeBytes: null });
    const { props, user } = show({ recent: [fakeRecent(), gone] });
    const [, first, second] = screen.getAllByRole('row');
    expect(first?.textContent).toContain('118 MB');
    expect(first?.textContent).toContain('Today, 01:00');
    await user.click(within(first!).getByRole('button', { name: 'checkout-4.18.loadstone' }));
    expect(props.onOpenRecent).toHaveBeenCalledWith('/home/perf/perf-lab/checkout-4.18.loadstone');
    expect(second?.textContent).toContain('moved or deleted');
    await user.click(within(second!).getByRole('button', { name: 'Forget gone' }));
    expect(props.onForget).toHaveBeenCalledWith(gone, false);
  });

  it('tells apart what was never saved', async () => {
    const untitled = fakeRecent({ path: '/x/1.loadstone', name: 'nightly and 2 more', untitled: true });
    const { props, user } = show({ recent: [untitled] });
    expect(screen.getByRole('button', { name: 'nightly and 2 more' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Delete nightly and 2 more, 3 runs' }));
    expect(props.onForget).toHaveBeenCalledWith(untitled, true);
  });

  it('shows six at first and all on request', async () => {
    const recent = Array.from({ length: 9 }, (_, index) =>
      fakeRecent({ path: `/${index}`, name: `run ${index}` }),
    );
    const { user } = show({ recent });
    expect(screen.getAllByRole('row')).toHaveLength(7);
    expect(screen.getByText('6 of 9')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show all' }));
    expect(screen.getAllByRole('row')).toHaveLength(10);
  });

  it('names only things that can be opened', () => {
    const [format] = fakeInfo().formats;
    expect(dropInvitation([format!])).toBe('Drop load-test results anywhere in this window');
    expect(dropInvitation([format!, { ...format!, group: 'profile' }, { ...format!, group: 'heap' }])).toBe(
      'Drop results, profiles or heap snapshots anywhere in this window',
    );
    expect(dropInvitation([])).toBe('Drop files anywhere in this window');
  });
});
