import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { collect, headOf } from '../testing/collect.ts';
import { k6Summary } from './k6-summary.ts';

const trend = (changes: Record<string, number | null> = {}) => ({
  avg: 20,
  min: 1,
  med: 15,
  max: 90,
  'p(90)': 40,
  'p(95)': 50,
  ...changes,
});
const metric = (type: string, contains: string, values: object, thresholds?: object) => ({
  type,
  contains,
  values,
  ...(thresholds === undefined ? {} : { thresholds }),
});
const duration = (values: object = trend(), thresholds?: object) =>
  metric('trend', 'time', values, thresholds);

const ROOT = { name: '', path: '', id: 'd41d8cd98f00b204e9800998ecf8427e' };
const check = (name: string, passes = 1, fails = 0) => ({ name, path: `::${name}`, id: 'x', passes, fails });

const DUMP = {
  root_group: { ...ROOT, groups: [], checks: [check('status is 200', 8, 2)] },
  options: { summaryTrendStats: ['avg'], summaryTimeUnit: '', noColor: false },
  state: { isStdOutTTY: false, isStdErrTTY: false, testRunDurationMs: 4000 },
  metrics: {
    http_reqs: metric('counter', 'default', { count: 10, rate: 2.5 }),
    http_req_failed: metric(
      'rate',
      'default',
      { rate: 0.2, passes: 2, fails: 8 },
      { 'rate<0.1': { ok: false } },
    ),
    http_req_duration: duration(trend(), { 'p(95)<100': { ok: true } }),
    'http_req_duration{expected_response:true}': duration(),
    data_received: metric('counter', 'data', { count: 4096, rate: 1024 }),
    data_sent: metric('counter', 'data', { count: 512, rate: 128 }),
    vus: metric('gauge', 'default', { value: 1, min: 0, max: 5 }),
  },
};

const read = (document: unknown) => collect(k6Summary, JSON.stringify(document));
const withMetrics = (metrics: object) => read({ ...DUMP, metrics: { ...DUMP.metrics, ...metrics } });
const probe = (document: unknown) =>
  k6Summary.probe(
    headOf(new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document))),
  );
const codesOf = ({ report }: ReturnType<typeof collect>) => report.warnings.map(({ code }) => code);
const totalOf = ({ reported }: ReturnType<typeof collect>) =>
  reported.aggregates.find(({ transaction }) => transaction === null)?.figures;

