import { setImmediate } from 'node:timers/promises';
import { cancelledError } from '#shared/contract/errors.ts';

/** How long a computation may hold the thread before others get a turn. */
const TURN_MS = 30;

/** A run may have a hundred thousand transactions: what is done for each of them is done in turns with what else is asked. */
export class Turns {
  readonly #signal: AbortSignal;
  #since = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether {@link give} would let others go first: spares a loop the promise. */
  get due(): boolean {
    return performance.now() - this.#since >= TURN_MS;
  }

  /**
   * To be called between pieces of work, where a turn is due.
   * @throws {AppError} `cancelled`
   */
  async give(): Promise<void> {
    await setImmediate();
    if (this.#signal.aborted) throw cancelledError('The query');
    this.#since = performance.now();
  }

  /** Runs `work(from, to)` over `count` entries, in turns. */
  async over(count: number, work: (from: number, to: number) => void, piece = 1 << 14): Promise<void> {
    for (let from = 0; from < count; from += piece) {
      work(from, Math.min(count, from + piece));
      if (this.due) await this.give();
    }
  }
}
