import { beforeEach, expect, test, vi } from 'vitest';
import { OpenFileEvents } from './open-file-events.ts';
import { app, FakeEvent, resetElectron } from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));
beforeEach(resetElectron);

test('keeps files from before the app is ready, then passes them on', () => {
  const events = new OpenFileEvents();
  const early = new FakeEvent();
  app.emit('open-file', early, '/r/early.jtl');
  expect(early.defaultPrevented).toBe(true);

  const later: string[] = [];
  expect(events.takeOver((path) => later.push(path))).toEqual(['/r/early.jtl']);
  app.emit('open-file', new FakeEvent(), '/r/late.jtl');
  expect(later).toEqual(['/r/late.jtl']);
});
