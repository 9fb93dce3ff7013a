import { describe, expect, it, vi } from 'vitest';
import { createEngineClient } from '#shared/rpc/client.ts';
import { decodeFrame, encodeFrame } from '#shared/rpc/wire-codec.ts';
import { createPortChannel } from './port-channel.ts';
import { createSocketChannel } from './socket-channel.ts';

class FakeSocket extends EventTarget {
  binaryType = 'blob';
  readonly sent: Uint8Array<ArrayBuffer>[] = [];
  readonly close = vi.fn();
  send(frame: Uint8Array<ArrayBuffer>): void {
    this.sent.push(frame);
  }
  receive(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

function overSocket() {
  const socket = new FakeSocket();
  const channel = createSocketChannel(socket as unknown as WebSocket);
  return { socket, channel };
}

describe('socket channel', () => {
  it('sends frames and reads them', () => {
    const { socket, channel } = overSocket();
    const heard = vi.fn();
    channel.onMessage(heard);
    channel.post({ t: 'call', values: new Float64Array([1, 2]) });
    expect(decodeFrame(socket.sent[0]!)).toEqual({ t: 'call', values: new Float64Array([1, 2]) });
    const frame = encodeFrame({ t: 'ok', id: 3 });
    socket.receive(frame.buffer);
    expect(heard).toHaveBeenCalledWith({ t: 'ok', id: 3 });
    expect(socket.binaryType).toBe('arraybuffer');
  });

  it('gives up visibly on a message that cannot be read', async () => {
    const { socket, channel } = overSocket();
    const client = createEngineClient(channel);
    const call = client.call('runs.list', {});
    socket.receive(new Uint8Array([1, 2]).buffer);
    await expect(call).rejects.toMatchObject({ code: 'engine-gone' });
    expect(socket.close).toHaveBeenCalled();
  });

  it('tells once that it closed, and why', () => {
    const { socket, channel } = overSocket();
    const closed = vi.fn();
    channel.onClose(closed);
    socket.dispatchEvent(new CloseEvent('close', { code: 1006, reason: '' }));
    socket.dispatchEvent(new Event('error'));
    expect(closed).toHaveBeenCalledExactlyOnceWith('the connection was closed (code 1006)');
    channel.post({ late: true });
    expect(socket.sent).toHaveLength(0);
  });
});

describe('port channel', () => {
  it('carries messages both ways and notices the end', async () => {
    const { port1, port2 } = new MessageChannel();
    const channel = createPortChannel(port1);
    const heard = vi.fn();
    const closed = vi.fn();
    channel.onMessage(heard);
    channel.onClose(closed);
    port2.postMessage({ t: 'event' });
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({ t: 'event' }));
    const answers = vi.fn();
    port2.onmessage = (event: MessageEvent<unknown>) => {
      answers(event.data);
    };
    channel.post({ t: 'call' });
    await vi.waitFor(() => expect(answers).toHaveBeenCalledWith({ t: 'call' }));
    port2.close();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledExactlyOnceWith('its process ended'));
  });
});
