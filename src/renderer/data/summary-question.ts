import type { EngineParams } from '#shared/contract/engine.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import { DEFAULT_APDEX_T_MS } from '#shared/model/statistics.ts';

/** The summary as the window asks for it. One place, so that equal selections share one answer in the query layer. */
export function summaryQuestion(
  filter: SampleFilter,
  percentiles: readonly number[],
): EngineParams<'latency.summary'> {
  return {
    filter,
    percentiles: [...percentiles],
    estimator: 'type7',
    apdexTMs: DEFAULT_APDEX_T_MS,
    jmeterCompatible: false,
  };
}