describe('handleSummary', () => {
  it('becomes a total, checks, thresholds and metrics', () => {
    const { transactions, metrics, reported, report, samples } = read(DUMP);
    expect(transactions).toEqual([]);
    expect(samples).toEqual([]);
    expect(reported.aggregates).toEqual([
      {
        transaction: null,
        interval: null,
        figures: {
          samples: 10,
          // Of http_req_failed, those that passed are the requests that failed.
          failures: 2,
          minMs: 1,
          meanMs: 20,
          maxMs: 90,
          stdDevMs: null,
          percentilesMs: [
            [50, 15],
            [90, 40],
            [95, 50],
          ],
          throughputPerSec: 2.5,
          receivedBytes: 4096,
          sentBytes: 512,
        },
      },
    ]);
    expect(reported.checks).toEqual([{ name: 'status is 200', group: '', passed: 8, failed: 2 }]);
    expect(reported.thresholds).toEqual([
      { metric: 'http_req_failed', expression: 'rate<0.1', passed: false },
      { metric: 'http_req_duration', expression: 'p(95)<100', passed: true },
    ]);
    expect(metrics.map(({ localId, name, kind, contains }) => [localId, name, kind, contains])).toEqual([
      [0, 'http_req_duration{expected_response:true}', 'trend', 'time'],
      [1, 'data_received', 'counter', 'data'],
      [2, 'data_sent', 'counter', 'data'],
      [3, 'vus', 'gauge', 'default'],
    ]);
    expect(reported.metrics.map(({ metric: id, figures }) => [id, figures])).toEqual([
      [0, trend()],
      [1, { count: 4096, rate: 1024 }],
      [2, { count: 512, rate: 128 }],
      [3, { value: 1, min: 0, max: 5 }],
    ]);
    expect(report).toMatchObject({
      rows: 8,
      rejectedRows: 0,
      warnings: [],
      properties: {
        layout: 'handleSummary',
        'test run duration (ms)': '4000',
        metrics: '7',
        checks: '1',
        thresholds: '2',
        'failed thresholds': '1',
      },
    });
  });

  it.each(['s', 'ms', 'us'])('has milliseconds even where its text was printed in %s', (unit) => {
    // k6 1.8.1 with summaryTimeUnit "s" writes 1500 for a trend of 1,500 ms.
    const collected = read({ ...DUMP, options: { summaryTimeUnit: unit } });
    expect(totalOf(collected)).toEqual(totalOf(read(DUMP)));
    expect(collected.report.properties['summary time unit']).toBe(unit);
  });

  it('has a transaction for each selection of requests by tags', () => {
    const { transactions, reported, metrics, report } = withMetrics({
      'http_req_duration{name:Place order}': duration(trend({ count: 4, 'p(99.9)': 89 }), {
        'p(95)<9': { ok: false },
      }),
      'http_req_failed{name:Place order}': metric('rate', 'default', { rate: 0.5, passes: 2, fails: 2 }),
      'http_reqs{scenario:browse}': metric('counter', 'default', { count: 6, rate: 1.5 }),
      'http_reqs{ group:::shop::cart }': metric('counter', 'default', { count: 0, rate: 0 }),
      'http_req_duration{ group:::shop::cart }': duration(trend({ avg: 0, min: 0, med: 0, max: 0 })),
      'http_req_failed{gateway:yarp}': metric('rate', 'default', { rate: 0, passes: 0, fails: 5 }),
      'http_req_waiting{name:Place order}': duration(),
    });
    expect(transactions).toEqual([
      { localId: 0, name: 'name:Place order', kind: 'request', method: null },
      { localId: 1, name: 'scenario:browse', kind: 'request', method: null },
      { localId: 2, name: 'group:::shop::cart', kind: 'request', method: null },
    ]);
    const figures = new Map(reported.aggregates.map((row) => [row.transaction, row.figures]));
    expect(figures.get(0)).toMatchObject({
      samples: 4,
      failures: 2,
      meanMs: 20,
      throughputPerSec: null,
      receivedBytes: null,
    });
    expect(figures.get(0)?.percentilesMs).toEqual([
      [50, 15],
      [90, 40],
      [95, 50],
      [99.9, 89],
    ]);
    expect(figures.get(1)).toMatchObject({ samples: 6, failures: null, meanMs: null, throughputPerSec: 1.5 });
    // Zeros of a selection that selected nothing are no times.
    expect(figures.get(2)).toMatchObject({
      samples: 0,
      minMs: null,
      meanMs: null,
      maxMs: null,
      percentilesMs: [],
    });
    expect(metrics.map(({ name }) => name).filter((name) => name.includes('{'))).toEqual([
      'http_req_duration{expected_response:true}',
      'http_req_failed{gateway:yarp}',
      'http_req_waiting{name:Place order}',
    ]);
    expect(reported.thresholds).toContainEqual({
      metric: 'http_req_duration{name:Place order}',
      expression: 'p(95)<9',
      passed: false,
    });
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'selections', count: 3 }));
  });

  it('has checks with the groups around them, in lists and in objects by name', () => {
    const list = {
      ...ROOT,
      checks: [check('a')],
      groups: [
        {
          name: 'shop',
          checks: [check('b', 2, 1)],
          groups: [{ name: 'cart', checks: [check('c')], groups: [] }],
        },
      ],
    };
    const byName = {
      ...ROOT,
      checks: { a: { passes: 1, fails: 0 } },
      groups: {
        shop: {
          checks: { b: { passes: 2, fails: 1 } },
          groups: { cart: { name: 'cart', checks: { c: check('c') }, groups: {} } },
        },
      },
    };
    for (const root of [list, byName]) {
      expect(read({ ...DUMP, root_group: root }).reported.checks).toEqual([
        { name: 'a', group: '', passed: 1, failed: 0 },
        { name: 'b', group: 'shop', passed: 2, failed: 1 },
        { name: 'c', group: 'shop::cart', passed: 1, failed: 0 },
      ]);
    }
  });

  it('is told apart from the source of secrets', () => {
    const collected = read({ ...DUMP, setup_data: { token: 'tok-123' } });
    expect(codesOf(collected)).toEqual(['setup-data-left-out']);
    expect(JSON.stringify(collected)).not.toContain('tok-123');
    expect(codesOf(read({ ...DUMP, setup_data: null }))).toEqual([]);
  });

  it('may lack figures, or have null for them', () => {
    const collected = read({
      ...DUMP,
      metrics: {
        ...DUMP.metrics,
        http_req_failed: undefined,
        http_req_duration: duration(trend({ med: null, avg: null })),
      },
    });
    expect(totalOf(collected)).toMatchObject({ samples: 10, failures: null, meanMs: null, minMs: 1 });
    expect(totalOf(collected)?.percentilesMs.map(([p]) => p)).toEqual([90, 95]);
    expect(collected.report).toMatchObject({ rejectedRows: 0, warnings: [] });
  });

  it('without HTTP requests has metrics only', () => {
    const collected = read({ ...DUMP, metrics: { grpc_req_duration: duration() } });
    expect(collected.reported.aggregates).toEqual([]);
    expect(collected.metrics.map(({ name }) => name)).toEqual(['grpc_req_duration']);
    expect(codesOf(collected)).toEqual(['no-requests']);
  });

  it('leaves out what is no figure and no verdict, and rejects what is no metric or check', () => {
    const collected = read({
      ...DUMP,
      root_group: {
        ...ROOT,
        groups: ['x'],
        checks: [check('a'), { name: 'b' }, check('c', -1), check('d', 1e300)],
      },
      metrics: {
        ...DUMP.metrics,
        vus: metric(
          'gauge',
          'default',
          { value: 1, min: 'low', max: [] },
          { 'value<1': true, 'value<2': { ok: 1 } },
        ),
        broken: 5,
        other: [],
      },
    });
    expect(collected.reported.metrics.at(-1)?.figures).toEqual({ value: 1 });
    expect(collected.reported.checks.map(({ name }) => name)).toEqual(['a']);
    expect(collected.report.warnings).toMatchObject([{ code: 'figures-unread', count: 4 }]);
    expect(collected.report.rejects.map(({ reason }) => reason)).toEqual([
      'broken is no metric',
      'other is no metric',
      'a check without name, passes and fails',
      'a check without name, passes and fails',
      'a check without name, passes and fails',
      'a group without a name',
    ]);
    expect(collected.report.rejectedRows).toBe(6);
  });

  it('keeps counts that are none out of the counts', () => {
    const collected = withMetrics({
      http_reqs: metric('counter', 'default', { count: 1e300, rate: 1e299 }),
      data_sent: metric('counter', 'data', { count: 0.5, rate: 1 }),
    });
    expect(totalOf(collected)).toMatchObject({ samples: 10, throughputPerSec: 1e299, sentBytes: null });
  });
});

