import type { ReactNode } from 'react';
import type { SampleOrder } from '#shared/model/drill-down.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { formatDuration, formatElapsed, type DurationScale } from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import type { SampleRow } from './sample-rows.ts';

/** A column that the engine sorts by has the name of its order as id. */
export type SampleColumnId =
  | SampleOrder
  | 'source'
  | 'url'
  | 'connectMs'
  | 'waitingMs'
  | 'receivingMs'
  | 'sentBytes'
  | 'row'
  | 'failure';

/** Shown only when somebody asks for them. */
export const extraColumns: readonly SampleColumnId[] = [
  'failure',
  'url',
  'connectMs',
  'waitingMs',
  'receivingMs',
  'sentBytes',
  'row',
];

/** The first to go where the drawer is narrow. */
export const columnsThatGiveWay: readonly SampleColumnId[] = ['source', 'receivedBytes', 'thread'];

interface ColumnInput {
  readonly rows: readonly SampleRow[];
  readonly scale: DurationScale;
  /** What a full bar stands for. */
  readonly longestMs: number;
  readonly severalSources: boolean;
}

/** The engine puts the rows in order: all a column can say here is that it can be sorted by. */
const sortedByEngine = (): number => 0;

export function sampleColumns(input: ColumnInput): readonly (DataColumn & { readonly id: SampleColumnId })[] {
  const { rows, scale, longestMs, severalSources } = input;
  const at = (row: number): SampleRow => rows[row]!;
  const missing = <span className="text-3">–</span>;
  const text = (
    id: SampleColumnId,
    header: string,
    width: number,
    grow: number,
    read: (sample: SampleRow) => string | null,
  ): DataColumn & { readonly id: SampleColumnId } => ({
    id,
    header,
    width,
    grow,
    cell: (row) => {
      const value = read(at(row));
      return value === null ? missing : <span title={value}>{value}</span>;
    },
    copyText: (row) => read(at(row)) ?? '',
  });
  const number = (
    id: SampleColumnId,
    header: string,
    hint: string,
    width: number,
    read: (sample: SampleRow) => number | null,
    format: (value: number) => string,
  ): DataColumn & { readonly id: SampleColumnId } => ({
    id,
    header,
    hint,
    width,
    align: 'right',
    cell: (row) => {
      const value = read(at(row));
      return value === null ? missing : <span title={exactNumber(value)}>{format(value)}</span>;
    },
    copyText: (row) => {
      const value = read(at(row));
      return value === null ? '' : exactNumber(value);
    },
  });
  const duration = (ms: number): string => formatDuration(ms, scale);
  const part = (id: 'connectMs' | 'waitingMs' | 'receivingMs', name: string, hint: string) =>
    number(id, `${name}, ${scale.unit}`, hint, 96, (sample) => sample[id], duration);
  return [
    {
      ...number(
        'startMs',
        'Start',
        'Since the start of the run',
        92,
        ({ startMs }) => startMs,
        (ms) => formatElapsed(ms, 1),
      ),
      align: 'left',
      sortValue: sortedByEngine,
      hideable: false,
    },
    {
      ...text('label', 'Transaction', 140, 3, ({ label }) => label),
      sortValue: sortedByEngine,
    },
    {
      ...number(
        'elapsedMs',
        `Elapsed, ${scale.unit}`,
        'Response time',
        136,
        ({ elapsedMs }) => elapsedMs,
        duration,
      ),
      cell: (row) => <Elapsed sample={at(row)} longestMs={longestMs} text={duration} />,
      sortValue: sortedByEngine,
    },
    {
      id: 'code',
      header: 'Outcome',
      hint: 'Result code and message; sorted by code',
      width: 150,
      grow: 3,
      cell: (row) => <Outcome sample={at(row)} />,
      sortValue: sortedByEngine,
      copyText: (row) => outcomeText(at(row)),
    },
    { ...text('thread', 'Thread', 112, 1, ({ thread }) => thread), sortValue: sortedByEngine },
    ...(severalSources ? [text('source', 'Source', 104, 1, ({ source }) => source)] : []),
    {
      ...number(
        'receivedBytes',
        'Bytes',
        'Bytes received',
        76,
        ({ receivedBytes }) => receivedBytes,
        numberFormat.count,
      ),
      sortValue: sortedByEngine,
    },
    text('failure', 'Failure message', 160, 2, ({ failure }) => failure),
    text('url', 'URL', 180, 2, ({ url }) => url),
    part('connectMs', 'Connect', 'Time to set up the connection'),
    part('waitingMs', 'Waiting', 'From the request until the first byte of the response'),
    part('receivingMs', 'Receiving', 'From the first byte of the response to the last'),
    number('sentBytes', 'Sent bytes', 'Bytes sent', 86, ({ sentBytes }) => sentBytes, numberFormat.count),
    number('row', 'Row', 'Position among the samples of its file', 72, ({ row }) => row, numberFormat.count),
  ];
}

function Elapsed({
  sample: { elapsedMs },
  longestMs,
  text,
}: {
  readonly sample: SampleRow;
  readonly longestMs: number;
  readonly text: (ms: number) => string;
}): ReactNode {
  if (elapsedMs === null) return <span className="text-3">–</span>;
  const share = longestMs > 0 ? elapsedMs / longestMs : 0;
  return (
    <span className="sample-elapsed" title={`${exactNumber(elapsedMs)} ms`}>
      <i className="sample-elapsed__bar" style={{ width: `${Math.min(1, share) * 54}px` }} />
      {text(elapsedMs)}
    </span>
  );
}

/** `504 Gateway Timeout`: what the response said; where it said nothing, what the check said. */
export function outcomeText({ ok, code, message, failure }: SampleRow): string {
  const said = [code, message].filter((part) => part !== null).join(' ');
  if (said !== '') return said;
  return failure ?? (ok === null ? '' : ok ? 'success' : 'failure');
}

function Outcome({ sample }: { readonly sample: SampleRow }): ReactNode {
  const text = outcomeText(sample);
  if (sample.ok !== false) return <span title={text}>{text}</span>;
  return (
    <span
      className="sample-outcome bad"
      title={sample.failure === null ? text : `${text}: ${sample.failure}`}
    >
      <StatusIcon status="bad" label="failed" /> {text}
    </span>
  );
}
