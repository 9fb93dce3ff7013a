import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { detectFormat } from '../detect.ts';
import { jmeterCsv } from '../jmeter-csv/jmeter-csv.ts';
import { collect, headOf } from '../testing/collect.ts';
import { k6Csv } from './k6-csv.ts';
import { HEADER, HTTP_TAGS, pointRow, requestRows, TIME_US } from './testing/csv-rows.ts';

const read = (rows: string, header = HEADER) => collect(k6Csv, header + rows);
const codes = (result: ReturnType<typeof read>) => result.report.warnings.map(({ code }) => code);
const reasons = (result: ReturnType<typeof read>) => result.report.rejects.map(({ reason }) => reason);

describe('a request', () => {
  it('is joined from its nine rows', () => {
    const { samples, points, transactions, report } = read(requestRows());
    expect(points).toEqual([]);
    expect(transactions).toEqual([{ localId: 0, name: 'http://shop.test/', kind: 'request', method: 'GET' }]);
    expect(samples).toEqual([
      {
        transaction: transactions[0],
        started_at: TIME_US - 10_000,
        elapsed_ms: 10,
        ok: true,
        code: '200',
        message: null,
        failure: null,
        thread: null,
        url: null,
        tag_set: HTTP_TAGS,
        blocked_ms: 0.25,
        connect_ms: 0.125,
        tls_ms: 0.0625,
        sending_ms: 0.5,
        waiting_ms: 9,
        receiving_ms: 0.5,
      },
    ]);
    expect(report).toMatchObject({ rows: 9, rejectedRows: 0, clockTickMs: 1e-6, firstInstantUs: TIME_US });
  });

  it('is told from others of the same second and tags by the order of the rows', () => {
    const rows = [10, 20, 30].map((ms) => requestRows({ values: [1, ms, 1, 1, 1, 1, ms - 2, 1, 0] }));
    expect(read(rows.join('')).samples.map((sample) => sample['elapsed_ms'])).toEqual([10, 20, 30]);
    const apart = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((part) => rows.map((row) => row.split('\n')[part]!));
    expect(read(`${apart.join('\n')}\n`).samples.map((sample) => sample['waiting_ms'])).toEqual([8, 18, 28]);
  });

  it('carries vu, error and failure', () => {
    const tags = { ...HTTP_TAGS, status: '0', error: 'dial: refused, twice', error_code: '1212' };
    const { samples } = read(
      requestRows({ tags, metadata: { vu: '7', iter: '3' }, values: [1, 0, 0, 0, 0, 0, 0, 0, 1] }),
    );
    expect(samples).toMatchObject([
      {
        ok: false,
        code: '0',
        message: 'dial: refused, twice',
        failure: 'error_code 1212',
        thread: 'vu 7',
        tag_set: { ...tags, vu: '7', iter: '3' },
      },
    ]);
  });
});

describe('other points', () => {
  it('are groups, gRPC calls and readings', () => {
    const { samples, points, transactions } = read(
      pointRow('group_duration', { value: 30, tags: { group: '::shop::cart' } }) +
        pointRow('grpc_req_duration', {
          value: 4,
          tags: { method: '/shop.Prices/Get', name: '/shop.Prices/Get', status: '14' },
        }) +
        pointRow('checks', { value: 0, tags: { check: 'is, "ok"' } }) +
        pointRow('ws_connecting', { value: 1.5 }) +
        pointRow('vus', { value: 20 }),
    );
    expect(transactions.map(({ name, kind }) => [kind, name])).toEqual([
      ['group', 'shop::cart'],
      ['request', '/shop.Prices/Get'],
    ]);
    expect(samples.map((sample) => [sample['elapsed_ms'], sample['ok']])).toEqual([
      [30, true],
      [4, false],
    ]);
    expect(points).toEqual([
      { metric: 'checks', at: TIME_US, value: 0, tag_set: { check: 'is, "ok"' } },
      { metric: 'ws_connecting', at: TIME_US, value: 1.5, tag_set: null },
      { metric: 'vus', at: TIME_US, value: 20, tag_set: null },
    ]);
  });
});

