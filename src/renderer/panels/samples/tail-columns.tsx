import type { ReactNode } from 'react';
import { fieldLabel } from '#shared/model/condition-fields.ts';
import type { TailReport, TailRow } from '#shared/model/drill-down.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import { classes } from '../../ui/class-names.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { valueText } from '../selection/condition-words.ts';

/** Chance alone would do: the interval of the lift contains 1. */
export function isByChance({ low, high }: TailRow): boolean {
  return low <= 1 && high >= 1;
}

const ownFields: Readonly<Record<string, string>> = { transaction: 'Transaction', second: 'Second' };

/** What people call what the rows are about: also those that are no fields of conditions. */
export function tailFieldLabel(field: string): string {
  return ownFields[field] ?? fieldLabel(field);
}

export function tailValueText({ field, value, key }: TailRow): string {
  return field === 'second' && key !== null ? formatElapsed(key) : valueText(value);
}

/** @param withField rows are of several fields, and say of which */
export function tailColumns(
  report: TailReport,
  rows: readonly TailRow[],
  withField: boolean,
): readonly DataColumn[] {
  const at = (row: number): TailRow => rows[row]!;
  const figure = (
    id: string,
    header: string,
    hint: string,
    width: number,
    read: (row: TailRow) => number,
    text: (row: TailRow) => ReactNode,
    copy: (row: TailRow) => string,
  ): DataColumn => ({
    id,
    header,
    hint,
    width,
    align: 'right',
    cell: (row) => (
      <span className={classes(isByChance(at(row)) && 'is-by-chance')} title={copy(at(row))}>
        {text(at(row))}
      </span>
    ),
    sortValue: (row) => read(at(row)),
    copyText: (row) => copy(at(row)),
  });
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const tail = (row: TailRow): number => share(row.tailSamples, report.tailSamples);
  const all = (row: TailRow): number => share(row.samples, report.samples);
  // Transactions are known by their names.
  const ofField = ({ field }: TailRow): boolean => withField && field !== 'transaction';
  return [
    {
      id: 'value',
      header: 'Value',
      width: 122,
      grow: 1,
      cell: (row) => {
        const text = tailValueText(at(row));
        const field = tailFieldLabel(at(row).field);
        return (
          <span
            className={classes(isByChance(at(row)) && 'is-by-chance')}
            title={isByChance(at(row)) ? `${field} ${text}: chance alone would do` : `${field} ${text}`}
          >
            {ofField(at(row)) && <span className="tail-table__field">{field}</span>}
            {ofField(at(row)) && ' '}
            {text}
          </span>
        );
      },
      sortValue: (row) => `${tailFieldLabel(at(row).field)} ${tailValueText(at(row))}`,
      copyText: (row) => `${tailFieldLabel(at(row).field)}: ${tailValueText(at(row))}`,
    },
    figure(
      'tail',
      'Tail, %',
      'Share of the slowest samples that have the value',
      54,
      tail,
      (row) => numberFormat.percentNumber(tail(row)),
      (row) => exactNumber(tail(row) * 100),
    ),
    figure(
      'all',
      'All, %',
      'Share of all samples of the selection that have the value',
      50,
      all,
      (row) => numberFormat.percentNumber(all(row)),
      (row) => exactNumber(all(row) * 100),
    ),
    figure(
      'lift',
      'Lift',
      'How many times as frequent the value is among the slowest samples as among all',
      48,
      (row) => row.lift,
      (row) => (
        <span className={classes(!isByChance(row) && 'tail-table__lift')}>
          {numberFormat.short(row.lift)}
        </span>
      ),
      (row) => exactNumber(row.lift),
    ),
    figure(
      'interval',
      '95 % CI',
      'Confidence interval of the lift: delta method on its logarithm, with the spread between 30 parts of the time',
      80,
      (row) => row.low,
      (row) => `${edge(row.low)} to ${edge(row.high)}`,
      (row) => `${exactNumber(row.low)} to ${exactNumber(row.high)}`,
    ),
  ];
}

/** Two digits say all that an interval says. */
function edge(value: number): string {
  return value >= 9.95 ? numberFormat.count(Math.round(value)) : numberFormat.fixed(value, 1);
}
