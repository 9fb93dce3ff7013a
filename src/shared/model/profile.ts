import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { TextColumn } from '../contract/columns.ts';
import type { EpochMicroseconds, Warning } from './run.ts';

/** CPU and allocation profiles as the window sees them. Figures and their definitions: docs/profiles.md. */

/** What a frame is, as far as its tool tells. The place in this list stands in {@link ProfileFunctions.kind}; append only. */
export const frameKinds = [
  'unknown',
  /** Code of the program in its own language, in whatever form it ran. */
  'program',
  /** Compiled ahead of time: C, C++, Rust, a runtime written in them. */
  'native',
  'kernel',
  /** Interpreted, or compiled while running: only where a tool tells the two apart from `program`. */
  'interpreted',
  'jit',
  'wasm',
  /** Functions that come with the engine or the language. */
  'builtin',
  /** Collecting garbage. */
  'gc',
  /** The processor had nothing to do: weight that is no work. */
  'idle',
  /** Busy outside of anything that the tool could name: `(program)` of V8. */
  'outside',
  /** Names a thread, a process or a task rather than code. */
  'label',
] as const;
export type FrameKind = (typeof frameKinds)[number];

export const weightUnits = ['ns', 'bytes', 'samples', 'count', 'cycles', 'instructions'] as const;
/** `samples` counts samples; `count` counts anything else: objects, contentions, events. */
export type WeightUnit = (typeof weightUnits)[number];

/** What a sample weighs: `cpu` in ns, `alloc_space` in bytes. */
export interface WeightType {
  readonly name: string;
  readonly unit: WeightUnit;
}

export interface ProfileThreadInfo {
  readonly name: string;
  /** As the operating system counts; null when the file does not say. */
  readonly threadId: number | null;
  readonly processId: number | null;
  readonly processName: string | null;
  readonly samples: number;
}

/**
 * The run during which a profile was taken. `clock`: the two overlap in time, nobody has said anything else;
 * `person`: chosen.
 */
export interface ProfileLink {
  readonly runId: number;
  /** Where the profile starts, ms since the start of the run. May be negative. */
  readonly offsetMs: number;
  readonly by: 'clock' | 'person';
}

/** One profile of the workspace. A file may hold several. */
export interface ProfileInfo {
  readonly id: number;
  readonly sourceId: number;
  readonly name: string;
  readonly format: string;
  readonly formatLabel: string;
  /** What wrote the file, as far as it says so. */
  readonly tool: string | null;
  /** At least one. Places in this list are the `weight` of a selection. */
  readonly weights: readonly WeightType[];
  readonly defaultWeight: number;
  /** At least one. Places in this list are the `threads` of a selection. */
  readonly threads: readonly ProfileThreadInfo[];
  readonly samples: number;
  readonly frames: number;
  readonly stacks: number;
  /** Samples have instants: there is a time line, and parts of the time can be selected. */
  readonly hasTimes: boolean;
  readonly startedAtUs: EpochMicroseconds | null;
  /** Wall clock, from what the file says or from its last sample; null without either. */
  readonly durationMs: number | null;
  /** Time between samples that the tool aimed at. */
  readonly intervalMs: number | null;
  readonly link: ProfileLink | null;
  readonly warnings: readonly Warning[];
}

export const MAX_PATTERN_CHARS = 1000;
const MAX_NAME_CHARS = 100_000;
const text = z.string().max(MAX_NAME_CHARS);

export const functionPlaceSchema = z.strictObject({
  by: z.literal('function'),
  name: text,
  /** Null: any. */
  file: text.nullable(),
  /** First line of the function, from 1, where others of its file have the same name; null: any. */
  line: z.number().int().positive().nullable(),
});
/** A function by what survives that a profile is read again, or that another one of the same program is looked at. */
export type FunctionPlace = z.infer<typeof functionPlaceSchema>;

/** Which functions a change is about. */
export const functionMatchSchema = z.discriminatedUnion('by', [
  functionPlaceSchema,
  z.strictObject({ by: z.literal('module'), module: text }),
  /** A regular expression of JavaScript (flag `u`) that is found in the name, the file or the module. */
  z.strictObject({ by: z.literal('pattern'), pattern: z.string().min(1).max(MAX_PATTERN_CHARS) }),
]);
export type FunctionMatch = z.infer<typeof functionMatchSchema>;

