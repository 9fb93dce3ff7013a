import { z } from 'zod';
import {
  occurrences,
  profileSelectionSchema,
  siblingOrders,
  type ProfileFunctions,
  type WeightUnit,
} from './profile.ts';

/**
 * What differs between the profiles of a baseline (A) and a candidate (B), and how sure that is: methods P1 to P5.
 * In words: docs/profile-difference.md. Everywhere below, a change is candidate minus baseline, and figures called *scaled*
 * are in {@link DifferenceUnit}; of several profiles on a side they are the mean of the profiles, each scaled by itself.
 */

export const differenceModes = ['raw', 'share', 'rate', 'per-operation'] as const;
/**
 * How the two sides are made comparable (method P1). `raw`: the weight as it is; `share`: of the total, 0..1; `rate`: weight
 * per second of wall clock; `per-operation`: weight per completed operation.
 */
export type DifferenceMode = (typeof differenceModes)[number];

export const differenceWidths = ['max', 'change', 'baseline', 'candidate'] as const;
/** What boxes are as wide as; see {@link differenceLayout} in profile-difference-layout.ts. */
export type DifferenceWidth = (typeof differenceWidths)[number];

export const alignmentSteps = [
  /** Addresses and hexadecimal numbers in names: `parse+0x1f` is `parse`. */
  'addresses',
  /** Numbers of generated classes and methods: `$$Lambda/0x7f…`, `GeneratedMethodAccessor123`, hidden classes. */
  'generated-ids',
  /** Hashes of content in file names of bundles: `app.3f9c1a.js` is `app.*.js`. */
  'content-hashes',
  /** Numbers of threads and processes in frames that name one: `worker-12`, `java-4711/4712`. */
  'thread-numbers',
  /** Arguments of templates and generics: `map<int>` is `map<>`. */
  'type-arguments',
  /** A function without a name is what begins at its file, line and column. */
  'anonymous-by-place',
  /** Lines and columns do not count for functions with a name. */
  'ignore-lines',
  /** Files of the same path but for its beginning are one file, where there is only one candidate. */
  'folders',
] as const;
/** What makes one function of frames of both sides, in the order in which it is applied (method P2). */
export type AlignmentStep = (typeof alignmentSteps)[number];
export const DEFAULT_ALIGNMENT: readonly AlignmentStep[] = alignmentSteps.filter(
  (step) => step !== 'type-arguments',
);

const name = z.string().max(100_000);
const namedFunctionSchema = z.strictObject({ name, file: name.nullable() });
export type NamedFunction = z.infer<typeof namedFunctionSchema>;

export const DEFAULT_DESIGN_EFFECT = 10;

export const sandwichHalves = ['callers', 'callees'] as const;
export type SandwichHalf = (typeof sandwichHalves)[number];

/**
 * One half of a sandwich (method P6): the tree holds only samples with the function, cut at one of its occurrences. Callees:
 * what it calls, below it; callers: the function, and below it who calls it. Everything but the tree and what is said of it
 * stays that of all samples: scales, floor, functions.
 */
const differenceAroundSchema = z.strictObject({
  /** As {@link ComparedFunctions.functions} of the same question tells it; file null where it has none. */
  function: z.strictObject({
    name,
    file: name.nullable(),
    line: z.number().int().nonnegative(),
    column: z.number().int().nonnegative(),
  }),
  half: z.enum(sandwichHalves),
  occurrence: z.enum(occurrences),
});
export type DifferenceAround = z.infer<typeof differenceAroundSchema>;

export const differenceOptionsSchema = z.strictObject({
  mode: z.enum(differenceModes),
  alignment: z.array(z.enum(alignmentSteps)).max(alignmentSteps.length),
  /** Functions that a person has said to be the same, by name and file on each side. */
  renames: z
    .array(z.strictObject({ baseline: namedFunctionSchema, candidate: namedFunctionSchema }))
    .max(10_000),
  order: z.enum(siblingOrders),
  /** Smallest change that counts, scaled; null: as method P4 says. Never lowers what P4 says. */
  floor: z.number().nonnegative().nullable(),
  /** By how much samples without time are taken to depend on each other: factor on the variance of counts. */
  designEffect: z.number().min(1).max(10_000),
  /** Absent: the whole tree. */
  around: differenceAroundSchema.optional(),
});
export type DifferenceOptions = z.infer<typeof differenceOptionsSchema>;

export const differenceSideSchema = z.strictObject({
  /** One, or the same of several runs. From three on each side, runs are what is compared (method P4). */
  profiles: z
    .array(
      z.strictObject({
        selection: profileSelectionSchema,
        /** Completed in the selected time; null: not known. */
        operations: z.number().positive().nullable(),
      }),
    )
    .min(1)
    .max(100),
});
export type DifferenceSideRequest = z.infer<typeof differenceSideSchema>;

