import { describe, expect, it } from 'vitest';
import { MAX_RECORD_BYTES } from '../importer.ts';
import { collect, type Collected } from '../testing/collect.ts';
import { k6Ndjson } from './k6-ndjson.ts';
import {
  HTTP_TAGS,
  metricLine,
  pointLine,
  requestLines,
  TIME,
  TIME_US,
  type Layout,
} from './testing/k6-lines.ts';

const read = (input: string | Uint8Array, pieceBytes?: number): Collected =>
  collect(k6Ndjson, input, pieceBytes === undefined ? {} : { pieceBytes });

const LAYOUTS: readonly Layout[] = ['metric-first', 'type-first'];

describe('requests', () => {
  it.each(LAYOUTS)('are samples with all their times (%s)', (layout) => {
    const tags = {
      ...HTTP_TAGS,
      name: 'Place order',
      error: 'boom',
      error_code: '1503',
      status: '503',
      vu: '12',
    };
    const values = [1, 10.5, 0.25, 0.125, 0.0625, 0.5, 9.5, 0.5, 1];
    const { samples, points, report } = read(requestLines({ tags, values }, layout).join(''));
    expect(points).toEqual([]);
    expect(samples).toEqual([
      {
        transaction: { localId: 0, name: 'Place order', kind: 'request', method: 'GET' },
        started_at: TIME_US - 10_500 + 0,
        elapsed_ms: 10.5,
        ok: false,
        code: '503',
        message: 'boom',
        failure: 'error_code 1503',
        thread: 'vu 12',
        url: 'http://shop.test/',
        tag_set: tags,
        blocked_ms: 0.25,
        connect_ms: 0.125,
        tls_ms: 0.0625,
        sending_ms: 0.5,
        waiting_ms: 9.5,
        receiving_ms: 0.5,
      },
    ]);
    expect(report).toMatchObject({
      rows: 9,
      rejectedRows: 0,
      warnings: [],
      clockTickMs: 1e-6,
      toolVersion: null,
    });
    expect(report.firstInstantUs).toBe(TIME_US);
    expect(report.lastInstantUs).toBe(TIME_US);
  });

  it('start a duration before their time stamp, rounded down to the microsecond', () => {
    // 0.127 µs beyond the microsecond of TIME.
    const start = (duration: number) =>
      read(requestLines({ values: [1, duration, 0, 0, 0, 0, 0, 0, 0] }).join('')).samples[0]!['started_at'];
    expect(start(0)).toBe(TIME_US);
    expect(start(0.0001)).toBe(TIME_US);
    expect(start(0.000128)).toBe(TIME_US - 1);
    expect(start(1.0005)).toBe(TIME_US - 1001);
  });

  it('are ok when http_req_failed says so, whatever the status', () => {
    const tags = { ...HTTP_TAGS, status: '404', expected_response: 'false' };
    const values = [1, 10, 0, 0, 0, 0, 10, 0, 0];
    expect(read(requestLines({ tags, values }).join('')).samples).toMatchObject([
      { ok: true, code: '404', failure: null },
    ]);
  });

  it('of k6 before 0.31 have no http_req_failed: their tags decide', () => {
    const text = ['200', '404', '0']
      .flatMap((status, i) =>
        requestLines(
          { tags: { name: 'a', method: 'GET', status }, time: `2020-01-01T00:00:0${i}Z` },
          'type-first',
        ).slice(0, 8),
      )
      .join('');
    const { samples, report } = read(text);
    expect(samples.map((sample) => [sample['code'], sample['ok']])).toEqual([
      ['200', true],
      ['404', false],
      ['0', false],
    ]);
    expect(report.warnings).toEqual([]);
  });

  it('of one time and one tag set are joined by order', () => {
    const values = (n: number) => [1, n, n / 2, n / 4, n / 8, n, n, n, 0];
    const requests = [10, 20, 30].map((n) => requestLines({ values: values(n) }));
    const together = read(requests.flat().join(''));
    const apart = read(requests[0]!.flatMap((_, part) => requests.map((lines) => lines[part]!)).join(''));
    expect(
      together.samples.map((sample) => [sample['elapsed_ms'], sample['blocked_ms'], sample['tls_ms']]),
    ).toEqual([
      [10, 5, 1.25],
      [20, 10, 2.5],
      [30, 15, 3.75],
    ]);
    expect(apart.samples).toEqual(together.samples);
  });

  it('are joined though written with other member orders and escapes in one line', () => {
    const lines = requestLines();
    const { metric, data } = JSON.parse(lines[4]!) as {
      metric: string;
      data: { time: string; value: number };
    };
    const tags = Object.fromEntries(Object.entries(HTTP_TAGS).reverse());
    lines[4] = `${JSON.stringify({ type: 'Point', metric, data: { tags, value: data.value, time: data.time } })}\n`;
    const { samples, points } = read(lines.join(''));
    expect(points).toEqual([]);
    expect(samples).toHaveLength(1);
  });

  it('without http_req_duration are no samples: their points are kept', () => {
    const { samples, points, report } = read(
      requestLines()
        .filter((_, part) => part !== 1)
        .join(''),
    );
    expect(samples).toEqual([]);
    expect(points.map((point) => [point['metric'], point['value']])).toEqual([
      ['http_reqs', 1],
      ['http_req_blocked', 0.25],
      ['http_req_connecting', 0.125],
      ['http_req_tls_handshaking', 0.0625],
      ['http_req_sending', 0.5],
      ['http_req_waiting', 9],
      ['http_req_receiving', 0.5],
      ['http_req_failed', 0],
    ]);
    expect(points[0]).toEqual({ metric: 'http_reqs', at: TIME_US, value: 1, tag_set: HTTP_TAGS });
    expect(report.warnings).toMatchObject([{ code: 'request-without-duration', count: 8 }]);
  });

  it('that lack other points are samples, and counted', () => {
    const { samples, report } = read(
      requestLines().slice(1, 4).join('') + requestLines({ time: '2024-01-01T00:00:00Z' }).join(''),
    );
    expect(samples.map((sample) => [sample['connect_ms'], sample['waiting_ms']])).toEqual([
      [0.125, 9],
      [0.125, null],
    ]);
    expect(report.warnings).toMatchObject([{ code: 'request-incomplete', count: 1 }]);
  });

  it('below zero are kept and counted; absurd ones are rejected', () => {
    const negative = read(requestLines({ values: [1, -5, 0, 0, 0, 0, 0, 0, 0] }).join(''));
    expect(negative.samples).toMatchObject([{ elapsed_ms: -5, started_at: TIME_US + 5000 }]);
    expect(negative.report.warnings).toMatchObject([{ code: 'negative-duration', count: 1 }]);
    const long = read(requestLines({ values: [1, 3e9, 0, 0, 0, 0, 0, 0, 0] }).join(''));
    expect(long.samples).toMatchObject([{ elapsed_ms: 3e9 }]);
    const absurd = read(pointLine('http_req_duration', { value: 1e13 }) + pointLine('mine', { value: 1e13 }));
    expect(absurd.report.rejects).toMatchObject([
      { line: 1, reason: 'the duration is longer than 31 years' },
    ]);
    expect(absurd.points).toMatchObject([{ metric: 'mine', value: 1e13 }]);
  });
});

