import { useMemo, useState } from 'react';
import type { GateLimit } from '#shared/model/gates.ts';
import type { Run } from '#shared/model/run.ts';
import { spansOf } from '#shared/model/time-spans.ts';
import type { SparklineSpan } from '../../charts/sparkline/lines.ts';
import { useAppState } from '../../state/use-store.ts';
import { chooseDurationScale, type DurationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { againstColumn } from '../comparison/against-column.tsx';
import type { AgainstBaseline } from '../comparison/use-against-baseline.ts';
import { sloColumn, transactionLimits, type TransactionLimits } from '../gates/slo-column.tsx';
import { percentileOf, type Figures } from '../run-figures/figures.ts';
import { natureOf, selectionLimits } from '../run-nature/run-nature.ts';
import { useToolLabel } from '../run-nature/use-tool-label.ts';
import { OTHERS_ID } from '../run-figures/estimated-figures.ts';
import type { RunCube } from '../run-figures/use-run-cube.ts';
import type { RunFigures } from '../run-figures/use-run-figures.ts';
import { extraColumns, type TableExtras } from './extra-columns.tsx';
import { sparklineColumn } from './sparkline-column.tsx';
import { transactionColumns, type TransactionColumn } from './transaction-columns.tsx';

const NONE: readonly TransactionColumn[] = [];
const ALL = 'All transactions';

export interface TransactionColumns {
  readonly columns: readonly TransactionColumn[];
  /** The same columns as they were made for the last exact figures: for what must not change with a moving brush. */
  readonly settled: readonly TransactionColumn[];
  readonly scale: DurationScale;
  /** Name of the tool whose figures these are; null: computed here from samples. */
  readonly reportedBy: string | null;
}

export function useTransactionColumns(
  run: Run,
  figures: RunFigures | null,
  runCube: RunCube | null,
  withJmeter: boolean,
  extras: TableExtras,
  limits: readonly GateLimit[],
  against: AgainstBaseline | null,
): TransactionColumns {
  const tool = useToolLabel(run.tool);
  const isOverTime = selectionLimits(run).time === null;
  const reportedBy = natureOf(run) === 'report' ? tool : null;
  const chosen = useAppState((state) => state.selection.transactions);
  const time = useAppState((state) => state.selection.time);
  const spans = useMemo(() => {
    if (time === null || run.durationMs === 0) return null;
    return spansOf(time).map(({ fromMs, toMs }) => ({
      from: fromMs / run.durationMs,
      to: Math.min(1, toMs / run.durationMs),
    }));
  }, [time, run.durationMs]);
  const [sizing, setSizing] = useState(figures);
  if (figures !== sizing && (sizing === null || figures?.state === 'exact')) setSizing(figures);

  const scale = useMemo(() => {
    const { transactions = [], percentiles = [], overall = null } = sizing ?? {};
    const typical = (of: Figures): number | null => percentileOf(of, percentiles, 50) ?? of.meanMs;
    const rows = transactions.length > 0 || overall === null ? transactions : [overall];
    return chooseDurationScale(rows.map(typical), run.clockTickMs);
  }, [sizing, run.clockTickMs]);

  const judged = useMemo(() => transactionLimits(limits), [limits]);
  const make = useMemo(() => {
    const valuesOf = (id: number): Float64Array | null => {
      if (runCube === null) return null;
      const { transactionIds } = runCube.cube;
      return (
        runCube.sparklines[id === OTHERS_ID ? transactionIds.length : transactionIds.indexOf(id)] ?? null
      );
    };
    const overallValues = runCube?.sparklines.at(-1) ?? null;
    return (
      shown: RunFigures,
      widths: RunFigures,
      spans: readonly SparklineSpan[] | null,
    ): readonly TransactionColumn[] =>
      transactionColumns(
        {
          rows: shown.transactions,
          overall: shown.overall,
          percentiles: shown.percentiles,
          overallName: ALL,
          sizing: { rows: widths.transactions, overall: widths.overall },
          scale,
          exact: shown.state !== 'estimate',
          reportedBy,
          countedKind: shown.transactions.some((row) => row.kind !== run.countedKind)
            ? run.countedKind
            : null,
          withJmeter,
        },
        isOverTime ? sparklineColumn(shown.transactions, valuesOf, overallValues, spans) : null,
        [
          ...againstColumns(shown, against),
          ...sloColumns(shown, judged),
          ...(reportedBy === null
            ? extraColumns({ rows: shown.transactions, overall: shown.overall, scale, extras })
            : []),
        ],
      );
  }, [runCube, scale, run.countedKind, withJmeter, reportedBy, isOverTime, extras, judged, against]);

  const made = useMemo(
    () => (figures === null ? NONE : make(figures, sizing ?? figures, spans)),
    [make, figures, sizing, spans],
  );
  // The name of the first row is all that a choice of transactions changes by itself.
  const columns = useMemo(() => (chosen === null ? made : named(made, chosen.length)), [made, chosen]);
  const settled = useMemo(() => (sizing === null ? NONE : make(sizing, sizing, null)), [make, sizing]);
  return { columns, settled, scale, reportedBy };
}

function named(columns: readonly TransactionColumn[], chosen: number): readonly TransactionColumn[] {
  const name = `${numberFormat.count(chosen)} chosen`;
  return columns.map((column) =>
    column.summary === ALL ? { ...column, summary: name, summaryCopyText: name } : column,
  );
}

function sloColumns({ transactions }: RunFigures, limits: TransactionLimits): readonly TransactionColumn[] {
  const column = sloColumn(limits, (row) => transactions[row]?.id ?? OTHERS_ID);
  return column === null ? [] : [column];
}

function againstColumns(
  { transactions }: RunFigures,
  against: AgainstBaseline | null,
): readonly TransactionColumn[] {
  return against === null ? [] : [againstColumn(against, (row) => transactions[row]?.label ?? '')];
}
