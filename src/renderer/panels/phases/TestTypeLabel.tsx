import './phases.css';
import type { ReactNode } from 'react';
import type { PhaseReport } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import { describePhase } from '../../charts/phase-ribbon/PhaseRibbon.tsx';
import { useActions } from '../../state/use-store.ts';
import { formatDurationWithUnit, formatSpan } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { Popover } from '../../ui/Popover.tsx';
import { usePhases } from './use-phases.ts';

/** What kind of test the run was, in one word; why, and what its phases are, on request. */
export function TestTypeLabel({ run }: { readonly run: Run }): ReactNode {
  const { report } = usePhases(run);
  if (report === null) return null;
  const type = testTypeText(report);
  return (
    <Popover
      label="Test type and phases"
      trigger={
        <button type="button" className="text-button" title="Why, and what the phases are">
          {type}
        </button>
      }
    >
      <Reasons run={run} report={report} type={type} />
    </Popover>
  );
}

/** `test type: load + spike`. */
export function testTypeText({ testTypes }: PhaseReport): string {
  return testTypes.length === 0 ? 'test type: cannot tell' : `test type: ${testTypes.join(' + ')}`;
}

const loadTexts: Readonly<Record<NonNullable<PhaseReport['load']>, string>> = {
  threads: 'The load is the number of threads, as the tool wrote it.',
  rate: 'The file has no threads: the load is the rate of requests.',
  'in-flight': 'The file has no threads: the load is the number of requests in flight.',
};

interface ReasonsProps {
  readonly run: Run;
  readonly report: PhaseReport;
  readonly type: string;
}

function Reasons({ run, report, type }: ReasonsProps): ReactNode {
  const { setTime } = useActions();
  const { testTypeReasons, phases, note, load, spikes } = report;
  return (
    <div className="test-type">
      <h3>{type.charAt(0).toUpperCase() + type.slice(1)}</h3>
      {testTypeReasons.length > 0 && (
        <ul>
          {testTypeReasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {load !== null && <p className="text-2">{loadTexts[load]}</p>}
      {phases.length > 0 && (
        <>
          <h3>Phases</h3>
          <ul className="test-type__phases">
            {phases.map((phase) => (
              <li key={phase.fromMs}>
                <button
                  type="button"
                  className="text-button"
                  onClick={() => setTime({ fromMs: phase.fromMs, toMs: phase.toMs })}
                >
                  {describePhase(phase)}
                </button>
                <span className="test-type__reason">{phase.reason}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {spikes.length > 0 && (
        <>
          <h3>Recovery</h3>
          <ul>
            {spikes.map((spike) => (
              <li key={spike.span.fromMs}>{spikeText(spike, run.clockTickMs)}</li>
            ))}
          </ul>
        </>
      )}
      {note !== null && <p className="text-2">{note}</p>}
    </div>
  );
}

/** How a spike was survived. What was not reached within the run has no figure. */
function spikeText(spike: PhaseReport['spikes'][number], tickMs: number): string {
  const time = (ms: number): string => formatDurationWithUnit(ms, tickMs);
  const rise = `p95 rose from ${time(spike.baselineP95Ms)} to ${time(spike.peakP95Ms)}`;
  const back =
    spike.recoveryMs === null
      ? `not recovered within ${formatSpan(spike.waitedMs)}`
      : `back after ${formatSpan(spike.recoveryMs)}`;
  const failures = `${numberFormat.count(Math.round(spike.excessFailures))} failures more than before it`;
  return `${rise}; ${back}; ${failures}, and up to ${numberFormat.count(Math.round(spike.backlog))} more requests under way.`;
}
