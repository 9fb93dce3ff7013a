import { useMemo, type ReactNode } from 'react';
import type { CheckResult } from '#shared/model/latency.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { DetailTable } from './DetailTable.tsx';

const NONE: readonly CheckResult[] = [];
const WORST_FIRST = [{ column: 'failed', direction: 'desc' }] as const;

export function ChecksTable({
  runId,
  children,
}: {
  readonly runId: number;
  readonly children: ReactNode;
}): ReactNode {
  const answer = useEngineQuery('k6.checks', { runId });
  const checks = answer.data ?? NONE;
  const columns = useMemo(() => checkColumns(checks), [checks]);
  const failing = checks.filter((check) => check.failed > 0).length;
  return (
    <DetailTable
      title="Checks"
      note={
        checks.length === 0
          ? null
          : `${failing === 0 ? 'none' : numberFormat.count(failing)} of ${numberFormat.count(checks.length)} ever failed, whole run`
      }
      answer={answer}
      columns={columns}
      defaultSort={WORST_FIRST}
      empty="The script has no checks."
    >
      {children}
    </DetailTable>
  );
}

function checkColumns(checks: readonly CheckResult[]): readonly DataColumn[] {
  const count = (id: string, header: string, read: (check: CheckResult) => number): DataColumn => ({
    id,
    header,
    width: 84,
    align: 'right',
    cell: (row) => numberFormat.count(read(checks[row]!)),
    sortValue: (row) => read(checks[row]!),
    copyText: (row) => exactNumber(read(checks[row]!)),
  });
  /** Null: never made. */
  const share = ({ passed, failed }: CheckResult): number | null =>
    passed + failed === 0 ? null : passed / (passed + failed);
  return [
    {
      id: 'name',
      header: 'Check',
      width: 200,
      grow: 3,
      cell: (row) => <span title={checks[row]!.name}>{checks[row]!.name}</span>,
      sortValue: (row) => checks[row]!.name,
      copyText: (row) => checks[row]!.name,
    },
    {
      id: 'group',
      header: 'Group',
      width: 120,
      grow: 1,
      cell: (row) => checks[row]!.group,
      sortValue: (row) => checks[row]!.group,
      copyText: (row) => checks[row]!.group,
    },
    count('passed', 'Passed', (check) => check.passed),
    count('failed', 'Failed', (check) => check.failed),
    {
      id: 'share',
      header: 'Passed, %',
      width: 84,
      align: 'right',
      firstDirection: 'asc',
      cell: (row) => {
        const passed = share(checks[row]!);
        return passed === null ? <span className="text-3">–</span> : numberFormat.percentNumber(passed);
      },
      sortValue: (row) => share(checks[row]!),
      copyText: (row) => {
        const passed = share(checks[row]!);
        return passed === null ? '' : exactNumber(passed * 100);
      },
    },
  ];
}
