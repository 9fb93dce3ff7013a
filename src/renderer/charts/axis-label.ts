import type { DurationScale } from '../ui/duration-format.ts';
import { formatRound } from './round-number.ts';

/** Text of a tick on an axis of durations; the unit stands in the title. */
export function axisLabel(valueMs: number, duration: DurationScale): string {
  return formatRound(valueMs * duration.perMs);
}
