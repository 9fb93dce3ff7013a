import { AppError } from '#shared/contract/errors.ts';

const QUARTER_HOUR_MS = 900_000;
const DAY_MS = 86_400_000;
/** A run of four weeks; more only means that offsets are computed again. */
const MAX_CACHED = 2688;

interface QuarterHour {
  readonly offsetMs: number;
  readonly twice: boolean;
  readonly skipped: boolean;
}

/**
 * Turns wall-clock times of an IANA zone, from 1970 on, into instants. All zones change their offset at full quarters of an hour, so
 * an offset is worked out once per quarter (with `Intl`, about 30 µs) and kept.
 *
 * Where the clock is set forward, the times that it skips are read with the offset before the change; where it is set
 * back, the times that it shows twice are read as the second pass. Both as Java's calendar does, and with it JMeter.
 */
export class LocalTime {
  private readonly format: Intl.DateTimeFormat;
  private readonly known = new Map<number, QuarterHour>();
  private lastKey = Number.NaN;
  private last: QuarterHour = { offsetMs: 0, twice: false, skipped: false };

  /** @param timeZone IANA name, `Europe/Berlin` */
  constructor(timeZone: string) {
    try {
      this.format = new Intl.DateTimeFormat('en-US', {
        timeZone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch (error) {
      throw new AppError('bad-request', `There is no time zone "${timeZone}".`, {
        hint: 'Use a name such as Europe/Berlin or UTC.',
        cause: error,
      });
    }
  }

  /**
   * @param wallMs the wall-clock time as if it were UTC, ms since 1970
   * @returns the instant, ms since 1970
   */
  toInstant(wallMs: number): number {
    return wallMs - this.quarterHour(wallMs).offsetMs;
  }

  /** Whether the clock showed this time twice: which pass is meant cannot be known. */
  isTwice(wallMs: number): boolean {
    return this.quarterHour(wallMs).twice;
  }

  /** Whether the clock never showed this time. */
  isSkipped(wallMs: number): boolean {
    return this.quarterHour(wallMs).skipped;
  }

  private quarterHour(wallMs: number): QuarterHour {
    const key = Math.floor(wallMs / QUARTER_HOUR_MS);
    if (key === this.lastKey) return this.last;
    let found = this.known.get(key);
    if (found === undefined) {
      if (this.known.size >= MAX_CACHED) this.known.clear();
      found = this.work(key * QUARTER_HOUR_MS);
      this.known.set(key, found);
    }
    this.lastKey = key;
    this.last = found;
    return found;
  }

  private work(wallMs: number): QuarterHour {
    // A day before and a day after any change of the clock, whatever the zone: offsets lie within ±14 hours.
    const before = this.offsetAt(wallMs - DAY_MS);
    const after = this.offsetAt(wallMs + DAY_MS);
    if (before === after) return { offsetMs: before, twice: false, skipped: false };
    const firstPass = this.offsetAt(wallMs - before) === before;
    const secondPass = this.offsetAt(wallMs - after) === after;
    if (firstPass && secondPass) return { offsetMs: after, twice: true, skipped: false };
    if (!firstPass && !secondPass) return { offsetMs: before, twice: false, skipped: true };
    return { offsetMs: firstPass ? before : after, twice: false, skipped: false };
  }

  /** Offset from UTC at an instant, in ms. */
  private offsetAt(instantMs: number): number {
    let year = 0;
    let month = 1;
    let day = 1;
    let hour = 0;
    let minute = 0;
    let second = 0;
    for (const { type, value } of this.format.formatToParts(instantMs)) {
      if (type === 'year') year = Number(value);
      else if (type === 'month') month = Number(value);
      else if (type === 'day') day = Number(value);
      else if (type === 'hour') hour = Number(value);
      else if (type === 'minute') minute = Number(value);
      else if (type === 'second') second = Number(value);
    }
    const wall = Date.UTC(year, month - 1, day, hour, minute, second);
    return wall - Math.floor(instantMs / 1000) * 1000;
  }
}
