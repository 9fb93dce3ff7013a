import type { ReportedFigures } from '../aggregates.ts';
import { NO_FIGURES } from '../aggregates.ts';
import type { WorkerEntry } from './worker-report.ts';

/** Those of Locust's own statistics. */
const PERCENTILES = [50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99, 100] as const;

/** Sums up entries of one transaction or of all. */
export class FigureSum {
  samples = 0;
  private failures = 0;
  private timed = 0;
  private sumMs = 0;
  private minMs = Infinity;
  private maxMs = -Infinity;
  private receivedBytes = 0;
  private readonly times = new Map<number, number>();

  add(entry: WorkerEntry): void {
    this.samples += entry.samples;
    this.failures += entry.failures;
    this.timed += entry.timed;
    this.sumMs += entry.sumMs;
    if (entry.minMs !== null && entry.minMs < this.minMs) this.minMs = entry.minMs;
    if (entry.maxMs !== null && entry.maxMs > this.maxMs) this.maxMs = entry.maxMs;
    this.receivedBytes += entry.receivedBytes;
    for (const [ms, count] of entry.times) this.times.set(ms, (this.times.get(ms) ?? 0) + count);
  }

  /** @param durationMs for the throughput; null: it is not told */
  figures(durationMs: number | null): ReportedFigures {
    const { samples, timed } = this;
    return {
      ...NO_FIGURES,
      samples,
      failures: this.failures,
      minMs: this.minMs === Infinity ? null : this.minMs,
      meanMs: timed === 0 ? null : this.sumMs / timed,
      maxMs: this.maxMs === -Infinity ? null : this.maxMs,
      percentilesMs: percentilesOf(this.times),
      throughputPerSec: durationMs === null || durationMs === 0 ? null : (samples * 1000) / durationMs,
      receivedBytes: this.receivedBytes,
    };
  }
}

/**
 * As Locust computes them (`calculate_response_time_percentile`): the largest time that has no more than the whole number of
 * `count * p` values below it.
 */
function percentilesOf(times: ReadonlyMap<number, number>): ReportedFigures['percentilesMs'] {
  const ordered = [...times].sort(([a], [b]) => a - b);
  const total = ordered.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return [];
  return PERCENTILES.map((percentile) => {
    const most = Math.floor((total * percentile) / 100);
    let below = 0;
    let value = ordered[0]![0];
    for (const [ms, count] of ordered) {
      if (below > most) break;
      if (count > 0) value = ms;
      below += count;
    }
    return [percentile, value] as const;
  });
}
