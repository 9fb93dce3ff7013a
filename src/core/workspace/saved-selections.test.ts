import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../db/database.ts';
import { openTestDatabase } from '../latency/testing/stored-run.ts';
import { listSelections, removeSelection, saveSelection } from './saved-selections.ts';

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

const slow = {
  time: null,
  transactions: ['Log in'],
  outcome: 'all' as const,
  latency: { fromMs: 250, toMs: null },
  conditions: [{ field: 'tag:zone', values: ["it's", null], not: true }],
};

it('keeps selections by name, in the order of names, and writes over one of the same name', async () => {
  expect(await listSelections(database)).toEqual([]);
  await saveSelection(database, 'run 10', slow);
  await saveSelection(database, 'Run 2', { ...slow, latency: null });
  expect((await listSelections(database)).map(({ name }) => name)).toEqual(['Run 2', 'run 10']);
  const after = await saveSelection(database, 'run 10', { ...slow, outcome: 'failed' });
  expect(after.map(({ name, selection }) => [name, selection.outcome])).toEqual([
    ['Run 2', 'all'],
    ['run 10', 'failed'],
  ]);
  expect(after[1]!.selection).toEqual({ ...slow, outcome: 'failed' });
  expect(new Set(after.map(({ id }) => id)).size).toBe(2);
});

it('removes one, and says when it is not there', async () => {
  const [first, ...others] = await listSelections(database);
  expect(await removeSelection(database, first!.id)).toEqual(others);
  await expect(removeSelection(database, first!.id)).rejects.toMatchObject({ code: 'not-found' });
});
