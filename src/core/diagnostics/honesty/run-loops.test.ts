import { afterAll, beforeAll, expect, it } from 'vitest';
import { loopFrom } from '../../compare/loop.ts';
import type { Database } from '../../db/database.ts';
import { openTestDatabase, storeRun } from '../../latency/testing/stored-run.ts';
import { RunLoops } from './run-loops.ts';

const { signal } = new AbortController();

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

it('reads how a run made its load once, and again when figures may be others', async () => {
  const thread = (name: string) =>
    Array.from({ length: 30 }, (_, i) => ({
      label: 'a',
      startMs: i * 100,
      elapsedMs: 50,
      ok: true,
      thread: name,
    }));
  const { run } = await storeRun(database, [{ samples: [...thread('one'), ...thread('two')] }]);
  let asked = 0;
  const counting = new Proxy(database, {
    get(target, name: keyof Database) {
      const member = target[name] as unknown;
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        if (name === 'query') asked += 1;
        return (member as (...given: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  const workspace = (figuresRevision: number) => ({
    path: 'w.loadstone',
    figuresRevision,
    database: counting,
  });
  const loops = new RunLoops();
  const [first, second] = await Promise.all([
    loops.of(workspace(1), run, signal),
    loops.of(workspace(1), run, signal),
  ]);
  expect(loopFrom(run, first)).toBe('closed');
  const once = asked;
  expect(once).toBeGreaterThan(0);
  expect(second).toBe(first);
  expect(await loops.of(workspace(1), run, signal)).toBe(first);
  expect(asked).toBe(once);
  await loops.of(workspace(2), run, signal);
  expect(asked).toBe(2 * once);
  await expect(loops.of(workspace(1), run, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
});
