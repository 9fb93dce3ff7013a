import type { ReactNode } from 'react';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import type { QueryAnswer } from '../../data/use-query.ts';
import type { DataColumn, SortKey } from '../../ui/data-table/data-column.ts';
import { DataTable } from '../../ui/data-table/DataTable.tsx';
import { useFittingColumns } from '../../ui/data-table/fitting-columns.ts';
import { PanelHeader } from '../../ui/PanelHeader.tsx';

const NOTHING: readonly string[] = [];

interface DetailTableProps {
  readonly title: string;
  readonly note: ReactNode;
  readonly answer: QueryAnswer<readonly unknown[]>;
  readonly columns: readonly DataColumn[];
  readonly defaultSort?: readonly SortKey[];
  readonly empty: string;
  /** Ids of columns that a narrow table leaves out, the first to go first. */
  readonly givesWay?: readonly string[];
  /** A click, Enter or Space on a row; absent: rows only inform. */
  readonly onChoose?: (row: number) => void;
  readonly isMarked?: (row: number) => boolean;
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
  givesWay = NOTHING,
  onChoose,
  isMarked,
  children,
}: DetailTableProps): ReactNode {
  const { data } = answer;
  const fitting = useFittingColumns(columns, givesWay);
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
              {...fitting}
              onRowClick={onChoose}
              onEnter={onChoose}
              onSpace={onChoose}
              isMarked={isMarked}
              empty={<p className="text-2">{empty}</p>}
            />
          )}
        </QueryBody>
      </div>
    </>
  );
}
