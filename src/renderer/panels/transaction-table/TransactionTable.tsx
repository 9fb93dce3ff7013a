import './transaction-table.css';
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { GateLimit } from '#shared/model/gates.ts';
import type { Run } from '#shared/model/run.ts';
import { saveBlob } from '../../charts/save-blob.ts';
import { tableLayout } from '../../state/layout-slice.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { classes } from '../../ui/class-names.ts';
import type { ColumnWidths } from '../../ui/data-table/column-layout.ts';
import { DataTable, type DataTableHandle } from '../../ui/data-table/DataTable.tsx';
import { tableText, type TableTextFormat } from '../../ui/data-table/table-text.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { AgainstBaseline } from '../comparison/use-against-baseline.ts';
import { QueryBody } from '../query-body/QueryBody.tsx';
import { natureOf } from '../run-nature/run-nature.ts';
import { OTHERS_ID } from '../run-figures/estimated-figures.ts';
import type { TransactionFigures } from '../run-figures/figures.ts';
import type { RunCube } from '../run-figures/use-run-cube.ts';
import type { FiguresAnswer } from '../run-figures/use-run-figures.ts';
import { DEFAULT_APDEX_T_MS } from '#shared/model/statistics.ts';
import { ApdexButton } from '../apdex/ApdexButton.tsx';
import { EXTRA, type SessionGoal } from './extra-columns.tsx';
import { SessionGoalField } from './SessionGoalField.tsx';
import { chooseColumns, exportedColumns, hiddenColumns } from './shown-columns.ts';
import { matchingRows, parseRowFilter } from './row-filter.ts';
import { describeRows } from './table-note.ts';
import { TransactionTableHeader } from './TransactionTableHeader.tsx';
import { useTableExtras } from './use-table-extras.ts';
import { useTransactionColumns } from './use-transaction-columns.ts';

const TABLE = 'transactions';
const NO_ROWS: readonly TransactionFigures[] = [];
const NO_LIMITS: readonly GateLimit[] = [];
const DEFAULT_GOAL: SessionGoal = { requests: 10, limitMs: DEFAULT_APDEX_T_MS };
const DEFAULT_SORT = [{ column: 'p95', direction: 'desc' }] as const;

interface TransactionTableProps {
  readonly run: Run;
  readonly answer: FiguresAnswer;
  readonly runCube: RunCube | null;
  readonly jmeterCompatible: boolean;
  readonly onJmeterCompatible: (on: boolean) => void;
  /** Of the gates, where they are shown beside the figures. */
  readonly limits?: readonly GateLimit[] | undefined;
  /** The run held against its baseline; null: there is none. */
  readonly against?: AgainstBaseline | null | undefined;
}

