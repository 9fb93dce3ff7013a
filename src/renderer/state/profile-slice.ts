import { castDraft } from 'immer';
import {
  DEFAULT_ALIGNMENT,
  type AlignmentStep,
  type DifferenceAround,
  type DifferenceMode,
  type DifferenceOptions,
  type DifferenceWidth,
} from '#shared/model/profile-difference.ts';
import type { FunctionPlace, Occurrence, ProfileTransform } from '#shared/model/profile.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { AppState, SetState } from './store.ts';

export const profileViews = ['flame', 'time-order', 'left-heavy', 'sandwich', 'tables'] as const;
export type ProfileView = (typeof profileViews)[number];

/** What weights are shown as. */
export const weightDisplays = ['absolute', 'share', 'per-second', 'per-operation'] as const;
export type WeightDisplay = (typeof weightDisplays)[number];

export type TableKind = 'functions' | 'top-down' | 'bottom-up';

/** How one profile is looked at. */
export interface ProfileScreen {
  readonly view: ProfileView;
  /** Callers above what they call, or below. */
  readonly upright: boolean;
  /** Callers in the place of callees. */
  readonly inverted: boolean;
  /** Place in the profile's weights; null: its own choice. */
  readonly weight: number | null;
  readonly display: WeightDisplay;
  readonly threads: readonly number[] | null;
  /** ms since the start of the profile. */
  readonly span: TimeSpan | null;
  readonly withIdle: boolean;
  readonly transforms: readonly ProfileTransform[];
  readonly search: string;
  readonly colour: 'module' | 'search';
  /** The function in the middle of the sandwich. */
  readonly middle: FunctionPlace | null;
  readonly occurrence: Occurrence;
  readonly table: TableKind;
  readonly timeline: 'activity' | 'heat';
}

const differenceViews = ['flame', 'left-heavy', 'sandwich', 'tables'] as const;
export type DifferenceView = (typeof differenceViews)[number];

/** A difference has no order of time. */
export function isDifferenceView(view: ProfileView): view is DifferenceView {
  return (differenceViews as readonly string[]).includes(view);
}

/** Two sets of profiles that are compared, and how. */
export interface DifferenceDraft {
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  readonly view: DifferenceView;
  /** Null: what the profiles allow, see `defaultMode`. */
  readonly mode: DifferenceMode | null;
  readonly width: DifferenceWidth;
  readonly upright: boolean;
  readonly alignment: readonly AlignmentStep[];
  readonly renames: DifferenceOptions['renames'];
  readonly span: TimeSpan | null;
  readonly withIdle: boolean;
  readonly transforms: readonly ProfileTransform[];
  readonly search: string;
  /** Name of what samples weigh; null: the candidate's own choice. */
  readonly weight: string | null;
  /** Names of threads, the numbers in them as `#`: those of both sides that are called alike. Null: all. */
  readonly threads: readonly string[] | null;
  /** The function in the middle of the sandwich; null: the one that changed most. */
  readonly middle: DifferenceAround['function'] | null;
  readonly occurrence: Occurrence;
  readonly table: 'self' | 'total' | 'tree';
}

export interface ProfileSlice {
  /** Null: the first of the workspace. */
  readonly openId: number | null;
  readonly shown: 'profile' | 'difference';
  /** By profile; those that were never looked at are not in it. */
  readonly screens: Readonly<Record<number, ProfileScreen>>;
  readonly difference: DifferenceDraft | null;
  /** The profile that is being linked to a run. */
  readonly linking: number | null;
}

export interface ProfileActions {
  readonly openProfile: (profileId: number) => void;
  readonly changeProfileScreen: (profileId: number, change: Partial<ProfileScreen>) => void;
  /** Can be taken back. @param label what was done, as it follows "Undo" */
  readonly setTransforms: (profileId: number, label: string, transforms: readonly ProfileTransform[]) => void;
  readonly openDifference: (baseline: readonly number[], candidate: readonly number[]) => void;
  readonly changeDifference: (change: Partial<DifferenceDraft>) => void;
  readonly setDifferenceTransforms: (label: string, transforms: readonly ProfileTransform[]) => void;
  /** Baseline becomes candidate; renames turn round with them. */
  readonly swapDifference: () => void;
  /** Opens the question which run a profile belongs to; null closes it. */
  readonly linkProfile: (profileId: number | null) => void;
  /** Another workspace was opened: its profiles have ids of their own. */
  readonly resetProfiles: () => void;
}

