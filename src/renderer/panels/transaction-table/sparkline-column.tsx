import type { ReactNode } from 'react';
import type { SparklineSpan } from '../../charts/sparkline/lines.ts';
import { Sparkline } from '../../charts/sparkline/Sparkline.tsx';
import type { TransactionColumn } from './transaction-columns.tsx';
import { SPARKLINE_PERCENTILE, type TransactionFigures } from '../run-figures/figures.ts';

/** @param overall of all counted transactions together */
export function sparklineColumn(
  rows: readonly TransactionFigures[],
  valuesOf: (transactionId: number) => Float64Array | null,
  overall: Float64Array | null,
  spans: readonly SparklineSpan[] | null,
): TransactionColumn {
  const draw = (values: Float64Array | null): ReactNode =>
    values === null ? null : <Sparkline values={values} spans={spans} />;
  return {
    id: 'sparkline',
    header: `p${SPARKLINE_PERCENTILE} over run`,
    hint: `p${SPARKLINE_PERCENTILE} over the whole run, each row from zero to its own highest value`,
    width: 92,
    grow: 1,
    cell: (row) => draw(valuesOf(rows[row]!.id)),
    summary: draw(overall),
  };
}
