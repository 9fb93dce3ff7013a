import type { ReactNode } from 'react';
import { NOT_IN_REPORT } from '../../panels/run-nature/report-words.ts';
import { figureWidth } from '../../panels/transaction-table/column-widths.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import type { ErrorRow } from './error-rows.ts';

interface ErrorColumnsInput {
  readonly rows: readonly ErrorRow[];
  readonly isReport: boolean;
  /** The selection is less than the run: both counts are shown. */
  readonly withRun: boolean;
  /** Some failure has an instant. */
  readonly withTime: boolean;
}

/** The order is that of the questions: what, how often, how much of it all, when, where. */
export function errorColumns({
  rows,
  isReport,
  withRun,
  withTime,
}: ErrorColumnsInput): readonly DataColumn[] {
  const missing = isReport ? (
    <span className="text-3" title={NOT_IN_REPORT}>
      –
    </span>
  ) : (
    <span className="text-3">none</span>
  );
  const text = (value: string | null, className?: string): ReactNode =>
    value === null ? (
      missing
    ) : (
      <span className={className} title={value}>
        {value}
      </span>
    );
  const count = (id: string, header: string, hint: string, read: (row: ErrorRow) => number): DataColumn => ({
    id,
    header,
    hint,
    width: header.length > 6 ? 66 : 56,
    align: 'right',
    cell: (row) => numberFormat.count(read(rows[row]!)),
    sortValue: (row) => read(rows[row]!),
    copyText: (row) => exactNumber(read(rows[row]!)),
  });
  return [
    {
      id: 'code',
      header: 'Code',
      width: 50,
      cell: (row) => text(rows[row]!.code, 'mono'),
      sortValue: (row) => rows[row]!.code,
      copyText: (row) => rows[row]!.code ?? '',
    },
    {
      id: 'message',
      header: 'Message',
      width: 100,
      grow: 3,
      cell: (row) => text(rows[row]!.message),
      sortValue: (row) => rows[row]!.message,
      copyText: (row) => rows[row]!.message ?? '',
    },
    count(
      'count',
      withRun ? 'Selected' : 'Count',
      withRun ? 'Failures in the selection' : 'Failures',
      (row) => row.count,
    ),
    ...(withRun ? [count('run', 'Run', 'Failures in the whole run', (row) => row.inRun ?? row.count)] : []),
    {
      id: 'share',
      header: '%',
      name: 'Share of the failures, %',
      hint: 'Share of all failures of the selection',
      width: 44,
      align: 'right',
      cell: (row) => {
        const { share } = rows[row]!;
        return share === null ? <span className="text-3">–</span> : numberFormat.percentNumber(share);
      },
      sortValue: (row) => rows[row]!.share,
      copyText: (row) => (rows[row]!.share === null ? '' : exactNumber(rows[row]!.share * 100)),
    },
    ...(withTime ? [spanColumn(rows)] : []),
    transactionsColumn(rows, missing),
  ];
}

/** `16:52–17:10`; empty without instants. */
function spanText({ firstMs, lastMs }: ErrorRow): string {
  if (firstMs === null || lastMs === null) return '';
  const [first, last] = [formatElapsed(firstMs), formatElapsed(lastMs)];
  return first === last ? first : `${first}–${last}`;
}

function spanColumn(rows: readonly ErrorRow[]): DataColumn {
  return {
    id: 'span',
    header: 'First–last',
    name: 'First and last time',
    hint: 'Of the first and the last of them, since the start of the run',
    width: figureWidth(rows.map(spanText), 82) + 6,
    cell: (row) => {
      const text = spanText(rows[row]!);
      return text === '' ? <span className="text-3">–</span> : <span className="figure">{text}</span>;
    },
    sortValue: (row) => rows[row]!.firstMs,
    copyText: (row) => {
      const { firstMs, lastMs } = rows[row]!;
      return firstMs === null || lastMs === null
        ? ''
        : `${exactNumber(firstMs / 1000)} s to ${exactNumber(lastMs / 1000)} s`;
    },
  };
}

function transactionsColumn(rows: readonly ErrorRow[], missing: ReactNode): DataColumn {
  const named = (row: number): string =>
    rows[row]!.transactions.map(({ label, count }) => `${label} (${exactNumber(count)})`).join('; ');
  return {
    id: 'transactions',
    header: 'Transactions',
    width: 98,
    grow: 2,
    cell: (row) => {
      const [first, ...others] = rows[row]!.transactions;
      if (first === undefined) return missing;
      const more = others.length === 0 ? '' : ` and ${numberFormat.count(others.length)} more`;
      return (
        <span title={named(row)}>
          {first.label}
          {more}
        </span>
      );
    },
    sortValue: (row) => rows[row]!.transactions[0]?.label ?? null,
    copyText: named,
  };
}
