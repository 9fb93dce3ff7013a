import { NO_FIGURES, type NewReportedError, type ReportedFigures } from '../aggregates.ts';
import { PercentileTable, TABLE_HEADER } from '../reports/percentile-table.ts';
import { wrkBytes, wrkTime } from './units.ts';

const PERCENTILE = /^(?<percentile>\d+(?:\.\d+)?)%\s+(?<value>\S+)$/u;
const DISTRIBUTION = /^Latency Distribution(?:\s*\((?<of>.*)\))?$/u;

/** Lines that a run has besides tables; a line that begins as one and is none is damaged. */
const LINES = {
  'threads and connections': /^(\d+) threads? and (\d+) connections?$/u,
  Latency: /^Latency\s+(\S+)\s+(\S+)\s+(\S+)(?:\s+\S+)?$/u,
  'Req/Sec': /^Req\/Sec\s+(\S+)\s+(\S+)\s+(\S+)(?:\s+\S+)?$/u,
  'requests in': /^(\d+) requests in (\S+), (\S+) read$/u,
  'Socket errors': /^Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)$/u,
  'Non-2xx': /^Non-2xx or 3xx responses: (\d+)$/u,
  'Requests/sec': /^Requests\/sec:\s+(\d+(?:\.\d+)?)$/u,
  'Transfer/sec': /^Transfer\/sec:\s+(\S+)$/u,
} as const;
type LineName = keyof typeof LINES;

const BEGINS =
  /^(?:(?<count>\d+ threads?\b|\d+ requests in\b)|(?<name>Latency|Req\/Sec|Socket errors|Non-2xx|Requests\/sec|Transfer\/sec)\b)/u;

/** wrk2 with `--u_latency`: from when a request was sent, not from when it should have been. */
const UNCORRECTED = /uncorrected/iu;

/** One run of wrk or wrk2, as printed. */
export class WrkRun {
  readonly url: string;
  /** As asked for: `30s`. */
  readonly plannedDuration: string;
  threads: number | null = null;
  connections: number | null = null;
  requests: number | null = null;
  /** As measured. */
  duration: string | null = null;
  socketErrors: readonly (readonly [kind: string, count: number])[] = [];
  requestsPerThread: string | null = null;
  transferPerSec: string | null = null;
  hasUncorrected = false;
  isWrk2 = false;
  private times: readonly [meanMs: number | null, stdDevMs: number | null, maxMs: number | null] | null =
    null;
  private receivedBytes: number | null = null;
  private errorResponses: number | null = null;
  private throughputPerSec: number | null = null;
  private readonly percentiles: [percentile: number, valueMs: number][] = [];
  private table: PercentileTable | null = null;
  private inTable = false;
  private inUncorrected = false;

  constructor(url: string, plannedDuration: string) {
    this.url = url;
    this.plannedDuration = plannedDuration;
  }

  /** The last line but one was there. */
  get isWhole(): boolean {
    return this.throughputPerSec !== null;
  }

  /** Nothing that a figure could be taken from. */
  get isEmpty(): boolean {
    return this.times === null && this.requests === null && this.throughputPerSec === null;
  }

  /** @returns why the line is damaged, or null */
  read(line: string): string | null {
    // What a script of the user prints stands behind.
    if (this.transferPerSec !== null) return null;
    const distribution = DISTRIBUTION.exec(line);
    if (distribution !== null) {
      const of = distribution.groups?.['of'] ?? '';
      this.isWrk2 ||= of !== '';
      this.inUncorrected = UNCORRECTED.test(of);
      this.hasUncorrected ||= this.inUncorrected;
      this.inTable = false;
      return null;
    }
    if (TABLE_HEADER.test(line)) {
      this.inTable = true;
      if (!this.inUncorrected) this.table ??= new PercentileTable();
      return null;
    }
    const percentile = PERCENTILE.exec(line)?.groups;
    if (percentile !== undefined) return this.readPercentile(percentile['percentile']!, percentile['value']!);
    const begin = BEGINS.exec(line)?.groups;
    if (begin === undefined) return this.inTable ? this.readTable(line) : null;
    this.inTable = false;
    const { count } = begin;
    const name =
      count === undefined
        ? begin['name']!
        : count.includes('thread')
          ? 'threads and connections'
          : 'requests in';
    return this.readLine(name as LineName, line) ? null : `not the line "${name}" that wrk prints`;
  }

  figures(): ReportedFigures {
    const { table, times } = this;
    const answered = this.requests === null || this.requests > 0;
    const merged = new Map([...this.percentiles, ...(table?.percentiles ?? [])]);
    return {
      ...NO_FIGURES,
      samples: this.requests,
      // wrk prints the line when there are any.
      failures: this.errorResponses ?? (this.isWhole ? 0 : null),
      meanMs: answered ? (table?.mean ?? times?.[0] ?? null) : null,
      stdDevMs: answered ? (table?.stdDev ?? times?.[1] ?? null) : null,
      maxMs: answered ? (table?.max ?? times?.[2] ?? null) : null,
      percentilesMs: answered ? [...merged].sort(([a], [b]) => a - b) : [],
      throughputPerSec: this.throughputPerSec,
      receivedBytes: this.receivedBytes,
    };
  }

  errors(transaction: number | null): NewReportedError[] {
    const kinds = [
      ...this.socketErrors.map(([kind, count]) => [`socket error: ${kind}`, count] as const),
      ['status not 2xx or 3xx', this.errorResponses ?? 0] as const,
    ];
    return kinds
      .filter(([, count]) => count > 0)
      .map(([message, count]) => ({ transaction, code: null, message, count, firstUs: null, lastUs: null }));
  }

  private readTable(line: string): string | null {
    const table = this.table;
    if (this.inUncorrected || table === null || table.ended) return null;
    const outcome = table.read(line);
    return typeof outcome === 'string' ? outcome : null;
  }

  private readPercentile(percentile: string, value: string): string | null {
    const valueMs = wrkTime(value);
    if (valueMs === undefined || Number(percentile) > 100) return 'not a percentile and a time';
    if (valueMs !== null && !this.inUncorrected) this.percentiles.push([Number(percentile), valueMs]);
    return null;
  }

  /** @returns false when it is damaged */
  private readLine(name: LineName, line: string): boolean {
    const cells = LINES[name].exec(line)?.slice(1);
    if (cells === undefined) return false;
    const numbers = cells.map(Number);
    if (numbers.some((value) => value > Number.MAX_SAFE_INTEGER)) return false;
    switch (name) {
      case 'threads and connections':
        [this.threads, this.connections] = numbers as [number, number];
        return true;
      case 'Latency': {
        const times = cells.map(wrkTime);
        if (times.includes(undefined)) return false;
        this.times = times as [number | null, number | null, number | null];
        return true;
      }
      case 'Req/Sec':
        this.requestsPerThread = cells.join(', ');
        return true;
      case 'requests in': {
        const bytes = wrkBytes(cells[2]!);
        if (bytes === undefined) return false;
        this.requests = numbers[0]!;
        this.duration = cells[1]!;
        this.receivedBytes = bytes;
        return true;
      }
      case 'Socket errors':
        this.socketErrors = (['connect', 'read', 'write', 'timeout'] as const).map((kind, i) => [
          kind,
          numbers[i]!,
        ]);
        return true;
      case 'Non-2xx':
        this.errorResponses = numbers[0]!;
        return true;
      case 'Requests/sec':
        this.throughputPerSec = numbers[0]!;
        return true;
      case 'Transfer/sec':
        this.transferPerSec = cells[0]!;
        return true;
    }
  }
}
