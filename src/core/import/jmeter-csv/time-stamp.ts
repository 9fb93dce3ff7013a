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
const MILLISECONDS = 0;
const NO_FORM = -1;

/** Latest instant that is taken for one: the end of the year 9999, in ms. */
const MAX_EPOCH_MS = 253_402_300_799_999;

/**
 * Reads the cells of the timeStamp column. Digits are an epoch: JMeter writes milliseconds (13 digits); 10, 16 and 19
 * digits are seconds, microseconds and nanoseconds of tools that imitate it. Everything else is a date; without a zone
 * it is the wall clock of the load generator.
 */
export class TimeStampReader {
  /** Why the last cell could not be read. */
  problem: Exclude<DateOutcome, 'ok'> = 'unknown';
  /** Good rows whose time the clock of the zone showed twice, and never. */
  twiceRows = 0;
  skippedRows = 0;
  /** Index of the last cell's form in {@link timeStampForms}; {@link NO_FORM} for an empty cell. */
  private form = NO_FORM;
  private readonly date = new DateCell();
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

  get inWholeSeconds(): boolean {
    return this.form === SECONDS || (this.form >= LOCAL_DATE && !this.date.hasFraction);
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
    const { date } = this;
    const outcome = date.read(bytes, start, end);
    if (outcome !== 'ok') {
      this.problem = outcome;
      return Number.NaN;
    }
    if (date.offsetMs !== null) return this.as(WITH_ZONE, (date.wallMs - date.offsetMs) * 1000 + date.micros);
    this.local ??= new LocalTime(this.timeZone);
    this.wallMs = date.wallMs;
    return this.as(LOCAL_DATE, this.local.toInstant(date.wallMs) * 1000 + date.micros);
  }
}

function wholeNumber(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + (bytes[at]! - ZERO);
  return value;
}
