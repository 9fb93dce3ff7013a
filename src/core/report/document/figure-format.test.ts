import { describe, expect, it } from 'vitest';
import { FigureFormat } from './figure-format.ts';

const english = new FigureFormat('en-GB');

describe('figures', () => {
  it.each<[number | null, string]>([
    [null, '–'],
    [0, '0'],
    [0.04567, '0.0457'],
    [1.5, '1.50'],
    [2, '2'],
    [41.49, '41.5'],
    [123.6, '124'],
    [1234567, '1,234,567'],
    [-3.2, '−3.20'],
    [NaN, '–'],
  ])('%s is written %s', (value, text) => expect(english.number(value)).toBe(text));

  it.each([
    [0, '0'],
    [1000, '1,000'],
    [2_000_000, '2,000,000'],
    [1.5, '1.5'],
    [0.002, '0.002'],
    [-50, '−50'],
  ])('%s beside an axis is %s', (value, text) => {
    expect(english.tick(value)).toBe(text);
    expect(new FigureFormat('de-DE').tick(1000)).toBe('1.000');
  });

  it.each<[number | null, boolean, string]>([
    [0.235, true, '+24 %'],
    [-0.0188, true, '−1.9 %'],
    [0.00571, false, '0.57 %'],
    [0, false, '0 %'],
    [1, false, '100 %'],
    [null, false, '–'],
  ])('the ratio %s is written %s', (value, signed, text) => expect(english.ratio(value, signed)).toBe(text));

  it.each([
    [0.5, '0.500 ms'],
    [597, '597 ms'],
    [9999, '9,999 ms'],
    [12_340, '12.3 s'],
  ])('%s ms is written %s', (value, text) => expect(english.milliseconds(value)).toBe(text));

  it.each([
    [500, '0.5 s'],
    [45_000, '45 s'],
    [1_760_000, '29 min 20 s'],
    [3_900_000, '1 h 5 min'],
    [7_200_000, '2 h'],
  ])('%s ms last %s', (ms, text) => expect(english.duration(ms)).toBe(text));

  it('goes by the locale of the person', () => {
    const german = new FigureFormat('de-DE');
    expect([german.count(1234567), german.number(41.49), german.ratio(0.00571)]).toEqual([
      '1.234.567',
      '41,5',
      '0,57 %',
    ]);
    expect(german.instant(Date.UTC(2026, 2, 14, 14, 6) * 1000)).toBe('2026-03-14 14:06 UTC');
  });

  it('writes changes of shares in points, of everything else in per cent', () => {
    expect(english.change(0.0045, 'ratio')).toBe('+0.45 points');
    expect(english.change(-0.12, 'ms')).toBe('−12 %');
  });
});
