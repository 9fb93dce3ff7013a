import type { ImportFileState } from '#shared/model/import-state.ts';
import type { Run, Source } from '#shared/model/run.ts';
import { instantsOf, overlapMs } from './run-overlap.ts';

/** Runs that were taken at the same time by the same tool: perhaps the load generators of one test. */
export interface MergeSuggestion {
  /** The one that was there first, and keeps its name. */
  readonly kept: Run;
  readonly added: readonly Run[];
}

/** Of the shorter of two runs, so that one that was started late, or ended early, still counts. */
const LEAST_SHARE = 0.8;

/**
 * Looks at what has just been imported, beside what is there.
 * @param imported files of the last import
 */
export function suggestMerge(
  imported: readonly ImportFileState[],
  runs: readonly Run[],
  sources: readonly Source[],
): MergeSuggestion | null {
  const fresh = new Set(imported.flatMap((file) => (file.phase === 'done' ? (file.runId ?? []) : [])));
  const candidates = runs.filter((run) => run.granularity === 'samples' && run.samples > 0);
  for (const kept of candidates) {
    const added = candidates.filter(
      (run) => run.id > kept.id && fresh.has(run.id) && belongsTo(kept, run, sources),
    );
    if (added.length > 0) return { kept, added };
  }
  return null;
}

function belongsTo(kept: Run, run: Run, sources: readonly Source[]): boolean {
  if (kept.tool !== run.tool || kept.format !== run.format) return false;
  // The same bytes twice were imported twice on purpose: a copy is no second load generator.
  const digests = (of: Run): readonly string[] =>
    sources.flatMap((source) => (source.runId === of.id ? source.sha256 : []));
  if (digests(run).some((digest) => digests(kept).includes(digest))) return false;
  const [a, b] = [instantsOf(kept, sources), instantsOf(run, sources)];
  if (a === null || b === null) return false;
  const shorterMs = Math.min(a.lastUs - a.firstUs, b.lastUs - b.firstUs) / 1000;
  return shorterMs > 0 && overlapMs(a, b) >= LEAST_SHARE * shorterMs;
}

/** The same for the same runs, whatever else changes: what was declined is not asked again. */
export function suggestionKey({ kept, added }: MergeSuggestion): string {
  return [kept, ...added].map((run) => run.id).join();
}
