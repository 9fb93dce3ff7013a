import type { WarningLog } from '../warning-log.ts';
import type { Entries, EntryId } from './entries.ts';
import type { LocustLayout } from './layout.ts';
import { BadRow, type LocustRow } from './row.ts';
import { entryOf, noteInstant, type RowOutput } from './row-readers.ts';

const SECOND_US = 1e6;
/** In seconds: the year 2255, as far as instants go. */
const MAX_TIMESTAMP = 9e9;

/** A rounded response time is 0 up to here. */
const ROUNDED_TO_ZERO_MS = 0.5;

interface Totals {
  readonly timestamp: number;
  readonly samples: number;
  readonly failures: number;
}

/**
 * Rows of a history as intervals. A row written in second t has the totals up to then: the difference to the row before
 * is what happened from the end of that row's second to the end of t; with the usual row a second, in second t.
 */
export class HistoryRows {
  /** Rows whose percentiles are those since the start of the run: not of an interval. */
  cumulativeRows = 0;
  private readonly last = new Map<EntryId, Totals>();
  private readonly entries: Entries;
  private readonly output: RowOutput;
  private readonly warnings: WarningLog;
  /** Percentiles are those of about the last ten seconds. */
  private isCurrent: boolean;

  constructor(layout: LocustLayout, entries: Entries, output: RowOutput, warnings: WarningLog) {
    this.entries = entries;
    this.output = output;
    this.warnings = warnings;
    this.isCurrent = layout.isQuoted;
  }

  read(row: LocustRow): void {
    const timestamp = row.count('timestamp');
    if (timestamp > MAX_TIMESTAMP) throw new BadRow('Timestamp is not in seconds');
    const totals = { timestamp, samples: row.count('requests'), failures: row.number('failures') ?? 0 };
    const activeUsers = row.number('users');
    const throughputPerSec = row.number('requests/s');
    const percentiles = printedPercentiles(row);
    const transaction = entryOf(row, this.entries);
    // --csv-full-history: an entry has its row before the total has, so the first total with percentiles is told right.
    if (transaction !== null) this.isCurrent = true;
    if (percentiles.length > 0 && !this.isCurrent) this.cumulativeRows += 1;
    const percentilesMs = this.isCurrent ? percentiles : [];
    if (percentilesMs.length > 0) this.output.percentileRows += 1;

    const before = this.last.get(transaction);
    const counts = before === undefined ? null : this.since(before, totals);
    const isNext = before !== undefined && timestamp > before.timestamp;
    const seconds = isNext ? timestamp - before.timestamp : 1;
    const startUs = (timestamp + 1 - seconds) * SECOND_US;
    this.output.aggregates.push({
      transaction,
      interval: { startUs, durationMs: seconds * 1000, activeUsers },
      figures: {
        // Named one by one: spreading costs half the time of a row.
        samples: counts?.samples ?? null,
        failures: counts?.failures ?? null,
        minMs: null,
        meanMs: null,
        maxMs: null,
        stdDevMs: null,
        percentilesMs,
        throughputPerSec,
        receivedBytes: null,
        sentBytes: null,
      },
    });
    noteInstant(this.output, timestamp * SECOND_US);
    this.last.set(transaction, totals);
  }

  /** Totals of all requests in the last row; null without one. */
  get lastTotals(): Totals | null {
    return this.last.get(null) ?? null;
  }

  /** Null: the statistics were reset in between. */
  private since(before: Totals, now: Totals): { readonly samples: number; readonly failures: number } | null {
    const samples = now.samples - before.samples;
    const failures = now.failures - before.failures;
    if (samples >= 0 && failures >= 0) return { samples, failures };
    this.warnings.add(
      'totals-reset',
      'Totals became smaller: Locust had reset its statistics (--reset-stats, or a new test). That interval has no counts.',
    );
    return null;
  }
}

/**
 * Before it has any, Locust writes all percentiles as 0. They cannot be response times where the shortest one of the run
 * would not have been rounded to 0.
 */
function printedPercentiles(row: LocustRow): [percentile: number, valueMs: number][] {
  const percentiles = row.percentiles();
  const shortest = row.number('min');
  const isNone =
    shortest !== null && shortest > ROUNDED_TO_ZERO_MS && percentiles.every(([, value]) => value === 0);
  return isNone ? [] : percentiles;
}
