import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { numbersToColumn } from '#shared/contract/columns.ts';
import type { LatencySeries } from '#shared/model/latency.ts';
import { fakeReportHandlers, REPORTED } from '../../panels/testing/fake-report-engine.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import { STARTED_AT_US } from '../../testing/fake-data.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';
import { OverviewView } from './OverviewView.tsx';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

/** What gates of the fake engine limit. */
const SLO = 'p95 < 200 ms';

function show(change: Parameters<typeof openFakeRun>[0] = {}, handlers: FakeHandlers = {}) {
  const open = openFakeRun({ ...REPORTED, ...change }, { ...fakeReportHandlers(), ...handlers });
  render(
    <FakeRunWindow open={open}>
      <OverviewView />
    </FakeRunWindow>,
  );
  return open;
}

const headline = () => screen.getByRole('region', { name: 'Headline figures' });
const table = () => screen.getByRole('grid', { name: 'Transactions' });
const headers = () =>
  within(table())
    .getAllByRole('columnheader')
    .map((header) => header.textContent);
const settled = () => waitFor(() => expect(headline().textContent).toContain('305'));

describe('the overview of a report', () => {
  it('says what it is, how the tool takes percentiles, and never asks for samples', async () => {
    const { engine } = show();
    await settled();
    const note = screen.getByRole('complementary', { name: 'What this run is' }).textContent;
    expect(note).toContain('Report of k6 1.8.1.');
    expect(note).toContain(
      'no selection by time or outcome, no percentile but the printed ones, and no Apdex',
    );
    expect(note).toContain('(type 7)');
    expect(engine.countOf('latency.cube')).toBe(0);
    expect(engine.countOf('latency.series')).toBe(0);
    expect(screen.getByText('The report has no history')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows printed figures, and a dash for what is not in it: never a zero', async () => {
    show();
    await settled();
    const text = headline().textContent;
    expect(text).toContain('Response time p95305msas k6 printed it');
    expect(text).toContain('Response time p99–not in the report');
    expect(text).toContain('Error rate–failures: not in the report');
    expect(text).toContain('Throughput–1,000 samplesrate: not in the report');
    expect(text).toContain('Response mean–min 0 msmax 340 ms');
    expect(text).not.toContain('Apdex');
    expect(text).not.toContain('exact');
  });

  it('leaves out columns without a value, and shows them on request', async () => {
    const { store } = show();
    const user = userEvent.setup();
    await settled();
    await waitFor(() =>
      expect(headers()).toEqual(['Transaction', 'Samples', 'Min', 'p50', 'p95', 'Max', SLO]),
    );
    await user.click(screen.getByRole('button', { name: 'Columns' }));
    await user.click(await screen.findByRole('checkbox', { name: /^p75, ms/ }));
    await user.click(screen.getByRole('checkbox', { name: 'Errors, % not in the report' }));
    expect(headers()).toEqual([
      'Transaction',
      'Samples',
      'Errors, %',
      'Min',
      'p50',
      'p75',
      'p95',
      'Max',
      SLO,
    ]);
    expect(within(table()).getAllByTitle('not in the report')).toHaveLength(3);
    expect(store.getState().layout.tables['transactions']?.shown).toEqual(['p75', 'errors']);
  });

  it('chooses a transaction; of several nothing is put together that cannot be', async () => {
    const { store } = show();
    await settled();
    act(() => store.getState().actions.setTransactions([2]));
    await waitFor(() => expect(headline().textContent).toContain('p95330ms'));
    act(() => store.getState().actions.setTransactions([1, 2]));
    await waitFor(() =>
      expect(headline().textContent).toContain('p95–cannot be put togetherchoose one transaction'),
    );
    expect(headline().textContent).toContain('1,000 samples');
  });

  it('has the verdicts of the tool, without a column for values that it does not have', async () => {
    show();
    const thresholds = await screen.findByRole('grid', { name: 'Thresholds' });
    await waitFor(() => expect(within(thresholds).getByText('p(95)<200')).toBeTruthy());
    expect(within(thresholds).queryByRole('columnheader', { name: 'Value' })).toBeNull();
  });

  it('counts failures that it does not list', async () => {
    show({ tool: 'jmeter', format: 'jmeter-statistics', failures: 35 });
    expect(
      await screen.findByText('The report counts 35 failures and does not say what they were.'),
    ).toBeTruthy();
    expect(screen.queryByRole('checkbox', { name: 'JMeter-compatible' })).toBeNull();
  });

  it('draws its own intervals, which cannot be brushed', async () => {
    const series: LatencySeries = {
      bucketMs: 1000,
      multiples: {},
      table: {
        rowCount: 3,
        columns: {
          startMs: numbersToColumn([0, 1000, 2000]),
          samples: numbersToColumn([null, 10, 20]),
          failures: numbersToColumn([null, 0, 1]),
          threads: numbersToColumn([1, 2, 3]),
          'p:50': numbersToColumn([null, 20, 30]),
          'p:90': numbersToColumn([null, null, null]),
          'p:95': numbersToColumn([null, 40, 50]),
          'p:99': numbersToColumn([null, null, null]),
        },
      },
    };
    const time = { startedAtUs: STARTED_AT_US, endedAtUs: STARTED_AT_US + 3_000_000, durationMs: 3000 };
    const { store } = show(time, fakeReportHandlers(series));
    const user = userEvent.setup();
    const brush = await screen.findByRole('slider', { name: 'Time selection' });
    expect(brush.getAttribute('aria-disabled')).toBe('true');
    expect(brush.getAttribute('aria-description')).toContain('no samples');
    act(() => brush.focus());
    await user.keyboard('{ArrowRight}');
    expect(store.getState().selection.time).toBeNull();
    const timeline = screen.getByRole('region', { name: 'Timeline' });
    const picture = within(timeline).getByRole('img').getAttribute('aria-label');
    expect(picture).toContain('1 s intervals of the report');
    expect(picture).toContain('p95 from 40.0 to 50.0 ms');
    expect(picture).not.toContain('p99');
  });

  it('of metrics alone says so and lists them', async () => {
    show(
      { transactionCount: 0, samples: 0 },
      {
        'runs.transactions': () => [],
        'latency.summary': ({ percentiles }) => ({
          overall: {
            samples: null,
            failures: null,
            errorRate: null,
            minMs: null,
            meanMs: null,
            maxMs: null,
            stdDevMs: null,
            percentilesMs: {},
            throughputPerSec: null,
            receivedBytes: null,
            sentBytes: null,
            apdex: null,
          },
          jmeterOverall: null,
          percentiles,
          transactions: { rowCount: 0, columns: {} },
        }),
        'k6.metrics': () => [
          {
            name: 'browser_web_vital_lcp',
            unit: 'ms',
            kind: 'trend',
            count: 0,
            min: null,
            mean: 812,
            max: null,
            value: null,
            percentiles: { '95': 1200 },
          },
        ],
      },
    );
    expect(await screen.findByText(/The report holds no response times/)).toBeTruthy();
    const metrics = await screen.findByRole('grid', { name: 'Metrics' });
    await waitFor(() => expect(within(metrics).getByText('browser_web_vital_lcp')).toBeTruthy());
    // A count that is not in the report is no column of zeros.
    expect(within(metrics).queryByRole('columnheader', { name: 'Points' })).toBeNull();
    expect(within(metrics).getByRole('columnheader', { name: 'p95' })).toBeTruthy();
  });
});

describe('a run without response times', () => {
  const metricsOnly = {
    tool: 'perfmon',
    format: 'perfmon-csv',
    granularity: 'samples',
    samples: 0,
    failures: 0,
    transactionCount: 0,
    startedAtUs: null,
  } as const;

  it('shows its metrics instead of empty charts, and asks for nothing else', async () => {
    const { engine } = show(metricsOnly, {
      'k6.metrics': () => [
        {
          name: 'CPU',
          unit: '',
          kind: 'gauge',
          count: 5,
          min: 7,
          mean: null,
          max: 68.2,
          value: 68,
          percentiles: {},
        },
      ],
    });
    const metrics = await screen.findByRole('grid', { name: 'Metrics' });
    await waitFor(() => expect(within(metrics).getByText('CPU')).toBeTruthy());
    expect(screen.getByRole('complementary', { name: 'What this run is' }).textContent).toContain(
      'No response times.',
    );
    expect(screen.queryByRole('img')).toBeNull();
    expect(screen.queryByRole('grid', { name: 'Transactions' })).toBeNull();
    for (const method of ['latency.summary', 'latency.series', 'latency.cube', 'latency.errors'] as const)
      expect(engine.countOf(method)).toBe(0);
  });
});
