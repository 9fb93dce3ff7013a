import type { ErrorGroup } from '#shared/model/latency.ts';

/** Failures that say the same, on each side. */
export interface PairedErrors {
  readonly text: string;
  readonly baseline: number;
  readonly candidate: number;
}

/** Groups of both sides by code and message, whatever their transactions are called. */
export function pairErrors(
  baseline: readonly ErrorGroup[],
  candidate: readonly ErrorGroup[],
): readonly PairedErrors[] {
  const counts = new Map<string, { baseline: number; candidate: number }>();
  const add = (side: 'baseline' | 'candidate', { code, message, count }: ErrorGroup): void => {
    const text =
      [code, message].filter((part) => part !== null && part !== '').join(' ') || 'no code, no message';
    const entry = counts.get(text) ?? { baseline: 0, candidate: 0 };
    entry[side] += count;
    counts.set(text, entry);
  };
  for (const group of baseline) add('baseline', group);
  for (const group of candidate) add('candidate', group);
  return [...counts].map(([text, sides]) => ({ text, ...sides }));
}
