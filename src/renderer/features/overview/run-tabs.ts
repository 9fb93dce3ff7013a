import { useMemo } from 'react';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';

/** What the panel below the timeline can show. */
export type FailureTab = 'errors' | 'checks' | 'thresholds' | 'metrics';

export const tabTitles: Readonly<Record<FailureTab, string>> = {
  errors: 'Errors',
  checks: 'Checks',
  thresholds: 'Thresholds',
  metrics: 'Metrics',
};

/** Of metrics, where they are trends. */
export const METRIC_PERCENTILES: readonly number[] = [50, 90, 95, 99];

/** Every tool has errors; k6 judges by itself; metrics are shown where a file has any. */
export function useRunTabs(run: Run): readonly FailureTab[] {
  const isK6 = run.tool === 'k6';
  // k6 always has metrics: the question would cost a pass over all of them before anybody looks.
  const metrics = useEngineQuery(
    'k6.metrics',
    isK6 ? null : { runId: run.id, percentiles: [...METRIC_PERCENTILES] },
  );
  const hasMetrics = isK6 || (metrics.data ?? []).length > 0;
  return useMemo(
    () => [
      'errors',
      ...(isK6 ? (['checks', 'thresholds'] as const) : []),
      ...(hasMetrics ? (['metrics'] as const) : []),
    ],
    [isK6, hasMetrics],
  );
}
