import { useMemo, useRef, useState, type ReactNode } from 'react';
import { numberColumn } from '#shared/contract/columns.ts';
import type { CodeSeries } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import type { ChartHandle } from '../../../charts/chart-handle.ts';
import type { StackedModel } from '../../../charts/stacked/model.ts';
import { stackedTable } from '../../../charts/stacked/summary.ts';
import { TimePlot } from '../../../charts/time-plot/TimePlot.tsx';
import { spanToAsk } from '../../../charts/time-zoom/zoom.ts';
import { bucketLength } from '../../../charts/time-series/summary.ts';
import { useEngineQuery } from '../../../data/use-query.ts';
import { QueryBody } from '../../../panels/query-body/QueryBody.tsx';
import { useFilterWithoutTime } from '../../../state/use-store.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { useExplorer } from '../explorer-context.ts';
import { ViewChart } from '../ViewChart.tsx';
import { codeStyles } from './code-styles.ts';
import { stackedPicture } from './stacked-picture.ts';

const MAX_BUCKETS = 300;
/** As many as there are colours. */
const MAX_CODES = 8;
const SAMPLES = [
  { value: 'failed', label: 'Failed' },
  { value: 'all', label: 'All' },
] as const;
type Which = (typeof SAMPLES)[number]['value'];

/** Which result codes came when: failures alone, since successes would hide them, or all samples. */
export function CodesPanel(): ReactNode {
  const { run, plots, zoom } = useExplorer();
  const chart = useRef<ChartHandle>(null);
  const [which, setWhich] = useState<Which>(run.failures > 0 ? 'failed' : 'all');
  const whole = useFilterWithoutTime();
  const window = zoom.state.settled;
  const filter =
    whole === null
      ? null
      : {
          ...whole,
          time: window === null ? null : spanToAsk(window),
          // Of successes alone there are no failures: what was chosen goes before.
          outcome: which === 'failed' && whole.outcome === 'all' ? ('failed' as const) : whole.outcome,
        };
  const { data, status, error, retry } = useEngineQuery(
    'latency.codes',
    filter === null ? null : { filter, maxBuckets: MAX_BUCKETS, maxCodes: MAX_CODES },
  );
  const model = useMemo(() => (data === null ? null : codesModel(run, data)), [run, data]);
  const what = which === 'failed' ? 'Failed samples by result code' : 'Samples by result code';
  const picture = useMemo(
    () => (model === null ? null : stackedPicture(model, `${what}, per second`)),
    [model, what],
  );
  const table = useMemo(() => (model === null ? null : () => stackedTable(model)), [model]);
  const controls = useMemo(
    () => <Segmented label="Which samples" value={which} options={SAMPLES} onChange={setWhich} />,
    [which],
  );
  return (
    <ViewChart
      title="Codes over time"
      note={model === null ? null : `${bucketLength(model.bucketMs)} buckets`}
      controls={controls}
      table={table}
      chart={chart}
      fileName={`${run.name} codes`}
    >
      <QueryBody subject="The chart of codes" loading={status === 'loading'} error={error} onRetry={retry}>
        {model === null || picture === null ? null : model.series.length === 0 ? (
          <div className="explorer__none">
            <EmptyState title={which === 'failed' ? 'No failed samples' : 'No samples in the selection'}>
              {which === 'failed'
                ? '“All” shows the codes of the successes.'
                : 'Choose other transactions or outcomes.'}
            </EmptyState>
          </div>
        ) : (
          <TimePlot ref={chart} owner="codes" name="Codes" picture={picture} shared={plots} />
        )}
      </QueryBody>
    </ViewChart>
  );
}

function codesModel(run: Run, { bucketMs, codes, others, table }: CodeSeries): StackedModel {
  const startMs =
    table.rowCount === 0 ? new Float64Array(0) : Float64Array.from(numberColumn(table, 'startMs').values);
  // The last bucket usually reaches beyond the end of the run.
  const seconds = startMs.map((start) => Math.max(1, Math.min(bucketMs, run.durationMs - start)) / 1000);
  const styles = codeStyles(
    codes.map(({ code }) => code),
    others,
  );
  return {
    durationMs: run.durationMs,
    startedAtUs: run.startedAtUs,
    bucketMs,
    startMs,
    unit: '/s',
    series: codes.map(({ code }, position) => ({
      name: others && position === codes.length - 1 ? 'other codes' : (code ?? 'no code'),
      style: styles[position]!,
      values: Float64Array.from(
        numberColumn(table, `code:${position}`).values,
        (count, bucket) => count / seconds[bucket]!,
      ),
    })),
  };
}
