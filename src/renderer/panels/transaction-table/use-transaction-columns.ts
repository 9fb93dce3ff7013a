import { useMemo, useState } from 'react';
import type { Run } from '#shared/model/run.ts';
import type { SparklineSpan } from '../../charts/sparkline/lines.ts';
import { useAppState } from '../../state/use-store.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { chooseDurationScale, type DurationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { OTHERS_ID } from '../run-figures/estimated-figures.ts';
import type { RunCube } from '../run-figures/use-run-cube.ts';
import type { RunFigures } from '../run-figures/use-run-figures.ts';
import { sparklineColumn } from './sparkline-column.tsx';
import { transactionColumns } from './transaction-columns.tsx';

const NONE: readonly DataColumn[] = [];

export interface TransactionColumns {
  readonly columns: readonly DataColumn[];
  /** The same columns as they were made for the last exact figures: for what must not change with a moving brush. */
  readonly settled: readonly DataColumn[];
  readonly scale: DurationScale;
}

export function useTransactionColumns(
  run: Run,
  figures: RunFigures | null,
  runCube: RunCube | null,
  withJmeter: boolean,
): TransactionColumns {
  const chosen = useAppState((state) => state.selection.transactions);
  const time = useAppState((state) => state.selection.time);
  const span = useMemo(() => {
    if (time === null || run.durationMs === 0) return null;
    return { from: time.fromMs / run.durationMs, to: Math.min(1, time.toMs / run.durationMs) };
  }, [time, run.durationMs]);
  const [sizing, setSizing] = useState(figures);
  if (figures !== sizing && (sizing === null || figures?.state === 'exact')) setSizing(figures);

  const scale = useMemo(() => {
    const medians = (sizing?.transactions ?? []).map((row) => row.percentilesMs[0] ?? null);
    return chooseDurationScale(medians, run.clockTickMs);
  }, [sizing, run.clockTickMs]);

  const make = useMemo(() => {
    const valuesOf = (id: number): Float64Array | null => {
      if (runCube === null) return null;
      const { transactionIds } = runCube.cube;
      return (
        runCube.sparklines[id === OTHERS_ID ? transactionIds.length : transactionIds.indexOf(id)] ?? null
      );
    };
    const overallValues = runCube?.sparklines.at(-1) ?? null;
    return (shown: RunFigures, widths: RunFigures, span: SparklineSpan | null): readonly DataColumn[] =>
      transactionColumns(
        {
          rows: shown.transactions,
          overall: shown.overall,
          overallName: chosen === null ? 'All transactions' : `${numberFormat.count(chosen.length)} chosen`,
          sizing: { rows: widths.transactions, overall: widths.overall },
          scale,
          exact: shown.state !== 'estimate',
          countedKind: shown.transactions.some((row) => row.kind !== run.countedKind)
            ? run.countedKind
            : null,
          withJmeter,
        },
        sparklineColumn(shown.transactions, valuesOf, overallValues, span),
      );
  }, [runCube, chosen, scale, run.countedKind, withJmeter]);

  const columns = useMemo(
    () => (figures === null ? NONE : make(figures, sizing ?? figures, span)),
    [make, figures, sizing, span],
  );
  const settled = useMemo(() => (sizing === null ? NONE : make(sizing, sizing, null)), [make, sizing]);
  return { columns, settled, scale };
}