export const occurrences = ['outermost', 'innermost'] as const;
export type Occurrence = (typeof occurrences)[number];

/**
 * One change of the tree (method P6):
 * - focus: only samples with a function that matches; their stacks begin at it. Loses weight.
 * - drop: samples with such a function are left out. Loses weight.
 * - hide: such functions are taken out of stacks; their self weight goes to their callers. Keeps weight.
 * - collapse: what such a function calls becomes its own. Keeps weight.
 * - collapse-library: neighbours on the stack that match become one frame, called after the match. Keeps weight.
 * - collapse-recursion: direct, a function that calls itself; full, a function that is on the stack already is not
 *   entered again. Keeps weight, but full moves self weight between functions.
 */
export const profileTransformSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('focus'),
    match: functionMatchSchema,
    occurrence: z.enum(occurrences),
  }),
  z.strictObject({ kind: z.literal('drop'), match: functionMatchSchema }),
  z.strictObject({ kind: z.literal('hide'), match: functionMatchSchema }),
  z.strictObject({ kind: z.literal('collapse'), match: functionMatchSchema }),
  z.strictObject({ kind: z.literal('collapse-library'), match: functionMatchSchema }),
  z.strictObject({ kind: z.literal('collapse-recursion'), recursion: z.enum(['direct', 'full']) }),
]);
export type ProfileTransform = z.infer<typeof profileTransformSchema>;

const id = z.number().int().positive();
const place = z.number().int().nonnegative();
/** ms since the start of the profile; null is open. */
const instantMs = z.number().min(-1e12).max(1e12).nullable();

/** Which part of a profile is looked at, and how. Serialisable: the key of everything that is computed from it. */
export const profileSelectionSchema = z.strictObject({
  profileId: id,
  /** Place in {@link ProfileInfo.weights}. */
  weight: place,
  /** Places in {@link ProfileInfo.threads}; null: all. */
  threads: z.array(place).max(100_000).nullable(),
  /** From inclusive to exclusive. A sample that weighs time counts as far as it lies in the part. */
  fromMs: instantMs,
  toMs: instantMs,
  /** False leaves out samples in which the processor had nothing to do. */
  withIdle: z.boolean(),
  /** One after the other. */
  transforms: z.array(profileTransformSchema).max(50),
});
export type ProfileSelection = z.infer<typeof profileSelectionSchema>;

/**
 * Functions that an answer speaks of, as columns of `count` entries. Frames that differ only in how they ran are one
 * function; one that `collapse-library` made has the name of its match and neither file nor line.
 */
export interface ProfileFunctions {
  readonly count: number;
  /** Number of the function under this selection: the same in every answer about a selection with the same transforms. */
  readonly id: Int32Array;
  readonly name: TextColumn;
  readonly file: TextColumn;
  readonly module: TextColumn;
  /** From 1; 0 is unknown. */
  readonly line: Int32Array;
  readonly column: Int32Array;
  /** Place in {@link frameKinds}. */
  readonly kind: Uint8Array;
}

/**
 * A tree as columns of `count` entries, row by row: row `d` holds the nodes with `d` callers above them, as the entries
 * `rowStart[d] .. rowStart[d + 1])`. Within a row, parents come in their order and siblings in display order, so entries
 * are sorted by where they lie; a node begins where its parent does, plus the totals of the siblings before it.
 */
export interface ProfileNodes {
  readonly count: number;
  /** One more than there are rows. */
  readonly rowStart: Int32Array;
  /** An entry, or -1. */
  readonly parent: Int32Array;
  /** Row of {@link ProfileFunctions}. */
  readonly function: Int32Array;
  /** Callees: weight that ends here. Callers: weight that has no caller above this one. */
  readonly self: Float64Array;
  readonly total: Float64Array;
}

export const siblingOrders = ['name', 'heaviest'] as const;
export type SiblingOrder = (typeof siblingOrders)[number];

export const treeDirections = ['callees', 'callers'] as const;
export type TreeDirection = (typeof treeDirections)[number];

/** Share of the total below which trees of callers leave out nodes, unless asked for otherwise. */
export const DEFAULT_MIN_SHARE = 0.001;

