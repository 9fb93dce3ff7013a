/**
 * The columns that JMeter can write, in the order in which it writes them. Source: apache/jmeter,
 * `CSVSaveService.java` and `SampleSaveConfiguration.java`; a column is present when its save option is on.
 */
export const jmeterColumns = [
  'timeStamp',
  'elapsed',
  'label',
  'responseCode',
  'responseMessage',
  'threadName',
  'dataType',
  'success',
  'failureMessage',
  'bytes',
  'sentBytes',
  'grpThreads',
  'allThreads',
  'URL',
  'Filename',
  'Latency',
  'Encoding',
  'SampleCount',
  'ErrorCount',
  'Hostname',
  'IdleTime',
  'Connect',
] as const;

export type JmeterColumn = (typeof jmeterColumns)[number];

const byName: ReadonlyMap<string, JmeterColumn> = new Map(jmeterColumns.map((name) => [name, name]));
const byLowerCaseName: ReadonlyMap<string, JmeterColumn> = new Map(
  jmeterColumns.map((name) => [name.toLowerCase(), name]),
);

/** The column of that name, in exactly the letters that JMeter uses. */
export function jmeterColumnOf(name: string): JmeterColumn | undefined {
  return byName.get(name);
}

/** The same for names that somebody wrote by hand: any letter case. */
export function jmeterColumnInAnyCase(name: string): JmeterColumn | undefined {
  return byLowerCaseName.get(name.trim().toLowerCase());
}

/** Names that other tools hardly use: two of them tell a JTL from other tables. */
export const tellingColumns: ReadonlySet<JmeterColumn> = new Set<JmeterColumn>([
  'timeStamp',
  'elapsed',
  'responseCode',
  'responseMessage',
  'threadName',
  'dataType',
  'failureMessage',
  'sentBytes',
  'grpThreads',
  'allThreads',
  'SampleCount',
  'ErrorCount',
  'IdleTime',
]);

const start = ['timeStamp', 'elapsed', 'label', 'responseCode', 'responseMessage', 'threadName'] as const;
const old = [...start, 'dataType', 'success'] as const;

/** A column set that is known to have been written, newest and most usual first. */
export interface KnownColumnSet {
  readonly writtenBy: string;
  readonly columns: readonly JmeterColumn[];
}

export const knownColumnSets: readonly KnownColumnSet[] = [
  {
    writtenBy: 'JMeter 5 and later by default',
    columns: [
      ...old,
      'failureMessage',
      'bytes',
      'sentBytes',
      'grpThreads',
      'allThreads',
      'URL',
      'Latency',
      'IdleTime',
      'Connect',
    ],
  },
  {
    writtenBy: 'JMeter 3.1 to 4.0 by default',
    columns: [
      ...old,
      'failureMessage',
      'bytes',
      'sentBytes',
      'grpThreads',
      'allThreads',
      'Latency',
      'IdleTime',
      'Connect',
    ],
  },
  {
    writtenBy: 'JMeter 3.0 by default',
    columns: [
      ...old,
      'failureMessage',
      'bytes',
      'grpThreads',
      'allThreads',
      'Latency',
      'IdleTime',
      'Connect',
    ],
  },
  {
    writtenBy: 'JMeter 2.12 and 2.13 with thread counts and idle time',
    columns: [...old, 'failureMessage', 'bytes', 'grpThreads', 'allThreads', 'Latency', 'IdleTime'],
  },
  {
    writtenBy: 'Taurus with host name and connect time',
    columns: [...start, 'success', 'bytes', 'grpThreads', 'allThreads', 'Latency', 'Hostname', 'Connect'],
  },
  {
    writtenBy: 'JMeter 2.x with failure messages and thread counts',
    columns: [...old, 'failureMessage', 'bytes', 'grpThreads', 'allThreads', 'Latency'],
  },
  {
    writtenBy: 'JMeter 2.x with thread counts and idle time',
    columns: [...old, 'bytes', 'grpThreads', 'allThreads', 'Latency', 'IdleTime'],
  },
  {
    writtenBy: 'Taurus with host name',
    columns: [...start, 'success', 'bytes', 'grpThreads', 'allThreads', 'Latency', 'Hostname'],
  },
  {
    writtenBy: 'JMeter 2.x with thread counts',
    columns: [...old, 'bytes', 'grpThreads', 'allThreads', 'Latency'],
  },
  {
    writtenBy: 'JMeter 2.x with URL',
    columns: [...old, 'bytes', 'URL', 'Latency'],
  },
  {
    writtenBy: 'JMeter 2.x with failure messages',
    columns: [...old, 'failureMessage', 'bytes', 'Latency'],
  },
  {
    writtenBy: 'JMeter 2.x by default',
    columns: [...old, 'bytes', 'Latency'],
  },
  {
    writtenBy: 'JMeter 2.x without latency',
    columns: [...old, 'bytes'],
  },
  {
    writtenBy: 'JMeter 2.x without sizes',
    columns: [...old],
  },
];
