import { DateCell, type DateOutcome } from './date-cell.ts';
import { LocalTime } from './local-time.ts';

const ZERO = 48;
const NINE = 57;

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

/**
 * What is known about the time stamp of a row, in one byte: index of its form in {@link timeStampForms}, and marks.
 * The usual one is 0.
 */
export const EPOCH_MILLISECONDS = 0;
/** The cell is empty, or the file has no such column. */
export const NO_TIME_STAMP = 7;
const FORM_BITS = 7;
/** It has no fraction of a second. */
export const WHOLE_SECONDS = 8;
/** The clock of the zone showed it twice, or never. */
const TWICE = 16;
const SKIPPED = 32;

/**
 * Reads the cells of the timeStamp column. Digits are an epoch: JMeter writes milliseconds (13 digits); 10, 16 and 19
 * digits are seconds, microseconds and nanoseconds of tools that imitate it. Everything else is a date; without a zone
 * it is the wall clock of the load generator.
 */
export class TimeStampReader {
  /** Why the last cell could not be read. */
  problem: Exclude<DateOutcome, 'ok'> = 'unknown';
  /** About the last cell: see {@link EPOCH_MILLISECONDS}. */
  code = NO_TIME_STAMP;
  private readonly date = new DateCell();
  private readonly timeZone: string;
  private local: LocalTime | null = null;

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

  /** Whether the durations in the row of the last cell are nanoseconds, too: so JMeter's own test files have it. */
  get inNanoseconds(): boolean {
    return this.code === NANOSECONDS;
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
    if (digits === 10) return this.as(SECONDS | WHOLE_SECONDS, value * 1_000_000);
    // 14 and 15 digits would be the distant future; more likely they are a date without separators.
    if (digits > 13) return Number.NaN;
    return this.as(EPOCH_MILLISECONDS, value * 1000);
  }

  private as(code: number, us: number): number {
    this.code = code;
    return us;
  }

  private readDate(bytes: Uint8Array, start: number, end: number): number {
    const { date } = this;
    const outcome = date.read(bytes, start, end);
    if (outcome !== 'ok') {
      this.problem = outcome;
      return Number.NaN;
    }
    const resolution = date.hasFraction ? 0 : WHOLE_SECONDS;
    if (date.offsetMs !== null) {
      return this.as(WITH_ZONE | resolution, (date.wallMs - date.offsetMs) * 1000 + date.micros);
    }
    this.local ??= new LocalTime(this.timeZone);
    const doubt =
      (this.local.isTwice(date.wallMs) ? TWICE : 0) | (this.local.isSkipped(date.wallMs) ? SKIPPED : 0);
    const us = this.local.toInstant(date.wallMs) * 1000 + date.micros;
    return this.as(LOCAL_DATE | resolution | doubt, us);
  }
}

/** Counts what the time stamps of good rows were like. */
export class TimeStampCounts {
  private readonly rowsOfCode = new Float64Array(64);

  /** @param codes of rows: see {@link EPOCH_MILLISECONDS} */
  add(codes: Uint8Array, rows: number): void {
    // Mostly all are alike: runs are counted.
    let from = 0;
    for (let row = 1; row <= rows; row++) {
      if (row < rows && codes[row] === codes[from]) continue;
      const code = codes[from]!;
      this.rowsOfCode[code] = this.rowsOfCode[code]! + row - from;
      from = row;
    }
  }

  rowsOf(form: TimeStampForm): number {
    return this.sum((code) => (code & FORM_BITS) === timeStampForms.indexOf(form));
  }

  /** Rows whose time the clock of the zone showed twice. */
  get twiceRows(): number {
    return this.sum((code) => (code & TWICE) !== 0);
  }

  /** Rows whose time it never showed. */
  get skippedRows(): number {
    return this.sum((code) => (code & SKIPPED) !== 0);
  }

  /** Forms that were met, most frequent first. */
  forms(): TimeStampForm[] {
    return timeStampForms
      .map((form) => ({ form, rows: this.rowsOf(form) }))
      .filter(({ rows }) => rows > 0)
      .sort((a, b) => b.rows - a.rows)
      .map(({ form }) => form);
  }

  private sum(counts: (code: number) => boolean): number {
    return this.rowsOfCode.reduce((sum, rows, code) => (counts(code) ? sum + rows : sum), 0);
  }
}

function wholeNumber(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + (bytes[at]! - ZERO);
  return value;
}
