import type { CompareDraft } from '../../state/compare-draft.ts';
import { suggestPairs, type SuggestedPair } from './label-similarity.ts';

type Mapping = CompareDraft['mapping'];

export interface MappingRow {
  readonly baseline: string;
  /** What it is paired with; null: with nothing. */
  readonly candidate: string | null;
  /** What it probably is on side B, while it is not paired. */
  readonly suggestion: SuggestedPair | null;
}

export interface MappingChoices {
  readonly rows: readonly MappingRow[];
  /** Names of side B that nothing is paired with. */
  readonly free: readonly string[];
}

/** What can be paired: names that one side alone has, and those that were paired by hand. */
export function mappingChoices(
  removed: readonly string[],
  added: readonly string[],
  mapping: Mapping,
): MappingChoices {
  const left = [...new Set([...mapping.map((pair) => pair.baseline), ...removed])];
  const right = [...new Set([...mapping.map((pair) => pair.candidate), ...added])];
  const paired = new Map(mapping.map((pair) => [pair.baseline, pair.candidate]));
  const taken = new Set(mapping.map((pair) => pair.candidate));
  const free = right.filter((name) => !taken.has(name));
  const suggestions = new Map(
    suggestPairs(
      left.filter((name) => !paired.has(name)),
      free,
    ).map((pair) => [pair.baseline, pair]),
  );
  return {
    free,
    rows: left.map((baseline) => ({
      baseline,
      candidate: paired.get(baseline) ?? null,
      suggestion: suggestions.get(baseline) ?? null,
    })),
  };
}

/** A pair more, or one less; a name is never in two pairs. */
export function withPair(mapping: Mapping, baseline: string, candidate: string | null): Mapping {
  const others = mapping.filter((pair) => pair.baseline !== baseline && pair.candidate !== candidate);
  return candidate === null ? others : [...others, { baseline, candidate }];
}

export function withSuggestions(mapping: Mapping, { rows }: MappingChoices): Mapping {
  return rows.reduce<Mapping>(
    (all, { baseline, suggestion }) =>
      suggestion === null ? all : withPair(all, baseline, suggestion.candidate),
    mapping,
  );
}