/** What scaled figures are in: `unit` per `per`. Shares have no unit: 0..1. */
export interface DifferenceUnit {
  readonly unit: WeightUnit;
  readonly per: 'profile' | 'total' | 'second' | 'operation';
}

export interface DifferenceSide {
  readonly profiles: readonly {
    readonly name: string;
    readonly tool: string | null;
    readonly samples: number;
    readonly total: number;
    readonly seconds: number | null;
    readonly operations: number | null;
  }[];
  /** Samples, and their weight, of all profiles of the side. */
  readonly samples: number;
  readonly total: number;
  /** `total` before the changes of the tree: what it is a share of, as for one profile. */
  readonly selectedTotal: number;
  /** Of `total`: samples with nothing on the stack. They are in no node. */
  readonly withoutStack: number;
  readonly scaledTotal: number;
  readonly scaledWithoutStack: number;
}

/**
 * Whether the sides may be compared (method P1). `failed`: what differs is as likely due to this as to the program; `note`:
 * to be known; `unknown`: the files do not say.
 */
export interface DifferenceCheck {
  /** `samples`, `weight`, `period`, `tool`, `cpus`, `truncated`, `symbols`, `window`, `load`. */
  readonly code: string;
  readonly state: 'ok' | 'note' | 'failed' | 'unknown';
  readonly name: string;
  /** The figure of each side, in words. */
  readonly baseline: string;
  readonly candidate: string;
  readonly message: string;
}

export const differenceVerdicts = ['more', 'less', 'no-change', 'cannot-tell'] as const;
/** `no-change`: none larger than {@link ProfileDifference.floor}. */
export type DifferenceVerdict = (typeof differenceVerdicts)[number];

export const differenceReasons = [
  /** The interval reaches beyond the floor on either side or both. */
  'too-noisy',
  /** Fewer than 20 samples on both sides together. */
  'few-samples',
  /** There is a change, but it may be smaller than the floor. */
  'small-but-real',
  /** Neighbouring blocks are alike even when they are made longer: there are too few independent ones. */
  'drifting',
  /** Nothing could be tested: {@link DifferenceMethod.reason} says why. */
  'not-tested',
] as const;
export type DifferenceReason = (typeof differenceReasons)[number];

/** What the uncertainty comes from, strongest first (method P4). */
export interface DifferenceMethod {
  readonly kind: 'runs' | 'blocks' | 'counts' | 'none';
  /** For people: what was done, and what it does not cover. */
  readonly sentence: string;
  /** True: sample order unknown. Verdicts are hints. */
  readonly indicative: boolean;
  /** Runs or blocks on each side. */
  readonly units: readonly [number, number];
  /** Length of a block by side; null without blocks. */
  readonly blockMs: readonly [number, number] | null;
  readonly designEffect: number | null;
  /** Runs: the smallest p-value that an exact permutation test of so many could give. */
  readonly smallestP: number | null;
  /** `none`: what is missing, and what would settle it. */
  readonly reason: string | null;
}

/** A change with what is known about it; scaled. */
export interface JudgedChange {
  readonly baseline: number;
  readonly candidate: number;
  readonly change: number;
  /** 95 %; null where nothing could be tested. */
  readonly ci95: readonly [number, number] | null;
  readonly verdict: DifferenceVerdict;
  readonly reason: DifferenceReason | null;
}

/**
 * Verdicts on many things at once, as columns. Numbers that are not known are NaN.
 */
export interface JudgedColumns {
  /** 95 % interval of the change, scaled. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Adjusted (Benjamini and Hochberg) over all that were asked the same question. */
  readonly p: Float64Array;
  /** The smallest true change that 8 of 10 such comparisons would find, by itself and in a list of this length. */
  readonly mde: Float64Array;
  readonly mdeInList: Float64Array;
  /** Place in {@link differenceVerdicts}. */
  readonly verdict: Uint8Array;
  /** Place in {@link differenceReasons}, or 255. */
  readonly reason: Uint8Array;
}

export const NO_REASON = 255;

/** Weight of one kind by side. */
export interface ComparedWeights {
  /** As the samples weigh, sums over the profiles of the side. */
  readonly baselineRaw: Float64Array;
  readonly candidateRaw: Float64Array;
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
}

/**
 * Functions of both sides after alignment, by size of the change of self (largest first, then by name); from before
 * recursion is collapsed, each sample counted once. Columns of `functions.count` entries.
 */
