import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { collect, headOf, type Collected } from '../testing/collect.ts';
import { k6Ndjson } from './k6-ndjson.ts';
import { contentsOf } from './testing/contents.ts';
import { k6Percentile } from './testing/percentiles.ts';
import { plainRows, withoutTagColumns } from './testing/row-oracle.ts';

/** Recorded from real runs; see fixtures/k6/README.md. */
const FIXTURES = join(import.meta.dirname, '../../../../fixtures/k6');

interface Trend {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly [percentile: `p(${string})`]: number;
}

/** The part of `expected.json` that is about NDJSON; written by fixtures/k6/facts.py. */
interface Facts {
  readonly lines: number;
  readonly metricLines: number;
  readonly points: number;
  readonly firstTime: string;
  readonly lastTime: string;
  readonly metadataKeys: readonly string[];
  readonly httpReqs: number;
  readonly httpReqFailed: number;
  readonly iterations: number;
  readonly checks: Readonly<Record<string, { readonly passes: number; readonly fails: number }>>;
  readonly statuses: Readonly<Record<string, number>>;
  readonly errorCodes: Readonly<Record<string, number>>;
  readonly groups: Readonly<Record<string, number>>;
  readonly requestNames: Readonly<Record<string, { readonly failed: number; readonly duration: Trend }>>;
  readonly submetrics: Readonly<Record<string, unknown>>;
  readonly metrics: Readonly<
    Record<
      string,
      { readonly type: string; readonly contains: string; readonly thresholds: string[] } & Trend
    >
  >;
}

const versions = existsSync(FIXTURES)
  ? readdirSync(FIXTURES).filter((name) => existsSync(join(FIXTURES, name, 'expected.json')))
  : [];
const files = versions.flatMap((version) => {
  const expected = JSON.parse(readFileSync(join(FIXTURES, version, 'expected.json'), 'utf8')) as Record<
    string,
    Facts
  >;
  return Object.entries(expected)
    .filter(([name, facts]) => name.includes('ndjson') && facts.points > 0)
    .map(([name, facts]) => ({ file: join(version, name), facts }));
});

const microseconds = (time: string) =>
  Date.parse(time.replace(/\.\d+/u, '')) * 1000 +
  Number((/\.(\d+)/u.exec(time)?.[1] ?? '').padEnd(6, '0').slice(0, 6));

