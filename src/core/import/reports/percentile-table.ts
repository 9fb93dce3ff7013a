import { shiftDecimal } from './decimal-shift.ts';

/** Header of the table that HdrHistogram prints, as text or CSV; wrk2 prints it too. */
export const TABLE_HEADER =
  /^"?Value"?(?:\s+|\s*,\s*)"?Percentile"?(?:\s+|\s*,\s*)"?TotalCount"?(?:(?:\s+|\s*,\s*)"?1\/\(1-Percentile\)"?)?$/u;

const NUMBER = String.raw`\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
const ROW = new RegExp(
  String.raw`^(?<value>${NUMBER})[\s,]+(?<fraction>[01](?:\.\d+)?)[\s,]+(?<count>\d+)(?:[\s,]+(?:${NUMBER}|inf|infinity))?,?$`,
  'iu',
);
const MEAN = new RegExp(
  String.raw`^#\[Mean\s*=\s*(?<mean>${NUMBER}|NaN|-?nan)\s*,\s*StdDeviation\s*=\s*(?<stdDev>${NUMBER}|NaN|-?nan)\s*\]$`,
  'iu',
);
const MAX = new RegExp(
  String.raw`^#\[Max\s*=\s*(?<max>${NUMBER}|NaN)\s*,\s*Total count\s*=\s*(?<count>\d+)\s*\]$`,
  'iu',
);
const BUCKETS = /^#\[Buckets\s*=\s*\d+\s*,\s*SubBuckets\s*=\s*\d+\s*\]$/u;

/** Figures of a table, in whatever unit it was printed. */
export class PercentileTable {
  readonly percentiles: [percentile: number, value: number][] = [];
  mean: number | null = null;
  stdDev: number | null = null;
  max: number | null = null;
  total: number | null = null;
  /** Nothing of it follows. */
  ended = false;
  private lastFraction = -1;

  /** @returns whether the line is part of the table; a reason when it should be, and is not */
  read(line: string): boolean | string {
    const row = ROW.exec(line)?.groups;
    if (row !== undefined) return this.readRow(row as { value: string; fraction: string; count: string });
    if (!line.startsWith('#[')) return /^\d/u.test(line) ? 'not a row of the table of percentiles' : false;
    const mean = MEAN.exec(line)?.groups;
    const max = MAX.exec(line)?.groups;
    if (mean !== undefined) {
      this.mean = numberOf(mean['mean']!);
      this.stdDev = numberOf(mean['stdDev']!);
      return true;
    }
    if (max !== undefined) {
      this.max = numberOf(max['max']!);
      this.total = Number(max['count']);
      return true;
    }
    if (BUCKETS.test(line)) {
      this.ended = true;
      return true;
    }
    return /^#\[(?:Mean|Max|Buckets)/u.test(line) ? 'not a line that HdrHistogram prints' : false;
  }

  private readRow({
    value,
    fraction,
    count,
  }: {
    value: string;
    fraction: string;
    count: string;
  }): boolean | string {
    const at = Number(fraction);
    if (at > 1 || at < this.lastFraction) return 'percentiles of the table do not rise';
    const total = Number(count);
    if (!Number.isSafeInteger(total)) return 'not a count';
    this.lastFraction = at;
    const percentile = shiftDecimal(fraction, 2);
    // The last percentiles are repeated until the count is full.
    if (this.percentiles.at(-1)?.[0] === percentile) this.percentiles.pop();
    this.percentiles.push([percentile, Number(value)]);
    if (percentile === 100) this.max ??= Number(value);
    this.total = total;
    return true;
  }
}

function numberOf(text: string): number | null {
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
