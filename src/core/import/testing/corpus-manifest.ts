import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Real result files with facts about them that another program computed. They lie beside the repository, not in it (some
 * have no licence): tests that use them are skipped where they are absent, and say so.
 */

const CORPUS = resolve(import.meta.dirname, '../../../../../shared/corpus/load');
const MANIFEST = resolve(CORPUS, 'MANIFEST.md');

export const corpusAvailable = existsSync(MANIFEST);

/** For the name of a `describe` that is skipped without the corpus. */
export const corpusNote = corpusAvailable ? '' : ` (SKIPPED: there is no ${CORPUS})`;

export type CorpusFacts = Readonly<Record<string, unknown>>;

export interface CorpusEntry {
  /** Folder and name: `jmeter/taurus-kpi1.jtl`. */
  readonly path: string;
  /** As the manifest calls it: `JTL CSV`, `k6 NDJSON`. */
  readonly format: string;
  readonly special: string;
  readonly facts: CorpusFacts;
}

/** All files of the corpus; empty without it. */
export function corpusEntries(): CorpusEntry[] {
  if (!corpusAvailable) return [];
  return parseManifest(readFileSync(MANIFEST, 'utf8'));
}

/** Where a file lies. */
export function corpusPath(path: string): string {
  return resolve(CORPUS, path);
}

/** The bytes of a file, by folder and name. */
export function corpusFile(path: string): Uint8Array {
  return readFileSync(resolve(CORPUS, path));
}

export function corpusFacts(path: string): CorpusFacts {
  const entry = corpusEntries().find((candidate) => candidate.path === path);
  if (entry === undefined) throw new Error(`The manifest of the corpus does not name ${path}`);
  return entry.facts;
}

export function parseManifest(text: string): CorpusEntry[] {
  return text
    .split(/^### /mu)
    .slice(1)
    .map((section): CorpusEntry => {
      const line = (name: string): string => new RegExp(`^- ${name}: (.*)$`, 'mu').exec(section)?.[1] ?? '';
      const facts = /^`(.*)`$/u.exec(line('facts').trim())?.[1];
      const path = section.slice(0, section.indexOf('\n')).trim();
      if (facts === undefined) throw new Error(`The manifest has no facts about ${path}`);
      const isObject = facts.startsWith('{');
      return {
        path,
        format: line('format').split(';')[0]!.trim(),
        special: line('special'),
        // A few files have a remark in their place.
        facts: isObject ? (JSON.parse(facts) as CorpusFacts) : {},
      };
    });
}
