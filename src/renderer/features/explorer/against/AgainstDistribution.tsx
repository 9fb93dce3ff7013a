import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { ChartHandle } from '../../../charts/chart-handle.ts';
import { OverlayChart } from '../../../charts/overlay-curves/OverlayChart.tsx';
import type { CurveKind, OverlayModel } from '../../../charts/overlay-curves/scene.ts';
import { overlayTable } from '../../../charts/overlay-curves/summary.ts';
import { percentileCurve, type PercentileCurve } from '../../../charts/percentile/model.ts';
import { useEngineQuery } from '../../../data/use-query.ts';
import { useAgainst, type Against } from '../../../panels/against/use-against.ts';
import { QueryBody } from '../../../panels/query-body/QueryBody.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { useExplorer } from '../explorer-context.ts';
import { ViewChart } from '../ViewChart.tsx';
import { DistributionPanel } from '../views/DistributionPanel.tsx';
import { MAX_POINTS, usePercentileModel } from '../views/use-percentile-model.ts';
import { AgainstLegend } from './AgainstLegend.tsx';

const KINDS = [
  { value: 'nines', label: 'Nines' },
  { value: 'ecdf', label: 'ECDF' },
] as const;
/** Its values are written at both curves. */
const MARKED = 95;
const NONE: PercentileCurve = { samples: 0, percentile: new Float64Array(0), valueMs: new Float64Array(0) };

/** Response time by percentile: of this run alone, or beside the run that it is held against. */
export function DistributionOfRuns(): ReactNode {
  const { run } = useExplorer();
  const against = useAgainst(run);
  return against === null ? <DistributionPanel /> : <AgainstDistribution against={against} />;
}

function AgainstDistribution({ against }: { readonly against: Against }): ReactNode {
  const { run, data, crosshair } = useExplorer();
  const chart = useRef<ChartHandle>(null);
  const [kind, setKind] = useState<CurveKind>('nines');
  const own = usePercentileModel(run, data.cube, false);
  const { filter, absent } = against;
  const theirs = useEngineQuery('latency.curve', filter === null ? null : { filter, maxPoints: MAX_POINTS });
  const baseline = useMemo(
    () => (absent ? NONE : theirs.data === null ? null : percentileCurve(theirs.data)),
    [absent, theirs.data],
  );
  const candidate = own.model?.selection ?? null;
  const clockTickMs = Math.max(run.clockTickMs, against.run.clockTickMs) || 1;
  const model = useMemo(
    (): OverlayModel | null =>
      baseline === null || candidate === null ? null : { baseline, candidate, clockTickMs, marked: MARKED },
    [baseline, candidate, clockTickMs],
  );
  const controls = useMemo(
    () => (
      <>
        <AgainstLegend run={run} against={against} />
        <Segmented label="Kind of curve" value={kind} options={KINDS} onChange={setKind} />
      </>
    ),
    [run, against, kind],
  );
  return (
    <ViewChart
      title="Distribution"
      note={against.note ?? (own.estimated ? '≈ estimate of B' : null)}
      controls={controls}
      table={model === null ? null : () => overlayTable(model)}
      chart={chart}
      fileName={`${run.name} against ${against.run.name} percentiles`}
    >
      <QueryBody
        subject="The percentile curve"
        loading={own.loading || theirs.status === 'loading'}
        error={own.error ?? theirs.error}
        onRetry={() => {
          own.retry();
          theirs.retry();
        }}
      >
        {model === null ? null : (
          <OverlayChart ref={chart} owner="against-curves" model={model} kind={kind} crosshair={crosshair} />
        )}
      </QueryBody>
    </ViewChart>
  );
}
