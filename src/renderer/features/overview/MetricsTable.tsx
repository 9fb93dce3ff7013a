import { useMemo, type ReactNode } from 'react';
import type { MetricSummary } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import { NOT_IN_REPORT } from '../../panels/run-nature/report-words.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { DetailTable } from './DetailTable.tsx';
import { METRIC_PERCENTILES } from './run-tabs.ts';

const NONE: readonly MetricSummary[] = [];

const valueNames: Readonly<Record<MetricSummary['kind'], string>> = {
  counter: 'sum',
  gauge: 'last',
  rate: 'share of non-zero',
  trend: '',
};

interface MetricsTableProps {
  readonly run: Run;
  readonly children: ReactNode;
}

/** All metrics that a file has beside its samples, over the whole run. */
export function MetricsTable({ run, children }: MetricsTableProps): ReactNode {
  const answer = useEngineQuery('k6.metrics', { runId: run.id, percentiles: [...METRIC_PERCENTILES] });
  const metrics = answer.data ?? NONE;
  const isReport = natureOf(run) === 'report';
  const columns = useMemo(() => metricColumns(metrics, isReport), [metrics, isReport]);
  return (
    <DetailTable
      title="Metrics"
      note={metrics.length === 0 ? null : `${numberFormat.count(metrics.length)}, whole run`}
      answer={answer}
      columns={columns}
      empty="The file has no further metrics."
    >
      {children}
    </DetailTable>
  );
}

function metricColumns(metrics: readonly MetricSummary[], isReport: boolean): readonly DataColumn[] {
  const text = (
    id: string,
    header: string,
    width: number,
    read: (metric: MetricSummary) => string,
  ): DataColumn => ({
    id,
    header,
    width,
    cell: (row) => <span title={read(metrics[row]!)}>{read(metrics[row]!)}</span>,
    sortValue: (row) => read(metrics[row]!),
    copyText: (row) => read(metrics[row]!),
  });
  /** A column without a single value says nothing. */
  const number = (
    id: string,
    header: string,
    read: (metric: MetricSummary) => number | null,
    text: (value: number) => string = numberFormat.short,
  ): readonly DataColumn[] =>
    metrics.every((metric) => read(metric) === null)
      ? []
      : [
          {
            id,
            header,
            width: 74,
            align: 'right',
            cell: (row) => {
              const value = read(metrics[row]!);
              if (value !== null) return <span title={exactNumber(value)}>{text(value)}</span>;
              return (
                <span className="text-3" title={isReport ? NOT_IN_REPORT : undefined}>
                  –
                </span>
              );
            },
            sortValue: (row) => read(metrics[row]!),
            copyText: (row) => {
              const value = read(metrics[row]!);
              return value === null ? '' : exactNumber(value);
            },
          },
        ];
  // A report may have a metric without saying of how many points it is: that is not none.
  const points = ({ count }: MetricSummary): number | null => (isReport && count === 0 ? null : count);
  return [
    { ...text('name', 'Metric', 190, (metric) => metric.name), grow: 2 },
    text('kind', 'Kind', 64, (metric) => metric.kind),
    ...(metrics.some(({ unit }) => unit !== '') ? [text('unit', 'Unit', 52, (metric) => metric.unit)] : []),
    ...number('count', 'Points', points, numberFormat.count),
    ...number('value', 'Value', (metric) => metric.value),
    text('value-kind', 'Value is', 120, (metric) => valueNames[metric.kind]),
    ...number('min', 'Min', (metric) => metric.min),
    ...number('mean', 'Mean', (metric) => metric.mean),
    ...METRIC_PERCENTILES.flatMap((percentile) =>
      number(
        `p${percentile}`,
        `p${percentile}`,
        (metric) => metric.percentiles[percentileKey(percentile)] ?? null,
      ),
    ),
    ...number('max', 'Max', (metric) => metric.max),
  ];
}
