import { cancelledError } from '#shared/contract/errors.ts';

/** A long computation that pauses often: whoever runs it can hear a cancel, and let others have the thread. */
export type Turns<T> = Generator<undefined, T, undefined>;

/** Steps of a few nanoseconds between two pauses. */
export const PER_TURN = 1 << 16;

/** How long a computation may hold the thread. */
const TURN_MS = 30;

export function atOnce<T>(work: Turns<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Runs a computation without holding the thread for longer than its longest way between two pauses.
 * @param what for the message: "The flame graph"
 * @throws {AppError} `cancelled`
 */
export async function inTurns<T>(work: Turns<T>, signal: AbortSignal, what: string): Promise<T> {
  let since = performance.now();
  for (;;) {
    if (signal.aborted) throw cancelledError(what);
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < TURN_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
}
