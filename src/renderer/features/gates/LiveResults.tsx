import type { ReactNode } from 'react';
import { BaselineChoice } from '../../panels/gates/BaselineChoice.tsx';
import { GateList } from '../../panels/gates/GateSummary.tsx';
import { outcomeStatus, overallWords } from '../../panels/gates/gate-words.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import type { LiveRun } from './use-live-run.ts';

/** How the run would come out by the text as it is. */
export function LiveResults({ live }: { readonly live: LiveRun }): ReactNode {
  const { run, runs, setRunId, baseline, draft } = live;
  const { evaluation, problems, isOld, error, retry } = draft;
  if (run === null)
    return (
      <section className="gates-results" aria-label="Results">
        <EmptyState title="No run to judge">
          Open the results of a test to see what these rules say.
        </EmptyState>
      </section>
    );
  const stands = problems.length > 0 && evaluation !== null;
  return (
    <section className="gates-results" aria-label="Results" aria-busy={isOld && problems.length === 0}>
      <div className="gates-results__choices">
        <label className="gate-baseline">
          <span>Run</span>
          <select
            aria-label="Run that the gates are tried on"
            value={run.id}
            onChange={(event) => setRunId(Number(event.target.value))}
          >
            {runs.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {baseline !== null && <BaselineChoice runId={run.id} baseline={baseline} />}
      </div>
      {evaluation !== null && (
        <p className="gates-results__overall" role="status">
          {evaluation.results.length > 0 && <StatusIcon status={outcomeStatus[evaluation.outcome]} />}
          <b>{overallWords(evaluation).title}</b>
          <span className="text-2">
            {stands ? 'by the last text without problems' : overallWords(evaluation).figure}
          </span>
        </p>
      )}
      <div className="gates-results__list">
        <QueryBody
          subject="The result"
          loading={isOld && problems.length === 0}
          error={error}
          onRetry={retry}
        >
          {evaluation === null ? null : <GateList evaluation={evaluation} transactions={null} />}
        </QueryBody>
      </div>
    </section>
  );
}
