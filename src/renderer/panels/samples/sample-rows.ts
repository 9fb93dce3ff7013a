import { numberAt, numberColumn, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';

/** One sample as the drawer shows it; null is what the file does not say. */
export interface SampleRow {
  readonly startMs: number | null;
  readonly elapsedMs: number | null;
  readonly transactionId: number | null;
  readonly label: string;
  readonly ok: boolean | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly failure: string | null;
  readonly thread: string | null;
  readonly url: string | null;
  readonly source: string;
  /** Position among the samples of its source, from 1. */
  readonly row: number;
  readonly connectMs: number | null;
  readonly waitingMs: number | null;
  readonly receivingMs: number | null;
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
}

/** The rows of one page: few enough to be objects. */
export function sampleRows(table: ColumnTable): readonly SampleRow[] {
  const number = (name: string): ((row: number) => number | null) => {
    const column = numberColumn(table, name);
    return (row) => numberAt(column, row);
  };
  const text = (name: string): ((row: number) => string | null) => {
    const column = textColumn(table, name);
    return (row) => textAt(column, row);
  };
  if (table.rowCount === 0) return [];
  const [startMs, elapsedMs, transactionId, ok] = [
    number('startMs'),
    number('elapsedMs'),
    number('transactionId'),
    number('ok'),
  ];
  const [label, code, message, failure] = [text('label'), text('code'), text('message'), text('failure')];
  const [thread, url, source, position] = [text('thread'), text('url'), text('source'), number('row')];
  const [connectMs, waitingMs, receivingMs] = [
    number('connectMs'),
    number('waitingMs'),
    number('receivingMs'),
  ];
  const [receivedBytes, sentBytes] = [number('receivedBytes'), number('sentBytes')];
  return Array.from({ length: table.rowCount }, (_, row): SampleRow => {
    const state = ok(row);
    return {
      startMs: startMs(row),
      elapsedMs: elapsedMs(row),
      transactionId: transactionId(row),
      label: label(row) ?? '',
      ok: state === null ? null : state === 1,
      code: code(row),
      message: message(row),
      failure: failure(row),
      thread: thread(row),
      url: url(row),
      source: source(row) ?? '',
      row: position(row) ?? 0,
      connectMs: connectMs(row),
      waitingMs: waitingMs(row),
      receivingMs: receivingMs(row),
      receivedBytes: receivedBytes(row),
      sentBytes: sentBytes(row),
    };
  });
}
