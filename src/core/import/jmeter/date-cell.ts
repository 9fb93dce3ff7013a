const ZERO = 48;
const NINE = 57;
const DASH = 45;
const SLASH = 47;
const SPACE = 32;
const LETTER_T = 84;
const LETTER_Z = 90;
const COLON = 58;
const DOT = 46;
const COMMA = 44;
const PLUS = 43;

/** What became of a cell: a date that no calendar has (month 20) is told from text that is no date at all. */
export type DateOutcome = 'ok' | 'impossible' | 'unknown';

/**
 * Reads a date and time out of a cell, in the patterns that JMeter tries (`CSVSaveService.DATE_FORMAT_STRINGS`):
 * yyyy/MM/dd or yyyy-MM-dd HH:mm:ss with or without .SSS, MM/dd/yy HH:mm:ss. Besides, ISO 8601 with `T` and a zone,
 * which people choose as their own pattern. The result stands in the fields: no object is made per cell.
 */
export class DateCell {
  /** The wall-clock time as if it were UTC, whole seconds as ms since 1970. */
  wallMs = 0;
  /** Fraction of the second, µs. */
  micros = 0;
  hasFraction = false;
  /** Offset from UTC if it was written; null: the wall clock of the load generator. */
  offsetMs: number | null = null;

  read(bytes: Uint8Array, start: number, end: number): DateOutcome {
    const fourth = start + 4 < end ? bytes[start + 4]! : 0;
    let year: number;
    let month: number;
    let day: number;
    let at: number;
    if (fourth === SLASH || fourth === DASH) {
      if (bytes[start + 7] !== fourth) return 'unknown';
      year = twoDigits(bytes, start, end) * 100 + twoDigits(bytes, start + 2, end);
      month = twoDigits(bytes, start + 5, end);
      day = twoDigits(bytes, start + 8, end);
      at = start + 10;
    } else {
      if (bytes[start + 2] !== SLASH || bytes[start + 5] !== SLASH) return 'unknown';
      month = twoDigits(bytes, start, end);
      day = twoDigits(bytes, start + 3, end);
      year = twoDigits(bytes, start + 6, end);
      at = start + 8;
      const more = twoDigits(bytes, at, end);
      if (Number.isNaN(more)) {
        // Two digits stand for the century in which there has been a JMeter: 1998 to 2097.
        year += year < 98 ? 2000 : 1900;
      } else {
        year = year * 100 + more;
        at += 2;
      }
    }
    if (at >= end || (bytes[at] !== SPACE && bytes[at] !== LETTER_T)) return 'unknown';
    if (bytes[at + 3] !== COLON || bytes[at + 6] !== COLON) return 'unknown';
    const hour = twoDigits(bytes, at + 1, end);
    const minute = twoDigits(bytes, at + 4, end);
    const second = twoDigits(bytes, at + 7, end);
    if (Number.isNaN(year + month + day + hour + minute + second)) return 'unknown';

    const afterFraction = this.readFraction(bytes, at + 9, end);
    if (afterFraction < 0) return 'unknown';
    this.offsetMs = afterFraction === end ? null : zoneOffsetMs(bytes, afterFraction, end);
    if (Number.isNaN(this.offsetMs)) return 'unknown';

    const possible =
      year >= 1970 &&
      month >= 1 &&
      month <= 12 &&
      day >= 1 &&
      day <= daysOf(year, month) &&
      hour <= 23 &&
      minute <= 59 &&
      second <= 59;
    if (!possible) return 'impossible';
    this.wallMs = Date.UTC(year, month - 1, day, hour, minute, second);
    return 'ok';
  }

  /** @returns the byte behind the fraction; -1 when there is a mark without digits */
  private readFraction(bytes: Uint8Array, start: number, end: number): number {
    this.micros = 0;
    this.hasFraction = false;
    if (start >= end || (bytes[start] !== DOT && bytes[start] !== COMMA)) return start;
    this.hasFraction = true;
    let at = start + 1;
    let unit = 100_000;
    while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) {
      this.micros += (bytes[at]! - ZERO) * unit;
      unit = Math.floor(unit / 10);
      at += 1;
    }
    return at === start + 1 ? -1 : at;
  }
}

/** `Z`, `+0200`, `+02:00` or `+02`; NaN for anything else. */
function zoneOffsetMs(bytes: Uint8Array, start: number, end: number): number {
  const sign = bytes[start];
  if (sign === LETTER_Z) return end - start === 1 ? 0 : Number.NaN;
  if (sign !== PLUS && sign !== DASH) return Number.NaN;
  const hours = twoDigits(bytes, start + 1, end);
  let minutes = 0;
  if (end - start > 3) {
    const at = bytes[start + 3] === COLON ? start + 4 : start + 3;
    if (end !== at + 2) return Number.NaN;
    minutes = twoDigits(bytes, at, end);
  }
  return (sign === DASH ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** NaN when there are no two digits. */
function twoDigits(bytes: Uint8Array, at: number, end: number): number {
  if (at + 2 > end) return Number.NaN;
  const tens = bytes[at]! - ZERO;
  const ones = bytes[at + 1]! - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
