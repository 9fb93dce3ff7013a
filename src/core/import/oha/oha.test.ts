import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { expectSurvives } from '../reports/testing/expect-survives.ts';
import { fixtureFile, fixtureText } from '../reports/testing/fixture-file.ts';
import { collect, headOf } from '../testing/collect.ts';
import { ohaJson } from './oha.ts';

interface OhaDocument {
  summary: Record<string, number | null>;
  latencyPercentiles: Record<string, number | null>;
  statusCodeDistribution: Record<string, number>;
  errorDistribution: Record<string, number>;
}

describe('reports of oha 1.16', () => {
  it('have the figures of the document, in ms', () => {
    const document = JSON.parse(fixtureText('oha/report.json')) as OhaDocument;
    const { reported, report } = collect(ohaJson, fixtureFile('oha/report.json'));
    const [{ transaction, interval, figures }] = reported.aggregates as [(typeof reported.aggregates)[0]];
    expect([transaction, interval, reported.aggregates.length]).toEqual([null, null, 1]);
    const failed = document.statusCodeDistribution['503']!;
    expect(failed).toBeGreaterThan(0);
    expect(figures).toMatchObject({ samples: 400, failures: failed, stdDevMs: null, sentBytes: null });
    expect(figures.meanMs).toBeCloseTo(document.summary['average']! * 1000, 9);
    expect(figures.minMs).toBeCloseTo(document.summary['fastest']! * 1000, 9);
    expect(figures.maxMs).toBeCloseTo(document.summary['slowest']! * 1000, 9);
    expect(figures.throughputPerSec).toBe(document.summary['requestsPerSec']);
    expect(figures.receivedBytes).toBe(document.summary['totalData']);
    expect(figures.percentilesMs.map(([percentile]) => percentile)).toEqual([
      10, 25, 50, 75, 90, 95, 99, 99.9, 99.99,
    ]);
    for (const [percentile, ms] of figures.percentilesMs)
      expect(ms).toBeCloseTo(document.latencyPercentiles[`p${percentile}`]! * 1000, 9);
    expect(reported.errors).toMatchObject([{ code: '503', message: null, count: failed, transaction: null }]);
    expect(report).toMatchObject({ rows: 1, warnings: [], firstInstantUs: null });
  });

  it('leave out requests that were under way at the end', () => {
    const { reported, report } = collect(ohaJson, fixtureFile('oha/deadline.json'));
    expect(reported.aggregates[0]!.figures).toMatchObject({ samples: 123, failures: 0 });
    expect(reported.errors).toEqual([]);
    expect(report.warnings).toMatchObject([{ code: 'aborted-at-deadline', count: 6 }]);
  });

  it('of a run that nothing answered have no times', () => {
    const document = JSON.parse(fixtureText('oha/report.json')) as OhaDocument;
    document.summary = {
      ...document.summary,
      slowest: null,
      fastest: null,
      average: null,
      successRate: 0,
      totalData: 0,
    };
    document.latencyPercentiles = { p50: null, 'p99.9': null };
    document.statusCodeDistribution = {};
    document.errorDistribution = { 'Connection refused (os error 111)': 400 };
    const { reported } = collect(ohaJson, JSON.stringify(document));
    expect(reported.aggregates[0]!.figures).toMatchObject({
      samples: 400,
      failures: 400,
      minMs: null,
      meanMs: null,
      percentilesMs: [],
    });
    expect(reported.errors).toMatchObject([
      { code: null, message: 'Connection refused (os error 111)', count: 400 },
    ]);
  });

  it('are recognised', () => {
    expect(ohaJson.probe(headOf(fixtureFile('oha/report.json'))).score).toBeGreaterThan(0.9);
    expect(ohaJson.probe(headOf(fixtureFile('autocannon/report.json'))).score).toBe(0);
  });

  it('that are damaged are an error with a place', () => {
    const text = fixtureText('oha/report.json');
    expect(() => collect(ohaJson, text.slice(0, 300))).toThrow(AppError);
    expect(() => collect(ohaJson, text.replace('"total":', '"totally":'))).toThrow('"summary.total"');
    expectSurvives(ohaJson, fixtureFile('oha/report.json'));
  });
});
