import type { ProfileInfo } from '#shared/model/profile.ts';
import type { QueryLayer } from '../data/query-layer.ts';
import { linkedProfiles } from '../panels/profiles/comparable.ts';
import { currentView, hasProfiles } from '../state/current-view.ts';
import { isDifferenceView, profileViews, type ProfileView } from '../state/profile-slice.ts';
import type { AppState, AppStore } from '../state/store.ts';
import type { Toaster } from '../ui/Toasts.tsx';
import type { Command } from './command.ts';

interface ProfileCommandContext {
  readonly store: AppStore;
  readonly queries: QueryLayer;
  readonly toasts: Toaster;
}

const titles: Readonly<Record<ProfileView, string>> = {
  flame: 'Flame graph',
  'time-order': 'Time order',
  'left-heavy': 'Left heavy',
  sandwich: 'Sandwich',
  tables: 'Tables of the profile',
};

const onProfile = (state: AppState): boolean => currentView(state) === 'profile';

/** Views of a profile have the keys of the views of a run while a profile is on screen. */
export function profileCommands({ store, queries, toasts }: ProfileCommandContext): readonly Command[] {
  return [
    ...profileViews.map((view, index): Command => ({
      id: `profile-${view}`,
      title: titles[view],
      section: 'View',
      shortcut: String(index + 1),
      enabled: onProfile,
      run: () => showView(store.getState(), view),
    })),
    {
      id: 'profile-search',
      title: 'Search the profile',
      section: 'View',
      shortcut: '/',
      enabled: onProfile,
      run: () =>
        document
          .querySelector<HTMLElement>('[data-pane="view"] input[aria-label="Search functions"]')
          ?.focus(),
    },
    {
      id: 'open-in-speedscope',
      title: 'Open in speedscope',
      section: 'View',
      enabled: (state) =>
        onProfile(state) &&
        state.speedscope.available &&
        state.profile.shown === 'profile' &&
        state.profile.openId !== null,
      run: () => {
        const { profile, actions } = store.getState();
        actions.openInSpeedscope(profile.openId);
      },
    },
    {
      id: 'view-profile',
      title: 'Profiles',
      section: 'View',
      enabled: (state) => hasProfiles(state) && !onProfile(state),
      run: () => store.getState().actions.setView('profile'),
    },
    {
      id: 'compare-linked-profiles',
      title: 'Difference of the profiles of the compared runs',
      section: 'View',
      enabled: (state) =>
        hasProfiles(state) &&
        state.compare.draft.baseline.runIds.length > 0 &&
        state.compare.draft.candidate.runIds.length > 0,
      run: () => {
        void queries.ask('profiles.list', {}).result.then((profiles) => openLinked(store, toasts, profiles));
      },
    },
  ];
}

function showView({ profile, actions }: AppState, view: ProfileView): void {
  if (profile.shown === 'profile') {
    if (profile.openId !== null) actions.changeProfileScreen(profile.openId, { view });
  } else if (isDifferenceView(view)) actions.changeDifference({ view });
}

/** Profiles that were taken during the runs of both sides. */
function openLinked(store: AppStore, toasts: Toaster, profiles: readonly ProfileInfo[]): void {
  const { compare, actions } = store.getState();
  const baseline = linkedProfiles(profiles, compare.draft.baseline.runIds);
  const candidate = linkedProfiles(profiles, compare.draft.candidate.runIds);
  if (baseline.length === 0 || candidate.length === 0) {
    toasts.show({
      status: 'warn',
      title: `No profile is linked to the ${baseline.length === 0 ? 'baseline' : 'candidate'}`,
      text: 'Link a profile to its run: right click on the profile in the tree.',
    });
    return;
  }
  actions.openDifference(baseline, candidate);
  actions.setView('profile');
}
