import { cleanup, renderHook, waitFor, act } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Transaction } from '#shared/model/run.ts';
import { fakeWorkspace } from '../testing/fake-data.ts';
import { createFakeEngine, deferred, type FakeHandlers } from '../testing/fake-engine.ts';
import { createQueryLayer } from './query-layer.ts';
import { QueryContext, useEngineQuery } from './use-query.ts';

afterEach(cleanup);

function rejectsOf(handlers: FakeHandlers, sourceId: number, keepPrevious = true) {
  const engine = createFakeEngine(handlers);
  const layer = createQueryLayer(engine.client);
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <QueryContext value={layer}>{children}</QueryContext>
  );
  const firstProps: { id: number | null } = { id: sourceId };
  const hook = renderHook(
    (props: typeof firstProps) =>
      useEngineQuery(
        'sources.rejects',
        props.id === null ? null : { sourceId: props.id, offset: 0, limit: 10 },
        { keepPrevious },
      ),
    { wrapper, initialProps: firstProps },
  );
  return { engine, hook };
}

const reject = (line: number) => ({ line, byte: 0, reason: 'elapsed is not a number', raw: 'x' });

describe('useEngineQuery', () => {
  it('is idle without a question, then loading, then ready', async () => {
    const { hook } = rejectsOf({ 'sources.rejects': () => [reject(3)] }, 1);
    expect(hook.result.current).toMatchObject({ status: 'loading', data: null });
    await waitFor(() => expect(hook.result.current).toMatchObject({ status: 'ready', data: [reject(3)] }));
    hook.rerender({ id: null });
    expect(hook.result.current).toMatchObject({ status: 'idle', data: null });
  });

  it('keeps the old picture while the new one loads, and says so at once', async () => {
    const slow = deferred<'sources.rejects'>();
    const { hook } = rejectsOf(
      { 'sources.rejects': ({ sourceId }) => (sourceId === 1 ? [reject(1)] : slow.promise) },
      1,
    );
    await waitFor(() => expect(hook.result.current.status).toBe('ready'));
    hook.rerender({ id: 2 });
    expect(hook.result.current).toMatchObject({ status: 'loading', isPrevious: true, data: [reject(1)] });
    act(() => slow.resolve([reject(2)]));
    await waitFor(() =>
      expect(hook.result.current).toMatchObject({ status: 'ready', isPrevious: false, data: [reject(2)] }),
    );
  });

  it('can start with nothing instead', async () => {
    const slow = deferred<'sources.rejects'>();
    const { hook } = rejectsOf(
      { 'sources.rejects': ({ sourceId }) => (sourceId === 1 ? [reject(1)] : slow.promise) },
      1,
      false,
    );
    await waitFor(() => expect(hook.result.current.status).toBe('ready'));
    hook.rerender({ id: 2 });
    expect(hook.result.current).toMatchObject({ status: 'loading', isPrevious: false, data: null });
  });

  it('shows the latest question only, and aborts the one before', async () => {
    const signals: AbortSignal[] = [];
    const first = deferred<'sources.rejects'>();
    const { hook } = rejectsOf(
      {
        'sources.rejects': ({ sourceId }, { signal }) => {
          signals.push(signal);
          return sourceId === 1 ? first.promise : [reject(2)];
        },
      },
      1,
    );
    await waitFor(() => expect(signals).toHaveLength(1));
    hook.rerender({ id: 2 });
    await waitFor(() => expect(hook.result.current.data).toEqual([reject(2)]));
    expect(signals[0]?.aborted).toBe(true);
    await act(async () => {
      first.resolve([reject(1)]);
      await Promise.resolve();
    });
    expect(hook.result.current.data).toEqual([reject(2)]);
  });

  it('reports an error and asks again on request', async () => {
    let fail = true;
    const { hook } = rejectsOf(
      {
        'sources.rejects': () => {
          if (fail) throw new Error('disk on fire');
          return [];
        },
      },
      1,
    );
    await waitFor(() => expect(hook.result.current.status).toBe('error'));
    expect(hook.result.current.error?.message).toContain('disk on fire');
    fail = false;
    act(() => hook.result.current.retry());
    await waitFor(() => expect(hook.result.current).toMatchObject({ status: 'ready', data: [] }));
  });

  it('asks again when the workspace changes', async () => {
    let line = 1;
    const { engine, hook } = rejectsOf({ 'sources.rejects': () => [reject(line)] }, 1);
    await waitFor(() => expect(hook.result.current.data).toEqual([reject(1)]));
    line = 2;
    act(() => engine.push('workspace.changed', fakeWorkspace({ revision: 2 })));
    await waitFor(() => expect(hook.result.current).toMatchObject({ data: [reject(2)], isPrevious: false }));
  });

  it('never shows one run under the name of another', async () => {
    const slow = deferred<'runs.transactions'>();
    const engine = createFakeEngine({
      'runs.transactions': ({ runId }) => (runId === 1 ? [transaction(1)] : slow.promise),
    });
    const layer = createQueryLayer(engine.client);
    const hook = renderHook((props: { runId: number }) => useEngineQuery('runs.transactions', props), {
      wrapper: ({ children }: { readonly children: ReactNode }) => (
        <QueryContext value={layer}>{children}</QueryContext>
      ),
      initialProps: { runId: 1 },
    });
    await waitFor(() => expect(hook.result.current.status).toBe('ready'));
    hook.rerender({ runId: 2 });
    expect(hook.result.current).toMatchObject({ status: 'loading', data: null });
  });
});

function transaction(id: number): Transaction {
  return { id, label: `transaction ${id}`, kind: 'request' };
}
