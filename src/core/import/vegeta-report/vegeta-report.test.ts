import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { NO_FIGURES } from '../aggregates.ts';
import { expectSurvives } from '../reports/testing/expect-survives.ts';
import { collect, headOf } from '../testing/collect.ts';
import { vegetaReport } from './vegeta-report.ts';

/** In the shape that `lib/metrics.go` of Vegeta 12 gives it. */
const DOCUMENT = {
  latencies: {
    total: 237_119_463,
    mean: 2_371_194,
    '50th': 2_854_306,
    '90th': 3_228_223,
    '95th': 3_478_629,
    '99th': 3_530_000,
    max: 3_660_505,
    min: 1_949_582,
  },
  buckets: { '0': 9952, '1000000': 40 },
  bytes_in: { total: 606_700, mean: 6067 },
  bytes_out: { total: 120, mean: 1.2 },
  earliest: '2015-09-19T14:45:50.645818631+02:00',
  latest: '2015-09-19T14:45:51.635818575+02:00',
  end: '2015-09-19T14:45:51.639325797+02:00',
  duration: 989_999_944,
  wait: 3_507_222,
  requests: 100,
  rate: 101.01010672380401,
  throughput: 91.00012489812,
  success: 0.9,
  status_codes: { '0': 3, '200': 90, '503': 7 },
  errors: ['503 Service Unavailable', 'dial tcp: connection refused'],
};
const text = JSON.stringify(DOCUMENT);

describe('reports of Vegeta', () => {
  it('have the figures of the document, in ms', () => {
    const { reported, report } = collect(vegetaReport, text);
    expect(reported.aggregates).toEqual([
      {
        transaction: null,
        interval: null,
        figures: {
          samples: 100,
          failures: 10,
          minMs: 1.949582,
          meanMs: 2.371194,
          maxMs: 3.660505,
          stdDevMs: null,
          percentilesMs: [
            [50, 2.854306],
            [90, 3.228223],
            [95, 3.478629],
            [99, 3.53],
          ],
          throughputPerSec: 101.01010672380401,
          receivedBytes: 606_700,
          sentBytes: 120,
        },
      },
    ]);
    expect(reported.errors.map(({ code, count }) => [code, count])).toEqual([['0', 3], ['503', 7]]); // prettier-ignore
    expect(report).toMatchObject({
      firstInstantUs: Date.parse('2015-09-19T12:45:50.645Z') * 1000,
      lastInstantUs: Date.parse('2015-09-19T12:45:51.639Z') * 1000,
      properties: {
        errors: '503 Service Unavailable; dial tcp: connection refused',
        'duration in seconds': '0.989999944',
        'success ratio': '0.9',
      },
    });
    expect(report.warnings.map(({ code }) => code)).toEqual([
      'approximate-percentiles',
      'errors-without-counts',
    ]);
  });

  it('of older versions have fewer members', () => {
    const { min, ...latencies } = DOCUMENT.latencies;
    const { throughput, ...rest } = DOCUMENT;
    expect([min, throughput].every((value) => value > 0)).toBe(true);
    const { reported } = collect(vegetaReport, JSON.stringify({ ...rest, latencies, errors: null }));
    expect(reported.aggregates[0]!.figures).toMatchObject({ minMs: null, maxMs: 3.660505, samples: 100 });
  });

  it('of no requests have no times', () => {
    const empty = {
      ...DOCUMENT,
      requests: 0,
      status_codes: {},
      errors: [],
      earliest: '0001-01-01T00:00:00Z',
      end: '0001-01-01T00:00:00Z',
      bytes_in: { total: 0, mean: 0 },
      bytes_out: { total: 0, mean: 0 },
      rate: 0,
    };
    const { reported, report } = collect(vegetaReport, JSON.stringify(empty));
    expect(reported.aggregates[0]!.figures).toEqual({
      ...NO_FIGURES,
      samples: 0,
      failures: 0,
      throughputPerSec: 0,
      receivedBytes: 0,
      sentBytes: 0,
    });
    expect(report.firstInstantUs).toBeNull();
  });

  it('are recognised', () => {
    expect(vegetaReport.probe(headOf(new TextEncoder().encode(text))).score).toBeGreaterThan(0.9);
    const result =
      '{"attack":"","seq":0,"code":200,"timestamp":"2015-09-19T14:45:50Z","latency":5,"bytes_out":0,"bytes_in":5}\n';
    expect(vegetaReport.probe(headOf(new TextEncoder().encode(result))).score).toBe(0);
  });

  it('leaves out a percentile that is no number that a computer can hold', () => {
    const { reported } = collect(vegetaReport, text.replace('"95th":3478629', '"95th":3e478629'));
    expect(reported.aggregates[0]?.figures.percentilesMs.map(([percentile]) => percentile)).toEqual([
      50, 90, 99,
    ]);
  });

  it('that are damaged are an error with a place', () => {
    expect(() => collect(vegetaReport, text.slice(0, 300))).toThrow(AppError);
    expect(() => collect(vegetaReport, text.replace('"requests":100', '"requests":"100"'))).toThrow(
      '"requests"',
    );
    expectSurvives(vegetaReport, new TextEncoder().encode(text));
  });
});
