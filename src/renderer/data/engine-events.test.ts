import { describe, expect, it, vi } from 'vitest';
import { fakeImportFile, fakeInfo, fakeRun, fakeWorkspace } from '../testing/fake-data.ts';
import { createFakeEngine, deferred } from '../testing/fake-engine.ts';
import { followEngine, type EngineNews } from './engine-events.ts';

function news() {
  return {
    setEngine: vi.fn(),
    setWorkspace: vi.fn(),
    setContents: vi.fn(),
    setImports: vi.fn(),
    setCompareProgress: vi.fn(),
    setHeapProgress: vi.fn(),
    setReportProgress: vi.fn(),
    setFailure: vi.fn(),
  } satisfies EngineNews;
}

describe('followEngine', () => {
  it('asks for everything once', async () => {
    const engine = createFakeEngine({ 'runs.list': () => [fakeRun()] });
    const sink = news();
    await followEngine(engine.client, sink).ready;
    expect(sink.setEngine).toHaveBeenCalledTimes(1);
    expect(sink.setWorkspace).toHaveBeenCalledWith(fakeWorkspace());
    expect(sink.setContents).toHaveBeenCalledWith([fakeRun()], []);
  });

  it('asks for the lists again when the revision changes, and not otherwise', async () => {
    const engine = createFakeEngine();
    const sink = news();
    await followEngine(engine.client, sink).ready;
    engine.push('workspace.changed', fakeWorkspace({ revision: 2 }));
    engine.push('workspace.changed', fakeWorkspace({ revision: 2, sizeBytes: 9 }));
    await vi.waitFor(() => expect(sink.setContents).toHaveBeenCalledTimes(2));
    expect(sink.setWorkspace).toHaveBeenCalledTimes(3);
    expect(engine.countOf('runs.list')).toBe(2);
  });

  it('asks again for another workspace at the same revision', async () => {
    const engine = createFakeEngine();
    const sink = news();
    await followEngine(engine.client, sink).ready;
    engine.push('workspace.changed', fakeWorkspace({ revision: 2, path: '/a.loadstone' }));
    engine.push('workspace.changed', fakeWorkspace({ revision: 2, path: '/b.loadstone' }));
    await vi.waitFor(() => expect(engine.countOf('runs.list')).toBe(3));
  });

  it('does not go back to an answer that a push overtook while another was under way', async () => {
    const slow = deferred<'engine.info'>();
    const reading = { files: [fakeImportFile({ phase: 'finishing' })], active: true };
    const done = { files: [fakeImportFile({ phase: 'done' })], active: false };
    const engine = createFakeEngine({ 'engine.info': () => slow.promise, 'import.state': () => reading });
    const sink = news();
    const follower = followEngine(engine.client, sink);
    await vi.waitFor(() => expect(engine.countOf('import.state')).toBe(1));
    engine.push('import.changed', done);
    engine.push('workspace.changed', fakeWorkspace({ revision: 2 }));
    await vi.waitFor(() => expect(sink.setWorkspace).toHaveBeenCalledTimes(1));
    slow.resolve(fakeInfo());
    await follower.ready;
    expect(sink.setImports).toHaveBeenLastCalledWith(done);
    expect(sink.setWorkspace).toHaveBeenLastCalledWith(fakeWorkspace({ revision: 2 }));
  });

  it('is ready only when lists that a push asked for meanwhile are there as well', async () => {
    const slow = deferred<'runs.list'>();
    let asked = 0;
    const engine = createFakeEngine({
      'runs.list': () => {
        asked++;
        if (asked === 1) {
          engine.push('workspace.changed', fakeWorkspace({ revision: 2 }));
          return [];
        }
        return slow.promise;
      },
    });
    const sink = news();
    const follower = followEngine(engine.client, sink);
    let ready = false;
    void follower.ready.then(() => (ready = true));
    await vi.waitFor(() => expect(asked).toBe(2));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ready).toBe(false);
    slow.resolve([fakeRun()]);
    await follower.ready;
    expect(sink.setContents).toHaveBeenLastCalledWith([fakeRun()], []);
  });

  it('drops lists that were overtaken', async () => {
    const slow = deferred<'runs.list'>();
    let asked = 0;
    const engine = createFakeEngine({
      'runs.list': () => {
        asked++;
        return asked === 2 ? slow.promise : [fakeRun({ id: asked })];
      },
    });
    const sink = news();
    await followEngine(engine.client, sink).ready;
    engine.push('workspace.changed', fakeWorkspace({ revision: 2 }));
    engine.push('workspace.changed', fakeWorkspace({ revision: 3 }));
    await vi.waitFor(() => expect(sink.setContents).toHaveBeenCalledTimes(2));
    slow.resolve([]);
    await Promise.resolve();
    expect(sink.setContents).toHaveBeenLastCalledWith([fakeRun({ id: 3 })], []);
  });

  it('passes on progress and failure, until it is stopped', async () => {
    const engine = createFakeEngine();
    const sink = news();
    const follower = followEngine(engine.client, sink);
    await follower.ready;
    const state = { files: [fakeImportFile()], active: true };
    engine.push('import.changed', state);
    await vi.waitFor(() => expect(sink.setImports).toHaveBeenLastCalledWith(state));
    engine.die();
    await vi.waitFor(() => expect(sink.setFailure).toHaveBeenCalledTimes(1));
    expect(sink.setFailure.mock.calls[0]?.[0]).toMatchObject({ code: 'engine-gone' });
    follower.stop();
  });

  it('reports an engine that cannot even say who it is', async () => {
    const engine = createFakeEngine({
      'engine.info': () => {
        throw new Error('no memory');
      },
    });
    const sink = news();
    await followEngine(engine.client, sink).ready;
    expect(sink.setFailure).toHaveBeenCalledTimes(1);
  });
});
