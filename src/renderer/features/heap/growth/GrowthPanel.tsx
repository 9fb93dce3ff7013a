import { Search } from 'lucide-react';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Growth, GrowthSeries, SeriesGrowth } from '#shared/model/heap-growth.ts';
import { NoticeText } from '../../../charts/chart-panel/NoticeText.tsx';
import { useNotice } from '../../../charts/chart-panel/use-notice.tsx';
import { parseRowFilter } from '../../../panels/transaction-table/row-filter.ts';
import { useAppState } from '../../../state/use-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatBytes } from '../../../ui/byte-format.ts';
import { DataTable, type DataTableHandle } from '../../../ui/data-table/DataTable.tsx';
import { useFittingColumns } from '../../../ui/data-table/fitting-columns.ts';
import { tableText } from '../../../ui/data-table/table-text.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { growthColumns } from './growth-columns.tsx';
import { bandOf, growthRows, rowKeyOf } from './growth-rows.ts';
import { exhaustionText, groupingNames, growthHolder, verdictCounts } from './growth-words.ts';

/** Left out first where there is no room; tooltips and copies have the same. */
const GIVES_WAY = ['p', 'first', 'interval', 'holder', 'spark'] as const;

interface GrowthPanelProps {
  readonly growth: SeriesGrowth;
  readonly found: Growth;
  /** `S1`, … of the snapshots that are not left out. */
  readonly labels: readonly string[];
  readonly chosen: GrowthSeries | null;
  readonly onChoose: (series: GrowthSeries) => void;
  /** Band of the row that is pointed at; null: none. */
  readonly onHover: (band: string | null) => void;
}

/** One line per class, owner or path: what became of it, how fast it grows, and why that is said. */
export function GrowthPanel(props: GrowthPanelProps): ReactNode {
  const { growth, found, labels, chosen, onChoose, onHover } = props;
  const grouping = useAppState((state) => state.heap.grouping);
  const perOperations = useAppState((state) => state.heap.perOperations);
  const [typed, setTyped] = useState('');
  const [expanded, setExpanded] = useState(false);
  const table = useRef<DataTableHandle>(null);
  const { text: notice, report } = useNotice();
  const filter = useMemo(() => parseRowFilter(typed), [typed]);
  const rows = useMemo(() => growthRows(found, grouping, expanded), [found, grouping, expanded]);
  const shown = useMemo(
    () =>
      Uint32Array.from(
        rows.flatMap((row, index) => {
          if (filter.kind !== 'match' || row.kind !== 'series') return [index];
          return filter.test(row.series.name) || filter.test(growthHolder(row.series)) ? [index] : [];
        }),
      ),
    [rows, filter],
  );
  const per = found.operations === null ? null : perOperations;
  const toggleNoise = useCallback(() => setExpanded((before) => !before), []);
  const columns = useMemo(
    () =>
      growthColumns({
        rows,
        first: labels[0] ?? '',
        last: labels.at(-1) ?? '',
        perOperations: per,
        onToggleNoise: toggleNoise,
      }),
    [rows, labels, per, toggleNoise],
  );
  const fitting = useFittingColumns(columns, GIVES_WAY);
  const series = rows.flatMap((row) => (row.kind === 'series' ? [row.series] : []));
  const { belowFloor } = found;
  const below =
    belowFloor.series === 0
      ? null
      : `${belowFloor.series} below the size floor, ${formatBytes(belowFloor.bytes)} of classes together`;
  const choose = (index: number): void => {
    const row = rows[index];
    onHover(row === undefined ? null : bandOf(row));
    if (row?.kind === 'series') onChoose(row.series);
  };
  return (
    <section
      className="growth-table"
      aria-label="What grew"
      data-pane="growth"
      onPointerMove={(event) => {
        const line = (event.target as Element).closest('[role="row"]')?.getAttribute('aria-rowindex');
        const order = table.current?.orderedRows();
        const row = line == null || order === undefined ? undefined : rows[order[Number(line) - 2] ?? -1];
        onHover(row === undefined ? null : bandOf(row));
      }}
      onPointerLeave={() => onHover(null)}
    >
      <PanelHeader
        title="What grew"
        note={[
          verdictCounts(series),
          growth.exhaustion === null ? null : exhaustionText(growth.exhaustion),
          below,
        ]
          .filter((part) => part !== null && part !== '')
          .join('; ')}
      >
        <NoticeText text={notice} />
        <Button
          size="small"
          variant="ghost"
          onClick={() =>
            report(
              navigator.clipboard.writeText(tableText(columns, table.current?.orderedRows() ?? [], 'tsv')),
              'Copied',
              'Could not be copied',
            )
          }
        >
          Copy table
        </Button>
        <TextField
          label={`Filter by ${groupingNames[grouping]} or holder`}
          placeholder="Filter by class or holder"
          size="small"
          icon={<Search />}
          clearable
          value={typed}
          onChange={setTyped}
          problem={filter.kind === 'wrong' ? filter.problem : null}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped('');
            else if (event.key === 'ArrowDown') table.current?.focus();
            else return;
            event.preventDefault();
          }}
        />
      </PanelHeader>
      <div className="growth-table__body">
        <DataTable
          ref={table}
          label="What grew"
          columns={columns}
          rowCount={rows.length}
          rows={shown}
          rowKey={(row) => rowKeyOf(rows[row]!)}
          hiddenColumns={fitting.hiddenColumns}
          onViewWidth={fitting.onViewWidth}
          isMarked={(row) => {
            const at = rows[row];
            return at?.kind === 'series' && at.series.key === chosen?.key;
          }}
          onActiveRow={choose}
          onEnter={(row) => {
            if (rows[row]?.kind === 'noise') toggleNoise();
            else choose(row);
          }}
          onSpace={(row) => {
            if (rows[row]?.kind === 'noise') toggleNoise();
          }}
          empty={
            <EmptyState title={typed === '' ? 'Nothing above the size floor' : 'Nothing fits the filter'}>
              {typed === '' ? 'A lower floor looks at smaller ones too.' : 'Esc in the field clears it.'}
            </EmptyState>
          }
        />
      </div>
      {found.warnings.length > 0 && (
        <p className="growth-table__warnings">{found.warnings.map(({ message }) => message).join(' ')}</p>
      )}
    </section>
  );
}
