import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rfc3339Reader } from './rfc3339.ts';

function read(text: string, before = ''): { us: number; ns: number; rest: string } | null {
  const reader = new Rfc3339Reader();
  const bytes = new TextEncoder().encode(before + text);
  const end = reader.read(bytes, before.length);
  return end < 0 ? null : { us: reader.us, ns: reader.ns, rest: (before + text).slice(end) };
}

const us = (...date: [number, number, number, number, number, number]): number =>
  Date.UTC(date[0], date[1] - 1, ...(date.slice(2) as [number, number, number, number])) * 1000;

describe('Rfc3339Reader', () => {
  it.each([
    ['2024-10-30T16:20:21.635558127Z', us(2024, 10, 30, 16, 20, 21) + 635_558, 127],
    ['2024-10-30T16:20:21Z', us(2024, 10, 30, 16, 20, 21), 0],
    ['2024-10-30T16:20:21.5Z', us(2024, 10, 30, 16, 20, 21) + 500_000, 0],
    ['2024-08-22T01:14:12.707865571-03:00', us(2024, 8, 22, 4, 14, 12) + 707_865, 571],
    ['2026-01-13T14:48:16.529855+05:30', us(2026, 1, 13, 9, 18, 16) + 529_855, 0],
    ['2024-01-01T00:30:00+01:00', us(2023, 12, 31, 23, 30, 0), 0],
    ['2024-02-29T23:59:59.999999999Z', us(2024, 2, 29, 23, 59, 59) + 999_999, 999],
    ['1969-12-31T23:59:59.000000001Z', -1_000_000, 1],
    ['2024-10-30T16:20:21.1234567899999Z', us(2024, 10, 30, 16, 20, 21) + 123_456, 789],
  ])('reads %s', (text, expectedUs, expectedNs) => {
    expect(read(text)).toEqual({ us: expectedUs, ns: expectedNs, rest: '' });
  });

  it('starts anywhere and stops behind the zone', () => {
    expect(read('2024-10-30T16:20:21Z","value":1', '{"time":"')?.rest).toBe('","value":1');
  });

  it.each([
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2024-04-31T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-00-01T00:00:00Z',
    '2024-01-00T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:60:00Z',
    '2024-01-01T00:00:60Z',
    '2024-01-01T00:00:00',
    '2024-01-01T00:00:00.Z',
    '2024-01-01T00:00:00+24:00',
    '2024-01-01T00:00:00+0100',
    '2024-01-01T00:00:00+01:6',
    '2024-01-01 00:00:00Z',
    '2024/01/01T00:00:00Z',
    '2024-1-01T00:00:00Z',
    '2024-01-01T00:00',
    '20x4-01-01T00:00:00Z',
    'x024-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '9999-01-01T00:00:00Z',
    '1704067200000',
    '',
  ])('refuses %j', (text) => {
    expect(read(text)).toBeNull();
  });

  it('keeps the last instant when a time is refused', () => {
    const reader = new Rfc3339Reader();
    reader.read(new TextEncoder().encode('2024-10-30T16:20:21Z'), 0);
    reader.read(new TextEncoder().encode('2024-10-31T16:20:21'), 0);
    reader.read(new TextEncoder().encode('2024-02-31T16:20:21Z'), 0);
    expect(reader.us).toBe(us(2024, 10, 30, 16, 20, 21));
  });

  it('agrees with Date for every instant and offset', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('1700-01-02T00:00:00Z'),
          max: new Date('2250-12-30T00:00:00Z'),
          noInvalidDate: true,
        }),
        fc.integer({ min: 0, max: 999_999 }),
        fc.integer({ min: -1439, max: 1439 }),
        (date, below, offset) => {
          const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 23);
          const abs = Math.abs(offset);
          const zone = `${offset < 0 ? '-' : '+'}${String(Math.floor(abs / 60)).padStart(2, '0')}:${String(abs % 60).padStart(2, '0')}`;
          expect(read(`${local}${String(below).padStart(6, '0')}${zone}`)).toEqual({
            us: date.getTime() * 1000 + Math.floor(below / 1000),
            ns: below % 1000,
            rest: '',
          });
        },
      ),
    );
  });
});
