import './pair.css';
import { useMemo, useState, type ReactNode } from 'react';
import type { HeapSeries } from '#shared/model/heap.ts';
import type { FixRow, FixVerification } from '#shared/model/heap-growth.ts';
import { useActions, useAppState } from '../../../state/use-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { DataTable } from '../../../ui/data-table/DataTable.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { HeapBody } from '../HeapBody.tsx';
import type { HeapContents, OpenHeap } from '../use-heap-contents.ts';
import { useHeapQuery } from '../use-heap-query.ts';
import { fixColumns } from './fix-columns.tsx';
import { fixCounts } from './fix-words.ts';

interface VerifyTabProps {
  readonly contents: HeapContents;
  readonly open: OpenHeap;
}

/** Did a change end a leak (method P11): the growth of two series, before and after it. */
export function VerifyTab({ contents, open }: VerifyTabProps): ReactNode {
  const verified = useAppState((state) => state.heap.verified);
  const perOperations = useAppState((state) => state.heap.perOperations);
  const { verifyFix } = useActions();
  const pair = useMemo(() => pairOf(contents.series, open.series, verified), [contents, open, verified]);
  const answer = useHeapQuery(
    'heap.verifyFix',
    pair === null ? null : { beforeSeriesId: pair.before.id, afterSeriesId: pair.after.id },
    { keepPrevious: false },
  );
  if (pair === null)
    return (
      <EmptyState title="A fix takes two series">
        One from before the change and one from after it, with four snapshots each at the same numbers of
        requests.
      </EmptyState>
    );
  return (
    <>
      <div className="heap__bar" data-pane="heap-bar">
        <SeriesSelect
          label="Series before the change"
          side="A"
          series={contents.series}
          value={pair.before.id}
          onChange={(id) => verifyFix(id, id === pair.after.id ? pair.before.id : pair.after.id)}
        />
        <Button size="small" onClick={() => verifyFix(pair.after.id, pair.before.id)}>
          Swap
        </Button>
        <SeriesSelect
          label="Series after the change"
          side="B"
          series={contents.series}
          value={pair.after.id}
          onChange={(id) => verifyFix(id === pair.before.id ? pair.after.id : pair.before.id, id)}
        />
      </div>
      <div className="heap__body">
        <HeapBody
          subject="The fix"
          snapshotIds={[...pair.before.snapshotIds, ...pair.after.snapshotIds]}
          loading={answer.status === 'loading'}
          error={answer.error}
          stopped={answer.stopped}
          onRetry={answer.retry}
          onStop={answer.stop}
          onResume={answer.resume}
        >
          {answer.data === null ? null : <Verification found={answer.data} perOperations={perOperations} />}
        </HeapBody>
      </div>
    </>
  );
}

interface Pair {
  readonly before: HeapSeries;
  readonly after: HeapSeries;
}

/** What was chosen; else the open series and another one, the older first. */
function pairOf(
  series: readonly HeapSeries[],
  open: HeapSeries | null,
  verified: { readonly beforeId: number; readonly afterId: number } | null,
): Pair | null {
  const byId = (id: number | undefined): HeapSeries | undefined => series.find((each) => each.id === id);
  const [before, after] = [byId(verified?.beforeId), byId(verified?.afterId)];
  if (before !== undefined && after !== undefined) return { before, after };
  const first = open ?? series[0];
  const other = series.find((each) => each.id !== first?.id);
  if (first === undefined || other === undefined) return null;
  return other.id < first.id ? { before: other, after: first } : { before: first, after: other };
}

interface SeriesSelectProps {
  readonly label: string;
  readonly side: 'A' | 'B';
  readonly series: readonly HeapSeries[];
  readonly value: number;
  readonly onChange: (seriesId: number) => void;
}

function SeriesSelect({ label, side, series, value, onChange }: SeriesSelectProps): ReactNode {
  return (
    <label className="pair__side">
      <span className={`pair__badge pair__badge--${side.toLowerCase()}`} aria-hidden="true">
        {side}
      </span>
      <span className="text-3">{side === 'A' ? 'Before' : 'After'}</span>
      <select
        className="heap-select"
        aria-label={label}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      >
        {series.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
      </select>
    </label>
  );
}

const KINDS = [
  { value: 'class', label: 'Class' },
  { value: 'owner', label: 'Owner' },
  { value: 'shape', label: 'Owner path' },
  { value: 'container', label: 'Container' },
] as const;

function Verification({
  found,
  perOperations,
}: {
  readonly found: FixVerification;
  readonly perOperations: number;
}): ReactNode {
  const [kind, setKind] = useState<FixRow['kind']>('class');
  const kinds = KINDS.filter(({ value }) => found.rows.some((row) => row.kind === value));
  const shown = kinds.some(({ value }) => value === kind) ? kind : (kinds[0]?.value ?? 'class');
  const rows = useMemo(() => found.rows.filter((row) => row.kind === shown), [found, shown]);
  const columns = useMemo(
    () => fixColumns(rows, found.per === 'snapshot' ? null : perOperations),
    [rows, found.per, perOperations],
  );
  return (
    <section className="heap-tab" aria-label="Did it end the leak?" data-pane="fix">
      <PanelHeader title="Did it end the leak?" note={fixCounts(rows)}>
        {kinds.length > 1 && (
          <Segmented label="What is compared" value={shown} options={kinds} onChange={setKind} />
        )}
      </PanelHeader>
      {found.warnings.length > 0 && <p className="growth-table__warnings">{found.warnings.join(' ')}</p>}
      <div className="heap-tab__body">
        <DataTable
          label="Growth before and after"
          columns={columns}
          rowCount={rows.length}
          rowKey={(row) => rows[row]?.key ?? row}
          empty={
            <EmptyState title="Nothing grew before the change">
              There is no leak that it could have ended: look at the growth of the series before it.
            </EmptyState>
          }
        />
      </div>
    </section>
  );
}
