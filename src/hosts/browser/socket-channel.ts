import type { WebSocket } from 'ws';
import type { Channel } from '#shared/rpc/channel.ts';
import { decodeFrame, encodeFrame } from '#shared/rpc/wire-codec.ts';

/** The engine's end of a WebSocket; messages are frames of `wire-codec.ts`. */
export function socketChannel(socket: WebSocket): Channel {
  let message: (message: unknown) => void = () => undefined;
  let closed: (reason: string) => void = () => undefined;
  socket.binaryType = 'nodebuffer';
  socket.on('message', (data: Buffer, isBinary) => {
    let decoded: unknown;
    try {
      if (!isBinary) throw new Error('text frame');
      decoded = decodeFrame(new Uint8Array(data));
    } catch {
      // Not from our window: a peer that breaks the protocol is cut off.
      socket.close(1003, 'unreadable frame');
      return;
    }
    message(decoded);
  });
  socket.on('close', () => closed('the connection was closed'));
  socket.on('error', () => socket.terminate());
  return {
    post: (outgoing) => {
      if (socket.readyState === socket.OPEN) socket.send(encodeFrame(outgoing));
    },
    onMessage: (listener) => {
      message = listener;
    },
    onClose: (listener) => {
      closed = listener;
    },
    close: () => socket.close(1000),
  };
}
