import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { expectSurvives } from '../reports/testing/expect-survives.ts';
import { fixtureFile, fixtureText } from '../reports/testing/fixture-file.ts';
import { collect, headOf } from '../testing/collect.ts';
import { heyReport } from './hey-report.ts';

describe('reports of hey', () => {
  it('have the figures that were printed', () => {
    const { reported, report } = collect(heyReport, fixtureFile('hey/report.txt'));
    expect(reported.aggregates).toEqual([
      {
        transaction: null,
        interval: null,
        figures: {
          samples: 400,
          failures: 39,
          minMs: 32.2,
          meanMs: 117.8,
          maxMs: 532.3,
          stdDevMs: null,
          percentilesMs: [
            [10, 62.8],
            [25, 75.4],
            [50, 95],
            [75, 146.2],
            [90, 221.6],
            [95, 250],
            [99, 286.7],
          ],
          throughputPerSec: 62.8668,
          receivedBytes: 665_410,
          sentBytes: null,
        },
      },
    ]);
    expect(reported.errors).toMatchObject([{ code: '503', message: null, count: 39 }]);
    expect(report).toMatchObject({ rows: 1, rejectedRows: 0, warnings: [] });
    expect(report.properties).toMatchObject({
      'duration in seconds': '6.3627',
      'response time histogram (seconds [count])': expect.stringMatching(
        /^0\.032 \[1\], 0\.082 \[136\], .*0\.532 \[1\]$/u,
      ) as string,
    });
  });

  it('of a run that nothing answered have errors and no times', () => {
    const { reported } = collect(heyReport, fixtureFile('hey/refused.txt'));
    expect(reported.aggregates[0]!.figures).toMatchObject({
      samples: 60,
      failures: 60,
      minMs: null,
      meanMs: null,
      maxMs: null,
      percentilesMs: [],
      throughputPerSec: 29.9767,
      receivedBytes: null,
    });
    expect(reported.errors).toMatchObject([
      {
        code: null,
        count: 60,
        message: 'Get "http://127.0.0.1:9/": dial tcp 127.0.0.1:9: connect: connection refused',
      },
    ]);
  });

  it('of older versions have dots behind their units, and single signs', () => {
    const text = fixtureText('hey/report.txt')
      .replaceAll('secs', 'secs.')
      .replaceAll('bytes', 'bytes.')
      .replaceAll('%%', '%');
    expect(collect(heyReport, text).reported).toEqual(
      collect(heyReport, fixtureFile('hey/report.txt')).reported,
    );
  });

  it('of more than a million requests say what they are of', () => {
    const text = fixtureText('hey/report.txt').replace(
      '\nResponse time histogram',
      '\nNote:  Distributions are for first 1000000 results.\nResponse time histogram',
    );
    expect(collect(heyReport, text).report.warnings).toMatchObject([{ code: 'part-of-results' }]);
  });

  it('that are cut off have what is there', () => {
    const text = fixtureText('hey/report.txt');
    const { reported, report } = collect(heyReport, text.slice(0, text.indexOf('90%%')));
    expect(reported.aggregates[0]!.figures).toMatchObject({ samples: null, failures: null, meanMs: 117.8 });
    expect(reported.aggregates[0]!.figures.percentilesMs).toHaveLength(4);
    expect(report.warnings).toMatchObject([{ code: 'cut-off' }]);
    expect(() => collect(heyReport, text.slice(0, text.indexOf('6.3627')))).toThrow(AppError);
  });

  it('lose lines that are damaged', () => {
    const text = fixtureText('hey/report.txt')
      .replace('0.0950', '0.x950')
      .replace('[503]\t39', '[503]\tmany');
    const { report, reported } = collect(heyReport, text);
    expect(report.rejects.map(({ reason }) => reason)).toEqual([
      'not a percentile and a time',
      'not a code with its count',
    ]);
    expect(text.split('\n')[report.rejects[0]!.line - 1]).toContain('0.x950');
    expect(reported.aggregates[0]!.figures).toMatchObject({ samples: 361, failures: 0 });
    expectSurvives(heyReport, fixtureFile('hey/report.txt'));
  });

  it('are recognised', () => {
    expect(heyReport.probe(headOf(fixtureFile('hey/report.txt'))).score).toBeGreaterThan(0.9);
    const oha = 'Summary:\n  Success rate:\t100.00%\n  Total:\t2.0 secs\n  Slowest:\t0.1 secs\n';
    for (const other of [oha, fixtureText('wrk/latency.txt')])
      expect(heyReport.probe(headOf(new TextEncoder().encode(other))).score).toBe(0);
  });
});
