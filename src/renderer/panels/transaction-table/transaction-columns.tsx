import type { TransactionKind } from '#shared/model/run.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { formatDuration, type DurationScale } from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import {
  JMETER_PERCENTILES,
  TABLE_PERCENTILES,
  type Figures,
  type TransactionFigures,
} from '../run-figures/figures.ts';
import { NOT_IN_REPORT } from '../run-nature/report-words.ts';
import { figureWidth } from './column-widths.ts';

/** The order of columns is the order in which people read them: how many, how fast, how bad, how far. */
export interface ColumnInput {
  readonly rows: readonly TransactionFigures[];
  readonly overall: Figures;
  /** What the figures' `percentilesMs` are the values of. */
  readonly percentiles: readonly number[];
  /** "All transactions", or how many are chosen. */
  readonly overallName: string;
  /** The figures that widths are made for: while a brush moves, columns must not change theirs. */
  readonly sizing: { readonly rows: readonly Figures[]; readonly overall: Figures };
  readonly scale: DurationScale;
  /** False: the figures are estimates, which have no exact value to show on hover. */
  readonly exact: boolean;
  /** Name of the tool whose figures these are; null: computed here from samples. */
  readonly reportedBy: string | null;
  /** The kind that is counted, where rows are of several kinds; null: all rows are counted and need no column. */
  readonly countedKind: TransactionKind | null;
  readonly withJmeter: boolean;
}

/** A column, and what it shows by itself. */
export interface TransactionColumn extends DataColumn {
  /** Every value is missing. */
  readonly isEmpty?: boolean;
  /** Shown only when somebody asks for it. */
  readonly isExtra?: boolean;
  /** What the chooser says of an extra; "in the report" unless given. */
  readonly extraNote?: string;
}

const kindNames: Readonly<Record<TransactionKind, string>> = {
  request: 'request',
  transaction: 'controller',
  'sub-result': 'sub-result',
  group: 'group',
};

/**
 * @param sparkline null for a run that cannot be drawn over time
 * @param extras further columns, at the end
 */
export function transactionColumns(
  input: ColumnInput,
  sparkline: TransactionColumn | null,
  extras: readonly TransactionColumn[] = [],
): readonly TransactionColumn[] {
  const { rows, countedKind, withJmeter, reportedBy } = input;
  return [
    {
      id: 'name',
      header: 'Transaction',
      width: 160,
      grow: 3,
      hideable: false,
      cell: (row) => <span title={rows[row]?.label}>{rows[row]?.label}</span>,
      sortValue: (row) => rows[row]?.label ?? null,
      copyText: (row) => rows[row]?.label ?? '',
      summary: input.overallName,
      summaryCopyText: input.overallName,
    },
    ...(countedKind === null ? [] : [kindColumn(rows, countedKind)]),
    ...(sparkline === null ? [] : [sparkline]),
    numberColumn(input, {
      id: 'samples',
      header: 'Samples',
      width: 66,
      read: (of) => of.samples,
      text: numberFormat.count,
    }),
    numberColumn(input, {
      id: 'rate',
      header: '/s',
      name: 'Samples/s',
      hint:
        reportedBy === null
          ? 'Samples per second between the first start and the last end'
          : `Samples per second, as ${reportedBy} printed it`,
      width: 50,
      read: (of) => of.throughputPerSec,
      text: numberFormat.short,
    }),
    errorColumn(input),
    time(input, 'min', 'Min', 'Fastest sample', 42, (of) => of.minMs),
    time(input, 'mean', 'Mean', 'Arithmetic mean', 48, (of) => of.meanMs),
    ...percentileColumns(input),
    ...(withJmeter ? jmeterColumns(input) : []),
    time(input, 'max', 'Max', 'Slowest sample', 48, (of) => of.maxMs),
    time(
      input,
      'deviation',
      'Std dev',
      reportedBy === null
        ? 'Standard deviation of the population, as JMeter and Gatling print it'
        : `Standard deviation, as ${reportedBy} printed it`,
      62,
      (of) => of.stdDevMs,
    ),
    numberColumn(input, {
      id: 'received',
      header: 'kB/s',
      name: 'Received, kB/s',
      hint: 'Received bytes per second, 1 kB = 1000 bytes',
      width: 58,
      read: (of) => (of.receivedPerSec === null ? null : of.receivedPerSec / 1000),
      text: numberFormat.short,
    }),
    ...extras,
  ];
}

