/** What the benches use of CPU profiles. */

export interface Profile {
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
