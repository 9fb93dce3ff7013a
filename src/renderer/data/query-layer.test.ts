import { describe, expect, it, vi } from 'vitest';
import type { PhaseReport } from '#shared/model/phases.ts';
import type { Transaction } from '#shared/model/run.ts';
import { createFakeEngine, deferred, type FakeHandlers } from '../testing/fake-engine.ts';
import { fakeWorkspace } from '../testing/fake-data.ts';
import { createQueryLayer } from './query-layer.ts';
import { ResultCache } from './result-cache.ts';

const answer: readonly Transaction[] = [{ id: 7, label: 'Log in', kind: 'request' }];

const emptyPhases: PhaseReport = {
  phases: [],
  edited: false,
  steady: null,
  note: null,
  load: null,
  testTypes: [],
  testTypeReasons: [],
  spikes: [],
};

function layerOver(handlers: FakeHandlers) {
  const engine = createFakeEngine(handlers);
  return { engine, layer: createQueryLayer(engine.client) };
}

describe('query layer', () => {
  it('asks once for equal questions and keeps the answer', async () => {
    const { engine, layer } = layerOver({ 'runs.transactions': () => answer });
    const both = [layer.ask('runs.transactions', { runId: 1 }), layer.ask('runs.transactions', { runId: 1 })];
    expect(await Promise.all(both.map((asked) => asked.result))).toEqual([answer, answer]);
    await layer.ask('runs.transactions', { runId: 1 }).result;
    expect(engine.countOf('runs.transactions')).toBe(1);
    expect(layer.peek('runs.transactions', { runId: 1 })).toEqual(answer);
  });

  it('does not mind the order of properties', async () => {
    const { engine, layer } = layerOver({ 'sources.rejects': () => [] });
    await layer.ask('sources.rejects', { sourceId: 1, offset: 0, limit: 10 }).result;
    await layer.ask('sources.rejects', { limit: 10, offset: 0, sourceId: 1 }).result;
    expect(engine.countOf('sources.rejects')).toBe(1);
  });

  it('aborts the engine when the last asker lets go', async () => {
    const signals: AbortSignal[] = [];
    const { layer } = layerOver({
      'runs.transactions': (_params, { signal }) => {
        signals.push(signal);
        return deferred<'runs.transactions'>().promise;
      },
    });
    const one = layer.ask('runs.transactions', { runId: 1 });
    const two = layer.ask('runs.transactions', { runId: 1 });
    two.result.catch(() => undefined);
    await vi.waitFor(() => expect(signals).toHaveLength(1));
    one.release();
    one.release();
    await Promise.resolve();
    expect(signals[0]?.aborted).toBe(false);
    two.release();
    await vi.waitFor(() => expect(signals[0]?.aborted).toBe(true));
    await expect(two.result).rejects.toMatchObject({ code: 'cancelled' });
  });

  describe('a change', () => {
    const report = emptyPhases;
    const changing = (onSet: () => PhaseReport) =>
      layerOver({ 'runs.transactions': () => answer, 'phases.get': () => report, 'phases.set': onSet });
    const set = { runId: 1, phases: [{ kind: 'steady' as const, fromMs: 0, toMs: 5 }] };
    const aboutPhases = (method: string): boolean => method.startsWith('phases.');

    async function asked(layer: ReturnType<typeof createQueryLayer>): Promise<void> {
      await layer.ask('runs.transactions', { runId: 1 }).result;
      await layer.ask('phases.get', { runId: 1 }).result;
    }
    const known = (layer: ReturnType<typeof createQueryLayer>) => [
      layer.peek('runs.transactions', { runId: 1 }) !== undefined,
      layer.peek('phases.get', { runId: 1 }) !== undefined,
    ];

    it('is asked every time, and makes what was asked before stale', async () => {
      const { engine, layer } = changing(() => report);
      await asked(layer);
      const before = layer.generation();
      await layer.change('phases.set', set);
      await layer.change('phases.set', set);
      expect(engine.countOf('phases.set')).toBe(2);
      expect(layer.generation()).toBe(before + 2);
      expect(known(layer)).toEqual([false, false]);
    });

    it('leaves answers that it does not touch, once: whether the engine speaks of it or not', async () => {
      for (const speaks of [true, false]) {
        const { engine, layer } = changing(() => {
          if (speaks) engine.push('workspace.changed', fakeWorkspace({ revision: 2 }));
          return report;
        });
        await asked(layer);
        const before = layer.generation();
        await layer.change('phases.set', set, aboutPhases);
        expect(known(layer)).toEqual([true, false]);
        expect(layer.generation()).toBe(before + 1);
        engine.push('workspace.changed', fakeWorkspace({ revision: 3 }));
        await vi.waitFor(() => expect(known(layer)).toEqual([false, false]));
      }
    });

    it('what the engine speaks of beside it touches all', async () => {
      const { engine, layer } = changing(() => {
        engine.push('workspace.changed', fakeWorkspace({ revision: 2 }));
        engine.push('workspace.changed', fakeWorkspace({ revision: 3 }));
        return report;
      });
      await asked(layer);
      await layer.change('phases.set', set, aboutPhases);
      expect(known(layer)).toEqual([false, false]);
    });

    it('that fails was not what the engine spoke of', async () => {
      const { engine, layer } = changing(() => {
        engine.push('workspace.changed', fakeWorkspace({ revision: 2 }));
        throw new Error('refused');
      });
      await asked(layer);
      await expect(layer.change('phases.set', set, aboutPhases)).rejects.toThrow();
      expect(known(layer)).toEqual([false, false]);
    });
  });

  it('does not keep errors', async () => {
    let fail = true;
    const { layer } = layerOver({
      'runs.transactions': () => {
        if (fail) throw new Error('boom');
        return answer;
      },
    });
    await expect(layer.ask('runs.transactions', { runId: 1 }).result).rejects.toThrow('boom');
    fail = false;
    expect(await layer.ask('runs.transactions', { runId: 1 }).result).toEqual(answer);
  });

  it('while a hand moves a brush the engine is not asked for findings; each asks again in the end', async () => {
    vi.useFakeTimers();
    try {
      const signals: AbortSignal[] = [];
      let finish = (): void => undefined;
      const { engine, layer } = layerOver({
        'diagnostics.incidents': (_params, { signal }) => {
          signals.push(signal);
          return new Promise((resolve) => (finish = () => resolve([])));
        },
      });
      const asked = layer.ask('diagnostics.incidents', { runId: 1 });
      await vi.waitFor(() => expect(signals).toHaveLength(1));
      const [left, right] = [layer.holdBackground(), layer.holdBackground()];
      await vi.waitFor(() => expect(signals[0]?.aborted).toBe(true));
      left();
      left();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(engine.countOf('diagnostics.incidents')).toBe(1);
      right();
      await vi.advanceTimersByTimeAsync(100);
      // It goes on before the pause is over.
      const again = layer.holdBackground();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(engine.countOf('diagnostics.incidents')).toBe(1);
      again();
      await vi.advanceTimersByTimeAsync(500);
      expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
      finish();
      await expect(asked.result).resolves.toEqual([]);
      expect(layer.peek('diagnostics.incidents', { runId: 1 })).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('forgets everything when the workspace changes, including what is under way', async () => {
    const first = deferred<'runs.transactions'>();
    let calls = 0;
    const { engine, layer } = layerOver({
      'runs.transactions': () => (calls++ === 0 ? first.promise : answer),
    });
    const stale = vi.fn();
    layer.onStale(stale);
    const old = layer.ask('runs.transactions', { runId: 1 });
    await vi.waitFor(() => expect(calls).toBe(1));
    engine.push('workspace.changed', fakeWorkspace({ revision: 2 }));
    await vi.waitFor(() => expect(stale).toHaveBeenCalledTimes(1));
    first.resolve([]);
    await old.result;
    expect(layer.peek('runs.transactions', { runId: 1 })).toBeUndefined();
    expect(await layer.ask('runs.transactions', { runId: 1 }).result).toEqual(answer);
    engine.push('workspace.changed', fakeWorkspace({ revision: 2, sizeBytes: 5 }));
    await Promise.resolve();
    expect(stale).toHaveBeenCalledTimes(1);
  });
});

describe('ResultCache', () => {
  it('drops the least recently used entry', () => {
    const cache = new ResultCache(2, 1e9);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect([cache.has('a'), cache.has('b'), cache.has('c')]).toEqual([true, false, true]);
  });

  it('is bounded by size, but keeps the newest', () => {
    const cache = new ResultCache(100, 1000);
    cache.set('a', new Uint8Array(600));
    cache.set('b', new Uint8Array(600));
    expect([cache.has('a'), cache.has('b')]).toEqual([false, true]);
    cache.set('c', new Uint8Array(5000));
    expect([cache.has('b'), cache.has('c')]).toEqual([false, true]);
  });
});