function read(file: string): Uint8Array {
  const bytes = readFileSync(join(FIXTURES, file));
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

function tally(values: readonly unknown[]): Record<string, number> {
  const out: Record<string, number> = {};
  for (const value of values) out[String(value)] = (out[String(value)] ?? 0) + 1;
  return out;
}

const nameOf = (sample: Record<string, unknown>) => (sample['transaction'] as { name: string }).name;
const tagOf = (row: Record<string, unknown>, name: string) =>
  (row['tag_set'] as Record<string, string> | null)?.[name];
const isHttp = (sample: Record<string, unknown>) => sample['blocked_ms'] !== null;

/** Values of a metric, wherever they went. */
function valuesOf({ samples, points }: Collected, metric: string): number[] {
  const columns: Record<string, string> = {
    http_req_duration: 'elapsed_ms',
    http_req_blocked: 'blocked_ms',
    http_req_connecting: 'connect_ms',
    http_req_tls_handshaking: 'tls_ms',
    http_req_sending: 'sending_ms',
    http_req_waiting: 'waiting_ms',
    http_req_receiving: 'receiving_ms',
  };
  const column = columns[metric];
  if (column !== undefined) return samples.filter(isHttp).map((sample) => sample[column] as number);
  const kind = (sample: Record<string, unknown>) => (sample['transaction'] as { kind: string }).kind;
  if (metric === 'group_duration')
    return samples
      .filter((sample) => kind(sample) === 'group')
      .map((sample) => sample['elapsed_ms'] as number);
  if (metric === 'grpc_req_duration') {
    return samples
      .filter((sample) => kind(sample) === 'request' && !isHttp(sample))
      .map((sample) => sample['elapsed_ms'] as number);
  }
  return points.filter((point) => point['metric'] === metric).map((point) => point['value'] as number);
}

describe.skipIf(files.length === 0)('recorded k6 output (fixtures/k6 is needed)', () => {
  describe.each(files)('$file', ({ file, facts }) => {
    const bytes = read(file);
    const collected = collect(k6Ndjson, bytes);
    const { report, samples, points, metrics } = collected;
    const requests = samples.filter(isHttp);

    it('is recognised and read without loss', () => {
      expect(k6Ndjson.probe(headOf(bytes)).score).toBe(0.99);
      expect(report).toMatchObject({ rows: facts.points, rejectedRows: 0, warnings: [] });
      expect(report.firstInstantUs).toBe(microseconds(facts.firstTime));
      expect(report.lastInstantUs).toBe(microseconds(facts.lastTime));
      expect(report.properties).toMatchObject({
        layout: 'metric, type, data',
        lines: String(facts.lines),
        'metric lines': String(facts.metricLines),
        iterations: String(facts.iterations),
        'http requests': String(facts.httpReqs),
      });
    });

    it('has the metrics with types, units and thresholds', () => {
      for (const [name, { type, contains, thresholds }] of Object.entries(facts.metrics)) {
        expect(metrics.find((metric) => metric.name === name)).toMatchObject({
          kind: type,
          contains,
          thresholds,
        });
      }
      const submetrics = metrics.filter((metric) => metric.name.includes('{')).map((metric) => metric.name);
      expect(submetrics.sort()).toEqual(Object.keys(facts.submetrics).sort());
    });

    it('has the requests by name, status, error and group', () => {
      expect(requests).toHaveLength(facts.httpReqs);
      expect(requests.filter((request) => request['ok'] === false)).toHaveLength(facts.httpReqFailed);
      expect(tally(requests.map((request) => request['code']))).toEqual(facts.statuses);
      expect(
        tally(
          requests.map((request) => ((request['failure'] as string | null) ?? '').replace('error_code ', '')),
        ),
      ).toEqual(facts.errorCodes);
      expect(tally(requests.map((request) => tagOf(request, 'group')))).toEqual(facts.groups);
      for (const [name, { failed, duration }] of Object.entries(facts.requestNames)) {
        const own = requests.filter((request) => nameOf(request) === name);
        expect(own.filter((request) => request['ok'] === false)).toHaveLength(failed);
        const elapsed = own.map((request) => request['elapsed_ms'] as number);
        expect(elapsed).toHaveLength(duration.count);
        for (const p of [50, 90, 95, 99, 99.9]) expect(k6Percentile(elapsed, p)).toBe(duration[`p(${p})`]);
      }
    });

    it('has the values of every trend to the last digit', () => {
      for (const [name, metric] of Object.entries(facts.metrics)) {
        if (metric.type !== 'trend') continue;
        const values = valuesOf(collected, name);
        expect(values, name).toHaveLength(metric.count);
        expect(Math.min(...values), name).toBe(metric.min);
        expect(Math.max(...values), name).toBe(metric.max);
        for (const p of [50, 90, 95, 99, 99.9]) expect(k6Percentile(values, p), name).toBe(metric[`p(${p})`]);
      }
    });

    it('has the checks', () => {
      const checks = points.filter((point) => point['metric'] === 'checks');
      for (const [name, { passes, fails }] of Object.entries(facts.checks)) {
        const values = checks
          .filter((point) => tagOf(point, 'check') === name)
          .map((point) => point['value']);
        expect(values.filter((value) => value !== 0)).toHaveLength(passes);
        expect(values.filter((value) => value === 0)).toHaveLength(fails);
      }
      const total = Object.values(facts.checks);
      expect(report.properties['checks passed']).toBe(
        String(total.reduce((sum, check) => sum + check.passes, 0)),
      );
      expect(report.properties['checks failed']).toBe(
        String(total.reduce((sum, check) => sum + check.fails, 0)),
      );
    });

    it('has threads and iterations where they were recorded', () => {
      const recorded = facts.metadataKeys.includes('vu');
      // No virtual user runs setup().
      const byUsers = requests.filter((request) => tagOf(request, 'group') !== '::setup');
      expect(byUsers.every((request) => /^vu \d+$/u.test(String(request['thread'])) === recorded)).toBe(true);
      expect(byUsers.every((request) => (tagOf(request, 'iter') !== undefined) === recorded)).toBe(true);
    });

    it('has every row that a plain reading with JSON.parse gives, in pieces of any size', () => {
      expect(withoutTagColumns(collected)).toEqual(plainRows(new TextDecoder().decode(bytes)));
      expect(contentsOf(collect(k6Ndjson, bytes, { pieceBytes: 5003 }))).toEqual(contentsOf(collected));
    });
  });
});
