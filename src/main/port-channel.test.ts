import { afterEach, expect, test, vi } from 'vitest';
import { describeCarrier } from '#shared/rpc/testing/carrier-suite.ts';
import type { PortLike } from './parent-port.ts';
import { portChannel } from './port-channel.ts';
import { portPair } from './testing/port-pair.ts';

const open: PortLike[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

function pair() {
  const [a, b] = portPair();
  open.push(a, b);
  return [portChannel(a), portChannel(b)] as const;
}

test('carries messages in both directions, in order, with typed arrays', async () => {
  const [engine, page] = pair();
  const heard: unknown[] = [];
  page.onMessage((message) => heard.push(message));
  engine.onMessage((message) => engine.post({ echo: message }));
  page.post(Float64Array.of(1.5, Number.NaN));
  page.post('second');
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard).toEqual([{ echo: Float64Array.of(1.5, Number.NaN) }, { echo: 'second' }]);
});

test('what comes before anybody listens is kept', async () => {
  const [engine, page] = pair();
  page.post('early');
  await new Promise((resolve) => setTimeout(resolve, 20));
  const heard: unknown[] = [];
  engine.onMessage((message) => heard.push(message));
  await vi.waitFor(() => expect(heard).toEqual(['early']));
});

test('says once that it has closed, at both ends, and is silent after it', async () => {
  const [engine, page] = pair();
  const reasons: string[] = [];
  const heard: unknown[] = [];
  engine.onMessage((message) => heard.push(message));
  engine.onClose((reason) => reasons.push(`engine: ${reason}`));
  page.onClose((reason) => reasons.push(`page: ${reason}`));
  page.close();
  page.close();
  page.post('too late');
  await vi.waitFor(() => expect(reasons).toHaveLength(2));
  engine.post('nobody there');
  expect(reasons).toEqual(['page: closed by this side', 'engine: the window closed the port']);
  expect(heard).toEqual([]);
});

describeCarrier('MessagePort', () => {
  const [server, client] = portPair();
  return Promise.resolve({
    client: portChannel(client),
    server: portChannel(server),
    close: () => {
      server.close();
      client.close();
    },
  });
});