describe('kinds of metrics', () => {
  const kinds = (result: ReturnType<typeof read>) =>
    Object.fromEntries(result.metrics.map(({ name, kind }) => [name, kind]));
  const readings = (metric: string, ...values: number[]) =>
    values.map((value) => pointRow(metric, { value })).join('');

  it('are known by name, or guessed by readings and said to be guessed', () => {
    const result = read(
      readings('vus', 1, 1) +
        readings('hits', 0, 1, 1) +
        readings('none', 0) +
        readings('sold', 1, 1, 1) +
        readings('depth', 0, 1, 2),
    );
    expect(kinds(result)).toEqual({
      vus: 'gauge',
      hits: 'rate',
      none: 'rate',
      sold: 'counter',
      depth: 'trend',
    });
    expect(result.report.warnings).toContainEqual(
      expect.objectContaining({
        code: 'metric-kinds-guessed',
        message: expect.stringMatching(
          /hits \(rate\), none \(rate\), sold \(counter\), depth \(trend\)/u,
        ) as string,
        count: 4,
      }),
    );
  });

  it('say so when later readings do not fit', () => {
    const rows = `${readings('mine', 0, 1)}${readings('vus', ...Array.from({ length: 65_536 }, () => 1))}`;
    const result = read(`${rows}${readings('mine', 7)}`);
    expect(kinds(result)['mine']).toBe('rate');
    expect(codes(result)).toContain('metric-kind-wrong');
    expect(codes(read(`${rows}${readings('mine', 1)}`))).not.toContain('metric-kind-wrong');
  });
});

describe('time stamps', () => {
  const END_NS = 1_730_305_221_123_456_789n;
  it.each([
    ['1730305221', 'seconds', 1_730_305_221_000_000],
    ['1730305221123', 'milliseconds', 1_730_305_221_123_000],
    ['1730305221123456', 'microseconds', 1_730_305_221_123_456],
    ['1730305221123456789', 'nanoseconds', 1_730_305_221_123_456],
    ['2024-10-30T16:20:21Z', 'RFC 3339', 1_730_305_221_000_000],
    ['2024-10-30T17:20:21+01:00', 'RFC 3339', 1_730_305_221_000_000],
    ['2024-10-30T13:20:21.123456789-03:00', 'RFC 3339', 1_730_305_221_123_456],
    ['947000000', 'seconds', 947_000_000_000_000],
    ['947000000123456789', 'nanoseconds', 947_000_000_123_456],
  ])('%s is read as %s', (time, form, us) => {
    // Enough rows behind it that the fast reader sees it, and one that the careful one reads.
    const padding = pointRow('vus', { time }).repeat(5);
    const { points, report } = read(
      pointRow('vus', { time, tags: { error: 'two\nlines' } }) + pointRow('vus', { time }) + padding,
    );
    expect(points.map((point) => point['at'])).toEqual(Array.from({ length: 7 }, () => us));
    expect(report.properties['time stamps']).toBe(form);
    const isWhole = us % 1_000_000 === 0;
    expect(report.warnings.map(({ code }) => code)).toEqual(isWhole ? ['whole-seconds'] : []);
  });

  it('keep nanoseconds for the start of a request', () => {
    const { samples } = read(
      requestRows({ time: String(END_NS), values: [1, 0.000_790, 0, 0, 0, 0, 0, 0, 0] }) +
        pointRow('vus').repeat(4),
    );
    expect(samples[0]!['started_at']).toBe(Number((END_NS - 790n) / 1000n));
  });

  it.each(['', '17303', '17303052211', '-1730305221', '1730305221.5', 'now', '2024-13-01T00:00:00Z'])(
    'other than k6 writes are rejected: %j',
    (time) => {
      const result = read(pointRow('vus', { time }) + pointRow('vus').repeat(4));
      expect(result.report.rows).toBe(4);
      expect(reasons(result)).toEqual([
        `the time stamp "${time}" is neither Unix time nor an RFC 3339 instant`,
      ]);
    },
  );
});

