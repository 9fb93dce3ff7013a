import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { outcomeOf } from './outcome.ts';

beforeEach(() => {
  document.title = 'speedscope';
});
afterEach(() => {
  document.body.replaceChildren();
  document.title = '';
  vi.restoreAllMocks();
});

async function isSettled(outcome: Promise<void>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 20));
  return Promise.race([outcome.then(() => true), late]);
}

test('a profile that was read is in the title', async () => {
  const outcome = outcomeOf(window);
  document.body.append('Welcome to speedscope');
  expect(await isSettled(outcome)).toBe(false);
  document.title = 'night - speedscope';
  expect(await isSettled(outcome)).toBe(true);
});

test('an alert is why there is none', async () => {
  const outcome = outcomeOf(window);
  window.alert('Unrecognized format!');
  await expect(outcome).rejects.toThrow('Unrecognized format!');
});

test('an exception shows as the page of last resort', async () => {
  const outcome = outcomeOf(window);
  document.body.append('\u{1F63F} Something went wrong.');
  await expect(outcome).rejects.toThrow('could not read the profile');
});
