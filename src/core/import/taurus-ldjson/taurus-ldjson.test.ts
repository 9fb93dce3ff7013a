import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect, headOf } from '../testing/collect.ts';
import { corpusAvailable, corpusFacts, corpusFile, corpusNote } from '../testing/corpus-manifest.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { taurusLdjson } from './taurus-ldjson.ts';

const ENTRY = {
  name: '/cart',
  method: 'POST',
  num_requests: 4,
  num_none_requests: 0,
  num_failures: 1,
  response_times: { 90: 1, 100: 2, 1500: 1 },
  num_reqs_per_sec: { 1700000000: 4 },
  num_fail_per_sec: { 1700000000: 1 },
  total_response_time: 1790,
  min_response_time: 88,
  max_response_time: 1512,
  total_content_length: 400,
  last_request_timestamp: 1_700_000_001.5,
  start_time: 1_700_000_000.5,
};

interface ReportFields {
  readonly stats?: readonly object[];
  readonly errors?: object;
  readonly user_count?: number;
  readonly client_id?: string;
}

const line = ({ stats = [ENTRY], errors = {}, user_count = 10, client_id = 'w1' }: ReportFields = {}) =>
  `${JSON.stringify({ stats, errors, user_count, client_id })}\n`;

/** What matters of an aggregate. */
const rowOf = ({
  transaction,
  interval,
  figures,
}: ReturnType<typeof collect>['reported']['aggregates'][number]) => ({
  transaction,
  start: interval?.startUs ?? null,
  users: interval?.activeUsers ?? null,
  samples: figures.samples,
  failures: figures.failures,
  min: figures.minMs,
  mean: figures.meanMs,
  max: figures.maxMs,
});

describe('reports of workers', () => {
  it('are summed up for the run and for intervals, over all workers', () => {
    const other = { ...ENTRY, name: '/', method: 'GET', num_failures: 0, start_time: 1_700_000_001 };
    const { reported, transactions, report } = collect(
      taurusLdjson,
      line() + line({ stats: [ENTRY, other], user_count: 5, client_id: 'w2' }),
    );
    expect(transactions).toEqual([
      { localId: 0, name: '/cart', kind: 'request', method: 'POST' },
      { localId: 1, name: '/', kind: 'request', method: 'GET' },
    ]);
    const one = { min: 88, mean: 447.5, max: 1512 };
    const start = 1_700_000_000_500_000;
    expect(reported.aggregates.map(rowOf)).toEqual([
      { transaction: null, start, users: 15, samples: 12, failures: 2, ...one },
      { transaction: 0, start, users: 15, samples: 8, failures: 2, ...one },
      { transaction: 1, start, users: 15, samples: 4, failures: 0, ...one },
      { transaction: null, start: null, users: null, samples: 12, failures: 2, ...one },
      { transaction: 0, start: null, users: null, samples: 8, failures: 2, ...one },
      { transaction: 1, start: null, users: null, samples: 4, failures: 0, ...one },
    ]);
    expect(report).toMatchObject({
      rows: 2,
      rejectedRows: 0,
      firstInstantUs: start,
      lastInstantUs: start + 1e6,
    });
    expect(report.properties['workers']).toBe('2');
  });

  it('give percentiles as Locust computes them, of rounded times', () => {
    const { reported, report } = collect(taurusLdjson, line());
    const percentiles = new Map(reported.aggregates[0]!.figures.percentilesMs);
    // No more than int(4 * p) values lie below: 2, 2, 3, 4.
    expect([50, 66, 75, 100].map((p) => percentiles.get(p))).toEqual([100, 100, 1500, 1500]);
    expect(report.warnings.map(({ code }) => code)).toEqual(['rounded-percentiles']);
  });

  it('of old versions count failures apart', () => {
    const old = { ...ENTRY, num_failures: 70, num_fail_per_sec: undefined, num_none_requests: undefined };
    const { reported, report } = collect(taurusLdjson, line({ stats: [old] }));
    expect(rowOf(reported.aggregates[0]!)).toMatchObject({ samples: 74, failures: 70, mean: 447.5 });
    expect(report.warnings.map(({ code }) => code)).toEqual(['rounded-percentiles', 'failures-without-time']);
    expect(report.properties['written by']).toBe('Locust before 1.0');
  });

  it('sum up errors', () => {
    const errors = { a: { name: '/cart', method: 'POST', error: 'denied', occurrences: 3 } };
    const spelt = { a: { name: '/cart', method: 'POST', error: 'denied', occurences: 4 } };
    expect(collect(taurusLdjson, line({ errors }) + line({ errors: spelt })).reported.errors).toEqual([
      { transaction: 0, code: null, message: 'denied', count: 7, firstUs: null, lastUs: null },
    ]);
  });

  it('make intervals of three seconds, and drop those that are minutes late from them', () => {
    const at = (seconds: number) => line({ stats: [{ ...ENTRY, start_time: 1_700_000_000 + seconds }] });
    const slow = Array.from({ length: 60 }, (_, i) => at(i * 3 + 0.1)).join('');
    const { reported } = collect(taurusLdjson, slow, { pieceBytes: 700 });
    const intervals = reported.aggregates.filter(
      ({ transaction, interval }) => transaction === null && interval,
    );
    expect(intervals).toHaveLength(60);
    expect(intervals.map(({ interval }) => interval!.durationMs)).toEqual(
      Array.from({ length: 60 }, () => 3000),
    );
    const late = collect(taurusLdjson, slow + at(0.2), { pieceBytes: 700 });
    expect(late.report.warnings.map(({ code }) => code)).toContain('late-reports');
    expect(late.reported.aggregates.at(-2)!.figures.samples).toBe(61 * 4);
  });

  it('share a name when there are too many', () => {
    const names = (from: number) =>
      line({ stats: Array.from({ length: 500 }, (_, i) => ({ ...ENTRY, name: `/${from + i}` })) });
    const { transactions, report } = collect(
      taurusLdjson,
      Array.from({ length: 12 }, (_, i) => names(i * 500)).join(''),
    );
    expect(transactions).toHaveLength(5001);
    expect(report.warnings.map(({ code }) => code)).toContain('many-names');
  });
});

