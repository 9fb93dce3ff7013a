import { useMemo, useRef, type ReactNode } from 'react';
import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import type { PartSeries, ResponsePart } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import type { ChartHandle } from '../../../charts/chart-handle.ts';
import type { StackedModel } from '../../../charts/stacked/model.ts';
import { stackedTable } from '../../../charts/stacked/summary.ts';
import { TimePlot } from '../../../charts/time-plot/TimePlot.tsx';
import { bucketLength } from '../../../charts/time-series/summary.ts';
import { spanToAsk } from '../../../charts/time-zoom/zoom.ts';
import { useEngineQuery } from '../../../data/use-query.ts';
import { QueryBody } from '../../../panels/query-body/QueryBody.tsx';
import { useFilterWithoutTime } from '../../../state/use-store.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useExplorer } from '../explorer-context.ts';
import { ViewChart } from '../ViewChart.tsx';
import { stackedPicture } from './stacked-picture.ts';

const MAX_BUCKETS = 300;

/** By part, so that each keeps its colour whatever else a file has. */
const parts: Readonly<Record<ResponsePart, { readonly name: string; readonly style: number }>> = {
  blocked: { name: 'blocked', style: 6 },
  connect: { name: 'connect', style: 1 },
  tls: { name: 'TLS', style: 2 },
  sending: { name: 'send', style: 5 },
  waiting: { name: 'wait', style: 0 },
  receiving: { name: 'receive', style: 3 },
};

/** Where the time of a response goes: setting up the connection, waiting for the first byte, receiving. */
export function PartsPanel(): ReactNode {
  const { run, plots, zoom } = useExplorer();
  const chart = useRef<ChartHandle>(null);
  const whole = useFilterWithoutTime();
  const window = zoom.state.settled;
  const { data, status, error, retry } = useEngineQuery(
    'latency.parts',
    whole === null
      ? null
      : { filter: { ...whole, time: window === null ? null : spanToAsk(window) }, maxBuckets: MAX_BUCKETS },
  );
  const model = useMemo(() => (data === null ? null : partsModel(run, data)), [run, data]);
  const picture = useMemo(
    () => (model === null ? null : stackedPicture(model, 'Mean parts of the response time, ms')),
    [model],
  );
  const table = useMemo(() => (model === null ? null : () => stackedTable(model)), [model]);
  return (
    <ViewChart
      title="Parts of the response"
      note={model === null ? null : `means, ${bucketLength(model.bucketMs)} buckets`}
      table={table}
      chart={chart}
      fileName={`${run.name} parts`}
    >
      <QueryBody subject="The chart of parts" loading={status === 'loading'} error={error} onRetry={retry}>
        {model === null || picture === null ? null : model.series.length === 0 ? (
          <div className="explorer__none">
            <EmptyState title="The file does not tell the parts">
              In JMeter, jmeter.save.saveservice.connect_time and .latency write them; k6 always does.
            </EmptyState>
          </div>
        ) : (
          <TimePlot ref={chart} owner="parts" name="Parts" picture={picture} shared={plots} />
        )}
      </QueryBody>
    </ViewChart>
  );
}

function partsModel(run: Run, { bucketMs, parts: found, table }: PartSeries): StackedModel {
  return {
    durationMs: run.durationMs,
    startedAtUs: run.startedAtUs,
    bucketMs,
    startMs:
      table.rowCount === 0 ? new Float64Array(0) : Float64Array.from(numberColumn(table, 'startMs').values),
    unit: 'ms',
    series: found.map((part) => {
      const column = numberColumn(table, `${part}Ms`);
      return {
        ...parts[part],
        values: Float64Array.from({ length: table.rowCount }, (_, row) => numberAt(column, row) ?? NaN),
      };
    }),
  };
}
