import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import type { EngineParams } from '#shared/contract/engine.ts';
import { arrangeFindings } from '#shared/model/report-findings.ts';
import type { Report } from '#shared/model/report.ts';
import { createReportSaver } from '../../app/report-saver.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import { deferred, type FakeHandlers } from '../../testing/fake-engine.ts';
import { ReportView } from './ReportView.tsx';
import { fakeFinding, fakeReport } from './testing/fake-report.ts';

const found = [fakeFinding('a', 'high'), fakeFinding('b', 'medium'), fakeFinding('c', 'info')];
const NO_PRINTER = 'A PDF is printed by a browser, and none was found on this computer.';

/** An engine with one report; what is printed of it never comes. */
function handlers(stored: Report, change: FakeHandlers = {}): FakeHandlers {
  return {
    'reports.list': () => [
      {
        id: stored.id,
        name: stored.name,
        subject: stored.subject,
        changedAtUs: stored.changedAtUs,
        signed: 0,
      },
    ],
    'reports.get': () => stored,
    'reports.update': ({ edits }) => ({ ...stored, ...edits, changedAtUs: stored.changedAtUs + 1 }),
    'reports.findings': () => ({
      readiness: 'not-ready',
      reason: 'Not ready: 1 blocking gate failed.',
      ...arrangeFindings(found, { items: [], ownFindings: [] }),
      notMeasured: [],
    }),
    'reports.formats': () => [{ format: 'pdf', missing: null }],
    'reports.export': () => deferred<'reports.export'>().promise,
    'reports.render': () => deferred<'reports.render'>().promise,
    ...change,
  };
}

function show(stored = fakeReport(), change: FakeHandlers = {}) {
  const open = openFakeRun({}, handlers(stored, change));
  const saver = createReportSaver(open.engine.client, open.store, open.queries);
  render(
    <FakeRunWindow open={open}>
      <ReportView />
    </FakeRunWindow>,
  );
  /** The document that was saved last. */
  const saved = () =>
    (
      open.engine.calls.findLast(({ method }) => method === 'reports.update')?.params as
        EngineParams<'reports.update'> | undefined
    )?.edits;
  return { ...open, saver, saved, user: userEvent.setup() };
}

const rows = () => screen.getAllByRole('option').map((row) => row.getAttribute('aria-label'));

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

