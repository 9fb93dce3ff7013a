import type { CountedValues } from '../../../statistics/hodges-lehmann.ts';
import { kolmogorovSmirnovDistance } from '../../../statistics/kolmogorov-smirnov.ts';
import { normalCdf, normalQuantile } from '../../../statistics/normal.ts';

/**
 * Tests that suppose samples which do not depend on each other. The product never uses them on samples of a load test; the
 * simulation shows what would happen if it did.
 */

/** Mann & Whitney's U of y against x, and the two-sided p-value of the normal approximation with continuity and ties. */
export function mannWhitney(x: CountedValues, y: CountedValues): { readonly u: number; readonly p: number } {
  let u = 0;
  let ties = 0;
  let i = 0;
  let j = 0;
  while (i < x.values.length || j < y.values.length) {
    const value = Math.min(x.values[i] ?? Infinity, y.values[j] ?? Infinity);
    const ofX = x.values[i] === value ? countOf(x, i++) : 0;
    const below = x.cumulative[i - 1] ?? 0;
    const ofY = y.values[j] === value ? countOf(y, j++) : 0;
    u += ofY * (below - ofX / 2);
    ties += (ofX + ofY) ** 3 - (ofX + ofY);
  }
  const [n, m] = [x.count, y.count];
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / Math.sqrt(variance);
  return { u, p: 2 * normalCdf(-z) };
}

function countOf({ cumulative }: CountedValues, index: number): number {
  return cumulative[index]! - (cumulative[index - 1] ?? 0);
}

/** Two-sided p-value of Kolmogorov & Smirnov's test (asymptotic). */
export function kolmogorovSmirnovP(x: CountedValues, y: CountedValues): number {
  const distance = kolmogorovSmirnovDistance(x, y) ?? 0;
  const lambda = distance * Math.sqrt((x.count * y.count) / (x.count + y.count));
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda);
  return Math.min(1, Math.max(0, sum));
}

/** Two-sided p-value that a quantile is the same, from the spread of order statistics of independent samples. */
export function iidQuantileP(x: CountedValues, y: CountedValues, p: number): number {
  const [a, b] = [x, y].map((sample) => logQuantile(sample, p)) as [LogQuantile, LogQuantile];
  return 2 * normalCdf(-Math.abs(b.value - a.value) / Math.hypot(a.error, b.error));
}

interface LogQuantile {
  readonly value: number;
  readonly error: number;
}

function logQuantile({ values, count }: CountedValues, p: number): LogQuantile {
  const z = normalQuantile(0.975);
  const half = z * Math.sqrt(count * p * (1 - p));
  const at = (rank: number): number =>
    Math.log(values[Math.min(Math.max(Math.round(rank), 0), values.length - 1)]!);
  return {
    value: at(count * p),
    error: (at(count * p + half) - at(count * p - half)) / (2 * z),
  };
}