describe('--summary-export', () => {
  const FLAT = {
    root_group: { ...ROOT, groups: {}, checks: { ok: check('ok', 9, 1) } },
    metrics: {
      http_reqs: { count: 10, rate: 2.5 },
      http_req_failed: {
        passes: 2,
        fails: 8,
        value: 0.2,
        thresholds: { 'rate<0.1': true, 'rate<0.5': false },
      },
      http_req_duration: { ...trend(), thresholds: { 'p(95)<100': false } },
      my_rate: { passes: 1, fails: 2, value: 0.33 },
      my_gauge: { value: 5, min: 1, max: 9 },
      my_counter: { count: 5, rate: 1.25 },
      my_trend: { max: 9, min: 1 },
      my_counts: { count: 5 },
      iteration_duration: { count: 5 },
      group_duration: {},
    },
  };

  it('has thresholds that are true where they were crossed', () => {
    expect(read(FLAT).reported.thresholds).toEqual([
      { metric: 'http_req_failed', expression: 'rate<0.1', passed: false },
      { metric: 'http_req_failed', expression: 'rate<0.5', passed: true },
      { metric: 'http_req_duration', expression: 'p(95)<100', passed: true },
    ]);
  });

  it('has kinds that its figures tell', () => {
    const { metrics, report } = read(FLAT);
    expect(Object.fromEntries(metrics.map(({ name, kind }) => [name, kind]))).toEqual({
      my_rate: 'rate',
      my_gauge: 'gauge',
      my_counter: 'counter',
      my_trend: 'trend',
      my_counts: 'trend',
      iteration_duration: 'trend',
      group_duration: 'trend',
    });
    expect(metrics.find(({ name }) => name === 'iteration_duration')?.contains).toBe('time');
    expect(report.properties).toMatchObject({ layout: '--summary-export' });
    expect(report.properties['test run duration (ms)']).toBeUndefined();
  });

  it('has the same figures of requests', () => {
    expect(totalOf(read(FLAT))).toEqual({
      ...totalOf(read(DUMP)),
      receivedBytes: null,
      sentBytes: null,
    });
  });
});

