import { cancelledError } from '#shared/contract/errors.ts';
import type { HeapProgress } from '../model/reader.ts';

/** How long a computation may hold the thread before it looks whether somebody has cancelled it. */
const TURN_MS = 40;

/** Nodes that are worked on between two looks at the clock. */
export const NODES_PER_TURN = 1 << 16;

/** Long computations in turns: between two of them a cancel is heard and progress is told. */
export class Pace {
  readonly #signal: AbortSignal;
  readonly #progress: (progress: HeapProgress) => void;
  #since = performance.now();

  constructor(signal: AbortSignal, progress: (progress: HeapProgress) => void = () => undefined) {
    this.#signal = signal;
    this.#progress = progress;
  }

  /**
   * To be called between pieces of work.
   * @throws {AppError} `cancelled`
   */
  async turn(phase: string, share: number | null): Promise<void> {
    if (performance.now() - this.#since < TURN_MS) return;
    this.#progress({ phase, share });
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#signal.aborted) throw cancelledError('Reading the snapshot');
    this.#since = performance.now();
  }

  /** Runs `work(from, to)` over all nodes, in turns. */
  async overNodes(phase: string, count: number, work: (from: number, to: number) => void): Promise<void> {
    for (let from = 0; from < count; from += NODES_PER_TURN) {
      work(from, Math.min(count, from + NODES_PER_TURN));
      await this.turn(phase, from / count);
    }
  }
}
