import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import { comparedMetrics } from '#shared/model/comparison.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { questionKey } from './question-key.ts';
import { SharedAnswers } from './shared-answers.ts';

/** The engine's own methods, as gates, findings and reports ask them. */
type AskEngine = <M extends EngineMethod>(method: M, params: EngineParams<M>) => Promise<EngineResult<M>>;

/** Percentiles that gates, findings and reports show: asked for together, so that one answer serves all of them. */
const SHOWN_PERCENTILES: readonly number[] = [50, 90, 95, 99];
/** Those with intervals: each of them is resampled, which takes its time. */
const INTERVAL_PERCENTILES: readonly number[] = [50, 95, 99];

/** What takes long and is asked by several of them; all else is asked anew. */
const SHARED: ReadonlySet<EngineMethod> = new Set<EngineMethod>([
  'phases.get',
  'latency.summary',
  'latency.errors',
  'latency.tail',
  'diagnostics.honesty',
  'diagnostics.incidents',
  'diagnostics.modes',
  'diagnostics.intervals',
  'capacity.get',
  'soak.get',
  'compare.run',
  'gates.evaluate',
  'findings.list',
  'profiles.difference',
  'profiles.functions',
  'heap.growth',
]);

/** Of some five runs. */
const MOST = 100;

/**
 * Answers of the engine's own methods while the workspace stays as it is: gates, findings and reports ask the same
 * questions, often at the same time, and each of them is worked on once. Questions that differ only in percentiles or
 * metrics are asked for all of them; whoever asks finds his own among them by name.
 */
export class EngineAnswers {
  private readonly answers = new SharedAnswers<unknown>(MOST, 'The question');
  private readonly handlers: () => EngineHandlers;
  private readonly state: () => string;
  private of = '';

  /**
   * @param handlers those of the whole engine; asked for with the first question, because they are made after this
   * @param state another text whenever answers may be others
   */
  constructor(handlers: () => EngineHandlers, state: () => string) {
    this.handlers = handlers;
    this.state = state;
  }

  /** @param signal of who asks: what nobody waits for any more is ended */
  asking(signal: AbortSignal): AskEngine {
    return async (method, params) => {
      // A signal of its own for every question: each query listens to it, and several run at once.
      if (!SHARED.has(method)) return this.handlers()[method](params, { signal: AbortSignal.any([signal]) });
      const state = this.state();
      if (state !== this.of) this.answers.forget();
      this.of = state;
      const wider = widened(method, params) as typeof params;
      return (await this.answers.get(
        `${state} ${method} ${questionKey(wider)}`,
        async (aborted) => this.handlers()[method](wider, { signal: aborted }),
        signal,
      )) as EngineResult<typeof method>;
    };
  }
}

function widened(method: EngineMethod, params: unknown): unknown {
  switch (method) {
    case 'latency.summary': {
      const asked = params as EngineParams<'latency.summary'>;
      return { ...asked, percentiles: together(asked.percentiles, SHOWN_PERCENTILES) };
    }
    case 'diagnostics.intervals': {
      const asked = params as EngineParams<'diagnostics.intervals'>;
      return { ...asked, percentiles: together(asked.percentiles, INTERVAL_PERCENTILES) };
    }
    case 'compare.run': {
      // Verdicts do not depend on which metrics are asked for: all of them are judged in any case.
      const asked = params as EngineParams<'compare.run'>;
      return { ...asked, request: { ...asked.request, metrics: [...comparedMetrics] } };
    }
    default:
      return params;
  }
}

function together(asked: readonly number[], usual: readonly number[]): number[] {
  return [...new Set([...asked, ...usual])].sort((a, b) => a - b);
}