describe('the machine-readable summary', () => {
  const machine = (metadata: object, percentile: (p: number) => string) => ({
    version: '1.0.0',
    config: { duration: 4, execution: 'local', script: 'export const token = "tok-123"' },
    metadata,
    results: {
      checks: {
        metrics: [{ name: 'checks_total', ...metric('counter', 'default', { count: 3 }) }],
        results: [{ name: 'ok', passes: 2, fails: 1 }],
      },
      metrics: [
        { name: 'http_reqs', ...metric('counter', 'default', { count: 10 }) },
        { name: 'http_req_failed', ...metric('rate', 'default', { rate: 0.2, matches: 2, total: 10 }) },
        {
          name: 'http_req_duration',
          ...duration({ avg: 20, min: 1, med: null, max: 90, [percentile(90)]: 40, [percentile(95)]: 50 }),
        },
        { name: 'vus', ...metric('gauge', 'default', { value: 1, min: 0, max: 5 }) },
      ],
    },
  });

  it.each([
    ['of k6 1.8', machine({ generated_at: '2026-01-01T00:00:00Z', k6_version: '1.8.1' }, (p) => `p${p}`)],
    ['as documented', machine({ generatedAt: '2026-01-01T00:00:00Z', k6Version: '1.8.1' }, (p) => `p(${p})`)],
  ])('%s is read', (_, document) => {
    const collected = read(document);
    expect(totalOf(collected)).toMatchObject({
      samples: 10,
      failures: 2,
      minMs: 1,
      meanMs: 20,
      percentilesMs: [
        [90, 40],
        [95, 50],
      ],
      throughputPerSec: 2.5,
    });
    expect(collected.metrics.map(({ name }) => name)).toEqual(['vus', 'checks_total']);
    expect(collected.reported.checks).toEqual([{ name: 'ok', group: '', passed: 2, failed: 1 }]);
    expect(collected.report).toMatchObject({
      rows: 6,
      toolVersion: '1.8.1',
      properties: {
        layout: 'machine-readable summary',
        'layout version': '1.0.0',
        execution: 'local',
        'generated at': '2026-01-01T00:00:00Z',
        'test run duration (ms)': '4000',
      },
    });
    expect(codesOf(collected)).toEqual(['script-left-out', 'layout-without-thresholds', 'rates-computed']);
    expect(JSON.stringify(collected)).not.toContain('tok-123');
    expect(probe(document)).toMatchObject({ score: 0.99, toolVersion: '1.8.1' });
  });

  it('without its further parts still has the metrics', () => {
    const { results } = machine({}, (p) => `p${p}`);
    const collected = read({
      results: { metrics: [...results.metrics, 5, { name: 'x' }] },
      config: 5,
      metadata: [],
    });
    expect(totalOf(collected)).toMatchObject({ samples: 10, throughputPerSec: null });
    expect(collected.report).toMatchObject({ rows: 4, rejectedRows: 2, toolVersion: null });
  });
});

