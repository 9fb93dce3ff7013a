import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../contract/errors.ts';
import type { Channel } from './channel.ts';
import { createEngineClient } from './client.ts';

/** A carrier whose other end is the test. */
function fakeChannel() {
  const posted: Record<string, unknown>[] = [];
  let message: (message: unknown) => void = () => undefined;
  let closed: (reason: string) => void = () => undefined;
  const channel: Channel = {
    post: (request) => posted.push(request as Record<string, unknown>),
    onMessage: (listener) => {
      message = listener;
    },
    onClose: (listener) => {
      closed = listener;
    },
    close: () => closed('closed by this side'),
  };
  return { channel, posted, receive: (m: unknown) => message(m), shut: (reason: string) => closed(reason) };
}

function connected() {
  const fake = fakeChannel();
  return { ...fake, client: createEngineClient(fake.channel) };
}

/** How a call ended so far. */
async function outcome(call: Promise<unknown>): Promise<unknown> {
  const pending = Symbol('pending');
  await new Promise((resolve) => setImmediate(resolve));
  const result = await Promise.race([call.catch((error: unknown) => error), Promise.resolve(pending)]);
  return result === pending ? 'pending' : result;
}

describe('engine client', () => {
  it('sends every call with an id of its own', () => {
    const { client, posted } = connected();
    void client.call('runs.list', {});
    void client.call('runs.remove', { runId: 3 });
    expect(posted).toEqual([
      { t: 'call', id: 1, method: 'runs.list', params: {} },
      { t: 'call', id: 2, method: 'runs.remove', params: { runId: 3 } },
    ]);
  });

  it('answers a call once, and by its id', async () => {
    const { client, receive } = connected();
    const first = client.call('runs.list', {});
    const second = client.call('runs.list', {});
    receive({ t: 'ok', id: 2, result: ['second'] });
    receive({ t: 'ok', id: 2, result: ['again'] });
    receive({ t: 'err', id: 2, error: { code: 'internal', message: 'again' } });
    expect(await second).toEqual(['second']);
    expect(await outcome(first)).toBe('pending');
    receive({ t: 'ok', id: 1, result: ['first'] });
    expect(await first).toEqual(['first']);
  });

  it('takes an answer without a result as undefined', async () => {
    const { client, receive } = connected();
    const call = client.call('runs.remove', { runId: 3 });
    receive({ t: 'ok', id: 1 });
    expect(await call).toBeUndefined();
  });

  it('ignores what no engine of this version sends', async () => {
    const { client, receive } = connected();
    const call = client.call('runs.list', {});
    const heard = vi.fn();
    client.on('import.changed', heard);
    for (const junk of [
      null,
      undefined,
      7,
      'ok',
      [],
      {},
      { t: 'ok' },
      { t: 'ok', id: '1', result: 1 },
      { t: 'ok', id: -1, result: 1 },
      { t: 'ok', id: 99, result: 1 },
      { t: 'err', id: 99, error: { code: 'internal', message: 'x' } },
      { t: 'event' },
      { t: 'event', name: 7 },
      { t: 'event', name: 'no.such.event', payload: 1 },
      { t: 'down' },
      { t: 'down', error: { code: 'made-up', message: 'x' } },
      { t: 'new-thing', id: 1 },
      Object.create(null),
    ]) {
      receive(junk);
    }
    expect(await outcome(call)).toBe('pending');
    expect(heard).not.toHaveBeenCalled();
    receive({ t: 'ok', id: 1, result: [] });
    expect(await call).toEqual([]);
  });

  it('ends a call whose answer it cannot read', async () => {
    const { client, receive } = connected();
    const call = client.call('runs.list', {});
    receive({ t: 'err', id: 1, error: { code: 'made-up', message: 'x', place: { line: 0 } } });
    await expect(call).rejects.toMatchObject({ code: 'internal' });
  });

  it('makes errors of the wire into errors again', async () => {
    const { client, receive } = connected();
    const call = client.call('runs.list', {});
    const error = { code: 'disk-full', message: 'm', hint: 'h', place: { file: 'f' }, detail: 'stack' };
    receive({ t: 'err', id: 1, error });
    const thrown = await call.catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(AppError);
    expect(thrown).toMatchObject({
      code: 'disk-full',
      message: 'm',
      hint: 'h',
      place: { file: 'f' },
      stack: 'stack',
    });
  });

  describe('abort', () => {
    it('ends the call at once and tells the engine', async () => {
      const { client, posted, receive } = connected();
      const abort = new AbortController();
      const call = client.call('runs.list', {}, { signal: abort.signal });
      abort.abort();
      await expect(call).rejects.toMatchObject({ code: 'cancelled' });
      expect(posted.at(-1)).toEqual({ t: 'abort', id: 1 });
      receive({ t: 'ok', id: 1, result: ['late'] });
      receive({ t: 'err', id: 1, error: { code: 'internal', message: 'late' } });
    });

    it('sends nothing when it came before the call', async () => {
      const { client, posted } = connected();
      await expect(client.call('runs.list', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'cancelled',
      });
      expect(posted).toEqual([]);
    });

    it('is without effect after the answer', async () => {
      const { client, posted, receive } = connected();
      const abort = new AbortController();
      const call = client.call('runs.list', {}, { signal: abort.signal });
      receive({ t: 'ok', id: 1, result: [] });
      await call;
      abort.abort();
      expect(posted).toHaveLength(1);
    });

    it('ends all calls of one signal and no other', async () => {
      const { client, posted } = connected();
      const abort = new AbortController();
      const calls = [1, 2].map(() => client.call('runs.list', {}, { signal: abort.signal }));
      const other = client.call('runs.list', {});
      abort.abort();
      const ended = await Promise.allSettled(calls);
      expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      expect(await outcome(other)).toBe('pending');
      expect(posted.filter(({ t }) => t === 'abort')).toEqual([
        { t: 'abort', id: 1 },
        { t: 'abort', id: 2 },
      ]);
    });
  });

  describe('events', () => {
    it('go to the listeners of their name until they are taken off', () => {
      const { client, receive } = connected();
      const first = vi.fn();
      const second = vi.fn();
      const other = vi.fn();
      const off = client.on('files.wanted', first);
      client.on('files.wanted', second);
      client.on('import.changed', other);
      receive({ t: 'event', name: 'files.wanted', payload: { fileId: 'a' } });
      off();
      off();
      receive({ t: 'event', name: 'files.wanted', payload: { fileId: 'b' } });
      expect(first.mock.calls).toEqual([[{ fileId: 'a' }]]);
      expect(second.mock.calls).toEqual([[{ fileId: 'a' }], [{ fileId: 'b' }]]);
      expect(other).not.toHaveBeenCalled();
    });

    it('reach a listener also when it is taken off by the one before', () => {
      const { client, receive } = connected();
      const second = vi.fn();
      const offFirst = client.on('files.wanted', () => offFirst());
      client.on('files.wanted', second);
      receive({ t: 'event', name: 'files.wanted', payload: { fileId: 'a' } });
      expect(second).toHaveBeenCalledOnce();
    });
  });

  describe('the end', () => {
    it('by the carrier fails all calls and those that follow, and is told once', async () => {
      const { client, posted, shut } = connected();
      const failed = vi.fn();
      client.on('engine.failed', failed);
      const calls = [client.call('runs.list', {}), client.call('engine.info', {})];
      shut('the wire was cut');
      shut('again');
      for (const ended of await Promise.allSettled(calls)) {
        expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'engine-gone' } });
        expect(String((ended as PromiseRejectedResult).reason)).toContain('the wire was cut');
      }
      await expect(client.call('runs.list', {})).rejects.toMatchObject({ code: 'engine-gone' });
      expect(posted).toHaveLength(2);
      expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'engine-gone' }));
    });

    it('by the engine itself ends all calls with its reason', async () => {
      const { client, receive, shut } = connected();
      const failed = vi.fn();
      client.on('engine.failed', failed);
      const call = client.call('runs.list', {});
      receive({ t: 'down', error: { code: 'internal', message: 'out of luck', detail: 'stack' } });
      await expect(call).rejects.toMatchObject({ code: 'internal', message: 'out of luck' });
      await expect(client.call('runs.list', {})).rejects.toMatchObject({ message: 'out of luck' });
      shut('closed afterwards');
      expect(failed).toHaveBeenCalledExactlyOnceWith({
        code: 'internal',
        message: 'out of luck',
        detail: 'stack',
      });
    });

    it('by this side ends its calls', async () => {
      const { client } = connected();
      const call = client.call('runs.list', {});
      client.close();
      await expect(call).rejects.toMatchObject({ code: 'engine-gone' });
    });
  });

  it('fails the call that its carrier cannot carry, and forgets it', async () => {
    const { client, channel, posted } = connected();
    const post = channel.post.bind(channel);
    channel.post = () => {
      throw new Error('cannot be cloned');
    };
    const abort = new AbortController();
    const call = client.call('runs.list', {}, { signal: abort.signal });
    await expect(call).rejects.toThrow('cannot be cloned');
    channel.post = post;
    abort.abort();
    expect(posted).toEqual([]);
  });
});
