import { describe, expect, it } from 'vitest';
import type { Report, ReportEdits } from '#shared/model/report.ts';
import { DEFAULT_REPORT_SETTINGS, subjectOf } from '#shared/model/report.ts';
import { createAppStore } from './store.ts';

const report: Report = {
  id: 3,
  name: 'Release',
  subject: subjectOf([1], []),
  settings: DEFAULT_REPORT_SETTINGS,
  items: [],
  ownFindings: [],
  attachments: [],
  createdAtUs: 1,
  changedAtUs: 10,
};
const named =
  (name: string) =>
  (edits: ReportEdits): ReportEdits => ({ ...edits, name });

function opened() {
  const store = createAppStore();
  const { actions } = store.getState();
  actions.loadReport(report);
  const name = (): string | undefined => store.getState().report.drafts[3]?.edits.name;
  return { store, actions, name };
}

describe('edits of a report', () => {
  it('keys that follow each other in one field are one step; another field begins another', async () => {
    const { store, actions, name } = opened();
    for (const text of ['A', 'AB', 'ABC']) actions.editReport(3, 'renaming', named(text), 'name');
    actions.endTyping();
    actions.editReport(3, 'renaming', named('ABCD'), 'name');
    expect(store.getState().undo.done).toHaveLength(2);
    await actions.undo();
    expect(name()).toBe('ABC');
    await actions.undo();
    expect(name()).toBe('Release');
    await actions.redo();
    expect(name()).toBe('ABC');
  });

  it('typing after undo is a step of its own', async () => {
    const { store, actions, name } = opened();
    actions.editReport(3, 'renaming', named('A'), 'name');
    await actions.undo();
    actions.editReport(3, 'renaming', named('B'), 'name');
    expect(store.getState().undo.done).toHaveLength(1);
    await actions.undo();
    expect(name()).toBe('Release');
  });

  it('what the engine sends does not overwrite what is newer, or not saved yet', () => {
    const { actions, name, store } = opened();
    actions.editReport(3, 'renaming', named('Typed '), 'name');
    actions.loadReport({ ...report, name: 'Older', changedAtUs: 11 });
    expect(name()).toBe('Typed ');
    const typed = store.getState().report.drafts[3]!.edits;
    actions.markReportStored(3, typed, 20);
    // Trimmed by the engine: the blank that was just typed stays.
    actions.loadReport({ ...report, name: 'Typed', changedAtUs: 20 });
    expect(name()).toBe('Typed ');
    actions.loadReport({ ...report, name: 'Stale', changedAtUs: 10 });
    expect(name()).toBe('Typed ');
    // Its run was removed: that changes the subject and nothing else.
    actions.loadReport({ ...report, name: 'Typed', subject: subjectOf([], []), changedAtUs: 20 });
    expect(name()).toBe('Typed ');
    expect(store.getState().report.drafts[3]?.edits.subject.candidate).toEqual([]);
  });

  it('an edit of a report that is gone cannot be taken back', async () => {
    const { actions, store } = opened();
    actions.editReport(3, 'renaming', named('A'));
    actions.dropReport(3);
    await expect(actions.undo()).rejects.toThrow('not in the workspace any more');
    expect(store.getState().undo.done).toEqual([]);
  });
});