describe('the editor of a report', () => {
  it('opens the report that was changed last, at its first finding', async () => {
    show();
    await screen.findByRole('heading', { level: 1, name: 'Release 4.18' });
    await screen.findByDisplayValue('Title of a');
    expect(rows()).toEqual([
      'high: Title of a, not signed',
      'medium: Title of b, not signed',
      'Note: Title of c, not signed',
    ]);
    expect(screen.getByText('3, none signed')).toBeTruthy();
  });

  it('typing is one edit, saved a moment later, and taken back as one', async () => {
    const { user, store, saver, saved } = show();
    const title = await screen.findByDisplayValue('Title of a');
    await user.clear(title);
    await user.type(title, 'Slower ');
    // An empty title was the engine's again; what follows is the person's.
    expect(rows()[0]).toBe('high: Title of aSlower , not signed');
    await user.clear(screen.getByRole('textbox', { name: 'Statement' }));
    await user.type(screen.getByRole('textbox', { name: 'Statement' }), 'Twice');
    expect(store.getState().undo.done.map(({ label }) => label)).toHaveLength(2);
    await act(() => saver.flush());
    expect(saved()?.items[0]).toMatchObject({ findingId: 'a', statement: 'Twice' });
    await screen.findByText(/^saved \d\d:\d\d, 2 edits can be undone$/u);
    await user.click(screen.getByRole('button', { name: /^Undo/u }));
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Statement' }).value).toBe(
      'What a says.',
    );
    expect(rows()[0]).toBe('high: Title of aSlower , not signed');
  });

  it('moves findings by keyboard, and leaves them out with a reason', async () => {
    const { user } = show();
    await screen.findByDisplayValue('Title of a');
    const list = screen.getByRole('listbox');
    fireEvent.keyDown(list, { key: 'ArrowDown', altKey: true });
    expect(rows()[1]).toContain('Title of a');
    await user.click(screen.getByRole('button', { name: 'Leave out…' }));
    const leave = screen.getByRole('button', { name: 'Leave out' });
    expect(leave.hasAttribute('disabled')).toBe(true);
    await user.type(screen.getByRole('textbox', { name: 'Reason' }), 'Known.');
    await user.click(leave);
    expect(rows()).toHaveLength(2);
    await user.click(screen.getByRole('button', { name: /^Left out/u }));
    expect(screen.getByText('Known.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Take back into the report: Title of a' }));
    expect(rows()[1]).toContain('Title of a');
  });

  it('asks once who signs; other words take the signature away', async () => {
    const { user, store } = show();
    await screen.findByDisplayValue('Title of a');
    await user.click(screen.getByRole('button', { name: 'Sign finding' }));
    await user.type(screen.getByRole('textbox', { name: 'Your name' }), 'Ada{Enter}');
    expect(rows()[0]).toBe('high: Title of a, signed');
    expect(screen.getByText(/^Signed by Ada/u)).toBeTruthy();
    await user.click(
      within(screen.getByRole('radiogroup', { name: 'Confidence' })).getByRole('radio', { name: 'Low' }),
    );
    expect(rows()[0]).toBe('high: Title of a, not signed');
    await user.click(screen.getByRole('button', { name: 'Sign finding' }));
    expect(rows()[0]).toBe('high: Title of a, signed');
    expect(store.getState().report.drafts[1]?.edits.settings.author).toBe('Ada');
  });

  it('shows what became of a figure since it was signed', async () => {
    const stored = fakeReport({
      items: [
        {
          findingId: 'a',
          status: 'signed',
          reason: null,
          signature: {
            by: 'Ada',
            atUs: 1,
            title: 'Title of a',
            figures: [
              { evidenceId: 'a-errors', name: 'Error rate', unit: 'ratio', baseline: null, value: 0.05 },
            ],
          },
          title: null,
          statement: null,
          severity: null,
          confidence: null,
          unknowns: null,
          chosenOptions: null,
        },
      ],
    });
    show(stored);
    expect((await screen.findByRole('note')).textContent).toContain('Error rate: 5.00 % → 10.0 %');
    expect(rows()[0]).toBe('high: Title of a, figures have changed since it was signed');
  });

  it('evidence leads to its view', async () => {
    const { user, store } = show();
    await user.click(
      await screen.findByRole('button', { name: 'Show the evidence: 10 of 100 samples failed' }),
    );
    await waitFor(() => expect(store.getState().layout.view).toBe('explorer'));
    expect(store.getState().selection).toMatchObject({ outcome: 'failed', transactions: [2] });
  });

  it('a document that is refused says why, and the next edit is tried again', async () => {
    let full = true;
    const { user, saver } = show(fakeReport(), {
      'reports.update': ({ edits }) => {
        if (full) throw new AppError('query-failed', 'The disk is full.');
        return { ...fakeReport(), ...edits, changedAtUs: 2e15 };
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Add own' }));
    await act(() => saver.flush());
    expect(screen.getByText('Not saved: The disk is full.')).toBeTruthy();
    full = false;
    await user.type(screen.getByRole('textbox', { name: 'Statement' }), 'Seen.');
    await act(() => saver.flush());
    expect(screen.getByText(/^saved/u)).toBeTruthy();
  });

  it('is about profiles and snapshots where it has no run, and about nothing without them', async () => {
    const { subject } = fakeReport();
    const none = {
      ...subject,
      candidate: [],
      baseline: [],
      profileIds: [],
      baselineProfileIds: [],
      seriesIds: [],
    };
    const attached = show(
      fakeReport({ subject: { ...none, profileIds: [7], baselineProfileIds: [8], seriesIds: [3] } }),
    );
    await screen.findByDisplayValue('Title of a');
    expect(screen.getByRole('button', { name: 'About 2 profiles, 1 series of snapshots' })).toBeTruthy();
    expect(attached.engine.countOf('reports.findings')).toBe(1);
    cleanup();
    const nothing = show(fakeReport({ subject: none }));
    await screen.findByRole('button', { name: 'About no run' });
    expect(nothing.engine.countOf('reports.findings')).toBe(0);
  });

  it('findings that cannot be computed leave the settings at hand', async () => {
    const { user } = show(fakeReport(), {
      'reports.findings': () => {
        throw new AppError('bad-request', 'The runs of this report are not in the workspace any more.');
      },
    });
    expect((await screen.findByRole('alert')).textContent).toContain('not in the workspace any more');
    await user.click(screen.getByRole('tab', { name: 'Settings' }));
    const side = screen.getByRole('radiogroup', { name: 'Side of Nightly 2214, 4.18.0' });
    expect(within(side).getByRole('radio', { name: 'B' }).getAttribute('aria-checked')).toBe('true');
  });
});

describe('what leaves the window', () => {
  it('without a printer there is a web page, and it says what is missing', async () => {
    show(fakeReport(), { 'reports.formats': () => [{ format: 'pdf', missing: NO_PRINTER }] });
    await screen.findByText(`Shown as a web page. ${NO_PRINTER}`);
    expect(screen.getByRole('button', { name: 'Export PDF' }).hasAttribute('disabled')).toBe(true);
    expect(screen.queryByRole('radio', { name: 'Two pages' })).toBeNull();
  });

  it('an export can be cancelled, and tells how far it is', async () => {
    const { user, store } = show();
    await user.click(await screen.findByRole('button', { name: 'Export PDF' }));
    act(() =>
      store.getState().actions.setReportProgress({ token: 'export-1', step: 'Comparing', done: 1, total: 4 }),
    );
    expect(
      (await screen.findByRole('progressbar', { name: 'Writing PDF' })).getAttribute('aria-valuenow'),
    ).toBe('25');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('progressbar', { name: 'Writing PDF' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Export PDF' }).hasAttribute('disabled')).toBe(false);
  });
});
