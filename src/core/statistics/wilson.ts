export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval of a share (Wilson 1927); holds for 0 events too.
 * @param n need not be whole: an effective number of samples
 * @param z 1.96 for 95 %
 */
export function wilsonInterval(share: number, n: number, z: number): Interval {
  if (n <= 0) return { low: 0, high: 1 };
  const z2 = z * z;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (z / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Newcombe's hybrid score interval of the difference `b − a` of two shares (Newcombe 1998, method 10). */
export function newcombeInterval(
  a: { readonly share: number; readonly n: number },
  b: { readonly share: number; readonly n: number },
  z: number,
): Interval {
  const ofA = wilsonInterval(a.share, a.n, z);
  const ofB = wilsonInterval(b.share, b.n, z);
  const difference = b.share - a.share;
  return {
    low: difference - Math.hypot(b.share - ofB.low, ofA.high - a.share),
    high: difference + Math.hypot(ofB.high - b.share, a.share - ofA.low),
  };
}
