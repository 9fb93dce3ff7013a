/** Requests that are remembered per thread: a Parallel Controller runs some at a time under one thread name. */
const RECENT_REQUESTS = 4;
/** Depths of sub-results whose last row is remembered per thread: a sub-result has sub-results of its own. */
const DEPTHS = 3;
const FRAMES = RECENT_REQUESTS + DEPTHS;

const NO_LABEL = -1;

/**
 * Tells sub-results (redirects, embedded resources) from requests. Nothing in a row links it to its parent, but:
 * - JMeter names it `<label of the parent>-<number>` (from 3.1 on, unless `subresults.disable_renaming` is set),
 * - it writes the parent first, on the same thread,
 * - the parent's time covers it. Exactly so: of 8,962 sub-results in real files, not one sticks out by a millisecond.
 *
 * A row with such a name that was not covered is a request of its own: there are plans with samplers `HP-0`, `HP-1`.
 */
export class SubResultFinder {
  /** Requests that lie inside a request of the same thread, without the name of a sub-result. */
  coveredRequests = 0;
  /** Per thread: {@link RECENT_REQUESTS} requests in turn, then the last sub-result of each depth. */
  private labels = new Int32Array(256 * FRAMES).fill(NO_LABEL);
  private starts = new Float64Array(256 * FRAMES);
  private ends = new Float64Array(256 * FRAMES);
  /** Per thread: which of its requests is the latest. */
  private latest = new Uint8Array(256);

  /**
   * Takes the next row that is no transaction controller, in file order.
   * @param thread number of the thread, from 0 without large gaps
   * @param label, parentLabel numbers; `parentLabel` is -1 when the name is not that of a sub-result
   * @param start, end in ms
   * @param toleranceMs how much of `start` the time stamps leave out: 1,000 when they are written in whole seconds
   */
  isSubResult(
    thread: number,
    label: number,
    parentLabel: number,
    start: number,
    end: number,
    toleranceMs: number,
  ): boolean {
    if (thread >= this.latest.length) this.enlarge(thread + 1);
    const base = thread * FRAMES;
    if (parentLabel >= 0) {
      const depth = this.depthOf(base, parentLabel, start, end, toleranceMs);
      if (depth >= 0) {
        if (depth < DEPTHS) this.put(base + RECENT_REQUESTS + depth, label, start, end);
        return true;
      }
    }
    const before = base + this.latest[thread]!;
    if (
      toleranceMs === 0 &&
      this.labels[before] !== NO_LABEL &&
      start >= this.starts[before]! &&
      end <= this.ends[before]! &&
      start < this.ends[before]!
    ) {
      this.coveredRequests += 1;
    }
    const next = (this.latest[thread]! + 1) % RECENT_REQUESTS;
    this.latest[thread] = next;
    this.put(base + next, label, start, end);
    return false;
  }

  /** Numbers of threads mean others from now on. */
  forgetThreads(): void {
    this.labels.fill(NO_LABEL);
  }

  /** @returns 0 for a sub-result of a request, 1 for one of its sub-results and so on; -1 for none */
  private depthOf(
    base: number,
    parentLabel: number,
    start: number,
    end: number,
    toleranceMs: number,
  ): number {
    for (let frame = 0; frame < FRAMES; frame++) {
      const at = base + frame;
      if (this.labels[at] !== parentLabel) continue;
      const parentStart = this.starts[at]!;
      const parentEnd = this.ends[at]!;
      const covered = start >= parentStart && end <= parentEnd + toleranceMs;
      // With sampleresult.timestamp.start=false the stamps are ends: then the spans lie before them.
      const coveredBefore =
        start <= parentStart && 2 * start - end >= 2 * parentStart - parentEnd - toleranceMs;
      if (covered || coveredBefore) return frame < RECENT_REQUESTS ? 0 : frame - RECENT_REQUESTS + 1;
    }
    return -1;
  }

  private put(frame: number, label: number, start: number, end: number): void {
    this.labels[frame] = label;
    this.starts[frame] = start;
    this.ends[frame] = end;
  }

  private enlarge(threads: number): void {
    const count = Math.max(threads, this.latest.length * 2);
    const { labels, starts, ends, latest } = this;
    this.labels = new Int32Array(count * FRAMES).fill(NO_LABEL);
    this.labels.set(labels);
    this.starts = new Float64Array(count * FRAMES);
    this.starts.set(starts);
    this.ends = new Float64Array(count * FRAMES);
    this.ends.set(ends);
    this.latest = new Uint8Array(count);
    this.latest.set(latest);
  }
}
