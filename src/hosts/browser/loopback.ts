import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '#shared/contract/errors.ts';

const ATTEMPTS = 5;

/**
 * Has two servers listen on one free port of this computer: `localhost` may mean either of its two addresses, and nobody else may
 * answer on the other one. Where there is no IPv6, the second one stays silent.
 * @returns the port
 */
export async function listenOnLoopback(ipv4: Server, ipv6: Server): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    await listen(ipv4, '127.0.0.1', 0);
    const { port } = ipv4.address() as AddressInfo;
    const problem = await listen(ipv6, '::1', port).catch((error: unknown) => error);
    const isTaken = problem instanceof Error && 'code' in problem && problem.code === 'EADDRINUSE';
    if (!isTaken) return port;
    await closeServer(ipv4);
    if (attempt === ATTEMPTS)
      throw new AppError('busy', 'No port of this computer is free on both of its addresses.', {
        cause: problem,
      });
  }
}

function listen(server: Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** @returns settles when its connections have ended; at once when it does not listen */
export function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  return closed;
}
