import './gate-details.css';
import type { ReactNode } from 'react';
import type { GateResult } from '#shared/model/gates.ts';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { countWords, judgedCount, outcomeStatus, outcomeWords, transactionOf } from './gate-words.ts';

/** What becomes of a click on a transaction among the evidence. */
export interface GateTransactions {
  readonly isLabel: (text: string) => boolean;
  readonly onPick: (label: string) => void;
}

interface GateDetailsProps {
  readonly result: GateResult;
  readonly transactions: GateTransactions | null;
  readonly children?: ReactNode;
}

/** Why a gate came out as it did: its rule, what was found, and all that it was held against, worst first. */
export function GateDetails({ result, transactions, children }: GateDetailsProps): ReactNode {
  const { name, rule, enforcement, outcome, sentence, evidence, proposed } = result;
  return (
    <div className="gate-details">
      <header className="gate-details__head">
        <h3>{name}</h3>
        <OutcomeMark outcome={outcome} />
        <span className="text-3">{enforcement}</span>
        {proposed && <ProposedMark />}
      </header>
      <p className="gate-details__rule mono">{rule}</p>
      <p>{sentence}</p>
      {children}
      {evidence.length > 0 && (
        <>
          <h4>
            Evidence, worst first <span className="text-3">{countWords(result)}</span>
          </h4>
          <div className="gate-details__evidence" tabIndex={0} role="group" aria-label={`${name}: evidence`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">About</th>
                  <th scope="col">Measured</th>
                  <th scope="col">Result</th>
                </tr>
              </thead>
              <tbody>
                {evidence.map((line, position) => (
                  <tr key={position}>
                    <th scope="row">
                      <Subject subject={line.subject} transactions={transactions} />
                    </th>
                    <td>{line.measured}</td>
                    <td>
                      <OutcomeMark outcome={line.outcome} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {evidence.length < judgedCount(result) && (
            <p className="text-3">These are the worst {evidence.length}; the others are no worse.</p>
          )}
        </>
      )}
    </div>
  );
}

/** Icon, word and colour. */
export function OutcomeMark({ outcome }: Pick<GateResult, 'outcome'>): ReactNode {
  return (
    <span className={`gate-outcome gate-outcome--${outcome}`}>
      <StatusIcon status={outcomeStatus[outcome]} />
      {outcomeWords[outcome]}
    </span>
  );
}

export function ProposedMark(): ReactNode {
  return (
    <span
      className="gate-proposed"
      title="Loadstone proposed this limit from a run. Take “proposed: true” out of its gate when the team agrees."
    >
      proposed
    </span>
  );
}

function Subject({
  subject,
  transactions,
}: {
  readonly subject: string;
  readonly transactions: GateTransactions | null;
}): ReactNode {
  const label = transactions === null ? null : transactionOf(subject, transactions.isLabel);
  if (transactions === null || label === null) return subject;
  return (
    <button
      type="button"
      className="gate-details__pick"
      title={`Select ${label}`}
      onClick={() => transactions.onPick(label)}
    >
      {subject}
    </button>
  );
}
