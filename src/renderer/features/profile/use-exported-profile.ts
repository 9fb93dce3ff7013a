import { useEffect, useState } from 'react';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import type { ExportedFile, ProfileSelection } from '#shared/model/profile.ts';
import { useQueryLayer } from '../../data/use-query.ts';

export type ExportedProfile =
  | { readonly state: 'writing' }
  | { readonly state: 'written'; readonly file: ExportedFile }
  | { readonly state: 'failed'; readonly error: WireError };

/**
 * What is selected of a profile as a file for speedscope, written once: what changes behind a view that is open in speedscope
 * does not change it there. The engine refuses what speedscope could not draw. Leaving stops it.
 */
export function useExportedProfile(selection: ProfileSelection): ExportedProfile & { retry: () => void } {
  const layer = useQueryLayer();
  const [first] = useState(selection);
  const [attempt, setAttempt] = useState(0);
  const [exported, setExported] = useState<ExportedProfile>({ state: 'writing' });

  useEffect(() => {
    let left = false;
    const show = (next: ExportedProfile): void => {
      if (!left) setExported(next);
    };
    const asked = layer.ask('profiles.export', { selection: first, to: 'speedscope' });
    asked.result.then(
      (file) => show({ state: 'written', file }),
      (error: unknown) => show({ state: 'failed', error: toWireError(error) }),
    );
    return () => {
      left = true;
      asked.release();
    };
  }, [layer, first, attempt]);

  return {
    ...exported,
    retry: () => {
      setExported({ state: 'writing' });
      setAttempt(attempt + 1);
    },
  };
}
