import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { EngineParams } from '#shared/contract/engine.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { SoakReport, SoakTrend } from '#shared/model/soak.ts';
import type { ChartHandle } from '../../charts/chart-handle.ts';
import { ChartPanel } from '../../charts/chart-panel/ChartPanel.tsx';
import { soakTrendModel } from '../../charts/soak-trend/model.ts';
import { SoakTrendChart } from '../../charts/soak-trend/SoakTrendChart.tsx';
import { soakTrendTable } from '../../charts/soak-trend/summary.ts';
import { soakTrendName } from '../../charts/soak-trend/value-text.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { DataTable } from '../../ui/data-table/DataTable.tsx';
import { formatElapsed } from '../../ui/duration-format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { soakColumns } from './soak-columns.tsx';
import { soakOrder } from './soak-words.ts';

/** What long constant load does to response times, memory, threads and handles (method E6). */
export function SoakPanel({ run }: { readonly run: Run }): ReactNode {
  const answer = useEngineQuery('soak.get', { runId: run.id, span: null });
  const soak = answer.data;
  return (
    <section className="capacity__soak" aria-label="Under constant load">
      <QueryBody
        subject="The trends"
        loading={answer.status === 'loading'}
        error={answer.error}
        onRetry={answer.retry}
      >
        {soak === null ? null : soak.span === null || soak.tooShort !== null || soak.trends.length === 0 ? (
          <>
            <PanelHeader title="Under constant load" />
            <EmptyState title="No trends are looked for">
              {soak.tooShort ??
                'No transaction has enough samples per minute, and no resources were attached.'}
            </EmptyState>
          </>
        ) : (
          <Trends run={run} soak={soak} span={soak.span} />
        )}
      </QueryBody>
    </section>
  );
}

interface TrendsProps {
  readonly run: Run;
  readonly soak: SoakReport;
  readonly span: TimeSpan;
}

function Trends({ run, soak, span }: TrendsProps): ReactNode {
  const chart = useRef<ChartHandle>(null);
  const trends = useMemo(() => soakOrder(soak.trends).map((index) => soak.trends[index]!), [soak]);
  const [at, setAt] = useState(0);
  const trend = trends[Math.min(at, trends.length - 1)]!;
  const columns = useMemo(() => soakColumns(trends, run.clockTickMs), [trends, run.clockTickMs]);
  const answer = useEngineQuery('soak.series', { runId: run.id, span, trend: seriesOf(trend) });
  const { data } = answer;
  const model = useMemo(
    () => (data === null ? null : soakTrendModel(trend, span, data.table, run.clockTickMs)),
    [data, trend, span, run.clockTickMs],
  );
  return (
    <div className="capacity__trends">
      <PanelHeader
        title="Under constant load"
        note={`trends per minute, ${formatElapsed(span.fromMs)} to ${formatElapsed(span.toMs)}`}
      />
      <div className="capacity__grid">
        <DataTable
          label="Trends under constant load"
          columns={columns}
          rowCount={trends.length}
          rowKey={(row) => soakTrendName(trends[row]!)}
          onActiveRow={setAt}
        />
      </div>
      <div className="capacity__trend">
        <ChartPanel
          title={soakTrendName(trend)}
          note={
            trend.step === null
              ? 'dashed: line of Theil and Sen'
              : 'dashed: one step explains it better than a line'
          }
          table={model === null ? null : () => soakTrendTable(model)}
          chart={chart}
          fileName={`${run.name} ${soakTrendName(trend)}`}
        >
          <QueryBody
            subject="The trend"
            loading={answer.status === 'loading'}
            error={answer.error}
            onRetry={answer.retry}
          >
            {model === null ? null : <SoakTrendChart ref={chart} model={model} />}
          </QueryBody>
        </ChartPanel>
      </div>
    </div>
  );
}

function seriesOf(trend: SoakTrend): EngineParams<'soak.series'>['trend'] {
  return trend.kind === 'resource'
    ? { kind: 'resource', metric: trend.label, host: trend.host }
    : {
        kind: 'latency',
        transactionId: trend.transactionId,
        figure: trend.figure === 'p50' ? 'p50' : 'p95',
      };
}
