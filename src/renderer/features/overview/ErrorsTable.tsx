import { useMemo, type ReactNode } from 'react';
import { wholeRun } from '#shared/model/filter.ts';
import type { ErrorGroup } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import { summaryQuestion } from '../../data/summary-question.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import { isNarrowed, sampleFilter } from '../../state/selectors.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { DetailTable } from './DetailTable.tsx';
import { errorColumns } from './error-columns.tsx';
import { errorRows, isChosenError, sumOf, toggledError, withoutCode } from './error-rows.ts';

/** Groups that are asked for. */
export const MAX_ERRORS = 1000;
const NONE: readonly ErrorGroup[] = [];
/** The least that a summary can be asked for: only its counts are read. */
const COUNTS_ONLY: readonly number[] = [50];
const GIVES_WAY: readonly string[] = ['share', 'transactions', 'span'];

interface ErrorsTableProps {
  readonly run: Run;
  readonly children: ReactNode;
}

/** Failed samples of the selection, grouped by what the server or the assertion said. Choosing one selects its failures. */
export function ErrorsTable({ run, children }: ErrorsTableProps): ReactNode {
  // While the brush moves the list of the selection before stays: it is text to be read, not a picture.
  const settled = useAppState((state) => state.selection.settled);
  const { setSelection } = useActions();
  const isReport = natureOf(run) === 'report';
  const asked = useMemo(
    () => ({
      ...settled,
      outcome: settled.outcome === 'ok' ? ('ok' as const) : ('failed' as const),
      conditions: withoutCode(settled.conditions),
    }),
    [settled],
  );
  const isPart = isNarrowed({ ...asked, outcome: settled.outcome === 'ok' ? 'ok' : 'all' });
  const filter = useMemo(
    () => sampleFilter(isReport ? { ...asked, outcome: 'all' } : asked),
    [asked, isReport],
  );
  const answer = useEngineQuery('latency.errors', filter === null ? null : { filter, limit: MAX_ERRORS });
  const inRun = useEngineQuery(
    'latency.errors',
    isPart && !isReport && run.failures > 0
      ? { filter: { ...wholeRun(run.id), outcome: 'failed' }, limit: MAX_ERRORS }
      : null,
  );
  const groups = answer.data ?? NONE;
  const isCut = groups.length >= MAX_ERRORS;
  const counted = useEngineQuery(
    'latency.summary',
    isCut && isPart && !isReport && filter !== null ? summaryQuestion(filter, COUNTS_ONLY) : null,
  );
  const failures = !isCut
    ? sumOf(groups)
    : isPart && !isReport
      ? (counted.data?.overall.failures ?? null)
      : run.failures;
  const rows = useMemo(
    () => errorRows(groups, isPart ? inRun.data : null, failures),
    [groups, isPart, inRun.data, failures],
  );
  const columns = useMemo(
    () =>
      errorColumns({
        rows,
        isReport,
        withRun: rows.some((row) => row.inRun !== null),
        withTime: rows.some((row) => row.firstMs !== null),
      }),
    [rows, isReport],
  );
  const listed = rows.reduce((sum, row) => sum + row.count, 0);

  function toggle(row: number): void {
    const chosen = rows[row];
    if (chosen !== undefined) setSelection(toggledError(settled, chosen.code));
  }

  return (
    <DetailTable
      title="Errors"
      note={
        answer.data === null
          ? null
          : isReport
            ? reportNote(listed, isCut, run.failures)
            : note(failures, listed, isCut, run.failures)
      }
      answer={{ ...answer, data: answer.data === null ? null : rows }}
      columns={columns}
      givesWay={GIVES_WAY}
      empty={isReport ? emptyReport(run.failures) : 'No sample of the selection failed.'}
      {...(isReport
        ? {}
        : {
            onChoose: toggle,
            isMarked: (row: number) => isChosenError(settled, rows[row]?.code ?? null),
          })}
    >
      {children}
    </DetailTable>
  );
}

/** A report lists what its tool thought worth listing: the sum need not be that of all failures. */
function reportNote(listed: number, isCut: boolean, failures: number): string {
  if (listed === 0) {
    return failures === 0
      ? 'none listed in the report'
      : `${failuresText(failures)}, which the report does not list`;
  }
  const limited = isCut ? ', the most frequent' : '';
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

function note(inSelection: number | null, listed: number, isCut: boolean, inRun: number): string {
  if (inRun === 0) return 'none in the whole run';
  const limited = isCut && listed !== inSelection ? `, ${numberFormat.count(listed)} of them listed` : '';
  const selected = inSelection === null ? '…' : inSelection === 0 ? 'none' : numberFormat.count(inSelection);
  if (inSelection === inRun) return `${selected} in the whole run${limited}`;
  return `${selected} in the selection${limited}, ${numberFormat.count(inRun)} in the whole run`;
}
