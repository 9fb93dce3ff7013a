import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import { comparedMetrics } from '#shared/model/comparison.ts';
import type { AskEngine } from '../gates/run-figures.ts';

/** Percentiles that findings show: asked for together with those of gates. */
export const FINDING_PERCENTILES: readonly number[] = [50, 95, 99];

/** Answers that were given already, by question; they hold while the workspace stays as it is. */
export type KnownAnswers = Map<string, unknown>;

/**
 * The engine's own methods, each question asked once: gates and rules share the answers. Questions that differ only in
 * percentiles or metrics are asked for all of them at once; whoever asks finds his own among them by name.
 * @param known of earlier lists of findings; new answers are added. What is still under way is not shared: whoever asked
 *   may cancel it.
 */
export function askingOnce(ask: AskEngine, known: KnownAnswers): AskEngine {
  const underWay = new Map<string, Promise<unknown>>();
  return <M extends EngineMethod>(method: M, params: EngineParams<M>): Promise<EngineResult<M>> => {
    const wider = widened(method, params) as EngineParams<M>;
    const key = `${method} ${JSON.stringify(inOrder(wider))}`;
    if (known.has(key)) return Promise.resolve(known.get(key) as EngineResult<M>);
    const asked = underWay.get(key) as Promise<EngineResult<M>> | undefined;
    if (asked !== undefined) return asked;
    const answer = ask(method, wider).then((result) => {
      known.set(key, result);
      return result;
    });
    underWay.set(key, answer);
    return answer;
  };
}

function widened(method: EngineMethod, params: unknown): unknown {
  switch (method) {
    case 'latency.summary': {
      const asked = params as EngineParams<'latency.summary'>;
      return { ...asked, percentiles: allPercentiles(asked.percentiles) };
    }
    case 'diagnostics.intervals': {
      const asked = params as EngineParams<'diagnostics.intervals'>;
      return { ...asked, percentiles: allPercentiles(asked.percentiles) };
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

function allPercentiles(percentiles: readonly number[]): number[] {
  return [...new Set([...percentiles, ...FINDING_PERCENTILES])].sort((a, b) => a - b);
}

/** The same question in the same text, whatever the order of its parts; a token names who hears of progress. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value)
    .filter(([name, part]) => name !== 'token' && part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(parts.map(([name, part]) => [name, inOrder(part)]));
}
