import './samples.css';
import { Ellipsis } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { sampleOrders, type SampleOrder } from '#shared/model/drill-down.ts';
import type { Run } from '#shared/model/run.ts';
import { selectionStatement } from '#shared/sql/selection-statement.ts';
import type { Crosshair } from '../../charts/crosshair.ts';
import { sampleFilter } from '../../state/selectors.ts';
import { tableLayout } from '../../state/layout-slice.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import type { SortKey } from '../../ui/data-table/data-column.ts';
import { ColumnChooser } from '../../ui/data-table/ColumnChooser.tsx';
import { DataTable } from '../../ui/data-table/DataTable.tsx';
import { columnsWithoutRoom } from '../../ui/data-table/fitting-columns.ts';
import { tableText } from '../../ui/data-table/table-text.ts';
import { chooseDurationScale } from '../../ui/duration-format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { QueryBody } from '../query-body/QueryBody.tsx';
import { natureOf } from '../run-nature/run-nature.ts';
import { columnsThatGiveWay, extraColumns, sampleColumns } from './sample-columns.tsx';
import type { SampleQuestion } from './sample-pager.ts';
import { orderNote } from './order-words.ts';
import { useSamples } from './use-samples.ts';

const TABLE = 'samples';
const OWNER = 'samples';

interface SampleDrawerProps {
  readonly run: Run;
  /** Moved to the sample that a person points out. */
  readonly crosshair: Crosshair;
}

/** The samples that the selection consists of, one by one. */
export function SampleDrawer({ run, crosshair }: SampleDrawerProps): ReactNode {
  return natureOf(run) === 'samples' ? (
    <Samples key={run.id} run={run} crosshair={crosshair} />
  ) : (
    <section className="sample-drawer" aria-label="Samples">
      <PanelHeader title="Samples" />
      <EmptyState title="No samples">
        {natureOf(run) === 'report'
          ? 'A report has figures, not samples. Open the results that it was made from.'
          : 'The file holds no response times.'}
      </EmptyState>
    </section>
  );
}

