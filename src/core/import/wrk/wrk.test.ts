import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { expectSurvives } from '../reports/testing/expect-survives.ts';
import { fixtureFile, fixtureText } from '../reports/testing/fixture-file.ts';
import { collect, headOf } from '../testing/collect.ts';
import { corpusAvailable, corpusEntries, corpusFile, corpusNote } from '../testing/corpus-manifest.ts';
import { wrkBytes, wrkTime } from './units.ts';
import { wrk } from './wrk.ts';

/** As wrk2 prints it (`src/wrk.c`, `print_hdr_latency`), shortened. */
const WRK2 = `Running 30s test @ http://127.0.0.1:80/index.html
  2 threads and 100 connections
  Thread calibration: mean lat.: 9747.000ms, rate sampling interval: 21ms
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     6.46ms    1.93ms  12.34s    67.66%
    Req/Sec     1.05k     1.12k    2.50k    64.84%
  Latency Distribution (HdrHistogram - Recorded Latency)
 50.000%    6.67ms
 75.000%    7.78ms
 99.000%  675.00us
100.000%   12.34s

  Detailed Percentile spectrum:
       Value   Percentile   TotalCount 1/(1-Percentile)

       0.921     0.000000            1         1.00
       6.671     0.500000        20008         2.00
       7.783     0.750000        30011         4.00
   12345.343     1.000000        40000          inf
#[Mean    =        6.463, StdDeviation   =        1.931]
#[Max     =    12340.224, Total count    =        40000]
#[Buckets =           27, SubBuckets     =         2048]
----------------------------------------------------------

  Latency Distribution (HdrHistogram - Uncorrected Latency (measured without taking delayed starts into account))
 50.000%    1.00ms
100.000%    2.00ms

  Detailed Percentile spectrum:
       Value   Percentile   TotalCount 1/(1-Percentile)

       1.000     0.500000        20008         2.00
#[Mean    =        1.000, StdDeviation   =        0.100]
#[Max     =        2.000, Total count    =        40000]
#[Buckets =           27, SubBuckets     =         2048]
----------------------------------------------------------
  60018 requests in 30.00s, 19.81MB read
  Socket errors: connect 0, read 3, write 0, timeout 7
Requests/sec:   2000.28
Transfer/sec:    676.18KB
`;

const figuresOf = (input: string | Uint8Array) => collect(wrk, input).reported.aggregates[0]!.figures;
const codesOf = (input: string | Uint8Array) => collect(wrk, input).report.warnings.map(({ code }) => code);

describe('units', () => {
  it('are those of wrk', () => {
    expect(['55.33us', '78.43ms', '1.03s', '83.33m', '2.00h'].map(wrkTime)).toEqual([
      0.05533, 78.43, 1030, 4_999_800, 7_200_000,
    ]);
    expect([wrkTime('-nanus'), wrkTime('12'), wrkTime('x'), wrkTime('1.2.3s')]).toEqual([
      null,
      undefined,
      undefined,
      undefined,
    ]);
    expect(['0.00B', '5.66KB', '1.50MB', '2.00GB'].map(wrkBytes)).toEqual([
      0,
      5796,
      1_572_864,
      2 * 1024 ** 3,
    ]);
    expect([wrkBytes('5.66'), wrkBytes('5.66ZB')]).toEqual([undefined, undefined]);
  });
});

describe('reports of wrk 4.1', () => {
  it('have the figures that were printed', () => {
    const { reported, report, transactions } = collect(wrk, fixtureFile('wrk/latency.txt'));
    expect(transactions).toEqual([]);
    expect(reported.aggregates).toEqual([
      {
        transaction: null,
        interval: null,
        figures: {
          samples: 1205,
          failures: 0,
          minMs: null,
          meanMs: 26.55,
          maxMs: 66.29,
          stdDevMs: 8.24,
          percentilesMs: [
            [50, 25.18],
            [75, 31.14],
            [90, 37.8],
            [99, 52.06],
          ],
          throughputPerSec: 300.58,
          receivedBytes: 419_338,
          sentBytes: null,
        },
      },
    ]);
    expect(report).toMatchObject({
      rows: 1,
      rejectedRows: 0,
      clockTickMs: 1e-3,
      properties: {
        url: 'http://127.0.0.1:8096/',
        threads: '2',
        connections: '8',
        'planned duration': '4s',
        duration: '4.01s',
        'transfer per second': '102.15KB',
      },
    });
    expect(report.warnings.map(({ code }) => code)).toEqual(['rounded-figures']);
  });

  it('have errors of both kinds', () => {
    const { reported, report } = collect(wrk, fixtureFile('wrk/errors.txt'));
    expect(reported.errors.map(({ message, count }) => [message, count])).toEqual([
      ['socket error: read', 7],
      ['socket error: write', 68_129],
      ['status not 2xx or 3xx', 47],
    ]);
    expect(reported.aggregates[0]!.figures).toMatchObject({ samples: 148, failures: 47 });
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'socket-errors', count: 68_136 }));
  });

  it('of several runs in one file become a transaction each', () => {
    const text = fixtureText('wrk/two-runs.txt');
    const { reported, report, transactions } = collect(wrk, `$ wrk …\n${text}${text}`);
    expect(transactions.map(({ name }) => name)).toEqual([
      'http://127.0.0.1:8096/',
      'http://127.0.0.1:8096/search',
      'http://127.0.0.1:8096/ (run 2)',
      'http://127.0.0.1:8096/search (run 2)',
    ]);
    expect(reported.aggregates.map(({ transaction, figures }) => [transaction, figures.samples])).toEqual([
      [0, 73],
      [1, 47],
      [2, 73],
      [3, 47],
    ]);
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'several-runs', count: 4 }));
  });

  it('of a run without requests have no times', () => {
    const text = fixtureText('wrk/latency.txt')
      .replace(/Latency .*/u, 'Latency     0.00us    0.00us   0.00us    -nan%')
      .replace('1205 requests in 4.01s, 409.51KB', '0 requests in 4.10s, 0.00B')
      .replace('300.58', '0.00');
    expect(figuresOf(text)).toMatchObject({
      samples: 0,
      failures: 0,
      meanMs: null,
      maxMs: null,
      percentilesMs: [],
    });
  });

  it('may have the output of a script behind them, and Windows line ends', () => {
    const text = fixtureText('wrk/latency.txt');
    const { report, reported } = collect(wrk, `${text.replaceAll('\n', '\r\n')}Latency of mine: good\r\n`);
    expect(report.rejectedRows).toBe(0);
    expect(reported).toEqual(collect(wrk, text).reported);
  });
});

