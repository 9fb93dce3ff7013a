import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chooseFile } from './file-input.ts';
import { fakeDataTransfer } from './testing/fake-data-transfer.ts';
import { addFileInput } from './testing/fake-speedscope.ts';

const file = new File(['{}'], 'night.speedscope.json');

beforeEach(fakeDataTransfer);
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('the input has the file when it hears of it', async () => {
  const taken = addFileInput(document);
  await chooseFile(document, file);
  expect(taken).toEqual([file]);
});

test('an input that comes later is waited for', async () => {
  const choosing = chooseFile(document, file);
  const taken = addFileInput(document);
  await choosing;
  expect(taken).toEqual([file]);
});

test('a page without one is given up', async () => {
  vi.useFakeTimers();
  const choosing = chooseFile(document, file, 1000);
  const outcome = expect(choosing).rejects.toThrow('did not start');
  await vi.advanceTimersByTimeAsync(1000);
  await outcome;
  const late = addFileInput(document);
  await vi.advanceTimersByTimeAsync(1000);
  expect(late).toEqual([]);
});
