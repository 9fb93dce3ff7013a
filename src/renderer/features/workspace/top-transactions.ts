import { percentileOf, type TransactionFigures } from '../../panels/run-figures/figures.ts';

/** What the first few transactions are the first by. */
export const topMeasures = ['samples', 'p95', 'failures'] as const;
export type TopMeasure = (typeof topMeasures)[number];

/**
 * Ids of the `count` transactions with the highest figure, in no particular order. Those whose figure is not known, and
 * those without a failure where failures count, are not among them.
 */
export function topTransactions(
  figures: readonly TransactionFigures[],
  percentiles: readonly number[],
  measure: TopMeasure,
  count: number,
): readonly number[] {
  const valueOf = (of: TransactionFigures): number | null => {
    switch (measure) {
      case 'samples':
        return of.samples;
      case 'p95':
        return percentileOf(of, percentiles, 95);
      case 'failures':
        return of.failures === 0 ? null : of.failures;
    }
  };
  return figures
    .flatMap((of) => {
      const value = valueOf(of);
      return value === null ? [] : [{ id: of.id, label: of.label, value }];
    })
    .sort((a, b) => b.value - a.value || a.label.localeCompare(b.label))
    .slice(0, count)
    .map(({ id }) => id);
}
