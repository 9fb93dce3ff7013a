import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { k6Ndjson } from '../k6-ndjson/k6-ndjson.ts';
import { k6Percentile } from '../k6-ndjson/testing/percentiles.ts';
import { collect } from '../testing/collect.ts';
import { k6Csv } from './k6-csv.ts';
import { rowsOf, statisticsOf } from './testing/statistics.ts';

/** Recorded from real runs; see fixtures/k6/README.md. */
const FIXTURES = join(import.meta.dirname, '../../../../fixtures/k6/1.8.1');

/** The part of `expected.json` that is about a CSV; written by fixtures/k6/facts.py. */
interface Facts {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly timestampDigits: readonly number[];
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  readonly rowsWithMetadata: number;
  readonly httpReqFailed: number;
  readonly httpReqDuration: Readonly<Record<string, number>>;
}

const files = [
  { csv: 'results.csv', ndjson: 'results.ndjson.json', form: 'seconds', usPerStamp: 1e6 },
  {
    csv: 'new-summary/results-unix-milli.csv.gz',
    ndjson: 'new-summary/results.ndjson.json.gz',
    form: 'milliseconds',
    usPerStamp: 1e3,
  },
];

function read(file: string): Uint8Array {
  const bytes = readFileSync(join(FIXTURES, file));
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

const present = existsSync(FIXTURES);

describe.skipIf(!present)('recorded k6 output (fixtures/k6 is needed)', () => {
  // The body of a skipped suite runs all the same.
  describe.each(present ? files : [])('$csv', ({ csv, ndjson, form, usPerStamp }) => {
    const facts = (
      JSON.parse(readFileSync(join(FIXTURES, 'expected.json'), 'utf8')) as Record<string, Facts>
    )[csv]!;
    const bytes = read(csv);
    const result = collect(k6Csv, bytes);
    const { report } = result;

    it('has the facts that were counted apart', () => {
      expect(report).toMatchObject({ rows: facts.rows, rejectedRows: 0 });
      expect(report.properties).toMatchObject({ columns: facts.columns.join(', '), 'time stamps': form });
      expect(report.firstInstantUs).toBe(Number(facts.firstTimestamp) * usPerStamp);
      expect(report.lastInstantUs).toBe(Number(facts.lastTimestamp) * usPerStamp);
      const requests = result.samples.filter((sample) => sample['blocked_ms'] !== null);
      const durations = requests.map((request) => request['elapsed_ms'] as number);
      expect(durations).toHaveLength(facts.httpReqDuration['count']!);
      expect(requests.filter((request) => request['ok'] === false)).toHaveLength(facts.httpReqFailed);
      expect(Math.min(...durations)).toBe(facts.httpReqDuration['min']);
      expect(Math.max(...durations)).toBe(facts.httpReqDuration['max']);
      for (const p of [50, 90, 95, 99, 99.9])
        expect(k6Percentile(durations, p)).toBe(facts.httpReqDuration[`p(${p})`]);
      const threads = result.samples.filter((sample) => sample['thread'] !== null);
      expect(threads.length > 0).toBe(facts.rowsWithMetadata > 0);
    });

    it('gives the figures that the NDJSON of the same run gives', () => {
      expect(statisticsOf(result)).toEqual(statisticsOf(collect(k6Ndjson, read(ndjson))));
    });

    it('has the kinds of metrics that k6 gave them, where readings can tell', () => {
      const kinds = (metrics: typeof result.metrics) =>
        new Map(metrics.filter(({ name }) => !name.includes('{')).map(({ name, kind }) => [name, kind]));
      const guessed = kinds(result.metrics);
      const real = kinds(collect(k6Ndjson, read(ndjson)).metrics);
      expect([...guessed.keys()].sort()).toEqual([...real.keys()].sort());
      const wrong = [...real].filter(([name, kind]) => guessed.get(name) !== kind);
      // Counters in steps of three and gauges cannot be told from trends.
      expect(wrong.map(([name]) => name).sort()).toEqual(['items_sold', 'queue_depth']);
      for (const [name] of wrong) expect(guessed.get(name)).toBe('trend');
    });

    it('gives the same in pieces', () => {
      expect(rowsOf(collect(k6Csv, bytes, { pieceBytes: 10_007 }))).toEqual(rowsOf(result));
    });
  });
});

/** One run per time format, with the NDJSON of the same run; see fixtures/k6/csv-times/README.md. */
const TIMES = join(FIXTURES, '../csv-times');

interface TimeFacts {
  readonly rows: number;
  readonly firstUs: number;
  readonly lastUs: number;
  readonly durationsMs: readonly number[];
  readonly failed: number;
  readonly iterations: number;
  readonly checks: readonly number[];
  readonly cacheHits: readonly number[];
  readonly names: readonly string[];
  readonly users: readonly string[];
}

const formats = {
  unix: 'seconds',
  unix_milli: 'milliseconds',
  unix_micro: 'microseconds',
  unix_nano: 'nanoseconds',
  rfc3339: 'RFC 3339',
  rfc3339_nano: 'RFC 3339',
} as const;

const hasTimes = existsSync(TIMES);

describe.skipIf(!hasTimes)('each time format of k6 (fixtures/k6/csv-times is needed)', () => {
  it.each(hasTimes ? Object.entries(formats) : [])('%s', (name, form) => {
    const facts = (JSON.parse(readFileSync(join(TIMES, 'facts.json'), 'utf8')) as Record<string, TimeFacts>)[
      name
    ]!;
    const result = collect(k6Csv, readFileSync(join(TIMES, `${name}.csv`)));
    const { report, samples, points } = result;
    expect(report).toMatchObject({
      rows: facts.rows,
      rejectedRows: 0,
      firstInstantUs: facts.firstUs,
      lastInstantUs: facts.lastUs,
    });
    expect(report.properties).toMatchObject({ 'time stamps': form, iterations: String(facts.iterations) });
    const wholeSeconds = name === 'unix' || name === 'rfc3339';
    expect(report.warnings.some(({ code }) => code === 'whole-seconds')).toBe(wholeSeconds);
    const sorted = (values: unknown[]) => (values as number[]).sort((a, b) => a - b);
    expect(sorted(samples.map((sample) => sample['elapsed_ms']))).toEqual(facts.durationsMs);
    expect(samples.filter((sample) => sample['ok'] === false)).toHaveLength(facts.failed);
    const valuesOf = (metric: string) =>
      points.filter((point) => point['metric'] === metric).map((point) => point['value']);
    expect(valuesOf('checks')).toEqual(facts.checks);
    expect(sorted(valuesOf('cache_hits'))).toEqual(facts.cacheHits);
    expect(result.transactions.map((transaction) => transaction.name)).toEqual(
      facts.names.filter((text) => text !== ''),
    );
    expect([...new Set(samples.map((sample) => sample['thread']))].sort()).toEqual(
      facts.users.map((text) => text.replace('=', ' ')),
    );

    const ndjson = collect(k6Ndjson, readFileSync(join(TIMES, `${name}.ndjson`)));
    expect(statisticsOf(result)).toEqual(statisticsOf(ndjson));
    // Tags are the same but for the one with `&` in it, which k6 does not escape.
    const tagsOf = ({ samples: rows }: typeof result) =>
      rows.map((row) => {
        const tags = Object.entries(row['tag_set'] as Record<string, string>);
        return JSON.stringify(tags.filter(([key]) => !['filter', 'b', 'group'].includes(key)).sort());
      });
    expect(tagsOf(result)).toEqual(tagsOf(ndjson));
    expect(result.samples[0]!['tag_set']).toMatchObject({ filter: 'a=1', b: '2', region: 'süd, west' });
  });
});
