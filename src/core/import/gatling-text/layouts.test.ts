import { describe, expect, it } from 'vitest';
import { activeUsersOf, contentsOf, groupsOf, pointsOf, requestsOf } from '../gatling/testing/contents.ts';
import { layouts, logText, read, RUN_MS, type LogRecord } from './testing/log-lines.ts';

const records: readonly LogRecord[] = [
  { type: 'user', scenario: 'Browse', isStart: true, at: 100 },
  { type: 'user', scenario: 'Süßes', isStart: true, at: 200 },
  { type: 'request', name: 'Home', start: 110, end: 160 },
  { type: 'request', name: 'View', groups: ['shop', 'list'], start: 170, end: 190 },
  {
    type: 'request',
    name: 'View',
    groups: ['shop'],
    start: 200,
    end: 300,
    ok: false,
    message: 'status.find.is(200), found 503',
  },
  {
    type: 'request',
    name: 'Kasse 検索',
    start: 300,
    end: 1300,
    ok: false,
    message: 'j.n.ConnectException: ünreachable',
  },
  { type: 'group', groups: ['shop', 'list'], start: 165, end: 195, cumulated: 20 },
  { type: 'group', groups: ['shop'], start: 160, end: 310, cumulated: 120, ok: false },
  { type: 'error', message: 'Never built: no attribute "x"', at: 400 },
  { type: 'error', message: 'Never built: no attribute "x"', at: 500 },
  { type: 'request', name: 'Home', start: 900, end: 901 },
  { type: 'user', scenario: 'Browse', isStart: false, at: 1500 },
  { type: 'user', scenario: 'Süßes', isStart: false, at: 2500 },
];

const PIECES = [1, 7, 64, 1 << 20];
/** By layout, where the RUN line can be trusted. */
const versions = new Map<string, string>([
  ['3.0', '3.3.1'],
  ['3.4', '3.11.5'],
]);
const old = (layout: string): boolean => layout === '1.x';

describe.each(layouts)('layout %s', (layout) => {
  const result = read(logText(layout, records));
  const { report } = result;

  it('has every request with its groups, outcome and message', () => {
    const expected = records
      .filter((record) => record.type === 'request')
      .filter(({ groups }) => !old(layout) || groups === undefined)
      .map(({ name, groups, start, end, ok = true, message = null }) => ({
        name,
        kind: 'request',
        group: groups === undefined ? undefined : groups.map((group) => `::${group}`).join(''),
        startMs: RUN_MS + start,
        elapsedMs: end - start,
        ok,
        message,
      }));
    expect(requestsOf(result)).toEqual(expected);
    expect(report.rejectedRows).toBe(0);
    expect(report.warnings).toEqual([]);
  });

  it('has groups as samples, and their response times', () => {
    if (old(layout)) {
      expect(groupsOf(result)).toEqual([]);
      return;
    }
    expect(groupsOf(result)).toEqual([
      {
        name: 'shop::list',
        kind: 'group',
        group: '::shop::list',
        startMs: RUN_MS + 165,
        elapsedMs: 30,
        ok: true,
        message: null,
      },
      {
        name: 'shop',
        kind: 'group',
        group: '::shop',
        startMs: RUN_MS + 160,
        elapsedMs: 150,
        ok: false,
        message: null,
      },
    ]);
    expect(pointsOf(result, 'cumulated response time')).toEqual([
      { atMs: RUN_MS + 195, value: 20, tags: { group: '::shop::list' } },
      { atMs: RUN_MS + 310, value: 120, tags: { group: '::shop' } },
    ]);
    expect(result.metrics.find(({ name }) => name === 'cumulated response time')).toMatchObject({
      kind: 'trend',
      contains: 'time',
    });
  });

  it('has users by second and scenario', () => {
    const second = RUN_MS / 1000;
    expect(activeUsersOf(result)).toEqual([
      [second, 2],
      [second + 1, 2],
      [second + 2, 1],
    ]);
    expect(activeUsersOf(result, 'Browse')).toEqual([
      [second, 1],
      [second + 1, 1],
      [second + 2, 0],
    ]);
    expect(activeUsersOf(result, 'Süßes')).toEqual([
      [second, 1],
      [second + 1, 1],
      [second + 2, 1],
    ]);
    expect(result.metrics.find(({ name }) => name === 'active users')).toMatchObject({
      kind: 'gauge',
      contains: 'default',
    });
  });

  it('has errors', () => {
    const expected = { value: 1, tags: { error: 'Never built: no attribute "x"' } };
    expect(pointsOf(result, 'errors')).toEqual(
      layout === '1.x' || layout === '2.0'
        ? []
        : [
            { atMs: RUN_MS + 400, ...expected },
            { atMs: RUN_MS + 500, ...expected },
          ],
    );
  });

  it('has the facts of the run', () => {
    const { properties } = report;
    expect(properties).toMatchObject({
      description: 'nightly',
      scenarios: 'Browse, Süßes',
      'users started': '2',
      'users ended': '2',
      requests: String(requestsOf(result).length),
      'failed requests': layout === '1.x' ? '1' : '2',
      groups: layout === '1.x' ? '0' : '2',
      errors: layout === '1.x' || layout === '2.0' ? '0' : '2',
    });
    if (layout === '1.x') {
      expect(properties).toMatchObject({ 'simulation id': 'shop', 'start (local time)': '20120611115415' });
    } else {
      expect(properties).toMatchObject({
        'simulation class': 'shop.Buy',
        'simulation id': 'buy',
        start: '2023-11-14T22:13:20.000Z',
      });
    }
    expect(properties['layout']).toBe(
      { '1.x': '1.x', '2.0': '2.0 / 2.1', '2.2': '2.2 / 2.3', '3.0': '3.x', '3.4': '3.x' }[layout],
    );
    expect(report.toolVersion).toBe(versions.get(layout) ?? null);
    expect(report.firstInstantUs).toBe((RUN_MS + 100) * 1000);
    expect(report.lastInstantUs).toBe((RUN_MS + 2500) * 1000);
    expect(report.clockTickMs).toBe(1);
  });

  it('is the same in pieces of any size', () => {
    for (const piece of PIECES) {
      expect(contentsOf(read(logText(layout, records), piece))).toEqual(contentsOf(result));
    }
  });

  it('is the same with the line ends of Windows', () => {
    for (const piece of PIECES) {
      expect(contentsOf(read(logText(layout, records, '\r\n'), piece))).toEqual(contentsOf(result));
    }
  });

  it('is the same many times over, where the regular lines are read at once', () => {
    const requests = records.filter((record) => record.type === 'request' || record.type === 'user');
    const many = Array.from({ length: 200 }, () => requests).flat();
    for (const lineEnd of ['\n', '\r\n']) {
      const large = read(logText(layout, many, lineEnd));
      const once = requestsOf(read(logText(layout, requests)));
      expect(requestsOf(large)).toEqual(Array.from({ length: 200 }, () => once).flat());
      expect(contentsOf(large)).toEqual(contentsOf(read(logText(layout, many, lineEnd), 50)));
      expect(large.report.rejectedRows).toBe(0);
    }
  });
});

