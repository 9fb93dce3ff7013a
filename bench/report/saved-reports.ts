import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suiteNames } from '../options.ts';
import { dataFolder } from '../paths.ts';
import type { SuiteReport } from './model.ts';

const file = join(dataFolder, 'reports.json');

/**
 * The newest report of every suite, so that a run of one suite keeps the sections of the others on the page; each section
 * says when and on what it was measured.
 */
export async function mergeReports(fresh: readonly SuiteReport[]): Promise<SuiteReport[]> {
  const kept = await readSaved();
  const merged = suiteNames
    .map((name) => [...fresh, ...kept].find(({ suite }) => suite === name))
    .filter((report) => report !== undefined);
  await mkdir(dataFolder, { recursive: true });
  await writeFile(file, `${JSON.stringify(merged, null, 1)}\n`);
  return merged;
}

async function readSaved(): Promise<SuiteReport[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as SuiteReport[];
  } catch {
    return [];
  }
}
