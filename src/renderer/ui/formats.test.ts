import { describe, expect, it } from 'vitest';
import { formatBytes, formatBytesOf } from './byte-format.ts';
import {
  chooseDurationScale,
  durationScale,
  formatDuration,
  formatDurationWithUnit,
  formatElapsed,
  formatRemaining,
  formatSpan,
} from './duration-format.ts';
import { parseElapsed } from './elapsed-input.ts';
import { formatDay, formatInstant, formatTimeOfDay } from './instant-format.ts';
import { createNumberFormat, exactNumber } from './number-format.ts';

const english = createNumberFormat('en-US');
const german = createNumberFormat('de-DE');

describe('numbers', () => {
  it.each([
    [0, '0'],
    [0.0672, '0.067'],
    [0.967, '0.967'],
    [0.00012345, '0.000123'],
    [6.7412, '6.74'],
    [34.21, '34.2'],
    [99.96, '100'],
    [9.999, '10.0'],
    [387.2, '387'],
    [2336.4, '2,336'],
    [-6.7412, '-6.74'],
  ])('%d has three significant digits: %s', (value, text) => {
    expect(english.short(value)).toBe(text);
  });

  it('follows the locale', () => {
    expect(german.count(966_377)).toBe('966.377');
    expect(german.short(6.7412)).toBe('6,74');
  });

  it.each([
    [999, '999'],
    [9999, '9,999'],
    [604_000, '604 k'],
    [1_310_000, '1.31 M'],
    [2.5e9, '2.50 G'],
    [12.345, '12.3'],
  ])('%d is compact as %s', (value, text) => {
    expect(english.compact(value)).toBe(text);
  });

  it('writes shares as per cent', () => {
    expect(english.percent(0.00067)).toBe('0.067 %');
    expect(english.percentNumber(0.1234)).toBe('12.3');
  });

  it('loses nothing in exact values', () => {
    expect(Number(exactNumber(0.1 + 0.2))).toBe(0.1 + 0.2);
    expect(exactNumber(1234567.891)).toBe('1234567.891');
  });
});

describe('durations', () => {
  it('shows no more digits than the clock gives', () => {
    expect(formatDuration(144, durationScale('ms', 1), english)).toBe('144');
    expect(formatDuration(6.7412, durationScale('ms', 1), english)).toBe('7');
    expect(formatDuration(6.7412, durationScale('ms', 0.1), english)).toBe('6.7');
    expect(formatDuration(6.7412, durationScale('ms', 1e-6), english)).toBe('6.74');
    expect(formatDuration(0.0123, durationScale('ms', 1e-6), english)).toBe('0.012');
    expect(formatDuration(0.001, durationScale('ms', 0.001), english)).toBe('0.001');
    expect(formatDuration(0, durationScale('ms', 1e-6), english)).toBe('0');
    expect(formatDuration(0, durationScale('s', 1), english)).toBe('0');
  });

  it('chooses one unit for a column', () => {
    expect(chooseDurationScale([0.2, 0.9, null], 1e-6).unit).toBe('µs');
    expect(chooseDurationScale([2, 900, 12_000], 1).unit).toBe('ms');
    expect(chooseDurationScale([9000, 12_000, 61_000], 1).unit).toBe('s');
    expect(chooseDurationScale([0, 0], 1).unit).toBe('ms');
    expect(chooseDurationScale([], 1).unit).toBe('ms');
  });

  it('writes seconds with the digits of a millisecond clock', () => {
    expect(formatDuration(12_345, durationScale('s', 1), english)).toBe('12.3');
    expect(formatDurationWithUnit(12_345, 1, english)).toBe('12.3 s');
    expect(formatDurationWithUnit(0.25, 1e-6, english)).toBe('250 µs');
  });

  it.each([
    [350, '350 ms'],
    [4200, '4.2 s'],
    [42_000, '42 s'],
    [250_000, '4 m 10 s'],
    [2_520_000, '42 m 00 s'],
    [29_100_000, '8 h 05 m'],
  ])('a span of %d ms is %s', (ms, text) => {
    expect(formatSpan(ms, english)).toBe(text);
  });

  it.each([
    [400, 'under 1 s'],
    [2600, '3 s'],
    [16_100, '17 s'],
    [61_000, '1 m 01 s'],
  ])('%d ms to go are "%s"', (ms, text) => {
    expect(formatRemaining(ms)).toBe(text);
  });

  it.each([
    [0, 1000, '00:00'],
    [1_012_000, 1000, '16:52'],
    [4_012_000, 1000, '1:06:52'],
    [1_012_340, 100, '16:52.3'],
    [59_999, 1000, '01:00'],
    [-5000, 1000, '−00:05'],
  ])('elapsed %d at steps of %d is %s', (ms, step, text) => {
    expect(formatElapsed(ms, step)).toBe(text);
  });

  it.each([
    ['16:52', 1_012_000],
    ['1:06:52', 4_012_000],
    ['0:01.5', 1500],
    ['90', 90_000],
    ['90 s', 90_000],
    ['4m10s', 250_000],
    ['4 m 10 s', 250_000],
    ['250ms', 250],
    ['1,5', 1500],
    ['', null],
    ['soon', null],
    ['10 apples', null],
    ['1:2:3:4', null],
  ])('"%s" is read as %s', (text, ms) => {
    expect(parseElapsed(text)).toBe(ms);
  });
});

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [512, '512 B'],
    [4000, '4 kB'],
    [4200, '4.2 kB'],
    [3_800_000, '3.8 MB'],
    [38_000_000, '38 MB'],
    [999_600_000, '1.00 GB'],
    [1_310_000_000, '1.31 GB'],
    [12_345_000_000, '12.3 GB'],
    [2_000_000_000_000, '2.00 TB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes, english)).toBe(text);
  });

  it('shows progress in the unit and to the digit of the whole', () => {
    expect(formatBytesOf(940_000_000, 1_490_000_000, english)).toBe('0.94 of 1.49 GB');
    expect(formatBytesOf(0, 2_040_000_000, english)).toBe('0 of 2.04 GB');
    expect(formatBytesOf(412_000_000, 412_000_000, english)).toBe('412 of 412 MB');
  });
});

describe('instants', () => {
  const us = 1_773_450_004_000_000;

  it('are shown in UTC', () => {
    expect(formatInstant(us)).toBe('2026-03-14 01:00:04 UTC');
    expect(formatInstant(us + 4500, { fraction: true })).toBe('2026-03-14 01:00:04.004500 UTC');
    expect(formatInstant(us + 4000, { fraction: true })).toBe('2026-03-14 01:00:04.004 UTC');
    expect(formatInstant(us, { fraction: true })).toBe('2026-03-14 01:00:04 UTC');
    expect(formatTimeOfDay(us)).toBe('01:00:04 UTC');
  });

  it('do not fail on nonsense from a damaged file', () => {
    expect(formatInstant(9e18)).toBe('9000000000000000000 µs');
    expect(formatTimeOfDay(Number.NaN)).toBe('NaN µs');
  });

  it('are days for people', () => {
    const hour = 3_600_000_000;
    expect(formatDay(us, us + hour, 'en-GB')).toBe('Today, 01:00');
    expect(formatDay(us, us + 24 * hour, 'en-GB')).toBe('Yesterday');
    expect(formatDay(us, us + 72 * hour, 'en-GB')).toBe('14 March');
    expect(formatDay(us, us + 400 * 24 * hour, 'en-GB')).toBe('14 March 2026');
  });
});
