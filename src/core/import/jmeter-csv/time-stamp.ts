import { LocalTime } from './local-time.ts';

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

/** How a time stamp was written. */
export const timeStampForms = [
  'epoch milliseconds',
  'epoch seconds',
  'epoch microseconds',
  'epoch nanoseconds',
  'local date and time',
  'date and time with zone',
] as const;
export type TimeStampForm = (typeof timeStampForms)[number];

const WITH_ZONE = 5;
const LOCAL_DATE = 4;
const NANOSECONDS = 3;
const MICROSECONDS = 2;
const SECONDS = 1;
const MILLISECONDS = 0;
const NO_FORM = -1;

/** Latest instant that is taken for one: the end of the year 9999, in ms. */
const MAX_EPOCH_MS = 253_402_300_799_999;

/**
 * Reads the cells of the timeStamp column. Digits are an epoch; JMeter writes milliseconds (13 digits), and 10, 16 and 19
 * digits are seconds, microseconds and nanoseconds of tools that imitate it. Everything else is a date in one of the
 * patterns that JMeter itself tries (`CSVSaveService.DATE_FORMAT_STRINGS`): yyyy/MM/dd or yyyy-MM-dd HH:mm:ss with or
 * without .SSS, MM/dd/yy HH:mm:ss. They carry no zone: the wall clock of the load generator. Besides, ISO 8601 with `T`
 * and a zone is read, which people choose as their own pattern.
 */
export class TimeStampReader {
  /** Why the last cell could not be read. */
  problem: 'impossible' | 'unknown' = 'unknown';
  /** Good rows whose time the clock of the zone showed twice, and never. */
  twiceRows = 0;
  skippedRows = 0;
  /** Index of the last cell's form in {@link timeStampForms}; {@link NO_FORM} for an empty cell. */
  private form = NO_FORM;
  private wallMs = 0;
  private readonly timeZone: string;
  private local: LocalTime | null = null;
  private readonly formRows = new Float64Array(timeStampForms.length);

  constructor(timeZone: string) {
    this.timeZone = timeZone;
  }

  /** @returns µs since 1970 of `bytes[start..end)`; NaN when it is no time stamp, then {@link problem} says why */
  read(bytes: Uint8Array, start: number, end: number): number {
    this.problem = 'unknown';
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (byte < ZERO || byte > NINE) return this.readDate(bytes, start, end);
    }
    return this.readEpoch(bytes, start, end);
  }

  /** Tells that the caller has read 13 digits itself, or found the cell empty. */
  readElsewhere(empty: boolean): void {
    this.form = empty ? NO_FORM : MILLISECONDS;
  }

  /** Whether the durations in the row of the last cell are nanoseconds, too: so JMeter's own test files have it. */
  get inNanoseconds(): boolean {
    return this.form === NANOSECONDS;
  }

  /** The row of the last cell is good. */
  countRow(): void {
    const { form } = this;
    if (form === NO_FORM) return;
    this.formRows[form] = this.formRows[form]! + 1;
    if (form !== LOCAL_DATE || this.local === null) return;
    if (this.local.isTwice(this.wallMs)) this.twiceRows += 1;
    if (this.local.isSkipped(this.wallMs)) this.skippedRows += 1;
  }

  /** Forms that were met, most frequent first. */
  forms(): TimeStampForm[] {
    return timeStampForms
      .map((form, index) => ({ form, count: this.formRows[index]! }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count)
      .map(({ form }) => form);
  }

  private readEpoch(bytes: Uint8Array, start: number, end: number): number {
    const digits = end - start;
    if (digits === 0 || digits > 19) return Number.NaN;
    if (digits === 19) {
      // 19 digits exceed 2^53, so the last three, less than a microsecond, are dropped.
      return this.as(NANOSECONDS, wholeNumber(bytes, start, start + 16));
    }
    const value = wholeNumber(bytes, start, end);
    if (digits === 16) return this.as(MICROSECONDS, value);
    if (digits === 10) return this.as(SECONDS, value * 1_000_000);
    if (value > MAX_EPOCH_MS) return Number.NaN;
    return this.as(MILLISECONDS, value * 1000);
  }

  private as(form: number, us: number): number {
    this.form = form;
    return us;
  }

  private readDate(bytes: Uint8Array, start: number, end: number): number {
    const fourth = start + 4 < end ? bytes[start + 4]! : 0;
    let year: number;
    let month: number;
    let day: number;
    let at: number;
    if (fourth === SLASH || fourth === DASH) {
      if (bytes[start + 7] !== fourth) return Number.NaN;
      year = twoDigits(bytes, start, end) * 100 + twoDigits(bytes, start + 2, end);
      month = twoDigits(bytes, start + 5, end);
      day = twoDigits(bytes, start + 8, end);
      at = start + 10;
    } else {
      if (bytes[start + 2] !== SLASH || bytes[start + 5] !== SLASH) return Number.NaN;
      month = twoDigits(bytes, start, end);
      day = twoDigits(bytes, start + 3, end);
      year = twoDigits(bytes, start + 6, end);
      at = start + 8;
      const century = twoDigits(bytes, at, end);
      if (century === century) {
        year = year * 100 + century;
        at += 2;
      } else {
        // Two digits stand for the century in which there was a JMeter (1998 to 2097).
        year += year < 98 ? 2000 : 1900;
      }
    }
    if (at >= end || (bytes[at] !== SPACE && bytes[at] !== LETTER_T)) return Number.NaN;
    const hour = twoDigits(bytes, at + 1, end);
    const minute = twoDigits(bytes, at + 4, end);
    const second = twoDigits(bytes, at + 7, end);
    if (bytes[at + 3] !== COLON || bytes[at + 6] !== COLON) return Number.NaN;
    const sum = year + month + day + hour + minute + second;
    if (sum !== sum) return Number.NaN;
    const possible =
      year >= 1970 &&
      month >= 1 &&
      month <= 12 &&
      day >= 1 &&
      day <= daysOf(year, month) &&
      hour <= 23 &&
      minute <= 59 &&
      second <= 59;
    at += 9;
    let micros = 0;
    if (at < end && (bytes[at] === DOT || bytes[at] === COMMA)) {
      const from = at + 1;
      at = from;
      let unit = 100_000;
      while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) {
        micros += (bytes[at]! - ZERO) * Math.floor(unit);
        unit /= 10;
        at += 1;
      }
      if (at === from || at - from > 9) return Number.NaN;
    }
    const offsetMs = at === end ? null : zoneOffsetMs(bytes, at, end);
    if (offsetMs !== null && offsetMs !== offsetMs) return Number.NaN;
    if (!possible) {
      this.problem = 'impossible';
      return Number.NaN;
    }
    const wallMs = Date.UTC(year, month - 1, day, hour, minute, second);
    if (offsetMs !== null) return this.as(WITH_ZONE, (wallMs - offsetMs) * 1000 + micros);
    this.local ??= new LocalTime(this.timeZone);
    this.wallMs = wallMs;
    return this.as(LOCAL_DATE, this.local.toInstant(wallMs) * 1000 + micros);
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

function wholeNumber(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + (bytes[at]! - ZERO);
  return value;
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
