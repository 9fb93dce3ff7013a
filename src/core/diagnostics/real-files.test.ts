import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Database } from '../db/database.ts';
import { CORPUS, hasCorpus, importRun } from '../latency/testing/imported-run.ts';
import { openTestDatabase } from '../latency/testing/stored-run.ts';
import { foundPhases } from './found-phases.ts';
import { findIncidents } from './incidents.ts';
import { loadSeries } from './load-series.ts';

const { signal } = new AbortController();
/** Every import makes views over all sources of its workspace anew: many workspaces of few files are quicker. */
const FILES_TOGETHER = 8;
const folders = hasCorpus
  ? readdirSync(CORPUS, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  : [];

/** @returns whether it has phases; null for a file that is no run */
async function check(database: Database, path: string): Promise<boolean | null> {
  const imported = await importRun(database, path).catch(() => null);
  if (imported === null) return null;
  const { run } = imported;
  const name = basename(path);
  const series = await loadSeries(database, run, signal);
  const found = await foundPhases(database, run, series, signal);
  const { phases, steady, note, testTypes, testTypeReasons } = found;
  expect(testTypeReasons, name).toHaveLength(testTypes.length);
  expect(steady === null, name).toBe(!phases.some(({ kind }) => kind === 'steady'));
  if (steady === null) expect(note, name).not.toBeNull();
  for (const { fromMs, toMs } of await findIncidents(database, run, phases, signal)) {
    expect(fromMs, name).toBeLessThan(toMs);
    expect(toMs, name).toBeLessThanOrEqual(run.durationMs);
  }
  if (phases.length === 0) {
    expect(run.granularity === 'aggregated' || run.durationMs <= 0, name).toBe(true);
    return false;
  }
  expect(phases[0]!.fromMs, name).toBe(0);
  expect(phases.at(-1)!.toMs, name).toBe(run.durationMs);
  phases.slice(1).forEach((phase, index) => expect(phase.fromMs, name).toBe(phases[index]!.toMs));
  return true;
}

describe.skipIf(!hasCorpus)('phases of real files', () => {
  it.each(folders.map(({ name }) => name))(
    '%s: cover the run or say why there are none',
    { timeout: 180_000 },
    async (folder) => {
      const files = readdirSync(join(CORPUS, folder), { recursive: true, encoding: 'utf8' })
        .map((path) => join(CORPUS, folder, path))
        .filter((path) => statSync(path).isFile());
      let runs = 0;
      for (let from = 0; from < files.length; from += FILES_TOGETHER) {
        const { database, remove } = await openTestDatabase();
        for (const file of files.slice(from, from + FILES_TOGETHER))
          if ((await check(database, file)) !== null) runs += 1;
        await remove();
      }
      expect(runs).toBeGreaterThan(0);
    },
  );
});
