import { httpParts } from '../../k6/builtin-metrics.ts';

/** Rows as k6 writes them, for tests. */

export const SYSTEM_TAGS = [
  'check',
  'error',
  'error_code',
  'expected_response',
  'group',
  'method',
  'name',
  'proto',
  'scenario',
  'service',
  'status',
  'subproto',
  'tls_version',
  'url',
] as const;

export const HEADER = `metric_name,timestamp,metric_value,${SYSTEM_TAGS.join(',')},extra_tags,metadata\n`;

export interface PointFields {
  readonly time?: string;
  readonly value?: number | string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

export const TIME = '1730305221';
/** {@link TIME} in µs. */
export const TIME_US = 1_730_305_221_000_000;

export const HTTP_TAGS = {
  expected_response: 'true',
  method: 'GET',
  name: 'http://shop.test/',
  proto: 'HTTP/1.1',
  scenario: 'default',
  status: '200',
  url: 'http://shop.test/',
};

/** Quotes a cell where Go's csv.Writer does. */
export function cell(text: string): string {
  return /[",\r\n]|^[ \t]|^\\\.$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function pointRow(metric: string, fields: PointFields = {}): string {
  const { time = TIME, value = 1, tags = {}, metadata = {} } = fields;
  const isSystem = (name: string): boolean => (SYSTEM_TAGS as readonly string[]).includes(name);
  const pairs = (record: Readonly<Record<string, string>>): string =>
    Object.entries(record)
      .map(([key, text]) => `${key}=${text}`)
      .join('&');
  const extra = Object.fromEntries(Object.entries(tags).filter(([name]) => !isSystem(name)));
  const cells = [
    metric,
    time,
    typeof value === 'string' ? value : value.toFixed(6),
    ...SYSTEM_TAGS.map((name) => tags[name] ?? ''),
    pairs(extra),
    pairs(metadata),
  ];
  return `${cells.map(cell).join(',')}\n`;
}

/** Values of {@link requestRows} per part, for a request of 10 ms: 0.5 + 9 + 0.5. */
export const REQUEST_VALUES = [1, 10, 0.25, 0.125, 0.0625, 0.5, 9, 0.5, 0];

/** The nine rows of one request. */
export function requestRows(fields: PointFields & { values?: readonly number[] } = {}): string {
  const { values = REQUEST_VALUES, ...rest } = fields;
  return httpParts
    .map((metric, part) => pointRow(metric, { tags: HTTP_TAGS, ...rest, value: values[part]! }))
    .join('');
}
