import { collect, type Collected } from '../../testing/collect.ts';
import { locustCsv } from '../locust-csv.ts';

export const STATS_HEADER =
  'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,95%,99.9%';

export const HISTORY_HEADER =
  'Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,95%,Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,Total Average Content Size';

export function read(input: Uint8Array | string, pieceBytes = 1 << 20): Collected {
  return collect(locustCsv, input, { pieceBytes });
}

export function lines(...rows: readonly string[]): string {
  return rows.map((row) => `${row}\r\n`).join('');
}

/** `name method` of a transaction; `*` for all together. */
export function labelOf({ transactions }: Collected, localId: number | null): string {
  if (localId === null) return '*';
  const { name, method } = transactions[localId]!;
  return method === null ? name : `${method} ${name}`;
}

export function warningCodes({ report }: Collected): string[] {
  return report.warnings.map(({ code }) => code);
}

/** All that a reader says, for comparing two readings. */
export function contentOf({ report, reported, transactions }: Collected): unknown {
  return { report, reported, transactions };
}
