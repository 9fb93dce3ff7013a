import { useMemo, type ReactNode } from 'react';
import type { SampleFilter } from '#shared/model/filter.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { DataTable } from '../../ui/data-table/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { signed } from '../../ui/signed-format.ts';
import { pairErrors, type PairedErrors } from './paired-errors.ts';
import type { DetailRun } from './use-detail-run.ts';

const LIMIT = 500;
const SORT = [{ column: 'more', direction: 'desc' }] as const;

interface ErrorsPanelProps {
  readonly sideA: DetailRun | null;
  readonly sideB: DetailRun | null;
  /** Which runs are shown, where a side has several. */
  readonly shownRuns: string | null;
}

/** Failures of both sides by what they say. */
export function ErrorsPanel({ sideA, sideB, shownRuns }: ErrorsPanelProps): ReactNode {
  const a = useEngineQuery('latency.errors', question(sideA), { keepPrevious: false });
  const b = useEngineQuery('latency.errors', question(sideB), { keepPrevious: false });
  const rows = useMemo(() => pairErrors(a.data ?? [], b.data ?? []), [a.data, b.data]);
  const columns = useMemo(() => errorColumns(rows), [rows]);
  return (
    <div className="detail__errors">
      {shownRuns !== null && <p className="detail__runs text-3 ellipsis">{shownRuns}</p>}
      <QueryBody
        subject="The list of errors"
        loading={a.status === 'loading' || b.status === 'loading'}
        error={a.error ?? b.error}
        onRetry={() => {
          a.retry();
          b.retry();
        }}
      >
        {a.data === null || b.data === null ? null : (
          <DataTable
            label="Errors of both sides"
            columns={columns}
            rowCount={rows.length}
            defaultSort={SORT}
            empty={<EmptyState title="No errors on either side" />}
          />
        )}
      </QueryBody>
    </div>
  );
}

function question(side: DetailRun | null): { filter: SampleFilter; limit: number } | null {
  return side === null ? null : { filter: { ...side.filter, outcome: 'all' }, limit: LIMIT };
}

function errorColumns(rows: readonly PairedErrors[]): readonly DataColumn[] {
  const count = (id: 'baseline' | 'candidate', name: string): DataColumn => ({
    id,
    header: name,
    width: 80,
    align: 'right',
    cell: (row) => numberFormat.count(rows[row]![id]),
    sortValue: (row) => rows[row]![id],
    copyText: (row) => exactNumber(rows[row]![id]),
  });
  return [
    {
      id: 'error',
      header: 'Error',
      width: 300,
      grow: 1,
      cell: (row) => <span title={rows[row]!.text}>{rows[row]!.text}</span>,
      sortValue: (row) => rows[row]!.text,
      copyText: (row) => rows[row]!.text,
    },
    count('baseline', 'A'),
    count('candidate', 'B'),
    {
      id: 'more',
      header: 'More in B',
      width: 90,
      align: 'right',
      cell: (row) => signed(rows[row]!.candidate - rows[row]!.baseline),
      sortValue: (row) => rows[row]!.candidate - rows[row]!.baseline,
      copyText: (row) => exactNumber(rows[row]!.candidate - rows[row]!.baseline),
    },
  ];
}
