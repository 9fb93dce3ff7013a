import type { ReactNode } from 'react';
import type { GrowthCheck } from '#shared/model/heap-growth.ts';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { StatusIcon, type Status } from '../../../ui/StatusIcon.tsx';
import { checkStates } from './growth-words.ts';

/** Whether the series can be judged at all (method P10, input contract), and what would settle what is open. */
export function GrowthChecks({ checks }: { readonly checks: readonly GrowthCheck[] }): ReactNode {
  return (
    <section className="growth-checks" aria-label="Can we judge growth?" data-pane="growth-checks">
      <PanelHeader title="Can we judge growth?" note={<Overall checks={checks} />} />
      <ul className="growth-checks__list" tabIndex={0} aria-label="Checks">
        {checks.map(({ code, name, state, value, message }) => (
          <li key={code} title={message}>
            <div className="growth-checks__row">
              <StatusIcon status={checkStates[state].status} label={checkStates[state].word} />
              <span className="growth-checks__name ellipsis">{name}</span>
              <span className="growth-checks__value figure ellipsis">{value}</span>
            </div>
            {state !== 'passed' && <p className="growth-checks__message">{message}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Overall({ checks }: { readonly checks: readonly GrowthCheck[] }): ReactNode {
  const has = (state: GrowthCheck['state']): boolean => checks.some((check) => check.state === state);
  const [status, word]: readonly [Status, string] = has('failed')
    ? ['bad', 'no']
    : has('unknown')
      ? ['unknown', 'partly']
      : has('note')
        ? ['warn', 'with limits']
        : ['good', 'yes'];
  return (
    <span className="growth-checks__overall">
      <StatusIcon status={status} /> <span className={status}>{word}</span>
    </span>
  );
}
