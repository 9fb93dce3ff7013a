import { incompleteBeta } from './gamma.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** Above this, Student's t and the normal distribution agree to more digits than anything here is known. */
const NORMAL_FROM = 1e7;

/** P(T ≤ t) for Student's t with `df` degrees of freedom (need not be whole). */
export function studentTCdf(t: number, df: number): number {
  if (df >= NORMAL_FROM) return normalCdf(t);
  if (!Number.isFinite(t)) return t > 0 ? 1 : 0;
  const tail = 0.5 * incompleteBeta(df / (df + t * t), df / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/** P(T > t): keeps its digits where it is small. */
export function studentTUpperTail(t: number, df: number): number {
  return studentTCdf(-t, df);
}

/** t with P(T ≤ t) = p; by bisection on the distribution function, to about 12 digits. */
export function studentTQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  if (p <= 0 || p >= 1) return p <= 0 ? -Infinity : Infinity;
  if (p > 0.5) return -studentTQuantile(1 - p, df);
  if (df >= NORMAL_FROM) return normalQuantile(p);
  let high = 0;
  let low = Math.min(-1, 2 * normalQuantile(p));
  while (studentTCdf(low, df) > p) {
    high = low;
    low *= 2;
  }
  for (let i = 0; i < 100 && high - low > 1e-13 * Math.abs(low); i++) {
    const middle = (low + high) / 2;
    if (studentTCdf(middle, df) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Degrees of freedom of a sum of independent variances (Welch 1938, Satterthwaite 1946).
 * @param parts each with its variance and the degrees of freedom of its estimate
 * @returns Infinity where all variances are zero
 */
export function welchSatterthwaite(
  parts: readonly { readonly variance: number; readonly df: number }[],
): number {
  const total = parts.reduce((sum, { variance }) => sum + variance, 0);
  const weighted = parts.reduce((sum, { variance, df }) => sum + (variance * variance) / df, 0);
  return weighted === 0 ? Infinity : (total * total) / weighted;
}
