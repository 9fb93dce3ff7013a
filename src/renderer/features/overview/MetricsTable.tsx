import { useMemo, type ReactNode } from 'react';
import type { MetricSummary } from '#shared/model/latency.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { DetailTable } from './DetailTable.tsx';

const NONE: readonly MetricSummary[] = [];
const PERCENTILES = [50, 90, 95, 99] as const;

const valueNames: Readonly<Record<MetricSummary['kind'], string>> = {
  counter: 'sum',
  gauge: 'last',
  rate: 'share of non-zero',
  trend: '',
};

/** All metrics that k6 wrote, built-in and custom, over the whole run. */
export function MetricsTable({
  runId,
  children,
}: {
  readonly runId: number;
  readonly children: ReactNode;
}): ReactNode {
  const answer = useEngineQuery('k6.metrics', { runId, percentiles: [...PERCENTILES] });
  const metrics = answer.data ?? NONE;
  const columns = useMemo(() => metricColumns(metrics), [metrics]);
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

function metricColumns(metrics: readonly MetricSummary[]): readonly DataColumn[] {
  const text = (
    id: string,
    header: string,
    width: number,
    read: (metric: MetricSummary) => string,
  ): DataColumn => ({
    id,
    header,
    width,
    cell: (row) => read(metrics[row]!),
    sortValue: (row) => read(metrics[row]!),
    copyText: (row) => read(metrics[row]!),
  });
  const number = (
    id: string,
    header: string,
    read: (metric: MetricSummary) => number | null,
    text: (value: number) => string = numberFormat.short,
  ): DataColumn => ({
    id,
    header,
    width: 74,
    align: 'right',
    cell: (row) => {
      const value = read(metrics[row]!);
      return value === null ? null : <span title={exactNumber(value)}>{text(value)}</span>;
    },
    sortValue: (row) => read(metrics[row]!),
    copyText: (row) => {
      const value = read(metrics[row]!);
      return value === null ? '' : exactNumber(value);
    },
  });
  return [
    { ...text('name', 'Metric', 190, (metric) => metric.name), grow: 2 },
    text('kind', 'Kind', 64, (metric) => metric.kind),
    text('unit', 'Unit', 52, (metric) => metric.unit),
    number('count', 'Points', (metric) => metric.count, numberFormat.count),
    number('value', 'Value', (metric) => metric.value),
    text('value-kind', 'Value is', 120, (metric) => valueNames[metric.kind]),
    number('min', 'Min', (metric) => metric.min),
    number('mean', 'Mean', (metric) => metric.mean),
    ...PERCENTILES.map((percentile) =>
      number(
        `p${percentile}`,
        `p${percentile}`,
        (metric) => metric.percentiles[percentileKey(percentile)] ?? null,
      ),
    ),
    number('max', 'Max', (metric) => metric.max),
  ];
}
