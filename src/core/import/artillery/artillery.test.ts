import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { expectSurvives } from '../reports/testing/expect-survives.ts';
import { fixtureFile, fixtureText } from '../reports/testing/fixture-file.ts';
import { collect, headOf, type Collected } from '../testing/collect.ts';
import { corpusAvailable, corpusEntries, corpusFile, corpusNote } from '../testing/corpus-manifest.ts';
import { artilleryJson } from './artillery.ts';

const totalOf = ({ reported }: Collected) => reported.aggregates[0]!.figures;
const codesOf = ({ report }: Collected) => report.warnings.map(({ code }) => code);

/** Artillery 1, two periods: the second one is shorter. */
function firstGeneration(): Record<string, unknown> {
  const stats = (timestamp: string, requests: number, refused: number, latency: object) => ({
    timestamp,
    scenariosCreated: requests + refused,
    scenariosCompleted: requests,
    requestsCompleted: requests,
    latency,
    rps: { count: requests + refused, mean: (requests + refused) / 10 },
    errors: refused > 0 ? { ECONNREFUSED: refused } : {},
    codes: { '200': requests - 1, '500': 1 },
    matches: 0,
    customStats: {},
    counters: {},
  });
  const times = { min: 10, max: 90.5, median: 20, p95: 60.1, p99: 80 };
  return {
    aggregate: { ...stats('2021-06-24T12:00:14.000Z', 30, 2, times), scenariosAvoided: 3 },
    intermediate: [
      { ...stats('2021-06-24T12:00:10.000Z', 20, 2, times), latencies: [1e7, 2e7] },
      stats('2021-06-24T12:00:14.000Z', 10, 0, { min: null, max: null, median: null, p95: null, p99: null }),
    ],
  };
}

describe('reports of Artillery 1', () => {
  it('have figures of all requests, and of periods that end at their time stamp', () => {
    const result = collect(artilleryJson, JSON.stringify(firstGeneration()));
    expect(totalOf(result)).toEqual({
      samples: 32,
      failures: 3,
      minMs: 10,
      meanMs: null,
      maxMs: 90.5,
      stdDevMs: null,
      percentilesMs: [
        [50, 20],
        [95, 60.1],
        [99, 80],
      ],
      throughputPerSec: 3.2,
      receivedBytes: null,
      sentBytes: null,
    });
    const start = Date.parse('2021-06-24T12:00:00Z') * 1000;
    expect(
      result.reported.aggregates.slice(1).map(({ interval, figures }) => [interval, figures.samples]),
    ).toEqual([
      [{ startUs: start, durationMs: 10_000, activeUsers: null }, 22],
      [{ startUs: start + 10e6, durationMs: 4000, activeUsers: null }, 10],
    ]);
    expect(result.reported.aggregates[2]!.figures.percentilesMs).toEqual([]);
    expect(result.reported.errors.map(({ code, message, count }) => [code, message, count])).toEqual([
      ['500', null, 1],
      [null, 'ECONNREFUSED', 2],
    ]);
    expect(result.report).toMatchObject({
      rows: 3,
      firstInstantUs: start,
      lastInstantUs: start + 14e6,
      properties: {
        generation: '1',
        'scenarios created': '32',
        'scenarios completed': '30',
        'scenarios avoided': '3',
        'response times listed without their instants': '2',
      },
    });
    expect(codesOf(result)).toEqual(['approximate-percentiles', 'failures-counted-twice']);
  });
});

describe('reports of Artillery 2.0.21', () => {
  const result = collect(artilleryJson, fixtureFile('artillery/report.json'));
  const nameOf = (localId: number | null): string | null =>
    localId === null ? null : result.transactions[localId]!.name;

  it('have figures of all requests', () => {
    expect(totalOf(result)).toEqual({
      samples: 232,
      failures: 5 + 39 + 19,
      minMs: 16,
      meanMs: 84.3,
      maxMs: 276,
      stdDevMs: null,
      percentilesMs: [
        [50, 77.5],
        [75, 108.9],
        [90, 149.9],
        [95, 190.6],
        [99, 242.3],
        [99.9, 257.3],
      ],
      throughputPerSec: 13,
      receivedBytes: 136_906,
      sentBytes: null,
    });
    expect(result.reported.errors.map(({ code, message, count }) => [code, message, count])).toEqual([
      ['503', null, 5],
      [null, 'Failed capture or match', 39],
      [null, 'ECONNREFUSED', 19],
    ]);
    expect(codesOf(result)).toEqual(['approximate-percentiles', 'failures-counted-twice']);
    expect(result.report).toMatchObject({
      firstInstantUs: 1_795_264_462_762_000,
      lastInstantUs: 1_795_264_482_768_000,
    });
  });

  it('have endpoints as transactions', () => {
    const endpoints = result.reported.aggregates.filter(
      ({ transaction, interval }) => transaction !== null && interval === null,
    );
    expect(
      endpoints.map(({ transaction, figures }) => [
        nameOf(transaction),
        figures.samples,
        figures.failures,
        figures.meanMs,
      ]),
    ).toEqual([
      ['/', 58, 0, 31.9],
      ['/search?q=lamp (Search, "lamp" – Größe)', 58, 0, 84.7],
      ['/report', 58, 5, 124.4],
      ['/order', 39, 0, 101.9],
      [':9/', 19, 19, null],
    ]);
  });

  it('have periods of ten seconds, whose requests add up', () => {
    const periods = result.reported.aggregates.filter(
      ({ transaction, interval }) => transaction === null && interval !== null,
    );
    expect(
      periods.map(({ interval, figures }) => [
        interval!.startUs / 1e6,
        interval!.durationMs,
        figures.samples,
      ]),
    ).toEqual([
      [1_795_264_460, 10_000, 55],
      [1_795_264_470, 10_000, 129],
      [1_795_264_480, 10_000, 48],
    ]);
    const ofOrders = result.reported.aggregates.filter(
      ({ transaction, interval }) => nameOf(transaction) === '/order' && interval !== null,
    );
    expect(ofOrders.reduce((sum, { figures }) => sum + figures.samples!, 0)).toBe(39);
  });

  it('have the other counters and summaries as metrics', () => {
    const figures = Object.fromEntries(
      result.reported.metrics.map((metric) => [result.metrics[metric.metric]!.name, metric.figures]),
    );
    expect(figures['vusers.created']).toEqual({ count: 116 });
    expect(figures['vusers.failed']).toEqual({ count: 58 });
    expect(figures['vusers.session_length']).toMatchObject({ count: 58, mean: 253.7, p999: 415.8 });
    expect(figures['http.response_time.5xx']).toMatchObject({ count: 5 });
    expect(Object.keys(figures).filter((name) => name.startsWith('plugins.metrics-by-endpoint'))).toEqual([]);
    expect(result.metrics.find(({ name }) => name === 'vusers.session_length')).toMatchObject({
      kind: 'trend',
      contains: 'time',
    });
  });

  it('of another engine have its response times', () => {
    const report = {
      aggregate: {
        counters: { 'socketio.emit': 9, 'vusers.created': 3 },
        rates: {},
        summaries: { 'socketio.response_time': { min: 1, max: 5, count: 9, median: 2, p50: 2, p95: 4 } },
        period: 1_795_264_480_000,
      },
      intermediate: [],
    };
    const other = collect(artilleryJson, JSON.stringify(report));
    expect(totalOf(other)).toMatchObject({ samples: 9, minMs: 1, percentilesMs: [[50, 2], [95, 4]] }); // prettier-ignore
    expect(other.report.properties['engine']).toBe('socketio');
    expect(other.report.firstInstantUs).toBeNull();
  });
});

