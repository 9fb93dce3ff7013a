import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import type { ImportState } from '#shared/model/import-state.ts';
import { fakeImportFile, fakeRun, fakeSource, fakeWorkspace } from '../testing/fake-data.ts';
import type { FakeHandlers } from '../testing/fake-engine.ts';
import { createFakeServices } from '../testing/fake-services.ts';
import type { FileGateway } from '../api/file-gateway.ts';

const started = (ids: readonly string[]): ImportState => ({
  files: ids.map((fileId) => fakeImportFile({ fileId, name: fileId })),
  active: true,
});

async function setUp(handlers: FakeHandlers = {}, files: Partial<FileGateway> = {}) {
  const fake = createFakeServices(
    { 'import.start': ({ files: list }) => started(list.map((file) => file.fileId)), ...handlers },
    files,
  );
  await fake.services.ready;
  const { store, session, workspace, toasts } = fake.services;
  const shown = vi.spyOn(toasts, 'show');
  const answer = (id: string | null) =>
    vi.waitFor(() => {
      const { question } = session.getState();
      if (question === null) throw new Error('Nothing was asked');
      question.answer(id);
    });
  return { ...fake, store, session, workspace, shown, answer, state: () => store.getState() };
}

describe('workspace actions', () => {
  it('imports dropped files and shows the panel', async () => {
    const { workspace, engine, state } = await setUp();
    await workspace.takeFiles([new File(['x'], 'a.jtl'), new File(['x'], 'b.jtl')]);
    expect(engine.calls.at(-1)).toEqual({
      method: 'import.start',
      params: { files: [{ fileId: 'f0' }, { fileId: 'f1' }] },
    });
    expect(state().layout.view).toBe('import');
  });

  it('opens a dropped workspace instead, then adds the rest to it', async () => {
    const info = fakeWorkspace({ name: 'nightly', path: '/nightly.loadstone' });
    const { workspace, engine, state, shown } = await setUp({ 'workspace.open': () => info });
    await workspace.takeFiles([
      new File([], 'Nightly.LOADSTONE'),
      new File([], 'a.jtl'),
      new File([], 'other.loadstone'),
    ]);
    const asked = engine.calls.map((call) => call.method);
    expect(asked.indexOf('workspace.open')).toBeLessThan(asked.indexOf('import.start'));
    expect(state().workspace.info?.name).toBe('nightly');
    expect(shown).toHaveBeenCalledWith(expect.objectContaining({ title: 'Only one workspace can be open' }));
  });

  it('opens a workspace at its first run, whatever was selected before', async () => {
    const runs = [fakeRun({ id: 5 }), fakeRun({ id: 6 })];
    const { workspace, state, store } = await setUp({
      'workspace.openRecent': () => fakeWorkspace({ path: '/x.loadstone' }),
      'runs.list': () => runs,
    });
    store.getState().actions.selectRun(6);
    store.getState().actions.setOutcome('failed');
    store.getState().actions.setWorkspace(fakeWorkspace({ path: '/old.loadstone' }));
    await workspace.openRecent('/x.loadstone');
    expect(state().selection).toMatchObject({ runId: 5, outcome: 'all', back: [] });
    expect(state().layout.view).toBe('overview');
  });

  it('follows the import that fills the sample workspace', async () => {
    const imports = started(['sample']);
    const { workspace, state, store } = await setUp({
      'workspace.openSample': () => fakeWorkspace(),
      'import.state': () => imports,
    });
    store.getState().actions.setImports({ files: [], active: false });
    await workspace.openSample();
    expect(state().layout.view).toBe('import');
    store.getState().actions.setContents([fakeRun()], []);
    const done = fakeImportFile({ fileId: 'sample', phase: 'done', runId: 1 });
    store.getState().actions.setImports({ files: [done], active: false });
    expect(state().layout.view).toBe('overview');
  });

  it('asks before it ends a running import', async () => {
    const { workspace, engine, store, answer } = await setUp({
      'workspace.create': () => fakeWorkspace(),
    });
    store.getState().actions.setImports(started(['a']));
    const creating = workspace.createWorkspace();
    await answer('stay');
    await creating;
    expect(engine.countOf('workspace.create')).toBe(0);
    const again = workspace.createWorkspace();
    await answer('leave');
    await again;
    expect(engine.countOf('workspace.create')).toBe(1);
  });

  it('starts a new list with a new drop, but keeps the list when one file is tried again', async () => {
    const failed: ImportState = {
      files: [fakeImportFile({ fileId: 'old', phase: 'failed' })],
      active: false,
    };
    const { workspace, engine, store } = await setUp({
      'import.dismiss': () => ({ files: [], active: false }),
    });
    store.getState().actions.setImports(failed);
    await workspace.startImport([{ fileId: 'old', allowDuplicate: true }]);
    expect(engine.countOf('import.dismiss')).toBe(0);
    store.getState().actions.setImports(failed);
    await workspace.startImport([{ fileId: 'new' }]);
    expect(engine.countOf('import.dismiss')).toBe(1);
  });

  it('says what failed and what to do', async () => {
    const { workspace, session, shown } = await setUp({
      'workspace.openSample': () => {
        throw new AppError('disk-full', 'There is no room on the disk.', { hint: 'Free 40 MB.' });
      },
    });
    await workspace.openSample();
    expect(shown).toHaveBeenCalledWith(
      expect.objectContaining({
        status: 'bad',
        title: 'The sample workspace could not be opened',
        text: 'There is no room on the disk. Free 40 MB.',
      }),
    );
    expect(session.getState().busy).toBeNull();
  });

  it('removes a run only after a yes', async () => {
    const { workspace, engine, answer } = await setUp({
      'runs.list': () => [fakeRun()],
      'runs.remove': () => null,
    });
    const first = workspace.removeRun(1);
    await answer(null);
    await first;
    expect(engine.countOf('runs.remove')).toBe(0);
    const second = workspace.removeRun(1);
    await answer('remove');
    await second;
    expect(engine.countOf('runs.remove')).toBe(1);
  });

  it('merges runs and opens the one that is kept, with all of it selected', async () => {
    let merged = false;
    const runs = [fakeRun({ id: 4 }), fakeRun({ id: 5 }), fakeRun({ id: 6 })];
    const { workspace, engine, store, state } = await setUp({
      'runs.list': () => (merged ? runs.slice(0, 2) : runs),
      'runs.merge': () => {
        merged = true;
        return runs[1]!;
      },
    });
    store.getState().actions.selectRun(6);
    store.getState().actions.setOutcome('failed');
    expect(await workspace.mergeRuns([5, 6])).toBeNull();
    expect(engine.calls.find((call) => call.method === 'runs.merge')?.params).toEqual({ runIds: [5, 6] });
    expect(state().workspace.runs.map((run) => run.id)).toEqual([4, 5]);
    expect(state().selection).toMatchObject({ runId: 5, outcome: 'all' });
    expect(state().layout.view).toBe('overview');
  });

  it('hands back why runs could not be merged, and leaves everything as it was', async () => {
    const { workspace, session, store, state } = await setUp({
      'runs.list': () => [fakeRun({ id: 5 }), fakeRun({ id: 6 })],
      'runs.merge': () => {
        throw new AppError('busy', 'An import is running: merging runs has to wait.');
      },
    });
    store.getState().actions.selectRun(6);
    expect(await workspace.mergeRuns([5, 6])).toMatchObject({ code: 'busy' });
    expect(state().selection.runId).toBe(6);
    expect(session.getState().busy).toBeNull();
  });

  it('sets a clock right', async () => {
    const { workspace, engine, state } = await setUp({
      'sources.list': () => [fakeSource({ clockOffsetMs: 1500 })],
      'sources.setClockOffset': () => [],
    });
    expect(await workspace.setClockOffset(1, 1500)).toBeNull();
    expect(engine.calls.find((call) => call.method === 'sources.setClockOffset')?.params).toEqual({
      sourceId: 1,
      offsetMs: 1500,
    });
    expect(state().workspace.sources[0]?.clockOffsetMs).toBe(1500);
  });

  it('saves to a chosen place', async () => {
    const { workspace, state } = await setUp(
      { 'workspace.saveAs': () => fakeWorkspace({ name: 'mine', path: '/mine.loadstone' }) },
      { pickSaveTarget: () => Promise.resolve({ fileId: 'target' }) },
    );
    expect(await workspace.saveAs()).toBe(true);
    expect(state().workspace.info?.path).toBe('/mine.loadstone');
  });
});

