import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import { isCancelled, toWireError, type WireError } from '#shared/contract/errors.ts';
import { queryKey, runOf } from './query-key.ts';
import type { Asked, QueryLayer } from './query-layer.ts';

export interface Answer<R> {
  readonly data: R | null;
  /** `idle`: nothing was asked. `loading` may come with the previous data. */
  readonly status: 'idle' | 'loading' | 'ready' | 'error';
  readonly error: WireError | null;
  /** True while `data` answers an earlier question: show it dimmed. */
  readonly isPrevious: boolean;
}

const idle: Answer<never> = { data: null, status: 'idle', error: null, isPrevious: false };

/**
 * One place on screen that shows the answer to its latest question. A newer question aborts the older one, whose
 * late answer is dropped; meanwhile the old picture stays.
 */
export class QuerySlot<M extends EngineMethod> {
  private answer: Answer<EngineResult<M>> = idle;
  private asked: Asked<EngineResult<M>> | null = null;
  private key: string | null = null;
  private run: number | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly layer: QueryLayer,
    private readonly method: M,
  ) {}

  /**
   * The answer as far as `params` are concerned. Between a render with a new question and {@link ask} the slot still
   * holds the answer to the old one, which must not pass for the new.
   */
  view(params: EngineParams<M> | null, keepPrevious: boolean): Answer<EngineResult<M>> {
    if (this.keyOf(params) === this.key) return this.answer;
    if (params === null) return idle;
    const atHand = this.layer.peek(this.method, params);
    if (atHand !== undefined) return { data: atHand, status: 'ready', error: null, isPrevious: false };
    const previous = this.previousFor(params, keepPrevious);
    return { data: previous, status: 'loading', error: null, isPrevious: previous !== null };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): Answer<EngineResult<M>> => this.answer;

  /**
   * @param keepPrevious show the old answer while the new one is loading, as long as it is about the same run:
   * another run's figures under this run's name would be wrong, not merely old
   */
  ask(params: EngineParams<M> | null, keepPrevious: boolean): void {
    const key = this.keyOf(params);
    if (key === this.key && this.answer.status !== 'error') return;
    const former = this.asked;
    this.key = key;
    this.asked = null;
    if (params === null) {
      this.publish(idle);
    } else {
      const previous = this.previousFor(params, keepPrevious);
      this.run = runOf(params);
      this.start(params, key, previous);
    }
    // After the new one has started: an equal question joins the running call instead of aborting it first.
    former?.release();
  }

  close(): void {
    this.asked?.release();
    this.asked = null;
    this.key = null;
  }

  private keyOf(params: EngineParams<M> | null): string | null {
    return params === null ? null : `${this.layer.generation()} ${queryKey(this.method, params)}`;
  }

  private previousFor(params: EngineParams<M>, keepPrevious: boolean): EngineResult<M> | null {
    return keepPrevious && runOf(params) === this.run ? this.answer.data : null;
  }

  private start(params: EngineParams<M>, key: string | null, previous: EngineResult<M> | null): void {
    const atHand = this.layer.peek(this.method, params);
    const asked = this.layer.ask(this.method, params);
    this.asked = asked;
    if (atHand !== undefined) {
      this.publish({ data: atHand, status: 'ready', error: null, isPrevious: false });
      return;
    }
    this.publish({ data: previous, status: 'loading', error: null, isPrevious: previous !== null });
    asked.result.then(
      (data) => {
        if (this.key === key) this.publish({ data, status: 'ready', error: null, isPrevious: false });
      },
      (error: unknown) => {
        if (this.key !== key || isCancelled(error)) return;
        this.publish({
          data: previous,
          status: 'error',
          error: toWireError(error),
          isPrevious: previous !== null,
        });
      },
    );
  }

  private publish(answer: Answer<EngineResult<M>>): void {
    this.answer = answer;
    for (const listener of [...this.listeners]) listener();
  }
}
