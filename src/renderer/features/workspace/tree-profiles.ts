import type { ProfileInfo } from '#shared/model/profile.ts';

/** What the tree knows of profiles, and can do about them. */
export interface TreeProfiles {
  readonly profiles: readonly ProfileInfo[];
  /** The profile on screen; null: another view is, or a difference. */
  readonly openId: number | null;
  /** Sides of the difference that was opened last. */
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  readonly readOnly: boolean;
  readonly runName: (runId: number) => string | null;
  readonly onOpen: (profileId: number) => void;
  readonly onRename: (profileId: number, name: string) => void;
  readonly onRemove: (profile: ProfileInfo) => void;
  /** Asks which run it belongs to, and where it begins there. */
  readonly onLink: (profileId: number) => void;
  readonly onShowLog: (sourceId: number) => void;
  readonly onCompare: (baseline: readonly number[], candidate: readonly number[]) => void;
}
