import { AppError } from '#shared/contract/errors.ts';
import { NO_FIGURES, type NewAggregate, type ReportedFigures } from '../aggregates.ts';
import {
  MAX_RECORD_BYTES,
  MAX_TEXT_BYTES,
  type ReaderContext,
  type ReaderReport,
  type RecordReader,
} from '../importer.ts';
import { RejectLog } from '../reject-log.ts';
import { shiftDecimal } from '../reports/decimal-shift.ts';
import { WarningLog } from '../warning-log.ts';
import { BadHistogram, decodeHistogram } from './decode-histogram.ts';
import { HdrHistogram, type HistogramFigures } from './histogram.ts';
import { intervalLineOf, LEGEND, LogClock, VERSION, type IntervalLine } from './interval-line.ts';
import { PLACES_TO_MS, UnitGuess } from './value-unit.ts';

const LF = 10;

/** Percentiles that are read out of the histograms, which have them all. */
const OF_INTERVALS = [50, 75, 90, 95, 99, 99.9];
const OF_THE_WHOLE = [1, 5, 10, 25, 50, 66, 75, 80, 90, 95, 98, 99, 99.5, 99.9, 99.95, 99.99, 99.999];

/** Intervals that are sent in one go. */
const SEND_ROWS = 1000;
/** Each has a histogram of its own until the end. */
const MAX_TAGS = 1000;

interface Series {
  readonly transaction: number | null;
  whole: HdrHistogram;
  intervals: number;
}

interface Waiting {
  readonly transaction: number | null;
  readonly startUs: number;
  readonly durationMs: number;
  readonly figures: HistogramFigures;
}

/** Reads a histogram log line by line: one interval and, if the log has tags, one of them a line. */
export class HistogramLogReader implements RecordReader {
  rows = 0;
  private readonly context: ReaderContext;
  private readonly rejects = new RejectLog();
  private readonly warnings = new WarningLog();
  private readonly clock = new LogClock();
  private readonly unit = new UnitGuess();
  private readonly decoder = new TextDecoder();
  private readonly series = new Map<string | null, Series>();
  private waiting: Waiting[] = [];
  private version: string | null = null;
  private comments = 0;
  private line = 1;
  private base = 0;
  private isSkipping = false;
  private tags = 0;
  private digits = 5;
  private firstUs: number | null = null;
  private lastUs: number | null = null;

  constructor(context: ReaderContext) {
    this.context = context;
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    let at = 0;
    while (at < length) {
      const lineFeed = bytes.subarray(at, length).indexOf(LF);
      if (this.isSkipping) {
        if (lineFeed < 0) at = length;
        else this.endLine(false);
        if (lineFeed >= 0) at += lineFeed + 1;
        continue;
      }
      const end = lineFeed < 0 ? length : at + lineFeed;
      if (end - at > MAX_RECORD_BYTES) {
        const stop = at + MAX_RECORD_BYTES;
        this.rejects.add(
          this.line,
          this.base + at,
          `longer than ${MAX_RECORD_BYTES >> 20} MiB`,
          bytes,
          at,
          stop,
        );
        this.isSkipping = true;
        at = stop;
        continue;
      }
      if (lineFeed < 0 && !final) break;
      const reason = this.readLine(this.decoder.decode(bytes.subarray(at, end)).trim());
      if (reason !== null) this.rejects.add(this.line, this.base + at, reason, bytes, at, end);
      if (lineFeed >= 0) this.endLine(false);
      at = lineFeed < 0 ? length : end + 1;
    }
    this.base += at;
    return at;
  }

  finish(): ReaderReport {
    if (this.rows === 0 && this.rejects.count > 0) {
      const { line, byte, reason } = this.rejects.kept[0]!;
      throw new AppError('file-damaged', `The log has no interval that could be read: ${reason}.`, {
        hint: 'Histograms must be compressed ones of version 2, as HdrHistogram has written them since 2015.',
        place: { line, byte },
      });
    }
    this.send();
    const { unit } = this.unit;
    const whole = [...this.series.values()].map(({ transaction, whole: histogram }): NewAggregate => ({
      transaction,
      interval: null,
      figures: this.figuresOf(histogram.figures(OF_THE_WHOLE)),
    }));
    this.context.emit.report({ aggregates: whole });
    this.addWarnings();
    const tags = [...this.series.keys()].filter((tag) => tag !== null);
    return {
      rows: this.rows,
      rejectedRows: this.rejects.count,
      rejects: this.rejects.kept,
      firstInstantUs: this.firstUs,
      lastInstantUs: this.lastUs,
      clockTickMs: 10 ** PLACES_TO_MS[unit],
      toolVersion: null,
      warnings: this.warnings.list(),
      properties: {
        ...(this.version === null ? {} : { 'format version': this.version }),
        'unit of values': unit,
        comments: String(this.comments),
        ...(this.rows === 0 ? {} : { 'significant digits': String(this.digits) }),
        ...(tags.length === 0 ? {} : { tags: tags.slice(0, 20).join(', ') }),
      },
    };
  }

