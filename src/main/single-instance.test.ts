import { beforeEach, expect, test, vi } from 'vitest';
import type { LaunchRequest } from './launch-request.ts';
import { isOnlyInstance, onSecondInstance } from './single-instance.ts';
import { app, FakeEvent, resetElectron } from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));
beforeEach(resetElectron);

const request: LaunchRequest = { workspace: '/w/a.loadstone', files: ['/r/a.jtl'] };

test('the first one has the lock; a second one has left its request there', () => {
  expect(isOnlyInstance(request)).toBe(true);
  app.isOnlyInstance = false;
  expect(isOnlyInstance(request)).toBe(false);
  expect(app.lockData).toEqual(request);
});

test('the request of a second one is taken from its data, not from rearranged arguments', () => {
  const heard: LaunchRequest[] = [];
  onSecondInstance((second) => heard.push(second));
  app.emit('second-instance', new FakeEvent(), ['electron', '--', '/evil'], '/', request);
  expect(heard).toEqual([request]);
});

test.each([undefined, null, 'x', { files: [7], workspace: null }, { files: '/r/a.jtl' }])(
  'data %j still shows a window',
  (data) => {
    const heard: LaunchRequest[] = [];
    onSecondInstance((second) => heard.push(second));
    app.emit('second-instance', new FakeEvent(), [], '/', data);
    expect(heard).toEqual([{ workspace: null, files: [] }]);
  },
);
