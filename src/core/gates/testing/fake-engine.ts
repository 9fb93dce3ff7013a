import { numbersToColumn, textsToColumn } from '#shared/contract/columns.ts';
import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import type { Comparison } from '#shared/model/comparison.ts';
import type { PercentileIntervals } from '#shared/model/diagnostics.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { CheckResult } from '#shared/model/latency.ts';
import type { PhaseReport } from '#shared/model/phases.ts';
import type { Database } from '../../db/database.ts';
import { k6Metrics } from '../../latency/k6/metrics.ts';
import { reportedMetrics } from '../../latency/report/reported-lists.ts';
import { reportSummary } from '../../latency/report/report-summary.ts';
import { timeSeries } from '../../latency/series.ts';
import { summarise } from '../../latency/summary.ts';
import type { StoredRun } from '../../latency/testing/stored-run.ts';
import type { AskEngine } from '../run-figures.ts';

/** What a test says of those parts of the engine that are not about figures of samples. */
export interface FakeAnswers {
  readonly steady?: TimeSpan | null;
  readonly note?: string | null;
  /** By transaction, null for all: `[low, high]` in ms, of every percentile. */
  readonly intervals?: ReadonlyMap<number | null, readonly [number, number]>;
  readonly checks?: readonly CheckResult[];
  readonly comparison?: (params: EngineParams<'compare.run'>) => Comparison;
}

/** The engine's own figures of a stored run; phases, intervals and comparisons as the test says. */
export function fakeEngine(
  database: Database,
  { run, transactions }: StoredRun,
  answers: FakeAnswers,
  asked: string[] = [],
): AskEngine {
  const { signal } = new AbortController();
  const answer = async (method: EngineMethod, params: never): Promise<unknown> => {
    asked.push(method);
    switch (method) {
      case 'latency.summary': {
        const request: EngineParams<'latency.summary'> = params;
        return run.granularity === 'aggregated'
          ? reportSummary(database, run, transactions, request.filter, request.percentiles)
          : summarise(database, run, transactions, request, signal);
      }
      case 'latency.series':
        return timeSeries(database, run, params, signal);
      case 'phases.get':
        return phaseReport(answers);
      case 'diagnostics.intervals':
        return intervals(params, answers);
      case 'k6.checks':
        return answers.checks ?? [];
      case 'k6.metrics': {
        const { percentiles }: EngineParams<'k6.metrics'> = params;
        return run.granularity === 'aggregated'
          ? reportedMetrics(database, run.id, percentiles)
          : k6Metrics(database, run.id, percentiles, signal);
      }
      case 'compare.run':
        return answers.comparison?.(params);
      default:
        throw new Error(`Gates have no business with ${method}`);
    }
  };
  return <M extends EngineMethod>(method: M, params: EngineParams<M>): Promise<EngineResult<M>> =>
    answer(method, params as never) as Promise<EngineResult<M>>;
}

function phaseReport({ steady = null, note = null }: FakeAnswers): PhaseReport {
  return {
    phases: [],
    edited: false,
    steady,
    note,
    load: 'threads',
    testTypes: [],
    testTypeReasons: [],
    spikes: [],
  };
}

function intervals(
  { percentiles }: EngineParams<'diagnostics.intervals'>,
  { intervals: known = new Map<number | null, readonly [number, number]>() }: FakeAnswers,
): PercentileIntervals {
  const rows = [...known];
  return {
    percentiles,
    table: {
      rowCount: rows.length,
      columns: {
        id: numbersToColumn(rows.map(([id]) => id)),
        method: textsToColumn(rows.map(() => 'blocks')),
        ...Object.fromEntries(
          percentiles.flatMap((percentile) => [
            [`low:${percentile}`, numbersToColumn(rows.map(([, [low]]) => low))],
            [`high:${percentile}`, numbersToColumn(rows.map(([, [, high]]) => high))],
          ]),
        ),
      },
    },
  };
}
