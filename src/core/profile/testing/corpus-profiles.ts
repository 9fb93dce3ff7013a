import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { readProfileFile } from '../import/read-profile-file.ts';
import type { Profile } from '../model/profile.ts';

/**
 * Real profiles with facts about them that another program computed. They lie beside the repository, not in it: tests that
 * use them are skipped where they are absent, and say so.
 */

const CORPUS = resolve(import.meta.dirname, '../../../../../shared/corpus');
const MANIFESTS = ['profiles', 'heap'].map((folder) => resolve(CORPUS, folder, 'MANIFEST.md'));

export const profileCorpusAvailable = MANIFESTS.every((path) => existsSync(path));

export const profileCorpusNote = profileCorpusAvailable ? '' : ` (SKIPPED: there is no ${CORPUS})`;

export interface CorpusProfile {
  /** `profiles/cpuprofile/node10-example.cpuprofile` */
  readonly path: string;
  /** Facts of independent parsers (marked [F] in the manifest). */
  readonly facts: string;
}

/** Files whose path begins with one of the folders. */
export function corpusProfiles(...folders: readonly string[]): CorpusProfile[] {
  if (!profileCorpusAvailable) return [];
  return MANIFESTS.flatMap((path) => readFileSync(path, 'utf8').split('\n'))
    .filter((line) => folders.some((folder) => line.startsWith(`| ${folder}`)))
    .map((line) => {
      const cells = line.split(/(?<!\\)\|/u).map((cell) => cell.trim());
      const facts = (cells[7] ?? '').replaceAll('\\|', '|');
      return { path: cells[1]!, facts: /\[F\](.*?)(?: — \[|$)/u.exec(facts)?.[1]?.trim() ?? '' };
    });
}

export function readCorpusProfile(path: string): Promise<readonly Profile[]> {
  const options = { format: null };
  return readProfileFile(resolve(CORPUS, path), basename(path), options, new AbortController().signal);
}

/** `samples=29` */
export function numberFact(facts: string, name: string): number {
  const found = new RegExp(`(?:^|[\\s(])${name.replaceAll(/[()]/gu, '\\$&')}=(-?[\\d.]+)`, 'u').exec(
    facts,
  )?.[1];
  if (found === undefined) throw new Error(`The manifest does not say ${name}: ${facts}`);
  return Number(found);
}

/** `title: a=1; b=2` as pairs. Long names are cut in the manifest. */
export function listFact(facts: string, title: string): [string, number][] {
  const start = facts.indexOf(`${title}: `);
  if (start < 0) throw new Error(`The manifest has no list ${title}: ${facts}`);
  const list = facts.slice(start + title.length + 2);
  return [...list.matchAll(/(?:^|; )(.*?)=(-?[\d.]+(?:e\+?\d+)?)(?=;|$|\s|\|)/gu)].map(([, name, value]) => [
    name!,
    Number(value),
  ]);
}
