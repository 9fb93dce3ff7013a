import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import type { ReportedFigures } from '../aggregates.ts';
import { expectSurvives } from '../reports/testing/expect-survives.ts';
import { collect, headOf, type Collected } from '../testing/collect.ts';
import { BadHistogram, decodeHistogram } from './decode-histogram.ts';
import { hdrHistogramLog, hdrHistogramTable } from './hdr-histogram.ts';
import { HdrHistogram } from './histogram.ts';

/** Logs and tables that Java's HdrHistogram wrote, with what Java says of them: fixtures/others/hdr-histogram. */

const folder = resolve(import.meta.dirname, '../../../../fixtures/others/hdr-histogram');
const file = (name: string): Uint8Array => readFileSync(resolve(folder, name));
const textOf = (name: string): string => new TextDecoder().decode(file(name));

interface Facts {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly stdDev: number;
  readonly percentiles: Readonly<Record<string, number>>;
}

const expected = JSON.parse(textOf('expected.json')) as Record<
  string,
  { overall?: Facts; intervals?: Facts[]; tags?: Record<string, Facts> }
>;

function expectFigures(figures: ReportedFigures, facts: Facts): void {
  expect(figures.samples).toBe(facts.count);
  if (facts.count === 0) {
    expect(figures).toMatchObject({
      minMs: null,
      meanMs: null,
      maxMs: null,
      stdDevMs: null,
      percentilesMs: [],
    });
    return;
  }
  expect(figures.minMs).toBeCloseTo(facts.min, 9);
  expect(figures.maxMs).toBeCloseTo(facts.max, 9);
  expect(figures.meanMs).toBeCloseTo(facts.mean, 9);
  expect(figures.stdDevMs).toBeCloseTo(facts.stdDev, 9);
  const percentiles = new Map(figures.percentilesMs);
  for (const percentile of ['50.0', '75.0', '90.0', '95.0', '99.0', '99.9']) {
    expect(percentiles.get(Number(percentile))).toBeCloseTo(facts.percentiles[percentile]!, 9);
  }
}

const wholeOf = ({ reported }: Collected, transaction: number | null = null): ReportedFigures =>
  reported.aggregates.find(
    (aggregate) => aggregate.interval === null && aggregate.transaction === transaction,
  )!.figures;

