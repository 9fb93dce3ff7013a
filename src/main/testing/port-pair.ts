import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { PortLike } from '../parent-port.ts';

/** Two joined ports which behave like Electron's: structured clone, queued until started, `close` at the other end. */
export function portPair(): [PortLike, PortLike] {
  const { port1, port2 } = new MessageChannel();
  return [electronPort(port1), electronPort(port2)];
}

type Listeners = { message: (event: { readonly data: unknown }) => void; close: () => void };

function electronPort(port: MessagePort): PortLike {
  const listeners: Listeners = { message: () => undefined, close: () => undefined };
  let started = false;
  return {
    on: (name: keyof Listeners, listener: Listeners[typeof name]): void => {
      Object.assign(listeners, { [name]: listener });
      // Node's ports start with their first listener; Electron's wait to be told.
      if (name === 'close') port.on('close', () => listeners.close());
    },
    postMessage: (message) => port.postMessage(message),
    start: () => {
      if (!started) port.on('message', (data: unknown) => listeners.message({ data }));
      started = true;
    },
    close: () => port.close(),
  };
}
