import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_TABLE, numbersToColumn } from '#shared/contract/columns.ts';
import type { Capacity } from '#shared/model/capacity.ts';
import type { SoakReport, SoakTrend } from '#shared/model/soak.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';
import { CapacityView } from './CapacityView.tsx';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

const CAPACITY: Capacity = {
  runId: 1,
  concurrency: 'threads',
  bucketMs: 10_000,
  levels: [10, 20, 40, 80].map((users) => ({
    users,
    throughputPerSec: Math.min(users, 40) * 5,
    p95Ms: users * 3,
    errorRate: users === 80 ? 0.05 : 0,
    buckets: 3,
  })),
  saturation: { users: 40, throughputPerSec: 200, p95Ms: 120 },
  latencyKnee: null,
  throughputKnee: null,
  breaking: { users: 80, atMs: 120_000, reason: 'errors', errorRate: 0.05, throughputPerSec: 200 },
  scalability: null,
  shownPerSec: 200,
  sustainablePerSec: 200,
  sustainableLow: 190,
  notes: ['it takes at least 6 different loads'],
};

const trend = (label: string, change: Partial<SoakTrend>): SoakTrend => ({
  kind: 'latency',
  transactionId: 1,
  label,
  figure: 'p95',
  host: null,
  contains: 'time',
  minutes: 40,
  from: 100,
  to: 104,
  change: 0.04,
  perHour: 0.05,
  perHourLow: -0.01,
  perHourHigh: 0.1,
  p: 0.3,
  step: null,
  ...change,
});
const NOTHING: SoakReport = {
  runId: 1,
  span: null,
  tooShort: 'There is no stretch of constant load.',
  trends: [],
};

async function show(handlers: FakeHandlers) {
  const open = openFakeRun(
    {},
    {
      'capacity.get': () => CAPACITY,
      'soak.get': () => NOTHING,
      'soak.series': () => ({ table: EMPTY_TABLE }),
      ...handlers,
    },
  );
  render(
    <FakeRunWindow open={open}>
      <CapacityView />
    </FakeRunWindow>,
  );
  await screen.findByRole('region', { name: 'Under constant load' });
  return { ...open, user: userEvent.setup() };
}

const figure = (name: string): string =>
  screen.getByText(name, { selector: 'dt' }).parentElement?.textContent ?? '';

describe('capacity and soak', () => {
  it('says what the system takes, and lists the loads', async () => {
    await show({});
    await screen.findByText('Sustainable');
    expect(figure('Sustainable')).toBe('Sustainable200/sat least 190/s (95 %)');
    expect(figure('Saturated from')).toBe('Saturated from40usersat 200/s');
    expect(figure('Knee')).toContain('not reached in this run');
    expect(figure('Breaks at')).toContain('5.00 % fail from 02:00');
    const rows = within(screen.getByRole('grid', { name: 'Loads' })).getAllByRole('row');
    expect(rows).toHaveLength(5);
    expect(screen.getByText('It takes at least 6 different loads.')).toBeTruthy();
    expect(screen.getByRole('img', { name: /^Throughput by concurrency, 4 loads/u })).toBeTruthy();
  });

  it('asks for the expected load', async () => {
    const { user, store } = await show({});
    await user.click(await screen.findByRole('button', { name: 'Set it in the gates' }));
    expect(store.getState().gates.dialog).toMatchObject({ kind: 'editor' });
  });

  it('judges the headroom by the load that the gates expect', async () => {
    const yaml = 'version: 1\nexpectedLoad: 100/s\ngates: []\n';
    await show({
      'gates.document': () => ({ yaml, isDefault: false, expectedPerSec: 100, problems: [] }),
    });
    await waitFor(() =>
      expect(figure('Headroom')).toBe('Headroom2.00× expected200/s wantedtoo little, 100/s expected'),
    );
    expect(screen.queryByRole('button', { name: 'Set it in the gates' })).toBeNull();
  });

  it('lists trends worst first, and shows what the chosen one was looked for in', async () => {
    const { engine, user } = await show({
      'soak.get': () => ({
        runId: 1,
        span: { fromMs: 0, toMs: 2_400_000 },
        tooShort: null,
        trends: [
          trend('Search', { transactionId: 2 }),
          trend('Pay', { change: 0.3, to: 130, p: 0.0001 }),
          trend('Cart', { transactionId: 3, change: 0.2, p: 0.001, step: { atMs: 1_200_000, change: 0.25 } }),
        ],
      }),
      'soak.series': () => ({
        table: {
          rowCount: 2,
          columns: { atMs: numbersToColumn([0, 60_000]), value: numbersToColumn([100, 130]) },
        },
      }),
    });
    const grid = await screen.findByRole('grid', { name: 'Trends under constant load' });
    const rows = within(grid).getAllByRole('row').slice(1);
    expect(rows.map((row) => within(row).getAllByRole('gridcell').at(0)?.textContent)).toEqual([
      'p95 of Pay',
      'p95 of Cart',
      'p95 of Search',
    ]);
    expect(rows.map((row) => within(row).getAllByRole('gridcell').at(-1)?.textContent)).toEqual([
      'grows',
      'steps up, 20:00',
      'no growth',
    ]);
    await screen.findByRole('img', { name: /^p95 of Pay per minute, 2 minutes/u });
    await user.click(rows[2]!);
    await waitFor(() =>
      expect(engine.calls.filter(({ method }) => method === 'soak.series').at(-1)?.params).toMatchObject({
        trend: { kind: 'latency', transactionId: 2, figure: 'p95' },
      }),
    );
  });

  it('says why nothing is told', async () => {
    await show({
      'capacity.get': () => ({ ...CAPACITY, levels: [], notes: ['Without samples, load is not known.'] }),
    });
    expect(await screen.findByText('Without samples, load is not known.')).toBeTruthy();
    expect(screen.getByText('There is no stretch of constant load.')).toBeTruthy();
  });
});
