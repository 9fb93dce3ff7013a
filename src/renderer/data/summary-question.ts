import type { EngineParams } from '#shared/contract/engine.ts';
import type { SampleFilter } from '#shared/model/filter.ts';

/** The summary as the window asks for it. One place, so that equal selections share one answer in the query layer. */
export function summaryQuestion(
  filter: SampleFilter,
  percentiles: readonly number[],
): EngineParams<'latency.summary'> {
  return {
    filter,
    percentiles: [...percentiles],
    estimator: 'type7',
    jmeterCompatible: false,
  };
}