describe('logs', () => {
  it('of whole numbers: intervals and the whole, as Java has them', () => {
    const result = collect(hdrHistogramLog, file('nanoseconds.hlog'));
    const facts = expected['nanoseconds.hlog']!;
    expectFigures(wholeOf(result), facts.overall!);
    const intervals = result.reported.aggregates.filter(({ interval }) => interval !== null);
    expect(intervals).toHaveLength(12);
    intervals.forEach(({ figures }, i) => expectFigures(figures, facts.intervals![i]!));
    const startUs = Date.UTC(2026, 0, 1) * 1000;
    expect(intervals.map(({ interval }) => interval)).toEqual(
      Array.from({ length: 12 }, (_, second) => ({
        startUs: startUs + second * 1e6,
        durationMs: 1000,
        activeUsers: null,
      })),
    );
    expect(result.report).toMatchObject({
      rows: 12,
      firstInstantUs: startUs,
      lastInstantUs: startUs + 12e6,
      clockTickMs: 1e-6,
      properties: { 'format version': '1.3', 'unit of values': 'nanoseconds', 'significant digits': '3' },
    });
    expect(result.report.warnings).toMatchObject([{ code: 'assumed-unit' }]);
    expect(result.report.warnings[0]!.message).toContain('a million times smaller');
  });

  it('with tags: one transaction each; the unit stands in a comment', () => {
    const result = collect(hdrHistogramLog, file('tagged-microseconds.hlog'));
    expect(result.transactions.map(({ name }) => name)).toEqual(['read', 'write-größe']);
    for (const { localId, name } of result.transactions) {
      expectFigures(wholeOf(result, localId), expected['tagged-microseconds.hlog']!.tags![name]!);
    }
    expect(result.reported.aggregates.some(({ transaction }) => transaction === null)).toBe(false);
    expect(result.report.properties['unit of values']).toBe('microseconds');
    expect(result.report.warnings).toEqual([]);
  });

  it('of doubles, each in a scale of its own', () => {
    const result = collect(hdrHistogramLog, file('doubles.hlog'));
    const whole = wholeOf(result);
    const facts = expected['doubles.hlog']!.overall!;
    expect(whole.samples).toBe(facts.count);
    expect(whole.meanMs).toBeCloseTo(facts.mean, 9);
    expect(whole.stdDevMs).toBeCloseTo(facts.stdDev, 9);
    expect(whole.minMs).toBeCloseTo(facts.min, 9);
    // Java's highest double is just below the next part; its percentile 100 is this.
    expect(whole.maxMs).toBeCloseTo(facts.percentiles['100.0']!, 9);
    const percentiles = new Map(whole.percentilesMs);
    for (const percentile of ['50.0', '75.0', '90.0', '95.0', '99.0', '99.9', '99.99'])
      expect(percentiles.get(Number(percentile))).toBeCloseTo(facts.percentiles[percentile]!, 9);
    expect(result.report.properties['unit of values']).toBe('milliseconds');
    expect(result.report.warnings[0]!.message).toContain('nothing in the file says');
  });

  it('give the same in pieces of any size', () => {
    for (const name of ['nanoseconds.hlog', 'doubles.hlog']) {
      const whole = collect(hdrHistogramLog, file(name));
      for (const pieceBytes of [1, 100, 5000]) {
        const { report, reported } = collect(hdrHistogramLog, file(name), { pieceBytes });
        expect({ report, reported }).toEqual({ report: whole.report, reported: whole.reported });
      }
    }
  });

  it('with lines with and without a tag show those without as the whole', () => {
    const lines = textOf('nanoseconds.hlog').split('\n');
    const tagged = lines.slice(5, 8).map((line) => `Tag=c,${line}`);
    const result = collect(hdrHistogramLog, [...lines.slice(0, 8), ...tagged].join('\n'));
    expect(result.transactions).toMatchObject([{ name: 'c' }]);
    expect(wholeOf(result, 0)).toEqual(wholeOf(result));
    expect(result.report.warnings.map(({ code }) => code)).toContain('lines-without-tag');
  });

  it('with relative time stamps count from the start time', () => {
    const lines = textOf('nanoseconds.hlog').split('\n');
    const result = collect(
      hdrHistogramLog,
      lines.filter((line) => !line.startsWith('#[BaseTime')).join('\r\n'),
    );
    expect(result.report.firstInstantUs).toBe(Date.UTC(2026, 0, 1) * 1000);
  });

  it('that are damaged lose the lines that are', () => {
    const lines = textOf('nanoseconds.hlog').split('\n');
    const cut = lines
      .map((line, i) => (i === 6 ? line.slice(0, 60) : i === 8 ? '1.0,2.0,nonsense' : line))
      .join('\n');
    const { report } = collect(hdrHistogramLog, cut);
    expect(report).toMatchObject({ rows: 10, rejectedRows: 2 });
    expect(report.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [7, 'the histogram is cut off'],
      [9, 'not a start, a length, a highest value and a histogram'],
    ]);
    expectSurvives(hdrHistogramLog, new TextEncoder().encode(lines.slice(0, 8).join('\n')));
  });

  it('without any interval that can be read are an error with a place', () => {
    expect(() => collect(hdrHistogramLog, '#[Histogram log format version 1.3]\n1.0,2.0,x\n')).toThrow(
      AppError,
    );
  });
});

describe('the decoder', () => {
  const encode = (payload: readonly number[], cookie = 0x1c849303, digits = 3): string => {
    const plain = new Uint8Array(40 + payload.length);
    const header = new DataView(plain.buffer);
    header.setUint32(0, cookie | 0x10);
    header.setUint32(4, payload.length);
    header.setInt32(12, digits);
    header.setBigInt64(16, 1n);
    header.setBigInt64(24, 3_600_000n);
    header.setFloat64(32, 1);
    plain.set(payload, 40);
    const packed = deflateSync(plain);
    const whole = new Uint8Array(8 + packed.length);
    const outer = new DataView(whole.buffer);
    outer.setUint32(0, 0x1c849304 | 0x10);
    outer.setUint32(4, packed.length);
    whole.set(packed, 8);
    return Buffer.from(whole).toString('base64');
  };

  it('reads counts and runs of zeros', () => {
    // Zigzag: 2 is count 1, 3 is two zeros, 0x80 0x01 is count 64.
    const { count, min, max } = decodeHistogram(encode([2, 3, 0x80, 0x01])).figures([]);
    expect([count, min, max]).toEqual([65, 0, 3]);
  });

  it('reads a count of nine bytes', () => {
    expect(() => decodeHistogram(encode([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]))).toThrow(
      'impossibly large',
    );
    const large = decodeHistogram(encode([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f]));
    expect(large.total).toBe(2 ** 53 - 1);
  });

  it.each([
    ['no base64', '!!!!', 'not base64'],
    ['nothing behind the cookie', Buffer.from([0x1c, 0x84, 0x93, 0x14]).toString('base64'), 'cut off'],
    ['something else', Buffer.from('abcdefghijkl').toString('base64'), 'not a compressed histogram'],
    [
      'an older encoding',
      Buffer.from([0x1c, 0x84, 0x93, 0x12, 0, 0, 0, 0]).toString('base64'),
      'older encoding',
    ],
    [
      'no packed data',
      Buffer.from([0x1c, 0x84, 0x93, 0x14, 0, 0, 0, 1, 0]).toString('base64'),
      'cannot be unpacked',
    ],
    ['another cookie inside', encode([2], 0x1c849301), 'not a histogram of version 2'],
    ['impossible digits', encode([2], 0x1c849303, 9), 'header of the histogram'],
    ['half a number', encode([0x80]), 'cut off'],
    ['endless zeros', encode([0xff, 0xff, 0xff, 0xff, 0x7f, 2]), 'more counts than there can be'],
  ])('refuses %s', (_, base64, reason) => {
    expect(() => decodeHistogram(base64)).toThrow(BadHistogram);
    expect(() => decodeHistogram(base64)).toThrow(reason);
  });
});

