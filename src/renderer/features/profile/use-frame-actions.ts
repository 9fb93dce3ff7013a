import { useCallback, useMemo } from 'react';
import type { FunctionMatch, ProfileFunctions, ProfileTransform } from '#shared/model/profile.ts';
import { useNotice } from '../../charts/chart-panel/use-notice.tsx';
import type { FrameActions } from './frame-menu.tsx';
import { transformOf, undoLabel, type MatchedKind } from './transform-words.ts';

/**
 * What menus, keys and buttons do with functions.
 * @param set changes the transforms, with what it is called when it is taken back
 * @returns `notice`: what has just been copied, in words
 */
export function useFrameActions(
  transforms: readonly ProfileTransform[],
  set: (label: string, transforms: readonly ProfileTransform[]) => void,
  sandwich: ((functions: ProfileFunctions, row: number) => void) | null,
): {
  readonly actions: FrameActions;
  readonly add: (transform: ProfileTransform) => void;
  readonly notice: string | null;
} {
  const { text: notice, report } = useNotice();
  const add = useCallback(
    (transform: ProfileTransform) => set(undoLabel('adding', transform), [...transforms, transform]),
    [set, transforms],
  );
  const actions = useMemo<FrameActions>(
    () => ({
      transform: (kind: MatchedKind, match: FunctionMatch) => add(transformOf(kind, match)),
      collapseRecursion: () => add({ kind: 'collapse-recursion', recursion: 'direct' }),
      sandwich,
      copy: (text, what) =>
        report(navigator.clipboard.writeText(text), `${what} copied`, `${what} could not be copied`),
    }),
    [add, sandwich, report],
  );
  return { actions, add, notice };
}
