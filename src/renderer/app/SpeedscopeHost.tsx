import { useEffect, useState, type ReactNode } from 'react';
import type { SpeedscopePlace } from '#shared/contract/speedscope.ts';
import { findSpeedscope } from '../api/speedscope.ts';
import { useEngineQuery } from '../data/use-query.ts';
import { OpenInSpeedscopeView } from '../features/profile/OpenInSpeedscopeView.tsx';
import { hasProfiles } from '../state/current-view.ts';
import { useActions, useAppState } from '../state/use-store.ts';
import { useServices } from './services.tsx';

/** Finds out whether there is a speedscope as soon as there is a profile for it, and shows the one that is opened in it. */
export function SpeedscopeHost(): ReactNode {
  const { connection } = useServices();
  const needed = useAppState(hasProfiles);
  const profileId = useAppState((state) => state.speedscope.profileId);
  const theme = useAppState((state) => state.layout.theme);
  const { setSpeedscopeAvailable, openInSpeedscope } = useActions();
  const [place, setPlace] = useState<SpeedscopePlace | null>(null);
  const { data } = useEngineQuery('profiles.list', profileId === null ? null : {});
  const [close] = useState(() => () => openInSpeedscope(null));

  useEffect(() => {
    if (!needed) return undefined;
    let left = false;
    void findSpeedscope(connection.desktop).then((found) => {
      if (left) return;
      setPlace(found);
      setSpeedscopeAvailable(found !== null);
    });
    return () => {
      left = true;
    };
  }, [needed, connection, setSpeedscopeAvailable]);

  const info = data?.find(({ id }) => id === profileId);
  if (info === undefined || place === null) return null;
  return <OpenInSpeedscopeView key={info.id} info={info} place={place} theme={theme} onClose={close} />;
}
