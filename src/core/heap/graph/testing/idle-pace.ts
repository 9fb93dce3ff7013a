import { Pace } from '../pace.ts';

/** A pace that nobody cancels. */
export function idlePace(): Pace {
  return new Pace(new AbortController().signal);
}
