import type { EngineMethod } from '#shared/contract/engine.ts';

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

/** Lets calls begin in the order of their ranks: one waits while any of a lower rank is under way. */
export class Turns {
  private readonly underWay = new Map<number, number>();
  private waiting: { readonly rank: number; readonly begin: () => void }[] = [];
  private checking = false;

  /**
   * Runs `act` when its turn has come, or not at all when it is aborted before.
   * @returns what it returns; never settles when it never began
   */
  take<T>(method: EngineMethod, signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    const rank = ranks[method];
    if (rank === undefined) return act();
    if (rank === 0) return this.run(rank, act);
    return new Promise<T>((resolve, reject) => {
      const entry = {
        rank,
        begin: () => {
          this.run(rank, act).then(resolve, reject);
        },
      };
      this.waiting.push(entry);
      signal.addEventListener(
        'abort',
        () => {
          this.waiting = this.waiting.filter((other) => other !== entry);
        },
        { once: true },
      );
      this.check();
    });
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
      const ready = this.waiting.filter(({ rank }) => rank <= first);
      this.waiting = this.waiting.filter(({ rank }) => rank > first);
      for (const { begin } of ready) begin();
    });
  }
}
