import type { MetricKind } from '../importer.ts';

/**
 * Guesses the kind of a metric from its readings, where a file does not say it (CSV). A reading says little:
 * - nothing but 0 and 1, with a 0 among them: a rate. k6 writes its truth values so; nobody counts zeros.
 * - nothing but 1: a counter. The number of readings is true of a counter and of a rate; "100 %" would be true of one only.
 * - anything else: a trend, which shows the readings as they are. A gauge or a counter of other steps looks the same.
 */
export class KindGuess {
  /** Readings came after {@link settle} that do not fit. */
  isRefuted = false;
  private zeros = false;
  private others = false;
  private settled: MetricKind | null = null;

  note(value: number): void {
    if (value === 0) this.zeros = true;
    else if (value !== 1) this.others = true;
    else return;
    if (this.settled !== null && this.settled !== this.kind()) this.isRefuted = true;
  }

  /** The kind by the readings so far; from now on it stays. */
  settle(): MetricKind {
    return (this.settled ??= this.kind());
  }

  private kind(): MetricKind {
    if (this.others) return 'trend';
    return this.zeros ? 'rate' : 'counter';
  }
}
