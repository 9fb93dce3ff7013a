import type { IncomingMessage } from 'node:http';

/** How long an upload that nobody wants any more may go on before the connection is cut. */
const DRAIN_MS = 3000;

/**
 * The bytes of an upload as they come. A reader that stops early (the file was not recognised, the import was
 * cancelled) leaves the rest to be thrown away for a moment: the page hears of it and stops sending. Cutting the connection
 * at once would make a browser send the whole file a second time.
 */
export async function* uploadChunks(request: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>)
      yield chunk;
  } finally {
    if (!request.readableEnded) {
      const timer = setTimeout(() => request.destroy(), DRAIN_MS);
      request.once('close', () => clearTimeout(timer));
      request.resume();
    }
  }
}

/** @returns whether all bytes have come in */
export function uploadEnded(request: IncomingMessage): Promise<boolean> {
  return new Promise((resolve) => {
    request.once('end', () => resolve(true));
    request.once('close', () => resolve(request.complete));
  });
}
