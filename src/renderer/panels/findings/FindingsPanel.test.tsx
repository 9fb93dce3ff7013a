import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { DEFAULT_FINDING_SETTINGS, type Finding } from '#shared/model/finding.ts';
import { DEFAULT_REPORT_SETTINGS } from '#shared/model/report.ts';
import { FakeRunWindow, openFakeRun } from '../testing/FakeRunWindow.tsx';
import { prepareWindow } from '../testing/prepare-window.ts';
import { FindingsPanel } from './FindingsPanel.tsx';

const found: readonly Finding[] = [
  {
    id: 'error-burst:60000',
    rule: 'error-burst',
    title: '10 failures in 10 s',
    statement: 'Ten requests failed.',
    severity: 'high',
    confidence: 'medium',
    confidenceReason: 'Few samples.',
    affected: {
      runIds: [1],
      transactions: [{ id: 2, runId: 1, label: 'Checkout: place order' }],
      span: { fromMs: 60_000, toMs: 70_000 },
    },
    evidence: [
      {
        id: 'burst',
        kind: 'load',
        label: '10 more than usual',
        figures: [],
        query: { method: 'diagnostics.incidents', params: { runId: 1 } },
      },
    ],
    unknowns: [],
    options: [],
    impact: 1,
  },
  {
    id: 'closed-loop',
    rule: 'closed-loop',
    title: 'Load model: closed loop',
    statement: 'Users wait.',
    severity: 'info',
    confidence: 'high',
    confidenceReason: 'Read from the samples.',
    affected: { runIds: [1], transactions: [], span: null },
    evidence: [],
    unknowns: [],
    options: [],
    impact: 0,
  },
];

function show(...args: Parameters<typeof openFakeRun>) {
  const open = openFakeRun(...args);
  const run = open.store.getState().workspace.runs[0]!;
  render(
    <FakeRunWindow open={open}>
      <FindingsPanel run={run} baseline={[]} />
    </FakeRunWindow>,
  );
  return open;
}

const answer = () => ({ findings: found, notMeasured: [], settings: DEFAULT_FINDING_SETTINGS });

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

describe('findings of a run', () => {
  it('stand in the order of the engine; Enter opens the explorer with the affected part', async () => {
    const { store } = show({}, { 'findings.list': answer });
    await screen.findByText('2, 1 high');
    const rows = screen.getAllByRole('option');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      'High10 failures in 10 s 10 more than usualmedium confidence',
      'NoteLoad model: closed loop high confidence',
    ]);
    screen.getByRole('listbox').focus();
    await userEvent.setup().keyboard('{Enter}');
    await waitFor(() => expect(store.getState().layout.view).toBe('explorer'));
    expect(store.getState().selection).toMatchObject({
      time: { fromMs: 60_000, toMs: 70_000 },
      transactions: [2],
    });
  });

  it('none is said in words, and a failure with a way to try again', async () => {
    let failing = true;
    const { engine } = show(
      {},
      {
        'findings.list': () => {
          if (failing) throw new AppError('query-failed', 'The disk is full.');
          return { findings: [], notMeasured: ['CPU', 'memory'], settings: DEFAULT_FINDING_SETTINGS };
        },
      },
    );
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('The disk is full.');
    failing = false;
    await userEvent.setup().click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/Nothing stands out. 2 things could not be looked at/)).toBeTruthy();
    expect(engine.countOf('findings.list')).toBe(2);
  });

  it('become a report about the run', async () => {
    const { store, engine } = show(
      {},
      {
        'findings.list': answer,
        'reports.create': ({ name, subject }) => ({
          id: 7,
          name,
          subject,
          settings: DEFAULT_REPORT_SETTINGS,
          items: [],
          ownFindings: [],
          attachments: [],
          createdAtUs: 1,
          changedAtUs: 1,
        }),
      },
    );
    await userEvent.setup().click(await screen.findByRole('button', { name: 'Make report' }));
    await waitFor(() => expect(store.getState().layout.view).toBe('report'));
    expect(store.getState().report.openId).toBe(7);
    expect(engine.calls.find(({ method }) => method === 'reports.create')?.params).toMatchObject({
      name: 'Nightly 2214, 4.18.0',
      subject: { candidate: [1], baseline: [] },
    });
  });
});
