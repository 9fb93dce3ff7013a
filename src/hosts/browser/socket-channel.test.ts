import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { describeCarrier, type OpenCarrier } from '#shared/rpc/testing/carrier-suite.ts';
import { socketChannel } from './socket-channel.ts';

/** A real connection over localhost; the page's end has the same frames (`src/renderer/api/socket-channel.ts`). */
async function connect(): Promise<OpenCarrier & { readonly socket: WebSocket }> {
  const listening = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(listening, 'listening');
  const arrived = once(listening, 'connection') as Promise<[WebSocket]>;
  const socket = new WebSocket(`ws://127.0.0.1:${(listening.address() as AddressInfo).port}`);
  const [accepted] = await arrived;
  await (socket.readyState === WebSocket.OPEN ? null : once(socket, 'open'));
  return {
    client: socketChannel(socket),
    server: socketChannel(accepted),
    socket,
    close: () => {
      socket.terminate();
      accepted.terminate();
      return new Promise((resolve) => {
        listening.close(() => resolve());
      });
    },
  };
}

describeCarrier('localhost', connect);

test.each([['text'], [Buffer.from([1, 2, 3])]])('cuts off a peer that sends %o', async (frame) => {
  const carrier = await connect();
  try {
    const heard = vi.fn();
    carrier.server.onMessage(heard);
    const closed = once(carrier.socket, 'close') as Promise<[number, Buffer]>;
    carrier.socket.send(frame);
    const [code, reason] = await closed;
    expect([code, String(reason)]).toEqual([1003, 'unreadable frame']);
    expect(heard).not.toHaveBeenCalled();
  } finally {
    await carrier.close();
  }
});
