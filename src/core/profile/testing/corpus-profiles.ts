import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { openFileSource } from '../../io/byte-source.ts';
import type { ProbeHead } from '../import/profile-reader.ts';
import { readProfileFile } from '../import/read-profile-file.ts';
import { openUnpacked } from '../import/unpacked-file.ts';
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

/** The start of a file, unpacked: what formats are asked about. */
export async function openCorpusHead(path: string): Promise<ProbeHead> {
  const source = await openFileSource(resolve(CORPUS, path), basename(path));
  const file = await openUnpacked(source);
  await file.close();
  await source.close();
  return file.head;
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

/** All files below `profiles/` of the corpus, as they lie on the disk. */
export function corpusFiles(): string[] {
  const folder = resolve(CORPUS, 'profiles');
  if (!profileCorpusAvailable) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'MANIFEST.md')
    .map(({ parentPath, name }) => relative(CORPUS, resolve(parentPath, name)).replaceAll('\\', '/'))
    .sort();
}

/** Text of a file of the corpus, for oracles that read it in another way. */
export function corpusText(path: string): string {
  return readFileSync(resolve(CORPUS, path), 'utf8');
}

const OLD_PPROF = /old format of pprof/u;
const UNKNOWN_TEXT = /text in no shape/u;

export function corpusBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(resolve(CORPUS, path)));
}

/** What becomes of a file of the corpus: the format that opens it, or the words in which it is refused. */
export type CorpusOutcome = { readonly format: string } | { readonly refused: RegExp };

/** By the start of the path; the longest one counts. A file that none of them fits is a defect of this list. */
const outcomes: Readonly<Record<string, CorpusOutcome>> = {
  'profiles/bpftrace/': { format: 'bpftrace' },
  'profiles/callgrind/': { format: 'callgrind' },
  'profiles/callgrind/empty.callgrind': { refused: /no costs/u },
  'profiles/chrome-trace/': { format: 'trace-event' },
  'profiles/cpuprofile/': { format: 'v8-cpuprofile' },
  'profiles/dotnet/': { refused: /ZIP archive/u },
  'profiles/firefox/': { format: 'firefox' },
  'profiles/folded/': { format: 'folded' },
  'profiles/folded-diff/': { format: 'folded' },
  'profiles/instruments/': { format: 'instruments' },
  'profiles/jfr/': { format: 'jfr' },
  'profiles/jfr/compressedJmc5.jfr': { refused: /version 0\.9 .* Oracle JDK 7 and 8/u },
  'profiles/jfr/jmc6.jfr': { refused: /version 1\.0 .* JDK 9 and 10/u },
  'profiles/jfr/example_3_process_cpu_cpu__nanoseconds_expected.txt.gz': { refused: UNKNOWN_TEXT },
  'profiles/other/CallTreeSummary.csv': { refused: UNKNOWN_TEXT },
  'profiles/other/ghc-simple.prof.json': { refused: /JSON in no shape/u },
  'profiles/other/hex-addresses.txt': { refused: UNKNOWN_TEXT },
  'profiles/other/java-hprof-agent-text-cpu.hprof': { refused: /old hprof agent/u },
  'profiles/other/macos-sample.txt': { refused: UNKNOWN_TEXT },
  'profiles/other/papyrus-stack.log': { refused: UNKNOWN_TEXT },
  'profiles/other/pmcstat-simple.txt': { refused: UNKNOWN_TEXT },
  'profiles/other/safari13-recording.json': { refused: /JSON in no shape/u },
  'profiles/other/utf8.prof': { refused: UNKNOWN_TEXT },
  'profiles/otlp/': { format: 'otlp-json' },
  'profiles/perf-script/': { format: 'perf-script' },
  'profiles/pprof/': { format: 'pprof' },
  'profiles/pprof/cppbench.': { refused: OLD_PPROF },
  'profiles/pprof/go.godoc.thread': { refused: OLD_PPROF },
  'profiles/pprof/gobench.cpu': { refused: OLD_PPROF },
  'profiles/pprof/java.': { refused: OLD_PPROF },
  'profiles/speedscope/': { format: 'speedscope' },
  'profiles/speedscope/invalid-': { refused: /makes no sense/u },
  'profiles/stackprof/': { format: 'stackprof' },
  'profiles/trace-event/': { format: 'trace-event' },
  'profiles/vtune/': { format: 'vtune' },
  'profiles/vtune/r000hs_': { format: 'vtune-gprof' },
  // What another tool makes of vtune.csv.
  'profiles/vtune/vtune-': { format: 'folded' },
  'profiles/yourkit/': { format: 'yourkit-csv' },
};

/** Undefined for a file that is not listed. */
export function corpusOutcome(path: string): CorpusOutcome | undefined {
  const starts = Object.keys(outcomes).filter((start) => path.startsWith(start));
  return outcomes[starts.reduce((longest, start) => (start.length > longest.length ? start : longest), '')];
}
