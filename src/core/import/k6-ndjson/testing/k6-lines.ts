import { httpParts } from '../../k6/builtin-metrics.ts';

/** Lines as k6 writes them, for tests. */

export interface PointFields {
  readonly time?: string;
  readonly value?: number;
  readonly tags?: Readonly<Record<string, string>> | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

export type Layout = 'metric-first' | 'type-first';

export const TIME = '2024-10-30T16:20:21.635558127Z';
/** {@link TIME} in µs. */
export const TIME_US = Date.UTC(2024, 9, 30, 16, 20, 21) * 1000 + 635_558;

export const HTTP_TAGS = {
  expected_response: 'true',
  group: '',
  method: 'GET',
  name: 'http://shop.test/',
  proto: 'HTTP/1.1',
  scenario: 'default',
  status: '200',
  url: 'http://shop.test/',
};

export function pointLine(metric: string, fields: PointFields = {}, layout: Layout = 'metric-first'): string {
  const { time = TIME, value = 1, tags = {}, metadata } = fields;
  const data = metadata === undefined ? { time, value, tags } : { time, value, tags, metadata };
  const line = layout === 'metric-first' ? { metric, type: 'Point', data } : { type: 'Point', data, metric };
  return `${JSON.stringify(line)}\n`;
}

export function metricLine(
  name: string,
  type: string,
  contains = 'default',
  thresholds: readonly unknown[] = [],
  submetrics: readonly unknown[] | null = null,
): string {
  const data = { name, type, contains, thresholds, submetrics };
  return `${JSON.stringify({ type: 'Metric', data, metric: name })}\n`;
}

/** Values of {@link requestLines} per part, for a request of 10 ms: 0.5 + 9 + 0.5. */
export const REQUEST_VALUES = [1, 10, 0.25, 0.125, 0.0625, 0.5, 9, 0.5, 0];

/** The nine lines of one request. */
export function requestLines(
  fields: PointFields & { values?: readonly number[] } = {},
  layout?: Layout,
): string[] {
  const { values = REQUEST_VALUES, ...rest } = fields;
  return httpParts.map((metric, part) =>
    pointLine(metric, { tags: HTTP_TAGS, ...rest, value: values[part]! }, layout),
  );
}