describe('tags', () => {
  const tagsOf = (rows: string, header = HEADER) =>
    read(rows, header).points.map((point) => point['tag_set']);

  it('come from the columns that are there', () => {
    const header = 'metric_name,timestamp,metric_value,name,vu,extra_tags\n';
    expect(tagsOf('vus,1730305221,1.000000,a,3,\nvus,1730305221,1.000000,,,build=7\n', header)).toEqual([
      { name: 'a', vu: '3' },
      { build: '7' },
    ]);
  });

  it('stand in any order of columns', () => {
    const header = 'name,metric_value,metric_name,timestamp\n';
    expect(read('a,2.500000,vus,1730305221\n', header).points).toEqual([
      { metric: 'vus', at: TIME_US, value: 2.5, tag_set: { name: 'a' } },
    ]);
  });

  it('need no columns at all', () => {
    expect(tagsOf('vus,1730305221,1.000000\n', 'metric_name,timestamp,metric_value\n')).toEqual([null]);
  });

  it('in extra_tags are the same in any order, and one set in the workspace', () => {
    const row = (extra: string) => `vus,1730305221,1.000000,${','.repeat(13)},${extra},\n`;
    expect(tagsOf(row('a=1&b=2&c=3') + row('b=2&c=3&a=1'))).toEqual([
      { a: '1', b: '2', c: '3' },
      { a: '1', b: '2', c: '3' },
    ]);
  });

  it.each([
    ['url=http://x/?a=1', { url: 'http://x/?a=1' }],
    ['a=1&2', { a: '1&2' }],
    ['a=&b=2', { b: '2' }],
    ['odd', { extra_tags: 'odd' }],
    ['a=1&a=2', { a: '1' }],
  ])('that nothing escapes are read as well as can be: %s', (extra, expected) => {
    expect(tagsOf(`vus,1730305221,1.000000,${','.repeat(13)},${extra},\n`)).toEqual([expected]);
  });

  it('keep separators, quotes and line breaks of quoted cells', () => {
    const tags = { ...HTTP_TAGS, name: 'a, "b"\nc\r\nd', group: '::x' };
    const { points, report } = read(
      pointRow('vus', { tags }) + pointRow('vus', { tags: HTTP_TAGS }).repeat(3),
    );
    expect(points[0]!['tag_set']).toEqual(tags);
    expect(report).toMatchObject({ rows: 4, rejectedRows: 0 });
  });

  it('of metadata get another name where a tag has it', () => {
    const tags = { ...HTTP_TAGS };
    expect(tagsOf(pointRow('vus', { tags, metadata: { name: 'm', vu: '1' } }))).toEqual([
      { ...tags, 'metadata.name': 'm', vu: '1' },
    ]);
  });

  it('are read after CR LF and a byte order mark', () => {
    const text = `\uFEFF${(HEADER + requestRows().repeat(3)).replaceAll('\n', '\r\n')}`;
    const { report, samples } = collect(k6Csv, text);
    expect(report).toMatchObject({ rows: 27, rejectedRows: 0 });
    expect(samples).toHaveLength(3);
    expect(samples[2]!['tag_set']).toEqual(HTTP_TAGS);
  });
});

describe('headers', () => {
  it('in the middle of a file are passed over, or change the columns', () => {
    const other = 'metric_name,timestamp,metric_value,name\n';
    const result = read(
      `${requestRows()}${HEADER}${requestRows()}${other}${'vus,1730305221,3.000000,a\n'.repeat(4)}`,
    );
    expect(result.samples).toHaveLength(2);
    expect(result.points.map((point) => point['tag_set'])).toEqual(
      Array.from({ length: 4 }, () => ({ name: 'a' })),
    );
    expect(codes(result)).toEqual(['header-repeated', 'header-changed', 'whole-seconds']);
  });

  it('of other files end the import', () => {
    expect(() => collect(k6Csv, 'a,b\n1,2\n')).toThrow(AppError);
  });

  it('alone make an empty run', () => {
    const { report } = read('');
    expect(report).toMatchObject({ rows: 0, firstInstantUs: null, warnings: [] });
  });
});

