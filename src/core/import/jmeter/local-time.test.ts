import { describe, expect, it } from 'vitest';
import { LocalTime } from './local-time.ts';

/** ISO texts without a zone are wall-clock times here; answers are instants. */
function instant(zone: string, wall: string): string {
  return new Date(new LocalTime(zone).toInstant(Date.parse(`${wall}Z`))).toISOString().slice(0, 19);
}

describe('LocalTime', () => {
  it.each([
    ['UTC', '2024-06-01T12:00:00', '2024-06-01T12:00:00'],
    ['Europe/Berlin', '2024-01-15T12:00:00', '2024-01-15T11:00:00'],
    ['Europe/Berlin', '2024-07-15T12:00:00', '2024-07-15T10:00:00'],
    ['America/New_York', '2024-07-15T00:30:00', '2024-07-15T04:30:00'],
    ['Asia/Kolkata', '2024-07-15T05:29:59', '2024-07-14T23:59:59'],
    ['Asia/Kathmandu', '2024-07-15T05:45:00', '2024-07-15T00:00:00'],
    ['Pacific/Kiritimati', '2024-01-01T00:00:00', '2023-12-31T10:00:00'],
    ['Pacific/Niue', '2023-12-31T13:00:00', '2024-01-01T00:00:00'],
  ])('knows the offset of %s at %s', (zone, wall, expected) => {
    expect(instant(zone, wall)).toBe(expected);
  });

  describe('where the clock is set forward (Berlin, 31 March 2024, 2:00 to 3:00)', () => {
    it.each([
      ['2024-03-31T01:59:59', '2024-03-31T00:59:59'],
      ['2024-03-31T03:00:00', '2024-03-31T01:00:00'],
    ])('reads %s, which it showed', (wall, expected) => {
      expect(instant('Europe/Berlin', wall)).toBe(expected);
      expect(new LocalTime('Europe/Berlin').isSkipped(Date.parse(`${wall}Z`))).toBe(false);
    });

    it('reads a time that it skipped with the offset before', () => {
      expect(instant('Europe/Berlin', '2024-03-31T02:30:00')).toBe('2024-03-31T01:30:00');
      expect(new LocalTime('Europe/Berlin').isSkipped(Date.parse('2024-03-31T02:30:00Z'))).toBe(true);
    });
  });

  describe('where the clock is set back (Berlin, 27 October 2024, 3:00 to 2:00)', () => {
    it.each([
      ['2024-10-27T01:59:59', '2024-10-26T23:59:59'],
      ['2024-10-27T03:00:00', '2024-10-27T02:00:00'],
    ])('reads %s, which it showed once', (wall, expected) => {
      expect(instant('Europe/Berlin', wall)).toBe(expected);
      expect(new LocalTime('Europe/Berlin').isTwice(Date.parse(`${wall}Z`))).toBe(false);
    });

    it('reads a time that it showed twice as the second pass', () => {
      expect(instant('Europe/Berlin', '2024-10-27T02:30:00')).toBe('2024-10-27T01:30:00');
      expect(new LocalTime('Europe/Berlin').isTwice(Date.parse('2024-10-27T02:30:00Z'))).toBe(true);
    });
  });

  it('knows changes of half an hour', () => {
    // Lord Howe Island: 2:00 becomes 1:30 on 7 April 2024.
    expect(instant('Australia/Lord_Howe', '2024-04-07T01:29:59')).toBe('2024-04-06T14:29:59');
    expect(instant('Australia/Lord_Howe', '2024-04-07T01:45:00')).toBe('2024-04-06T15:15:00');
    expect(instant('Australia/Lord_Howe', '2024-04-07T02:00:00')).toBe('2024-04-06T15:30:00');
  });

  it('answers the same when times come in any order', () => {
    const local = new LocalTime('Europe/Berlin');
    const walls = [
      '2024-03-31T01:00:00Z',
      '2024-10-27T02:15:00Z',
      '2024-03-31T03:00:00Z',
      '2024-10-27T02:15:00Z',
    ];
    const answers = walls.map((wall) => local.toInstant(Date.parse(wall)));
    expect(answers).toEqual(walls.map((wall) => new LocalTime('Europe/Berlin').toInstant(Date.parse(wall))));
  });

  it('says which zone it does not know', () => {
    expect(() => new LocalTime('Mars/Olympus')).toThrow('Mars/Olympus');
  });
});
