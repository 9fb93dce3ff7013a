import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { endOnFailure, guardAgainstCrashes } from './crash-guard.ts';
import { app, clipboard, dialog, resetElectron } from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

const written: string[] = [];
beforeEach(() => {
  resetElectron();
  written.length = 0;
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});
afterEach(() => vi.restoreAllMocks());

test('says in words what happened; the stack goes to the terminal', () => {
  endOnFailure(new TypeError('x is not a function'));
  expect(dialog.boxes[0]?.message).toBe('Loadstone has to close');
  expect(dialog.boxes[0]?.detail).toContain('x is not a function');
  expect(dialog.boxes[0]?.detail).not.toMatch(/\bat .+:\d+/u);
  expect(written.join('')).toMatch(/loadstone: TypeError: x is not a function\n\s+at /u);
  expect(app.exits).toEqual([1]);
});

test('an expected failure says what to do', () => {
  endOnFailure(new AppError('read-only', 'No place for settings.', { hint: 'Name another folder.' }));
  expect(dialog.boxes[0]).toMatchObject({
    message: 'No place for settings.',
    detail: 'Name another folder.',
  });
});

test('the details can be copied for a report, before the process ends', async () => {
  dialog.response = 1;
  endOnFailure(new Error('broken'));
  expect(app.exits).toEqual([]);
  await vi.waitFor(() => expect(app.exits).toEqual([1]));
  expect(clipboard.text).toMatch(/^Error: broken\n\s+at /u);
});

test('before the app is ready there is a simpler box', () => {
  app.ready = false;
  endOnFailure('a string was thrown');
  expect(dialog.boxes).toEqual([]);
  expect(dialog.errors[0]).toContain('a string was thrown');
  expect(app.exits).toEqual([1]);
});

test('takes every failure that nobody else has taken', () => {
  const on = vi.spyOn(process, 'on').mockReturnThis();
  guardAgainstCrashes();
  expect(on.mock.calls).toEqual([
    ['uncaughtException', endOnFailure],
    ['unhandledRejection', endOnFailure],
  ]);
});