describe('histograms of other shapes', () => {
  it('are added by value', () => {
    const fine = new HdrHistogram({ significantDigits: 3, lowestValue: 1, ratio: 1 });
    const coarse = new HdrHistogram({ significantDigits: 1, lowestValue: 1, ratio: 1 });
    // 1 digit: parts of 16 values; index 40 is 2 buckets up, 24 parts of width 2 = 48.
    coarse.append(40, 3);
    fine.append(7, 1);
    fine.add(coarse);
    const { count, min, max, percentiles } = fine.figures([25, 26]);
    expect([count, min, max, percentiles]).toEqual([4, 7, 48, [[25, 7], [26, 48]]]); // prettier-ignore
  });
});

describe('tables', () => {
  it.each(['spectrum.hgrm', 'spectrum.csv'])('%s has the percentiles that were printed', (name) => {
    const result = collect(hdrHistogramTable, file(name));
    const facts = expected['spectrum.hgrm']!.overall!;
    const figures = wholeOf(result);
    expect(figures.samples).toBe(20_000);
    expect(figures.maxMs).toBeCloseTo(facts.max, 3);
    const percentiles = new Map(figures.percentilesMs);
    for (const percentile of [50, 75, 90, 95, 100])
      expect(percentiles.get(percentile)).toBeCloseTo(facts.percentiles[percentile.toFixed(1)]!, 3);
    if (name.endsWith('.hgrm')) {
      expect(figures.meanMs).toBeCloseTo(facts.mean, 3);
      expect(figures.stdDevMs).toBeCloseTo(facts.stdDev, 3);
    } else {
      // The CSV has no lines behind the table.
      expect([figures.meanMs, figures.stdDevMs]).toEqual([null, null]);
    }
    expect(result.report.warnings.map(({ code }) => code)).toEqual(['assumed-unit']);
    expect(result.report.rejectedRows).toBe(0);
  });

  it('may say what their unit is', () => {
    const text = `Latencies in us\n${textOf('spectrum.hgrm')}`;
    const { report, reported } = collect(hdrHistogramTable, text);
    expect(report.properties['unit of values']).toBe('microseconds');
    expect(report.warnings).toEqual([]);
    expect(reported.aggregates[0]!.figures.percentilesMs[0]).toEqual([0, 0.002079]);
  });

  it('that are damaged lose rows, or say what is missing', () => {
    const lines = textOf('spectrum.hgrm').split('\n');
    lines[4] = '  6.4x1 0.200000000000 4003 1.25';
    const { report } = collect(hdrHistogramTable, lines.slice(0, 30).join('\n'));
    expect(report.rejects).toMatchObject([{ line: 5, reason: 'not a row of the table of percentiles' }]);
    expect(report.warnings.map(({ code }) => code)).toContain('cut-off');
    expect(() => collect(hdrHistogramTable, lines[0]!)).toThrow(AppError);
    expectSurvives(hdrHistogramTable, new TextEncoder().encode(lines.slice(0, 20).join('\n')));
  });

  it('of which there are several: the first is read', () => {
    const text = textOf('spectrum.hgrm');
    const twice = collect(hdrHistogramTable, `${text}\n${text.replaceAll('2.079', '9.999')}`);
    expect(twice.reported).toEqual(collect(hdrHistogramTable, text).reported);
    expect(twice.report.warnings).toContainEqual(
      expect.objectContaining({ code: 'several-tables', count: 1 }),
    );
  });
});

describe('recognising', () => {
  it('tells logs, tables and other files', () => {
    for (const name of ['nanoseconds.hlog', 'tagged-microseconds.hlog', 'doubles.hlog']) {
      expect(hdrHistogramLog.probe(headOf(file(name))).score).toBeGreaterThan(0.9);
      expect(hdrHistogramTable.probe(headOf(file(name))).score).toBe(0);
    }
    for (const name of ['spectrum.hgrm', 'spectrum.csv']) {
      expect(hdrHistogramTable.probe(headOf(file(name))).score).toBe(0.8);
      expect(hdrHistogramLog.probe(headOf(file(name))).score).toBe(0);
    }
    expect(hdrHistogramLog.probe(headOf(new TextEncoder().encode('1,2,3,4\n'))).score).toBe(0);
  });
});
