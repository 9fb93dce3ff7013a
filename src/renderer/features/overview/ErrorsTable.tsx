import { useMemo, type ReactNode } from 'react';
import type { ErrorGroup } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { NOT_IN_REPORT } from '../../panels/run-nature/report-words.ts';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import { sampleFilter } from '../../state/selectors.ts';
import { useAppState } from '../../state/use-store.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { DetailTable } from './DetailTable.tsx';

/** Groups that are asked for. */
export const MAX_ERRORS = 500;
const NONE: readonly ErrorGroup[] = [];

/** Failed samples of the selection, grouped by what the server or the assertion said. */
export function ErrorsTable({
  run,
  children,
}: {
  readonly run: Run;
  readonly children: ReactNode;
}): ReactNode {
  // While the brush moves the list of the selection before stays: it is text to be read, not a picture.
  const settled = useAppState((state) => state.selection.settled);
  const filter = useMemo(() => sampleFilter(settled), [settled]);
  const answer = useEngineQuery('latency.errors', filter === null ? null : { filter, limit: MAX_ERRORS });
  const groups = answer.data ?? NONE;
  const isReport = natureOf(run) === 'report';
  const columns = useMemo(() => errorColumns(groups, isReport), [groups, isReport]);
  const shown = groups.reduce((sum, group) => sum + group.count, 0);
  return (
    <DetailTable
      title="Errors"
      note={
        answer.data === null
          ? null
          : isReport
            ? reportNote(shown, groups.length, run.failures)
            : note(shown, groups.length, run.failures)
      }
      answer={answer}
      columns={columns}
      empty={isReport ? emptyReport(run.failures) : 'No sample of the selection failed.'}
    >
      {children}
    </DetailTable>
  );
}

/** A report lists what its tool thought worth listing: the sum need not be that of all failures. */
function reportNote(listed: number, groups: number, failures: number): string {
  if (listed === 0) {
    return failures === 0
      ? 'none listed in the report'
      : `${failuresText(failures)}, which the report does not list`;
  }
  const limited = groups === MAX_ERRORS ? `, the ${MAX_ERRORS} most frequent` : '';
  return `${numberFormat.count(listed)} listed in the report${limited}`;
}

function failuresText(failures: number): string {
  return failures === 1 ? '1 failure' : `${numberFormat.count(failures)} failures`;
}

function emptyReport(failures: number): string {
  return failures === 0
    ? 'The report lists no errors.'
    : `The report counts ${failuresText(failures)} and does not say what they were.`;
}

function note(inSelection: number, groups: number, inRun: number): string {
  if (inRun === 0) return 'none in the whole run';
  const limited = groups === MAX_ERRORS ? `, the ${MAX_ERRORS} most frequent` : '';
  const selected = inSelection === 0 ? 'none' : numberFormat.count(inSelection);
  return `${selected} in the selection${limited}, ${numberFormat.count(inRun)} in the whole run`;
}

function errorColumns(groups: readonly ErrorGroup[], isReport: boolean): readonly DataColumn[] {
  const missing = isReport ? (
    <span className="text-3" title={NOT_IN_REPORT}>
      –
    </span>
  ) : (
    <span className="text-3">none</span>
  );
  const text = (
    id: string,
    header: string,
    width: number,
    grow: number,
    read: (group: ErrorGroup) => string | null,
  ): DataColumn => ({
    id,
    header,
    width,
    grow,
    cell: (row) => {
      const value = read(groups[row]!);
      return value === null ? missing : <span title={value}>{value}</span>;
    },
    sortValue: (row) => read(groups[row]!),
    copyText: (row) => read(groups[row]!) ?? '',
  });
  const code = text('code', 'Code', 64, 0, (group) => group.code);
  return [
    { ...code, cell: (row) => <span className="mono">{code.cell(row)}</span> },
    text('message', 'Message', 200, 3, (group) => group.message),
    text('transaction', 'Transaction', 140, 2, ({ transaction }) =>
      transaction === '' ? null : transaction,
    ),
    {
      id: 'count',
      header: isReport ? 'Count' : 'Samples',
      width: 72,
      align: 'right',
      cell: (row) => numberFormat.count(groups[row]!.count),
      sortValue: (row) => groups[row]!.count,
      copyText: (row) => exactNumber(groups[row]!.count),
    },
  ];
}
