import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { damaged, faultsOf, readDamaged } from '../gatling-stats/testing/damage.ts';
import { collect, headOf } from '../testing/collect.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { jmeterStatistics } from './jmeter-statistics.ts';

const entry = (changes: Record<string, unknown> = {}) => ({
  transaction: 'Home page',
  sampleCount: 150,
  errorCount: 3,
  errorPct: 2.0,
  meanResTime: 27.4,
  medianResTime: 26.0,
  minResTime: 13.0,
  maxResTime: 79.0,
  pct1ResTime: 37.9,
  pct2ResTime: 43.45,
  pct3ResTime: 67.27,
  throughput: 6.5,
  receivedKBytesPerSec: 2.25,
  sentKBytesPerSec: 0.75,
  ...changes,
});

const EMPTY = entry({
  transaction: 'TC Nothing',
  sampleCount: 0,
  errorCount: 0,
  errorPct: 'NaN',
  meanResTime: 'NaN',
  medianResTime: 'NaN',
  minResTime: 9.223372036854776e18,
  maxResTime: -9.223372036854776e18,
  pct1ResTime: 'NaN',
  pct2ResTime: 'NaN',
  pct3ResTime: 'NaN',
  throughput: 0,
});

const text = (entries: Record<string, unknown>) => JSON.stringify(entries, null, 2);
const read = (entries: Record<string, unknown>) => collect(jmeterStatistics, text(entries));
const codesOf = (collected: ReturnType<typeof collect>) => collected.report.warnings.map(({ code }) => code);
const probe = (content: string) => jmeterStatistics.probe(headOf(new TextEncoder().encode(content)));

const FILE = text({
  'Home page': entry(),
  'TC Nothing': EMPTY,
  Total: entry({ transaction: 'Total', sampleCount: 900 }),
});

