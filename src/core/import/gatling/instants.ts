/** The last millisecond (June 2255) whose microseconds are exact in a double. */
export const MAX_INSTANT_MS = 9_007_199_254_740;

/** Whether it can be a point of time: a whole number of ms since 1970. */
export function isInstant(ms: number): boolean {
  return ms >= 0 && ms <= MAX_INSTANT_MS;
}

export const NO_INSTANT = 'a time stamp is not between 1970 and 2255';
