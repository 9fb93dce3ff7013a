import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { collect, headOf } from '../testing/collect.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { gatlingStats } from './gatling-stats.ts';
import { damaged, faultsOf, readDamaged } from './testing/damage.ts';

const share = (total: unknown, ok: unknown = total, ko: unknown = 0) => ({ total, ok, ko });

const stats = (changes: Record<string, unknown> = {}) => ({
  name: 'n',
  numberOfRequests: share(100, 98, 2),
  minResponseTime: share(5),
  maxResponseTime: share(50),
  meanResponseTime: share(20),
  standardDeviation: share(4),
  percentiles1: share(19),
  percentiles2: share(22),
  percentiles3: share(40),
  percentiles4: share(48),
  group1: { name: 't < 800 ms', htmlName: 't < 800 ms', count: 98, percentage: 98 },
  group2: { name: '800 ms <= t < 1200 ms', count: 0, percentage: 0 },
  group3: { name: 't >= 1200 ms', count: 0, percentage: 0 },
  group4: { name: 'failed', count: 2, percentage: 2 },
  meanNumberOfRequestsPerSecond: share(8.5),
  ...changes,
});

const request = (name: string, changes: Record<string, unknown> = {}) => ({
  type: 'REQUEST',
  name,
  path: name,
  pathFormatted: 'req',
  stats: stats(changes),
});

const group = (name: string, contents: unknown, changes: Record<string, unknown> = {}) => ({
  type: 'GROUP',
  name,
  path: name,
  pathFormatted: 'group',
  stats: stats(changes),
  contents,
});

const TREE = group('All Requests', {
  g1: group('shop', { g2: group('search', { r1: request('find') }), r2: request('view') }),
  r3: request('home'),
});

/** The tree as a page of the report has it: numbers as texts, `-` for none, names of nodes' members without quotes. */
function scriptOf(
  tree: unknown,
  tail = '\n\nfunction fillStats(stat){\n  $("#x").append(stat.total);\n}\n',
): string {
  const asText = (_: string, value: unknown) => (typeof value === 'number' ? String(value) : value);
  const json = JSON.stringify(tree, asText, 1);
  return `var stats = ${json.replace(/"(type|name|path|pathFormatted|stats|contents)":/gu, '$1:')}${tail}`;
}

const read = (tree: unknown) => collect(gatlingStats, JSON.stringify(tree));
const namesOf = ({ transactions }: ReturnType<typeof collect>) => transactions.map(({ name }) => name);
const codesOf = ({ report }: ReturnType<typeof collect>) => report.warnings.map(({ code }) => code);

