import { numberAt, numberColumn, textAt, textColumn } from '#shared/contract/columns.ts';
import type { EngineParams } from '#shared/contract/engine.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { DEFAULT_APDEX_T_MS } from '#shared/model/statistics.ts';
import type { AskEngine } from '../gates/run-figures.ts';
import type { RowFigures, SpanFigures } from './evidence.ts';

/** Percentiles that findings show. */
export const FINDING_PERCENTILES: readonly number[] = [50, 95, 99];

/** The question that gives the figures of a selection. */
export function summaryQuestion(filter: SampleFilter): EngineParams<'latency.summary'> {
  return {
    filter,
    percentiles: [...FINDING_PERCENTILES],
    estimator: 'type7',
    apdexTMs: DEFAULT_APDEX_T_MS,
    jmeterCompatible: false,
  };
}

export async function spanFigures(ask: AskEngine, run: Run, filter: SampleFilter): Promise<SpanFigures> {
  const params = summaryQuestion(filter);
  const { overall, transactions: table } = await ask('latency.summary', params);
  const at = (name: string, row: number): number | null => numberAt(numberColumn(table, name), row);
  const [label, kind] = [textColumn(table, 'label'), textColumn(table, 'kind')];
  const rows = new Map<number, RowFigures>();
  for (let row = 0; row < table.rowCount; row++) {
    const id = at('id', row);
    if (id === null) continue;
    rows.set(id, {
      id,
      label: textAt(label, row) ?? '',
      counted: textAt(kind, row) === run.countedKind,
      samples: at('samples', row),
      failures: at('failures', row),
      errorRate: at('errorRate', row),
      meanMs: at('meanMs', row),
      p50Ms: at('p:50', row),
      p95Ms: at('p:95', row),
      p99Ms: at('p:99', row),
      throughputPerSec: at('throughputPerSec', row),
    });
  }
  return {
    filter,
    query: { method: 'latency.summary', params: { ...params } },
    overall: {
      id: null,
      label: 'All requests',
      counted: true,
      samples: overall.samples,
      failures: overall.failures,
      errorRate: overall.errorRate,
      meanMs: overall.meanMs,
      p50Ms: overall.percentilesMs['50'] ?? null,
      p95Ms: overall.percentilesMs['95'] ?? null,
      p99Ms: overall.percentilesMs['99'] ?? null,
      throughputPerSec: overall.throughputPerSec,
    },
    rows,
  };
}
