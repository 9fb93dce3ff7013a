import type { Capacity } from '#shared/model/capacity.ts';
import type { Comparison } from '#shared/model/comparison.ts';
import type { HonestyItem } from '#shared/model/diagnostics.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { FindingList } from '#shared/model/finding.ts';
import type { GatesEvaluation } from '#shared/model/gates.ts';
import type { SeriesGrowth } from '#shared/model/heap-growth.ts';
import type { HeapSeries } from '#shared/model/heap.ts';
import type {
  CheckResult,
  ErrorGroup,
  LatencyCurve,
  LatencySeries,
  LatencySummary,
  ThresholdResult,
} from '#shared/model/latency.ts';
import type { PhaseReport } from '#shared/model/phases.ts';
import type { ProfileDifference } from '#shared/model/profile-difference.ts';
import type { ProfileFunctionTable, ProfileInfo, ProfileTree } from '#shared/model/profile.ts';
import type { Run, Source } from '#shared/model/run.ts';

/** Everything that a report says of the workspace, as the engine's own methods answer it. Nothing is computed here. */

/** Percentiles of tables, headline figures and lines over time. */
export const REPORT_PERCENTILES = [50, 90, 95, 99] as const;

/** Runs of each side that get a table and charts of their own; all of them are judged. */
export const MAX_DETAILED_RUNS = 4;

export interface RunFacts {
  readonly side: 'baseline' | 'candidate';
  readonly run: Run;
  readonly phases: PhaseReport | null;
  /** What figures of the run are of: its steady phase, or (null) the whole run. */
  readonly window: TimeSpan | null;
  readonly summary: LatencySummary;
  readonly honesty: readonly HonestyItem[];
  /** Null for runs beyond {@link MAX_DETAILED_RUNS}. */
  readonly detail: RunDetail | null;
}

export interface RunDetail {
  /** Null for reports of tools, which have no samples. */
  readonly capacity: Capacity | null;
  /** Of the whole run. */
  readonly series: LatencySeries;
  /** Of the window. */
  readonly curve: LatencyCurve;
  /** Of the whole run, most frequent first. */
  readonly errors: readonly ErrorGroup[];
  readonly checks: readonly CheckResult[];
  readonly thresholds: readonly ThresholdResult[];
}

export interface ProfileFacts {
  readonly side: 'baseline' | 'candidate';
  readonly profile: ProfileInfo;
  readonly functions: ProfileFunctionTable;
  readonly tree: ProfileTree;
}

/** Percentile curves of the one transaction that a finding is about. */
export interface FindingCurves {
  readonly findingId: string;
  readonly curves: readonly { readonly side: RunFacts['side']; readonly curve: LatencyCurve }[];
}

/** One transaction in the first run of each side that has it. */
export interface TransactionDetail {
  readonly label: string;
  readonly sides: readonly {
    readonly side: RunFacts['side'];
    /** Of the whole run. */
    readonly series: LatencySeries;
    /** Of the window. */
    readonly curve: LatencyCurve;
  }[];
}

export interface HeapFacts {
  readonly series: HeapSeries;
  readonly growth: SeriesGrowth;
}

export interface ReportData {
  readonly workspace: string;
  readonly version: string;
  readonly printedAtUs: number;
  readonly runs: readonly RunFacts[];
  readonly sources: readonly Source[];
  /** One for each run of the candidate. */
  readonly gates: readonly GatesEvaluation[];
  /** Null without a baseline. */
  readonly comparison: Comparison | null;
  readonly found: FindingList;
  readonly findingCurves: readonly FindingCurves[];
  /** All of the subject that are still there. */
  readonly profileInfos: readonly ProfileInfo[];
  /** Empty where the difference tells it. */
  readonly profiles: readonly ProfileFacts[];
  /** Null without profiles of both sides. */
  readonly profileDifference: ProfileDifference | null;
  readonly heap: readonly HeapFacts[];
  /** Empty unless every transaction is asked for. */
  readonly details: readonly TransactionDetail[];
}

/** A picture with its bytes, for attachments. */
export interface PictureData {
  readonly pictureId: number;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}
