/** How alike two names of transactions are, and which of them probably mean the same. */

export interface SuggestedPair {
  readonly baseline: string;
  readonly candidate: string;
  /** 0..1 */
  readonly likeness: number;
}

/** Below this a suggestion is a guess that costs more time than it saves. */
const LEAST_LIKENESS = 0.45;
/** Beyond so many names on a side, comparing each with each would be felt. */
const MOST_NAMES = 400;

/**
 * Dice's coefficient of character pairs of the words in both names: it does not mind their order, case, or what
 * tools put between them (`/api/orders`, `API Orders`, `orders-api`).
 */
export function likeness(one: string, other: string): number {
  return dice(pairsOf(one), pairsOf(other));
}

/** Pairs of names by likeness, each name once, the surest first. */
export function suggestPairs(
  baseline: readonly string[],
  candidate: readonly string[],
): readonly SuggestedPair[] {
  const right = candidate.slice(0, MOST_NAMES).map((name) => ({ name, pairs: pairsOf(name) }));
  const all = baseline.slice(0, MOST_NAMES).flatMap((name) => {
    const pairs = pairsOf(name);
    return right.flatMap((other) => {
      const alike = dice(pairs, other.pairs);
      return alike < LEAST_LIKENESS ? [] : [{ baseline: name, candidate: other.name, likeness: alike }];
    });
  });
  const taken = new Set<string>();
  return all
    .sort((a, b) => b.likeness - a.likeness || a.baseline.localeCompare(b.baseline))
    .filter((pair) => {
      const [left, rightKey] = [`a ${pair.baseline}`, `b ${pair.candidate}`];
      if (taken.has(left) || taken.has(rightKey)) return false;
      taken.add(left).add(rightKey);
      return true;
    });
}

function pairsOf(name: string): ReadonlyMap<string, number> {
  const words = name
    // camelCase is two words as well.
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const pairs = new Map<string, number>();
  for (const word of words) {
    const padded = ` ${word} `;
    for (let i = 0; i + 1 < padded.length; i++) {
      const pair = padded.slice(i, i + 2);
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
  }
  return pairs;
}

function dice(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let common = 0;
  for (const [pair, count] of one) common += Math.min(count, other.get(pair) ?? 0);
  const all = total(one) + total(other);
  return all === 0 ? 0 : (2 * common) / all;
}

function total(pairs: ReadonlyMap<string, number>): number {
  return [...pairs.values()].reduce((sum, count) => sum + count, 0);
}