describe('other points', () => {
  it('of groups are samples of kind group', () => {
    const tags = { group: '::shop::catalogue', scenario: 'browse' };
    const { samples, points } = read(pointLine('group_duration', { value: 120.5, tags }));
    expect(points).toEqual([]);
    expect(samples).toMatchObject([
      {
        transaction: { name: 'shop::catalogue', kind: 'group', method: null },
        started_at: TIME_US - 120_500,
        elapsed_ms: 120.5,
        ok: true,
        code: null,
        tag_set: tags,
        blocked_ms: null,
        receiving_ms: null,
      },
    ]);
  });

  it('of gRPC calls are requests', () => {
    const tags = {
      name: '/shop.Prices/Get',
      method: 'Get',
      service: 'shop.Prices',
      status: '14',
      url: 'h/shop.Prices/Get',
    };
    const { samples } = read(pointLine('grpc_req_duration', { value: 12, tags }));
    expect(samples).toMatchObject([
      {
        transaction: { name: '/shop.Prices/Get', kind: 'request', method: null },
        ok: false,
        code: '14',
        elapsed_ms: 12,
      },
    ]);
  });

  it('are readings with their tags', () => {
    const text = [
      metricLine('order_value', 'trend', 'default', ['avg<100']),
      pointLine('order_value', { value: 999, tags: { currency: 'EUR' } }),
      pointLine('vus', { value: 7, tags: null }),
      pointLine('checks', { value: 1, tags: { check: 'a' } }),
      pointLine('checks', { value: 0, tags: { check: 'a' } }),
      pointLine('iterations'),
      pointLine('ws_session_duration', { value: 55.5, tags: { url: 'ws://h' } }),
      pointLine('browser_web_vital_cls', { value: 0.01 }),
    ];
    const { points, samples, metrics, report } = read(text.join(''));
    expect(samples).toEqual([]);
    expect(points.map((point) => [point['metric'], point['value'], point['tag_set']])).toEqual([
      ['order_value', 999, { currency: 'EUR' }],
      ['vus', 7, null],
      ['checks', 1, { check: 'a' }],
      ['checks', 0, { check: 'a' }],
      ['iterations', 1, null],
      ['ws_session_duration', 55.5, { url: 'ws://h' }],
      ['browser_web_vital_cls', 0.01, null],
    ]);
    expect(metrics[0]).toEqual({
      localId: 0,
      name: 'order_value',
      kind: 'trend',
      contains: 'default',
      thresholds: ['avg<100'],
    });
    expect(report.properties).toMatchObject({ 'checks passed': '1', 'checks failed': '1', iterations: '1' });
    expect(report.warnings).toEqual([]);
  });

  it('carry metadata as tags, and their vu as thread', () => {
    const { samples } = read(requestLines({ metadata: { vu: '3', iter: '9' } }).join(''));
    expect(samples).toMatchObject([{ thread: 'vu 3', tag_set: { ...HTTP_TAGS, vu: '3', iter: '9' } }]);
  });
});

