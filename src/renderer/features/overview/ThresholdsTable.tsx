import { useMemo, type ReactNode } from 'react';
import type { ThresholdResult } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { StatusIcon, type Status } from '../../ui/StatusIcon.tsx';
import { DetailTable } from './DetailTable.tsx';

const NONE: readonly ThresholdResult[] = [];
const WORST_FIRST = [{ column: 'result', direction: 'asc' }] as const;

interface Outcome {
  readonly rank: number;
  readonly status: Status;
  readonly word: string;
}

const failed: Outcome = { rank: 0, status: 'bad', word: 'failed' };
const cannotTell: Outcome = { rank: 1, status: 'unknown', word: 'cannot tell' };
const passed: Outcome = { rank: 2, status: 'good', word: 'passed' };

function outcomeOf(threshold: ThresholdResult): Outcome {
  if (threshold.passed === null) return cannotTell;
  return threshold.passed ? passed : failed;
}

/** k6's own thresholds: computed again from the samples in the file, or with k6's verdict where it has only that. */
export function ThresholdsTable({
  run,
  children,
}: {
  readonly run: Run;
  readonly children: ReactNode;
}): ReactNode {
  const answer = useEngineQuery('k6.thresholds', { runId: run.id });
  const thresholds = answer.data ?? NONE;
  const columns = useMemo(() => thresholdColumns(thresholds), [thresholds]);
  const broken = thresholds.filter((threshold) => threshold.passed === false).length;
  return (
    <DetailTable
      title="Thresholds"
      note={
        thresholds.length === 0
          ? null
          : `${broken === 0 ? 'none' : numberFormat.count(broken)} of ${numberFormat.count(thresholds.length)} failed, whole run`
      }
      answer={answer}
      columns={columns}
      defaultSort={WORST_FIRST}
      empty="The script sets no thresholds, or the file does not name them."
    >
      {children}
    </DetailTable>
  );
}

function thresholdColumns(thresholds: readonly ThresholdResult[]): readonly DataColumn[] {
  const at = (row: number): ThresholdResult => thresholds[row]!;
  const hasValues = thresholds.some(({ value }) => value !== null);
  return [
    {
      id: 'result',
      header: 'Result',
      width: 108,
      cell: (row) => {
        const { status, word } = outcomeOf(at(row));
        return (
          <span className="overview__result">
            <StatusIcon status={status} /> {word}
          </span>
        );
      },
      sortValue: (row) => outcomeOf(at(row)).rank,
      copyText: (row) => outcomeOf(at(row)).word,
    },
    {
      id: 'metric',
      header: 'Metric',
      width: 180,
      grow: 2,
      cell: (row) => <span className="mono">{at(row).metric}</span>,
      sortValue: (row) => at(row).metric,
      copyText: (row) => at(row).metric,
    },
    {
      id: 'expression',
      header: 'Threshold',
      width: 140,
      grow: 2,
      cell: (row) => <span className="mono">{at(row).expression}</span>,
      sortValue: (row) => at(row).expression,
      copyText: (row) => at(row).expression,
    },
    ...(hasValues ? [valueColumn(at)] : []),
  ];
}

function valueColumn(at: (row: number) => ThresholdResult): DataColumn {
  return {
    id: 'value',
    header: 'Value',
    width: 96,
    align: 'right',
    cell: (row) => {
      const { value } = at(row);
      return value === null ? (
        <span className="text-3">–</span>
      ) : (
        <span title={exactNumber(value)}>{numberFormat.short(value)}</span>
      );
    },
    sortValue: (row) => at(row).value,
    copyText: (row) => (at(row).value === null ? '' : exactNumber(at(row).value!)),
  };
}
