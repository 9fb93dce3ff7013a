import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { NO_FIGURES } from '../aggregates.ts';
import { locustCsv } from './locust-csv.ts';
import { HISTORY_HEADER, labelOf, lines, read, STATS_HEADER, warningCodes } from './testing/locust-files.ts';

describe('statistics', () => {
  it('become one aggregate for each type and name, and one for all together', () => {
    const result = read(
      lines(
        STATS_HEADER,
        'GET,/a,10,2,30.0,31.5,3.25,99.9,120.0,1.5,0.3,30,90,100',
        'POST,/a,4,0,8,9,7,12,1,0.5,0.0,8,12,12',
        ',Aggregated,14,2,28,25.1,3.25,99.9,80,2.0,0.3,28,88,100',
      ),
    );
    expect(result.transactions).toEqual([
      { localId: 0, name: '/a', kind: 'request', method: 'GET' },
      { localId: 1, name: '/a', kind: 'request', method: 'POST' },
    ]);
    expect(result.reported.aggregates.map(({ transaction }) => transaction)).toEqual([0, 1, null]);
    expect(result.reported.aggregates[0]).toEqual({
      transaction: 0,
      interval: null,
      figures: {
        samples: 10,
        failures: 2,
        minMs: 3.25,
        meanMs: 31.5,
        maxMs: 99.9,
        stdDevMs: null,
        percentilesMs: [
          [50, 30],
          [95, 90],
          [99.9, 100],
        ],
        throughputPerSec: 1.5,
        receivedBytes: null,
        sentBytes: null,
      },
    });
    expect(result.report.rows).toBe(3);
    expect(warningCodes(result)).toEqual(['rounded-percentiles']);
  });

  it('without requests have no times: their zeros were never measured', () => {
    const result = read(lines(STATS_HEADER, ',Aggregated,0,0,0,0.0,0,0,0,0.0,0.0,N/A,N/A,N/A'));
    expect(result.reported.aggregates[0]!.figures).toEqual({
      ...NO_FIGURES,
      samples: 0,
      failures: 0,
      throughputPerSec: 0,
    });
    expect(warningCodes(result)).toEqual([]);
  });

  it('of before 1.0 have other names, no percentiles, and a total called None Total', () => {
    const result = read(
      [
        '"Method","Name","# requests","# failures","Median response time","Average response time","Min response time","Max response time","Average Content Size","Requests/s"',
        '"GET","/does_not_exist",0,56,0,0,0,0,0,0.00',
        '"None","Total",109,56,3,4,2,6,6389,1.89',
      ].join('\n'),
    );
    expect(result.reported.aggregates.map(({ transaction }) => labelOf(result, transaction))).toEqual([
      'GET /does_not_exist',
      '*',
    ]);
    expect(result.reported.aggregates[1]!.figures).toMatchObject({
      samples: 109,
      failures: 56,
      minMs: 2,
      meanMs: 4,
      maxMs: 6,
      percentilesMs: [[50, 3]],
      throughputPerSec: 1.89,
    });
    expect(result.report.properties['written by']).toBe('Locust before 1.0');
  });

  it('may have percentiles of any choice, one of them without its sign', () => {
    const header = STATS_HEADER.replace('50%,95%,99.9%', '10%,99.999,100%');
    const result = read(lines(header, ',Aggregated,1,0,7,7,7,7,1,1,0,5,6,8'));
    expect(result.reported.aggregates[0]!.figures.percentilesMs).toEqual([
      [50, 7],
      [10, 5],
      [99.999, 6],
      [100, 8],
    ]);
  });
});

