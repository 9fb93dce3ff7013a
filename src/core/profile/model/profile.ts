import type { WeightType } from '#shared/model/profile.ts';
import type { Warning } from '#shared/model/run.ts';

export { frameKinds, type FrameKind, type WeightType, type WeightUnit } from '#shared/model/profile.ts';

/**
 * A profile as columns (method P0): frames once each, stacks as a tree of their prefixes, samples that point at a stack.
 * Everything that is computed from it walks typed arrays; nothing here holds an object per sample.
 */

/** Texts by number. Some are bytes until they are asked for. */
export interface TextTable {
  readonly count: number;
  at(id: number): string;
}

/** Stands for a text that the format does not give: {@link FrameTable.file}, {@link FrameTable.module}. */
export const NO_TEXT = -1;

/**
 * Frames, each different one once; all columns have `count` entries. A frame is a function as its format tells functions
 * apart, and not a line in it: call sites and executed lines are not kept.
 */
export interface FrameTable {
  readonly count: number;
  readonly texts: TextTable;
  /** Text; never {@link NO_TEXT}, but may be a bare address: `0x7ff6fc61a26f`. */
  readonly name: Int32Array;
  /** Text: source file or URL. */
  readonly file: Int32Array;
  /** Text: binary, package, library. */
  readonly module: Int32Array;
  /** Where the function begins, from 1; 0 is unknown. */
  readonly line: Int32Array;
  readonly column: Int32Array;
  /** Place in {@link frameKinds}. */
  readonly kind: Uint8Array;
  /** 1: the compiler put the function into its caller. */
  readonly inlined: Uint8Array;
}

/** No parent: the stack has one frame. */
export const NO_PARENT = -1;

/**
 * Stacks as a tree of prefixes: stack `s` is `frame[s]` called by stack `parent[s]`. A parent always comes before its
 * children, and no two children of one parent have the same frame, so every calculation is one pass.
 */
export interface StackTable {
  readonly count: number;
  /** A stack, or {@link NO_PARENT}. */
  readonly parent: Int32Array;
  readonly frame: Int32Array;
}

/** A sample during which nothing was on the stack: the thread waited, or slept. */
export const EMPTY_STACK = -1;

/** Samples in the order of the file; all columns have `count` entries. */
export interface SampleTable {
  readonly count: number;
  /** µs since {@link NewProfile.startedAtUs}, or since the first instant of the file; null without time. */
  readonly time: Float64Array | null;
  /** Place in {@link NewProfile.threads}. */
  readonly thread: Int32Array;
  /** A stack, or {@link EMPTY_STACK}. */
  readonly stack: Int32Array;
  /** A column per weight type. May be negative in differences of profiles. */
  readonly weights: readonly Float64Array[];
}

export interface ProfileThread {
  readonly name: string;
  /** As the operating system counts; null when the file does not say. */
  readonly threadId: number | null;
  readonly processId: number | null;
  readonly processName: string | null;
}

/** One profile of a file, as its format gives it. */
export interface NewProfile {
  readonly name: string;
  readonly frames: FrameTable;
  readonly stacks: StackTable;
  readonly samples: SampleTable;
  /** At least one. */
  readonly weightTypes: readonly WeightType[];
  /** Place in {@link weightTypes}: what the format shows when nobody chose. */
  readonly defaultWeight: number;
  /** At least one. */
  readonly threads: readonly ProfileThread[];
  /** µs since 1970; null where the clock of the file counts from something else. */
  readonly startedAtUs: number | null;
  /** Wall clock; null when the file does not say. */
  readonly durationUs: number | null;
  /** Time between samples that the tool aimed at; null when the file does not say. */
  readonly intervalUs: number | null;
  /** What wrote the file, as far as it says so: "py-spy 0.4.2", "Firefox 153.7". */
  readonly tool: string | null;
  readonly warnings: readonly Warning[];
}

export interface Profile extends NewProfile {
  /** Id of a format of the registry. */
  readonly format: string;
}