describe('statistics.json', () => {
  it('becomes figures by label, as they were printed', () => {
    const { transactions, reported, report, samples } = collect(jmeterStatistics, FILE);
    expect(transactions).toEqual([
      { localId: 0, name: 'Home page', kind: 'request', method: null },
      { localId: 1, name: 'TC Nothing', kind: 'request', method: null },
    ]);
    expect(reported.aggregates.map(({ transaction, interval }) => [transaction, interval])).toEqual([
      [0, null],
      [1, null],
      [null, null],
    ]);
    expect(reported.aggregates[0]?.figures).toEqual({
      samples: 150,
      failures: 3,
      minMs: 13,
      meanMs: 27.4,
      maxMs: 79,
      stdDevMs: null,
      percentilesMs: [
        [50, 26],
        [90, 37.9],
        [95, 43.45],
        [99, 67.27],
      ],
      throughputPerSec: 6.5,
      receivedBytes: null,
      sentBytes: null,
    });
    expect(reported.aggregates[2]?.figures.samples).toBe(900);
    expect(samples).toEqual([]);
    expect(report).toMatchObject({
      rows: 3,
      rejectedRows: 0,
      firstInstantUs: null,
      toolVersion: null,
      properties: {
        labels: '2',
        'received KB/s of Total': '2.25',
        'sent KB/s of Total': '0.75',
      },
    });
    expect(report.warnings.map(({ code }) => code)).toEqual(['percentiles-assumed', 'controllers-unknown']);
  });

  it('has no times where there were no samples', () => {
    const { reported } = collect(jmeterStatistics, FILE);
    expect(reported.aggregates[1]?.figures).toMatchObject({
      samples: 0,
      failures: 0,
      minMs: null,
      meanMs: null,
      maxMs: null,
      percentilesMs: [],
      throughputPerSec: 0,
    });
  });

  it('has none there even where zeros were printed', () => {
    const zeros = { meanResTime: 0, medianResTime: 0, minResTime: 0, maxResTime: 0, pct1ResTime: 0 };
    const { figures } = read({ a: entry({ sampleCount: 0, ...zeros }) }).reported.aggregates[0]!;
    expect(figures).toMatchObject({ minMs: null, meanMs: null, maxMs: null, percentilesMs: [] });
  });

  it('of an old version has no medians', () => {
    const old = entry({ medianResTime: undefined });
    const collected = read({ 'Home page': old, Total: old });
    expect(collected.reported.aggregates[0]?.figures.percentilesMs.map(([p]) => p)).toEqual([90, 95, 99]);
    expect(codesOf(collected)).toContain('median-missing');
  });

  it('without Total has no figures of the whole', () => {
    const collected = read({ 'Home page': entry() });
    expect(collected.reported.aggregates).toHaveLength(1);
    expect(collected.reported.aggregates[0]?.transaction).toBe(0);
    expect(codesOf(collected)).toContain('total-missing');
    expect(collected.report.properties).toEqual({ labels: '1' });
  });

  it('takes the label from the entry, from its key where it has none, and names it where it is empty', () => {
    const names = read({
      a: entry({ transaction: 'b' }),
      c: entry({ transaction: undefined }),
      '': entry({ transaction: '' }),
      __proto__x: entry({ transaction: '__proto__' }),
    }).transactions.map(({ name }) => name);
    expect(names).toEqual(['b', 'c', '(no label)', '__proto__']);
  });

  it('may have null or a word where there is no figure', () => {
    const content = FILE.replace('"meanResTime": 27.4', '"meanResTime": null').replace(
      '"throughput": 6.5',
      '"throughput": NaN',
    );
    const { figures } = collect(jmeterStatistics, content).reported.aggregates[0]!;
    expect([figures.meanMs, figures.throughputPerSec, figures.minMs]).toEqual([null, null, 13]);
  });

  it.each([
    ['a text for a figure', { meanResTime: 'fast' }, '"meanResTime" is no number'],
    ['a part of a sample', { sampleCount: 1.5 }, '"sampleCount" is no whole number'],
    ['more samples than a run can have', { sampleCount: 1e300 }, '"sampleCount" is no whole number'],
    ['fewer than no errors', { errorCount: -1 }, '"errorCount" is no whole number'],
    ['a list for a figure', { throughput: [1] }, '"throughput" is no number'],
  ])('rejects an entry with %s and keeps the others', (_, change, reason) => {
    const { report, transactions } = read({ good: entry({ transaction: 'good' }), bad: entry(change) });
    expect(transactions.map(({ name }) => name)).toEqual(['good']);
    expect(report).toMatchObject({ rows: 1, rejectedRows: 1 });
    expect(report.rejects[0]).toMatchObject({ line: 18, reason: `bad: ${reason}` });
    expect(report.rejects[0]?.raw).toMatch(/^\{\n {4}"transaction": "Home page"/u);
  });

  it('rejects what is no entry', () => {
    const { report } = read({ good: entry(), bad: 5, list: [], none: null });
    expect(report).toMatchObject({ rows: 1, rejectedRows: 3 });
  });

  it('keeps huge times that are numbers', () => {
    const { reported } = read({ a: entry({ maxResTime: 1e15 }), b: entry({ meanResTime: 1e308 }) });
    expect(reported.aggregates.map(({ figures }) => [figures.maxMs, figures.meanMs])).toEqual([
      [1e15, 27.4],
      [79, null],
    ]);
  });

  it.each(['[]', '5', '{}', '{"a": 1}', '{"a": {}}'])('is not %s', (content) => {
    expect(() => collect(jmeterStatistics, content)).toThrow(/No entry of the file/u);
    expect(probe(content).score).toBe(0);
  });
});

describe('recognising it', () => {
  it('by the members of its entries', () => {
    expect(probe(FILE)).toEqual({
      score: 0.99,
      reasons: [
        'entries with sampleCount, errorPct, meanResTime, pct1ResTime',
        '3 labels',
        'one of them Total',
      ],
    });
  });

  it('from the start of a long file', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`label ${i}`, entry()]));
    expect(text(many).length).toBeGreaterThan(128 << 10);
    expect(probe(text(many))).toMatchObject({ score: 0.99 });
    expect(read(many).transactions).toHaveLength(500);
  });

  it('with less certainty among other things', () => {
    const { score } = probe(text({ a: entry(), b: { other: 1 }, c: { other: 2 } }));
    expect(score).toBeCloseTo(0.3);
  });

  it('never from JSON of other kinds', () => {
    for (const other of [
      '{"metrics": {"http_reqs": {"count": 1}}}',
      '{"a": {"sampleCount": 5}}',
      '"x"',
      '',
    ]) {
      expect(probe(other).score).toBe(0);
    }
  });
});

describe('damage', () => {
  const bytes = new TextEncoder().encode(FILE);

  it('is the same in pieces of any size', () => {
    for (const pieceBytes of [1, 7, 100]) {
      expect(collect(jmeterStatistics, FILE, { pieceBytes })).toEqual(collect(jmeterStatistics, FILE));
    }
  });

  it('by a cut anywhere is an error with its place', () => {
    for (let length = 0; length < bytes.length; length++) {
      const outcome = readDamaged(jmeterStatistics, bytes.slice(0, length));
      expect(outcome).toBeInstanceOf(AppError);
      expect(outcome).toMatchObject({ code: 'file-damaged', place: { byte: length } });
      expect(faultsOf(outcome, bytes.slice(0, length))).toEqual([]);
    }
  });

  it('by changed bytes never crashes, and never makes figures that are none', () => {
    fc.assert(
      fc.property(damaged(bytes), (changed) => {
        expect(faultsOf(readDamaged(jmeterStatistics, changed), changed)).toEqual([]);
        expect(jmeterStatistics.probe(headOf(changed)).score).toBeLessThanOrEqual(1);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('by any value in any place is rejected or read', () => {
    const members = Object.keys(entry());
    fc.assert(
      fc.property(fc.constantFrom(...members), fc.jsonValue(), (member, value) => {
        const content = new TextEncoder().encode(text({ a: entry(), b: entry({ [member]: value }) }));
        const outcome = readDamaged(jmeterStatistics, content);
        expect(faultsOf(outcome, content)).toEqual([]);
        if (outcome instanceof AppError) throw outcome;
        expect(outcome.report.rows + outcome.report.rejectedRows).toBe(2);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
