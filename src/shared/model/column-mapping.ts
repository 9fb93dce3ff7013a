import { z } from 'zod';

/** What a column of a table of results can mean. */
export const mappedFields = [
  'start',
  'elapsed',
  'label',
  'ok',
  'code',
  'message',
  'method',
  'url',
  'thread',
  'received',
  'sent',
  'users',
  'latency',
  'connect',
] as const;
export type MappedField = (typeof mappedFields)[number];

/** In words for people. */
export const fieldNames: Readonly<Record<MappedField, string>> = {
  start: 'start time',
  elapsed: 'response time',
  label: 'transaction',
  ok: 'success',
  code: 'response code',
  message: 'message',
  method: 'HTTP method',
  url: 'URL',
  thread: 'thread or user',
  received: 'bytes received',
  sent: 'bytes sent',
  users: 'active users',
  latency: 'time to first byte',
  connect: 'connect time',
};

export const timeUnits = ['ns', 'us', 'ms', 's'] as const;
export type TimeUnit = (typeof timeUnits)[number];

const columnName = z.string().min(1).max(200);

/** Which column of a delimited text means what. Columns are named by the header. */
export const columnMappingSchema = z.strictObject({
  columns: z.partialRecord(z.enum(mappedFields), columnName),
  /** Unit of response times, time to first byte and connect time. Start times are understood by themselves. */
  unit: z.enum(timeUnits),
  /** Columns whose values are kept as tags of the samples. */
  tags: z.array(columnName).max(20),
});
export type ColumnMapping = z.infer<typeof columnMappingSchema>;

/** What a delimited text looks like, so that a person can say what its columns mean. */
export interface ColumnPreview {
  readonly delimiter: string;
  readonly header: readonly string[];
  /** The first records, at most ten. */
  readonly rows: readonly (readonly string[])[];
  /** A guess from the names of the columns, or what was said of the same columns before. */
  readonly suggestion: ColumnMapping;
}

/** Names of columns that tools and people give, lower case and without anything but letters and digits. */
const usualNames: Readonly<Record<MappedField, readonly string[]>> = {
  start: [
    'start',
    'starttime',
    'started',
    'startedat',
    'timestamp',
    'time',
    'ts',
    'date',
    'datetime',
    'begin',
  ],
  elapsed: [
    'elapsed',
    'duration',
    'responsetime',
    'latency',
    'elapsedms',
    'durationms',
    'responsetimems',
    'latencyms',
    'time',
    'rt',
    'took',
  ],
  label: [
    'label',
    'name',
    'transaction',
    'request',
    'requestname',
    'operation',
    'endpoint',
    'sampler',
    'path',
  ],
  ok: ['ok', 'success', 'passed', 'succeeded', 'result'],
  code: ['code', 'status', 'statuscode', 'responsecode', 'httpstatus', 'httpcode', 'rc'],
  message: ['message', 'error', 'responsemessage', 'failuremessage', 'errormessage'],
  method: ['method', 'verb', 'httpmethod'],
  url: ['url', 'uri'],
  thread: ['thread', 'threadname', 'user', 'vu', 'worker'],
  received: ['bytes', 'received', 'receivedbytes', 'responsesize', 'size', 'bytesin', 'contentlength'],
  sent: ['sent', 'sentbytes', 'requestsize', 'bytesout'],
  users: ['users', 'activeusers', 'vus', 'threads', 'allthreads', 'concurrency'],
  latency: ['ttfb', 'timetofirstbyte', 'firstbyte', 'waiting', 'latency', 'latencyms'],
  connect: ['connect', 'connecttime', 'connectms', 'connecting'],
};

/** A guess at the meaning of columns from their names; each column is used once. */
export function suggestMapping(header: readonly string[]): ColumnMapping {
  const plain = header.map((name) => name.toLowerCase().replace(/[^a-z0-9]/gu, ''));
  const taken = new Set<number>();
  const columns: Partial<Record<MappedField, string>> = {};
  for (const field of mappedFields) {
    const place = usualNames[field]
      .map((name) => plain.indexOf(name))
      .find((index) => index >= 0 && !taken.has(index));
    if (place === undefined) continue;
    taken.add(place);
    columns[field] = header[place]!;
  }
  return { columns, unit: unitOf(columns.elapsed ?? ''), tags: [] };
}

function unitOf(name: string): TimeUnit {
  const marks: readonly (readonly [RegExp, TimeUnit])[] = [
    [/(?:^|[^a-z])(?:ns|nanos(?:econds)?)\b/iu, 'ns'],
    [/(?:^|[^a-z])(?:us|µs|micros(?:econds)?)\b/iu, 'us'],
    [/(?:^|[^a-z])(?:s|sec|secs|seconds)\b/iu, 's'],
  ];
  const spaced = name.replace(/_/gu, ' ');
  return marks.find(([mark]) => mark.test(spaced))?.[1] ?? 'ms';
}

/** What two files with the same columns have in common. */
export function headerKey(header: readonly string[]): string {
  return JSON.stringify(header);
}
