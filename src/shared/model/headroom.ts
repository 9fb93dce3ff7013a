import type { Capacity } from './capacity.ts';

/**
 * Whether capacity leaves room over the load that is expected (method E5).
 *
 * - enough: the lower end of what is sustained covers what is wanted
 * - too-little: it does not
 * - shown: nothing limited the run, and it had the wanted load
 * - not-shown: nothing limited the run, and it had less: a larger load would tell
 */
export type HeadroomVerdict = 'enough' | 'too-little' | 'shown' | 'not-shown';

export interface Headroom {
  readonly verdict: HeadroomVerdict;
  readonly wantedPerSec: number;
  /** What the verdict rests on: what is sustained (lower end), or what was shown without a limit. */
  readonly leastPerSec: number;
  /** Times the expected load that is sustained, or was shown. */
  readonly times: number;
}

/**
 * @param expectedPerSec asked of a person, never guessed
 * @param factor how many times the expected load is wanted
 * @returns null where no load was measured
 */
export function headroomOf(
  { levels, sustainablePerSec, sustainableLow, shownPerSec }: Capacity,
  expectedPerSec: number,
  factor: number,
): Headroom | null {
  if (levels.length === 0 || !(expectedPerSec > 0)) return null;
  const wantedPerSec = factor * expectedPerSec;
  if (sustainablePerSec === null) {
    const leastPerSec = shownPerSec ?? 0;
    return {
      verdict: leastPerSec >= wantedPerSec ? 'shown' : 'not-shown',
      wantedPerSec,
      leastPerSec,
      times: leastPerSec / expectedPerSec,
    };
  }
  const leastPerSec = sustainableLow ?? sustainablePerSec;
  return {
    verdict: leastPerSec >= wantedPerSec ? 'enough' : 'too-little',
    wantedPerSec,
    leastPerSec,
    times: sustainablePerSec / expectedPerSec,
  };
}