describe('recognising a summary', () => {
  it('by what k6 alone puts into one', () => {
    expect(probe(DUMP)).toEqual({
      score: 0.99,
      reasons: [
        'metrics with type, contains, values: http_reqs, http_req_failed, http_req_duration, …',
        'root_group',
        'state.testRunDurationMs',
      ],
    });
    expect(probe({ metrics: DUMP.metrics }).score).toBe(0.9);
    expect(probe({ metrics: { http_reqs: { count: 1, rate: 2 } } }).score).toBe(0.8);
    expect(probe({ root_group: { ...ROOT, groups: [], checks: [] }, metrics: {} }).score).toBe(0.7);
  });

  it.each([
    ['other metrics', { metrics: { cpu: { value: 1, min: 0 }, latency: { avg: 1, 'p(95)': 2 } } }],
    ['a list of metrics', { metrics: [{ name: 'http_reqs', count: 5 }] }],
    ['metrics as numbers', { metrics: { http_reqs: 5, vus: 1 } }],
    ['a metric with other figures', { metrics: { http_reqs: { total: 5, perSecond: 1 } } }],
    ['a summary of something else', { summary: { passed: 5, failed: 1 }, duration: 12 }],
    ['results of something else', { results: { metrics: [{ name: 'a', type: 'x', values: {} }] } }],
    ['another configuration', { config: { duration: 5, execution: 'parallel' } }],
    [
      'a point of k6',
      { type: 'Point', metric: 'http_reqs', data: { time: '2026-01-01T00:00:00Z', value: 1 } },
    ],
    ['a list', [DUMP]],
    ['what setup() returned, alone', { setup_data: {} }],
  ])('not by %s', (_, document) => {
    expect(probe(document).score).toBe(0);
  });

  it.each([
    [
      'the text of the test',
      `{"config":{"duration":12.5,"execution":"local","script":"${'x'.repeat(70_000)}`,
      0.6,
    ],
    ['what setup() returned', `{"setup_data":{"users":[${'"u",'.repeat(20_000)}`, 0.55],
    [
      'the root group',
      `{"root_group":{"name":"","path":"","id":"${ROOT.id}","checks":[${'1,'.repeat(40_000)}`,
      0.7,
    ],
    ['a state', `{"state":{"testRunDurationMs":5},"options":[${'1,'.repeat(40_000)}`, 0.7],
  ])('from the start of a long one: %s', (_, start, score) => {
    expect(probe(start).score).toBe(score);
  });

  it('with a long text of the test in front of everything', () => {
    const document = {
      config: { duration: 4, execution: 'local', script: 'x'.repeat(100_000) },
      results: { metrics: [{ name: 'http_reqs', ...metric('counter', 'default', { count: 10 }) }] },
    };
    expect(probe(document).score).toBeGreaterThan(0.5);
    expect(totalOf(read(document))?.samples).toBe(10);
  });
});

describe('what is no summary', () => {
  it.each(['[]', '5', '{}', '{"metrics": {}}', '{"metrics": []}', '{"results": {"metrics": []}}'])(
    '%s is an error',
    (content) => {
      expect(() => collect(k6Summary, content)).toThrow(AppError);
      expect(() => collect(k6Summary, content)).toThrow(/no metrics and no checks/u);
    },
  );
});
