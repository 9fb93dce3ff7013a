import { describe, expect, it } from 'vitest';
import {
  EPOCH_MILLISECONDS,
  NO_TIME_STAMP,
  TimeStampCounts,
  TimeStampReader,
  WHOLE_SECONDS,
} from './time-stamp.ts';

function read(text: string, zone = 'UTC'): { us: number; stamps: TimeStampReader } {
  const stamps = new TimeStampReader(zone);
  const bytes = new TextEncoder().encode(`xx${text},7`);
  return { us: stamps.read(bytes, 2, bytes.length - 2), stamps };
}

const utc = (iso: string): number => Date.parse(iso) * 1000;

describe('TimeStampReader', () => {
  it.each([
    ['1637589158484', 1_637_589_158_484_000],
    ['0', 0],
    ['1', 1000],
    ['999999999', 999_999_999_000],
    ['1637589158', 1_637_589_158_000_000],
    ['1637589158484123', 1_637_589_158_484_123],
    ['1637589158484123999', 1_637_589_158_484_123],
  ])('reads the epoch %s', (text, us) => {
    expect(read(text).us).toBe(us);
  });

  it.each([
    ['2019/12/05 12:37:24.123', utc('2019-12-05T12:37:24.123Z')],
    ['2019/12/05 12:37:24', utc('2019-12-05T12:37:24Z')],
    ['2019-12-05 12:37:24.999', utc('2019-12-05T12:37:24.999Z')],
    ['2019-12-05 12:37:24', utc('2019-12-05T12:37:24Z')],
    ['12/05/19 12:37:24', utc('2019-12-05T12:37:24Z')],
    ['12/05/99 12:37:24', utc('1999-12-05T12:37:24Z')],
    ['12/05/2019 12:37:24', utc('2019-12-05T12:37:24Z')],
    ['2020-02-29 00:00:00', utc('2020-02-29T00:00:00Z')],
    ['2019-12-05 12:37:24.123456', utc('2019-12-05T12:37:24.123Z') + 456],
    ['2019-12-05 12:37:24.5', utc('2019-12-05T12:37:24.500Z')],
    ['2019-12-05 12:37:24,250', utc('2019-12-05T12:37:24.250Z')],
    ['2019-12-05T12:37:24.123Z', utc('2019-12-05T12:37:24.123Z')],
    ['2019-12-05T12:37:24+0200', utc('2019-12-05T10:37:24Z')],
    ['2019-12-05T12:37:24.123-03:30', utc('2019-12-05T16:07:24.123Z')],
    ['2019-12-05T12:37:24+01', utc('2019-12-05T11:37:24Z')],
  ])('reads the date %s', (text, us) => {
    expect(read(text).us).toBe(us);
  });

  it('takes dates without a zone for the wall clock of the zone', () => {
    expect(read('2019/07/05 12:00:00', 'Europe/Berlin').us).toBe(utc('2019-07-05T10:00:00Z'));
    expect(read('2019-07-05T12:00:00Z', 'Europe/Berlin').us).toBe(utc('2019-07-05T12:00:00Z'));
  });

  it.each([
    '2001/20/20 12:05:05.123',
    '2019/02/29 00:00:00',
    '2019/04/31 00:00:00',
    '2019/00/10 00:00:00',
    '2019/01/00 00:00:00',
    '2019/01/01 24:00:00',
    '2019/01/01 12:60:00',
    '2019/01/01 12:00:60',
    '1969/12/31 23:59:59',
    '13/01/19 00:00:00',
  ])('calls %s an impossible date', (text) => {
    const { us, stamps } = read(text);
    expect(us).toBeNaN();
    expect(stamps.problem).toBe('impossible');
  });

  it.each([
    '05.12.2019 12:37:24',
    '2019/12-05 12:37:24',
    '2019/12/05',
    '2019/12/05 12:37',
    '2019/12/05 12.37.24',
    '2019/12/05 12:37:24.',
    '2019/12/05 12:37:24 PM',
    '2019-12-05T12:37:24+2',
    '2019-12-05T12:37:24+02:0',
    '12:37:24',
    'timeStamp',
    '-1',
    '1.5',
    '20191205123724',
    '16375891584841',
    '163758915848412',
    '12345678901234567890',
    '',
  ])('does not know %j', (text) => {
    const { us, stamps } = read(text);
    expect(us).toBeNaN();
    expect(stamps.problem).toBe('unknown');
  });

  it.each([
    ['1637589158484', EPOCH_MILLISECONDS, false],
    ['1637589158', 1 | WHOLE_SECONDS, false],
    ['1637589158484123', 2, false],
    ['1637589158484123999', 3, true],
    ['2019-12-05 12:37:24', 4 | WHOLE_SECONDS, false],
    ['2019-12-05 12:37:24.000', 4, false],
    ['2019-12-05T12:37:24Z', 5 | WHOLE_SECONDS, false],
  ])('tells form and resolution of %s', (text, code, nanoseconds) => {
    const { stamps } = read(text);
    expect([stamps.code, stamps.inNanoseconds]).toEqual([code, nanoseconds]);
  });
});

describe('TimeStampCounts', () => {
  function count(zone: string, ...texts: readonly string[]): TimeStampCounts {
    const counts = new TimeStampCounts();
    counts.add(
      Uint8Array.from(texts, (text) => (text === '' ? NO_TIME_STAMP : read(text, zone).stamps.code)),
      texts.length,
    );
    return counts;
  }

  it('lists forms, most frequent first', () => {
    const counts = count(
      'UTC',
      '1637589158',
      '1637589158484',
      '',
      '0',
      '2019-12-05 12:37:24',
      '2019-12-05 12:37:24.5',
    );
    expect(counts.forms()).toEqual(['epoch milliseconds', 'local date and time', 'epoch seconds']);
    expect(counts.rowsOf('epoch milliseconds')).toBe(2);
    expect(counts.rowsOf('epoch nanoseconds')).toBe(0);
  });

  it('counts rows in hours that the clock showed twice or never', () => {
    const counts = count(
      'Europe/Berlin',
      '2024-10-27 02:30:00',
      '2024-10-27 03:30:00.5',
      '2024-03-31 02:30:00',
      '2024-10-27 02:31:00.5',
    );
    expect([counts.twiceRows, counts.skippedRows]).toEqual([2, 1]);
  });
});
