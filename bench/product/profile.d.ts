/** What the benches use of CPU profiles. */

export interface Profile {
  readonly format: string;
  readonly stacks: { readonly count: number };
  readonly samples: { readonly count: number };
  readonly defaultWeight: number;
}

export interface ProfileSummary {
  readonly total: number;
  readonly withoutStack: number;
  readonly samples: number;
  readonly functions: readonly { readonly name: string; readonly self: number; readonly total: number }[];
}

/** @public */
export declare function readProfileFile(
  path: string,
  name: string,
  options: { readonly format: null },
  signal: AbortSignal,
): Promise<readonly Profile[]>;
/** @public */
export declare function summariseProfile(
  profile: Profile,
  weight: number,
  selection: { readonly threads: null; readonly fromUs: null; readonly toUs: null },
  withIdle: boolean,
): ProfileSummary;

/** Opaque: one profile of a side. */
export interface ComparedProfile {
  readonly name: string;
}

export interface ProfileSide {
  readonly profiles: readonly ComparedProfile[];
  readonly cpus: number | null;
}

/** Turns of a long computation. */
export declare class Pace {
  constructor(signal: AbortSignal);
  turn(phase: string): Promise<void>;
}

export interface CompareOptions {
  readonly mode: 'share';
  readonly alignment: readonly string[];
  readonly renames: readonly never[];
  readonly order: 'heaviest';
  readonly floor: null;
  readonly designEffect: number;
}

export interface ProfileDifference {
  readonly method: { readonly kind: string };
  readonly baseline: { readonly total: number };
  readonly candidate: { readonly total: number };
  readonly nodes: {
    readonly count: number;
    readonly total: { readonly baselineRaw: Float64Array; readonly candidateRaw: Float64Array };
  };
}

/** @public */
export declare const DEFAULT_ALIGNMENT: readonly string[];
/** @public */
export declare function wholeProfile(profile: Profile, more: object): ComparedProfile;
/** @public */
export declare function compareProfiles(
  baseline: ProfileSide,
  candidate: ProfileSide,
  options: CompareOptions,
  pace: Pace,
): Promise<ProfileDifference>;