describe('reports of wrk2', () => {
  it('have the percentiles of their table, which are finer, and those above it', () => {
    const { reported, report } = collect(wrk, WRK2);
    expect(reported.aggregates[0]!.figures).toEqual({
      samples: 60_018,
      failures: 0,
      minMs: null,
      meanMs: 6.463,
      maxMs: 12_340.224,
      stdDevMs: 1.931,
      percentilesMs: [
        [0, 0.921],
        [50, 6.671],
        [75, 7.783],
        [99, 0.675],
        [100, 12_345.343],
      ],
      throughputPerSec: 2000.28,
      receivedBytes: 20_772_291,
      sentBytes: null,
    });
    expect(report.properties['written by']).toBe('wrk2');
    expect(report.rejectedRows).toBe(0);
    expect(codesOf(WRK2)).toEqual(['rounded-figures', 'socket-errors', 'uncorrected-latency']);
  });
});

describe('damaged reports', () => {
  it('that are cut off have what is there', () => {
    const text = fixtureText('wrk/errors.txt');
    const cut = text.slice(0, text.indexOf('  Non-2xx'));
    expect(figuresOf(cut)).toMatchObject({
      samples: 148,
      failures: null,
      meanMs: 84.7,
      throughputPerSec: null,
    });
    expect(codesOf(cut)).toContain('cut-off');
    expect(() => collect(wrk, text.slice(0, text.indexOf('    Latency')))).toThrow(AppError);
  });

  it('lose the lines that are damaged', () => {
    const text = fixtureText('wrk/latency.txt').replace('26.55ms', '26.x5ms').replace('31.14ms', '31.14');
    const { report, reported } = collect(wrk, text);
    expect(report.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'not the line "Latency" that wrk prints'],
      [8, 'not a percentile and a time'],
    ]);
    expect(report.rejects[0]!.byte).toBe(text.indexOf('    Latency'));
    expect(reported.aggregates[0]!.figures).toMatchObject({ samples: 1205, meanMs: null });
  });

  it('never crash', () => {
    expectSurvives(wrk, fixtureFile('wrk/errors.txt'));
    expectSurvives(wrk, new TextEncoder().encode(WRK2));
  });
});

describe('recognising', () => {
  it('goes by the first line and the parts', () => {
    const scoreOf = (text: string): number => wrk.probe(headOf(new TextEncoder().encode(text))).score;
    expect(scoreOf(WRK2)).toBeGreaterThan(0.9);
    expect(scoreOf(`some log\n${fixtureText('wrk/latency.txt')}`)).toBeGreaterThan(0.9);
    expect(scoreOf('Running 1s test @ http://x\n')).toBeLessThan(0.5);
    expect(scoreOf('Requests/sec: 5\n')).toBe(0);
  });
});

const files = corpusEntries().filter(({ format }) => format === 'wrk console output');

describe.skipIf(!corpusAvailable)(`the corpus${corpusNote}`, () => {
  it('has the files that are expected', () => {
    expect(files).toHaveLength(3);
  });

  it.each(files)('$path: all facts', ({ path, facts }) => {
    const bytes = corpusFile(path);
    const { report, reported } = collect(wrk, bytes);
    expect({
      // The manifest counts line ends.
      lines: new TextDecoder().decode(bytes).split('\n').length - 1,
      requests: String(reported.aggregates[0]!.figures.samples),
      duration: report.properties['duration'],
      errors: reported.errors.some(({ message }) => message?.startsWith('socket')) ? 'some' : null,
    }).toEqual(facts);
    expect(report.rejectedRows).toBe(0);
    expect(wrk.probe(headOf(bytes)).score).toBeGreaterThan(0.9);
  });

  it('has figures in all units', () => {
    expect(figuresOf(corpusFile('other/wrk-long.wrk'))).toMatchObject({
      meanMs: 78_270,
      maxMs: 235_540,
      stdDevMs: 31_110,
    });
    expect(figuresOf(corpusFile('other/wrk-errors.wrk'))).toMatchObject({ failures: 12, stdDevMs: 0.05533 });
    expect(figuresOf(corpusFile('other/wrk-latency-flag.wrk')).percentilesMs).toEqual([
      [50, 40.25],
      [75, 46.51],
      [90, 46.51],
      [99, 46.51],
    ]);
  });
});
