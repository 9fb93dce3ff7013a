import type { Run } from '#shared/model/run.ts';

/** What the panel below the timeline can show. k6 reports more than samples. */
export const failureTabs = ['errors', 'checks', 'thresholds', 'metrics'] as const;
export type FailureTab = (typeof failureTabs)[number];

export const tabTitles: Readonly<Record<FailureTab, string>> = {
  errors: 'Errors',
  checks: 'Checks',
  thresholds: 'Thresholds',
  metrics: 'Metrics',
};

export function hasK6Results(run: Run): boolean {
  return run.tool === 'k6';
}
