import type { TestSample } from '../../../latency/testing/stored-run.ts';
import { Random } from '../../../statistics/random.ts';

export interface ClosedLoop {
  readonly seed: string;
  readonly users: number;
  readonly durationMs: number;
  /** Mean of what a user waits between two requests; 0: none. */
  readonly thinkMs: number;
  /** Response time of a request that starts at an instant, ms. */
  readonly elapsedMs: (startMs: number, random: Random) => number;
  /** Start-to-start time that a user keeps where it can, instead of thinking. */
  readonly paceMs?: number;
  readonly label?: string;
}

/** Lognormal response times of sigma 0.4. */
export function lognormal(medianMs: number): ClosedLoop['elapsedMs'] {
  return (_, random) => medianMs * Math.exp(0.4 * random.normal());
}

/** Users that wait for each answer, think, and go on, in whole milliseconds as JMeter writes them; in the order of their ends. */
export function closedLoop({
  seed,
  users,
  durationMs,
  thinkMs,
  elapsedMs,
  paceMs,
  label = 'a',
}: ClosedLoop): TestSample[] {
  const random = new Random(seed);
  const samples: TestSample[] = [];
  for (let user = 0; user < users; user++) {
    let at = random.uniform() * Math.max(thinkMs, paceMs ?? 0, 50);
    while (at < durationMs) {
      const took = Math.max(1, Math.round(elapsedMs(at, random)));
      const startMs = Math.round(at);
      samples.push({ label, startMs, elapsedMs: took, ok: true, threads: users, thread: `user ${user + 1}` });
      const think = thinkMs === 0 ? 1 : -thinkMs * Math.log(1 - random.uniform());
      at = paceMs === undefined ? startMs + took + think : Math.max(startMs + took, startMs + paceMs);
    }
  }
  return samples.sort((a, b) => a.startMs! + a.elapsedMs! - b.startMs! - b.elapsedMs!);
}
