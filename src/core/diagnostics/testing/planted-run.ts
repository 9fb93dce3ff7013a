import type { TestSample } from '../../latency/testing/stored-run.ts';
import { Random } from '../../statistics/random.ts';

/** A run with an open arrival of requests; times in seconds since its start. */
export interface RunPlan {
  readonly seconds: number;
  readonly users: (second: number) => number;
  /** Requests per second of one user. */
  readonly ratePerUser: number;
  readonly labels: readonly { readonly label: string; readonly medianMs: number }[];
  readonly sigma?: number;
  /** Response times are this many times longer. */
  readonly factor?: (second: number, label: string) => number;
  readonly errorRate?: (second: number, label: string) => number;
  /** The file has a column of active threads. */
  readonly threads?: boolean;
}

export function plantedRun(seed: string, plan: RunPlan): TestSample[] {
  const { seconds, users, ratePerUser, labels, sigma = 0.3, threads = true } = plan;
  const { factor = () => 1, errorRate = () => 0 } = plan;
  const random = new Random(seed);
  const out: TestSample[] = [];
  for (let second = 0; second < seconds; second++) {
    const count = Math.round(users(second) * ratePerUser);
    for (let i = 0; i < count; i++) {
      const { label, medianMs } = labels[random.below(labels.length)]!;
      const startMs = Math.round((second + (i + random.uniform()) / count) * 1000);
      const typical = medianMs * factor(startMs / 1000, label);
      const elapsedMs = Math.max(1, Math.round(typical * Math.exp(sigma * random.normal())));
      out.push({
        label,
        startMs,
        elapsedMs,
        ok: random.uniform() >= errorRate(startMs / 1000, label),
        ...(threads
          ? { threads: Math.round(users(Math.min(seconds - 1, (startMs + elapsedMs) / 1000))) }
          : {}),
      });
    }
  }
  return out;
}