describe('a report of Gatling', () => {
  it('becomes a total, groups and requests', () => {
    const { transactions, reported, report } = read(TREE);
    expect(transactions.map(({ localId, name, kind }) => [localId, name, kind])).toEqual([
      [0, 'shop', 'group'],
      [1, 'shop / search', 'group'],
      [2, 'shop / search / find', 'request'],
      [3, 'shop / view', 'request'],
      [4, 'home', 'request'],
    ]);
    expect(reported.aggregates.map(({ transaction }) => transaction)).toEqual([null, 0, 1, 2, 3, 4]);
    expect(reported.aggregates[0]?.figures).toEqual({
      samples: 100,
      failures: 2,
      minMs: 5,
      meanMs: 20,
      maxMs: 50,
      stdDevMs: 4,
      percentilesMs: [
        [50, 19],
        [75, 22],
        [95, 40],
        [99, 48],
      ],
      throughputPerSec: 8.5,
      receivedBytes: null,
      sentBytes: null,
    });
    expect(report).toMatchObject({
      rows: 6,
      clockTickMs: 1,
      toolVersion: null,
      properties: {
        layout: 'stats.json',
        requests: '3',
        groups: '2',
        'requests with t < 800 ms': '98',
        'requests with failed': '2',
      },
    });
    expect(report.warnings.map(({ code, count }) => [code, count])).toEqual([
      ['percentiles-assumed', 1],
      ['group-times', 2],
    ]);
  });

  it('is the same as a script', () => {
    const { report, ...script } = collect(gatlingStats, scriptOf(TREE));
    const { report: jsonReport, ...json } = read(TREE);
    expect(script).toEqual(json);
    expect(report).toEqual({ ...jsonReport, properties: { ...jsonReport.properties, layout: 'stats.js' } });
  });

  it('may be the total alone', () => {
    const { reported, transactions, report } = read(stats());
    expect(transactions).toEqual([]);
    expect(reported.aggregates.map(({ transaction, figures }) => [transaction, figures.samples])).toEqual([
      [null, 100],
    ]);
    expect(report.properties).toMatchObject({ layout: 'global_stats.json', requests: '0' });
  });

  it('of 2.0 has contents first, two percentiles, and -1 for none', () => {
    const old = (own: Record<string, unknown>) =>
      stats({ percentiles3: undefined, percentiles4: undefined, ...own });
    const tree = {
      type: 'GROUP',
      contents: {
        'req-a': {
          type: 'REQUEST',
          name: 'say \\d',
          path: 'a',
          stats: old({ standardDeviation: share(-1) }),
        },
      },
      name: 'Global Information',
      path: '',
      stats: old({}),
    };
    const collected = read(tree);
    expect(namesOf(collected)).toEqual(['say \\d']);
    expect(
      collected.reported.aggregates.map(({ figures }) => [figures.stdDevMs, figures.percentilesMs]),
    ).toEqual([
      [
        4,
        [
          [95, 19],
          [99, 22],
        ],
      ],
      [
        null,
        [
          [95, 19],
          [99, 22],
        ],
      ],
    ]);
    expect(collected.report.warnings[0]?.message).toContain('95, 99');
  });

  it('has a dash where there is no figure', () => {
    const script = scriptOf(
      group('All', {
        r: request('bad', {
          numberOfRequests: share(3, '-', 3),
          minResponseTime: share('-'),
          percentiles2: share('-'),
          meanNumberOfRequestsPerSecond: share('0.25'),
        }),
        s: request('good', { numberOfRequests: share(3, 3, '-') }),
      }),
    );
    const { reported } = collect(gatlingStats, script);
    expect(reported.aggregates.slice(1).map(({ figures }) => figures)).toMatchObject([
      {
        samples: 3,
        failures: 3,
        minMs: null,
        throughputPerSec: 0.25,
        percentilesMs: [
          [50, 19],
          [95, 40],
          [99, 48],
        ],
      },
      { samples: 3, failures: 0, minMs: 5 },
    ]);
  });

  it('has no times where there were no requests', () => {
    const empty = stats({ numberOfRequests: share(0), minResponseTime: share(0), percentiles1: share(0) });
    expect(read(empty).reported.aggregates[0]?.figures).toMatchObject({
      samples: 0,
      minMs: null,
      percentilesMs: [],
    });
  });

  it('has names as they were before they went into the page', () => {
    expect(namesOf(read(group('All', { r: request('say &quot;a&#92;b&quot; &amp; c') })))).toEqual([
      'say "a\\b" &amp; c',
    ]);
    expect(namesOf(collect(gatlingStats, scriptOf(group('All', { r: request('say "hi"') }))))).toEqual([
      'say "hi"',
    ]);
  });

  it.each([
    ['a text', { meanResponseTime: share('fast') }, '"meanResponseTime.total" is wrong: Invalid input'],
    ['too large a count', { numberOfRequests: share(1e300) }, '"numberOfRequests.total" is no whole number'],
    [
      'a part of a request',
      { numberOfRequests: share('1.5') },
      '"numberOfRequests.total" is no whole number',
    ],
    [
      'no total',
      { minResponseTime: 5 },
      '"minResponseTime" is wrong: Invalid input: expected object, received number',
    ],
  ])('rejects a request with %s and keeps the others', (_, change, reason) => {
    const { report, transactions } = read(group('All', { a: request('a', change), b: request('b') }));
    expect(transactions.map(({ name }) => name)).toEqual(['b']);
    expect(report).toMatchObject({ rows: 2, rejectedRows: 1 });
    expect(report.rejects[0]).toMatchObject({ line: 1, reason: `a: ${reason}` });
    expect(report.rejects[0]?.raw).toMatch(/^\{"name":"n","numberOfRequests"/u);
  });

  it('rejects what is neither request nor group, and keeps what is in a group without figures', () => {
    const collected = read(
      group('All', {
        a: 5,
        b: { type: 'OTHER', name: 'b', stats: stats() },
        c: { type: 'REQUEST', stats: stats() },
        d: { type: 'GROUP', name: 'd', contents: { e: request('e') } },
        f: { ...group('f', []) },
      }),
    );
    expect(namesOf(collected)).toEqual(['d / e', 'f']);
    expect(collected.report.rejects.map(({ reason }) => reason)).toEqual([
      'a is no request or group',
      'is no request or group with a name',
      'is no request or group with a name',
      expect.stringMatching(/^d: /u),
      'the contents of a group are no object',
    ]);
  });

  it('without a total says so', () => {
    const root = { ...group('All', { a: request('a') }), stats: undefined };
    const collected = read(root);
    expect(collected.reported.aggregates.map(({ transaction }) => transaction)).toEqual([0]);
    expect(codesOf(collected)).toContain('total-missing');
  });

  it('is read without its ranges where they are not what they were', () => {
    expect(read(stats({ group1: 5 })).report).toMatchObject({ rows: 1, rejectedRows: 0 });
  });

  it.each(['{}', '[]', '5', '{"stats": {}}', 'var stats = {}', 'var other = {}'])('is not %s', (content) => {
    expect(() => collect(gatlingStats, content)).toThrow(AppError);
    expect(gatlingStats.probe(headOf(new TextEncoder().encode(content))).score).toBe(0);
  });
});

describe('recognising it', () => {
  const probe = (content: string) => gatlingStats.probe(headOf(new TextEncoder().encode(content)));

  it('by the figures of requests', () => {
    expect(probe(JSON.stringify(TREE))).toEqual({
      score: 0.99,
      reasons: ['requests and groups with numberOfRequests, minResponseTime'],
    });
    expect(probe(`\uFEFF\n${scriptOf(TREE)}`)).toEqual({
      score: 0.99,
      reasons: ['starts with "var stats ="', 'requests and groups with numberOfRequests, minResponseTime'],
    });
    expect(probe(JSON.stringify(stats()))).toEqual({
      score: 0.99,
      reasons: ['members numberOfRequests, minResponseTime'],
    });
  });

  it('from the start of a long file, contents first', () => {
    const contents = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`r${i}`, request(`r${i}`)]));
    const content = scriptOf({ type: 'GROUP', contents, name: 'All', stats: stats() });
    expect(content.length).toBeGreaterThan(128 << 10);
    expect(probe(content).score).toBe(0.99);
  });

  it('never from the other files of the report', () => {
    for (const other of [
      '{"simulation": "a.B", "simulationId": "b", "start": 1, "scenarios": [], "assertions": []}',
      'var stats = 5',
      'var statsOfOthers = {"numberOfRequests": {"total": 1}, "minResponseTime": {}}',
    ]) {
      expect(probe(other).score).toBe(0);
    }
  });
});

