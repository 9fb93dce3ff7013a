import type { NewAggregate } from '../aggregates.ts';
import { FigureSum } from './figures.ts';
import type { WorkerEntry } from './worker-report.ts';

/** A worker reports every three seconds. */
const INTERVAL_US = 3_000_000;
const INTERVAL_MS = INTERVAL_US / 1000;

/** Intervals that are kept for reports of slow workers: two minutes. */
const OPEN_INTERVALS = 40;

interface Interval {
  readonly index: number;
  readonly all: FigureSum;
  readonly byTransaction: Map<number, FigureSum>;
  /** Users of each worker. */
  readonly users: Map<string, number>;
}

/** Sums up the reports of all workers that began in the same three seconds, and lets finished ones go. */
export class Intervals {
  /** Entries whose interval was gone already: they count in the totals only. */
  late = 0;
  private readonly open = new Map<number, Interval>();
  private firstUs = NaN;
  /** Intervals before this one are gone. */
  private next = -Infinity;

  add(entry: WorkerEntry, transaction: number, worker: string, users: number | null): void {
    if (this.firstUs !== this.firstUs) this.firstUs = entry.startUs;
    const index = Math.floor((entry.startUs - this.firstUs) / INTERVAL_US);
    if (index < this.next) {
      this.late += 1;
      return;
    }
    let interval = this.open.get(index);
    if (interval === undefined) {
      interval = { index, all: new FigureSum(), byTransaction: new Map(), users: new Map() };
      this.open.set(index, interval);
    }
    interval.all.add(entry);
    let sum = interval.byTransaction.get(transaction);
    if (sum === undefined) {
      sum = new FigureSum();
      interval.byTransaction.set(transaction, sum);
    }
    sum.add(entry);
    if (users !== null) interval.users.set(worker, Math.max(users, interval.users.get(worker) ?? 0));
  }

  /** Those that are finished; at the end of the file, all. */
  take(isEnd: boolean): NewAggregate[] {
    const aggregates: NewAggregate[] = [];
    const ordered = [...this.open.values()].sort((a, b) => a.index - b.index);
    const count = isEnd ? ordered.length : Math.max(ordered.length - OPEN_INTERVALS, 0);
    for (const done of ordered.slice(0, count)) {
      this.open.delete(done.index);
      this.next = done.index + 1;
      aggregates.push(...this.aggregatesOf(done));
    }
    return aggregates;
  }

  private aggregatesOf({ index, all, byTransaction, users }: Interval): NewAggregate[] {
    const interval = {
      startUs: this.firstUs + index * INTERVAL_US,
      durationMs: INTERVAL_MS,
      activeUsers: users.size === 0 ? null : [...users.values()].reduce((sum, count) => sum + count, 0),
    };
    return [[null, all] as const, ...byTransaction].map(([transaction, sum]) => ({
      transaction,
      interval,
      figures: sum.figures(INTERVAL_MS),
    }));
  }
}
