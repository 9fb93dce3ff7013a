import type { ComparabilityCheck } from '#shared/model/comparison.ts';
import { valuesOf, type ComparedData } from './compared-run.ts';
import type { MatchedTransaction } from './transaction-matching.ts';

/**
 * So many transactions are judged. A run whose labels hold ids may have a hundred thousand: five verdicts for each would take
 * minutes and hundreds of megabytes, and nearly all of them would say that there are too few samples.
 */
export const MAX_COMPARED = 1000;

/** Code of the check that says so. */
export const MOST_SAMPLED = 'most-sampled';

/** All that both sides have; of very many those with the most samples, on the side that has fewer. */
export function mostSampled(
  matched: readonly MatchedTransaction[],
  baseline: readonly ComparedData[],
  candidate: readonly ComparedData[],
  most = MAX_COMPARED,
): readonly MatchedTransaction[] {
  if (matched.length <= most) return matched;
  const ranked = matched.map((each) => ({
    each,
    samples: Math.min(samplesOf(baseline, each.baselineIds), samplesOf(candidate, each.candidateIds)),
  }));
  return ranked
    .sort((a, b) => b.samples - a.samples || (a.each.label < b.each.label ? -1 : 1))
    .slice(0, most)
    .map(({ each }) => each);
}

function samplesOf(side: readonly ComparedData[], ids: readonly (number | null)[]): number {
  return side.reduce((sum, data, index) => {
    const id = ids[index] ?? null;
    if (id === null) return sum;
    return sum + (data.reported === null ? valuesOf(data, id).count : (data.reported.get(id)?.samples ?? 0));
  }, 0);
}

/** Says that some are left out; nothing where all are compared. */
export function mostSampledCheck(compared: number, matched: number): ComparabilityCheck[] {
  if (compared === matched) return [];
  const text = `${compared.toLocaleString('en')} of ${matched.toLocaleString('en')}`;
  return [
    {
      code: MOST_SAMPLED,
      name: 'Transactions judged',
      state: 'note',
      baseline: text,
      candidate: text,
      message:
        `The ${compared.toLocaleString('en')} transactions with the most samples are judged one by one, all others only together. ` +
        'Clean up the labels if they hold ids: then one transaction stands for many.',
      caps: false,
      waived: null,
    },
  ];
}
