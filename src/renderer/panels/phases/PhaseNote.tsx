import './phases.css';
import type { ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { natureOf } from '../run-nature/run-nature.ts';
import { canHavePhases, usePhases } from './use-phases.ts';

/** One line in place of a ribbon: why there is none. Nothing where there is one, or while it is not known. */
export function PhaseNote({ run }: { readonly run: Run }): ReactNode {
  const { report, error } = usePhases(run);
  const text = !canHavePhases(run)
    ? absence(run)
    : error !== null
      ? `phases could not be found: ${error.message}`
      : report?.phases.length === 0
        ? `no phases${report.note === null ? '' : `: ${report.note}`}`
        : null;
  return text === null ? null : <span title={text}>{text}</span>;
}

function absence(run: Run): string {
  if (natureOf(run) === 'report') return 'no phases: a report has no samples to find them in';
  return run.startedAtUs === null
    ? 'no phases: the file has no time stamps'
    : 'no phases: the run has no length';
}
