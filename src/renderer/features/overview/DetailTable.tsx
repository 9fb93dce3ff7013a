import type { ReactNode } from 'react';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import type { QueryAnswer } from '../../data/use-query.ts';
import type { DataColumn, SortKey } from '../../ui/data-table/data-column.ts';
import { DataTable } from '../../ui/data-table/DataTable.tsx';
import { PanelHeader } from '../../ui/PanelHeader.tsx';

interface DetailTableProps {
  readonly title: string;
  readonly note: ReactNode;
  readonly answer: QueryAnswer<readonly unknown[]>;
  readonly columns: readonly DataColumn[];
  readonly defaultSort?: readonly SortKey[];
  readonly empty: string;
  /** Tabs that switch to other tables. */
  readonly children: ReactNode;
}

/** Header, states and grid of one of the tables below the timeline. */
export function DetailTable({
  title,
  note,
  answer,
  columns,
  defaultSort,
  empty,
  children,
}: DetailTableProps): ReactNode {
  const { data } = answer;
  return (
    <>
      <PanelHeader title={title} note={note}>
        {children}
      </PanelHeader>
      <div className="overview__details">
        <QueryBody
          subject={`The table "${title}"`}
          loading={answer.status === 'loading'}
          error={answer.error}
          onRetry={answer.retry}
        >
          {data === null ? null : (
            <DataTable
              label={title}
              columns={columns}
              rowCount={data.length}
              defaultSort={defaultSort}
              empty={<p className="text-2">{empty}</p>}
            />
          )}
        </QueryBody>
      </div>
    </>
  );
}
