import type { EngineMethod } from '#shared/contract/engine.ts';
import { isCancelled } from '#shared/contract/errors.ts';

/**
 * Who goes first when a screen asks many things of a large run at once: the figures, then the pictures, then what was
 * found out about the run. All of them use the whole machine, so side by side the first would come as late as the last.
 * Methods that are not named are quick or stand alone: they wait for nobody, and nobody waits for them.
 */
const ranks: Partial<Readonly<Record<EngineMethod, number>>> = {
  'latency.summary': 0,
  'latency.series': 1,
  'latency.curve': 1,
  'latency.errors': 1,
  'latency.codes': 1,
  'latency.parts': 1,
  'latency.samples': 1,
  'latency.cube': 2,
  'phases.get': 2,
  'diagnostics.incidents': 3,
  'diagnostics.honesty': 3,
  'diagnostics.modes': 3,
  'diagnostics.intervals': 3,
  'gates.evaluate': 3,
  'findings.list': 4,
};

/** From here on: what was found out about the run. It takes seconds, and a hand that moves a brush is quicker. */
const BACKGROUND = 3;

const TAKEN_BACK = Symbol('taken back');

interface Waiting {
  readonly rank: number;
  readonly begin: () => void;
}

/**
 * Lets calls begin in the order of their ranks: one waits while any of a lower rank is under way. While turns are held, what
 * is in the background does not begin, and what of it has begun is taken back and waits again.
 */
export class Turns {
  private readonly underWay = new Map<number, number>();
  private waiting: readonly Waiting[] = [];
  /** The calls in the background that have begun: each takes one of them back. */
  private readonly takeBack = new Set<() => void>();
  private held = false;
  private checking = false;

  /**
   * Runs `act` when its turn has come, or not at all when it is aborted before. It runs again if it was taken back.
   * @param act gets the signal of one attempt, which is aborted with `signal`, too
   * @returns what it returns; never settles when it never began
   */
  take<T>(method: EngineMethod, signal: AbortSignal, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const rank = ranks[method];
    if (rank === undefined) return act(signal);
    if (rank === 0) return this.run(rank, () => act(signal));
    return new Promise<T>((resolve, reject) => {
      const wait = (): void => {
        if (signal.aborted) return;
        const entry: Waiting = {
          rank,
          begin: () => {
            signal.removeEventListener('abort', giveUp);
            this.attempt(rank, signal, act).then((outcome) => {
              if (outcome === TAKEN_BACK) wait();
              else resolve(outcome);
            }, reject);
          },
        };
        const giveUp = (): void => {
          this.waiting = this.waiting.filter((other) => other !== entry);
          this.check();
        };
        this.waiting = [...this.waiting, entry];
        signal.addEventListener('abort', giveUp, { once: true });
        this.check();
      };
      wait();
    });
  }

  /** Takes back what is in the background, and lets no more of it begin until {@link resume}. */
  hold(): void {
    this.held = true;
    for (const takeBack of [...this.takeBack]) takeBack();
  }

  resume(): void {
    this.held = false;
    this.check();
  }

  /** One try of a call, which ends early and without an error when it is taken back. */
  private async attempt<T>(
    rank: number,
    signal: AbortSignal,
    act: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | typeof TAKEN_BACK> {
    if (rank < BACKGROUND) return this.run(rank, () => act(signal));
    const own = new AbortController();
    const stop = (): void => own.abort();
    signal.addEventListener('abort', stop, { once: true });
    this.takeBack.add(stop);
    try {
      return await this.run(rank, () => act(own.signal));
    } catch (error) {
      if (own.signal.aborted && !signal.aborted && isCancelled(error)) return TAKEN_BACK;
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      this.takeBack.delete(stop);
    }
  }

  private async run<T>(rank: number, act: () => Promise<T>): Promise<T> {
    this.underWay.set(rank, (this.underWay.get(rank) ?? 0) + 1);
    try {
      return await act();
    } finally {
      this.underWay.set(rank, (this.underWay.get(rank) ?? 1) - 1);
      this.check();
    }
  }

  /** A moment later: what one screen asks for is asked within one task, in an order that means nothing. */
  private check(): void {
    if (this.checking) return;
    this.checking = true;
    queueMicrotask(() => {
      this.checking = false;
      const first = Math.min(
        ...[...this.underWay].filter(([, count]) => count > 0).map(([rank]) => rank),
        ...this.waiting.map(({ rank }) => rank),
      );
      const isReady = ({ rank }: Waiting): boolean => rank <= first && !(this.held && rank >= BACKGROUND);
      const ready = this.waiting.filter(isReady);
      this.waiting = this.waiting.filter((entry) => !isReady(entry));
      for (const { begin } of ready) begin();
    });
  }
}
