import { spawnSync } from 'node:child_process';
import { median } from './statistics.ts';
import type { Measurement } from './run-process.ts';

export interface Case {
  readonly id: string;
  readonly name: string;
  /** At most this many rounds, for what takes minutes. */
  readonly rounds?: number;
  /** Why it cannot be measured here; null or absent: it can. */
  readonly missing?: string | null;
  /** Not measured: removes what the round before has left. */
  readonly prepare?: () => Promise<void> | void;
  readonly run: () => Promise<Measurement>;
  /** Not measured: throws when the result of the last round is not what it has to be. */
  readonly check?: (last: Measurement) => Promise<void> | void;
}

export interface CaseResult {
  readonly id: string;
  readonly name: string;
  readonly samples: readonly Measurement[];
  /** Why there are no figures, or why they must not be trusted. */
  readonly failure: string | null;
  readonly missing: string | null;
}

/** What runs, and where in the rounds, for a person who waits. */
export type Tell = (text: string) => void;

/**
 * Measures cases in turns (A B C A B C …), so that whatever else the computer does in the meantime is shared by all.
 * A case that fails is left out of the rounds that follow.
 */
export async function interleave(
  cases: readonly Case[],
  rounds: number,
  tell: Tell,
): Promise<ReadonlyMap<string, CaseResult>> {
  const samples = new Map<string, Measurement[]>(cases.map(({ id }) => [id, []]));
  const failures = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    for (const each of cases) {
      if (each.missing != null || failures.has(each.id) || round >= (each.rounds ?? rounds)) continue;
      const last = round === Math.min(rounds, each.rounds ?? rounds) - 1;
      try {
        await each.prepare?.();
        settle();
        const sample = await each.run();
        samples.get(each.id)!.push(sample);
        tell(`${round + 1}/${rounds} ${each.name}: ${(sample.wallMs / 1000).toFixed(2)} s`);
        if (last) await each.check?.(sample);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        failures.set(each.id, reason);
        tell(`${round + 1}/${rounds} ${each.name}: FAILED, ${reason}`);
      }
    }
  }
  return new Map(
    cases.map(({ id, name, missing }) => [
      id,
      { id, name, samples: samples.get(id)!, failure: failures.get(id) ?? null, missing: missing ?? null },
    ]),
  );
}

/** What the case before has written must not be paid for by this one. */
function settle(): void {
  if (process.platform !== 'win32') spawnSync('sync');
}

export type Figure = 'wallMs' | 'cpuMs' | 'rssBytes';

/** NaN when there is no figure. */
export function medianOf(result: CaseResult | undefined, figure: Figure): number {
  if (result === undefined) return NaN;
  const values = result.samples.map((sample) => sample[figure]).filter((value) => value !== null);
  return values.length === 0 ? NaN : median(values);
}