export interface ComparedFunctions {
  /** Names are of both sides where they agree, else what alignment made of them. `id` is the row. */
  readonly functions: ProfileFunctions;
  readonly self: ComparedWeights & JudgedColumns;
  readonly total: ComparedWeights & JudgedColumns;
  /** Samples with the function anywhere on the stack. */
  readonly baselineSamples: Float64Array;
  readonly candidateSamples: Float64Array;
}

/** What a node was found to be: nodes that gated descent (method P4) did not reach are `untested`. */
export const nodeVerdicts = ['untested', ...differenceVerdicts] as const;
export type NodeVerdict = (typeof nodeVerdicts)[number];

/**
 * The tree of both sides as columns of `count` entries, row by row as in `ProfileNodes`; a node that one side has not weighs
 * nothing there. The order of siblings is the same whichever side is the baseline, and in every mode.
 */
export interface ComparedNodes {
  readonly count: number;
  readonly rowStart: Int32Array;
  /** An entry, or -1. */
  readonly parent: Int32Array;
  /** Row of {@link ComparedFunctions.functions}. */
  readonly function: Int32Array;
  readonly self: ComparedWeights;
  readonly total: ComparedWeights;
  /**
   * Change of total for colouring (method P3): (B − A) ÷ max(A, B), −1..1; −1 is gone, 1 is new. Draw grey whatever it is
   * unless the verdict is `more` or `less`.
   */
  readonly colour: Float32Array;
  /** How strong the colour is, 0..1: min(1, |change| ÷ 95th percentile of |change|). */
  readonly strength: Float32Array;
  /** Place in {@link nodeVerdicts}. */
  readonly verdict: Uint8Array;
  /** 95 % interval of the change of total, scaled; NaN where it was not tested. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** "Renamed?": one vanished and one appeared under the same caller, and they call the same (method P2). Never applied unasked. */
export interface RenameSuggestion {
  readonly baseline: NamedFunction;
  readonly candidate: NamedFunction;
  /** Names of the callers above, root first. */
  readonly path: readonly string[];
  /** Share of the weight below that is in functions which both call, 0..1. */
  readonly shared: number;
}

/** One place that a change comes from (method P5). */
export interface AttributedChange {
  /** `path`: under one stack; `self`: in the code of its last function itself; `function`: one function, wherever it is called. */
  readonly kind: 'path' | 'self' | 'function';
  /** Names, root first; of a function its own only. */
  readonly path: readonly string[];
  /** Entry of {@link ComparedNodes}; null of functions. */
  readonly node: number | null;
  /** Row of {@link ComparedFunctions.functions}: the last of the path. */
  readonly function: number;
  readonly change: number;
  readonly ci95: readonly [number, number] | null;
  /**
   * Of the change of everything (of shares: of all that grew), more than 1 where other things went the other way; null
   * where everything together did not change.
   */
  readonly share: number | null;
  readonly shareCi95: readonly [number, number] | null;
  /** `high`: tested, comparable; `medium`: tested, but something does not compare; `low`: indicative, or not tested. */
  readonly confidence: 'high' | 'medium' | 'low';
  readonly sentence: string;
}

export interface DifferenceAttribution {
  /**
   * `change`: something carries the change; `no-change-point`: everything together did not change, or not so that one could
   * tell; `off-cpu`: response times grew and this did not, look elsewhere; `zero-sum`: shares always add up to 1.
   */
  readonly state: 'change' | 'no-change-point' | 'off-cpu' | 'zero-sum';
  readonly sentence: string;
  /** Largest first. */
  readonly changes: readonly AttributedChange[];
  /** What moved against the change, largest first. */
  readonly against: readonly AttributedChange[];
}

export interface ProfileDifference {
  readonly mode: DifferenceMode;
  readonly unit: DifferenceUnit;
  readonly baseline: DifferenceSide;
  readonly candidate: DifferenceSide;
  /** Every step, in order, with how many frames or files it changed; `on` false was not applied. */
  readonly alignment: readonly {
    readonly step: AlignmentStep;
    readonly on: boolean;
    readonly applied: number;
  }[];
  readonly checks: readonly DifferenceCheck[];
  readonly method: DifferenceMethod;
  /** Smallest change that counts, scaled. */
  readonly floor: number;
  /** Everything together. */
  readonly overall: JudgedChange;
  /** Functions whose verdict by self, or by total, is more or less. */
  readonly changedFunctions: { readonly self: number; readonly total: number };
  readonly functions: ComparedFunctions;
  readonly nodes: ComparedNodes;
  readonly renames: readonly RenameSuggestion[];
  readonly attribution: DifferenceAttribution;
}
