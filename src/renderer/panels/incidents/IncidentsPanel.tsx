import './incidents.css';
import { memo, useMemo, type ReactNode } from 'react';
import type { Incident } from '#shared/model/diagnostics.ts';
import { phaseNames } from '#shared/model/phases.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { useActions } from '../../state/use-store.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { DataTable } from '../../ui/data-table/DataTable.tsx';
import { useFittingColumns } from '../../ui/data-table/fitting-columns.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { canHavePhases } from '../phases/use-phases.ts';
import { QueryBody } from '../query-body/QueryBody.tsx';
import { figureWidth } from '../transaction-table/column-widths.ts';
import {
  allIncidentNames,
  EFFECT_OF_LOAD,
  incidentExcess,
  incidentNames,
  incidentSpan,
} from './incident-texts.ts';

const TOO_SHORT = 'The run is too short to tell whether the load was steady';
const NONE: readonly Incident[] = [];
const GIVES_WAY: readonly string[] = ['phase'];

/** The incidents of a run, as far as it can have any; views that ask share one answer. */
export function useIncidents(run: Run) {
  return useEngineQuery('diagnostics.incidents', canHavePhases(run) ? { runId: run.id } : null);
}

interface IncidentsPanelProps {
  readonly run: Run;
  readonly transactions: ReadonlyMap<number, Transaction>;
  /** Controls at the right of the header. */
  readonly children?: ReactNode;
}

/** Stretches in which transactions were slower, or failed more, than around them; worst first. */
export const IncidentsPanel = memo(function IncidentsPanel({
  run,
  transactions,
  children,
}: IncidentsPanelProps): ReactNode {
  const answer = useIncidents(run);
  const { setTime, setView } = useActions();
  const incidents = answer.data ?? NONE;
  const columns = useMemo(() => incidentColumns(incidents, transactions), [incidents, transactions]);
  const fitting = useFittingColumns(columns, GIVES_WAY);

  function select(row: number): void {
    const incident = incidents[row];
    if (incident !== undefined) setTime({ fromMs: incident.fromMs, toMs: incident.toMs });
  }

  function open(row: number): void {
    select(row);
    setView('explorer');
  }

  return (
    <section className="incidents" aria-label="Incidents" data-pane="incidents">
      <PanelHeader title="Incidents" note={answer.data === null ? null : noteOf(incidents)}>
        {children}
      </PanelHeader>
      <div className="incidents__body">
        <QueryBody
          subject="The list of incidents"
          loading={answer.status === 'loading'}
          error={answer.error}
          onRetry={answer.retry}
        >
          {answer.data === null ? null : (
            <DataTable
              label="Incidents"
              columns={columns}
              rowCount={incidents.length}
              {...fitting}
              onEnter={open}
              onSpace={select}
              onRowDoubleClick={open}
              empty={
                <p className="text-2">
                  No stretch of time was slower, or failed more, than what lies around it.
                </p>
              }
            />
          )}
        </QueryBody>
      </div>
    </section>
  );
});

function noteOf(incidents: readonly Incident[]): string {
  if (incidents.length === 0) return 'none in the whole run';
  const steady = incidents.filter(({ phase }) => phase === 'steady').length;
  const all = `${numberFormat.count(incidents.length)} in the whole run`;
  return `${all}, ${steady === 0 ? 'none' : numberFormat.count(steady)} while steady; Enter opens one`;
}

function incidentColumns(
  incidents: readonly Incident[],
  transactions: ReadonlyMap<number, Transaction>,
): readonly DataColumn[] {
  const at = (row: number): Incident => incidents[row]!;
  return [
    {
      id: 'span',
      header: 'Time',
      name: 'Time, since the start',
      // A dash is wider than a point, and the first column stands further from the edge.
      width: figureWidth(incidents.map(incidentSpan), 88) + 14,
      cell: (row) => <span className="figure">{incidentSpan(at(row))}</span>,
      sortValue: (row) => at(row).fromMs,
      copyText: (row) => `${exactNumber(at(row).fromMs / 1000)} s to ${exactNumber(at(row).toMs / 1000)} s`,
    },
    {
      id: 'kind',
      header: 'What',
      width: 70,
      cell: (row) => (
        <span className="incidents__kind">
          <StatusIcon status={at(row).kind === 'errors' ? 'bad' : 'warn'} />
          {at(row).kind === 'errors' ? 'errors' : 'slow'}
        </span>
      ),
      sortValue: (row) => at(row).kind,
      copyText: (row) => at(row).kind,
    },
    {
      id: 'transactions',
      header: 'Where',
      name: 'Transactions',
      width: 76,
      grow: 1,
      cell: (row) => (
        <span title={allIncidentNames(at(row), transactions)}>{incidentNames(at(row), transactions)}</span>
      ),
      sortValue: (row) => incidentNames(at(row), transactions),
      copyText: (row) => allIncidentNames(at(row), transactions).replaceAll('\n', '; '),
    },
    {
      id: 'excess',
      header: 'Excess',
      hint: 'What its samples took longer than is typical, all together; of errors, failures above the typical number',
      width: 78,
      align: 'right',
      cell: (row) => incidentExcess(at(row)),
      // Milliseconds and failures have no common order: each kind is sorted within itself.
      sortValue: (row) => at(row).excess + (at(row).kind === 'errors' ? 0 : Number.MAX_SAFE_INTEGER / 2),
      copyText: (row) => exactNumber(at(row).excess),
    },
    {
      id: 'phase',
      header: 'Phase',
      width: 66,
      cell: (row) => {
        const { phase } = at(row);
        if (phase === null) return <span className="text-3">–</span>;
        if (phase === 'unjudged') return <span title={TOO_SHORT}>too short</span>;
        return phase === 'steady' ? (
          phaseNames[phase]
        ) : (
          <span className="text-3" title={EFFECT_OF_LOAD}>
            {phaseNames[phase]}
          </span>
        );
      },
      sortValue: (row) => at(row).phase,
      copyText: (row) => at(row).phase ?? '',
    },
  ];
}