export const initialProfile: ProfileSlice = {
  openId: null,
  shown: 'profile',
  screens: {},
  difference: null,
  linking: null,
};

export const initialScreen: ProfileScreen = {
  view: 'flame',
  upright: false,
  inverted: false,
  weight: null,
  display: 'absolute',
  threads: null,
  span: null,
  withIdle: false,
  transforms: [],
  search: '',
  colour: 'module',
  middle: null,
  occurrence: 'outermost',
  table: 'functions',
  timeline: 'activity',
};

const initialDifference: Omit<DifferenceDraft, 'baseline' | 'candidate'> = {
  view: 'flame',
  mode: null,
  width: 'max',
  upright: false,
  alignment: DEFAULT_ALIGNMENT,
  renames: [],
  span: null,
  withIdle: false,
  transforms: [],
  search: '',
  weight: null,
  threads: null,
  middle: null,
  occurrence: 'outermost',
  table: 'self',
};

/** How a profile is looked at, also one that was never opened. */
export function screenOf({ screens }: ProfileSlice, profileId: number): ProfileScreen {
  return screens[profileId] ?? initialScreen;
}

export function createProfileActions(set: SetState, get: () => AppState): ProfileActions {
  function update(next: (slice: ProfileSlice) => ProfileSlice): void {
    set((state) => {
      state.profile = castDraft(next(get().profile));
    });
  }

  function changeScreen(profileId: number, change: Partial<ProfileScreen>): void {
    update((now) => ({
      ...now,
      screens: { ...now.screens, [profileId]: { ...screenOf(now, profileId), ...change } },
    }));
  }

  function changeDifference(change: Partial<DifferenceDraft>): void {
    update((now) =>
      now.difference === null ? now : { ...now, difference: { ...now.difference, ...change } },
    );
  }

  return {
    openProfile: (profileId) => update((now) => ({ ...now, openId: profileId, shown: 'profile' })),
    changeProfileScreen: changeScreen,
    setTransforms: (profileId, label, transforms) => {
      const before = screenOf(get().profile, profileId).transforms;
      changeScreen(profileId, { transforms });
      get().actions.recordStep({
        label,
        runId: null,
        undo: () => changeScreen(profileId, { transforms: before }),
        redo: () => changeScreen(profileId, { transforms }),
      });
    },
    openDifference: (baseline, candidate) =>
      update((now) => ({
        ...now,
        shown: 'difference',
        difference: {
          ...initialDifference,
          // The same changes on both sides, those of the profile that was looked at.
          ...carriedOver(now, candidate, baseline),
          baseline: [...baseline],
          candidate: [...candidate],
        },
      })),
    changeDifference,
    setDifferenceTransforms: (label, transforms) => {
      const before = get().profile.difference?.transforms ?? [];
      changeDifference({ transforms });
      get().actions.recordStep({
        label,
        runId: null,
        undo: () => changeDifference({ transforms: before }),
        redo: () => changeDifference({ transforms }),
      });
    },
    swapDifference: () =>
      update((now) => {
        if (now.difference === null) return now;
        const { baseline, candidate, renames, width } = now.difference;
        const turned = {
          baseline: 'candidate',
          candidate: 'baseline',
          max: 'max',
          change: 'change',
        } as const;
        return {
          ...now,
          difference: {
            ...now.difference,
            baseline: candidate,
            candidate: baseline,
            width: turned[width],
            renames: renames.map((pair) => ({ baseline: pair.candidate, candidate: pair.baseline })),
          },
        };
      }),
    linkProfile: (profileId) => update((now) => ({ ...now, linking: profileId })),
    resetProfiles: () => update(() => initialProfile),
  };
}

function carriedOver(
  slice: ProfileSlice,
  candidate: readonly number[],
  baseline: readonly number[],
): Pick<DifferenceDraft, 'transforms' | 'withIdle' | 'search'> {
  const open = [...candidate, ...baseline].find((id) => id === slice.openId);
  const { transforms, withIdle, search } = open === undefined ? initialScreen : screenOf(slice, open);
  return { transforms, withIdle, search };
}
