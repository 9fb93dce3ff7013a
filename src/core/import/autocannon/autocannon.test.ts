import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { expectSurvives } from '../reports/testing/expect-survives.ts';
import { fixtureFile, fixtureText } from '../reports/testing/fixture-file.ts';
import { collect, headOf } from '../testing/collect.ts';
import { autocannonJson } from './autocannon.ts';

describe('reports of autocannon 9', () => {
  it('have the figures of the document', () => {
    const { reported, report } = collect(autocannonJson, fixtureFile('autocannon/report.json'));
    expect(reported.aggregates).toEqual([
      {
        transaction: null,
        interval: null,
        figures: {
          samples: 324,
          failures: 32,
          minMs: 46,
          meanMs: 122.28,
          maxMs: 523,
          stdDevMs: 65.15,
          percentilesMs: [
            [0.001, 46],
            [0.01, 46],
            [0.1, 46],
            [1, 49],
            [2.5, 56],
            [10, 66],
            [25, 77],
            [50, 97],
            [75, 151],
            [90, 225],
            [97.5, 274],
            [99, 280],
            [99.9, 523],
            [99.99, 523],
            [99.999, 523],
          ],
          throughputPerSec: 64.8,
          receivedBytes: 589_912,
          sentBytes: null,
        },
      },
    ]);
    expect(reported.errors).toMatchObject([{ code: '503', count: 32 }]);
    expect(report).toMatchObject({
      firstInstantUs: Date.parse('2026-11-21T12:33:51.616Z') * 1000,
      lastInstantUs: Date.parse('2026-11-21T12:33:56.730Z') * 1000,
      properties: { connections: '8', 'duration in seconds': '5.11', url: 'http://127.0.0.1:8096/report' },
      warnings: [],
    });
  });

  it('of a run that nothing answered have errors and no times', () => {
    const { reported } = collect(autocannonJson, fixtureFile('autocannon/refused.json'));
    expect(reported.aggregates[0]!.figures).toMatchObject({
      samples: 26_912,
      failures: 26_912,
      minMs: null,
      meanMs: null,
      percentilesMs: [],
    });
    expect(reported.errors).toMatchObject([{ code: null, message: 'connection error', count: 26_912 }]);
  });

  it('tell time-outs from other errors, and classes of codes where there is nothing better', () => {
    const document = JSON.parse(fixtureText('autocannon/report.json')) as Record<string, unknown>;
    const { statusCodeStats, ...older } = document;
    expect(statusCodeStats).toBeDefined();
    const { reported, report } = collect(
      autocannonJson,
      JSON.stringify({ ...older, errors: 5, timeouts: 3, mismatches: 2, '4xx': 1 }),
    );
    expect(reported.errors.map(({ code, message, count }) => [code, message, count])).toEqual([
      ['400', null, 1],
      ['500', null, 32],
      [null, 'timeout', 3],
      [null, 'connection error', 2],
      [null, 'body not as expected', 2],
    ]);
    expect(reported.aggregates[0]!.figures).toMatchObject({ samples: 329, failures: 40 });
    expect(report.warnings.map(({ code }) => code)).toEqual(['classes-of-status', 'failures-counted-twice']);
  });

  it('are recognised', () => {
    expect(autocannonJson.probe(headOf(fixtureFile('autocannon/report.json'))).score).toBeGreaterThan(0.9);
    expect(autocannonJson.probe(headOf(fixtureFile('oha/report.json'))).score).toBe(0);
  });

  it('that are damaged are an error with a place', () => {
    const text = fixtureText('autocannon/report.json');
    expect(() => collect(autocannonJson, text.slice(0, 300))).toThrow(AppError);
    expect(() => collect(autocannonJson, text.replace('"total":324', '"total":-1'))).toThrow(
      '"requests.total"',
    );
    expectSurvives(autocannonJson, fixtureFile('autocannon/report.json'));
  });
});
