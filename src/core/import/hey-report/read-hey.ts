import { AppError } from '#shared/contract/errors.ts';
import { NO_FIGURES } from '../aggregates.ts';
import type { DocumentReport } from '../document-reader.ts';
import { MAX_TEXT_BYTES, type ImportEmitter } from '../importer.ts';
import { shiftDecimal } from '../reports/decimal-shift.ts';
import { sendReport } from '../reports/document-report.ts';
import { httpOutcomes } from '../reports/http-outcomes.ts';
import { decodeReport } from '../reports/report-text.ts';
import { readLines } from '../reports/text-report.ts';
import { WarningLog } from '../warning-log.ts';

/** Titles of the parts; rakyll/hey, `requester/print.go`. */
const SECTIONS = {
  'Summary:': 'summary',
  'Response time histogram:': 'histogram',
  'Latency distribution:': 'percentiles',
  'Details (average, fastest, slowest):': 'details',
  'Status code distribution:': 'codes',
  'Error distribution:': 'errors',
} as const;
type Section = (typeof SECTIONS)[keyof typeof SECTIONS];

const FIGURE =
  /^(?<name>Total|Slowest|Fastest|Average|Requests\/sec|Total data|Size\/request):\s*(?<value>NaN|\d+(?:\.\d+)?)(?:\s*(?:secs\.?|bytes\.?))?$/iu;
const BUCKET = /^(?<value>\d+(?:\.\d+)?) \[(?<count>\d+)\]/u;
/** A version prints the sign twice. */
const PERCENTILE = /^(?<percentile>\d+(?:\.\d+)?)%{1,2} in (?<value>\d+(?:\.\d+)?) secs\.?$/u;
const CODE = /^\[(?<code>\d{3})\]\s+(?<count>\d+) responses$/u;
const ERROR = /^\[(?<count>\d+)\]\s+(?<message>.+)$/u;

/** Four decimals of a second. */
const CLOCK_TICK_MS = 0.1;

/** @throws {AppError} `file-damaged` */
export function readHey(bytes: Uint8Array, emit: ImportEmitter): DocumentReport {
  const { text, encoding } = decodeReport(bytes);
  const page = new HeyPage();
  const rejects = readLines(text, (line) => page.read(line));
  const total = page.summary.get('Total');
  if (total === undefined) {
    const place = rejects.kept[0] ?? { line: 1, byte: 0 };
    throw new AppError('file-damaged', 'There is no summary of hey in the file.', {
      hint: 'hey prints it at the end of a run; it may have been stopped before.',
      place: { line: place.line, byte: place.byte },
    });
  }
  const answers = page.codes.reduce((sum, [, count]) => sum + count, 0);
  const outcomes = httpOutcomes(page.codes, page.errors);
  const refused = page.errors.reduce((sum, [, count]) => sum + count, 0);
  const warnings = new WarningLog();
  if (!page.hasCodes)
    warnings.add('cut-off', 'The part with status codes is missing: samples and failures are not known.');
  if (page.isPartial)
    warnings.add(
      'part-of-results',
      'Percentiles and histogram are of the first million answers only: hey keeps no more.',
    );
  // Zeros and NaN of a run in which nothing answered.
  const hasTimes = answers > 0 || (!page.hasCodes && page.percentiles.length > 0);
  const ms = (name: string): number | null => {
    const seconds = hasTimes ? page.summary.get(name) : undefined;
    return seconds === undefined || seconds === 'NaN' ? null : shiftDecimal(seconds, 3);
  };
  const figure = (name: string): number | null => {
    const value = Number(page.summary.get(name) ?? Number.NaN);
    return Number.isFinite(value) ? value : null;
  };
  const figures = {
    ...NO_FIGURES,
    samples: page.hasCodes ? answers + refused : null,
    failures: page.hasCodes ? outcomes.failures : null,
    minMs: ms('Fastest'),
    meanMs: ms('Average'),
    maxMs: ms('Slowest'),
    percentilesMs: hasTimes ? page.percentiles : [],
    throughputPerSec: figure('Requests/sec'),
    receivedBytes: figure('Total data'),
  };
  return sendReport(
    emit,
    { aggregates: [{ transaction: null, interval: null, figures }], errors: outcomes.errors },
    {
      rejectedRows: rejects.count,
      rejects: rejects.kept,
      clockTickMs: CLOCK_TICK_MS,
      warnings: warnings.list(),
      properties: {
        'duration in seconds': total,
        ...(page.histogram.length > 0
          ? { 'response time histogram (seconds [count])': page.histogram.join(', ') }
          : {}),
        encoding,
      },
    },
  );
}

/** What stands in the parts of the page. */
class HeyPage {
  readonly summary = new Map<string, string>();
  readonly percentiles: [percentile: number, valueMs: number][] = [];
  readonly codes: [code: string, count: number][] = [];
  readonly errors: [message: string, count: number][] = [];
  readonly histogram: string[] = [];
  hasCodes = false;
  isPartial = false;
  private section: Section | null = null;

  /** @returns why the line is damaged, or null */
  read(line: string): string | null {
    const section = SECTIONS[line as keyof typeof SECTIONS] as Section | undefined;
    if (section !== undefined) {
      this.section = section;
      if (section === 'codes') this.hasCodes = true;
      return null;
    }
    if (line === '') return null;
    if (/^Note:\s+Distributions are for first/u.test(line)) {
      this.isPartial = true;
      return null;
    }
    switch (this.section) {
      case 'summary':
        return this.readFigure(line);
      case 'histogram':
        return this.readBucket(line);
      case 'percentiles':
        return this.readPercentile(line);
      case 'codes':
        return this.readCount(CODE.exec(line)?.groups, 'code', this.codes);
      case 'errors':
        return this.readCount(ERROR.exec(line)?.groups, 'message', this.errors);
      case 'details':
      case null:
        return null;
    }
  }

  private readFigure(line: string): string | null {
    const { name, value } = FIGURE.exec(line)?.groups ?? {};
    if (name === undefined) return 'not a figure of the summary';
    if (Number(value) > Number.MAX_SAFE_INTEGER) return 'too large a figure';
    this.summary.set(name, value!);
    return null;
  }

  private readBucket(line: string): string | null {
    const { value, count } = BUCKET.exec(line)?.groups ?? {};
    if (value === undefined) return 'not a row of the histogram';
    this.histogram.push(`${value} [${count!}]`);
    return null;
  }

  private readPercentile(line: string): string | null {
    const { percentile, value } = PERCENTILE.exec(line)?.groups ?? {};
    if (percentile === undefined || Number(percentile) > 100) return 'not a percentile and a time';
    this.percentiles.push([Number(percentile), shiftDecimal(value!, 3)]);
    return null;
  }

  private readCount(
    groups: Record<string, string> | undefined,
    name: 'code' | 'message',
    list: [string, number][],
  ): string | null {
    const count = Number(groups?.['count']);
    if (groups === undefined || !Number.isSafeInteger(count)) return `not a ${name} with its count`;
    list.push([groups[name]!.slice(0, MAX_TEXT_BYTES / 4), count]);
    return null;
  }
}
