import type { ReactNode } from 'react';
import type { GateProblem } from '#shared/model/gates.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { StatusIcon } from '../../ui/StatusIcon.tsx';

interface ProblemListProps {
  readonly id: string;
  readonly problems: readonly GateProblem[];
  readonly onGo: (problem: GateProblem) => void;
}

/** What is wrong, and where; a click goes there. */
export function ProblemList({ id, problems, onGo }: ProblemListProps): ReactNode {
  const [status, words] =
    problems.length === 0
      ? (['good', 'No problems'] as const)
      : ([
          'bad',
          `${numberFormat.count(problems.length)} ${problems.length === 1 ? 'problem' : 'problems'}`,
        ] as const);
  return (
    <div className="gates-problems" id={id}>
      <p role="status">
        <StatusIcon status={status} /> {words}
      </p>
      {problems.length > 0 && (
        <ul aria-label="Problems">
          {problems.map((problem, index) => (
            <li key={index}>
              <button type="button" onClick={() => onGo(problem)}>
                <span className="figure">
                  Line {problem.line}, column {problem.column}
                </span>
                : {problem.message}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