describe('what is told about the file', () => {
  it('names layout, lines, scenarios and age', () => {
    const tainted =
      '{"type":"Metric","data":{"name":"vus","type":"gauge","contains":"default","tainted":null,"thresholds":[],"submetrics":null},"metric":"vus"}\n';
    const text =
      tainted +
      requestLines({}, 'type-first').join('') +
      pointLine('vus', { tags: { scenario: 'b' } }, 'type-first') +
      ' {}\n';
    const { report } = read(text);
    expect(report.properties).toEqual({
      layout: 'type, data, metric',
      lines: '12',
      'metric lines': '1',
      'point lines': '10',
      'http requests': '1',
      iterations: '0',
      'checks passed': '0',
      'checks failed': '0',
      scenarios: 'default, b',
      'written by': 'k6 before 0.40',
    });
    expect(report.rejectedRows).toBe(1);
  });

  it('gives the first and last time stamp, in whatever order they stand', () => {
    const times = ['2024-01-01T00:00:02Z', '2024-01-01T00:00:01+01:00', '2024-01-01T00:00:03Z'];
    const { report } = read(times.map((time) => pointLine('vus', { time })).join(''));
    expect(report.firstInstantUs).toBe(Date.UTC(2023, 11, 31, 23, 0, 1) * 1000);
    expect(report.lastInstantUs).toBe(Date.UTC(2024, 0, 1, 0, 0, 3) * 1000);
  });

  it('is nothing for an empty file', () => {
    const { report } = read('');
    expect(report).toMatchObject({
      rows: 0,
      rejectedRows: 0,
      firstInstantUs: null,
      lastInstantUs: null,
      warnings: [],
    });
    expect(report.properties['lines']).toBe('0');
  });
});

