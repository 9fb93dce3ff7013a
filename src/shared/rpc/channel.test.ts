import { describe, expect, it, vi } from 'vitest';
import { createChannelPair } from './channel.ts';
import { describeCarrier } from './testing/carrier-suite.ts';

describeCarrier('direct call', () => {
  const [client, server] = createChannelPair();
  return Promise.resolve({ client, server, close: () => client.close() });
});

describe('channel pair', () => {
  it('delivers later, in order, and never within the call that posts', async () => {
    const [a, b] = createChannelPair();
    const heard: unknown[] = [];
    b.onMessage((message) => heard.push(message));
    a.post(1);
    a.post(2);
    expect(heard).toEqual([]);
    await Promise.resolve();
    expect(heard).toEqual([1, 2]);
  });

  it('tells both sides once that it has closed, each in its words', () => {
    const [a, b] = createChannelPair();
    const closedA = vi.fn();
    const closedB = vi.fn();
    a.onClose(closedA);
    b.onClose(closedB);
    b.close();
    a.close();
    expect(closedA).toHaveBeenCalledExactlyOnceWith('closed by the other side');
    expect(closedB).toHaveBeenCalledExactlyOnceWith('closed by this side');
  });

  it('delivers nothing after it has closed, not even what was under way', async () => {
    const [a, b] = createChannelPair();
    const heard = vi.fn();
    b.onMessage(heard);
    a.post('under way');
    a.close();
    a.post('late');
    await Promise.resolve();
    expect(heard).not.toHaveBeenCalled();
  });

  it('tells also who asks only after it has closed', async () => {
    const [a, b] = createChannelPair();
    a.close();
    const closed = vi.fn();
    b.onClose(closed);
    await Promise.resolve();
    expect(closed).toHaveBeenCalledExactlyOnceWith('closed by the other side');
  });
});
