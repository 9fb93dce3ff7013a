import type { profileMethods } from '#shared/contract/profile-methods.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { inTurns, type Turns } from '../profile/turns.ts';
import { activityView } from '../profile/view/activity-view.ts';
import { exportView } from '../profile/view/export-view.ts';
import { functionView } from '../profile/view/function-view.ts';
import { heatMapView } from '../profile/view/heat-map-view.ts';
import { sandwichView } from '../profile/view/sandwich-view.ts';
import { timeOrderView } from '../profile/view/time-order-view.ts';
import { treeView } from '../profile/view/tree-view.ts';
import type { ViewedProfile } from '../profile/view/viewed-profile.ts';
import { linkProfile, listProfiles, profileOf, removeProfile, renameProfile } from '../workspace/profiles.ts';
import { OpenedProfiles } from '../workspace/profiles-opened.ts';
import type { HandlerContext } from './context.ts';
import { profileDifference } from './profile-difference.ts';

/** Profiles may take this part of the memory that the engine has. */
const CACHE_SHARE = 0.25;

export interface ProfilingOptions {
  /**
   * One change of the whole workspace after the other, and none while something is imported; announces it.
   * @param what for the message: "removing a run"
   * @throws {AppError} `busy`
   */
  readonly exclusively: <T>(what: string, act: () => Promise<T>) => Promise<T>;
  /** What the engine may use. */
  readonly memoryLimitBytes: number;
}

/** CPU and allocation profiles of the workspace. */
export function profilingHandlers(
  { session, announce }: HandlerContext,
  { exclusively, memoryLimitBytes }: ProfilingOptions,
): Pick<EngineHandlers, keyof typeof profileMethods> {
  const database = () => session.workspace.database;
  const opened = new OpenedProfiles(memoryLimitBytes * CACHE_SHARE);
  const view = async <T>(
    profileId: number,
    signal: AbortSignal,
    act: (viewed: ViewedProfile) => Turns<T>,
  ): Promise<T> => {
    const viewed = await opened.get(database(), profileId, signal);
    return inTurns(act(viewed), signal, 'The view of the profile');
  };
  const changing = async (profileId: number, act: () => Promise<void>) => {
    await act();
    session.workspace.changed();
    opened.forget(profileId);
    await announce();
    return profileOf(database(), profileId);
  };
  return {
    'profiles.list': () => listProfiles(database()),
    'profiles.rename': ({ profileId, name }) =>
      changing(profileId, () => renameProfile(database(), profileId, name)),
    'profiles.link': ({ profileId, runId, offsetMs }) =>
      changing(profileId, () => linkProfile(database(), profileId, runId, offsetMs)),
    'profiles.remove': ({ profileId }) =>
      exclusively('removing a profile', async () => {
        await removeProfile(database(), profileId);
        opened.forget(profileId);
        session.workspace.changed();
        return listProfiles(database());
      }),

    'profiles.tree': ({ selection, order, direction, minShare }, { signal }) =>
      view(selection.profileId, signal, (viewed) => treeView(viewed, selection, order, direction, minShare)),
    'profiles.functions': ({ selection }, { signal }) =>
      view(selection.profileId, signal, (viewed) => functionView(viewed, selection)),
    'profiles.sandwich': (request, { signal }) =>
      view(request.selection.profileId, signal, (viewed) => sandwichView(viewed, request)),
    'profiles.activity': ({ profileId, weight, threads, bins }, { signal }) =>
      view(profileId, signal, ({ profile }) => activityView(profile, weight, threads, bins)),
    'profiles.heatMap': ({ selection, columns, rows }, { signal }) =>
      view(selection.profileId, signal, (viewed) => heatMapView(viewed, selection, columns, rows)),
    'profiles.timeOrder': (request, { signal }) =>
      view(request.selection.profileId, signal, (viewed) => timeOrderView(viewed, request)),
    'profiles.export': (request, { signal }) =>
      view(request.selection.profileId, signal, (viewed) => exportView(viewed, request)),
    'profiles.difference': (request, { signal }) => profileDifference(database(), opened, request, signal),
  };
}
