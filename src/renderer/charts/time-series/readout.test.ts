import { describe, expect, test } from 'vitest';
import { chartTableText } from '../chart-panel/chart-table-text.ts';
import { fakeModel } from '../testing/fake-series.ts';
import { readoutAt, spanText } from './readout.ts';
import { durationOf } from './scales.ts';
import { bucketLength, describeBuckets, describeTimeSeries } from './summary.ts';
import { timeSeriesTable } from './table.ts';

const model = fakeModel();
const duration = durationOf(model);

describe('the tooltip', () => {
  test('gives the span, the clock, the values and how many samples they rest on', () => {
    expect(readoutAt(model, 25_000, duration)).toEqual({
      span: '00:20–00:30',
      clock: '01:00:24 UTC',
      rows: [
        { name: 'p50', value: '42 ms' },
        { name: 'p99 in 00:20–00:40', value: '410 ms' },
        { name: 'Samples', value: '102' },
        { name: 'Throughput', value: '10.2 /s' },
        { name: 'Threads', value: '5' },
        { name: 'Errors', value: 'none' },
      ],
    });
  });

  test('says why a percentile is missing, and counts errors', () => {
    const values = (ms: number) =>
      new Map(readoutAt(model, ms, duration)?.rows.map((row) => [row.name, row.value]));
    expect(values(45_000).get('p99 in 00:40–01:00')).toBe('under 10 beyond');
    expect(values(65_000).get('Errors')).toBe('53, 50.0 %');
    expect(values(95_000).get('Threads')).toBe('not known');
  });

  test('spans have fractions of a second only where they need them', () => {
    expect(spanText(1_010_000, 10_000)).toBe('16:50–17:00');
    expect(spanText(51_000, 1500)).toBe('00:51.0–00:52.5');
    expect(spanText(20, 10)).toBe('00:00.02–00:00.03');
  });

  test('has no clock without time stamps', () => {
    expect(readoutAt({ ...model, startedAtUs: null }, 0, duration)?.clock).toBeNull();
  });
});

describe('words', () => {
  test('widths of buckets are round', () => {
    expect([1, 500, 1000, 10_000, 60_000, 300_000, 3_600_000].map(bucketLength)).toEqual([
      '1 ms',
      '500 ms',
      '1 s',
      '10 s',
      '1 m',
      '5 m',
      '1 h',
    ]);
  });

  test('wider buckets and missing percentiles are named', () => {
    expect(describeBuckets(model)).toBe('10 s buckets, p99 in 20 s');
    const thin = {
      ...model,
      lines: model.lines.map((line) => ({ ...line, valuesMs: line.valuesMs.map(() => NaN) })),
    };
    expect(describeBuckets(thin)).toBe('10 s buckets, too few samples for p50, p99');
  });

  test('the picture is told in sentences', () => {
    expect(describeTimeSeries(model, duration)).toBe(
      'Figures over 1 m 35 s, 10 s buckets, p99 in 20 s. p50 from 40 to 49 ms. p99 from 400 to 440 ms. ' +
        'Throughput up to 21.8 samples per second. At most 5 threads. Errors up to 50.0 percent.',
    );
  });
});

test('the table has each value once, exactly, in the row where its bucket begins', () => {
  const lines = chartTableText(timeSeriesTable(model)).split('\r\n');
  expect(lines[0]).toBe('Start, ms\tSamples\tSamples/s\tErrors\tThreads\tp50, ms\tp99, ms');
  expect(lines[3]).toBe('20000\t102\t10.2\t0\t5\t42\t410');
  expect(lines[4]).toBe('30000\t103\t10.3\t0\t5\t43\t');
  expect(lines[5]).toBe('40000\t0\t0\t0\t5\t\t');
});
