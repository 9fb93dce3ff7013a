import './samples.css';
import { ChevronDown } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { TailReport, TailRow } from '#shared/model/drill-down.ts';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import type { SelectionSnapshot } from '../../state/selection-slice.ts';
import { sampleFilter } from '../../state/selectors.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { DataTable } from '../../ui/data-table/DataTable.tsx';
import { formatDurationWithUnit } from '../../ui/duration-format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { QueryBody } from '../query-body/QueryBody.tsx';
import { natureOf } from '../run-nature/run-nature.ts';
import { chosenTailRow, tailRowMarked } from './tail-choice.ts';
import { tailColumns, tailFieldLabel } from './tail-columns.tsx';

/** Percent of the selection that count as the slowest. */
const SHARES = [0.1, 1, 5, 10, 25] as const;
/** Rows of each field: what matters stands above. */
const ROWS_PER_FIELD = 50;
const NO_ROWS: readonly TailRow[] = [];

/** What the slowest samples of the selection have more of than the others. */
export function TailTable({ run }: { readonly run: Run }): ReactNode {
  const settled = useAppState((state) => state.selection.settled);
  const { setSelection } = useActions();
  const [percent, setPercent] = useState<(typeof SHARES)[number]>(1);
  const [field, setField] = useState<string | null>(null);
  const question = useMemo(() => {
    const filter = natureOf(run) === 'samples' ? sampleFilter(settled) : null;
    return filter?.runId === run.id ? { filter, share: percent / 100, limit: ROWS_PER_FIELD } : null;
  }, [run, settled, percent]);
  const answer = useEngineQuery('latency.tail', question);
  const report = answer.data;
  const fields = useMemo(() => [...new Set((report?.rows ?? NO_ROWS).map((row) => row.field))], [report]);
  const shown = field !== null && fields.includes(field) ? field : null;
  const rows = useMemo(
    () => (report?.rows ?? NO_ROWS).filter((row) => shown === null || row.field === shown),
    [report, shown],
  );
  const columns = useMemo(
    () => (report === null ? [] : tailColumns(report, rows, shown === null)),
    [report, rows, shown],
  );

  function choose(row: number): void {
    const chosen = rows[row];
    if (chosen !== undefined) setSelection(chosenTailRow(settled, chosen));
  }

  return (
    <section className="tail-table" aria-label="What is in the slowest" data-pane="tail">
      <PanelHeader
        title="What is in the slowest"
        note={report === null ? undefined : <TailNote report={report} run={run} />}
      >
        <Menu
          align="end"
          trigger={
            <Button size="small" aria-label={`Share of the slowest samples: ${percentText(percent)}`}>
              {percentText(percent)}
              <ChevronDown />
            </Button>
          }
          entries={SHARES.map((choice) => ({
            kind: 'choice',
            id: String(choice),
            label: `slowest ${percentText(choice)}`,
            chosen: choice === percent,
            onSelect: () => setPercent(choice),
          }))}
        />
        <Menu
          align="end"
          trigger={
            <Button
              size="small"
              disabled={fields.length === 0}
              aria-label={`By: ${shown === null ? 'all' : tailFieldLabel(shown)}`}
            >
              {shown === null ? 'By all' : `By ${tailFieldLabel(shown)}`}
              <ChevronDown />
            </Button>
          }
          entries={[null, ...fields].map((choice) => ({
            kind: 'choice',
            id: choice ?? '',
            label: choice === null ? 'All' : tailFieldLabel(choice),
            chosen: choice === shown,
            onSelect: () => setField(choice),
          }))}
        />
      </PanelHeader>
      <div className="tail-table__body">
        {question === null ? (
          <EmptyState title="No samples">Only samples can be compared with the slowest of them.</EmptyState>
        ) : (
          <QueryBody
            subject="The comparison with the slowest samples"
            loading={answer.status === 'loading'}
            error={answer.error}
            onRetry={answer.retry}
          >
            {report === null ? null : (
              <DataTable
                label="What is in the slowest"
                columns={columns}
                rowCount={rows.length}
                rowKey={(row) => keyOf(rows[row])}
                isMarked={(row) => rows[row] !== undefined && tailRowMarked(settled, rows[row])}
                onEnter={choose}
                onSpace={choose}
                onRowDoubleClick={choose}
                empty={<NothingStandsOut report={report} settled={settled} />}
              />
            )}
          </QueryBody>
        )}
      </div>
    </section>
  );
}

/** `0.1 %`, `5 %`: the choices as they are, without digits that mean nothing. */
function percentText(percent: number): string {
  return `${exactNumber(percent)} %`;
}

function keyOf(row: TailRow | undefined): string {
  return row === undefined ? '' : JSON.stringify([row.field, row.value, row.key]);
}

/** `957 from 251 ms`: how many count as the slowest, and how long the fastest of them took. */
function TailNote({ report, run }: { readonly report: TailReport; readonly run: Run }): ReactNode {
  const { thresholdMs, tailSamples } = report;
  if (thresholdMs === null) return 'no response times in the selection';
  const count = numberFormat.count(tailSamples);
  const from = formatDurationWithUnit(thresholdMs, run.clockTickMs);
  return <span title={`${count} samples that took ${from} or longer`}>{`${count} from ${from}`}</span>;
}

function NothingStandsOut({
  report: { samples, tailSamples },
  settled,
}: {
  readonly report: TailReport;
  readonly settled: SelectionSnapshot;
}): ReactNode {
  if (samples === 0) return <EmptyState title="No samples in the selection" />;
  if (samples === tailSamples) {
    return (
      <EmptyState title="All samples took as long">
        {settled.latency === null ? 'None is slower than the others.' : 'Widen the band of response times.'}
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Too few samples to compare">
      Choose a larger share, or a longer span: each value needs five samples among the slowest.
    </EmptyState>
  );
}
