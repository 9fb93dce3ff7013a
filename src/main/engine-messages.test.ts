import { expect, test } from 'vitest';
import { fromEngineSchema, toEngineSchema } from './engine-messages.ts';

test.each([
  { t: 'start', workspace: null, configDirectory: '/c', resourcesDirectory: '/r' },
  {
    t: 'start',
    workspace: { path: '/w/a.loadstone', mayCreate: true },
    configDirectory: '/c',
    resourcesDirectory: '/r',
    memoryLimitBytes: 1e9,
    threads: 2,
  },
  { t: 'connect' },
  { t: 'grant', id: 1, paths: ['/r/a.jtl'] },
  { t: 'shutdown' },
])('the engine understands $t', (message) => expect(toEngineSchema.parse(message)).toEqual(message));

test.each([
  { t: 'ready', tempDirectory: '/t', problem: null },
  { t: 'failed', error: { code: 'read-only', message: 'No.' } },
  { t: 'workspace', workspace: { path: '/w/a.loadstone', isSaved: true, runCount: 3 } },
  { t: 'granted', id: 1, fileIds: ['x'] },
])('the main process understands $t', (message) => expect(fromEngineSchema.parse(message)).toEqual(message));

test.each([null, 'ready', {}, { t: 'start' }, { t: 'grant', id: 1, paths: [7] }, { t: 'quit' }])(
  '%j is no message',
  (message) => {
    expect(toEngineSchema.safeParse(message).success).toBe(false);
    expect(fromEngineSchema.safeParse(message).success).toBe(false);
  },
);
