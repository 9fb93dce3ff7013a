import type { Channel } from '#shared/rpc/channel.ts';

/** The engine over a MessagePort: the desktop shell. Typed arrays travel by structured clone. */
export function createPortChannel(port: MessagePort): Channel {
  let open = true;
  let closed: (reason: string) => void = () => undefined;

  function shut(reason: string): void {
    if (!open) return;
    open = false;
    port.close();
    closed(reason);
  }

  // Chromium tells when the other end of a port is gone; the DOM types do not know the event yet.
  port.addEventListener('close', () => shut('its process ended'));
  return {
    post: (message) => {
      if (open) port.postMessage(message);
    },
    onMessage: (listener) => {
      port.onmessage = (event: MessageEvent<unknown>) => {
        if (open) listener(event.data);
      };
    },
    onClose: (listener) => {
      closed = listener;
    },
    close: () => shut('closed by this side'),
  };
}
