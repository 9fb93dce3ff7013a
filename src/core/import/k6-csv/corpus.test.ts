import { describe, expect, it } from 'vitest';
import { nearestRank } from '../k6-ndjson/testing/percentiles.ts';
import { k6Ndjson } from '../k6-ndjson/k6-ndjson.ts';
import { collect, headOf } from '../testing/collect.ts';
import {
  corpusAvailable,
  corpusEntries,
  corpusFacts,
  corpusFile,
  corpusNote,
} from '../testing/corpus-manifest.ts';
import { k6Csv } from './k6-csv.ts';
import { rowsOf, statisticsOf, withoutEmptyTags } from './testing/statistics.ts';

interface CsvFacts {
  readonly rows: number;
  readonly columns: number;
  readonly http_reqs: number;
  readonly iterations: number;
  readonly failed: number;
  readonly checks_rows: number;
  readonly metrics: number;
  readonly first_ts: number;
  readonly last_ts: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

const FILES = ['k6/lucas-results.csv', 'k6/miguel-data.csv', 'k6/taurus-k6_kpi.csv'];
/** CSV and NDJSON of one run. */
const PAIRS = ['k6/lucas-results', 'k6/miguel-data'];

const kindOf = (sample: Record<string, unknown>) => (sample['transaction'] as { kind: string }).kind;

/** Starts are whole microseconds: an end may come out one too early. */
const endOf = (sample: Record<string, unknown>) =>
  (sample['started_at'] as number) + Math.round((sample['elapsed_ms'] as number) * 1000) + 1;
const wholeSecond = (us: number) => Math.floor(us / 1e6);

describe.skipIf(!corpusAvailable)(`k6 CSV files of the corpus${corpusNote}`, () => {
  it('are all that the manifest names', () => {
    const named = corpusEntries().filter(({ format }) => format === 'k6 CSV');
    expect(named.map(({ path }) => path).sort()).toEqual(FILES);
  });

  // The body of a skipped suite runs all the same.
  describe.each(corpusAvailable ? FILES : [])('%s', (file) => {
    const facts = corpusFacts(file) as unknown as CsvFacts;
    const bytes = corpusFile(file);
    const collected = collect(k6Csv, bytes);
    const { report } = collected;

    it('is recognised', () => {
      expect(k6Csv.probe(headOf(bytes)).score).toBe(0.99);
      expect(k6Ndjson.probe(headOf(bytes)).score).toBe(0);
    });

    it('has the facts of the manifest', () => {
      const requests = collected.samples.filter((sample) => kindOf(sample) === 'request');
      const durations = requests.map((request) => request['elapsed_ms'] as number);
      expect({
        rows: report.rows,
        columns: report.properties['columns']!.split(', ').length,
        http_reqs: requests.length,
        iterations: Number(report.properties['iterations']),
        failed: requests.filter((request) => request['ok'] === false).length,
        checks_rows: collected.points.filter((point) => point['metric'] === 'checks').length,
        metrics: collected.metrics.length,
        first_ts: report.firstInstantUs! / 1e6,
        last_ts: report.lastInstantUs! / 1e6,
        p50: nearestRank(durations, 50),
        p95: nearestRank(durations, 95),
        p99: nearestRank(durations, 99),
        max: Math.max(...durations),
      }).toEqual(facts);
      expect(report.rejectedRows).toBe(0);
      expect(report.properties['time stamps']).toBe('seconds');
      expect(report.warnings.map(({ code }) => code)).toContain('whole-seconds');
    });

    it('gives the same in pieces of any size', () => {
      for (const pieceBytes of [4099, 61]) {
        const start = pieceBytes < 1000 ? bytes.subarray(0, 60_000) : bytes;
        expect(rowsOf(collect(k6Csv, start, { pieceBytes }))).toEqual(rowsOf(collect(k6Csv, start)));
      }
    });
  });

  it.each(corpusAvailable ? PAIRS : [])('%s: CSV and NDJSON give the same figures', (name) => {
    const csv = collect(k6Csv, corpusFile(`${name}.csv`));
    const ndjson = collect(k6Ndjson, corpusFile(`${name}.json`));
    expect(statisticsOf(csv)).toEqual(statisticsOf(ndjson));
    expect(csv.report.rows).toBe(ndjson.report.rows);
    // Row by row: what is lost is the order of the lines, the empty tags, and the fraction of a second.
    const plain = ({ samples, points }: typeof csv) => ({
      samples: samples
        .map((sample) => JSON.stringify(withoutEmptyTags({ ...sample, started_at: null })))
        .sort(),
      points: points
        .map((point) =>
          JSON.stringify(withoutEmptyTags({ ...point, at: wholeSecond(point['at'] as number) })),
        )
        .sort(),
      ends: samples.map((sample) => wholeSecond(endOf(sample))).sort(),
    });
    const fromCsv = plain(csv);
    const fromNdjson = plain(ndjson);
    expect(fromCsv).toEqual(fromNdjson);
  });
});
