import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect, headOf, type Collected } from '../testing/collect.ts';
import { k6Ndjson } from './k6-ndjson.ts';
import { contentsOf } from './testing/contents.ts';
import { k6Percentile, nearestRank } from './testing/percentiles.ts';
import { plainRows, withoutTagColumns } from './testing/row-oracle.ts';

/** Real result files beside the repository; their facts were computed by a script of its own. */
const CORPUS = join(import.meta.dirname, '../../../../../shared/corpus/load');

interface K6Facts {
  readonly lines: number;
  readonly metric_lines: number;
  readonly point_lines: number;
  readonly http_reqs: number;
  readonly iterations: number;
  readonly failed: number;
  readonly checks: { readonly pass?: number; readonly fail?: number };
  readonly metrics: number;
  /** Of the points of HTTP requests. */
  readonly first_time: string;
  readonly last_time: string;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

const FILES = [
  'anisul-results.json',
  'kirilly-results.json',
  'lucas-results.json',
  'miguel-data.json',
  'mn1809-output.json',
  'spark-results.ndjson.json',
  'xk6dashboard-result.json',
];

function factsOf(file: string): K6Facts {
  const manifest = readFileSync(join(CORPUS, 'MANIFEST.md'), 'utf8');
  const section = manifest.split(`### k6/${file}\n`)[1]!.split('\n### ')[0]!;
  return JSON.parse(/^- facts: `(.*)`$/mu.exec(section)![1]!) as K6Facts;
}

const bytesOf = (file: string): Uint8Array => readFileSync(join(CORPUS, 'k6', file));

/** Time stamp of RFC 3339 in µs; Date knows milliseconds only. */
function microseconds(time: string): number {
  const fraction = /\.(\d+)/u.exec(time)?.[1] ?? '';
  const seconds = Date.parse(time.replace(/\.\d+/u, ''));
  return seconds * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

const requestsOf = ({ samples }: Collected) =>
  samples.filter((sample) => (sample['transaction'] as { kind: string }).kind === 'request');

const present = existsSync(CORPUS);

describe.skipIf(!present)('k6 files of the corpus (../shared/corpus/load is needed)', () => {
  it('are all NDJSON files that the manifest names', () => {
    const manifest = readFileSync(join(CORPUS, 'MANIFEST.md'), 'utf8');
    const named = [...manifest.matchAll(/^### k6\/(.+)\n- format: k6 NDJSON;/gmu)].map((match) => match[1]);
    expect(named.sort()).toEqual(FILES);
  });

  // The body of a skipped suite runs all the same.
  describe.each(present ? FILES : [])('%s', (file) => {
    const facts = factsOf(file);
    const bytes = bytesOf(file);
    const collected = collect(k6Ndjson, bytes);
    const { report } = collected;

    it('is recognised', () => {
      expect(k6Ndjson.probe(headOf(bytes)).score).toBe(0.99);
    });

    it('has the lines of the manifest', () => {
      expect(report.rejectedRows).toBe(0);
      expect(report.warnings).toEqual([]);
      expect(report.rows).toBe(facts.point_lines);
      expect(report.properties).toMatchObject({
        lines: String(facts.lines),
        'metric lines': String(facts.metric_lines),
        'point lines': String(facts.point_lines),
        'http requests': String(facts.http_reqs),
        iterations: String(facts.iterations),
        'checks passed': String(facts.checks.pass ?? 0),
        'checks failed': String(facts.checks.fail ?? 0),
      });
      expect(report.properties['layout']).toBe(
        file.startsWith('spark') ? 'type, data, metric' : 'metric, type, data',
      );
      expect(report.properties['written by']).toBe(file.startsWith('spark') ? 'k6 before 0.40' : undefined);
      expect(collected.metrics.filter((metric) => !metric.name.includes('{'))).toHaveLength(facts.metrics);
    });

    it('has the requests of the manifest', () => {
      const requests = requestsOf(collected);
      expect(requests).toHaveLength(facts.http_reqs);
      expect(requests.filter((request) => request['ok'] === false)).toHaveLength(facts.failed);
      expect(collected.points.filter((point) => String(point['metric']).startsWith('http_'))).toEqual([]);
      const durations = requests.map((request) => request['elapsed_ms'] as number);
      expect(nearestRank(durations, 50)).toBe(facts.p50);
      expect(nearestRank(durations, 95)).toBe(facts.p95);
      expect(nearestRank(durations, 99)).toBe(facts.p99);
      expect(Math.max(...durations)).toBe(facts.max);
      const ends = requests.map((r) => (r['started_at'] as number) + (r['elapsed_ms'] as number) * 1000);
      expect(Math.abs(Math.min(...ends) - microseconds(facts.first_time))).toBeLessThanOrEqual(1);
      expect(Math.abs(Math.max(...ends) - microseconds(facts.last_time))).toBeLessThanOrEqual(1);
    });

    it('has every row that a plain reading with JSON.parse gives', () => {
      expect(withoutTagColumns(collected)).toEqual(plainRows(new TextDecoder().decode(bytes)));
    });

    it('gives the same in pieces of any size', () => {
      const start = bytes.subarray(0, 60_000);
      const expected = contentsOf(collect(k6Ndjson, start));
      for (const pieceBytes of [1, 7, 64]) {
        expect(contentsOf(collect(k6Ndjson, start, { pieceBytes }))).toEqual(expected);
      }
      expect(contentsOf(collect(k6Ndjson, bytes, { pieceBytes: 4099 }))).toEqual(contentsOf(collected));
    });
  });

  it('miguel-data.json gives the statistics of miguel-summary.json to the last digit', () => {
    const summary = JSON.parse(new TextDecoder().decode(bytesOf('miguel-summary.json'))) as {
      metrics: Record<string, { values: Record<string, number> }>;
    };
    const requests = requestsOf(collect(k6Ndjson, bytesOf('miguel-data.json')));
    const columns = {
      http_req_duration: 'elapsed_ms',
      http_req_blocked: 'blocked_ms',
      http_req_connecting: 'connect_ms',
      http_req_tls_handshaking: 'tls_ms',
      http_req_sending: 'sending_ms',
      http_req_waiting: 'waiting_ms',
      http_req_receiving: 'receiving_ms',
    };
    for (const [metric, column] of Object.entries(columns)) {
      const values = requests.map((request) => request[column] as number);
      const expected = summary.metrics[metric]!.values;
      for (const p of [50, 90, 95, 99, 99.99]) expect(k6Percentile(values, p)).toBe(expected[`p(${p})`]);
      expect(Math.min(...values)).toBe(expected['min']);
      expect(Math.max(...values)).toBe(expected['max']);
      expect(values).toHaveLength(expected['count']!);
    }
  });

  it('no other JSON file of k6 is taken for points', () => {
    for (const file of [
      'miguel-summary.json',
      'podoruk-setup_data.json',
      'nikoyan-summary-2.json',
      'unknowntpo-summary.json',
    ]) {
      expect(k6Ndjson.probe(headOf(bytesOf(file))).score).toBe(0);
    }
  });
});