function Samples({ run, crosshair }: SampleDrawerProps): ReactNode {
  // While the brush moves the samples of the selection before stay: they are read, not watched.
  const settled = useAppState((state) => state.selection.settled);
  const layout = useAppState((state) => tableLayout(state.layout, TABLE));
  const { setTableLayout, openSql } = useActions();
  const [failing, setFailing] = useState(false);
  const [sort, setSort] = useState<SortKey>({ column: 'elapsedMs', direction: 'desc' });
  const [roomPx, setRoomPx] = useState<number | null>(null);

  const canFail = settled.outcome === 'all' && run.failures > 0;
  const onlyFailing = canFail && failing;
  const order = orderOf(sort);
  const descending = sort.direction === 'desc';
  const question = useMemo((): SampleQuestion | null => {
    const filter = sampleFilter(settled);
    if (filter?.runId !== run.id) return null;
    return { filter: onlyFailing ? { ...filter, outcome: 'failed' } : filter, order, descending };
  }, [settled, run.id, onlyFailing, order, descending]);
  const { rows, total, loading, isPrevious, error, loadMore, retry } = useSamples(question);

  const columns = useMemo(() => {
    const times = rows.map(({ elapsedMs }) => elapsedMs);
    return sampleColumns({
      rows,
      scale: chooseDurationScale(times, run.clockTickMs),
      longestMs: times.reduce<number>((most, ms) => Math.max(most, ms ?? 0), 0),
      severalSources: run.sourceIds.length > 1,
    });
  }, [rows, run.clockTickMs, run.sourceIds.length]);
  const leftOut = useMemo(
    () => [...layout.hidden, ...extraColumns.filter((id) => !layout.shown.includes(id))],
    [layout],
  );
  const noRoom = useMemo(
    () =>
      columnsWithoutRoom(
        columns.filter(({ id }) => !leftOut.includes(id)),
        roomPx,
        columnsThatGiveWay,
      ),
    [columns, leftOut, roomPx],
  );
  const hidden = useMemo(() => [...leftOut, ...noRoom], [leftOut, noRoom]);
  const notes = useMemo(() => new Map(noRoom.map((id) => [id, 'no room'])), [noRoom]);
  const sorts = useMemo(() => [sort], [sort]);

  useEffect(() => () => crosshair.clear(OWNER), [crosshair]);

  function pointOut(row: number): void {
    const sample = rows[row];
    if (sample === undefined) return;
    crosshair.set({ owner: OWNER, timeMs: sample.startMs, valueMs: sample.elapsedMs });
  }

  function chooseColumns(next: readonly string[]): void {
    setTableLayout(TABLE, {
      hidden: next.filter((id) => !extraColumns.some((extra) => extra === id)),
      shown: extraColumns.filter((id) => !next.includes(id)),
    });
  }

  const copied = columns.filter(({ id }) => !leftOut.includes(id));
  return (
    <section className="sample-drawer" aria-label="Samples" data-pane="samples">
      <PanelHeader title="Samples" note={orderNote(order, descending, total, onlyFailing)}>
        {canFail && (
          <Segmented
            label="Which samples"
            value={onlyFailing ? 'failing' : 'all'}
            options={[
              { value: 'all', label: 'All' },
              { value: 'failing', label: 'Failing' },
            ]}
            onChange={(which) => setFailing(which === 'failing')}
          />
        )}
        <Button
          size="small"
          variant="ghost"
          disabled={rows.length === 0}
          title="The rows that are loaded, with exact values"
          onClick={() => void navigator.clipboard.writeText(tableText(copied, rows.keys(), 'tsv'))}
        >
          Copy rows
        </Button>
        <ColumnChooser columns={columns} hidden={leftOut} notes={notes} onChange={chooseColumns} />
        <Menu
          align="end"
          trigger={
            <button type="button" className="icon-button" aria-label="Samples: more">
              <Ellipsis />
            </button>
          }
          entries={[
            {
              kind: 'action',
              id: 'open-sql',
              label: 'Open in SQL',
              disabled: question === null,
              onSelect: () => {
                if (question !== null) openSql(selectionStatement(run, question.filter));
              },
            },
            {
              kind: 'action',
              id: 'copy-sql',
              label: 'Copy as SQL',
              disabled: question === null,
              onSelect: () => {
                if (question !== null)
                  void navigator.clipboard.writeText(selectionStatement(run, question.filter));
              },
            },
          ]}
        />
      </PanelHeader>
      <div className="sample-drawer__body">
        <QueryBody
          subject="The list of samples"
          loading={loading && (isPrevious || total === null)}
          error={error}
          onRetry={retry}
        >
          {total === null ? null : (
            <DataTable
              label="Samples"
              columns={columns}
              rowCount={rows.length}
              rowKey={(row) => `${rows[row]?.source} ${rows[row]?.row}`}
              hiddenColumns={hidden}
              onViewWidth={setRoomPx}
              sort={sorts}
              onSortChange={(next) => {
                const last = next.at(-1);
                if (last !== undefined) setSort(last);
              }}
              columnWidths={layout.widths}
              onColumnWidthsChange={(widths) => setTableLayout(TABLE, { widths })}
              onEnter={pointOut}
              onRowClick={pointOut}
              onNearEnd={loadMore}
              empty={
                <EmptyState
                  title={onlyFailing ? 'No sample of the selection failed' : 'No samples in the selection'}
                >
                  {onlyFailing ? null : 'Widen the time span or choose other outcomes.'}
                </EmptyState>
              }
            />
          )}
        </QueryBody>
      </div>
    </section>
  );
}

function orderOf({ column }: SortKey): SampleOrder {
  return sampleOrders.find((order) => order === column) ?? 'elapsedMs';
}
