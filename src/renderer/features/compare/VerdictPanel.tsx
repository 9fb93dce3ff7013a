import './verdicts.css';
import { Search } from 'lucide-react';
import { useCallback, useImperativeHandle, useMemo, useRef, useState, type ReactNode, type Ref } from 'react';
import {
  verdicts as verdictWords,
  type ComparedMetric,
  type MetricVerdict,
  type Verdict,
} from '#shared/model/comparison.ts';
import { forestAxis } from '../../charts/forest/axis.ts';
import { parseRowFilter } from '../../panels/transaction-table/row-filter.ts';
import { classes } from '../../ui/class-names.ts';
import { DataTable, type DataTableHandle } from '../../ui/data-table/DataTable.tsx';
import { tableText } from '../../ui/data-table/table-text.ts';
import type { DurationScale } from '../../ui/duration-format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { VERDICT_ROW_PX, verdictColumns } from './verdict-columns.tsx';
import { countByVerdict, countsText, DEFAULT_SORT } from './verdict-order.ts';
import { metricNames, verdictNames } from './verdict-words.ts';

/** Left out first where there is no room; the details of a row and its tooltip have the same figures. */
const SPARE_COLUMNS = [
  { below: 1120, id: 'blocks' },
  { below: 1050, id: 'n' },
  { below: 830, id: 'delta-ms' },
] as const;
/** Of all columns but the plot, in px. */
const FIXED_PX = 720;

interface VerdictPanelProps {
  readonly rows: readonly MetricVerdict[];
  readonly headline: MetricVerdict | null;
  readonly metric: ComparedMetric;
  readonly margin: number;
  readonly duration: DurationScale;
  readonly provisional: boolean;
  /** Nothing is known yet. */
  readonly waiting: boolean;
  /** Label of the details; null: all counted samples. */
  readonly chosen: string | null;
  readonly onChoose: (label: string | null) => void;
  readonly onOpen: (verdict: MetricVerdict) => void;
  readonly onMargin: (label: string | null) => void;
  /** Other views of the same verdicts, left of the filters. */
  readonly controls: ReactNode;
  /** Below the table: what could not be judged. */
  readonly children: ReactNode;
  readonly ref?: Ref<VerdictPanelHandle> | undefined;
}

export interface VerdictPanelHandle {
  /** The rows as they are shown, with exact values, tab-separated. */
  readonly text: () => string;
}

/** One row per transaction: what happened to it, how sure that is, and what would settle it. */
export function VerdictPanel(props: VerdictPanelProps): ReactNode {
  const { rows, headline, metric, margin, duration, provisional, waiting, chosen } = props;
  const { onChoose, onOpen, onMargin, controls, children, ref } = props;
  const table = useRef<DataTableHandle>(null);
  const [typed, setTyped] = useState('');
  const [only, setOnly] = useState<Verdict | null>(null);
  const [widthPx, setWidthPx] = useState(1000);
  const field = useRef<HTMLInputElement>(null);
  const filter = useMemo(() => parseRowFilter(typed), [typed]);
  const shown = useMemo(
    () =>
      Uint32Array.from(
        rows.flatMap(({ label, candidateLabel, verdict }, row) => {
          const names = [label ?? '', candidateLabel ?? ''];
          const matches = filter.kind !== 'match' || names.some((name) => name !== '' && filter.test(name));
          return matches && (only === null || verdict === only) ? [row] : [];
        }),
      ),
    [rows, filter, only],
  );
  const hidden = useMemo(
    () => SPARE_COLUMNS.filter(({ below }) => widthPx < below).map(({ id }) => id),
    [widthPx],
  );
  const axis = useMemo(
    () =>
      forestAxis(
        metric,
        [...rows, ...(headline === null ? [] : [headline])].flatMap((row) =>
          row.ci95 === null ? [] : [row.ci95],
        ),
        margin,
        Math.max(200, widthPx - FIXED_PX),
      ),
    [rows, headline, metric, margin, widthPx],
  );
  const onHeadline = useCallback(() => onChoose(null), [onChoose]);
  const columns = useMemo(
    () => verdictColumns({ rows, headline, metric, axis, duration, provisional, onMargin, onHeadline }),
    [rows, headline, metric, axis, duration, provisional, onMargin, onHeadline],
  );
  useImperativeHandle(
    ref,
    () => ({ text: () => tableText(columns, table.current?.orderedRows() ?? [], 'tsv', { summary: true }) }),
    [columns],
  );
  const choose = useCallback((row: number) => onChoose(rows[row]?.label ?? null), [onChoose, rows]);
  return (
    <section className="verdicts" aria-label="Verdicts" data-pane="verdicts">
      <PanelHeader
        title="Verdicts"
        note={rows.length === 0 && waiting ? null : `${metricNames[metric]}: ${countsText(rows)}`}
      >
        {controls}
        <VerdictFilter rows={rows} only={only} onOnly={setOnly} />
        <TextField
          ref={field}
          label="Filter transactions"
          placeholder="Filter by name or /regex/"
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
      <div className="verdicts__body">
        <DataTable
          ref={table}
          label="Verdicts by transaction"
          columns={columns}
          rowCount={rows.length}
          rows={shown}
          rowKey={(row) => rows[row]?.label ?? ''}
          hiddenColumns={hidden}
          defaultSort={DEFAULT_SORT}
          rowHeight={VERDICT_ROW_PX}
          onViewWidth={setWidthPx}
          isMarked={(row) => rows[row]?.label === chosen}
          onActiveRow={choose}
          onEnter={(row) => {
            const verdict = rows[row];
            if (verdict !== undefined) onOpen(verdict);
          }}
          empty={
            rows.length === 0 && waiting ? null : rows.length === 0 ? (
              <EmptyState title="No transaction is on both sides">
                Where a transaction has another name on side B, pair the two below.
              </EmptyState>
            ) : (
              <EmptyState title="No transaction fits the filter">Esc in the field clears it.</EmptyState>
            )
          }
        />
      </div>
      {children}
    </section>
  );
}

interface VerdictFilterProps {
  readonly rows: readonly MetricVerdict[];
  readonly only: Verdict | null;
  readonly onOnly: (verdict: Verdict | null) => void;
}

/** A click on a verdict shows its rows alone, another one shows all again. */
function VerdictFilter({ rows, only, onOnly }: VerdictFilterProps): ReactNode {
  const counts = countByVerdict(rows);
  return (
    <div className="verdicts__filter" role="group" aria-label="Show verdicts">
      {verdictWords.map((verdict) => (
        <button
          key={verdict}
          type="button"
          className={classes('verdicts__count', `is-${verdict}`)}
          aria-pressed={only === verdict}
          aria-label={`${verdictNames[verdict]}, ${counts[verdict]}`}
          title={`Show what is ${verdictNames[verdict]} only`}
          disabled={counts[verdict] === 0 && only !== verdict}
          onClick={() => onOnly(only === verdict ? null : verdict)}
        >
          {verdictNames[verdict]} <span className="figure">{counts[verdict]}</span>
        </button>
      ))}
    </div>
  );
}
