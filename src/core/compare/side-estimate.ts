import { mean, sampleVariance } from '../statistics/welch-t.ts';
import type { Estimate, VariancePart } from './estimate.ts';

/** So many runs of a side tell by themselves how much runs differ (method A5). */
export const MIN_RUNS = 3;

/** Standard deviation of ln of a figure from run to run, and the degrees of freedom with which it is known. */
export interface RunNoise {
  readonly sd: number;
  readonly df: number;
}

/**
 * Several runs of one side as one figure. From three runs on, what the runs themselves differ by is all of the
 * uncertainty; with fewer, what was seen within each run, and the noise from run to run where it is known.
 * @param scale `log`: the geometric mean of the runs, `plain`: the mean
 */
export function combineRuns(
  estimates: readonly Estimate[],
  scale: 'log' | 'plain',
  noise: RunNoise | null,
): Estimate | null {
  const [first] = estimates;
  if (first === undefined) return null;
  const k = estimates.length;
  const logs = estimates.map(({ value }) => Math.log(value));
  const values = estimates.map(({ value }) => value);
  const value = scale === 'log' && k > 1 ? Math.exp(mean(logs)) : mean(values);
  const samples = estimates.reduce((sum, estimate) => sum + estimate.samples, 0);
  if (k >= MIN_RUNS) {
    const between = (of: readonly number[]): VariancePart[] => [
      { variance: sampleVariance(of) / k, df: k - 1 },
    ];
    return {
      value,
      samples,
      parts: logs.every(Number.isFinite) ? between(logs) : [],
      plainParts: between(values),
      runs: logs,
      blocks: null,
      drifting: false,
      range: null,
      lacking: null,
    };
  }
  const ofMean = ({ variance, df }: VariancePart): VariancePart => ({ variance: variance / (k * k), df });
  const fromRunToRun = (factor: number): VariancePart[] =>
    noise === null ? [] : [{ variance: (noise.sd * factor) ** 2 / k, df: noise.df }];
  const lacking = estimates.find((estimate) => estimate.lacking !== null)?.lacking ?? null;
  const judged = (parts: (estimate: Estimate) => readonly VariancePart[], factor: number): VariancePart[] =>
    lacking !== null || estimates.some((estimate) => parts(estimate).length === 0)
      ? []
      : [...estimates.flatMap((estimate) => parts(estimate).map(ofMean)), ...fromRunToRun(factor)];
  const blocks = estimates.map((estimate) => estimate.blocks).filter((count) => count !== null);
  return {
    value,
    samples,
    parts: judged((estimate) => estimate.parts, 1),
    plainParts: judged((estimate) => estimate.plainParts, value),
    runs: null,
    blocks: blocks.length === k ? Math.min(...blocks) : null,
    drifting: estimates.some(({ drifting }) => drifting),
    range: k === 1 ? first.range : null,
    lacking,
  };
}
