import { isCancelled, toWireError, type WireError } from '#shared/contract/errors.ts';
import type { EngineParams, EngineResult } from '#shared/contract/engine.ts';
import { queryKey, runOf } from '../../data/query-key.ts';
import type { Asked, QueryLayer } from '../../data/query-layer.ts';
import { sampleRows, type SampleRow } from './sample-rows.ts';

export const PAGE = 500;
/** More than anybody scrolls through; whoever wants them all asks in SQL or exports them. */
export const MAX_LOADED = 100_000;

export type SampleQuestion = Omit<EngineParams<'latency.samples'>, 'offset' | 'limit'>;

export interface LoadedSamples {
  readonly rows: readonly SampleRow[];
  /** How many there are; null before the first answer. */
  readonly total: number | null;
  readonly loading: boolean;
  /** The rows are those of the question before. */
  readonly isPrevious: boolean;
  readonly error: WireError | null;
}

const nothing: LoadedSamples = { rows: [], total: null, loading: false, isPrevious: false, error: null };

/**
 * Samples of the latest question, loaded page by page as they come into view. Until the first page of a new question is
 * there, the old rows stay, unless they are of another run.
 */
export class SamplePager {
  private loaded: LoadedSamples = nothing;
  private question: SampleQuestion | null = null;
  private key: string | null = null;
  /** Rows of the present question; the others are of the one before. */
  private own = 0;
  private asked: Asked<EngineResult<'latency.samples'>> | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly layer: QueryLayer) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): LoadedSamples => this.loaded;

  ask(question: SampleQuestion | null): void {
    const key =
      question === null ? null : `${this.layer.generation()} ${queryKey('latency.samples', question)}`;
    if (key === this.key) return;
    const sameRun = question !== null && this.question !== null && runOf(question) === runOf(this.question);
    this.question = question;
    this.key = key;
    this.own = 0;
    this.letGo();
    if (question === null) this.publish(nothing);
    else {
      this.publish(sameRun ? { ...this.loaded, isPrevious: true, error: null } : nothing);
      this.load();
    }
  }

  /** The next page, where there is one. After an error only {@link retry} goes on. */
  readonly loadMore = (): void => {
    const { total, loading, error } = this.loaded;
    if (this.question === null || loading || error !== null || total === null) return;
    if (this.own < Math.min(total, MAX_LOADED)) this.load();
  };

  readonly retry = (): void => {
    if (this.question === null) return;
    this.publish({ ...this.loaded, error: null });
    this.load();
  };

  close(): void {
    this.letGo();
    this.key = null;
    this.question = null;
  }

  private load(): void {
    const { question, key } = this;
    if (question === null) return;
    const asked = this.layer.ask('latency.samples', { ...question, offset: this.own, limit: PAGE });
    this.asked = asked;
    this.publish({ ...this.loaded, loading: true });
    asked.result.then(
      ({ total, table }) => {
        if (this.key !== key) return;
        const rows = [...this.loaded.rows.slice(0, this.own), ...sampleRows(table)];
        this.own = rows.length;
        this.publish({ rows, total, loading: false, isPrevious: false, error: null });
      },
      (error: unknown) => {
        if (this.key !== key || isCancelled(error)) return;
        this.publish({ ...this.loaded, loading: false, error: toWireError(error) });
      },
    );
  }

  private letGo(): void {
    this.asked?.release();
    this.asked = null;
  }

  private publish(loaded: LoadedSamples): void {
    this.loaded = loaded;
    for (const listener of [...this.listeners]) listener();
  }
}
