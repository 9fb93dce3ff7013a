import { beforeEach, describe, expect, it } from 'vitest';
import type { ImportFileState } from '#shared/model/import-state.ts';
import { createAppStore, type AppStore } from '../state/store.ts';
import { fakeImportFile, fakeRun } from '../testing/fake-data.ts';
import { createImportFollower, type ImportFollower } from './import-follower.ts';

let store: AppStore;
let follower: ImportFollower;
beforeEach(() => {
  store = createAppStore();
  follower = createImportFollower(store);
});

const act = () => store.getState().actions;

/** Starts an import as the window does: the list is followed, then shown. */
function start(): void {
  follower.follow(['a', 'b']);
  act().setView('import');
}

function finish(second: Partial<ImportFileState> = {}): void {
  act().setContents([fakeRun({ id: 7 }), fakeRun({ id: 8 })], []);
  act().setImports({
    active: false,
    files: [
      fakeImportFile({ fileId: 'a', phase: 'done', runId: 8 }),
      fakeImportFile({ fileId: 'b', phase: 'done', runId: 7, ...second }),
    ],
  });
}

describe('what follows an import', () => {
  it('is the first run of it', () => {
    start();
    finish();
    expect(store.getState()).toMatchObject({ layout: { view: 'overview' }, selection: { runId: 8 } });
    expect(store.getState().compare.draft.baseline.runIds).toEqual([]);
  });

  it('is the first run also where the list knows a later one before it', () => {
    start();
    act().setContents([fakeRun({ id: 7 })], []);
    act().setImports({
      active: false,
      files: [
        fakeImportFile({ fileId: 'a', phase: 'done', runId: 8 }),
        fakeImportFile({ fileId: 'b', phase: 'done', runId: 7 }),
      ],
    });
    expect(store.getState().layout.view).toBe('import');
    act().setContents([fakeRun({ id: 7 }), fakeRun({ id: 8 })], []);
    expect(store.getState()).toMatchObject({ layout: { view: 'overview' }, selection: { runId: 8 } });
  });

  it('is never a snapshot where a run came with it', () => {
    start();
    act().setContents([fakeRun({ id: 7 })], []);
    act().setImports({
      active: false,
      files: [
        fakeImportFile({ fileId: 'a', phase: 'done', runId: null, snapshotId: 3 }),
        fakeImportFile({ fileId: 'b', phase: 'done', runId: 7 }),
      ],
    });
    expect(store.getState()).toMatchObject({ layout: { view: 'overview' }, selection: { runId: 7 } });
  });

  it('is the comparison that the files were dropped on, its sides in the order of the files', () => {
    act().setView('compare');
    start();
    finish();
    const { layout, compare } = store.getState();
    expect(layout.view).toBe('compare');
    expect([compare.draft.baseline.runIds, compare.draft.candidate.runIds]).toEqual([[8], [7]]);
  });

  it('leaves sides alone that have a run already', () => {
    act().setContents([fakeRun({ id: 3 })], []);
    act().newComparison([3]);
    act().setView('compare');
    start();
    act().setContents([fakeRun({ id: 3 }), fakeRun({ id: 7 }), fakeRun({ id: 8 })], []);
    act().setImports({
      active: false,
      files: ['a', 'b'].map((fileId, at) => fakeImportFile({ fileId, phase: 'done', runId: 8 - at })),
    });
    const { draft } = store.getState().compare;
    expect([draft.baseline.runIds, draft.candidate.runIds]).toEqual([[3], [8]]);
  });

  it('stays at the list where a file failed', () => {
    act().setView('compare');
    start();
    finish({ phase: 'failed', runId: null });
    expect(store.getState().layout.view).toBe('import');
  });
});