describe('damage', () => {
  const good = pointRow('vus', { value: 5 }).repeat(4);

  it.each([
    ['vus,1730305221,abc,,,,,,,,,,,,,,,,\n', 'the value "abc" is not a number'],
    ['vus,1730305221,,,,,,,,,,,,,,,,,\n', 'the value "" is not a number'],
    ['vus,1730305221,NaN,,,,,,,,,,,,,,,,\n', 'the value "NaN" is not a number'],
    [',1730305221,1.000000,,,,,,,,,,,,,,,,\n', 'the point names no metric'],
    ['vus,1730305221,1.000000\n', '3 cells instead of 19'],
    [
      'http_req_duration,1730305221,9999999999999.0,,,,,,,,,,,,,,,,\n',
      'the duration is longer than 31 years',
    ],
    ['vus,1730305221,1.000000,"a"b,,,,,,,,,,,,,,,\n', 'text behind a closing quote'],
    ['\0\0\0\n', 'zero bytes instead of text'],
    ['vus,1730\0\0\0', 'cut off by zero bytes'],
  ])('of a row costs that row: %j', (row, reason) => {
    const result = read(`${good}${row}${good}`);
    expect(reasons(result)).toEqual([reason]);
    expect(result.report.rows).toBe(8);
    expect(result.report.rejects[0]).toMatchObject({
      line: 6,
      byte: new TextEncoder().encode(HEADER + good).length,
    });
  });

  it('by a quote that is never closed costs no good row behind it', () => {
    for (const behind of [good, good.repeat(60), `${good}${pointRow('vus', { tags: { name: 'a, b' } })}`]) {
      const result = read(`${good}vus,1730305221,1.000000,"open,,,,,,,,,,,,,,,\n${behind}`);
      expect(reasons(result)).toEqual(['a quote is not closed']);
      expect(result.report.rows).toBe(4 + behind.split('\n').length - 1);
    }
  });

  it('at the end of the file is told from a row that is wrong', () => {
    expect(reasons(read(`${good}vus,17303`))).toEqual(['cut off at the end of the file']);
    expect(reasons(read(`${good}vus,1730305221,1.000000,"a,`))).toEqual(['cut off at the end of the file']);
    expect(read(`${good}${pointRow('vus').trimEnd()}`).report).toMatchObject({ rows: 5, rejectedRows: 0 });
  });

  it('of a row of 9 MB is passed over in bounded memory', () => {
    const text = `${HEADER}${good}vus,1730305221,1.000000,"${'x'.repeat(9 << 20)}",,,,,,,,,,,,,,,\n${good}`;
    for (const pieceBytes of [1 << 20, 1 << 25]) {
      const { report } = collect(k6Csv, text, { pieceBytes });
      expect(report.rejects).toMatchObject([{ line: 6, reason: 'longer than 8 MiB' }]);
      expect(report.rows).toBe(8);
    }
  });

  it('cuts texts that are too long', () => {
    const { transactions, report } = read(requestRows({ tags: { ...HTTP_TAGS, name: 'é'.repeat(100_000) } }));
    expect(new TextEncoder().encode(transactions[0]!.name)).toHaveLength(64 << 10);
    expect(report.warnings.map(({ code }) => code)).toContain('text-cut');
  });
});

describe('the probe', () => {
  it('knows k6 by the names of its columns, and no other', () => {
    expect(k6Csv.probe(headOf(new TextEncoder().encode(HEADER)))).toMatchObject({ score: 0.99 });
    expect(
      k6Csv.probe(headOf(new TextEncoder().encode('timestamp,metric_name,metric_value\n'))),
    ).toMatchObject({ score: 0.9 });
    for (const text of [
      '',
      'metric_name\n',
      'timeStamp,elapsed,label\n',
      '{"metric_name":1}\n',
      'metric_name,time\n',
    ])
      expect(k6Csv.probe(headOf(new TextEncoder().encode(text))).score).toBe(0);
    const head = headOf(new TextEncoder().encode(HEADER + requestRows()));
    expect(detectFormat(head, [jmeterCsv, k6Csv], 'none').best?.format).toBe('k6-csv');
  });
});
