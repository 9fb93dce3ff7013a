import './profile.css';
import { useEffect, type ReactNode } from 'react';
import { useEngineQuery } from '../../data/use-query.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ProgressLine } from '../../ui/ProgressLine.tsx';
import { DifferenceScreen } from './difference/DifferenceScreen.tsx';
import { ProfileScreen } from './ProfileScreen.tsx';

/** The profile that was opened last, or the difference of two sets of them. */
export function ProfileView(): ReactNode {
  const { data, error, retry } = useEngineQuery('profiles.list', {});
  const { openId, shown, difference } = useAppState((state) => state.profile);
  const { openProfile } = useActions();
  const info = data?.find(({ id }) => id === openId) ?? data?.[0] ?? null;

  // The first one, or the next after one that was removed: commands must know which it is.
  useEffect(() => {
    if (info !== null && info.id !== openId && shown === 'profile') openProfile(info.id);
  }, [info, openId, shown, openProfile]);

  if (data === null)
    return error === null ? (
      <ProgressLine label="The profiles are being listed" value={null} />
    ) : (
      <div className="profile__none">
        <ErrorNote title="The profiles could not be listed" error={error} onRetry={retry} />
      </div>
    );
  if (info === null)
    return (
      <EmptyState title="No profile is open">
        Drop a CPU or allocation profile anywhere on the window.
      </EmptyState>
    );
  if (shown === 'difference' && difference !== null)
    return <DifferenceScreen draft={difference} profiles={data} />;
  return <ProfileScreen key={info.id} info={info} profiles={data} />;
}
