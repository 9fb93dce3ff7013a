/** Lines of a histogram log; Java's `HistogramLogReader`. */

export const LEGEND = /^"?StartTimestamp"?\s*,/u;
export const VERSION = /^#\[Histogram log format version (?<version>[^\]]*)\]/u;
const TIME = /^#\[(?<kind>StartTime|BaseTime):\s*(?<seconds>-?\d+(?:\.\d+)?)/u;
const NUMBER = String.raw`-?\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
const INTERVAL = new RegExp(
  String.raw`^(?:Tag=(?<tag>[^,\s]*)[,\s]+)?(?<start>${NUMBER})[,\s]+(?<length>${NUMBER})[,\s]+(?<max>${NUMBER}|NaN|Infinity)[,\s]+(?<histogram>\S+)$`,
  'iu',
);
/** A time stamp more than a year before the start of the log is counted from that start. */
const YEAR_S = 365 * 24 * 3600;
/** In seconds: the year 2255, as far as instants go. */
const MAX_SECONDS = 9e9;

export interface IntervalLine {
  readonly tag: string | null;
  /** As written. */
  readonly startS: number;
  readonly lengthS: number;
  /** NaN where it is not a number. */
  readonly max: number;
  /** Base64. */
  readonly histogram: string;
}

export function intervalLineOf(line: string): IntervalLine | null {
  const cells = INTERVAL.exec(line)?.groups;
  if (cells === undefined) return null;
  const [startS, lengthS] = [Number(cells['start']), Number(cells['length'])];
  if (Math.abs(startS) > MAX_SECONDS || lengthS < 0 || lengthS > MAX_SECONDS) return null;
  return {
    tag: cells['tag'] ?? null,
    startS,
    lengthS,
    max: Number(cells['max']),
    histogram: cells['histogram']!,
  };
}

/** Makes instants of time stamps, as Java's reader does. */
export class LogClock {
  private startS: number | null = null;
  private baseS: number | null = null;

  comment(line: string): void {
    const { kind, seconds } = TIME.exec(line)?.groups ?? {};
    const value = Number(seconds);
    if (kind === undefined || !(Math.abs(value) < MAX_SECONDS)) return;
    if (kind === 'StartTime') this.startS = value;
    else this.baseS = value;
  }

  /** µs since 1970 */
  instantUs(stampS: number): number {
    this.startS ??= stampS;
    this.baseS ??= stampS < this.startS - YEAR_S ? this.startS : 0;
    return Math.round((stampS + this.baseS) * 1000) * 1000;
  }
}
