import { useMemo, type ReactNode } from 'react';
import type { Spike } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { useActions } from '../../state/use-store.ts';
import { canHavePhases } from '../../panels/phases/use-phases.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { DataTable } from '../../ui/data-table/DataTable.tsx';
import { chooseDurationScale, formatDuration, formatElapsed, formatSpan } from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { PanelHeader } from '../../ui/PanelHeader.tsx';

/** How sudden load was survived (method E7); nothing where there was none. */
export function SpikesPanel({ run }: { readonly run: Run }): ReactNode {
  const { data } = useEngineQuery('phases.get', canHavePhases(run) ? { runId: run.id } : null);
  const spikes = data?.spikes;
  const { setTime, setView } = useActions();
  const columns = useMemo(() => spikeColumns(spikes ?? [], run.clockTickMs), [spikes, run.clockTickMs]);
  if (spikes === undefined || spikes.length === 0) return null;
  return (
    <section className="capacity__spikes" aria-label="Spikes and recovery">
      <PanelHeader
        title="Spikes and recovery"
        note={spikes.length === 1 ? '1 spike; Enter shows it' : `${spikes.length} spikes; Enter shows one`}
      />
      <div className="capacity__grid">
        <DataTable
          label="Spikes"
          columns={columns}
          rowCount={spikes.length}
          rowKey={(row) => spikes[row]!.span.fromMs}
          onEnter={(row) => {
            setTime(spikes[row]!.span);
            setView('explorer');
          }}
          onRowDoubleClick={(row) => {
            setTime(spikes[row]!.span);
            setView('explorer');
          }}
        />
      </div>
    </section>
  );
}

function spikeColumns(spikes: readonly Spike[], clockTickMs: number): readonly DataColumn[] {
  const scale = chooseDurationScale(
    spikes.flatMap(({ baselineP95Ms, peakP95Ms }) => [baselineP95Ms, peakP95Ms]),
    clockTickMs,
  );
  const right = { align: 'right', grow: 1 } as const;
  return [
    {
      id: 'when',
      header: 'When',
      width: 96,
      grow: 1,
      cell: (row) => `${formatElapsed(spikes[row]!.span.fromMs)}–${formatElapsed(spikes[row]!.span.toMs)}`,
      sortValue: (row) => spikes[row]!.span.fromMs,
      copyText: (row) => `${exactNumber(spikes[row]!.span.fromMs)}-${exactNumber(spikes[row]!.span.toMs)}`,
    },
    {
      ...right,
      id: 'p95',
      header: `p95, ${scale.unit}`,
      hint: 'Before the spike, and at its worst',
      width: 96,
      cell: (row) =>
        `${formatDuration(spikes[row]!.baselineP95Ms, scale)} → ${formatDuration(spikes[row]!.peakP95Ms, scale)}`,
      sortValue: (row) => spikes[row]!.peakP95Ms,
      copyText: (row) => exactNumber(spikes[row]!.peakP95Ms),
    },
    {
      ...right,
      id: 'recovery',
      header: 'Recovery',
      hint: 'From the end of the spike until response times were normal for 30 s',
      width: 84,
      cell: (row) => {
        const { recoveryMs, waitedMs } = spikes[row]!;
        return recoveryMs === null ? `none in ${formatSpan(waitedMs)}` : formatSpan(recoveryMs);
      },
      sortValue: (row) => spikes[row]!.recoveryMs ?? Infinity,
      copyText: (row) => (spikes[row]!.recoveryMs === null ? '' : exactNumber(spikes[row]!.recoveryMs)),
    },
    {
      ...right,
      id: 'failures',
      header: 'Failures',
      hint: 'Above the rate before the spike',
      width: 72,
      cell: (row) => numberFormat.count(Math.round(spikes[row]!.excessFailures)),
      sortValue: (row) => spikes[row]!.excessFailures,
      copyText: (row) => exactNumber(spikes[row]!.excessFailures),
    },
    {
      ...right,
      id: 'backlog',
      header: 'Backlog',
      hint: 'Most requests under way above the number before the spike',
      width: 72,
      cell: (row) => numberFormat.count(Math.round(spikes[row]!.backlog)),
      sortValue: (row) => spikes[row]!.backlog,
      copyText: (row) => exactNumber(spikes[row]!.backlog),
    },
  ];
}
