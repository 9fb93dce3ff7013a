import { cancelledError } from '#shared/contract/errors.ts';

interface Running<T, P> {
  readonly answer: Promise<T>;
  readonly abort: AbortController;
  readonly listeners: Set<(progress: P) => void>;
  waiting: number;
  settled: boolean;
}

/**
 * Keeps the last few answers to questions that take long, and lets several callers wait for one: gates, findings and the
 * report ask for the comparison that is on screen. Work goes on as long as one of them waits; an answer that failed is not
 * kept. What an answer depends on besides the question belongs into its key.
 */
export class SharedAnswers<T, P = never> {
  private readonly kept = new Map<string, Running<T, P>>();
  private readonly most: number;
  private readonly what: string;

  /**
   * @param most how many answers are kept
   * @param what starts the message of a cancelled call: "The comparison"
   */
  constructor(most: number, what: string) {
    this.most = most;
    this.what = what;
  }

  /**
   * @param key equal keys have equal answers
   * @param listen hears of progress while the work is under way
   * @throws {AppError} `cancelled` as soon as `signal` is aborted
   */
  async get(
    key: string,
    work: (signal: AbortSignal, tell: (progress: P) => void) => Promise<T>,
    signal: AbortSignal,
    listen: (progress: P) => void = () => undefined,
  ): Promise<T> {
    if (signal.aborted) throw cancelledError(this.what);
    const running = this.runningFor(key, work);
    running.waiting += 1;
    running.listeners.add(listen);
    let leave = (): void => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(cancelledError(this.what));
      signal.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([running.answer, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      running.listeners.delete(listen);
      running.waiting -= 1;
      if (running.waiting === 0 && !running.settled) {
        running.abort.abort();
        if (this.kept.get(key) === running) this.kept.delete(key);
      }
    }
  }

  forget(): void {
    this.kept.clear();
  }

  private runningFor(
    key: string,
    work: (signal: AbortSignal, tell: (progress: P) => void) => Promise<T>,
  ): Running<T, P> {
    const known = this.kept.get(key);
    // The one that was asked for last comes last.
    this.kept.delete(key);
    const running = known ?? this.start(key, work);
    this.kept.set(key, running);
    for (const [other, { settled }] of this.kept) {
      if (this.kept.size <= this.most) break;
      if (settled) this.kept.delete(other);
    }
    return running;
  }

  private start(
    key: string,
    work: (signal: AbortSignal, tell: (progress: P) => void) => Promise<T>,
  ): Running<T, P> {
    const abort = new AbortController();
    const listeners = new Set<(progress: P) => void>();
    const tell = (progress: P): void => {
      for (const listener of listeners) listener(progress);
    };
    const running: Running<T, P> = {
      answer: work(abort.signal, tell),
      abort,
      listeners,
      waiting: 0,
      settled: false,
    };
    running.answer.then(
      () => {
        running.settled = true;
      },
      () => {
        running.settled = true;
        if (this.kept.get(key) === running) this.kept.delete(key);
      },
    );
    return running;
  }
}
