import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeServer, listenOnLoopback } from './loopback.ts';

let ipv4: Server;
let ipv6: Server;
beforeEach(() => {
  ipv4 = createServer();
  ipv6 = createServer();
});
afterEach(() => Promise.all([closeServer(ipv4), closeServer(ipv6)]));

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

test('both addresses of this computer are taken, as far as there are two', async () => {
  const port = await listenOnLoopback(ipv4, ipv6);
  expect(await answers('127.0.0.1', port)).toBe(true);
  expect(await answers('::1', port)).toBe(ipv6.listening);
  await Promise.all([closeServer(ipv4), closeServer(ipv6)]);
  expect(await answers('127.0.0.1', port)).toBe(false);
});

test('a port that somebody holds on the other address is left for another one', async (context) => {
  const probe = createServer();
  const hasIpv6 = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false)).listen(0, '::1', () => resolve(true));
  });
  await closeServer(probe);
  if (!hasIpv6) context.skip('this computer has no ::1');
  // The first port that is tried is taken on ::1 before the second server gets there.
  const squatters: Server[] = [];
  const listen = ipv4.listen.bind(ipv4);
  ipv4.listen = ((port: number, address: string, done: () => void) =>
    listen(port, address, () => {
      if (squatters.length > 0) {
        done();
        return;
      }
      const squatter = createServer();
      squatters.push(squatter);
      const own = ipv4.address();
      if (own === null || typeof own === 'string') throw new Error('no port');
      squatter.listen(own.port, '::1', done);
    })) as Server['listen'];
  const port = await listenOnLoopback(ipv4, ipv6);
  const held = squatters[0]?.address();
  expect(held).not.toBeNull();
  expect(typeof held === 'object' ? held?.port : null).not.toBe(port);
  expect(await answers('127.0.0.1', port)).toBe(true);
  expect(ipv6.listening).toBe(true);
  await closeServer(squatters[0]!);
});