describe('histories', () => {
  const total = (timestamp: number, users: number, requests: number, failures = 0, median = '5,9'): string =>
    `${timestamp},${users},,Aggregated,1.500000,0.000000,${median},${requests},${failures},5,5.5,1,9,10`;

  it('become intervals whose counts are differences of the totals', () => {
    const result = read(
      lines(HISTORY_HEADER, total(1000, 1, 3), total(1001, 2, 10, 1), total(1002, 3, 10, 1)),
    );
    expect(result.reported.aggregates.map(({ interval }) => interval)).toEqual([
      { startUs: 1000e6, durationMs: 1000, activeUsers: 1 },
      { startUs: 1001e6, durationMs: 1000, activeUsers: 2 },
      { startUs: 1002e6, durationMs: 1000, activeUsers: 3 },
    ]);
    expect(
      result.reported.aggregates.map(({ figures: { samples, failures } }) => [samples, failures]),
    ).toEqual([
      [null, null],
      [7, 1],
      [0, 0],
    ]);
    expect(result.reported.aggregates[1]!.figures.throughputPerSec).toBe(1.5);
    expect(result.report).toMatchObject({ firstInstantUs: 1000e6, lastInstantUs: 1002e6, rows: 3 });
    expect(result.report.properties).toMatchObject({
      'total requests in the last row': '10',
      'total failures in the last row': '1',
    });
  });

  it('leave out percentiles since the start of the run, and say so', () => {
    const result = read(lines(HISTORY_HEADER, total(1000, 1, 3), total(1001, 1, 4)));
    expect(result.reported.aggregates.map(({ figures }) => figures.percentilesMs)).toEqual([[], []]);
    expect(result.report.warnings).toMatchObject([{ code: 'cumulative-percentiles', count: 2 }]);
  });

  it('with entries have percentiles of the last seconds', () => {
    const result = read(
      lines(
        HISTORY_HEADER,
        total(1000, 1, 0, 0, 'N/A,N/A'),
        '1001,1,GET,/a,1.0,0.0,6,8,2,0,5,5,1,9,10',
        total(1001, 1, 2, 0, '6,8'),
        '1003,1,GET,/a,1.0,0.0,7,9,5,0,5,5,1,9,10',
        total(1003, 1, 5),
      ),
    );
    expect(warningCodes(result)).toEqual(['rounded-percentiles']);
    expect(
      result.reported.aggregates.map(({ transaction, figures }) => [
        labelOf(result, transaction),
        figures.samples,
        figures.percentilesMs,
      ]),
    ).toEqual([
      ['*', null, []],
      ['GET /a', null, [[50, 6], [95, 8]]], // prettier-ignore
      ['*', 2, [[50, 6], [95, 8]]], // prettier-ignore
      ['GET /a', 3, [[50, 7], [95, 9]]], // prettier-ignore
      ['*', 3, [[50, 5], [95, 9]]], // prettier-ignore
    ]);
  });

  it('of another pace have intervals without gaps', () => {
    const result = read(lines(HISTORY_HEADER, total(1000, 1, 0), total(1005, 1, 50), total(1005, 1, 51)));
    expect(result.reported.aggregates.map(({ interval }) => interval)).toMatchObject([
      { startUs: 1000e6, durationMs: 1000 },
      { startUs: 1001e6, durationMs: 5000 },
      { startUs: 1005e6, durationMs: 1000 },
    ]);
  });

  it('whose totals become smaller were reset', () => {
    const result = read(lines(HISTORY_HEADER, total(1000, 1, 50), total(1001, 1, 2), total(1002, 1, 5)));
    expect(result.reported.aggregates.map(({ figures }) => figures.samples)).toEqual([null, null, 3]);
    expect(warningCodes(result)).toContain('totals-reset');
  });

  it('of 0.14 have other names, no users, and percentiles of the last seconds', () => {
    const result = read(
      [
        '"Type","Name","Timestamp","# requests","# failures","Requests/s","Requests Failed/s","Median response time","Average response time","Min response time","Max response time","Average Content Size","50%","99.999","100%"',
        '"None","Aggregated","1581012345",10,1,2.00,0.50,7,8,1,30,100.00,7,30,30',
        '"None","Aggregated","1581012347",25,1,2.50,0.00,7,8,1,30,100.00,8,31,31\n',
      ].join('\n'),
    );
    expect(result.reported.aggregates[1]).toEqual({
      transaction: null,
      interval: { startUs: 1581012346e6, durationMs: 2000, activeUsers: null },
      figures: {
        ...NO_FIGURES,
        samples: 15,
        failures: 0,
        throughputPerSec: 2.5,
        percentilesMs: [
          [50, 8],
          [99.999, 31],
          [100, 31],
        ],
      },
    });
  });

  it('are sent in parts when they are long', () => {
    const rows = Array.from({ length: 5000 }, (_, i) => total(1000 + i, 1, i));
    const result = read(lines(HISTORY_HEADER, ...rows));
    expect(result.reported.aggregates).toHaveLength(5000);
    expect(result.reported.aggregates.at(-1)!.interval!.startUs).toBe(5999e6);
  });
});