describe('bad input', () => {
  const good = pointLine('vus');

  it('rejects lines with line, byte, reason and start', () => {
    const lines = [
      good,
      '{"metric":"vus"\n',
      '[1,2]\n',
      pointLine('vus', { time: '2024-02-30T00:00:00Z' }),
      '{"metric":"vus","type":"Point","data":{"time":"2024-01-01T00:00:00Z","value":"1","tags":{}}}\n',
      '{"metric":"vus","type":"Point","data":{"time":"2024-01-01T00:00:00Z","value":1,"tags":{"a":{}}}}\n',
      '\n',
      good,
    ];
    const { report, points } = read(lines.join(''));
    expect(points).toHaveLength(2);
    expect(report.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'not JSON'],
      [3, 'JSON, but neither a point nor a metric of k6'],
      [4, 'the time is not an RFC 3339 instant of the years 1700 to 2250'],
      [5, 'the value is not a number'],
      [6, 'the tags are not an object of texts'],
    ]);
    expect(report.rejects[0]).toMatchObject({ byte: good.length, raw: '{"metric":"vus"' });
    expect(report.properties['lines']).toBe('8');
  });

  it.each([1, 7, 1 << 20])(
    'rejects a half-written last row, keeps a whole one (pieces of %i)',
    (pieceBytes) => {
      for (const layout of LAYOUTS) {
        const last = pointLine('vus_max', {}, layout).trimEnd();
        expect(read(good + last, pieceBytes).report).toMatchObject({ rows: 2, rejectedRows: 0 });
        expect(read(`${good}${last}\r`, pieceBytes).report).toMatchObject({ rows: 2, rejectedRows: 0 });
        for (const length of [1, 2, 12, last.length - 2, last.length - 1]) {
          const { report, points } = read(good + last.slice(0, length), pieceBytes);
          expect(points).toHaveLength(1);
          expect(report.rejects).toEqual([
            {
              line: 2,
              byte: good.length,
              reason: 'cut off at the end of the file',
              raw: last.slice(0, length),
            },
          ]);
        }
      }
    },
  );

  it('reads Windows line ends and a byte order mark', () => {
    const text = `\uFEFF${requestLines().join('').replaceAll('\n', '\r\n')}${requestLines({ time: '2024-01-01T00:00:00Z' }, 'type-first').join('').replaceAll('\n', '\r\n')}`;
    for (const pieceBytes of [1, 1 << 20]) {
      const { report, samples } = read(text, pieceBytes);
      expect(samples).toHaveLength(2);
      expect(report.rejectedRows).toBe(0);
    }
  });

  it.each([1, 64, 1 << 20])(
    'counts a stretch of zero bytes once and keeps what stands around it (pieces of %i)',
    (pieceBytes) => {
      const zeros = '\0'.repeat(1000);
      const cases: [string, number, string[]][] = [
        [good + zeros, 1, ['zero bytes instead of text']],
        [zeros + good, 1, ['zero bytes instead of text']],
        [good.trimEnd() + zeros, 1, ['zero bytes instead of text']],
        [good + good.slice(0, 40) + zeros, 1, ['cut off by zero bytes']],
        [good + good.slice(0, 40) + zeros + good, 2, ['cut off by zero bytes']],
        [`${zeros}\n${good}`, 1, ['zero bytes instead of text']],
      ];
      for (const [text, rows, reasons] of cases) {
        const { report, points } = read(text, pieceBytes);
        expect(points).toHaveLength(rows);
        expect(report.rejects.map((reject) => reject.reason)).toEqual(reasons);
      }
    },
  );

  it('gives up a line that is too long and goes on behind it', () => {
    const long = `{"metric":"${'x'.repeat(MAX_RECORD_BYTES + 3_000_000)}"}\n`;
    for (const pieceBytes of [1 << 20, 1 << 26]) {
      const { report, points } = read(good + long + good, pieceBytes);
      expect(points).toHaveLength(2);
      expect(report.rejects).toMatchObject([{ line: 2, byte: good.length, reason: 'longer than 8 MiB' }]);
      expect(report.rejects[0]!.raw.length).toBeLessThanOrEqual(240);
      expect(report.properties['lines']).toBe('3');
    }
  });

  it('cuts texts of a megabyte', () => {
    const name = 'n'.repeat(1 << 20);
    const { samples, report } = read(requestLines({ tags: { ...HTTP_TAGS, name } }).join(''));
    expect((samples[0]!['transaction'] as { name: string }).name).toHaveLength(64 << 10);
    expect(report.warnings).toMatchObject([{ code: 'text-cut', count: 1 }]);
  });

  it('survives deep nesting and numbers without end', () => {
    const deep = `{"metric":"vus","type":"Point","data":{"time":"${TIME}","value":1,"tags":${'['.repeat(200_000)}}}\n`;
    const digits = `{"metric":"vus","type":"Point","data":{"time":"${TIME}","value":0.${'3'.repeat(200_000)},"tags":{}}}\n`;
    const { report, points } = read(deep + digits + good);
    expect(report.rejectedRows).toBe(1);
    expect(points.map((point) => point['value'])).toEqual([1 / 3, 1]);
  });
});

describe('many different tags', () => {
  it('are all kept, with bounded dictionaries', () => {
    const count = 30_000;
    const text = Array.from({ length: count }, (_, i) =>
      pointLine('mine', {
        value: i,
        tags: { group: '', scenario: 'default' },
        metadata: { iter: String(i), vu: String(i % 50) },
      }),
    ).join('');
    const { points, report } = read(text);
    expect(report.rejectedRows).toBe(0);
    expect(points).toHaveLength(count);
    expect(
      points.every(
        ({ value, tag_set }, i) => value === i && (tag_set as Record<string, string>)['iter'] === String(i),
      ),
    ).toBe(true);
  });
});