describe('damage', () => {
  const json = JSON.stringify(group('All', { g: group('g', { r: request('r') }) }), null, 1);
  const forms = {
    'of JSON': new TextEncoder().encode(json),
    'of a script': new TextEncoder().encode(scriptOf(JSON.parse(json), '')),
  };

  describe.each(Object.entries(forms))('%s', (_, bytes) => {
    it('is the same in pieces of any size', () => {
      const whole = collect(gatlingStats, bytes);
      for (const pieceBytes of [1, 7, 100]) {
        expect(collect(gatlingStats, bytes, { pieceBytes })).toEqual(whole);
      }
    });

    it('by a cut anywhere is an error with its place', () => {
      for (let length = 0; length < bytes.length; length++) {
        const cut = bytes.slice(0, length);
        const outcome = readDamaged(gatlingStats, cut);
        expect(outcome).toMatchObject({ code: 'file-damaged' });
        expect(faultsOf(outcome, cut)).toEqual([]);
      }
    });

    it('by changed bytes never crashes, and never makes figures that are none', () => {
      fc.assert(
        fc.property(damaged(bytes), (changed) => {
          expect(faultsOf(readDamaged(gatlingStats, changed), changed)).toEqual([]);
          expect(gatlingStats.probe(headOf(changed)).score).toBeLessThanOrEqual(1);
        }),
        { numRuns: fuzzRuns(300) },
      );
    });
  });

  it('by any value in any place is rejected or read', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(stats())), fc.jsonValue(), (member, value) => {
        const tree = group('All', { a: request('a', { [member]: value }), b: request('b') });
        const content = new TextEncoder().encode(JSON.stringify(tree));
        const outcome = readDamaged(gatlingStats, content);
        expect(faultsOf(outcome, content)).toEqual([]);
        if (outcome instanceof AppError) throw outcome;
        expect(outcome.report.rows + outcome.report.rejectedRows).toBe(3);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
