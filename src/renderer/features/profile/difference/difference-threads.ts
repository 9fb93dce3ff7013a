import type { ProfileInfo } from '#shared/model/profile.ts';
import { threadKind } from '../thread-words.ts';
import type { ComparedProfiles } from './difference-question.ts';

/** Threads of both sides that are called alike. */
export interface ThreadKind {
  readonly name: string;
  /** Samples on each side. */
  readonly baseline: number;
  readonly candidate: number;
}

/** Those with the most samples first. */
export function threadKinds({ baseline, candidate }: ComparedProfiles): readonly ThreadKind[] {
  const kinds = new Map<string, { name: string; baseline: number; candidate: number }>();
  for (const [side, profiles] of [
    ['baseline', baseline],
    ['candidate', candidate],
  ] as const)
    for (const { threads } of profiles)
      for (const thread of threads) {
        const name = threadKind(thread);
        const known = kinds.get(name) ?? { name, baseline: 0, candidate: 0 };
        known[side] += thread.samples;
        kinds.set(name, known);
      }
  return [...kinds.values()].sort(
    (a, b) => b.baseline + b.candidate - (a.baseline + a.candidate) || (a.name < b.name ? -1 : 1),
  );
}

/** Places of the threads that are meant; null: all. A profile that has none of them gives no samples. */
export function threadPlaces({ threads }: ProfileInfo, kinds: readonly string[] | null): number[] | null {
  if (kinds === null) return null;
  return threads.flatMap((thread, place) => (kinds.includes(threadKind(thread)) ? [place] : []));
}