/** How much a selection holds; part of every answer about one. */
export interface SelectedWeight {
  readonly unit: WeightUnit;
  /** Of the samples that are shown: after the changes of the tree. */
  readonly total: number;
  /** The same before the changes: what `total` is a share of. */
  readonly selectedTotal: number;
  /** Of `total`: samples with nothing on the stack. They are in no node. */
  readonly withoutStack: number;
  /** Samples that are shown. */
  readonly samples: number;
}

export interface ProfileTree {
  readonly selected: SelectedWeight;
  readonly functions: ProfileFunctions;
  readonly nodes: ProfileNodes;
  /** Callers: nodes below this share of the total are left out. 0: nothing is. */
  readonly leftOutBelow: number;
  /** Weight of what was left out, counted where it would have stood. */
  readonly leftOutWeight: number;
}

/** Figures by function, unflattened: before recursion is collapsed, each sample counted once however often it recurs. */
export interface ProfileFunctionTable {
  readonly selected: SelectedWeight;
  readonly functions: ProfileFunctions;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** Samples with the function anywhere on the stack, and with it on top. */
  readonly samples: Float64Array;
  readonly selfSamples: Float64Array;
}

/** Callers above, callees below; the first row of both is the function itself, with `functionTotal`. */
export interface ProfileSandwich {
  readonly selected: SelectedWeight;
  /** Of samples with the function, each counted once. 0 when none has it; the trees are empty then. */
  readonly functionTotal: number;
  readonly functionSamples: number;
  readonly functions: ProfileFunctions;
  readonly callers: ProfileNodes;
  readonly callees: ProfileNodes;
  /** As in {@link ProfileTree}, of {@link callers}. */
  readonly leftOutBelow: number;
  readonly leftOutWeight: number;
}

/** Weight by bins of equal length over the whole time of a profile: its overview. */
export interface ProfileActivity {
  readonly unit: WeightUnit;
  readonly fromMs: number;
  readonly binMs: number;
  /** Everything but idle; garbage collection is part of it. */
  readonly busy: Float64Array;
  readonly gc: Float64Array;
  readonly idle: Float64Array;
}

/** Weight by second and part of the second: `weight[column * rows + row]`, row 0 is the start of the second. */
export interface ProfileHeatMap {
  readonly unit: WeightUnit;
  readonly columns: number;
  readonly rows: number;
  /** Whole seconds that lie on top of each other in one column: 1 unless there are more seconds than columns. */
  readonly secondsPerColumn: number;
  /** Of the first column, ms since the start of the profile; a whole second. */
  readonly fromMs: number;
  readonly weight: Float64Array;
  readonly max: number;
}

/** Calls in the order of time, reduced to what can be seen: boxes as columns of `count` entries, sorted by depth, then time. */
export interface ProfileTimeOrder {
  readonly functions: ProfileFunctions;
  readonly count: number;
  /** One more than there are rows; row `d` is the entries `rowStart[d] .. rowStart[d + 1])`. */
  readonly rowStart: Int32Array;
  /** ms since the start of the profile; boxes of one row do not overlap. */
  readonly fromMs: Float64Array;
  readonly toMs: Float64Array;
  /** Row of {@link functions}; where `merged`, the one that covers most. */
  readonly function: Int32Array;
  /** 1: several calls too narrow to be seen apart. */
  readonly merged: Uint8Array;
}

export const profileExports = ['speedscope', 'folded'] as const;
export type ProfileExport = (typeof profileExports)[number];

export interface ExportedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/**
 * Most boxes that an export for speedscope may make there: it needs some 600 bytes for each, and its page dies
 * beyond (method R3).
 */
export const MAX_SPEEDSCOPE_RECTANGLES = 2_000_000;

/** @throws {AppError} `bad-request` when it is no regular expression */
export function compileFunctionPattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch (error) {
    throw new AppError(
      'bad-request',
      `"${pattern}" is no regular expression: ${error instanceof Error ? error.message : String(error)}.`,
      { hint: 'Put a backslash before characters that are meant as they are: \\( \\. \\[' },
    );
  }
}

/** What a match is called: chips, and the frames that `collapse-library` makes. */
export function matchName(match: FunctionMatch): string {
  switch (match.by) {
    case 'function':
      return match.name;
    case 'module':
      return match.module;
    case 'pattern':
      return `/${match.pattern}/`;
  }
}
