import { useMemo } from 'react';
import type { ProfileInfo, SelectedWeight } from '#shared/model/profile.ts';
import type { ProfileScreen } from '../../state/profile-slice.ts';
import { shareFormat, UNDIVIDED, weightFormat, type WeightFormat } from './weight-format.ts';
import { useOperations } from './use-operations.ts';

const NO_PROFILES: readonly ProfileInfo[] = [];

/** How weights of the screen are written; what cannot be known is shown as it is. */
export function useWeightFormat(
  info: ProfileInfo,
  screen: ProfileScreen,
  selected: SelectedWeight | null,
  /** Of the whole profile: what chooses the unit where nothing is selected. */
  wholeTotal: number,
): WeightFormat {
  const { display, span } = screen;
  const asked = useMemo(() => (display === 'per-operation' ? [info] : NO_PROFILES), [display, info]);
  const { operations } = useOperations(asked, span);
  const perOperation = operations.get(info.id) ?? null;
  const unit = selected?.unit ?? 'samples';
  const total = selected === null || selected.total === 0 ? wholeTotal : selected.total;
  const ms = span === null ? info.durationMs : span.toMs - span.fromMs;
  return useMemo(() => {
    if (display === 'share') return shareFormat(total);
    if (display === 'per-second' && ms !== null && ms > 0)
      return weightFormat(unit, total, { by: ms / 1000, words: 'per second' });
    if (display === 'per-operation' && perOperation !== null && perOperation > 0)
      return weightFormat(unit, total, { by: perOperation, words: 'per request' });
    return weightFormat(unit, total, UNDIVIDED);
  }, [display, unit, total, ms, perOperation]);
}
