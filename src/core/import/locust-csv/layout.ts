/** The four files of a run; format document, section 4. */
export type LocustFile = 'stats' | 'history' | 'failures' | 'exceptions';

export const columnNames = [
  'type',
  'name',
  'requests',
  'failures',
  'median',
  'average',
  'min',
  'max',
  'content size',
  'requests/s',
  'failures/s',
  'timestamp',
  'users',
  'error',
  'occurrences',
  'first seen',
  'last seen',
  'count',
  'message',
  'traceback',
  'nodes',
] as const;
export type LocustColumn = (typeof columnNames)[number];

export interface LocustLayout {
  readonly file: LocustFile;
  readonly columns: ReadonlyMap<LocustColumn, number>;
  /** Columns of percentiles; code of a user can choose which. */
  readonly percentiles: readonly { readonly percentile: number; readonly column: number }[];
  readonly width: number;
  /** As written. */
  readonly names: readonly string[];
  /** Names of before 1.0 (`# requests`). */
  readonly isOld: boolean;
  /** Written before 1.2, when the header was quoted: percentiles of the history were always those of the last seconds. */
  readonly isQuoted: boolean;
}

/** Names of all versions, without case. The totals of a history are the cumulative figures of its entry. */
const COLUMN_OF: ReadonlyMap<string, LocustColumn> = new Map([
  ['type', 'type'],
  ['method', 'type'],
  ['name', 'name'],
  ['request count', 'requests'],
  ['total request count', 'requests'],
  ['# requests', 'requests'],
  ['failure count', 'failures'],
  ['total failure count', 'failures'],
  ['# failures', 'failures'],
  ['median response time', 'median'],
  ['total median response time', 'median'],
  ['average response time', 'average'],
  ['total average response time', 'average'],
  ['min response time', 'min'],
  ['total min response time', 'min'],
  ['max response time', 'max'],
  ['total max response time', 'max'],
  ['average content size', 'content size'],
  ['total average content size', 'content size'],
  ['requests/s', 'requests/s'],
  ['failures/s', 'failures/s'],
  ['requests failed/s', 'failures/s'],
  ['timestamp', 'timestamp'],
  ['user count', 'users'],
  ['error', 'error'],
  ['occurrences', 'occurrences'],
  ['first seen', 'first seen'],
  ['last seen', 'last seen'],
  ['count', 'count'],
  ['message', 'message'],
  ['traceback', 'traceback'],
  ['nodes', 'nodes'],
]);

const REQUIRED: Readonly<Record<LocustFile, readonly LocustColumn[]>> = {
  history: ['timestamp', 'name', 'requests', 'requests/s'],
  stats: ['type', 'name', 'requests', 'failures', 'average', 'requests/s'],
  failures: ['type', 'name', 'error', 'occurrences'],
  exceptions: ['count', 'message', 'traceback'],
};

/** `99.9%`; one version forgot the sign behind `99.999`. */
const PERCENTILE = /^(\d{1,3}(?:\.\d+)?)%?$/u;

/** @returns null when it is no header of Locust */
export function layoutOf(cells: readonly string[], isQuoted: boolean): LocustLayout | null {
  const columns = new Map<LocustColumn, number>();
  const percentiles: { percentile: number; column: number }[] = [];
  cells.forEach((cell, column) => {
    const name = cell.trim().toLowerCase();
    const known = COLUMN_OF.get(name);
    const percentile = Number(PERCENTILE.exec(name)?.[1] ?? Number.NaN);
    if (known !== undefined && !columns.has(known)) columns.set(known, column);
    else if (percentile <= 100) percentiles.push({ percentile, column });
  });
  const file = (Object.keys(REQUIRED) as LocustFile[]).find((candidate) =>
    REQUIRED[candidate].every((column) => columns.has(column)),
  );
  if (file === undefined) return null;
  return {
    file,
    columns,
    percentiles,
    width: cells.length,
    names: cells,
    isOld: cells.some((cell) => cell.trim() === '# requests'),
    isQuoted,
  };
}

/** Columns that have a number in every row. */
const ALWAYS_NUMBERS = ['requests', 'timestamp', 'occurrences', 'count'] as const;

/** Whether cells look like a row of the file. */
export function isRowOf({ columns, width }: LocustLayout, cells: readonly string[]): boolean {
  if (cells.length !== width) return false;
  return ALWAYS_NUMBERS.every((name) => {
    const column = columns.get(name);
    return column === undefined || /^\d+$/u.test(cells[column] ?? '');
  });
}
