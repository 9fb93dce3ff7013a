import type { Channel } from '#shared/rpc/channel.ts';
import { decodeFrame, encodeFrame } from '#shared/rpc/wire-codec.ts';

/** The engine over a WebSocket: the localhost host. One message is one binary frame. */
export function createSocketChannel(socket: WebSocket): Channel {
  let listener: (message: unknown) => void = () => undefined;
  let closed: (reason: string) => void = () => undefined;
  let open = true;
  socket.binaryType = 'arraybuffer';

  function shut(reason: string): void {
    if (!open) return;
    open = false;
    socket.close();
    closed(reason);
  }

  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (!open || !(event.data instanceof ArrayBuffer)) return;
    let message: unknown;
    try {
      message = decodeFrame(new Uint8Array(event.data));
    } catch {
      // Whatever call this answered would wait for ever: give up the carrier, so that all of them fail visibly.
      shut('it sent a message that cannot be read');
      return;
    }
    listener(message);
  });
  socket.addEventListener('close', (event) =>
    shut(event.reason === '' ? `the connection was closed (code ${event.code})` : event.reason),
  );
  socket.addEventListener('error', () => shut('the connection failed'));

  return {
    post: (message) => {
      if (open) socket.send(encodeFrame(message));
    },
    onMessage: (next) => {
      listener = next;
    },
    onClose: (next) => {
      closed = next;
    },
    close: () => shut('closed by this side'),
  };
}

/** @throws {Error} when the host does not accept the connection */
export function openSocket(url: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.addEventListener('open', () => resolve(socket), { once: true });
    socket.addEventListener('error', () => reject(new Error(`No connection to ${url}`)), { once: true });
  });
}