  private endLine(isSkipping: boolean): void {
    this.line += 1;
    this.isSkipping = isSkipping;
  }

  /** @returns why it cannot be kept, or null */
  private readLine(line: string): string | null {
    if (line === '' || LEGEND.test(line)) return null;
    if (line.startsWith('#')) {
      this.comments += 1;
      this.version ??= VERSION.exec(line)?.groups?.['version'] ?? null;
      this.clock.comment(line);
      this.unit.comment(line);
      return null;
    }
    const interval = intervalLineOf(line);
    if (interval === null) return 'not a start, a length, a highest value and a histogram';
    try {
      return this.add(interval, decodeHistogram(interval.histogram));
    } catch (error) {
      if (error instanceof BadHistogram) return error.message;
      throw error;
    }
  }

  private add({ tag, startS, lengthS, max }: IntervalLine, histogram: HdrHistogram): string | null {
    const series = this.seriesOf(tag, histogram);
    if (series === null) return `more than ${MAX_TAGS} tags`;
    series.intervals += 1;
    series.whole = merged(series.whole, histogram);
    const figures = histogram.figures(OF_INTERVALS);
    this.unit.interval(figures.max, max);
    this.digits = Math.min(this.digits, histogram.shape.significantDigits);
    const startUs = this.clock.instantUs(startS);
    const durationMs = shiftDecimal(lengthS, 3);
    this.firstUs = Math.min(this.firstUs ?? startUs, startUs);
    this.lastUs = Math.max(this.lastUs ?? startUs, Math.round(startUs + durationMs * 1000));
    this.waiting.push({ transaction: series.transaction, startUs, durationMs, figures });
    this.rows += 1;
    if (this.waiting.length === SEND_ROWS) this.send();
    return null;
  }

  /** Null: there are too many. Lines without a tag are what HistogramLogProcessor reports unless told otherwise. */
  private seriesOf(tag: string | null, { shape }: HdrHistogram): Series | null {
    const known = this.series.get(tag);
    if (known !== undefined) return known;
    if (tag !== null && this.tags === MAX_TAGS) return null;
    const localId = tag === null ? null : this.tags;
    if (tag !== null && localId !== null) {
      this.tags += 1;
      const name = tag.slice(0, MAX_TEXT_BYTES / 4);
      this.context.emit.transactions([{ localId, name, kind: 'request', method: null }]);
    }
    const series = { transaction: localId, whole: new HdrHistogram(shape), intervals: 0 };
    this.series.set(tag, series);
    return series;
  }

  private send(): void {
    const aggregates = this.waiting.map(({ transaction, startUs, durationMs, figures }): NewAggregate => ({
      transaction,
      interval: { startUs, durationMs, activeUsers: null },
      figures: this.figuresOf(figures),
    }));
    this.waiting = [];
    this.context.emit.report({ aggregates });
  }

  private figuresOf({ count, min, mean, max, stdDev, percentiles }: HistogramFigures): ReportedFigures {
    const places = PLACES_TO_MS[this.unit.unit];
    const ms = (value: number): number => shiftDecimal(value, places);
    if (count === 0) return { ...NO_FIGURES, samples: 0 };
    return {
      ...NO_FIGURES,
      samples: count,
      minMs: ms(min),
      meanMs: ms(mean),
      maxMs: ms(max),
      stdDevMs: ms(stdDev),
      percentilesMs: percentiles.map(([percentile, value]) => [percentile, ms(value)]),
    };
  }

  private addWarnings(): void {
    const { assumption } = this.unit;
    if (this.rows > 0 && assumption !== null) this.warnings.add('assumed-unit', assumption);
    if (this.series.has(null) && this.series.size > 1) {
      this.warnings.add(
        'lines-without-tag',
        'The log has lines with a tag and lines without. Those without are shown as the whole, as HistogramLogProcessor does; they need not be the sum of the others.',
        this.series.get(null)!.intervals,
      );
    }
  }
}

/** Histograms of doubles choose their own scale: the finer one is kept, so that nothing becomes 0. */
function merged(whole: HdrHistogram, part: HdrHistogram): HdrHistogram {
  const isFiner =
    part.shape.ratio * part.shape.lowestValue < whole.shape.ratio * whole.shape.lowestValue ||
    part.shape.significantDigits > whole.shape.significantDigits;
  if (part.total === 0) return whole;
  if (!isFiner && whole.total > 0) {
    whole.add(part);
    return whole;
  }
  const finer = new HdrHistogram(part.shape);
  finer.add(whole);
  finer.add(part);
  return finer;
}
