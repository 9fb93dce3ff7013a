import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SPEEDSCOPE_PROFILE_CHANNEL, type HandedProfile } from '#shared/contract/speedscope.ts';
import { fakeDataTransfer } from './testing/fake-data-transfer.ts';
import { addFileInput } from './testing/fake-speedscope.ts';

type Listener = (event: unknown, profile: HandedProfile) => void;

const electron = vi.hoisted(() => ({ once: vi.fn<(channel: string, listener: Listener) => void>() }));
vi.mock('electron', () => ({ ipcRenderer: { once: electron.once } }));

beforeEach(fakeDataTransfer);
afterEach(() => vi.unstubAllGlobals());

test('takes one profile from the main process, chooses it in the page, and gives the page nothing', async () => {
  const before = Object.keys(window);
  await import('./preload.ts');
  expect(Object.keys(window)).toEqual(before);
  const [[channel, receive]] = electron.once.mock.calls as [[string, Listener]];
  expect(electron.once).toHaveBeenCalledTimes(1);
  expect(channel).toBe(SPEEDSCOPE_PROFILE_CHANNEL);
  const taken = addFileInput(document);
  receive({}, { name: 'night.speedscope.json', bytes: new TextEncoder().encode('{}') });
  await vi.waitFor(() => expect(taken).toHaveLength(1));
  expect([taken[0]!.name, taken[0]!.size, taken[0]!.type]).toEqual([
    'night.speedscope.json',
    2,
    'application/json',
  ]);
});
