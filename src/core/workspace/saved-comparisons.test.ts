import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ComparisonRequest } from '#shared/model/comparison.ts';
import { storeRun } from '../latency/testing/stored-run.ts';
import { removeComparison, saveComparison, savedComparisons } from './saved-comparisons.ts';
import { Workspace } from './workspace.ts';

let folder: string;
let workspace: Workspace;
const settings = () => ({ memoryLimitBytes: 1e9, threads: 1, tempDirectory: join(folder, 'spill') });
const path = () => join(folder, 'w.loadstone');
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-comparisons-'));
  workspace = await Workspace.open(path(), settings(), { temporary: false });
});
afterEach(async () => {
  await workspace.close();
  await rm(folder, { recursive: true });
});

function request(a: number[], b: number[]): ComparisonRequest {
  return {
    baseline: { runIds: a, windows: a.map((id) => ({ fromMs: id, toMs: 1000 + id })) },
    candidate: { runIds: b, windows: ['steady'] },
    margin: { ratio: 0.15, ms: 3 },
    margins: [{ label: 'x', margin: { ratio: 0.2, ms: 0 } }],
    waivers: [{ code: 'mix', reason: 'known' }],
    mapping: [{ baseline: 'x', candidate: 'y' }],
    metrics: ['p95'],
  };
}

const oneRun = async () =>
  (await storeRun(workspace.database, [{ samples: [{ label: 'x', startMs: 0, elapsedMs: 5, ok: true }] }]))
    .run.id;
const list = () => savedComparisons(workspace.database);
const save = (id: number | null, name: string, what: ComparisonRequest, at = 1) =>
  saveComparison(workspace.database, { id, name, request: what }, at);

it('are kept over closing, changed and removed', async () => {
  const first = await save(null, 'first', request([1], [2]), 5);
  const second = await save(null, 'second', request([1], [3]), 6);
  expect(first.id).not.toBe(second.id);
  await workspace.close();
  workspace = await Workspace.open(path(), settings(), { temporary: false });
  expect(await list()).toEqual([first, second]);
  const renamed = await save(first.id, 'renamed', request([2], [1]));
  expect(await list()).toEqual([renamed, second]);
  await removeComparison(workspace.database, first.id);
  expect(await list()).toEqual([second]);
  await expect(save(first.id, 'gone', request([1], [2]))).rejects.toMatchObject({ code: 'not-found' });
  await expect(removeComparison(workspace.database, first.id)).rejects.toMatchObject({ code: 'not-found' });
});

it('lose a run that is removed, and go where a side is empty', async () => {
  const [a, b, c] = [await oneRun(), await oneRun(), await oneRun()];
  await save(null, 'several', request([a, b], [c]), 1);
  await save(null, 'pair', request([b], [c]), 2);
  await save(null, 'others', request([a], [c]), 3);
  await workspace.removeRun(b);
  const saved = await list();
  expect(saved.map(({ name }) => name)).toEqual(['several', 'others']);
  expect(saved[0]!.request.baseline).toEqual({ runIds: [a], windows: [{ fromMs: a, toMs: 1000 + a }] });
  expect(saved[0]!.request).toMatchObject({
    margin: { ratio: 0.15, ms: 3 },
    waivers: [{ code: 'mix', reason: 'known' }],
  });
});

it('follow runs that become one', async () => {
  const [a, b, c] = [await oneRun(), await oneRun(), await oneRun()];
  await save(null, 'both', request([a, b], [c]), 1);
  await save(null, 'second', request([b], [c]), 2);
  await workspace.mergeRuns([a, b]);
  expect((await list()).map((saved) => saved.request.baseline.runIds)).toEqual([[a], [a]]);
});
