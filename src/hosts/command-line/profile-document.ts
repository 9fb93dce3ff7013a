import type { WeightUnit } from '#core/profile/model/profile.ts';
import type { Profile } from '#core/profile/model/profile.ts';
import type { ProfileSummary } from '#core/profile/summary.ts';
import type { ProfileDifferenceDocument } from './profile-difference-document.ts';

const US_PER_MS = 1000;

/** One of `profiles` of `loadstone/profile/1`. Weights are in `unit`, times in ms. */
export interface ProfileEntry {
  readonly name: string;
  readonly format: string;
  readonly tool: string | null;
  /** What samples weigh, and what else they weigh in this file. */
  readonly weight: string;
  readonly weights: readonly string[];
  readonly unit: WeightUnit;
  readonly total: number;
  /** Part of the total in which nothing was on the stack. */
  readonly withoutStack: number;
  readonly samples: number;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly threads: number;
  readonly threadTotals: readonly {
    readonly name: string;
    readonly samples: number;
    readonly total: number;
  }[];
  /** Different functions in the selected part. */
  readonly frames: number;
  /** Heaviest self first, as many as were asked for. */
  readonly functions: readonly {
    readonly name: string;
    readonly file: string | null;
    readonly line: number | null;
    readonly module: string | null;
    readonly kind: string;
    readonly self: number;
    readonly total: number;
  }[];
  readonly warnings: readonly { readonly code: string; readonly message: string; readonly count: number }[];
}

export interface ProfileDocument {
  readonly schema: 'loadstone/profile/1';
  /** With a baseline: of the candidate, then of the baseline. */
  readonly profiles: readonly ProfileEntry[];
  /** Only with a baseline. */
  readonly difference?: ProfileDifferenceDocument;
}

export function profileDocument(
  profiles: readonly ProfileEntry[],
  difference: ProfileDifferenceDocument | null,
): ProfileDocument {
  return { schema: 'loadstone/profile/1', profiles, ...(difference === null ? {} : { difference }) };
}

export function profileEntry(profile: Profile, summary: ProfileSummary, top: number): ProfileEntry {
  return {
    name: profile.name,
    format: profile.format,
    tool: profile.tool,
    weight: summary.weight.name,
    weights: profile.weightTypes.map(({ name }) => name),
    unit: summary.weight.unit,
    total: summary.total,
    withoutStack: summary.withoutStack,
    samples: summary.samples,
    startedAt: profile.startedAtUs === null ? null : new Date(profile.startedAtUs / US_PER_MS).toISOString(),
    durationMs: profile.durationUs === null ? null : profile.durationUs / US_PER_MS,
    threads: summary.threads.length,
    threadTotals: summary.threads.map(({ thread, samples, total }) => ({
      name: profile.threads[thread]!.name,
      samples,
      total,
    })),
    frames: summary.functions.length,
    functions: summary.functions.slice(0, top).map(({ name, file, line, module, kind, self, total }) => ({
      name,
      file,
      line,
      module,
      kind,
      self,
      total,
    })),
    warnings: profile.warnings.map(({ code, message, count }) => ({ code, message, count })),
  };
}