/** Kinds that headline figures leave out stand in brackets: the rows do not add up to the first one. */
function kindColumn(rows: readonly TransactionFigures[], countedKind: TransactionKind): TransactionColumn {
  const kindOf = (row: number): TransactionKind => rows[row]?.kind ?? countedKind;
  const words = (row: number): string =>
    kindOf(row) === countedKind ? kindNames[kindOf(row)] : `${kindNames[kindOf(row)]}, not counted in totals`;
  return {
    id: 'kind',
    header: 'Kind',
    hint: 'What a row stands for; kinds in brackets are not counted in totals',
    width: 84,
    cell: (row) => (
      <span className="text-2" title={words(row)}>
        {kindOf(row) === countedKind ? kindNames[kindOf(row)] : `(${kindNames[kindOf(row)]})`}
      </span>
    ),
    sortValue: words,
    copyText: words,
  };
}

interface NumberColumnInput {
  readonly id: string;
  readonly header: string;
  readonly name?: string;
  readonly hint?: string;
  readonly width: number;
  readonly read: (of: Figures) => number | null;
  readonly text: (value: number) => string;
}

function numberColumn(
  { rows, overall, sizing, exact, reportedBy }: ColumnInput,
  { read, text, width, ...column }: NumberColumnInput,
): TransactionColumn {
  const missing = (
    <span className="text-3" title={reportedBy === null ? undefined : NOT_IN_REPORT}>
      –
    </span>
  );
  const cell = (value: number | null) => {
    if (value === null) return missing;
    return <span title={exact ? exactNumber(value) : undefined}>{text(value)}</span>;
  };
  const copy = (value: number | null): string => (value === null ? '' : exactNumber(value));
  const extremes = extremesOf(sizing, read);
  return {
    ...column,
    width: figureWidth([text(extremes.most), text(extremes.least)], width),
    align: 'right',
    isEmpty: extremes.isEmpty,
    cell: (row) => cell(read(rows[row]!)),
    sortValue: (row) => read(rows[row]!),
    copyText: (row) => copy(read(rows[row]!)),
    summary: cell(read(overall)),
    summaryCopyText: copy(read(overall)),
  };
}

interface Extremes {
  readonly most: number;
  /** Above zero. */
  readonly least: number;
  readonly isEmpty: boolean;
}

/**
 * The widest figures of a column are its largest one (places before the point) and its smallest one (after it). In one pass:
 * a run may have a hundred thousand rows, and each selection makes all columns anew.
 */
function extremesOf(
  { rows, overall }: ColumnInput['sizing'],
  read: (of: Figures) => number | null,
): Extremes {
  let [most, least, isEmpty] = [0, Infinity, true];
  const look = (value: number | null): void => {
    if (value === null) return;
    isEmpty = false;
    if (value > most) most = value;
    if (value > 0 && value < least) least = value;
  };
  look(read(overall));
  for (const row of rows) look(read(row));
  return { most, least: Math.min(least, most), isEmpty };
}

/** Headers carry no unit: one unit holds for all times of the table, and the panel's header names it. */
function time(
  input: ColumnInput,
  id: string,
  header: string,
  hint: string,
  width: number,
  read: (of: Figures) => number | null,
): TransactionColumn {
  const text = (ms: number): string => formatDuration(ms, input.scale);
  return numberColumn(input, {
    id,
    header,
    name: `${header}, ms`,
    hint: `${hint}, ${input.scale.unit}`,
    width,
    read,
    text,
  });
}

/** Those of {@link TABLE_PERCENTILES}; further ones that a report has can be shown beside them. */
function percentileColumns(input: ColumnInput): readonly TransactionColumn[] {
  const source = input.reportedBy === null ? 'exact, type 7' : `as ${input.reportedBy} printed it`;
  return input.percentiles.flatMap((percentile, index) => {
    const column = time(
      input,
      `p${percentile}`,
      `p${percentile}`,
      `${percentile} % of the samples took at most this long; ${source}`,
      percentile > 99 ? 54 : 48,
      (of) => of.percentilesMs[index] ?? null,
    );
    if (TABLE_PERCENTILES.includes(percentile)) return [column];
    return column.isEmpty === true ? [] : [{ ...column, isExtra: true }];
  });
}

function errorColumn(input: ColumnInput): TransactionColumn {
  return numberColumn(input, {
    id: 'errors',
    header: 'Errors, %',
    hint: 'Failed samples in percent of all samples of the row',
    width: 72,
    read: ({ samples, failures }) =>
      samples === null || failures === null || samples === 0 ? null : (failures / samples) * 100,
    text: numberFormat.short,
  });
}

function jmeterColumns(input: ColumnInput): readonly TransactionColumn[] {
  return JMETER_PERCENTILES.map((percentile, index) =>
    time(
      input,
      `jmeter-p${percentile}`,
      `JM p${percentile}`,
      `What JMeter's dashboard prints: type 6 over its last 20,000 samples`,
      62,
      (of) => of.jmeterMs?.[index] ?? null,
    ),
  );
}
