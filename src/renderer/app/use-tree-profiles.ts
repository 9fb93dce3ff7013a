import type { EngineMethod, EngineParams } from '#shared/contract/engine.ts';
import { toWireError } from '#shared/contract/errors.ts';
import type { ProfileInfo } from '#shared/model/profile.ts';
import { useEngineQuery } from '../data/use-query.ts';
import type { TreeProfiles } from '../features/workspace/tree-profiles.ts';
import { hasProfiles } from '../state/current-view.ts';
import { runById } from '../state/selectors.ts';
import { useActions, useAppState } from '../state/use-store.ts';
import { useServices } from './services.tsx';
import { askChoice } from './session-store.ts';

const NO_PROFILES: readonly ProfileInfo[] = [];
const NO_IDS: readonly number[] = [];
const aboutProfiles = (method: EngineMethod): boolean => /^(profiles|sources|workspace)\./.test(method);

/** Profiles as the tree shows them, and what it does about them. */
export function useTreeProfiles(): TreeProfiles {
  const { session, queries, toasts } = useServices();
  const holds = useAppState(hasProfiles);
  const { data } = useEngineQuery('profiles.list', holds ? {} : null);
  const slice = useAppState((state) => state.profile);
  const onScreen = useAppState((state) => state.layout.view === 'profile');
  const runs = useAppState((state) => state.workspace.runs);
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const actions = useActions();
  const profiles = data ?? NO_PROFILES;

  async function change<M extends EngineMethod>(
    failed: string,
    method: M,
    params: EngineParams<M>,
  ): Promise<void> {
    try {
      await queries.change(method, params, aboutProfiles);
    } catch (error) {
      const { message, hint } = toWireError(error);
      toasts.show({
        status: 'bad',
        title: failed,
        text: hint === undefined ? message : `${message} ${hint}`,
      });
    }
  }

  async function remove({ id, name }: ProfileInfo): Promise<void> {
    const answer = await askChoice(session, {
      title: `Remove ${name}?`,
      message:
        'Its samples are taken out of the workspace. The file that it was read from stays where it is. This cannot be undone.',
      choices: [
        { id: 'cancel', label: 'Cancel' },
        { id: 'remove', label: 'Remove', variant: 'danger' },
      ],
    });
    if (answer === 'remove')
      await change('The profile could not be removed', 'profiles.remove', { profileId: id });
  }

  const isProfile = onScreen && slice.shown === 'profile';
  return {
    profiles,
    openId: isProfile ? ((profiles.find(({ id }) => id === slice.openId) ?? profiles[0])?.id ?? null) : null,
    baseline: slice.difference?.baseline ?? NO_IDS,
    candidate: slice.difference?.candidate ?? NO_IDS,
    readOnly,
    runName: (runId) => runById(runs, runId)?.name ?? null,
    onOpen: (profileId) => {
      actions.openProfile(profileId);
      actions.setView('profile');
    },
    onRename: (profileId, name) =>
      void change('The profile could not be renamed', 'profiles.rename', { profileId, name }),
    onRemove: (profile) => void remove(profile),
    onLink: (profileId) => actions.linkProfile(profileId),
    onShowLog: (sourceId) => session.setState({ logSourceId: sourceId }),
    onCompare: (baseline, candidate) => {
      actions.openDifference(baseline, candidate);
      actions.setView('profile');
    },
  };
}
