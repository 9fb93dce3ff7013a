import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { detectFormat } from './detect.ts';
import type { Importer } from './importer.ts';
import { importers } from './registry.ts';
import { collect, headOf, type Collected } from './testing/collect.ts';
import { corpusAvailable, corpusEntries, corpusFile, corpusNote } from './testing/corpus-manifest.ts';
import { fuzzRuns } from './testing/fuzz-runs.ts';

/** Files up to here are cut in all places; the importers' own tests damage larger ones. */
const SMALL_BYTES = 48 << 10;
/** Places at which each is cut, evenly over it. */
const CUTS = fuzzRuns(32);

interface SmallFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly importer: Importer;
}

function smallFiles(): SmallFile[] {
  return corpusEntries().flatMap(({ path }): SmallFile[] => {
    const bytes = corpusFile(path);
    // Packed files are unpacked before an importer sees them.
    if (bytes.length > SMALL_BYTES || (bytes[0] === 0x1f && bytes[1] === 0x8b)) return [];
    const best = detectFormat(headOf(bytes, path), importers, 'none').best;
    const importer = importers.find(({ id }) => id === best?.format);
    return importer === undefined ? [] : [{ path, bytes, importer }];
  });
}

/** What was read, or null where the importer says that nothing sensible can follow. */
function readings({ importer, path }: SmallFile, bytes: Uint8Array): Collected | null {
  try {
    return collect(importer, bytes, { name: path, pieceBytes: 5000 });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'file-damaged') throw error;
    expect(error.message.length).toBeGreaterThan(10);
    return null;
  }
}

function keyed(rows: readonly Record<string, unknown>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    // What all of a file decides (active users, kinds, columns that nobody filled) may change with what is missing.
    const key = JSON.stringify([row['started_at'], row['elapsed_ms'], row['ok']]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Rows of the first that the second does not have. */
function missing(rows: readonly Record<string, unknown>[], from: readonly Record<string, unknown>[]): number {
  const have = keyed(from);
  let count = 0;
  for (const [key, times] of keyed(rows)) count += Math.max(0, times - (have.get(key) ?? 0));
  return count;
}

describe.skipIf(!corpusAvailable)(`small files of the corpus, damaged${corpusNote}`, () => {
  it.each(smallFiles().map((file): [string, SmallFile] => [file.path, file]))(
    `%s cut at each of ${CUTS} places keeps what was complete`,
    (_, file) => {
      const { bytes } = file;
      let before = 0;
      let previous: Collected | null = null;
      for (let cut = 1; cut <= CUTS; cut++) {
        const read = readings(file, bytes.slice(0, Math.floor((bytes.length * cut) / CUTS)));
        if (read === null) continue;
        // The row that was cut through may come out otherwise, or not at all, when more of it is there; no other may.
        expect(read.report.rows).toBeGreaterThanOrEqual(before - 1);
        if (previous !== null) expect(missing(previous.samples, read.samples)).toBeLessThanOrEqual(1);
        before = read.report.rows;
        previous = read;
      }
    },
  );

  it.each(smallFiles().map((file): [string, SmallFile] => [file.path, file]))(
    '%s with noise behind its half keeps what was complete',
    (_, file) => {
      const half = file.bytes.slice(0, file.bytes.length >> 1);
      const sound = readings(file, half);
      const noisy = readings(file, joined(half, noise(4096, file.bytes.length)));
      if (sound === null || noisy === null) return;
      expect(missing(sound.samples, noisy.samples)).toBeLessThanOrEqual(1);
    },
  );
});

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Bytes of a linear congruential generator. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed >>> 0;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}
