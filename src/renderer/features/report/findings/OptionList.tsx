import type { ReactNode } from 'react';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { chosenOptions } from '../report-edits.ts';
import { useOpenReport } from '../use-report-edit.ts';

interface OptionListProps {
  readonly finding: PrintedFinding;
  readonly shown: readonly PrintedFinding[];
}

/** What could be done, what it costs, and what the person recommends. */
export function OptionList({ finding, shown }: OptionListProps): ReactNode {
  const { readOnly, edit } = useOpenReport();
  const { options } = finding;
  if (options.length === 0) return null;
  const chosen = options.flatMap((option, index) => (option.chosen ? [index] : []));

  function choose(index: number, on: boolean): void {
    const places = on ? [...chosen, index] : chosen.filter((place) => place !== index);
    edit(`recommending for ${finding.title}`, (now) => chosenOptions(now, shown, finding.id, places));
  }

  return (
    <div className="field">
      <span className="field-label">
        Options and trade-offs
        {chosen.length === 0 ? '; none is recommended yet' : ', recommended ones ticked'}
      </span>
      <ul className="option-list" aria-label="Options">
        {options.map((option, index) => (
          // Options of the engine have no name but their place.
          <li key={index} className="option-list__row">
            <Checkbox checked={option.chosen} disabled={readOnly} onChange={(on) => choose(index, on)}>
              {option.action}
            </Checkbox>
            {(option.expected !== null || option.effort !== null) && (
              <p className="option-list__gain">
                {option.expected !== null && <span>Gain: {option.expected}</span>}
                {option.effort !== null && <span>Effort: {option.effort}</span>}
              </p>
            )}
            {option.tradeOff !== '' && <p className="option-list__trade-off">{option.tradeOff}</p>}
          </li>
        ))}
      </ul>
    </div>
  );
}