describe('damaged reports', () => {
  it('are an error with a place', () => {
    const text = fixtureText('artillery/report.json');
    expect(() => collect(artilleryJson, text.slice(0, 5000))).toThrow('cut off');
    const noCounters = collect.bind(null, artilleryJson, text.replace('"counters":', '"counted":'));
    expect(noCounters).toThrow(AppError);
    expect(noCounters).toThrow('"aggregate"');
    expectSurvives(artilleryJson, new TextEncoder().encode(JSON.stringify(firstGeneration())));
  });

  it('of the second generation never crash', () => {
    const small = JSON.parse(fixtureText('artillery/report.json')) as {
      aggregate: unknown;
      intermediate: unknown[];
    };
    const { aggregate } = small as { aggregate: { histograms?: unknown } };
    delete aggregate.histograms;
    expectSurvives(artilleryJson, new TextEncoder().encode(JSON.stringify({ aggregate, intermediate: [] })));
  });
});

const files = corpusEntries().filter(({ format }) => format === 'Artillery report JSON');

describe.skipIf(!corpusAvailable)(`the corpus${corpusNote}`, () => {
  it('has the files that are expected', () => {
    expect(files).toHaveLength(2);
  });

  it.each(files)('$path: all facts', ({ path, facts }) => {
    const bytes = corpusFile(path);
    const result = collect(artilleryJson, bytes);
    const { samples, minMs, maxMs, percentilesMs } = totalOf(result);
    const percentiles = new Map(percentilesMs);
    const { reported, metrics, report } = result;
    const counterOf = (name: string): number | null =>
      reported.metrics.find(({ metric }) => metrics[metric]!.name === name)?.figures['count'] ?? null;
    const isSecond = report.properties['generation'] === '2';
    // The facts about the file of Artillery 1 are those that a reader of the second generation finds in it: none.
    const found = {
      generation: 2,
      intermediate: Number(report.properties['periods']),
      http_requests: isSecond ? samples : null,
      vusers: counterOf('vusers.created'),
      codes: isSecond ? { 'http.codes.200': samples! - reported.errors.length } : {},
      response_time: isSecond
        ? {
            min: minMs,
            max: maxMs,
            p50: percentiles.get(50),
            p95: percentiles.get(95),
            p99: percentiles.get(99),
          }
        : { min: null, max: null, p50: null, p95: null, p99: null },
    };
    expect(found).toEqual(facts);
    expect(artilleryJson.probe(headOf(bytes)).score).toBeGreaterThan(0.9);
  });

  it('has a report of Artillery 1 with time-outs', () => {
    const result = collect(artilleryJson, corpusFile('other/artillery-v1-report.json'));
    expect(totalOf(result)).toMatchObject({
      samples: 3217,
      failures: 383,
      minMs: 116,
      maxMs: 164,
      throughputPerSec: 17.83,
      percentilesMs: [[50, 120], [95, 126], [99, 132.2]], // prettier-ignore
    });
    expect(result.report.properties).toMatchObject({ generation: '1', 'scenarios created': '1800' });
    const sum = result.reported.aggregates
      .slice(1)
      .reduce((total, { figures }) => total + figures.samples!, 0);
    expect(sum).toBe(3217);
    expect(result.report.firstInstantUs).toBe(Date.parse('2021-06-24T12:49:20.694Z') * 1000);
  });

  it('has a report of Artillery 2 with an endpoint', () => {
    const { transactions, reported } = collect(artilleryJson, corpusFile('other/artillery-v2-report.json'));
    expect(transactions.map(({ name }) => name)).toEqual(['/api/scrape']);
    expect(reported.aggregates.filter(({ interval }) => interval !== null)).toHaveLength(16);
  });
});