/** All transactions of the run in the selected span and outcome; chosen ones are marked and drive all views. */
export function TransactionTable({
  run,
  answer,
  runCube,
  jmeterCompatible,
  onJmeterCompatible,
  limits = NO_LIMITS,
  against = null,
}: TransactionTableProps): ReactNode {
  const table = useRef<DataTableHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const { transactions: chosen, outcome } = useAppState((state) => state.selection);
  // Of a hundred thousand transactions any number may be chosen.
  const marked = useMemo(() => (chosen === null ? null : new Set(chosen)), [chosen]);
  const layout = useAppState((state) => tableLayout(state.layout, TABLE));
  const { setTableLayout, toggleTransaction } = useActions();

  const { figures } = answer;
  const rows = figures?.transactions ?? NO_ROWS;
  const [goal, setGoal] = useState(DEFAULT_GOAL);
  const extras = useTableExtras(run, layout.shown, figures?.state === 'exact', goal);
  const withGoal = layout.shown.includes(EXTRA.risk) && natureOf(run) === 'samples';
  const withApdex = layout.shown.includes(EXTRA.apdex) && natureOf(run) === 'samples';
  const controls = useMemo(
    () =>
      withGoal || withApdex ? (
        <>
          {withApdex && <ApdexButton rows={rows} />}
          {withGoal && <SessionGoalField goal={goal} onChange={setGoal} />}
        </>
      ) : null,
    [withGoal, withApdex, goal, rows],
  );
  const { columns, settled, scale, reportedBy } = useTransactionColumns(
    run,
    figures,
    runCube,
    jmeterCompatible,
    extras,
    limits,
    against,
  );
  const filter = useMemo(() => parseRowFilter(typed), [typed]);
  const shown = useMemo(
    () =>
      matchingRows(
        filter,
        rows.map((row) => row.label),
      ),
    [filter, rows],
  );

  const setWidths = useCallback(
    (widths: ColumnWidths) => setTableLayout(TABLE, { widths }),
    [setTableLayout],
  );
  const isReport = reportedBy !== null;
  const [roomPx, setRoomPx] = useState<number | null>(null);
  // Of the settled columns: while a brush moves none may come or go.
  const { ids: hidden, notes } = useMemo(
    () => hiddenColumns(settled, layout, roomPx, isReport),
    [settled, layout, roomPx, isReport],
  );
  const latest = useRef({ columns, layout, hidden });
  useLayoutEffect(() => {
    latest.current = { columns, layout, hidden };
  });
  const exactText = useCallback(
    (format: TableTextFormat): string => {
      const written = exportedColumns(latest.current.columns, latest.current.layout, isReport);
      return tableText(written, table.current?.orderedRows() ?? [], format, { summary: true });
    },
    [isReport],
  );
  const copy = useCallback(() => navigator.clipboard.writeText(exactText('tsv')), [exactText]);
  const save = useCallback(
    () => saveBlob(new Blob([exactText('csv')], { type: 'text/csv' }), `${run.name} transactions.csv`),
    [exactText, run.name],
  );

  function toggle(row: number): void {
    const id = rows[row]?.id ?? OTHERS_ID;
    if (id !== OTHERS_ID) toggleTransaction(id);
  }

  function add(row: number): void {
    if (marked?.has(rows[row]?.id ?? OTHERS_ID) !== true) toggle(row);
  }

  return (
    <section
      className={classes('transaction-table', Object.keys(layout.widths).length > 0 && 'has-own-widths')}
      aria-label="Transactions"
      data-pane="transactions"
    >
      <TransactionTableHeader
        note={describeRows(figures?.state ?? null, outcome, scale.unit, reportedBy)}
        jmeterCompatible={run.tool === 'jmeter' && !isReport ? jmeterCompatible : null}
        onJmeterCompatible={onJmeterCompatible}
        controls={controls}
        typed={typed}
        problem={filter.kind === 'wrong' ? filter.problem : null}
        onTyped={setTyped}
        field={field}
        onLeaveField={useCallback(() => table.current?.focus(), [])}
        columns={settled}
        hidden={hidden}
        hiddenNotes={notes}
        onHidden={useCallback(
          (next: readonly string[]) => {
            const choice = chooseColumns(latest.current.layout, latest.current.hidden, next);
            setTableLayout(TABLE, { hidden: [...choice.hidden], shown: [...choice.shown] });
          },
          [setTableLayout],
        )}
        onCopy={copy}
        onSave={save}
      />
      <div className="transaction-table__body">
        <QueryBody
          subject="The table"
          loading={answer.loading && figures?.state !== 'estimate'}
          error={answer.error}
          onRetry={answer.retry}
        >
          {figures === null ? null : (
            <DataTable
              ref={table}
              label="Transactions"
              columns={columns}
              rowCount={rows.length}
              rows={shown}
              rowKey={(row) => rows[row]?.id ?? OTHERS_ID}
              hiddenColumns={hidden}
              onViewWidth={setRoomPx}
              defaultSort={DEFAULT_SORT}
              columnWidths={layout.widths}
              onColumnWidthsChange={setWidths}
              overscan={figures.state === 'estimate' ? 0 : undefined}
              isMarked={(row) => marked?.has(rows[row]?.id ?? OTHERS_ID) === true}
              onEnter={add}
              onSpace={toggle}
              onRowDoubleClick={toggle}
              empty={
                rows.length === 0 ? (
                  <NoRows isReport={isReport} />
                ) : (
                  <EmptyState title="No transaction has this name">
                    Esc in the field clears the filter.
                  </EmptyState>
                )
              }
            />
          )}
        </QueryBody>
      </div>
    </section>
  );
}

function NoRows({ isReport }: { readonly isReport: boolean }): ReactNode {
  return isReport ? (
    <EmptyState title="No transactions in the report">
      It has figures of everything together only, which stand in the first row.
    </EmptyState>
  ) : (
    <EmptyState title="No samples in the selection">Widen the time span or choose other outcomes.</EmptyState>
  );
}