describe('failures', () => {
  it('become errors, with the status that their text begins with', () => {
    const result = read(
      lines(
        'Method,Name,Error,Occurrences,First Seen,Last Seen',
        "GET,/a,HTTPError('429 Client Error: Too Many Requests for url: /a'),123,2026-11-21T12:32:27Z,2026-11-21T12:32:35Z",
        'GET,/a,LocustBadStatusCode(code=503),8,,',
        'POST,/b,"CatchResponseError(\'not ""ok"", code=500)\')",1,,',
      ),
    );
    expect(result.reported.errors).toEqual([
      {
        transaction: 0,
        code: '429',
        message: "HTTPError('429 Client Error: Too Many Requests for url: /a')",
        count: 123,
        firstUs: Date.parse('2026-11-21T12:32:27Z') * 1000,
        lastUs: Date.parse('2026-11-21T12:32:35Z') * 1000,
      },
      {
        transaction: 0,
        code: '503',
        message: 'LocustBadStatusCode(code=503)',
        count: 8,
        firstUs: null,
        lastUs: null,
      },
      {
        transaction: 1,
        code: null,
        message: 'CatchResponseError(\'not "ok", code=500)\')',
        count: 1,
        firstUs: null,
        lastUs: null,
      },
    ]);
    expect(result.report.firstInstantUs).toBe(Date.parse('2026-11-21T12:32:27Z') * 1000);
  });

  it('of a time that is none are rejected', () => {
    const result = read(
      lines(
        'Method,Name,Error,Occurrences,First Seen,Last Seen',
        'GET,/a,x,1,yesterday,2026-11-21T12:32:35Z',
      ),
    );
    expect(result.report.rejects).toMatchObject([{ line: 2, reason: '"yesterday" is no time in UTC' }]);
    expect(result.reported.errors).toEqual([]);
  });
});

describe('exceptions', () => {
  it('become errors of no transaction, with the first line of their message or traceback', () => {
    const result = read(
      lines(
        'Count,Message,Traceback,Nodes',
        '3,"first,\r\nsecond","  File ""x.py"", line 1\n    run()\n",local',
        '2,,"\n  File ""y.py"", line 2\n",local',
      ),
    );
    expect(result.reported.errors).toMatchObject([
      { transaction: null, code: null, message: 'first,', count: 3 },
      { message: 'File "y.py", line 2', count: 2 },
    ]);
    expect(warningCodes(result)).toEqual(['exceptions']);
  });
});