describe('the layout is told from the cells', () => {
  const name = (text: string): string[] => requestsOf(read(text)).map((request) => request.name);

  it('not from the version in the RUN line', () => {
    for (const layout of ['2.2', '3.0', '3.4'] as const) {
      const wrong = logText(layout, records).replace(/\t[\d.]+\n/u, '\t2.0\n');
      expect(requestsOf(read(wrong))).toEqual(requestsOf(read(logText(layout, records))));
    }
  });

  it('line by line', () => {
    const text = layouts
      .map((layout) => logText(layout, [{ type: 'request', name: `of ${layout}`, start: 1, end: 2 }]))
      .join('');
    expect(name(text)).toEqual(['of 1.x', 'of 2.0', 'of 2.2', 'of 3.0', 'of 3.4']);
    expect(read(text).report.warnings).toMatchObject([{ code: 'several-runs', count: 4 }]);
  });

  it('also when names look like parts of a record', () => {
    const odd = ['OK', 'KO', '1700000000000', 'REQUEST', 'USER', 'START'];
    for (const layout of layouts) {
      const text = logText(
        layout,
        odd.map((one) => ({ type: 'request', name: one, start: 1, end: 2 })),
      );
      for (const piece of [9, 1 << 20]) {
        expect(requestsOf(read(text.repeat(3), piece)).map((request) => request.name)).toEqual([
          ...odd,
          ...odd,
          ...odd,
        ]);
      }
    }
    for (const layout of layouts) {
      const text = logText(
        layout,
        odd.map((one) => ({ type: 'user', scenario: one, isStart: true, at: 5 })),
      );
      expect(read(text).report).toMatchObject({ rejectedRows: 0, rows: odd.length });
      expect(read(text).report.properties['scenarios']).toBe(odd.join(', '));
    }
  });

  it('reads users without a scenario, as tools that edit logs leave them', () => {
    const text = `USER\tSTART\t${RUN_MS}\t${RUN_MS}\nUSER\tEND\t${RUN_MS}\t${RUN_MS + 2500}\n`;
    expect(activeUsersOf(read(text)).map(([, users]) => users)).toEqual([1, 1, 1]);
  });

  it('takes starts and ends of groups of 1.x neither for requests nor for users', () => {
    const marker = [
      'ACTION',
      'Sc',
      1,
      'Start of group a',
      RUN_MS,
      RUN_MS,
      RUN_MS,
      RUN_MS,
      'OK',
      'Start of group a',
    ];
    const { report } = read(`${logText('1.x', records)}${marker.join('\t')}\n`);
    expect(report.properties['group markers']).toBe('1');
    expect(report).toMatchObject({ rows: 4 + 3, rejectedRows: 0 });
  });
});
