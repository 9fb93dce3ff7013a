import { useMemo, useRef, type ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { ChartPanel } from '../../charts/chart-panel/ChartPanel.tsx';
import type { ChartHandle } from '../../charts/chart-handle.ts';
import type { Crosshair } from '../../charts/crosshair.ts';
import { PercentileChart } from '../../charts/percentile/PercentileChart.tsx';
import { percentileTable } from '../../charts/percentile/summary.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import type { RunCube } from '../../panels/run-figures/use-run-cube.ts';
import { useAppState } from '../../state/use-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { usePercentileModel } from './use-percentile-model.ts';

interface DistributionPanelProps {
  readonly run: Run;
  readonly runCube: RunCube | null;
  readonly crosshair: Crosshair;
}

export function DistributionPanel({ run, runCube, crosshair }: DistributionPanelProps): ReactNode {
  const chart = useRef<ChartHandle>(null);
  const mode = useAppState((state) => state.layout.charts.latencyScale);
  const answer = usePercentileModel(run, runCube);
  const { model } = answer;
  const compared = model?.wholeRun != null;
  const legend = useMemo(() => <CurveLegend compared={compared} />, [compared]);

  return (
    <section
      className="explorer__panel explorer__distribution"
      aria-label="Distribution"
      data-pane="distribution"
    >
      <ChartPanel
        title="Distribution"
        note={answer.estimated ? '≈ estimate' : model === null ? null : 'exact'}
        controls={legend}
        table={model === null ? null : () => percentileTable(model)}
        chart={chart}
        fileName={`${run.name} percentiles`}
      >
        <QueryBody
          subject="The percentile curve"
          loading={answer.loading}
          error={answer.error}
          onRetry={answer.retry}
        >
          {model === null ? null : model.selection.samples === 0 ? (
            <div className="explorer__none">
              {compared || run.samples === 0 ? (
                <EmptyState title="No samples in the selection">
                  Widen the time span or choose other outcomes.
                </EmptyState>
              ) : (
                <EmptyState title="No response times in this file">
                  Its samples can be counted, but not timed: the column with the elapsed time is missing or
                  empty.
                </EmptyState>
              )}
            </div>
          ) : (
            <PercentileChart
              ref={chart}
              owner="percentiles"
              model={model}
              mode={mode}
              crosshair={crosshair}
            />
          )}
        </QueryBody>
      </ChartPanel>
    </section>
  );
}

function CurveLegend({ compared }: { readonly compared: boolean }): ReactNode {
  return (
    <>
      <span className="explorer__legend">
        <i className="is-selection" />
        {compared ? 'selection' : 'whole run'}
      </span>
      {compared && (
        <span className="explorer__legend">
          <i className="is-whole" />
          whole run
        </span>
      )}
    </>
  );
}
