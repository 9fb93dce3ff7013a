import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OPEN_PROFILE, type BridgeReply } from '#shared/contract/speedscope.ts';
import { handOverProfile } from './speedscope-hand-over.ts';

const file = new File(['{}'], 'night.speedscope.json');
const origin = 'http://localhost:4711';

let told: BridgeReply[];
let abort: AbortController;
beforeEach(() => {
  told = [];
  abort = new AbortController();
});
afterEach(() => vi.useRealTimers());

/** Hands over; what the page was sent, and the port through which it answers. */
function handOver() {
  const postMessage = vi.fn<(message: unknown, target: string, ports: [MessagePort]) => void>();
  const page = { postMessage } as unknown as Window;
  handOverProfile({ page, origin, file, theme: 'dark', signal: abort.signal }, (reply) => told.push(reply));
  const [message, target, [port]] = postMessage.mock.calls[0]!;
  return { message, target, port };
}

it('sends the file to that origin alone, and hears each step', async () => {
  const { message, target, port } = handOver();
  expect(message).toEqual({ type: OPEN_PROFILE, file, theme: 'dark' });
  expect(target).toBe(origin);
  port.postMessage({ type: 'taken' });
  port.postMessage({ type: 'shown' });
  await vi.waitFor(() => expect(told).toEqual([{ type: 'taken' }, { type: 'shown' }]));
});

it('takes no reply that is none', async () => {
  const { port } = handOver();
  for (const data of [null, 'shown', { type: 'closed' }, { type: 'refused' }]) port.postMessage(data);
  port.postMessage({ type: 'refused', reason: 'Unrecognized format!' });
  await vi.waitFor(() => expect(told).toEqual([{ type: 'refused', reason: 'Unrecognized format!' }]));
});

it('gives a page up that does not answer, but none that reads for long', async () => {
  vi.useFakeTimers();
  handOver();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told).toEqual([{ type: 'refused', reason: 'The page of speedscope does not answer.' }]);
  vi.useRealTimers();
  told = [];
  const { port } = handOver();
  port.postMessage({ type: 'taken' });
  await vi.waitFor(() => expect(told).toHaveLength(1));
});

it('says nothing any more once it was left', async () => {
  vi.useFakeTimers();
  const { port } = handOver();
  abort.abort();
  port.postMessage({ type: 'shown' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([]);
});
