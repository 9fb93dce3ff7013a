import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import type { ChartHandle } from '../../../charts/chart-handle.ts';
import type { PercentileModel } from '../../../charts/percentile/model.ts';
import { PercentileChart } from '../../../charts/percentile/PercentileChart.tsx';
import { percentileTable } from '../../../charts/percentile/summary.ts';
import { QueryBody } from '../../../panels/query-body/QueryBody.tsx';
import { natureOf } from '../../../panels/run-nature/run-nature.ts';
import { useAppState } from '../../../state/use-store.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import type { MenuEntry } from '../../../ui/menu-item.ts';
import { useExplorer } from '../explorer-context.ts';
import { ViewChart } from '../ViewChart.tsx';
import { usePercentileModel } from './use-percentile-model.ts';

/** Response time by percentile, of the selection before the whole run. */
export function DistributionPanel(): ReactNode {
  const { run, data, crosshair } = useExplorer();
  const [withCorrection, setWithCorrection] = useState(false);
  const chart = useRef<ChartHandle>(null);
  const mode = useAppState((state) => state.layout.charts.latencyScale);
  const answer = usePercentileModel(run, data.cube, withCorrection);
  const { model } = answer;
  const isPart = model?.isPart === true;
  const behindIs = model?.behind == null ? null : model.behindIs;
  const compared = behindIs !== null;
  // A report's points say by their look what they are: alone they need no name, and the note needs the room.
  const named = compared || natureOf(run) !== 'report';
  const isReport = natureOf(run) === 'report';
  const legend = useMemo(
    () => (named ? <CurveLegend isPart={isPart} behindIs={behindIs} /> : null),
    [named, isPart, behindIs],
  );
  const entries = useMemo(
    (): readonly MenuEntry[] =>
      isReport
        ? []
        : [
            { kind: 'separator', id: 'correction' },
            {
              kind: 'choice',
              id: 'corrected',
              label: 'Also corrected for coordinated omission',
              chosen: withCorrection,
              onSelect: () => setWithCorrection((on) => !on),
            },
          ],
    [isReport, withCorrection],
  );

  return (
    <ViewChart
      title="Distribution"
      note={answer.estimated ? '≈ estimate' : model === null ? null : basisOf(model)}
      controls={legend}
      entries={entries}
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
        {model === null ? null : hasNoCurve(model) ? (
          <div className="explorer__none">
            <NoCurve run={run} isPart={isPart} />
          </div>
        ) : (
          <div className="explorer__with-note">
            <div className="explorer__picture">
              <PercentileChart
                ref={chart}
                owner="percentiles"
                model={model}
                mode={mode}
                crosshair={crosshair}
              />
            </div>
            {answer.correction !== null && (
              <p className="explorer__note">
                <span className="explorer__legend">
                  <i className="is-corrected" />
                  corrected
                </span>{' '}
                {answer.correction.sentence}
              </p>
            )}
          </div>
        )}
      </QueryBody>
    </ViewChart>
  );
}

function basisOf({ reported }: PercentileModel): string {
  return reported ? 'reported percentiles only' : 'exact';
}

/** A report of which nothing but the extremes is known has points, and still no percentile. */
function hasNoCurve({ reported, selection }: PercentileModel): boolean {
  return reported
    ? selection.percentile.every((percentile) => percentile === 0 || percentile === 100)
    : selection.samples === 0;
}

function NoCurve({ run, isPart }: { readonly run: Run; readonly isPart: boolean }): ReactNode {
  const chosen = useAppState((state) => state.selection.transactions);
  if (natureOf(run) === 'report') {
    return chosen !== null && chosen.length > 1 ? (
      <EmptyState title="Percentiles cannot be put together">
        A report has those of each transaction, and without samples there are none of several. Choose one
        transaction.
      </EmptyState>
    ) : (
      <EmptyState title="No percentiles in the report">
        Its other figures stand in the table of transactions.
      </EmptyState>
    );
  }
  return isPart || run.samples === 0 ? (
    <EmptyState title="No samples in the selection">Widen the time span or choose other outcomes.</EmptyState>
  ) : (
    <EmptyState title="No response times in this file">
      Its samples can be counted, but not timed: the column with the elapsed time is missing or empty.
    </EmptyState>
  );
}

interface CurveLegendProps extends Pick<PercentileModel, 'isPart'> {
  readonly behindIs: PercentileModel['behindIs'] | null;
}

function CurveLegend({ isPart, behindIs }: CurveLegendProps): ReactNode {
  return (
    <>
      <span className="explorer__legend">
        <i className="is-selection" />
        {isPart ? 'selection' : 'whole run'}
      </span>
      {behindIs !== null && (
        <span className="explorer__legend" title={`Behind: the ${behindIs}`}>
          <i className="is-whole" />
          {behindIs === 'steady phase' ? 'steady' : behindIs}
        </span>
      )}
    </>
  );
}
