import { describe, expect, it } from 'vitest';
import { headOf } from '../testing/collect.ts';
import { shiftDecimal } from './decimal-shift.ts';
import { httpOutcomes } from './http-outcomes.ts';
import { counts, figure, figures, instantOf } from './lenient.ts';
import { PercentileTable, TABLE_HEADER } from './percentile-table.ts';
import { decodeReport, headText, placeOf, reportLines } from './report-text.ts';
import { guessLegacyEncoding } from './text-encoding.ts';
import { readLines } from './text-report.ts';

describe('moving the decimal point', () => {
  it('makes no noise', () => {
    expect(1.005 * 1000).not.toBe(1005);
    expect(shiftDecimal('1.005', 3)).toBe(1005);
    expect(shiftDecimal(1.005, 3)).toBe(1005);
    expect(shiftDecimal(126_025_727, -6)).toBe(126.025727);
    expect(shiftDecimal(1e-7, 3)).toBeCloseTo(1e-4, 12);
    expect(shiftDecimal('2.5e2', -3)).toBe(0.25);
    expect(shiftDecimal(-3, 2)).toBe(-300);
  });
});

describe('text of a report', () => {
  it('is UTF-8, UTF-16 or what the platform writes', () => {
    const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    expect(decodeReport(new TextEncoder().encode('größe'))).toEqual({ text: 'größe', encoding: 'UTF-8' });
    expect(decodeReport(utf16('größe'))).toEqual({ text: 'größe', encoding: 'UTF-16' });
    expect(decodeReport(utf16('ab').map((_, i, all) => all[i ^ 1]!))).toEqual({
      text: 'ab',
      encoding: 'UTF-16',
    });
    expect(decodeReport(Uint8Array.of(0x67, 0xf6, 0x21)).text).toBe('gö!');
    expect(headText(headOf(utf16('Running')))).toBe('Running');
    expect(headText(headOf(new TextEncoder().encode('\uFEFFRunning')))).toBe('Running');
  });

  it('that is no UTF-8 is Chinese if most of its characters have no ASCII byte', () => {
    expect(guessLegacyEncoding(Uint8Array.of(0xbd, 0xd3, 0xbf, 0xda))).toBe('gb18030');
    expect(guessLegacyEncoding(Uint8Array.of(0xe8, 0x6d, 0x65))).toBe('windows-1252');
    expect(guessLegacyEncoding(Uint8Array.of(0xe8))).toBe('windows-1252');
  });

  it('has lines with numbers and places', () => {
    expect([...reportLines('a\r\nb\n\nc')]).toEqual([
      { text: 'a', number: 1, at: 0 },
      { text: 'b', number: 2, at: 3 },
      { text: '', number: 3, at: 5 },
      { text: 'c', number: 4, at: 6 },
    ]);
    expect(placeOf('ü\nab', 3)).toEqual({ line: 2, byte: 4 });
    const log = readLines('ü\n  bad \nok', (line) => (line === 'bad' ? 'it is bad' : null));
    expect(log.kept).toEqual([{ line: 2, byte: 3, reason: 'it is bad', raw: '  bad ' }]);
  });
});

describe('lenient members', () => {
  it('are numbers or nothing', () => {
    expect([1.5, null, undefined, 'x'].map((value) => figure.parse(value))).toEqual([1.5, null, null, null]);
    expect(counts.parse({ a: 1, b: -1, c: 1.5, d: 'x' })).toEqual([['a', 1]]);
    expect(counts.parse([])).toEqual([]);
    expect(figures.parse({ a: 1.5, b: null })).toEqual([['a', 1.5]]);
  });

  it('are instants with a zone', () => {
    expect(instantOf('2026-01-01T00:00:00.5Z')).toBe(Date.UTC(2026, 0, 1) * 1000 + 500_000);
    expect(instantOf('2026-01-01T01:00:00+01:00')).toBe(Date.UTC(2026, 0, 1) * 1000);
    for (const none of ['2026-01-01T00:00:00', '0001-01-01T00:00:00Z', 'x', 5, null])
      expect(instantOf(none)).toBeNull();
  });
});

describe('outcomes', () => {
  it('are failures from 400 on, and without an answer', () => {
    const { errors, failures } = httpOutcomes(
      [['200', 9], ['302', 1], ['404', 2], ['503', 3], ['0', 4], ['500', 0]], // prettier-ignore
      [['refused', 5]],
      7,
    );
    expect(failures).toBe(14);
    expect(
      errors.map(({ transaction, code, message, count }) => [transaction, code, message, count]),
    ).toEqual([
      [7, '404', null, 2],
      [7, '503', null, 3],
      [7, '0', null, 4],
      [7, null, 'refused', 5],
    ]);
  });
});

describe('tables of percentiles', () => {
  it('have a header, as text or CSV', () => {
    for (const line of [
      'Value     Percentile TotalCount 1/(1-Percentile)',
      '"Value","Percentile","TotalCount","1/(1-Percentile)"',
    ])
      expect(TABLE_HEADER.test(line)).toBe(true);
    expect(TABLE_HEADER.test('Value,Name,TotalCount')).toBe(false);
  });

  it('have rows that rise, and lines behind them', () => {
    const table = new PercentileTable();
    const lines = [
      ['0.102     0.000000            1         1.00', true],
      ['0.851     0.500000       300035         2.00', true],
      ['0.7 0.4 3 2.00', 'percentiles of the table do not rise'],
      ['0.9 0.7x 3 2.00', 'not a row of the table of percentiles'],
      ['162.943     1.000000       601000          inf', true],
      ['162.943     1.000000       601000          inf', true],
      ['#[Mean    =        1.521, StdDeviation   =        5.982]', true],
      ['#[Max     =      162.816, Total count    =       601000]', true],
      ['#[Mean = x]', 'not a line that HdrHistogram prints'],
      ['#[Buckets =           27, SubBuckets     =         2048]', true],
      ['----', false],
    ] as const;
    for (const [line, outcome] of lines) expect(table.read(line)).toBe(outcome);
    expect(table).toMatchObject({
      percentiles: [[0, 0.102], [50, 0.851], [100, 162.943]], // prettier-ignore
      mean: 1.521,
      stdDev: 5.982,
      max: 162.816,
      total: 601_000,
      ended: true,
    });
  });
});
