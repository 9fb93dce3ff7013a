import type { Channel } from '#shared/rpc/channel.ts';
import type { PortLike } from './parent-port.ts';

/** The engine's end of a page's port. Typed arrays travel by structured clone: Electron's ports transfer only ports. */
export function portChannel(port: PortLike): Channel {
  let open = true;
  let message: (message: unknown) => void = () => undefined;
  let closed: (reason: string) => void = () => undefined;

  function shut(reason: string): void {
    if (!open) return;
    open = false;
    port.close();
    closed(reason);
  }

  port.on('message', ({ data }) => {
    if (open) message(data);
  });
  port.on('close', () => shut('the window closed the port'));
  return {
    post: (outgoing) => {
      if (open) port.postMessage(outgoing);
    },
    onMessage: (listener) => {
      message = listener;
      port.start();
    },
    onClose: (listener) => {
      closed = listener;
    },
    close: () => shut('closed by this side'),
  };
}
