import './gate-strip.css';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { GatesEvaluation } from '#shared/model/gates.ts';
import { useActions } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { BaselineChoice } from './BaselineChoice.tsx';
import { GateDetails, OutcomeMark, ProposedMark, type GateTransactions } from './GateDetails.tsx';
import { keyFigure, overallWords, worstGatesFirst } from './gate-words.ts';
import type { BaselineOptions } from './gate-baseline.ts';

interface GateSummaryProps {
  readonly runId: number;
  readonly evaluation: GatesEvaluation;
  /** Null: it is not for the person to choose here. */
  readonly baseline: BaselineOptions | null;
  readonly transactions: GateTransactions | null;
}

/** The outcome, what the run is held against, and every gate to be unfolded. */
export function GateSummary({ runId, evaluation, baseline, transactions }: GateSummaryProps): ReactNode {
  const { openGates } = useActions();
  const { title, figure } = overallWords(evaluation);
  return (
    <div className="gate-summary">
      <header className="gate-summary__head">
        <h3>{title}</h3>
        <span className="text-2">{figure}</span>
        <span className="panel-header__space" />
        <Button size="small" onClick={() => openGates({ kind: 'editor', runId, propose: false })}>
          Edit gates…
        </Button>
      </header>
      {baseline !== null && (
        <div className="gate-summary__baseline">
          <BaselineChoice runId={runId} baseline={baseline} />
          <Button size="small" variant="ghost" onClick={() => openGates({ kind: 'baselines', runId: null })}>
            Baselines…
          </Button>
        </div>
      )}
      <GateList evaluation={evaluation} transactions={transactions} />
    </div>
  );
}

interface GateListProps {
  readonly evaluation: GatesEvaluation;
  readonly transactions: GateTransactions | null;
}

/** All gates, the worst first; each unfolds to its details. */
export function GateList({ evaluation, transactions }: GateListProps): ReactNode {
  if (evaluation.results.length === 0)
    return (
      <EmptyState title="No gates">
        Add rules under “gates:”, or take proposals from a run that is good enough.
      </EmptyState>
    );
  return (
    <ul className="gate-list" aria-label="Gates, the worst first">
      {worstGatesFirst(evaluation.results).map((result) => (
        <li key={result.id}>
          <details>
            <summary>
              <ChevronRight className="gate-list__arrow" />
              <OutcomeMark outcome={result.outcome} />
              <span className="gate-list__name ellipsis">{result.name}</span>
              <span className="gate-list__figure ellipsis">{keyFigure(result, evaluation.limits)}</span>
              {result.enforcement === 'conditional' && <span className="text-3">conditional</span>}
              {result.proposed && <ProposedMark />}
            </summary>
            <GateDetails result={result} transactions={transactions} />
          </details>
        </li>
      ))}
    </ul>
  );
}