describe('damage', () => {
  it.each([
    ['{"stats":', 'not JSON'],
    ['[]', 'JSON, but no report of a Locust worker'],
    ['{"stats":[{"name":"a"}],"errors":{}}', 'JSON, but no report of a Locust worker'],
    ['{"stats":[],"errors":{"a":{"name":"x"}}}', 'JSON, but no report of a Locust worker'],
  ])('costs the line: %s', (bad, reason) => {
    const { report } = collect(taurusLdjson, `${line()}${bad}\n${line()}`);
    expect(report).toMatchObject({ rows: 2, rejects: [{ line: 2, reason }] });
  });

  it('never crashes, and gives the same in pieces of any size', () => {
    const whole = new TextEncoder().encode(line() + line({ stats: [] }) + line().repeat(3));
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.uint8Array({ maxLength: 6 }),
        fc.nat(40),
        fc.integer({ min: 1, max: 400 }),
        (from, junk, cut, pieceBytes) => {
          const bytes = Uint8Array.of(...whole.subarray(0, from), ...junk, ...whole.subarray(from + cut));
          const damaged = collect(taurusLdjson, bytes);
          const again = collect(taurusLdjson, bytes, { pieceBytes });
          // Intervals are handed over as they are finished: in a file this short, at the end.
          expect([again.report, again.reported]).toEqual([damaged.report, damaged.reported]);
          expect(damaged.report.rows + damaged.report.rejectedRows).toBeGreaterThanOrEqual(3);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});

describe('the probe', () => {
  it('knows the reports, and no other JSON', () => {
    const score = (text: string) => taurusLdjson.probe(headOf(new TextEncoder().encode(text))).score;
    expect(score(line())).toBe(0.95);
    expect(score(line({ stats: [], errors: { a: { name: 'x', error: 'e', occurrences: 1 } } }))).toBe(0.95);
    const long = line({ stats: Array.from({ length: 400 }, () => ENTRY) });
    expect(long.length).toBeGreaterThan(64 << 10);
    expect(score(long)).toBe(0.6);
    for (const text of ['', '{}', '{"stats":[],"errors":{}}', '{"stats":1}\n', 'stats', '{"metric":"x"}\n'])
      expect(score(text)).toBe(0);
  });
});

const FILE = 'locust/taurus-workers2.ldjson';

describe.skipIf(!corpusAvailable)(`the file of the corpus${corpusNote}`, () => {
  it('has the lines of the manifest, and the sums of a plain reading', () => {
    const bytes = corpusFile(FILE);
    const { reported, report, transactions } = collect(taurusLdjson, bytes);
    expect(taurusLdjson.probe(headOf(bytes)).score).toBe(0.95);
    expect(report).toMatchObject({ rows: corpusFacts(FILE)['lines'], rejectedRows: 0 });

    interface Stats {
      readonly num_requests: number;
      readonly num_failures: number;
      readonly total_response_time: number;
      readonly min_response_time: number | null;
      readonly max_response_time: number;
      readonly total_content_length: number;
      readonly response_times: Record<string, number>;
    }
    const text = new TextDecoder().decode(bytes);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((raw) => JSON.parse(raw) as { stats: Stats[] });
    const stats = lines.flatMap((one) => one.stats);
    const sum = (of: (one: Stats) => number) => stats.reduce((total, one) => total + of(one), 0);
    const requests = sum((one) => one.num_requests);
    const failures = sum((one) => one.num_failures);
    expect(transactions).toEqual([{ localId: 0, name: '/api/v3/xxx/', kind: 'request', method: 'POST' }]);
    const run = reported.aggregates.filter(({ interval }) => interval === null);
    expect(run).toHaveLength(2);
    for (const { figures } of run) {
      expect(figures).toMatchObject({
        samples: requests + failures,
        failures,
        minMs: Math.min(...stats.flatMap((one) => one.min_response_time ?? [])),
        maxMs: Math.max(...stats.map((one) => one.max_response_time)),
        meanMs: sum((one) => one.total_response_time) / requests,
        receivedBytes: sum((one) => one.total_content_length),
      });
    }
    const intervals = reported.aggregates.filter((one) => one.interval !== null && one.transaction === null);
    expect(intervals.reduce((total, { figures }) => total + figures.samples!, 0)).toBe(requests + failures);
    expect(Math.max(...intervals.map(({ interval }) => interval!.activeUsers!))).toBe(501);
    expect(reported.errors).toEqual([
      expect.objectContaining({
        transaction: 0,
        message: "CatchResponseError('DENIED: wrong data',)",
        count: failures,
      }),
    ]);
  });
});
