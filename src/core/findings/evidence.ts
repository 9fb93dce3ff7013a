import type { Capacity } from '#shared/model/capacity.ts';
import type { Comparison, ComparisonRequest } from '#shared/model/comparison.ts';
import type { HonestyItem, Incident, TransactionModes } from '#shared/model/diagnostics.ts';
import type { TailReport } from '#shared/model/drill-down.ts';
import type { SampleFilter, TimeSpan } from '#shared/model/filter.ts';
import type { FindingConfidence, FindingQuery } from '#shared/model/finding.ts';
import type { GateResult } from '#shared/model/gates.ts';
import type { ErrorGroup } from '#shared/model/latency.ts';
import type { PhaseReport } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import type { SoakReport } from '#shared/model/soak.ts';
import type { Clause } from '../gates/rule.ts';

/** What rules work on: gathered once, so that no rule asks anything itself. */
export interface EvidenceBundle {
  readonly candidate: readonly RunEvidence[];
  readonly baseline: readonly BaselineEvidence[];
  /** Null without a baseline. */
  readonly compared: { readonly request: ComparisonRequest; readonly comparison: Comparison } | null;
  readonly profile: ProfileEvidence | null;
  readonly heap: readonly HeapEvidence[];
  /** Expected load by the settings or the gates; null: nobody said. */
  readonly expectedPerSec: number | null;
  /** What could not be gathered, for the list of what was not measured. */
  readonly missing: readonly string[];
}

export interface RunEvidence {
  readonly run: Run;
  readonly phases: PhaseReport;
  /** The steady phase; null: the whole run, because there is none or no timeline. */
  readonly judged: TimeSpan | null;
  readonly figures: SpanFigures;
  readonly whole: SpanFigures;
  /** From the start of the warm-up to the end of the steady phase behind it, and the warm-up alone. */
  readonly warmUp: { readonly alone: SpanFigures; readonly together: SpanFigures } | null;
  /** 95 % intervals of p95 in the judged part, by transaction; null: all. */
  readonly p95Intervals: ReadonlyMap<number | null, readonly [lowMs: number, highMs: number]>;
  readonly honesty: readonly HonestyItem[];
  readonly incidents: readonly Incident[];
  readonly modes: readonly TransactionModes[];
  readonly tails: readonly TailEvidence[];
  /** Of the judged part, most frequent first. */
  readonly errors: readonly ErrorGroup[];
  readonly metrics: readonly MetricEvidence[];
  readonly capacity: Capacity | null;
  readonly soak: SoakReport | null;
  readonly firstRequests: readonly FirstRequests[];
  readonly repeated: RepeatedRequests | null;
  readonly gates: readonly JudgedGate[];
}

/** Figures of a part of a run; `query` computes them again. */
export interface SpanFigures {
  readonly filter: SampleFilter;
  readonly query: FindingQuery;
  readonly overall: RowFigures;
  readonly rows: ReadonlyMap<number, RowFigures>;
}

export interface RowFigures {
  /** Null: all counted samples. */
  readonly id: number | null;
  readonly label: string;
  /** It stands in the headline figures. */
  readonly counted: boolean;
  readonly samples: number | null;
  readonly failures: number | null;
  readonly errorRate: number | null;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly throughputPerSec: number | null;
}

export interface BaselineEvidence {
  readonly run: Run;
  readonly figures: SpanFigures;
}

export interface JudgedGate {
  readonly result: GateResult;
  readonly clauses: readonly Clause[];
}

/** What the slowest samples of one transaction have in common. */
export interface TailEvidence {
  readonly transactionId: number;
  readonly report: TailReport;
  readonly query: FindingQuery;
}

/** Readings of one metric of a server, a browser or a script in the judged part, of one host. */
export interface MetricEvidence {
  readonly name: string;
  readonly host: string | null;
  readonly kind: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly contains: 'default' | 'time' | 'data';
  readonly count: number;
  readonly mean: number;
  readonly max: number;
  readonly p75: number;
  readonly p95: number;
  /** Readings other than zero ÷ all. */
  readonly nonZero: number;
  readonly query: FindingQuery;
}

/** The very first samples of a transaction. */
export interface FirstRequests {
  readonly transactionId: number;
  readonly samples: number;
  readonly medianMs: number;
  readonly untilMs: number;
  readonly query: FindingQuery;
}

/** Requests of one transaction within one iteration or session. */
export interface RepeatedRequests {
  /** Tag that names the iteration. */
  readonly tag: string;
  readonly query: FindingQuery;
  readonly transactions: readonly {
    readonly transactionId: number;
    /** Iterations that have the transaction at all. */
    readonly iterations: number;
    /** Those with at least `repeatedRequests` of it. */
    readonly repeating: number;
    readonly medianTimes: number;
    readonly maxTimes: number;
    /** Different numbers of times: one means that the script says how often. */
    readonly differentTimes: number;
    readonly meanMs: number;
  }[];
}

/** What the difference of CPU profiles says; filled by whoever reads profiles. */
export interface ProfileEvidence {
  /** Null without a profile of the baseline. */
  readonly difference: {
    /** Where the extra time went, or that it did not go to the CPU. */
    readonly sentence: string;
    readonly confidence: FindingConfidence;
    readonly confidenceReason: string;
    readonly unit: 'ms' | 'count' | 'bytes' | 'ratio';
    /** Per operation or in total, as `normalised` says; largest growth first. */
    readonly functions: readonly {
      readonly name: string;
      readonly baseline: number;
      readonly candidate: number;
      /** 95 % interval of the change as a ratio of the baseline; of shares the difference. */
      readonly low: number | null;
      readonly high: number | null;
    }[];
    readonly normalised: 'per operation' | 'per second' | 'share' | 'total';
    readonly query: FindingQuery;
  } | null;
  /** Share of the sampled time that is garbage collection; null where the runtime does not tell. */
  readonly gc: {
    readonly share: number;
    readonly baseline: number | null;
    readonly query: FindingQuery;
  } | null;
}

/** What a series of heap snapshots says; filled by whoever reads snapshots. */
export interface HeapEvidence {
  readonly seriesId: number;
  readonly seriesName: string;
  readonly runId: number | null;
  readonly snapshots: number;
  readonly query: FindingQuery;
  readonly growing: readonly {
    readonly key: string;
    readonly name: string;
    readonly verdict: 'leak' | 'candidate';
    /** Bytes per operation; per snapshot where operations are not known. */
    readonly perOperation: number;
    readonly low: number;
    readonly high: number;
    readonly operationsKnown: boolean;
    /** First and last. */
    readonly bytes: readonly [number, number];
    /** From the root to the instance, `edge › class` per step; empty where it is not known. */
    readonly retainerPath: readonly string[];
    /** Nearly all of what is new is held in this way. */
    readonly heldAlike: boolean;
    readonly evidence: readonly string[];
  }[];
}
