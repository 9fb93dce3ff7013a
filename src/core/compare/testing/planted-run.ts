import type { TestSample } from '../../latency/testing/stored-run.ts';
import { normalQuantile } from '../../statistics/normal.ts';
import { Random } from '../../statistics/random.ts';

/** A load test with known truths: lognormal times, open arrivals at even distances, one stream of draws per transaction. */
export interface PlantedRun {
  readonly seed: string;
  readonly seconds: number;
  readonly transactions: readonly PlantedTransaction[];
  /** Users that the tool reports. */
  readonly threads?: number;
}

export interface PlantedTransaction {
  readonly label: string;
  readonly perSecond: number;
  readonly medianMs: number;
  /** Standard deviation of the logarithm; 0.4 when left out. */
  readonly sigma?: number;
  /** Factor on times, by time since the start in seconds. */
  readonly factor?: (second: number) => number;
  /** Factor on the slowest `share` of the samples only. */
  readonly tail?: { readonly share: number; readonly factor: number };
  /** Share of failures by time since the start in seconds. */
  readonly failing?: (second: number) => number;
}

export function plantedSamples({ seed, seconds, transactions, threads = 10 }: PlantedRun): TestSample[] {
  return transactions.flatMap((transaction) => {
    const { label, perSecond, medianMs, sigma = 0.4, factor, tail, failing } = transaction;
    const random = new Random(`${seed}|${label}`);
    return Array.from({ length: Math.round(seconds * perSecond) }, (_, index) => {
      const second = (index + random.uniform()) / perSecond;
      const z = random.normal();
      const failed = random.uniform() < (failing?.(second) ?? 0);
      let elapsedMs = medianMs * Math.exp(sigma * z) * (factor?.(second) ?? 1);
      if (tail !== undefined && z > normalQuantile(1 - tail.share)) elapsedMs *= tail.factor;
      return {
        label,
        startMs: Math.min(second, seconds) * 1000,
        elapsedMs: Math.max(1, Math.round(elapsedMs)),
        ok: !failed,
        threads,
      };
    });
  });
}
