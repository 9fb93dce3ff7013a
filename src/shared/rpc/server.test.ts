import { describe, expect, it, vi } from 'vitest';
import { AppError, isCancelled } from '../contract/errors.ts';
import { wholeRun } from '../model/filter.ts';
import type { Channel } from './channel.ts';
import { serveEngine, type EngineHandlers } from './server.ts';
import { createFakeEngine } from './testing/fake-engine.ts';

/** An engine at a carrier whose other end is the test. */
function served(handlers: Partial<EngineHandlers> = {}) {
  const posted: Record<string, unknown>[] = [];
  let message: (message: unknown) => void = () => undefined;
  let closed: (reason: string) => void = () => undefined;
  const channel: Channel = {
    post: (response) => posted.push(response as Record<string, unknown>),
    onMessage: (listener) => {
      message = listener;
    },
    onClose: (listener) => {
      closed = listener;
    },
    close: vi.fn(),
  };
  const engine = createFakeEngine(handlers);
  const stop = serveEngine(engine, channel);
  return {
    posted,
    engine,
    stop,
    channel,
    receive: (m: unknown) => message(m),
    call: (id: number, method: string, params: unknown) => message({ t: 'call', id, method, params }),
    shut: () => closed('gone'),
    settled: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

describe('serving an engine', () => {
  it('answers with the result of the handler', async () => {
    const { posted, call, settled } = served({
      'runs.list': () => [],
      'runs.remove': ({ runId }) => Promise.resolve(runId === 4 ? null : null),
    });
    call(1, 'runs.list', {});
    call(2, 'runs.remove', { runId: 4 });
    await settled();
    expect(posted).toEqual([
      { t: 'ok', id: 1, result: [] },
      { t: 'ok', id: 2, result: null },
    ]);
  });

  it('gives handlers the parsed parameters', async () => {
    const rename = vi.fn().mockReturnValue(null);
    const { call, settled } = served({ 'runs.rename': rename });
    call(1, 'runs.rename', { runId: 1, name: '  night run  ' });
    await settled();
    expect(rename).toHaveBeenCalledExactlyOnceWith(
      { runId: 1, name: 'night run' },
      { signal: expect.any(AbortSignal) as AbortSignal },
    );
  });

  it.each([
    ['a wrong type', 'runs.rename', { runId: '1', name: 'x' }, 'runId'],
    ['a value out of range', 'runs.rename', { runId: 0, name: 'x' }, 'runId'],
    ['a missing value', 'runs.rename', { runId: 1 }, 'name'],
    ['an empty name', 'runs.rename', { runId: 1, name: '   ' }, 'name'],
    ['a key that is not known', 'runs.list', { extra: 1 }, 'runs.list'],
    ['no parameters', 'runs.list', undefined, 'runs.list'],
    ['a place deep inside', 'import.start', { files: [{ fileId: 'a' }, { fileId: '' }] }, 'files.1.fileId'],
    ['a span that ends before it begins', 'latency.curve', curve({ fromMs: 2, toMs: 1 }), 'filter.time'],
    ['NaN', 'latency.curve', curve({ fromMs: NaN, toMs: 1 }), 'filter.time.fromMs'],
  ])('refuses %s and says where', async (_what, method, params, where) => {
    const { posted, call, settled } = served();
    call(5, method, params);
    await settled();
    expect(posted).toHaveLength(1);
    expect(posted[0]).toMatchObject({ t: 'err', id: 5, error: { code: 'bad-request' } });
    expect((posted[0]!['error'] as { message: string }).message).toContain(where);
  });

  it('refuses a call that came without parameters', async () => {
    const { posted, receive, settled } = served();
    receive({ t: 'call', id: 1, method: 'runs.list' });
    await settled();
    expect(posted).toMatchObject([{ t: 'err', id: 1, error: { code: 'bad-request' } }]);
  });

  it.each(['no.such', '__proto__', 'toString', 'constructor', ''])(
    'refuses the method "%s"',
    async (method) => {
      const { posted, call, settled } = served();
      call(1, method, {});
      await settled();
      expect(posted).toMatchObject([{ t: 'err', id: 1, error: { code: 'bad-request' } }]);
    },
  );

  it('sends what a handler throws, at once or later, as a typed error', async () => {
    const { posted, call, settled } = served({
      'runs.list': () => {
        throw new AppError('busy', 'Later.', { hint: 'Wait.' });
      },
      'sources.list': () => Promise.reject(new RangeError('boom')),
      'engine.info': () => Promise.reject(new DOMException('x', 'AbortError')),
    });
    call(1, 'runs.list', {});
    call(2, 'sources.list', {});
    call(3, 'engine.info', {});
    await settled();
    expect(posted).toMatchObject([
      { t: 'err', id: 1, error: { code: 'busy', message: 'Later.', hint: 'Wait.' } },
      { t: 'err', id: 2, error: { code: 'internal' } },
      { t: 'err', id: 3, error: { code: 'cancelled' } },
    ]);
  });

  it('answers with a failure when the result cannot be carried', async () => {
    const { posted, call, settled, channel } = served({ 'runs.list': () => [] });
    const post = channel.post.bind(channel);
    channel.post = (response) => {
      if ((response as { t: string }).t === 'ok') throw new Error('cannot be cloned');
      post(response);
    };
    call(1, 'runs.list', {});
    await settled();
    expect(posted).toMatchObject([{ t: 'err', id: 1, error: { code: 'internal' } }]);
  });

  it('takes an abort to the handler of that call only', async () => {
    const signals: AbortSignal[] = [];
    const { posted, call, receive, settled } = served({
      'runs.list': (_params, { signal }) => {
        signals.push(signal);
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new AppError('cancelled', 'Ended.')));
        });
      },
    });
    call(1, 'runs.list', {});
    call(2, 'runs.list', {});
    receive({ t: 'abort', id: 1 });
    receive({ t: 'abort', id: 77 });
    await settled();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(posted).toMatchObject([{ t: 'err', id: 1, error: { code: 'cancelled' } }]);
  });

  it('ignores messages that are no requests', async () => {
    const { posted, receive, settled } = served({ 'runs.list': () => [] });
    for (const junk of [
      null,
      'call',
      {},
      { t: 'call', method: 'runs.list', params: {} },
      { t: 'call', id: 1.5, method: 'runs.list', params: {} },
      { t: 'call', id: 1, method: 7, params: {} },
      { t: 'call', id: 1, method: 'runs.list', params: {}, extra: true },
      { t: 'ok', id: 1, result: 1 },
      { t: 'abort' },
    ]) {
      receive(junk);
    }
    await settled();
    expect(posted).toEqual([]);
  });

  it('passes events on', () => {
    const { posted, engine } = served();
    engine.emit('files.wanted', { fileId: 'a' });
    expect(posted).toEqual([{ t: 'event', name: 'files.wanted', payload: { fileId: 'a' } }]);
  });

  it.each(['stop', 'close'] as const)('on %s aborts what runs and sends nothing any more', async (way) => {
    const ended: unknown[] = [];
    let answer: () => void = () => undefined;
    const { posted, call, settled, engine, stop, shut } = served({
      'runs.list': (_params, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => ended.push(signal.reason));
          answer = () => resolve([]);
        }),
    });
    call(1, 'runs.list', {});
    await settled();
    if (way === 'stop') stop();
    else shut();
    expect(ended).toHaveLength(1);
    expect(ended.every(isCancelled)).toBe(true);
    answer();
    call(2, 'runs.list', {});
    engine.emit('files.wanted', { fileId: 'a' });
    await settled();
    expect(posted).toEqual([]);
    expect(engine.listenerCount()).toBe(0);
  });
});

function curve(time: { fromMs: number; toMs: number }) {
  return { filter: { ...wholeRun(1), time }, maxPoints: 100 };
}
