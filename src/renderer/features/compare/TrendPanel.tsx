import { useMemo, useRef, type ReactNode } from 'react';
import type { ComparedMetric } from '#shared/model/comparison.ts';
import { ChartPanel } from '../../charts/chart-panel/ChartPanel.tsx';
import type { ChartHandle } from '../../charts/chart-handle.ts';
import { trendModel } from '../../charts/run-trend/model.ts';
import { trendTable } from '../../charts/run-trend/summary.ts';
import { TrendChart } from '../../charts/run-trend/TrendChart.tsx';
import { useEngineQuery } from '../../data/use-query.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { useAppState } from '../../state/use-store.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { metricNames } from './verdict-words.ts';

const MAX_RUNS = 1000;

interface TrendPanelProps {
  readonly metric: ComparedMetric;
  readonly label: string | null;
  /** Goes back to the verdicts. */
  readonly controls: ReactNode;
}

/** The metric over all runs that are compared; of a pair, over all runs of the workspace. */
export function TrendPanel({ metric, label, controls }: TrendPanelProps): ReactNode {
  const chart = useRef<ChartHandle>(null);
  const runs = useAppState((state) => state.workspace.runs);
  const { baseline, candidate } = useAppState((state) => state.compare.draft);
  const compared = [...new Set([...baseline.runIds, ...candidate.runIds])];
  const runIds = compared.length > 2 ? compared : runs.map((run) => run.id).slice(0, MAX_RUNS);
  const answer = useEngineQuery('compare.trend', { runIds, label });
  const { data } = answer;
  const model = useMemo(
    () =>
      data === null
        ? null
        : trendModel(data, metric, (runId) => ({
            name: runs.find((run) => run.id === runId)?.name ?? `run ${runId}`,
            side: baseline.runIds.includes(runId) ? 'A' : candidate.runIds.includes(runId) ? 'B' : null,
          })),
    [data, metric, runs, baseline, candidate],
  );
  const unit = metric === 'errorRate' ? '%' : metric === 'throughput' ? '/s' : 'ms';
  const noise =
    data?.noiseFloor == null
      ? null
      : `runs differ by ${numberFormat.percent(Math.exp(data.noiseFloor) - 1)} by themselves`;
  return (
    <section className="verdicts" aria-label="Trend" data-pane="trend">
      <ChartPanel
        title="Trend"
        note={[`${metricNames[metric]} of ${label ?? 'all counted samples'}`, noise, data?.note ?? null]
          .filter((part) => part !== null)
          .join('. ')}
        controls={controls}
        table={model === null ? null : () => trendTable(model, unit, metric === 'errorRate' ? 100 : 1)}
        chart={chart}
        fileName={`${label ?? 'all'} trend`}
      >
        <QueryBody
          subject="The trend"
          loading={answer.status === 'loading'}
          error={answer.error}
          onRetry={answer.retry}
        >
          {model === null ? null : <TrendChart ref={chart} model={model} />}
        </QueryBody>
      </ChartPanel>
    </section>
  );
}