describe('rows', () => {
  const row = (name: string): string => `GET,${name},1,0,7,7,7,7,1,1,0,7,7,7`;
  const namesOf = (text: string | Uint8Array): string[] => read(text).transactions.map(({ name }) => name);

  it('end in LF, CR LF or CR CR LF, with blank lines between them', () => {
    for (const [end, called] of [
      ['\n', 'LF'],
      ['\r\n', 'CR LF'],
      ['\r\r\n', 'CR CR LF'],
    ] as const) {
      const result = read([STATS_HEADER, '', row('/a'), '', row('"/b,"'), ''].join(end));
      expect(result.transactions.map(({ name }) => name)).toEqual(['/a', '/b,']);
      expect(result.report).toMatchObject({ rows: 2, rejectedRows: 0 });
      expect(result.report.properties['line ends']).toBe(called);
    }
  });

  it('may begin with a byte order mark', () => {
    expect(namesOf(`\uFEFF${lines(STATS_HEADER, row('/a'))}`)).toEqual(['/a']);
  });

  it('of old versions have quotes that are not doubled', () => {
    expect(namesOf(lines(STATS_HEADER, row('"say "hi", you"'), row('/b')))).toEqual(['/b']);
    expect(namesOf(lines(STATS_HEADER, row('"say "hi" you"')))).toEqual(['say "hi" you']);
  });

  it('with another number of cells, or no numbers in them, are rejected one by one', () => {
    const result = read(
      lines(
        STATS_HEADER,
        row('/a'),
        'GET,/b,1,0',
        row('/c').replace(',1,', ',one,'),
        row('/d').replace(/7$/u, '7x'),
        row('/e'),
      ),
    );
    expect(result.transactions.map(({ name }) => name)).toEqual(['/a', '/e']);
    expect(result.report.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [3, '4 cells instead of 14'],
      [4, 'Request Count is "one" and no number'],
      [5, '99.9% is "7x" and no number'],
    ]);
  });

  it('with a quote that is not closed cost one line', () => {
    const result = read(lines(STATS_HEADER, row('/a'), row('"/b'), row('/c'), row('"/d"'), row('/e')));
    expect(result.transactions.map(({ name }) => name)).toEqual(['/a', '/c', '/d', '/e']);
    expect(result.report.rejects.map(({ line }) => line)).toEqual([3]);
  });

  it('that are far too long are given up', () => {
    const long = 'x'.repeat(3 << 20);
    const text = lines(STATS_HEADER, row('/a'), row(`"${long}`), row('/b'));
    for (const pieceBytes of [1 << 16, 1 << 24]) {
      const result = read(text, pieceBytes);
      expect(result.transactions.map(({ name }) => name)).toEqual(['/a', '/b']);
      expect(result.report.rejects.map(({ line, byte }) => [line, byte])).toEqual([
        [3, lines(STATS_HEADER, row('/a')).length],
      ]);
    }
  });

  it('in another encoding are read, and that is said', () => {
    const bytesOf = (name: readonly number[]): Uint8Array => {
      const [before, after] = lines(STATS_HEADER, row('|')).split('|');
      const encode = (text: string): number[] => [...new TextEncoder().encode(text)];
      return Uint8Array.from([...encode(before!), ...name, ...encode(after!)]);
    };
    const chinese = read(bytesOf([0xc9, 0xcc, 0xc6, 0xb7, 0x2f, 0x61]));
    expect(chinese.transactions[0]!.name).toBe('商品/a');
    expect(chinese.report.properties['encoding']).toBe('gb18030');
    expect(warningCodes(chinese)).toContain('encoding');
    // "Crème, große": è before m could be the first byte of a Chinese character.
    const western = read(bytesOf([0x43, 0x72, 0xe8, 0x6d, 0x65, 0x20, 0x67, 0x72, 0x6f, 0xdf, 0x65]));
    expect(western.transactions[0]!.name).toBe('Crème große');
    expect(western.report.properties['encoding']).toBe('windows-1252');
    expect(read(lines(STATS_HEADER, row('größe\uFFFD'))).report.properties['encoding']).toBe('UTF-8');
  });
});

describe('files', () => {
  it('of one run have the same name in front', () => {
    const of = (name: string): string | null | undefined => locustCsv.runNameOf?.(name);
    for (const end of ['stats', 'stats_history', 'failures', 'exceptions', 'requests'])
      expect(of(`out/run7_${end}.csv`)).toBe('out/run7');
    expect(of('run7_stats.csv.gz')).toBe('run7');
    expect(of('my_stats_stats_history.csv')).toBe('my_stats');
    expect(of('_stats.csv')).toBeNull();
    expect(of('run7_stats.json')).toBeNull();
  });

  it('without a header of Locust are an error with a place', () => {
    for (const text of ['', '\n\na,b\n1,2\n', '"unclosed\nx\n']) {
      try {
        read(text);
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
        expect((error as AppError).code).toBe('file-damaged');
        expect((error as AppError).place?.line).toBeGreaterThan(0);
      }
    }
  });

  it('with nothing but a header are reports without rows', () => {
    const result = read('Count,Message,Traceback,Nodes\r\n');
    expect(result.report).toMatchObject({ rows: 0, rejectedRows: 0, warnings: [] });
  });
});
