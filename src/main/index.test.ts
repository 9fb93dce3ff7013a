import { expect, test, vi } from 'vitest';
import { startShell } from './shell.ts';

vi.mock('./shell.ts', () => ({ startShell: vi.fn() }));

test('starts the shell on the folder of the built entries', async () => {
  await import('./index.ts');
  expect(vi.mocked(startShell).mock.calls).toEqual([[new URL('./', import.meta.url)]]);
});
