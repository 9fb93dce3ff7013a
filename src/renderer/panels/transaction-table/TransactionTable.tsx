import './transaction-table.css';
import { Download, Ellipsis, Search } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { usePalette } from '../../charts/canvas-host/use-palette.tsx';
import { saveBlob } from '../../charts/save-blob.ts';
import { tableLayout } from '../../state/layout-slice.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ColumnChooser } from '../../ui/data-table/ColumnChooser.tsx';
import { DataTable, type DataTableHandle } from '../../ui/data-table/DataTable.tsx';
import { tableText } from '../../ui/data-table/table-text.ts';
import { chooseDurationScale } from '../../ui/duration-format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { QueryBody } from '../query-body/QueryBody.tsx';
import { OTHERS_ID } from '../run-figures/estimated-figures.ts';
import type { RunCube } from '../run-figures/use-run-cube.ts';
import type { FiguresAnswer } from '../run-figures/use-run-figures.ts';
import { matchingRows, parseRowFilter } from './row-filter.ts';
import { describeRows } from './table-note.ts';
import { sparklineColumn, transactionColumns } from './transaction-columns.tsx';

const TABLE = 'transactions';
const NONE: never[] = [];
const DEFAULT_SORT = [{ column: 'p95', direction: 'desc' }] as const;

const JMETER_HINT =
  "Adds p90, p95 and p99 as JMeter's own dashboard computes them: another definition of the percentile (type 6), " +
  'over the last 20,000 samples only. For comparison with a dashboard; all other figures use every sample.';

interface TransactionTableProps {
  readonly run: Run;
  readonly answer: FiguresAnswer;
  readonly runCube: RunCube | null;
  readonly jmeterCompatible: boolean;
  readonly onJmeterCompatible: (on: boolean) => void;
}

/** All transactions of the run in the selected span and outcome; chosen ones are marked and drive all views. */
export function TransactionTable({ run, answer, runCube, jmeterCompatible, onJmeterCompatible }: TransactionTableProps): ReactNode {
  const table = useRef<DataTableHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const palette = usePalette();
  const selection = useAppState((state) => state.selection);
  const layout = useAppState((state) => tableLayout(state.layout, TABLE));
  const { setTableLayout, toggleTransaction } = useActions();

  const { figures } = answer;
  const [sizing, setSizing] = useState(figures);
  if (figures !== sizing && (sizing === null || figures?.state === 'exact')) setSizing(figures);
  const rows = figures?.transactions ?? NONE;
  const chosen = selection.transactions;
  const filter = useMemo(() => parseRowFilter(typed), [typed]);
  const shown = useMemo(() => matchingRows(filter, rows.map((row) => row.label)), [filter, rows]);
  const scale = useMemo(
    () => chooseDurationScale(rows.map((row) => row.percentilesMs[0] ?? null), run.clockTickMs),
    [rows, run.clockTickMs],
  );
  const span = useMemo(() => {
    if (selection.time === null || run.durationMs === 0) return null;
    return { from: selection.time.fromMs / run.durationMs, to: Math.min(1, selection.time.toMs / run.durationMs) };
  }, [selection.time, run.durationMs]);

  const columns = useMemo(() => {
    if (figures === null) return NONE;
    const input = {
      rows: figures.transactions,
      overall: figures.overall,
      overallName: chosen === null ? 'All transactions' : `${numberFormat.count(chosen.length)} chosen`,
      scale,
      sizing: { rows: sizing?.transactions ?? NONE, overall: sizing?.overall ?? figures.overall },
      countedKind: figures.transactions.some((row) => row.kind !== run.countedKind) ? run.countedKind : null,
      withJmeter: jmeterCompatible,
    };
    const valuesOf = (id: number): Float64Array | null => {
      if (runCube === null) return null;
      const index = id === OTHERS_ID ? runCube.cube.transactionIds.length : runCube.cube.transactionIds.indexOf(id);
      return runCube.sparklines[index] ?? null;
    };
    const sparkline = sparklineColumn({ rows: figures.transactions, valuesOf, overall: runCube?.sparklines.at(-1) ?? null, span, palette });
    return transactionColumns(input, sparkline);
  }, [figures, sizing, chosen, scale, jmeterCompatible, runCube, span, palette, run.countedKind]);

  function exactText(format: 'tsv' | 'csv'): string {
    const visible = columns.filter((column) => !layout.hidden.includes(column.id));
    return tableText(visible, table.current?.orderedRows() ?? NONE, format, { summary: true });
  }

  function toggle(row: number): void {
    const id = rows[row]?.id;
    if (id !== undefined && id !== OTHERS_ID) toggleTransaction(id);
  }

  function add(row: number): void {
    const id = rows[row]?.id;
    if (id !== undefined && chosen?.includes(id) !== true) toggle(row);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    field.current?.focus();
  }

  return (
    <section className="transaction-table" aria-label="Transactions" onKeyDown={onKeyDown}>
      <PanelHeader title="Transactions" note={describeRows(figures?.state ?? null, selection.outcome, scale.unit)}>
        {run.tool === 'jmeter' && (
          <Tooltip text={<span className="transaction-table__hint">{JMETER_HINT}</span>}>
            <span>
              <Checkbox checked={jmeterCompatible} onChange={onJmeterCompatible}>
                JMeter-compatible
              </Checkbox>
            </span>
          </Tooltip>
        )}
        <TextField
          ref={field}
          label="Filter transactions"
          placeholder="Filter by name or /regex/"
          size="small"
          icon={<Search />}
          clearable
          value={typed}
          problem={filter.kind === 'wrong' ? filter.problem : null}
          onChange={setTyped}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped('');
            if (event.key === 'ArrowDown') table.current?.focus();
          }}
        />
        <ColumnChooser columns={columns} hidden={layout.hidden} onChange={(hidden) => setTableLayout(TABLE, { hidden: [...hidden] })} />
        <Menu
          align="end"
          trigger={
            <button type="button" className="icon-button" aria-label="Transactions: more">
              <Ellipsis />
            </button>
          }
          entries={[
            { kind: 'action', id: 'copy', label: 'Copy as table', onSelect: () => void navigator.clipboard.writeText(exactText('tsv')) },
            {
              kind: 'action',
              id: 'csv',
              label: 'Save as CSV',
              icon: <Download />,
              onSelect: () => saveBlob(new Blob([exactText('csv')], { type: 'text/csv' }), `${run.name} transactions.csv`),
            },
          ]}
        />
      </PanelHeader>
      <div className="transaction-table__body">
        <QueryBody subject="The table" loading={answer.loading && figures?.state !== 'estimate'} error={answer.error} onRetry={answer.retry}>
          {figures === null ? null : (
            <DataTable
              ref={table}
              label="Transactions"
              columns={columns}
              rowCount={rows.length}
              rows={shown}
              rowKey={(row) => rows[row]?.id ?? row}
              hiddenColumns={layout.hidden}
              defaultSort={DEFAULT_SORT}
              columnWidths={layout.widths}
              onColumnWidthsChange={(widths) => setTableLayout(TABLE, { widths })}
              isMarked={(row) => chosen?.includes(rows[row]?.id ?? OTHERS_ID) === true}
              onEnter={add}
              onSpace={toggle}
              onRowDoubleClick={toggle}
              empty={
                rows.length === 0 ? (
                  <EmptyState title="No samples in the selection">Widen the time span or choose other outcomes.</EmptyState>
                ) : (
                  <EmptyState title="No transaction has this name">Esc clears the filter.</EmptyState>
                )
              }
            />
          )}
        </QueryBody>
      </div>
    </section>
  );
}