describe('after an import', () => {
  const one = fakeImportFile({ fileId: 'f0', phase: 'done', runId: 1, sourceId: 1 });

  it('opens the run as soon as the list knows it', async () => {
    const { workspace, store, state } = await setUp();
    await workspace.takeFiles([new File([], 'a.jtl')]);
    store.getState().actions.setImports({ files: [one], active: false });
    expect(state().layout.view).toBe('import');
    store.getState().actions.setContents([fakeRun()], []);
    expect(state().layout.view).toBe('overview');
    expect(state().selection.runId).toBe(1);
  });

  it('waits for all files of a drop', async () => {
    const { workspace, store, state } = await setUp();
    await workspace.takeFiles([new File([], 'a.jtl'), new File([], 'b.jtl')]);
    store.getState().actions.setContents([fakeRun()], []);
    store.getState().actions.setImports({ files: [one, fakeImportFile({ fileId: 'f1' })], active: true });
    expect(state().layout.view).toBe('import');
    store.getState().actions.setImports({ files: [one, { ...one, fileId: 'f1' }], active: false });
    expect(state().layout.view).toBe('overview');
  });

  it('stays when something went wrong, and when the user went elsewhere', async () => {
    const { workspace, store, state } = await setUp();
    await workspace.takeFiles([new File([], 'a.jtl'), new File([], 'b.jtl')]);
    store.getState().actions.setContents([fakeRun()], []);
    store
      .getState()
      .actions.setImports({ files: [one, { ...one, fileId: 'f1', phase: 'failed' }], active: false });
    expect(state().layout.view).toBe('import');

    await workspace.takeFiles([new File([], 'a.jtl')]);
    store.getState().actions.setView('start');
    store.getState().actions.setImports({ files: [one], active: false });
    expect(state().layout.view).toBe('start');
  });
});
