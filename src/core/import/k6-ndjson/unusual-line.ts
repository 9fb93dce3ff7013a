import { NOT_JSON } from '../json-lines/line-reader.ts';
import type { MetricDefinition } from '../k6/metric-catalog.ts';

/** What one line says. Values are as written; nothing is assumed about the order of members. */
export type K6Line =
  | PointLine
  | { readonly kind: 'definition'; readonly definition: MetricDefinition; readonly tainted: boolean }
  | { readonly kind: 'invalid'; readonly reason: string };

export interface PointLine {
  readonly kind: 'point';
  readonly metric: string;
  readonly time: string;
  readonly value: number;
  readonly tags: unknown;
  readonly metadata: unknown;
}

type Members = Readonly<Record<string, unknown>>;

const NOT_K6 = 'JSON, but neither a point nor a metric of k6';

/**
 * Reads a line of any layout with `JSON.parse`. Lines are
 * `{"type":"Metric","data":{name,type,contains,thresholds,submetrics},"metric":name}` and
 * `{"metric":name,"type":"Point","data":{time,value,tags,metadata?}}` (k6: `internal/output/json/wrapper.go`).
 */
export function readLine(text: string): K6Line {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return invalid(NOT_JSON);
  }
  if (!isObject(line)) return invalid(NOT_K6);
  const { type, data } = line;
  if ((type !== 'Point' && type !== 'Metric') || !isObject(data)) return invalid(NOT_K6);
  return type === 'Point' ? readPoint(line, data) : readDefinition(line, data);
}

function readPoint(line: Members, data: Members): K6Line {
  const { metric } = line;
  const { time, value, tags, metadata } = data;
  if (typeof metric !== 'string' || metric === '') return invalid('the point names no metric');
  if (time === undefined) return invalid('the point has no time');
  if (typeof time !== 'string') return invalid('the time is not a text');
  if (value === undefined) return invalid('the point has no value');
  if (typeof value !== 'number' || !Number.isFinite(value)) return invalid('the value is not a number');
  return { kind: 'point', metric, time, value, tags, metadata };
}

function readDefinition(line: Members, data: Members): K6Line {
  const name = typeof data['name'] === 'string' ? data['name'] : line['metric'];
  if (typeof name !== 'string' || name === '') return invalid('the metric has no name');
  const definition: MetricDefinition = {
    name,
    kind: textOf(data['type']),
    contains: textOf(data['contains']),
    thresholds: thresholdsOf(data['thresholds']),
    submetrics: submetricsOf(data['submetrics']),
  };
  return { kind: 'definition', definition, tainted: 'tainted' in data };
}

/** Expressions; one that aborts the test is an object `{threshold, abortOnFail, delayAbortEval}`. */
function thresholdsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const out: string[] = [];
  for (const item of value as unknown[]) {
    const expression = isObject(item) ? item['threshold'] : item;
    if (typeof expression === 'string') out.push(expression);
  }
  return out;
}

function submetricsOf(value: unknown): MetricDefinition['submetrics'] {
  if (!Array.isArray(value)) return [];
  const out: { name: string; thresholds: string[] }[] = [];
  for (const item of value as unknown[]) {
    if (!isObject(item) || typeof item['name'] !== 'string') continue;
    out.push({ name: item['name'], thresholds: thresholdsOf(item['thresholds']) });
  }
  return out;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(reason: string): K6Line {
  return { kind: 'invalid', reason };
}
