import { cancelledError } from '#shared/contract/errors.ts';

/** How long a computation may hold the thread before others get a turn. */
const TURN_MS = 30;

/** Entries that are worked on between two looks at the clock. */
const PIECE = 1 << 14;

/** Long computations in turns: between two of them a cancel is heard and progress is told. */
export class Pace {
  readonly #signal: AbortSignal;
  readonly #progress: (phase: string) => void;
  #since = performance.now();

  constructor(signal: AbortSignal, progress: (phase: string) => void = () => undefined) {
    this.#signal = signal;
    this.#progress = progress;
  }

  /**
   * To be called between pieces of work.
   * @throws {AppError} `cancelled`
   */
  async turn(phase: string): Promise<void> {
    this.#throwIfCancelled();
    if (performance.now() - this.#since < TURN_MS) return;
    this.#progress(phase);
    await new Promise((resolve) => setImmediate(resolve));
    this.#throwIfCancelled();
    this.#since = performance.now();
  }

  /** Runs `work(from, to)` over `count` entries, in turns. */
  async over(phase: string, count: number, work: (from: number, to: number) => void): Promise<void> {
    for (let from = 0; from < count; from += PIECE) {
      work(from, Math.min(count, from + PIECE));
      await this.turn(phase);
    }
  }

  /** The same from the last entry to the first; within a piece, `work` has to go down from `to - 1` to `from`. */
  async overReversed(phase: string, count: number, work: (from: number, to: number) => void): Promise<void> {
    for (let to = count; to > 0; to -= PIECE) {
      work(Math.max(0, to - PIECE), to);
      await this.turn(phase);
    }
  }

  #throwIfCancelled(): void {
    if (this.#signal.aborted) throw cancelledError('Comparing the profiles');
  }
}
