import type { NewReportedMetric } from '../aggregates.ts';
import { MAX_TEXT_BYTES, type MetricKind, type NewMetric } from '../importer.ts';
import type { Stats } from './second-generation.ts';

/** Bounds the memory; scripts have a few metrics of their own. */
const MAX_METRICS = 10_000;

/** Metrics with their figures for the whole run: counters (`vusers.created`), rates, summaries (`vusers.session_length`). */
export function otherMetrics(
  { counters, rates, summaries }: Stats,
  isUsedElsewhere: (name: string) => boolean,
): { readonly metrics: NewMetric[]; readonly reported: NewReportedMetric[] } {
  const metrics: NewMetric[] = [];
  const reported: NewReportedMetric[] = [];
  const names = new Set<string>();
  const add = (
    name: string,
    kind: MetricKind,
    contains: NewMetric['contains'],
    figures: Record<string, number>,
  ): void => {
    const clipped = name.slice(0, MAX_TEXT_BYTES / 4);
    if (isUsedElsewhere(name) || names.has(clipped) || names.size === MAX_METRICS) return;
    names.add(clipped);
    const localId = metrics.length;
    metrics.push({ localId, name: clipped, kind, contains, thresholds: [] });
    reported.push({ metric: localId, figures });
  };
  for (const [name, count] of counters)
    add(name, 'counter', name.endsWith('_bytes') ? 'data' : 'default', { count });
  for (const [name, rate] of rates) add(name, 'gauge', 'default', { rate });
  for (const [name, summary] of summaries) {
    // Artillery's own summaries are times in ms; those of scripts have no unit.
    const isTime = /(?:response_time|session_length|latency)/u.test(name);
    add(name, 'trend', isTime ? 'time' : 'default', Object.fromEntries(summary));
  }
  return { metrics, reported };
}
