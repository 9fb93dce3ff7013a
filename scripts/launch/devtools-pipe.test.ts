import { expect, test } from 'vitest';
import { createPageCounter } from './devtools-pipe.mjs';

test('tells when the last page is closed, and not before there was one', () => {
  let closed = 0;
  const count = createPageCounter(() => closed++);
  const created = (targetId: string, type = 'page') =>
    count({ method: 'Target.targetCreated', params: { targetInfo: { targetId, type } } });
  const destroyed = (targetId: string) => count({ method: 'Target.targetDestroyed', params: { targetId } });

  count({});
  created('worker', 'service_worker');
  destroyed('worker');
  expect(closed).toBe(0);
  created('window');
  created('help');
  destroyed('window');
  expect(closed).toBe(0);
  destroyed('help');
  expect(closed).toBe(1);
});
