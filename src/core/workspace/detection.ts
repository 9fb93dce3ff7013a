import type { Detection, FormatCandidate } from '#shared/model/import-state.ts';
import type { SourceKind } from '#shared/model/run.ts';
import { detectFormat } from '../import/detect.ts';
import type { Importer, ProbeHead } from '../import/importer.ts';
import { headOfSource } from '../import/read-source.ts';
import type { ByteSource } from '../io/byte-source.ts';
import { toolOf } from './formats.ts';

/** Below this a format is not taken without being chosen by a person. */
const ACCEPT_SCORE = 0.5;

/** From here on the formats of results are sure: the code of all other formats is not loaded (docs/decisions/0012). */
const SURE_SCORE = 0.9;

export interface DetectedFile {
  readonly detection: Detection;
  /** Of the best candidate; `load` where there is none: the note says what the file looks like. */
  readonly kind: SourceKind;
  /** It is a file that is known, but cannot be read: the note says why. */
  readonly unreadable: boolean;
}

/**
 * Asks the formats of results, profiles and heap snapshots about the start of a file, and takes the surest. The content
 * decides; the name of the file is never proof.
 * @param importers the formats of results
 * @throws {AppError} `file-empty`, `file-damaged`, `file-unreadable`, `cancelled`
 */
export async function detectFile(
  source: ByteSource,
  importers: readonly Importer[],
  signal: AbortSignal,
): Promise<DetectedFile> {
  const { head, compression } = await headOfSource(source, signal);
  const results = detectFormat(head, importers, compression);
  if (results.best !== null && results.best.score >= SURE_SCORE)
    return { detection: results, kind: 'load', unreadable: false };
  const { candidates: others, note } = await otherCandidates(head);
  // Equal scores keep the order: results, profiles, snapshots.
  const candidates = [...results.candidates, ...others].sort((a, b) => b.score - a.score);
  const first = candidates[0];
  const best = first !== undefined && first.score >= ACCEPT_SCORE ? first : null;
  const kind = others.find((candidate) => candidate === best)?.kind ?? 'load';
  return {
    detection: {
      best: best === null ? null : plain(best),
      candidates: candidates.map(plain),
      compression,
      toolVersion: kind === 'load' ? results.toolVersion : null,
      note: best === null ? (note ?? results.note) : null,
    },
    kind,
    unreadable: best === null && note !== null,
  };
}

interface OtherCandidate extends FormatCandidate {
  readonly kind: SourceKind;
}

function plain({ format, label, tool, score, reasons }: FormatCandidate): FormatCandidate {
  return { format, label, tool, score, reasons };
}

/** @returns `note`: what a known file is that cannot be read */
async function otherCandidates(
  head: ProbeHead,
): Promise<{ readonly candidates: readonly OtherCandidate[]; readonly note: string | null }> {
  const [
    { detectProfile, describeUnreadable },
    { profileHeadOf },
    { profileFormats },
    heap,
    { heapReaders },
  ] = await Promise.all([
    import('../profile/import/detect-profile.ts'),
    import('../profile/import/profile-head.ts'),
    import('../profile/import/registry.ts'),
    import('../heap/heap-file.ts'),
    import('../heap/readers.ts'),
  ]);
  const profileHead = await profileHeadOf(head);
  const heapHead = heap.heapHeadOf(head);
  const candidates = detectProfile(profileHead, profileFormats).candidates.map(
    ({ format, score, reasons }): OtherCandidate => ({
      kind: 'profile',
      format: format.id,
      label: format.label,
      tool: toolOf(format.id),
      score,
      reasons,
    }),
  );
  let refusal: string | null = null;
  for (const reader of heapReaders) {
    const { score, reasons, refusal: refused } = reader.probe(heapHead);
    if (score <= 0) continue;
    if (refused === undefined) {
      candidates.push({
        kind: 'heap',
        format: reader.id,
        label: reader.label,
        tool: toolOf(reader.id),
        score,
        reasons,
      });
    } else {
      refusal = refused.charAt(0).toUpperCase() + refused.slice(1);
    }
  }
  return { candidates, note: refusal ?? describeUnreadable(profileHead) };
}

/** The kind of a format that a person chose; null when there is no such format. */
export async function kindOfFormat(
  format: string,
  importers: readonly Importer[],
): Promise<SourceKind | null> {
  if (importers.some(({ id }) => id === format)) return 'load';
  const { profileFormats } = await import('../profile/import/registry.ts');
  if (profileFormats.some(({ id }) => id === format)) return 'profile';
  const { heapReaders } = await import('../heap/readers.ts');
  return heapReaders.some(({ id }) => id === format) ? 'heap' : null;
}
